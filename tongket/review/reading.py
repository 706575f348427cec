"""The review as somebody reads it: counted while it is a draft, frozen once approved, with what has changed since."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.urls import reverse

from tongket.org import access
from tongket.org.models import Unit
from tongket.review import actions, queries
from tongket.review.build import build
from tongket.review.figure_lines import lines_of
from tongket.review.models import Review
from tongket.review.report import FigureLine, ParagraphText, Report, from_plain
from tongket.review.rules import State


@dataclass(frozen=True)
class Difference:
    """A figure that the records give otherwise today than when the review was approved."""

    label: str
    frozen: str
    now: str
    url: str


@dataclass(frozen=True)
class Reading:
    review: Review | None
    report: Report
    differences: list[Difference]

    @property
    def state(self) -> str:
        return self.review.state if self.review else State.DRAFT


def read(unit: Unit, year: int, *, reader: access.Reader, on: date) -> Reading:
    """The newest edition for one reader. Raises LookupError when the unit has no place in the tree of that year."""
    review = queries.newest(unit, year)
    if review is None or review.state != State.APPROVED:
        free = actions.free_texts(review) if review else {}
        report = build(unit, year, reader=reader, on=on, cut_off=review.cut_off if review else None, free=free)
        return Reading(review, report, [])
    report = opening_frozen_rows(from_plain(review.frozen_text.body))
    now = lines_of(unit, year, reader=reader, on=on, cut_off=review.cut_off).lines
    if not access.may(reader, "review.exact", unit, on=on):
        report = masked(report)
    return Reading(review, report, _differences(report, now))


def opening_frozen_rows(report: Report) -> Report:
    """The report with each figure leading to the rows that were kept with it, not to those of today."""
    figures = {
        key: replace(line, records_url=reverse("review:frozen", args=[report.code, report.year, key]))
        for key, line in report.figures.items()
    }
    return replace(report, figures=figures)


def masked(report: Report) -> Report:
    """The report for those who may not see small numbers of persons: "< 5" in their place, nothing that gives them
    away.
    """
    small = {key for key, line in report.figures.items() if line.is_small}
    if not small:
        return report
    text = f"< {settings.TONGKET_SMALL_CELL}"
    figures = {
        key: replace(line, value=None, text=text, comparison=None, last_year=None, records=0, is_suppressed=True)
        if key in small
        else line
        for key, line in report.figures.items()
    }
    sections = [
        replace(section, paragraphs=[_masked(paragraph, small, text) for paragraph in section.paragraphs])
        for section in report.sections
    ]
    return replace(report, figures=figures, sections=sections)


def _masked(paragraph: ParagraphText, small: set[str], text: str) -> ParagraphText:
    pieces = []
    for piece in paragraph.pieces:
        if piece.key not in small:
            pieces.append(piece)
        elif piece.text.strip(" 0123456789.,%") == "":  # the number itself; phrases about it are left out
            pieces.append(replace(piece, text=text))
    return replace(paragraph, pieces=pieces)


def _differences(report: Report, now: dict[str, FigureLine]) -> list[Difference]:
    differences = []
    for key, frozen in report.figures.items():
        current = now.get(key)
        if current is None or current.is_suppressed or frozen.is_suppressed or current.value == frozen.value:
            continue
        differences.append(Difference(frozen.label, frozen.text, current.text, current.records_url))
    return differences
