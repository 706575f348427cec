from django.urls import path

from tongket.org import structure, views

app_name = "org"
urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/new/", structure.found, name="found"),
    path("units/on/", views.units_on, name="units_on"),
    path("units/<slug:code>/", views.unit, name="unit"),
    path("units/<slug:code>/rename/", structure.rename, name="rename"),
    path("units/<slug:code>/move/", structure.move, name="move"),
    path("units/<slug:code>/merge/", structure.merge, name="merge"),
    path("units/<slug:code>/dissolve/", structure.dissolve, name="dissolve"),
    path("units/<slug:code>/offices/new/", structure.take_office, name="take_office"),
    path("units/<slug:code>/offices/<uuid:pk>/end/", structure.leave_office, name="leave_office"),
    path("audit/", views.audit_log, name="audit"),
]
