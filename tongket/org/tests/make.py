"""Offices and grants for tests, made by the actions that an office uses."""

from datetime import date
from typing import Any

from tongket.org import actions
from tongket.org.models import Grant, Office, OfficeTerm, Person

UNTIL = date(2021, 12, 31)


def office_of(cast: Any, who: str) -> OfficeTerm:
    """The office of one of the cast."""
    return OfficeTerm.objects.select_related("unit__place").get(person=cast.people[who])


def new_office(cast: Any, unit: str, office: Office = Office.CLERK, name: str = "Lê Văn Mới") -> OfficeTerm:
    """An office of somebody new, as the operator records it."""
    person = Person.named(name)
    person.save()
    return actions.take_office(
        person, cast.unit(unit), office, how="assigned", decision="05-QĐ", from_on=date(2020, 1, 1), by=None,
        on=cast.today,
    )  # fmt: skip


def give(cast: Any, term: OfficeTerm, domain: str, unit: str, *, by: str, **changes: Any) -> Grant:
    """A grant over a unit by one of the cast; changes may name the second person, `second`, of the cast."""
    second = changes.pop("second", None)
    values = {"decision": "06-QĐ", "valid_from": cast.today, "on": cast.today} | changes
    confirmer = cast.person(second) if second else None
    return actions.grant(term, domain, cast.unit(unit), confirmer=confirmer, by=cast.person(by), **values)


def let_act_for(cast: Any, who: str, unit: str, member: Person | None = None) -> Grant:
    """Let one of the cast act for a unit, or for a member of it."""
    return actions.let_act_for(
        office_of(cast, who), cast.unit(unit), member=member, decision="07-QĐ", valid_from=date(2020, 1, 1),
        valid_until=UNTIL, by=cast.person("root_secretary"), on=cast.today,
    )  # fmt: skip
