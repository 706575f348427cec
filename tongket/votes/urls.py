from django.urls import path

from tongket.votes import views

app_name = "votes"
urlpatterns = [
    path("votes/", views.votes, name="list"),
    path("votes/new/", views.new, name="new"),
    path("votes/<uuid:pk>/", views.record, name="record"),
    path("votes/<uuid:pk>/count/", views.count, name="count"),
    path("votes/<uuid:pk>/confirm/", views.confirm, name="confirm"),
    path("votes/<uuid:pk>/back/", views.send_back, name="send_back"),
    path("votes/<uuid:pk>/correct/", views.correct, name="correct"),
    path("votes/<uuid:pk>/again/", views.count_again, name="count_again"),
    path("votes/<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("votes/<uuid:pk>/sheet/", views.sheet, name="sheet"),
]
