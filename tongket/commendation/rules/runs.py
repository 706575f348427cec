"""The title of a year and the run of five years: who may have it, and why not (R-COM-02, R-COM-03)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

RUN = 5  # years
BEST = "EXCELLENT"
Levels = Mapping[int, str | None]  # year to level; None: not rated; a year that is missing: no level is recorded


@dataclass(frozen=True)
class Window:
    """The years that an award is for, both counted in."""

    from_year: int
    to_year: int

    @property
    def years(self) -> range:
        return range(self.from_year, self.to_year + 1)

    def overlaps(self, other: "Window") -> bool:
        return self.from_year <= other.to_year and other.from_year <= self.to_year


class Mark(TextChoices):
    """What a year is worth in a run."""

    EXCELLENT = "EXCELLENT", _("excellent")
    EXCUSED = "EXCUSED", _("not rated, does not break the run by decision")
    OTHER = "OTHER", _("another level")
    NOT_RATED = "NOT_RATED", _("not rated")
    UNKNOWN = "UNKNOWN", _("no level recorded")


class Outcome(TextChoices):
    """What comes of looking at somebody's years."""

    ELIGIBLE = "ELIGIBLE", _("eligible")
    UNCLEAR = "UNCLEAR", _("a level is missing")
    NOT = "NOT", _("not eligible")
    USED = "USED", _("years counted before")
    GIVEN = "GIVEN", _("given already")


COUNTS = (Mark.EXCELLENT, Mark.EXCUSED)


@dataclass(frozen=True)
class Verdict:
    """Whether somebody may have an award for a window, with what says so.

    used: the earlier award that has counted these years. eligible_in: the first year in whose review five years would
    be full, were all from now on EXCELLENT; None: eligible now.
    """

    window: Window
    marks: Mapping[int, Mark]
    outcome: Outcome
    used: Window | None = None
    eligible_in: int | None = None

    def years_with(self, mark: Mark) -> list[int]:
        return [year for year, own in self.marks.items() if own == mark]

    @property
    def counted(self) -> int:
        """How many years of the window count."""
        return sum(mark in COUNTS for mark in self.marks.values())


def mark_of(levels: Levels, year: int, excused: Collection[int] = ()) -> Mark:
    """What a year is worth: a level that is there wins over a decision that excuses the year. Source: R-COM-03."""
    level = levels.get(year)
    if level == BEST:
        return Mark.EXCELLENT
    if level:
        return Mark.OTHER
    if year in excused:
        return Mark.EXCUSED
    return Mark.NOT_RATED if year in levels else Mark.UNKNOWN


def judge_run(levels: Levels, year: int, *, excused: Collection[int] = (), used: Sequence[Window] = ()) -> Verdict:
    """Whether the five years that end with `year` earn an award for five years, and if not why. Source: R-COM-03.

    excused: years without a level that do not break the run, by decision of the body. used: windows of earlier awards
    for five years; years count once, but the very same years may be awarded twice: a certificate and a flag.
    """
    window = Window(year - RUN + 1, year)
    marks = {each: mark_of(levels, each, excused) for each in window.years}
    clash = next((earlier for earlier in used if earlier != window and earlier.overlaps(window)), None)
    if window in used:
        outcome = Outcome.GIVEN
    elif clash is not None:
        outcome = Outcome.USED
    elif all(mark in COUNTS for mark in marks.values()):
        outcome = Outcome.ELIGIBLE
    elif any(mark in {Mark.OTHER, Mark.NOT_RATED} for mark in marks.values()):
        outcome = Outcome.NOT
    else:
        outcome = Outcome.UNCLEAR
    eligible_in = None
    if outcome in {Outcome.NOT, Outcome.USED}:
        last_used = max((earlier.to_year for earlier in used), default=0)
        broken = [each for each, mark in marks.items() if mark in {Mark.OTHER, Mark.NOT_RATED}]
        eligible_in = max([*broken, last_used]) + RUN
    return Verdict(window, marks, outcome, clash, eligible_in)


def judge_year(levels: Levels, year: int, *, is_given: bool) -> Verdict:
    """Whether somebody may have the title of a year: EXCELLENT in it. The title is a decision of its own.

    Source: R-COM-02.
    """
    mark = mark_of(levels, year)
    outcome = Outcome.NOT
    if mark == Mark.EXCELLENT:
        outcome = Outcome.GIVEN if is_given else Outcome.ELIGIBLE
    elif mark == Mark.UNKNOWN:
        outcome = Outcome.UNCLEAR
    return Verdict(Window(year, year), {year: mark}, outcome)


def missing_years(levels: Levels, window: Window, excused: Collection[int] = ()) -> list[int]:
    """The years of a window that do not count: another level, not rated, not known; in order. Source: R-COM-03."""
    return [year for year in window.years if mark_of(levels, year, excused) not in COUNTS]


def combined(predecessors: Iterable[Levels]) -> dict[int, str | None]:
    """The levels that a successor takes over: a year is EXCELLENT where it is for all that went into it; a level that
    one of them does not have is not known. Source: R-ORG-11.
    """
    parts = list(predecessors)
    levels: dict[int, str | None] = {}
    for year in {year for part in parts for year in part}:
        held = [part[year] for part in parts if year in part]
        lower = next((level for level in held if level != BEST), BEST)
        if lower != BEST or len(held) == len(parts):
            levels[year] = lower
    return levels
