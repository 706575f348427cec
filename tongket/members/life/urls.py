"""Addresses of the life of members, among those of the members."""

from django.urls import path

from tongket.members.life import candidates, transfers, views

urlpatterns = [
    path("members/candidates/", candidates.listing, name="candidates"),
    path("members/candidates/new/", candidates.new, name="candidate_new"),
    path("members/candidates/<uuid:pk>/", candidates.record, name="candidate"),
    path("members/candidates/<uuid:pk>/change/", candidates.change, name="candidate_change"),
    path("members/candidates/<uuid:pk>/vote/", candidates.vote, name="candidate_vote"),
    path("members/candidates/<uuid:pk>/take-vote/", candidates.take_vote, name="candidate_take_vote"),
    path("members/candidates/<uuid:pk>/decide/", candidates.decide, name="candidate_decide"),
    path("members/candidates/<uuid:pk>/drop/", candidates.drop, name="candidate_drop"),
    path("members/transfers/", transfers.transfers, name="transfers"),
    path("members/transfers/in/", transfers.arrive, name="arrive"),
    path("members/transfers/<uuid:pk>/", transfers.arrival, name="arrival"),
    path("members/transfers/<uuid:pk>/accept/", transfers.accept, name="arrival_accept"),
    path("members/transfers/<uuid:pk>/send-back/", transfers.send_back, name="arrival_send_back"),
    path("members/endings/", views.endings, name="endings"),
    path("members/endings/<uuid:pk>/notice/", views.notice, name="ending_notice"),
    path("members/standing/<uuid:pk>/end/", views.end_standing, name="standing_end"),
    path("members/standing/<uuid:pk>/prolong/", views.prolong, name="standing_prolong"),
    path("members/standing/<uuid:pk>/drop/", views.drop_standing, name="standing_drop"),
    path("members/planned/<uuid:pk>/drop/", views.drop_planned, name="planned_drop"),
    path("members/<uuid:pk>/standing/", views.standing, name="standing"),
    path("members/<uuid:pk>/hand-over/", transfers.hand_over, name="hand_over"),
    path("members/<uuid:pk>/take-back/", transfers.withdraw, name="withdraw"),
    path("members/<uuid:pk>/vote/", views.official_vote, name="official_vote"),
    path("members/<uuid:pk>/not-qualified/", views.not_qualified, name="not_qualified"),
    path("members/<uuid:pk>/readmit/", views.readmit, name="readmit"),
    path("members/<uuid:pk>/restore/", views.restore, name="restore"),
]
