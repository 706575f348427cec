from django.urls import path

from tongket.members.badges.urls import urlpatterns as badges
from tongket.members.life.urls import urlpatterns as life
from tongket.members.private.urls import urlpatterns as private
from tongket.members.roll.urls import urlpatterns as roll
from tongket.members.statistics.urls import urlpatterns as statistics
from tongket.members.units.urls import urlpatterns as units
from tongket.members.views import admissions, corrections, membership, papers, record, roll_on, whole

app_name = "members"
urlpatterns = [
    *roll,
    *private,
    path("members/on/", roll_on.roll_on, name="roll_on"),
    path("members/new/", admissions.new, name="new"),
    path("members/admissions/", admissions.admissions, name="admissions"),
    path("members/admissions/<uuid:pk>/ceremony/", admissions.ceremony, name="ceremony"),
    path("members/admissions/<uuid:pk>/cancel/", admissions.cancel, name="cancel"),
    path("members/admissions/<uuid:pk>/correct/", corrections.correct_admission, name="correct_admission"),
    path("members/recognitions/<uuid:pk>/correct/", corrections.correct_recognition, name="correct_recognition"),
    path("members/recognitions/<uuid:pk>/withdraw/", corrections.withdraw_recognition, name="withdraw_recognition"),
    path("members/times/<uuid:pk>/correct/", corrections.correct_spell, name="correct_spell"),
    path("members/times/<uuid:pk>/withdraw/", corrections.withdraw_spell, name="withdraw_spell"),
    path("members/transfers/<uuid:pk>/correct/", corrections.correct_transfer, name="correct_transfer"),
    path("members/standing/<uuid:pk>/correct/", corrections.correct_side_state, name="side_state_correct"),
    path("members/standing/<uuid:pk>/withdraw/", corrections.withdraw_side_state, name="side_state_withdraw"),
    path("members/endings/<uuid:pk>/correct/", corrections.correct_ending, name="ending_correct"),
    path("members/endings/<uuid:pk>/withdraw/", corrections.withdraw_ending, name="ending_withdraw"),
    path("members/restorations/<uuid:pk>/correct/", corrections.correct_restoration, name="correct_restoration"),
    path("members/proposals/<uuid:pk>/correct/", corrections.correct_proposal, name="correct_proposal"),
    path("members/proposals/<uuid:pk>/withdraw/", corrections.withdraw_proposal, name="withdraw_proposal"),
    path("members/cards/<uuid:pk>/correct/", papers.correct_card, name="correct_card"),
    path("members/cards/<uuid:pk>/withdraw/", papers.withdraw_card, name="withdraw_card"),
    path("members/papers/<uuid:pk>/correct/", papers.correct_paper, name="correct_paper"),
    path("members/papers/<uuid:pk>/withdraw/", papers.withdraw_paper, name="withdraw_paper"),
    path("members/<uuid:pk>/", record.record, name="record"),
    path("members/<uuid:pk>/card/", papers.issue_card, name="issue_card"),
    path("members/<uuid:pk>/paper/", papers.receive_paper, name="receive_paper"),
    path("members/<uuid:pk>/extract/", record.extract, name="extract"),
    path("members/<uuid:pk>/day/", whole.choose_day, name="choose_day"),
    path("members/<uuid:pk>/official/", membership.official, name="official"),
    path("members/<uuid:pk>/transfer/", membership.transfer, name="transfer"),
    path("members/<uuid:pk>/leave/", membership.leave, name="leave"),
    path("members/<uuid:pk>/correct/", corrections.correct, name="correct"),
    *badges,
    *life,
    *units,
    *statistics,
]
