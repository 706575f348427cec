"""What the year-end texts state beside what the records give: one row for each stated fact."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tongket.commendation import rules as commendation
from tongket.commendation.queries import levels
from tongket.core import numbers
from tongket.core.compare import Comparator, against_target
from tongket.directives.models import Receipt
from tongket.figures.counting import Counted, count
from tongket.figures.declare import get
from tongket.meetings.models import Kind, Meeting
from tongket.org.models import Unit, YearPlace
from tongket.rating.models import Rating
from tongket.rating.rules import Level
from tongket.targets import queries as targets
from tongket.targets.models import Target

NOTHING = "—"


@dataclass(frozen=True)
class Row:
    """One stated fact of a unit and year, and what was counted for it; both as they are printed."""

    code: str
    year: int
    what: str
    stated: str
    counted: str

    @property
    def is_equal(self) -> bool:
        return self.stated == self.counted


def stated() -> list[dict[str, Any]]:
    """The stated facts, restated as plain data; nothing is counted from them."""
    text = (Path(__file__).parent / "stated.json").read_text(encoding="utf-8")
    facts: list[dict[str, Any]] = json.loads(text)
    return facts


def stated_table() -> list[Row]:
    """Every stated figure, target, comparison, conference, directive, run, congress and next target with its count."""
    return [row for facts in stated() for row in _rows(facts)]


def lines(rows: list[Row]) -> list[str]:
    """The table as text in columns, one line per row."""
    cells = [
        (f"{row.code} {row.year}", row.what, row.stated, row.counted, "=" if row.is_equal else "≠") for row in rows
    ]
    widths = [max(len(line[at]) for line in cells) for at in range(5)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]


def _rows(facts: dict[str, Any]) -> Iterator[Row]:
    unit, year = Unit.objects.get(code=facts["code"]), int(facts["year"])
    figures, comparisons = facts.get("figures", {}), facts.get("comparisons", {})
    counted = count(year, under=unit, figures=[get(key) for key in {**figures, **comparisons}])
    pairs = [
        *((key, _plain(value), _figure(counted, key)) for key, value in figures.items()),
        *((f"target {key}", _goal(goal), _target(unit, year, key)) for key, goal in facts.get("targets", {}).items()),
        *(
            (f"comparison {key}", f"{fact['kind']} {fact['percent']}", _comparison(counted, unit, year, key))
            for key, fact in comparisons.items()
        ),
        *_conference(unit, year, facts["conference"]),
        *(
            (f"directive {paper['name']}", str(paper["issued_on"] or NOTHING), _directive(unit, year, paper["name"]))
            for paper in facts.get("directives", [])
        ),
        *_runs(unit, facts.get("runs")),
        *(_congress(unit, year, congress) for congress in facts.get("congresses", [])),
        *_next_targets(unit, year + 1, facts.get("next_targets", [])),
    ]
    for what, fact, counted_value in pairs:
        yield Row(unit.code, year, what, fact, counted_value)


# --- Figures, targets, comparisons


def _plain(value: object) -> str:
    return numbers.number(Decimal(str(value)))


def _figure(counted: Counted, key: str) -> str:
    value = counted.own(key).value
    return NOTHING if value is None else _plain(value.normalize())


def _goal(goal: dict[str, Any]) -> str:
    return f"{goal['comparator']} {_plain(goal['value'])}"


def _target(unit: Unit, year: int, key: str) -> str:
    target = targets.target_of(unit, year, key)
    return NOTHING if target is None else f"{target.comparator} {_plain(target.value.normalize())}"


def _comparison(counted: Counted, unit: Unit, year: int, key: str) -> str:
    target, value = targets.target_of(unit, year, key), counted.own(key).value
    if target is None or value is None:
        return NOTHING
    comparison = against_target(value, Comparator(target.comparator), target.value, is_share=target.is_share)
    return f"{comparison.kind} {comparison.percent}"


def _next_targets(unit: Unit, year: int, goals: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    rows = list(Target.objects.filter(unit=unit, year=year).order_by("order"))
    for number, goal in enumerate(goals):
        target = rows[number] if number < len(rows) else None
        counted = NOTHING
        if target is not None:
            counted = f"{target.comparator} {_plain(target.value.normalize())} {target.measure} {target.key}".strip()
        yield f"target of {year}, {number + 1}", f"{_goal(goal)} {goal['measure']} {goal['key']}".strip(), counted


# --- Conferences, congresses, directives, runs


def _conference(unit: Unit, year: int, fact: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    meeting = Meeting.objects.filter(unit=unit, kind=Kind.REVIEW, year=year).first()
    yield "conference held on", fact["held_on"], str(meeting.held_on) if meeting else NOTHING
    if "part_of_day" in fact:
        yield "conference, part of the day", fact["part_of_day"], meeting.part_of_day if meeting else NOTHING
    if "body" in fact:
        yield "conference, body", fact["body"], meeting.body if meeting else NOTHING
    if "attendance_percent" in fact:
        share = Decimal(meeting.present) * 100 / meeting.summoned if meeting and meeting.summoned else Decimal(0)
        yield "conference, attendance in percent", _plain(fact["attendance_percent"]), _plain(share.normalize())


def _congress(unit: Unit, year: int, fact: dict[str, str]) -> tuple[str, str, str]:
    """The unit's own congress, or those of all cells that stood under it at the end of the year."""
    codes = [unit.code]
    if fact["of"] == "cells":
        places = YearPlace.objects.filter(year=year, parent=unit, is_living=True)
        codes = sorted(places.values_list("unit__code", flat=True))
    meetings = Meeting.objects.filter(unit__code__in=codes, kind=Kind.CONGRESS, year=year, term=fact["term"])
    number = meetings.values("unit").distinct().count()
    return f"congress of the {fact['of']}, {fact['term']}", f"{len(codes)}/{len(codes)}", f"{number}/{len(codes)}"


def _directive(unit: Unit, year: int, name: str) -> str:
    """The day of issue of a directive of that name which the unit received in the year."""
    number, symbol = name.split("-", 1)
    receipt = (
        Receipt.objects.filter(unit=unit, directive__number=number, directive__symbol=symbol, received_on__year=year)
        .select_related("directive")
        .first()
    )
    if receipt is None:
        return "not received"
    issued_on: date | None = receipt.directive.issued_on
    return str(issued_on or NOTHING)


def _runs(unit: Unit, fact: dict[str, int] | None) -> Iterator[tuple[str, str, str]]:
    """How many organisations and members were EXCELLENT in every year of a run, by their ratings."""
    if fact is None:
        return
    first, last = fact["first_year"], fact["last_year"]
    best = Rating.objects.filter(
        year=first, level=Level.EXCELLENT, unit__place__pos__range=(unit.place.pos, unit.place.last)
    )
    years = range(first, last + 1)
    of_units = levels.of_units(best.filter(member=None).values_list("unit", flat=True), years)
    of_members = levels.of_members(best.filter(member__isnull=False).values_list("member", flat=True), years)
    for what, histories in (("organisations", of_units), ("members", of_members)):
        runs = sum(
            commendation.judge_run(history.levels, last).outcome == commendation.Outcome.ELIGIBLE
            for history in histories.values()
        )
        yield f"runs {first}-{last}, {what}", _plain(fact[what]), _plain(runs)
