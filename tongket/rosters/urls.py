from django.urls import path

from tongket.rosters import views

app_name = "rosters"
urlpatterns = [
    path("members/import/", views.upload, name="upload"),
    path("members/import/template/", views.template, name="template"),
    path("members/import/list/", views.batches, name="list"),
    path("members/import/<uuid:pk>/", views.batch, name="batch"),
    path("members/import/<uuid:pk>/columns/", views.choose_columns, name="columns"),
    path("members/import/<uuid:pk>/left-out/", views.left_out, name="left_out"),
    path("members/import/<uuid:pk>/check/", views.recheck, name="check"),
    path("members/import/<uuid:pk>/confirm/", views.confirm, name="confirm"),
    path("members/import/<uuid:pk>/undo/", views.undo, name="undo"),
    path("members/import/<uuid:pk>/discard/", views.discard, name="discard"),
]
