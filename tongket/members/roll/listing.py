"""The columns and filters of the roll."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongket.core.dates import as_known, months_after
from tongket.members import queries
from tongket.members.models import Education, Member, Sex, Theory
from tongket.members.roll.answer import RollAnswer
from tongket.members.roll.search import by_name
from tongket.members.rules import ON_ROLL, MemberState
from tongket.members.shown import LEFT, Standing, chip
from tongket.org.models import Office, OfficeTerm
from tongket.pages import context
from tongket.pages.columns import Cell, Column, day, text
from tongket.pages.filters import Filter, by_choice, by_unit, spoken
from tongket.pages.listing import Listing
from tongket.pages.request import Request

AGES = ((18, 30), (31, 35), (36, 40), (41, 45), (46, 50), (51, 55), (56, 60), (61, 150))
PARTY_AGES = ((0, 4), (5, 9), (10, 19), (20, 29), (30, 39), (40, 49), (50, 150))
CHOICES = {"sex": dict(Sex.choices), "education": dict(Education.choices), "theory": dict(Theory.choices)}


def _chosen(name: str) -> Callable[[Any], str]:
    return lambda row: _worded(name, getattr(row, name), get_language())


@lru_cache(maxsize=256)  # fifty rows say the same few words
def _worded(name: str, value: str, _language: str | None) -> str:
    return str(CHOICES[name].get(value, "")) if value else ""


@lru_cache(maxsize=64)
def _chip(state: str, _language: str | None) -> Cell:
    return chip(MemberState(state))


@dataclass(frozen=True)
class Roll(Listing[Any]):
    """The roll: a list too long to be counted, with columns that are shown only where they are chosen."""

    optional: frozenset[str] = frozenset()

    def answer(self, request: Request, rows: QuerySet[Member]) -> RollAnswer:
        return RollAnswer(self, request, rows)

    def usual_columns(self) -> list[Column[Any]]:
        return [column for column in self.columns if column.key not in self.optional]


ROLL = Roll(
    title=_("Members"),
    verb="member.read",
    columns=[
        text("name", _("Full name"), order=(), phone="title"),
        text("cell", _("Cell"), key="unit", order=("unit__place__pos", "name_order"), phone="sub"),
        Column("sex", _("Sex"), _chosen("sex"), order=("sex",)),
        Column("born_on", _("Born on"), lambda row: as_known(row.born_on, row.born_precision), order=("born_on",)),
        text("card_number", _("Card number"), key="card"),
        day("party_age_from_on", _("Party age counts from"), key="party_age"),
        day("ceremony_on", _("Admission ceremony on"), key="ceremony"),
        day("official_on", _("Official member from"), key="official"),
        Column("education", _("Education"), _chosen("education"), ("education",)),
        Column("theory", _("Political theory"), _chosen("theory"), ("theory",)),
        Column("state", _("State"), lambda row: _chip(row.state, get_language()), phone="state"),
    ],
    order=("name_order",),
    empty_text=_("Nobody stands on the roll yet. The organisation board enters the roll, then admissions."),
    optional=frozenset({"ceremony", "official", "education", "theory"}),
)


def filters(request: Request) -> list[Filter]:
    """All ways to narrow the roll, the everyday ones first."""
    on = request.today
    return [
        Filter("q", _("Full name"), by_name),
        _by_unit(request),
        _by_standing(on),
        _BY_SEX,
        _by_years("age", _("Age"), AGES, "born_on", on),
        _by_years("party_age", _("Party age"), PARTY_AGES, "party_age_from_on", on),
        Filter(
            "office",
            _("Office held"),
            lambda rows, value: rows.filter(person__in=_holders(value, on)),
            options=_OFFICES,
        ),
        _BY_EDUCATION,
    ]


_BY_SEX = by_choice("sex", _("Sex"), Sex.choices)
_BY_EDUCATION = by_choice("education", _("Education"), [(value, label) for value, label in Education.choices if value])
_OFFICES = spoken(Office.choices[:8])
_STANDINGS = spoken((standing.value, standing.label) for standing in Standing)


def _by_unit(request: Request) -> Filter:
    """A unit and all under it; where that is all that the person reaches, the rows are of these units already."""
    narrow = by_unit()

    def apply(rows: Any, code: str) -> Any:
        unit, _year = context.here(request, request.person)
        grants = request.person.running_grants(request.today)
        if unit is not None and unit.code == code and grants:
            place = unit.place
            if all(place.pos <= grant.pos and grant.last <= place.last for grant in grants):
                return rows
        return narrow.apply(rows, code)

    return replace(narrow, apply=apply)


def _by_standing(on: date) -> Filter:
    def apply(rows: Any, value: str) -> Any:
        if value == Standing.ON_ROLL:
            return rows.filter(state__in=ON_ROLL)
        if value == Standing.PROBATION_OVER:
            return queries.probation_over(rows, on)
        return rows.filter(state__in=LEFT if value == Standing.LEFT else [value])

    return Filter("state", _("State"), apply, options=_STANDINGS, default=Standing.ON_ROLL)


def _by_years(key: str, label: Any, bands: tuple[tuple[int, int], ...], field: str, on: date) -> Filter:
    """Completed years since a day, in bands: from the first to the last of them, both within."""

    def apply(rows: Any, value: str) -> Any:
        low, high = (int(part) for part in value.split("-"))
        return rows.filter(
            **{f"{field}__lte": months_after(on, -12 * low), f"{field}__gt": months_after(on, -12 * (high + 1))}
        )

    options = [(f"{low}-{high}", f"{low}–{high}" if high < 150 else f"≥ {low}") for low, high in bands]
    return Filter(key, label, apply, options=lambda request: options)


def _holders(office: str, on: date) -> Any:
    """Who holds an office on a day, as persons."""
    terms = OfficeTerm.objects.on(on).filter(office=office)  # unscoped: narrows
    return terms.order_by().values("person")
