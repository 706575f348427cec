"""The address of what departs from the sizes of units, among those of the members."""

from django.urls import path

from tongket.members.units import views

urlpatterns = [path("members/units/", views.units, name="units")]
