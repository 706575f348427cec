from django.urls import path

from tongket.rating.views import deciding, levels, recorded

app_name = "rating"
urlpatterns = [
    path("rating/", levels.rating_list, name="list"),
    path("rating/members/", deciding.members, name="members"),
    path("rating/organisations/", deciding.organisations, name="organisations"),
    path("rating/mass/", recorded.mass, name="mass"),
    path("rating/mass/new/", recorded.mass_new, name="mass_new"),
    path("rating/titles/", recorded.titles, name="titles"),
    path("rating/titles/new/", recorded.title_new, name="title_new"),
    path("rating/<uuid:pk>/", levels.record, name="record"),
    path("rating/<uuid:pk>/again/", levels.again, name="again"),
]
