"""Items, parties and members for tests."""

from datetime import date
from typing import Any

from tongket.inspection import actions
from tongket.inspection.models import ProgrammeItem
from tongket.inspection.rules import Act, Manner, Owner
from tongket.members.actions import NewMember, open_roll
from tongket.members.models import Member
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


def make_member(cast: Any, unit: str, name: str, card: str = "", *, is_official: bool = True) -> Member:
    """A member of a cell, official since 2016 or admitted in March 2020, entered by the officer of the root."""
    admitted_on = date(2015, 3, 2) if is_official else date(2020, 3, 2)
    new = NewMember(
        full_name=name,
        sex="M",
        born_on=date(1980, 5, 1),
        unit=cast.unit(unit),
        party_age_from_on=admitted_on,
        ceremony_on=admitted_on,
        official_on=date(2016, 3, 2) if is_official else None,
        card_number=card,
        education="",
        theory="",
        from_on=date(2017, 1, 2) if is_official else admitted_on,
    )
    return open_roll([new], by=cast.person("root_officer"), on=cast.today)[0]


def carry_out(cast: Any, item: ProgrammeItem, *parties: actions.Inspected) -> None:
    actions.carry_out(
        item, parties=parties, done_on=date(2020, 9, 1), by=cast.behind_fence("root_inspector"), on=cast.today
    )
