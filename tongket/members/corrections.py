"""How the tables of the roll are put right (docs/reference/corrections.md)."""

from tongket.members.models import (
    Admission,
    Badge,
    Candidacy,
    Card,
    CorrectionRequest,
    Ending,
    FileCheck,
    Member,
    PlannedMove,
    Private,
    Recognition,
    RemovalProposal,
    Restoration,
    SideState,
    Spell,
    Transfer,
    YearlyPaper,
)
from tongket.org.corrections import add

add(Member, ["members:correct"], ["members:cancel", "members:withdraw_spell"])
add(Spell, ["members:correct_spell"], ["members:withdraw_spell"])
add(Admission, ["members:correct_admission"], ["members:cancel"], because="a readmission is corrected only", issue=12)
add(Recognition, ["members:correct_recognition"], ["members:withdraw_recognition"])
add(Badge, ["members:badge_correct"], ["members:badge_withdraw", "members:badge_take_back"])
add(Candidacy, ["members:candidate_change", "members:candidate_reopen"], ["members:candidate_withdraw"])
add(SideState, ["members:side_state_correct"], ["members:side_state_drop", "members:side_state_withdraw"])
add(Transfer, ["members:correct_transfer"], ["members:withdraw", "members:withdraw_spell"])
add(PlannedMove, withdrawn_by=["members:planned_drop"], because="planned anew after it was taken back")
add(Ending, ["members:ending_correct"], ["members:ending_withdraw"])
add(Restoration, ["members:correct_restoration"], ["members:withdraw_spell"])
add(RemovalProposal, ["members:correct_proposal"], ["members:withdraw_proposal"])
add(Private, ["members:restrict", "members:contact_correct"], ["members:erase"])
add(CorrectionRequest, withdrawn_by=["members:withdraw_request"], because="asked anew by the member")
add(FileCheck, ["members:correct_check"], ["members:withdraw_check"])
add(Card, ["members:correct_card"], ["members:withdraw_card"])
add(YearlyPaper, ["members:correct_paper"], ["members:withdraw_paper"])
