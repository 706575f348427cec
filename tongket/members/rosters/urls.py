"""Addresses of the roster import, among those of the members."""

from django.urls import path

from tongket.members.rosters import views

urlpatterns = [
    path("members/import/", views.upload, name="import"),
    path("members/import/list/", views.batches, name="import_list"),
    path("members/import/<uuid:pk>/", views.batch, name="import_batch"),
    path("members/import/<uuid:pk>/check/", views.recheck, name="import_check"),
    path("members/import/<uuid:pk>/confirm/", views.confirm, name="import_confirm"),
    path("members/import/<uuid:pk>/undo/", views.undo, name="import_undo"),
    path("members/import/<uuid:pk>/discard/", views.discard, name="import_discard"),
]
