"""What the rule book says about commendation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

RUN = 5  # years


class Recipient(TextChoices):
    ORGANISATION = "ORGANISATION", _("Party organisation")
    MEMBER = "MEMBER", _("member")


class Form(TextChoices):
    """What is given (R-COM-01)."""

    CERTIFICATE = "CERTIFICATE", _("certificate of commendation")
    DIPLOMA = "DIPLOMA", _("diploma of merit")
    FLAG = "FLAG", _("flag")
    PRAISE = "PRAISE", _("praise")


class Ground(TextChoices):
    """What it is given for."""

    YEAR_TITLE = "YEAR_TITLE", _("title of the year")
    YEAR = "YEAR", _("work of the year")
    STREAK = "STREAK", _("five years in a row")
    THEMATIC = "THEMATIC", _("a subject")


def is_eligible_for_title(level: str | None) -> bool:
    """Whether a unit or member with that level may get the title of the year. The title is a decision of its own.

    Source: R-COM-02.
    """
    return level == "EXCELLENT"


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


def missing_years(levels: Mapping[int, str | None], window: Window) -> list[int]:
    """The years of a window that are not EXCELLENT: another level, not rated, not known; in order. Source: R-COM-03."""
    return [year for year in window.years if levels.get(year) != "EXCELLENT"]


def is_eligible_for_streak(levels: Mapping[int, str | None], from_year: int, to_year: int) -> bool:
    """Whether all the five years of a window are EXCELLENT, without a gap. Source: R-COM-03.

    levels: year to level, None or missing: not rated. Raises ValueError when the window is not five years.
    """
    window = Window(from_year, to_year)
    if len(window.years) != RUN:
        raise ValueError(f"{from_year}-{to_year} is not {RUN} years")
    return not missing_years(levels, window)


def longest_run(levels: Mapping[int, str | None], *, up_to: int, after: int | None = None) -> Sequence[int]:
    """The years of the unbroken run of EXCELLENT that ends with `up_to`; empty where that year is not EXCELLENT.

    after: the last year of an earlier five-year award, with which counting starts anew. Source: R-COM-03.
    """
    run: list[int] = []
    year = up_to
    while levels.get(year) == "EXCELLENT" and (after is None or year > after):
        run.append(year)
        year -= 1
    return run[::-1]


def restarts_after(earlier: Sequence[Window], window: Window) -> Window | None:
    """The earlier five-year award whose years a new one would count again, or None. Source: R-COM-03.

    The very same years may be awarded twice: a certificate and a flag, by two givers.
    """
    return next((one for one in earlier if one != window and one.overlaps(window)), None)
