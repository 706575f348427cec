"""What stands beside the paper before it goes up: what is missing, and what cannot be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.meetings.rules import conference_day_is_plausible
from tongket.review.reading import Reading
from tongket.review.report import Report

SPAN = re.compile(r"\b(\d{4})\s*[-–]\s*(\d{4})\b")  # a term: "2020 - 2025"
PLAN = "III"  # the sections that speak of the year to come


@dataclass(frozen=True)
class Check:
    """One line beside the paper. count: a number or a sign; state: ok, warn, bad or mut."""

    count: str
    state: str
    text: str


def of(reading: Reading) -> Iterator[Check]:
    """All checks of a review, what holds first."""
    report = reading.report
    counted = sum(line.value is not None for line in report.figures.values())
    yield Check(str(counted), "ok", _("figures counted from the records"))
    if reading.differences:
        yield Check(str(len(reading.differences)), "warn", _("figures have changed since the approval"))
    hidden = sum(line.is_suppressed for line in report.figures.values())
    if hidden:
        yield Check(str(hidden), "mut", _("small numbers of persons are not shown to you"))
    yield from _conference(report)
    if not report.next_targets:
        yield Check("!", "warn", _("next year has no targets yet"))
    rated = report.figures.get("members_rated")
    if rated is not None and rated.value == "0":
        yield Check("!", "warn", _("no member has been rated for this year"))
    for heading, year in odd_years(report):
        words = _("the year %(year)s stands in “%(heading)s” of a review of %(reviewed)s")
        yield Check("!", "bad", words % {"year": year, "heading": heading, "reviewed": report.year})


def _conference(report: Report) -> Iterator[Check]:
    if report.conference is None:
        yield Check("!", "warn", _("no review conference has been recorded"))
        return
    held_on = date.fromisoformat(report.conference["date"])
    if not conference_day_is_plausible(report.year, held_on):
        words = _("the conference is dated %(day)s, which cannot be for a review of %(year)s")
        yield Check("!", "bad", words % {"day": dates.dmy(held_on), "year": report.year})


def odd_years(report: Report) -> list[tuple[str, int]]:
    """The years in the free text that do not fit, each with the heading it stands under.

    A report speaks of the year before, the year reviewed and the next one, and of terms from one year to another; its
    plan for the next year does not speak of the year reviewed. Source: R-DOC-07, documents.md 3.11.
    """
    doubtful = []
    for section in report.sections:
        is_plan = section.id.startswith(PLAN)
        fitting = {report.year + 1} if is_plan else {report.year - 1, report.year, report.year + 1}
        for paragraph in section.paragraphs:
            if not paragraph.is_free:
                continue
            spans = [range(match.start(), match.end()) for match in SPAN.finditer(paragraph.text)]
            for year, start, _end in dates.years_in(paragraph.text):
                if year not in fitting and not any(start in span for span in spans):
                    doubtful.append((section.heading, year))
    return doubtful
