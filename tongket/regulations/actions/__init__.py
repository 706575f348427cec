"""The only writes of texts and of what units set for themselves."""

from tongket.regulations.actions.texts import correct_text, enact, set_parameter, withdraw_text
from tongket.regulations.actions.values import VERBS, correct_value, end_value, set_value, swap_days, withdraw_value

__all__ = [
    "VERBS",
    "correct_text",
    "correct_value",
    "enact",
    "end_value",
    "set_parameter",
    "set_value",
    "swap_days",
    "withdraw_text",
    "withdraw_value",
]
