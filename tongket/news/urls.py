from django.urls import path

from tongket.news import views

app_name = "news"
urlpatterns = [
    path("news/", views.post_list, name="list"),
    path("news/new/", views.new, name="new"),
    path("news/<uuid:pk>/", views.record, name="record"),
    path("news/<uuid:pk>/rewrite/", views.rewrite, name="rewrite"),
    path("news/<uuid:pk>/publish/", views.publish, name="publish"),
    path("news/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
]
