from django.urls import path

from tongket.papers import views

app_name = "papers"
urlpatterns = [
    path("papers/new/<slug:matter>/<uuid:pk>/<slug:name>/", views.issue, name="issue"),
    path("papers/new/<slug:matter>/<uuid:pk>/<slug:name>/draft/", views.draft, name="draft"),
    path("papers/<uuid:pk>/", views.record, name="record"),
    path("papers/<uuid:pk>/made/", views.made, name="made"),
    path("papers/<uuid:pk>/signed/", views.signed, name="signed"),
    path("papers/<uuid:pk>/attach/", views.attach, name="attach"),
    path("papers/<uuid:pk>/detach/", views.detach, name="detach"),
    path("papers/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("papers/<uuid:pk>/replace/", views.replace, name="replace"),
]
