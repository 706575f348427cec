"""The only writes of ratings with their rounds and proposals, and of what others decided."""

from tongket.rating.actions.deciding import Choice, decide, decide_many, mark, withdraw_decision
from tongket.rating.actions.earlier import answer_sheet, discard_sheet, save_sheet, take_sheet, undo_sheet
from tongket.rating.actions.levels import NewRating, rate_again, record_earlier
from tongket.rating.actions.objections import answer_objection, object_to, reopen_objection, withdraw_objection
from tongket.rating.actions.proposals import correct_proposal, count_again, propose, withdraw_proposal
from tongket.rating.actions.recorded import (
    NewMassLevel,
    NewTitle,
    correct_body,
    correct_level,
    correct_members,
    correct_title,
    count_members,
    record_mass,
    record_titles,
    withdraw_body,
    withdraw_level,
    withdraw_members,
    withdraw_title,
)
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
from tongket.rating.actions.self_reviews import bodies, forget_old
from tongket.rating.actions.self_reviews import receive_on_paper as receive_self_review_on_paper
from tongket.rating.actions.self_reviews import send as send_self_review
from tongket.rating.actions.self_reviews import take_back as take_back_self_review
from tongket.rating.actions.self_reviews import withdraw_paper as withdraw_self_review_paper
from tongket.rating.actions.self_reviews import write as write_self_review

__all__ = [
    "Choice",
    "NewMassLevel",
    "NewRating",
    "NewTitle",
    "add",
    "answer_objection",
    "answer_sheet",
    "bodies",
    "close",
    "correct_body",
    "correct_level",
    "correct_members",
    "correct_proposal",
    "correct_round",
    "correct_title",
    "count_again",
    "count_members",
    "decide",
    "decide_many",
    "discard_sheet",
    "forget_old",
    "leave_out",
    "mark",
    "object_to",
    "open_round",
    "propose",
    "rate_again",
    "receive_self_review_on_paper",
    "record_earlier",
    "record_mass",
    "record_titles",
    "remove",
    "reopen",
    "reopen_objection",
    "save_sheet",
    "send_self_review",
    "take_back_self_review",
    "take_sheet",
    "take_up",
    "undo_sheet",
    "withdraw_body",
    "withdraw_decision",
    "withdraw_level",
    "withdraw_members",
    "withdraw_objection",
    "withdraw_proposal",
    "withdraw_round",
    "withdraw_self_review_paper",
    "withdraw_title",
    "write_self_review",
]
