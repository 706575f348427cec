"""Addresses of the life of members, among those of the members."""

from django.urls import path

from tongket.members.life.views import candidates, endings, official, side_states, transfers

urlpatterns = [
    path("members/candidates/", candidates.listing, name="candidates"),
    path("members/candidates/new/", candidates.new, name="candidate_new"),
    path("members/candidates/<uuid:pk>/", candidates.record, name="candidate"),
    path("members/candidates/<uuid:pk>/change/", candidates.change, name="candidate_change"),
    path("members/candidates/<uuid:pk>/vote/", candidates.vote, name="candidate_vote"),
    path("members/candidates/<uuid:pk>/take-vote/", candidates.take_vote, name="candidate_take_vote"),
    path("members/candidates/<uuid:pk>/decide/", candidates.decide, name="candidate_decide"),
    path("members/candidates/<uuid:pk>/drop/", candidates.drop, name="candidate_drop"),
    path("members/candidates/<uuid:pk>/reopen/", candidates.reopen, name="candidate_reopen"),
    path("members/candidates/<uuid:pk>/withdraw/", candidates.withdraw_candidate, name="candidate_withdraw"),
    path("members/transfers/", transfers.transfers, name="transfers"),
    path("members/transfers/in/", transfers.arrive, name="arrive"),
    path("members/transfers/<uuid:pk>/", transfers.arrival, name="arrival"),
    path("members/transfers/<uuid:pk>/accept/", transfers.accept, name="arrival_accept"),
    path("members/transfers/<uuid:pk>/send-back/", transfers.send_back, name="arrival_send_back"),
    path("members/endings/", endings.endings, name="endings"),
    path("members/endings/<uuid:pk>/notice/", endings.notice, name="ending_notice"),
    path("members/standing/<uuid:pk>/end/", side_states.end, name="side_state_end"),
    path("members/standing/<uuid:pk>/prolong/", side_states.prolong, name="side_state_prolong"),
    path("members/standing/<uuid:pk>/drop/", side_states.drop, name="side_state_drop"),
    path("members/planned/<uuid:pk>/drop/", side_states.drop_planned, name="planned_drop"),
    path("members/<uuid:pk>/standing/", side_states.begin, name="side_state"),
    path("members/<uuid:pk>/hand-over/", transfers.hand_over, name="hand_over"),
    path("members/<uuid:pk>/take-back/", transfers.withdraw, name="withdraw"),
    path("members/<uuid:pk>/vote/", official.official_vote, name="official_vote"),
    path("members/<uuid:pk>/not-qualified/", official.not_qualified, name="not_qualified"),
    path("members/<uuid:pk>/readmit/", endings.readmit, name="readmit"),
    path("members/<uuid:pk>/restore/", endings.restore, name="restore"),
]
