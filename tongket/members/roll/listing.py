"""The columns and filters of the roll."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongket.core import compiled
from tongket.members import queries
from tongket.members.models import Education, Member, Sex, Theory
from tongket.members.roll import export
from tongket.members.roll.search import by_name, by_words_of_name
from tongket.members.rules import ON_ROLL, MemberState, months_after
from tongket.members.shown import LEFT, Standing, chip
from tongket.org import access
from tongket.org.models import Office, OfficeTerm
from tongket.pages import context
from tongket.pages.columns import Cell, Column, day, text
from tongket.pages.filters import Filter, by_choice, by_unit, spoken
from tongket.pages.listing import PAGES, Listing
from tongket.pages.request import Request

AGES = ((18, 30), (31, 35), (36, 40), (41, 45), (46, 50), (51, 55), (56, 60), (61, 150))
PARTY_AGES = ((0, 4), (5, 9), (10, 19), (20, 29), (30, 39), (40, 49), (50, 150))
NEAR = 3_000  # names that are walked before all rows are read and sorted
NOBODY = UUID(int=0)
NARROWING = ("sex", "age", "party_age", "office", "education")  # filters that no index answers
CHOICES = {"sex": dict(Sex.choices), "education": dict(Education.choices), "theory": dict(Theory.choices)}


class Line(NamedTuple):
    """A member as a line of the roll: what its columns say, and no more is read."""

    pk: UUID
    name: str
    sex: str
    born_on: date
    card_number: str
    party_age_from_on: date
    ceremony_on: date | None
    official_on: date | None
    education: str
    theory: str
    state: str
    unit: str
    level: int
    above: str | None

    @property
    def cell(self) -> str:
        """The cell with the committee above it, since many cells bear one name."""
        return f"{self.unit}, {self.above}" if self.level > 2 and self.above else self.unit


READ = (
    *("pk", "person__full_name", "sex", "born_on", "card_number", "party_age_from_on", "ceremony_on", "official_on"),
    *("education", "theory", "state"),
    *("unit__place__short_name", "unit__place__level", "unit__place__parent__place__short_name"),
)


def lines(rows: QuerySet[Member]) -> list[Any]:
    """The members as lines, in their order. They are found first and read then: the tables that only words come from
    would make SQLite forget the index of the order, and PostgreSQL plan for longer than it looks.
    """
    found = list(rows.values_list("pk", flat=True))
    room = next((size + 1 for size in PAGES if size >= len(found) - 1), len(found))
    by_key = {row[0]: row for row in _read(room).ask(*found, *[NOBODY] * (room - len(found)))} if found else {}
    return [Line._make(by_key[pk]) for pk in found if pk in by_key]  # else it went between the two questions


@lru_cache(maxsize=8)
def _read(room: int) -> compiled.CompiledQuery[Member]:
    """The question for so many members by their keys."""
    return compiled.CompiledQuery(
        lambda *keys: Member.objects.filter(pk__in=keys).values_list(*READ),  # unscoped: of rows found
        *[UUID] * room,
    )


def near_by(request: Request) -> Callable[[QuerySet[Member], Any, bool], QuerySet[Member] | None] | None:
    """For filters over many units on SQLite, which would read and sort all that fits them: the rows of the next
    thousands of names, which it walks in order and stops when the page is full. Whole names, so that none is cut.
    """
    unit, _year = context.here(request, request.person)
    is_wide = unit is not None and unit.place.last - unit.place.pos >= access.WIDE
    if connection.vendor != "sqlite" or not is_wide or not any(request.GET.get(name) for name in NARROWING):
        return None

    def near(rows: QuerySet[Member], held: Any, is_back: bool) -> QuerySet[Member] | None:
        edge = _edge(NEAR, is_back, held is not None).ask(*([] if held is None else [held]))
        return rows.filter(**{f"name_order__{'gt' if is_back else 'lt'}": edge[0][0]}) if edge else None

    return near


@lru_cache(maxsize=8)
def _edge(distance: int, is_back: bool, has_start: bool) -> compiled.CompiledQuery[Member]:
    """The question for the name that stands so far behind, or before, the first one or the one it is asked for."""

    def names(*held: str) -> QuerySet[Member, Any]:
        rows = Member.objects.order_by("-name_order" if is_back else "name_order")  # unscoped: where to stop
        if held:
            rows = rows.filter(**{f"name_order__{'lte' if is_back else 'gte'}": held[0]})
        return rows.values_list("name_order")[distance : distance + 1]

    return compiled.CompiledQuery(names, *[str] * has_start)


def line_address() -> Callable[[Any], str]:
    """Where a line leads; the pattern of the addresses is looked up once."""
    pattern, nobody = reverse("members:record", args=[NOBODY]), str(NOBODY)
    return lambda row: pattern.replace(nobody, str(row.pk))


def _chosen(name: str) -> Callable[[Any], str]:
    return lambda row: _said(name, getattr(row, name), get_language())


@lru_cache(maxsize=256)  # fifty rows say the same few words
def _said(name: str, value: str, _language: str | None) -> str:
    return str(CHOICES[name].get(value, "")) if value else ""


@lru_cache(maxsize=64)
def _chip(state: str, _language: str | None) -> Cell:
    return chip(MemberState(state))


ROLL: Listing[Any] = Listing(
    title=_("Members"),
    verb="member.read",
    columns=[
        text("name", _("Full name"), order=(), phone="title"),
        text("cell", _("Cell"), key="unit", order=("unit__place__pos", "name_order"), phone="sub"),
        Column("sex", _("Sex"), _chosen("sex"), order=("sex",)),
        day("born_on", _("Born on")),
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
    is_large=True,
    optional=frozenset({"ceremony", "official", "education", "theory"}),
    export=export.as_excel,
    read=lines,
)


def filters(request: Request) -> list[Filter]:
    """All ways to narrow the roll, the everyday ones first."""
    on = request.today
    return [
        Filter("q", _("Full name"), by_name, wider=by_words_of_name),
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
_BY_EDUCATION = by_choice("education", _("Education"), [one for one in Education.choices if one[0]])
_OFFICES = spoken(Office.choices[:8])
_STANDINGS = spoken((one.value, one.label) for one in Standing)


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
    terms = OfficeTerm.objects.filter(office=office, from_on__lte=on).exclude(until_on__lte=on)  # unscoped: narrows
    return terms.order_by().values("person")
