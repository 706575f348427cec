"""The only writes of directives, of what units make of them, and of the documents that units issue."""

from tongket.directives.actions.corrections import (
    ASKED,
    DIRECTIVE_FIELDS,
    SESSION_FIELDS,
    attach_file,
    correct_directive,
    correct_receipt,
    correct_session,
    remove_directive,
    remove_file,
    remove_programme,
    remove_receipt,
    remove_review,
    remove_session,
    require_whole,
)
from tongket.directives.actions.directives import hold_study, issue_programme, receive, receive_many, register
from tongket.directives.actions.study import ask_review, carry_out, confirm_coverage, hand_on, hold_review

__all__ = [
    "ASKED",
    "DIRECTIVE_FIELDS",
    "SESSION_FIELDS",
    "ask_review",
    "attach_file",
    "carry_out",
    "confirm_coverage",
    "correct_directive",
    "correct_receipt",
    "correct_session",
    "hand_on",
    "hold_review",
    "hold_study",
    "issue_programme",
    "receive",
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
