from django.urls import path

from tongket.meetings import views

app_name = "meetings"
urlpatterns = [
    path("meetings/", views.meeting_list, name="list"),
    path("meetings/new/", views.new, name="new"),
    path("meetings/<uuid:pk>/", views.record, name="record"),
    path("meetings/<uuid:pk>/correct/", views.correct, name="correct"),
    path("meetings/<uuid:pk>/photos/", views.photo, name="photo"),
]
