"""The only writes of texts and of what units set for themselves."""

from tongket.regulations.actions.texts import enact
from tongket.regulations.actions.values import VERBS, correct_value, end_value, set_value, withdraw_value

__all__ = ["VERBS", "correct_value", "enact", "end_value", "set_value", "withdraw_value"]
