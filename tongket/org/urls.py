from django.urls import path

from tongket.org import views

app_name = "org"
urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/<slug:code>/", views.unit, name="unit"),
    path("audit/", views.audit_log, name="audit"),
]
