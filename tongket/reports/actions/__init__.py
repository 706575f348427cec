"""The only writes of reports; those of their forms stand in `forms`."""

from tongket.reports.actions.reports import (
    accept,
    ask,
    ask_expected,
    correct_due,
    excuse,
    keep_draft,
    open_due,
    open_due_many,
    open_owed,
    reopen,
    return_,
    send,
    send_many,
    take_back,
    why_not_taken_back,
    withdraw,
)

__all__ = [
    "accept",
    "ask",
    "ask_expected",
    "correct_due",
    "excuse",
    "keep_draft",
    "open_due",
    "open_due_many",
    "open_owed",
    "reopen",
    "return_",
    "send",
    "send_many",
    "take_back",
    "why_not_taken_back",
    "withdraw",
]
