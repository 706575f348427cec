"""The only writes of commendation."""

from tongket.commendation.actions.awards import NewAward, award, award_many
from tongket.commendation.actions.movements import count_models, open_topic, record_movement
from tongket.commendation.actions.runs import correct_run_decision, decide_on_run, withdraw_run_decision

__all__ = [
    "NewAward",
    "award",
    "award_many",
    "correct_run_decision",
    "count_models",
    "decide_on_run",
    "open_topic",
    "record_movement",
    "withdraw_run_decision",
]
