"""Addresses of badges, among those of the members."""

from django.urls import path

from tongket.members.badges import views

urlpatterns = [
    path("members/badges/", views.badges, name="badges"),
    path("members/badges/given/", views.given, name="badges_given"),
    path("members/badges/propose/", views.propose_many, name="badges_propose"),
    path("members/badges/award/", views.award, name="badges_award"),
    path("members/badges/<uuid:pk>/", views.badge, name="badge"),
    path("members/badges/<uuid:pk>/withdraw/", views.withdraw, name="badge_withdraw"),
    path("members/badges/<uuid:pk>/correct/", views.correct_award, name="badge_correct"),
    path("members/badges/<uuid:pk>/take-back/", views.take_back, name="badge_take_back"),
    path("members/<uuid:pk>/badge/", views.propose, name="badge_propose"),
]
