"""Reads that others share."""

from datetime import date

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from tongket.directives.models import Directive, Receipt
from tongket.org import access


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
