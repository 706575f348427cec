"""Reads that others share."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from tongket.directives import rules
from tongket.directives.models import Directive, OwnDocument, ProgressReview, Receipt
from tongket.org import access
from tongket.org.kinds import Kind as UnitKind
from tongket.org.models import NumberSeries, Unit
from tongket.org.seams import Thing

CELLS = (UnitKind.CELL, UnitKind.GRASSROOTS_CELL)
GRASSROOTS = (UnitKind.GRASSROOTS_COMMITTEE, UnitKind.GRASSROOTS_CELL)


def receipts_for(person: access.Reader, *, on: date) -> QuerySet[Receipt]:
    """The receipts of all units that the person may read directives of.

    Annotated with `attention`: 0 not studied by the day set, 1 not studied yet, 2 without the programme asked for,
    3 studied late, 4 nothing left to do.
    """
    rows = access.scope(Receipt.objects.all(), person, "directive.read", on=on)
    return rows.annotate(
        attention=Case(
            When(first_studied_on__isnull=True, study_due_on__lt=on, then=Value(0)),
            When(first_studied_on__isnull=True, then=Value(1)),
            When(needs_programme=True, programme_on__isnull=True, then=Value(2)),
            When(first_studied_on__gt=F("study_due_on"), then=Value(3)),
            default=Value(4),
            output_field=IntegerField(),
        )
    )


def open_receipts(unit: Unit) -> QuerySet[Receipt]:
    """The receipts of a unit with something left to do: a study, a programme, a review."""
    waiting = ProgressReview.objects.filter(receipt=OuterRef("pk"), done_on__isnull=True)  # unscoped: a part
    is_open = Q(first_studied_on__isnull=True) | Q(needs_programme=True, programme_on__isnull=True)
    return Receipt.objects.filter(is_open | Exists(waiting), unit=unit)  # unscoped: callers scope


def duties_to_hand_over(unit: Unit, person: access.Reader, on: date) -> list[Thing]:
    """What a unit still has to do for directives, in the order in which they came."""
    rows = access.scope(open_receipts(unit), person, "directive.read", on=on)
    return [
        Thing(str(row.pk), f"{row.directive.printed} · {row.directive.subject}", _left_to_do(row))
        for row in rows.select_related("directive").order_by("received_on", "directive__number")
    ]


def _left_to_do(row: Receipt) -> str:
    if row.first_studied_on is None:
        return _("not studied yet")
    return (
        _("programme not issued yet") if row.needs_programme and row.programme_on is None else _("review not held yet")
    )


def directives_for(person: access.Reader, *, on: date) -> QuerySet[Directive]:
    """The directives that a unit within the person's reach has received; for the offices also those nobody has yet.

    Annotated over the units within reach: received, studied, overdue (not studied by the day set), late (studied
    after it), programmes_open; and with `attention`: 0 overdue, 1 not studied by all, 2 nobody has it, 3 the rest.
    """
    reach = access.scope(Receipt.objects.all(), person, "directive.read", on=on)
    seen = Q(Exists(reach.filter(directive=OuterRef("pk"))))
    if access.holds(person, "directive.write", on=on):
        anybody = Receipt.objects.filter(directive=OuterRef("pk"))  # unscoped: asks only whether there is one
        seen |= Q(~Exists(anybody))
    studied = Q(first_studied_on__isnull=False)
    return (
        Directive.objects.filter(seen)
        .annotate(
            received=_number(reach),
            studied=_number(reach.filter(studied)),
            overdue=_number(reach.filter(~studied, study_due_on__lt=on)),
            late=_number(reach.filter(first_studied_on__gt=F("study_due_on"))),
            programmes_open=_number(reach.filter(needs_programme=True, programme_on__isnull=True)),
        )
        .annotate(
            attention=Case(
                When(overdue__gt=0, then=Value(0)),
                When(studied__lt=F("received"), then=Value(1)),
                When(received=0, then=Value(2)),
                default=Value(3),
                output_field=IntegerField(),
            )
        )
    )


def _number(rows: QuerySet[Receipt]) -> Coalesce:
    counted = rows.filter(directive=OuterRef("pk")).order_by().values("directive").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


# --- Who owes ---------------------------------------------------------------------------------------------------------


def owing(what: str, on: date) -> Q:
    """Receipts of which something is overdue: study, programme or review; "any" of them."""
    late_review = ProgressReview.objects.filter(  # unscoped: asks only whether there is one
        receipt=OuterRef("pk"), done_on__isnull=True, due_on__lt=on
    )
    parts = {
        "study": Q(first_studied_on__isnull=True, study_due_on__lt=on),
        "programme": Q(needs_programme=True, programme_on__isnull=True, programme_due_on__lt=on),
        "review": Q(Exists(late_review)),
    }
    if what != "any":
        return parts[what]
    return parts["study"] | parts["programme"] | parts["review"]


# --- Coverage ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """How far a directive has come within somebody's reach: parts and wholes, never percents of percents.

    covered of to_cover members (as the units confirmed them); cells that have studied it, of the living cells under
    the units that have it; grassroots organisations that have studied it, built a programme and carried that out, of
    those that have it.
    """

    covered: int
    to_cover: int
    cells_done: int
    cells: int
    whole_done: int
    organisations: int


def coverage(directive: Directive, person: access.Reader, *, on: date) -> Coverage:
    """The coverage of a directive within the person's reach. Source: R-DIR-02."""
    reach = access.scope(Receipt.objects.filter(directive=directive), person, "directive.read", on=on)
    confirmed = reach.filter(covered__isnull=False).aggregate(covered=Sum("covered"), to_cover=Sum("to_cover"))
    units = access.scope(Unit.objects.filter(place__is_living=True), person, "directive.read", on=on)
    holders = Receipt.objects.filter(  # unscoped: asks only whether one stands above a cell of the reach
        directive=directive,
        unit__place__pos__lte=OuterRef("place__pos"),
        unit__place__last__gte=OuterRef("place__pos"),
    )
    grassroots = reach.filter(unit__place__kind__in=GRASSROOTS)
    whole = [
        rules.has_done_all(
            is_studied=row["first_studied_on"] is not None,
            has_programme=row["programme_on"] is not None,
            is_carried_out=row["carried_out_on"] is not None,
        )
        for row in grassroots.values("first_studied_on", "programme_on", "carried_out_on")
    ]
    return Coverage(
        covered=confirmed["covered"] or 0,
        to_cover=confirmed["to_cover"] or 0,
        cells_done=reach.filter(
            unit__place__kind__in=CELLS, unit__place__is_living=True, first_studied_on__isnull=False
        ).count(),
        cells=units.filter(Exists(holders), place__kind__in=CELLS).count(),
        whole_done=sum(whole),
        organisations=len(whole),
    )


