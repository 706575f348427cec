"""The only writes of the roll: admissions, official status, moves between cells, endings, corrections."""

from tongket.members.actions.admission import admit, cancel_admission, propose_removal, recognise, record_ceremony
from tongket.members.actions.candidates import (
    CANDIDATE_FIELDS,
    WAITING,
    change_candidacy,
    decide,
    drop,
    introduce,
    open_admission_vote,
    open_official_vote,
    take_vote,
)
from tongket.members.actions.ending import leave, readmit, record_notice, restore
from tongket.members.actions.movement import (
    accept_transfer,
    ask_transfer,
    send_back_transfer,
    transfer,
    transfer_in,
    withdraw_transfer,
)
from tongket.members.actions.planning import cancel_planned, carry_out_due, plan_leave, plan_transfer
from tongket.members.actions.roll import CORRECTABLE, NewMember, correct, open_roll
from tongket.members.actions.side_states import begin_side_state, cancel_side_state, end_side_state, prolong_suspension

__all__ = [
    "CANDIDATE_FIELDS",
    "CORRECTABLE",
    "WAITING",
    "NewMember",
    "accept_transfer",
    "admit",
    "ask_transfer",
    "begin_side_state",
    "cancel_admission",
    "cancel_planned",
    "cancel_side_state",
    "carry_out_due",
    "change_candidacy",
    "correct",
    "decide",
    "drop",
    "end_side_state",
    "introduce",
    "leave",
    "open_admission_vote",
    "open_official_vote",
    "open_roll",
    "plan_leave",
    "plan_transfer",
    "prolong_suspension",
    "propose_removal",
    "readmit",
    "recognise",
    "record_ceremony",
    "record_notice",
    "restore",
    "send_back_transfer",
    "take_vote",
    "transfer",
    "transfer_in",
    "withdraw_transfer",
]
