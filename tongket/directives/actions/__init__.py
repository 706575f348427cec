"""The only writes of directives, of what units make of them, and of the documents that units issue."""

from tongket.directives.actions.programmes import (
    carry_out,
    correct_programme,
    hand_on,
    issue_programme,
    remove_programme,
)
from tongket.directives.actions.receipts import ASKED, correct_receipt, receive_many, remove_receipt
from tongket.directives.actions.register import (
    DIRECTIVE_FIELDS,
    attach_file,
    correct_directive,
    register,
    remove_directive,
    remove_file,
    require_whole,
)
from tongket.directives.actions.reviews import ask_review, correct_review, hold_review, remove_review
from tongket.directives.actions.study import (
    SESSION_FIELDS,
    confirm_coverage,
    correct_session,
    hold_study,
    remove_session,
)

__all__ = [
    "ASKED",
    "DIRECTIVE_FIELDS",
    "SESSION_FIELDS",
    "ask_review",
    "attach_file",
    "carry_out",
    "confirm_coverage",
    "correct_directive",
    "correct_programme",
    "correct_receipt",
    "correct_review",
    "correct_session",
    "hand_on",
    "hold_review",
    "hold_study",
    "issue_programme",
    "receive_many",
    "register",
    "remove_directive",
    "remove_file",
    "remove_programme",
    "remove_receipt",
    "remove_review",
    "remove_session",
    "require_whole",
]
