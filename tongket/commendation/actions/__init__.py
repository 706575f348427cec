"""The only writes of commendation."""

from tongket.commendation.actions.awards import NewAward, award, award_many, correct_award, withdraw_award
from tongket.commendation.actions.cases import (
    BACK,
    NOT_DECIDED,
    Named,
    choose,
    consider,
    correct_case,
    correct_nominee,
    decide,
    drop_nominee,
    hand_over,
    nominate,
    open_case,
    propose,
    take_back,
    withdraw_case,
)
from tongket.commendation.actions.movements import count_models, open_topic, record_movement
from tongket.commendation.actions.runs import correct_run_decision, decide_on_run, withdraw_run_decision
from tongket.commendation.actions.stock import add_stock, correct_stock, withdraw_stock

__all__ = [
    "BACK",
    "NOT_DECIDED",
    "Named",
    "NewAward",
    "add_stock",
    "award",
    "award_many",
    "choose",
    "consider",
    "correct_award",
    "correct_case",
    "correct_nominee",
    "correct_run_decision",
    "correct_stock",
    "count_models",
    "decide",
    "decide_on_run",
    "drop_nominee",
    "hand_over",
    "nominate",
    "open_case",
    "open_topic",
    "propose",
    "record_movement",
    "take_back",
    "withdraw_award",
    "withdraw_case",
    "withdraw_run_decision",
    "withdraw_stock",
]
