from django.urls import path

from tongket.members import views
from tongket.members.badges.urls import urlpatterns as badges
from tongket.members.life.urls import urlpatterns as life
from tongket.members.private.urls import urlpatterns as private
from tongket.members.roll.urls import urlpatterns as roll
from tongket.members.statistics_urls import urlpatterns as statistics

app_name = "members"
urlpatterns = [
    *roll,
    *private,
    path("members/new/", views.new, name="new"),
    path("members/admissions/", views.admissions, name="admissions"),
    path("members/admissions/<uuid:pk>/ceremony/", views.ceremony, name="ceremony"),
    path("members/admissions/<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("members/<uuid:pk>/", views.record, name="record"),
    path("members/<uuid:pk>/official/", views.official, name="official"),
    path("members/<uuid:pk>/transfer/", views.transfer, name="transfer"),
    path("members/<uuid:pk>/leave/", views.leave, name="leave"),
    path("members/<uuid:pk>/correct/", views.correct, name="correct"),
    *badges,
    *life,
    *statistics,
]
