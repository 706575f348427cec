from django.urls import path

from tongket.members.badges.urls import urlpatterns as badges
from tongket.members.life.urls import urlpatterns as life
from tongket.members.private.urls import urlpatterns as private
from tongket.members.roll.urls import urlpatterns as roll
from tongket.members.statistics.urls import urlpatterns as statistics
from tongket.members.units.urls import urlpatterns as units
from tongket.members.views import admissions, membership, record, roll_on

app_name = "members"
urlpatterns = [
    *roll,
    *private,
    path("members/on/", roll_on.roll_on, name="roll_on"),
    path("members/new/", admissions.new, name="new"),
    path("members/admissions/", admissions.admissions, name="admissions"),
    path("members/admissions/<uuid:pk>/ceremony/", admissions.ceremony, name="ceremony"),
    path("members/admissions/<uuid:pk>/cancel/", admissions.cancel, name="cancel"),
    path("members/<uuid:pk>/", record.record, name="record"),
    path("members/<uuid:pk>/official/", membership.official, name="official"),
    path("members/<uuid:pk>/transfer/", membership.transfer, name="transfer"),
    path("members/<uuid:pk>/leave/", membership.leave, name="leave"),
    path("members/<uuid:pk>/correct/", membership.correct, name="correct"),
    *badges,
    *life,
    *units,
    *statistics,
]
