"""Numbers of our own documents: one series per unit, committee term and kind, without gap or double (R-DOC-02)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.directives import rules
from tongket.directives.kinds import CONGRESS, Kind, letters_of
from tongket.org import validate
from tongket.org.models import CommitteeKind, CommitteeTerm, NumberSeries, Unit
from tongket.regulations import papers


def give(unit: Unit, series: str, term_from_on: date) -> int:
    """The next number of a series, counted from 1. Call it inside the transaction that fixes the text.

    The row of the series is locked until the end of that transaction (on SQLite the whole database is, since every
    transaction begins as IMMEDIATE): who comes next waits, and a transaction that fails gives its number back.
    Source: R-DOC-02.
    """
    NumberSeries.objects.get_or_create(unit=unit, term_from_on=term_from_on, kind=series)
    row = NumberSeries.objects.select_for_update().get(unit=unit, term_from_on=term_from_on, kind=series)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def numbered(
    unit: Unit, series: str, kind: Kind, *, issued_on: date, typed: date | None = None, on: date
) -> dict[str, Any]:
    """Day, series, number and symbol of a document that is signed now; field names are those of OwnDocument.

    typed: the first day of the term, where no committee is recorded (of a congress: the day it closed). Call it inside
    the transaction that fixes the text. Raises ValidationError. Source: R-DOC-02, R-DOC-07.
    """
    values = _in_series(unit, series, kind, issued_on=issued_on, typed=typed, on=on)
    return {**values, "number": give(unit, series, values["term_from_on"])}


def next_one(
    unit: Unit, series: str, kind: Kind, *, issued_on: date, typed: date | None = None, on: date
) -> dict[str, Any]:
    """What `numbered` would give now, without taking the number: for a paper that is made before it is issued."""
    values = _in_series(unit, series, kind, issued_on=issued_on, typed=typed, on=on)
    row = NumberSeries.objects.filter(unit=unit, term_from_on=values["term_from_on"], kind=series).first()
    return {**values, "number": (row.last if row else 0) + 1}


def _in_series(unit: Unit, series: str, kind: Kind, *, issued_on: date, typed: date | None, on: date) -> dict[str, Any]:
    validate.not_in_future(issued_on, "issued_on", on=on)
    if series == CONGRESS:
        start, issuer = congress_series(unit, issued_on, typed), CONGRESS
    else:
        start, issuer = term_start(unit, issued_on, typed), papers.symbol_of(unit, issued_on)
    return {"issued_on": issued_on, "term_from_on": start, "symbol": f"{letters_of(kind, issued_on)}/{issuer}"}


def term_start(unit: Unit, issued_on: date, typed: date | None = None) -> date:
    """The first day of the series that a document of that day takes its number from.

    It is the day after the congress of the committee whose term runs; where no committee is recorded it is typed, or
    that of the last series of the unit. Raises ValidationError. Source: R-DOC-02.
    """
    term = _term(unit, issued_on)
    if term is not None:
        start = rules.series_start(term.congress_on, term.from_on)
    elif typed is not None:
        start = typed
    else:
        known = NumberSeries.objects.filter(unit=unit, term_from_on__lte=issued_on).order_by("-term_from_on").first()
        if known is None:
            raise ValidationError(
                {"term_from_on": _("No committee is recorded for that day: write the first day of its term.")}
            )
        start = known.term_from_on
    if issued_on < start:
        raise ValidationError(
            {
                "issued_on": _("The series of this term begins on %(day)s, the day after the congress.")
                % {"day": dates.dmy(start)}
            }
        )
    return start


def congress_series(unit: Unit, issued_on: date, typed: date | None = None) -> date:
    """The day that the one series of a congress is kept under: that of the congress. Raises ValidationError."""
    terms = CommitteeTerm.objects.filter(
        unit=unit, kind__in=_ITS_COMMITTEES, congress_on__gte=issued_on
    )  # its documents are issued up to its closing
    congress_on = terms.order_by("congress_on").values_list("congress_on", flat=True).first() or typed
    if congress_on is None:
        raise ValidationError({"term_from_on": _("No congress is recorded: write the day on which it closed.")})
    return congress_on


_ITS_COMMITTEES = (CommitteeKind.EXECUTIVE, CommitteeKind.CELL)


def _term(unit: Unit, on: date) -> CommitteeTerm | None:
    """The term that a document of that day falls into: the last one whose series has begun, as terms may overrun."""
    terms = CommitteeTerm.objects.filter(unit=unit, kind__in=_ITS_COMMITTEES, from_on__lte=on)
    for term in terms.order_by("-from_on"):
        if rules.series_start(term.congress_on, term.from_on) <= on:
            return term
    return terms.order_by("from_on").first()
