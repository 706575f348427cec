from django.urls import path

from tongket.training import views

app_name = "training"
urlpatterns = [
    path("training/", views.class_list, name="list"),
    path("training/new/", views.new, name="new"),
    path("training/<uuid:pk>/", views.record, name="record"),
    path("training/<uuid:pk>/correct/", views.correct, name="correct"),
    path("training/<uuid:pk>/remove/", views.remove, name="remove"),
]