def lags(directive: Directive, person: access.Reader, *, on: date) -> tuple[rules.Lag, rules.Lag]:
    """The lag of a directive within the person's reach: to the first study, and to the programme where one is asked."""
    reach = access.scope(Receipt.objects.filter(directive=directive), person, "directive.read", on=on)
    programmes = reach.filter(needs_programme=True)
    return (
        rules.lag_of(reach.values_list("received_on", "first_studied_on")),
        rules.lag_of(programmes.values_list("received_on", "programme_on")),
    )


def namesakes(directive: Directive, person: access.Reader, *, on: date) -> list[Directive]:
    """Other directives that the person may see and that print the same number and symbol. Source: R-DOC-06."""
    rows = directives_for(person, on=on).filter(number=directive.number, symbol=directive.symbol)
    return list(rows.exclude(pk=directive.pk).order_by("issued_on")[:5])


# --- Documents of our own ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A line of the printed register: a document, or a number that another part of the system gave (document None)."""

    number: int
    document: OwnDocument | None


def register_of(unit: Unit, term_from_on: date) -> dict[str, list[Entry]]:
    """All numbers of a unit in a term, by series, in their order; the reader's right to the unit is checked before.

    A number that no document here bears was given by another part of the system, as for a year-end review: it is a
    line too, so that no gap is left unexplained. Source: R-DOC-02, R-DOC-03.
    """
    given: dict[str, dict[int, OwnDocument]] = {}
    rows = OwnDocument.objects.filter(unit=unit, term_from_on=term_from_on)  # unscoped: the caller checks the unit
    for row in rows.order_by("series", "number"):
        given.setdefault(row.series, {})[row.number or 0] = row
    series = NumberSeries.objects.filter(unit=unit, term_from_on=term_from_on).order_by("kind")
    return {
        row.kind: [Entry(number, given.get(row.kind, {}).get(number)) for number in range(1, row.last + 1)]
        for row in series
    }


def terms_of(unit: Unit) -> list[date]:
    """The first days of the terms in which the unit has numbered documents, the newest first."""
    days = NumberSeries.objects.filter(unit=unit).order_by("-term_from_on").values_list("term_from_on", flat=True)
    return list(dict.fromkeys(days))
