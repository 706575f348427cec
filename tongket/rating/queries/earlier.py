"""Whom a table of earlier levels can mean, and what it would record."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tongket.members.models import Member
from tongket.org.models import Unit
from tongket.rating import earlier_rules
from tongket.rating.earlier_rules import Called, PlannedRow
from tongket.rating.models import EarlierSheet, Rating
from tongket.rating.rules import Subject


def whose(unit: Unit, subject: str) -> list[Called]:
    """The members of the cells under a unit, also those who have left, or the units under it, also those that ended."""
    place = unit.place
    under = (place.pos, place.last)
    if subject == Subject.MEMBER:
        members = Member.objects.filter(unit__place__pos__range=under)  # unscoped: under a unit that was found
        rows = members.select_related("person", "unit__place").order_by("name_order", "pk")
        return [
            Called(str(member.pk), member.person.full_name, member.card_number, member.unit.place.name)
            for member in rows
        ]
    units = Unit.objects.filter(place__pos__range=under)  # unscoped: under a unit that was found
    units = units.select_related("place").order_by("place__pos")
    return [Called(str(row.pk), row.place.name, row.code) for row in units]


def planned(sheet: EarlierSheet, on: date) -> list[PlannedRow]:
    """What the rows of a sheet would record beside the levels that stand already, with what is in doubt."""
    known = whose(sheet.unit, sheet.subject)
    return earlier_rules.plan(
        sheet.rows, sheet.answers, subject=sheet.subject, source=sheet.source, last_year=on.year, whose=known,
        standing=_standing(sheet, known),
    )  # fmt: skip


def _standing(sheet: EarlierSheet, known: Sequence[Called]) -> dict[tuple[str, int], str]:
    keys = [UUID(one.key) for one in known]
    if sheet.subject == Subject.MEMBER:
        rows = Rating.objects.filter(member__in=keys)  # unscoped: whose level may be recorded
    else:
        rows = Rating.objects.filter(unit__in=keys, member=None)  # unscoped: whose level may be recorded
    return {(str(row.member_id or row.unit_id), row.year): row.level or row.not_rated_reason for row in rows}
