"""Items and parties for tests."""

from datetime import date
from typing import Any

from tongket.inspection import actions
from tongket.inspection.models import ProgrammeItem
from tongket.inspection.rules import Act, Manner, Owner
from tongket.org.models import Unit

DUE = date(2020, 9, 30)


def make_item(unit: Unit, **fields: Any) -> ProgrammeItem:
    """A planned inspection of 2020 by the commission, unless `fields` say otherwise."""
    given: dict[str, Any] = {
        "owner": Owner.COMMISSION,
        "act": Act.INSPECTION,
        "manner": Manner.THEMATIC,
        "subject": "Việc thực hiện nghị quyết",
        "year": 2020,
        "is_planned": True,
        "due_on": DUE,
    }
    return ProgrammeItem.objects.create(unit=unit, **{**given, **fields})


def make_case(unit: Unit, **fields: Any) -> ProgrammeItem:
    """Signs of violation that were entered in 2020."""
    case = {"manner": Manner.SIGNS, "subject": "", "is_planned": False, "number": "01/DHVP", "received_on": DUE}
    return make_item(unit, **{**case, **fields})


def carry_out(cast: Any, item: ProgrammeItem, *parties: actions.Inspected) -> None:
    actions.carry_out(
        item, parties=parties, done_on=date(2020, 9, 1), by=cast.behind_fence("root_inspector"), on=cast.today
    )
