"""The only writes of ratings with their rounds and proposals, and of what others decided."""

from tongket.rating.actions.deciding import Choice, decide, decide_many, mark, withdraw_decision
from tongket.rating.actions.earlier import answer_sheet, discard_sheet, save_sheet, take_sheet, undo_sheet
from tongket.rating.actions.levels import NewRating, decide_members, decide_organisations, rate_again, record_earlier
from tongket.rating.actions.proposals import correct_proposal, count_again, propose, withdraw_proposal
from tongket.rating.actions.recorded import NewMassLevel, NewTitle, record_mass, record_titles
from tongket.rating.actions.rounds import (
    add,
    close,
    correct_round,
    leave_out,
    open_round,
    remove,
    reopen,
    take_up,
    withdraw_round,
)

__all__ = [
    "Choice",
    "NewMassLevel",
    "NewRating",
    "NewTitle",
    "add",
    "answer_sheet",
    "close",
    "correct_proposal",
    "correct_round",
    "count_again",
    "decide",
    "decide_many",
    "decide_members",
    "decide_organisations",
    "discard_sheet",
    "leave_out",
    "mark",
    "open_round",
    "propose",
    "rate_again",
    "record_earlier",
    "record_mass",
    "record_titles",
    "remove",
    "reopen",
    "save_sheet",
    "take_sheet",
    "take_up",
    "undo_sheet",
    "withdraw_decision",
    "withdraw_proposal",
    "withdraw_round",
]
