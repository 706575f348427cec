"""The only writes of the programme, of what is inspected and of discipline."""

from tongket.inspection.actions.discipline import decide_discipline
from tongket.inspection.actions.items import (
    CASE_FIELDS,
    ITEM_FIELDS,
    carry_out,
    correct,
    drop,
    enter_case,
    extend,
    plan,
    postpone,
    start,
    take_up,
    withdraw,
)
from tongket.inspection.actions.parties import (
    Inspected,
    name_party,
    name_team_member,
    withdraw_party,
    withdraw_team_member,
)

__all__ = [
    "CASE_FIELDS",
    "ITEM_FIELDS",
    "Inspected",
    "carry_out",
    "correct",
    "decide_discipline",
    "drop",
    "enter_case",
    "extend",
    "name_party",
    "name_team_member",
    "plan",
    "postpone",
    "start",
    "take_up",
    "withdraw",
    "withdraw_party",
    "withdraw_team_member",
]
