"""Addresses of the statistics and of what departs from the sizes of units, among those of the members."""

from django.urls import path

from tongket.members import statistics, unit_checks

urlpatterns = [
    path("members/units/", unit_checks.units, name="units"),
    path("members/statistics/", statistics.here, name="statistics_here"),
    path("members/statistics/<slug:code>/<int:year>/", statistics.statistics, name="statistics"),
]
