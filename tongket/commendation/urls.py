from django.urls import path

from tongket.commendation import views

app_name = "commendation"
urlpatterns = [
    path("commendation/", views.award_list, name="list"),
    path("commendation/new/", views.new, name="new"),
    path("commendation/eligible/", views.eligible, name="eligible"),
    path("commendation/topics/", views.topics, name="topics"),
    path("commendation/topics/new/", views.topic_new, name="topic_new"),
    path("commendation/movements/", views.movements, name="movements"),
    path("commendation/movements/new/", views.movement_new, name="movement_new"),
    path("commendation/movements/<uuid:pk>/", views.movement, name="movement"),
    path("commendation/<uuid:pk>/", views.record, name="record"),
]
