from django.urls import path

from tongket.commendation.views import awards, eligible, movements, runs

app_name = "commendation"
urlpatterns = [
    path("commendation/", awards.award_list, name="list"),
    path("commendation/new/", awards.new, name="new"),
    path("commendation/eligible/", eligible.eligible, name="eligible"),
    path("commendation/eligible/<uuid:pk>/", eligible.years, name="years"),
    path("commendation/runs/", runs.runs, name="runs"),
    path("commendation/runs/new/", runs.run_new, name="run_new"),
    path("commendation/runs/<uuid:pk>/", runs.run, name="run"),
    path("commendation/runs/<uuid:pk>/correct/", runs.run_correct, name="run_correct"),
    path("commendation/runs/<uuid:pk>/withdraw/", runs.run_withdraw, name="run_withdraw"),
    path("commendation/topics/", movements.topics, name="topics"),
    path("commendation/topics/new/", movements.topic_new, name="topic_new"),
    path("commendation/movements/", movements.movements, name="movements"),
    path("commendation/movements/new/", movements.movement_new, name="movement_new"),
    path("commendation/movements/<uuid:pk>/", movements.movement, name="movement"),
    path("commendation/<uuid:pk>/", awards.record, name="record"),
]
