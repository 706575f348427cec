"""Addresses of the statistics, among those of the members."""

from django.urls import path

from tongket.members.statistics import views

urlpatterns = [
    path("members/statistics/", views.here, name="statistics_here"),
    path("members/statistics/<slug:code>/<year:year>/", views.statistics, name="statistics"),
]
