"""The only writes of training."""

from tongket.training.actions.classes import FIELDS, correct, open_class, withdraw
from tongket.training.actions.results import Outcome, certify, correct_learner, record_results
from tongket.training.actions.roster import add_learners, withdraw_learner
from tongket.training.actions.schools import correct_school, keep_school, withdraw_school
from tongket.training.actions.sessions import add_session, correct_session, withdraw_session

__all__ = [
    "FIELDS",
    "Outcome",
    "add_learners",
    "add_session",
    "certify",
    "correct",
    "correct_learner",
    "correct_school",
    "correct_session",
    "keep_school",
    "open_class",
    "record_results",
    "withdraw",
    "withdraw_learner",
    "withdraw_school",
    "withdraw_session",
]
