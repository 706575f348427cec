from django.urls import path

from tongket.rating import recorded, views

app_name = "rating"
urlpatterns = [
    path("rating/", views.rating_list, name="list"),
    path("rating/members/", views.members, name="members"),
    path("rating/organisations/", views.organisations, name="organisations"),
    path("rating/mass/", recorded.mass, name="mass"),
    path("rating/mass/new/", recorded.mass_new, name="mass_new"),
    path("rating/titles/", recorded.titles, name="titles"),
    path("rating/titles/new/", recorded.title_new, name="title_new"),
    path("rating/<uuid:pk>/", views.record, name="record"),
    path("rating/<uuid:pk>/again/", views.again, name="again"),
]
