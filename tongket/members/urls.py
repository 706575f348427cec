from django.urls import path

from tongket.members import views

app_name = "members"
urlpatterns = [
    path("members/", views.roll, name="list"),
    path("members/new/", views.new, name="new"),
    path("members/admissions/", views.admissions, name="admissions"),
    path("members/admissions/<uuid:pk>/ceremony/", views.ceremony, name="ceremony"),
    path("members/admissions/<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("members/<uuid:pk>/", views.record, name="record"),
    path("members/<uuid:pk>/official/", views.official, name="official"),
    path("members/<uuid:pk>/transfer/", views.transfer, name="transfer"),
    path("members/<uuid:pk>/leave/", views.leave, name="leave"),
    path("members/<uuid:pk>/correct/", views.correct, name="correct"),
]
