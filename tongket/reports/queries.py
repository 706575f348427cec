"""Reads that others share."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.core.dated import runs_on
from tongket.core.periods import Period
from tongket.org import access
from tongket.org.models import AuditRow, Unit
from tongket.org.seams import Thing
from tongket.reports.models import Form, Report
from tongket.reports.rules import State


def reports_for(person: access.Reader, *, on: date) -> QuerySet[Report]:
    """The reports that the person may read.

    Annotated with `attention`: 0 missing, 1 returned, 2 sent, 3 due, 4 accepted, 5 excused.
    """
    rows = access.scope(Report.objects.all(), person, "report.read", on=on)
    return rows.annotate(
        attention=Case(
            When(state=State.DUE, due_on__lt=on, then=Value(0)),
            When(state=State.RETURNED, then=Value(1)),
            When(state=State.SENT, then=Value(2)),
            When(state=State.DUE, then=Value(3)),
            When(state=State.EXCUSED, then=Value(5)),
            default=Value(4),
            output_field=IntegerField(),
        )
    )


def reports_to_excuse(unit: Unit, person: access.Reader, on: date) -> list[Thing]:
    """What a unit owes and has not sent, by the days on which it is due."""
    rows = access.scope(Report.objects.filter(unit=unit, state=State.DUE), person, "report.read", on=on)
    words = _("due on %(day)s")
    return [
        Thing(str(row.pk), f"{row.form.name} · {row.the_period.label()}", words % {"day": dates.dmy(row.due_on)})
        for row in rows.select_related("form").order_by("due_on", "form__code")
    ]


def whole(pk: UUID) -> QuerySet[Report]:
    """A report with all that its page shows; to be found through scope."""
    return Report.objects.filter(pk=pk).select_related("unit__place", "form", "sent_by")  # unscoped: find does


TIMINGS = {  # how a report came: the value of the filter → its rows
    "on_time": Q(sent_on__lte=F("due_on")),
    "late": Q(sent_on__gt=F("due_on")),
    "missing": Q(sent_on__isnull=True) & ~Q(state=State.EXCUSED),
}


def forms_near(person: access.Reader, *, on: date) -> QuerySet[Form]:
    """All versions of the forms that the units of a person's grants may have to do with: those of units above them,
    their own, those of units below, and the common ones.
    """
    near = Q(unit__isnull=True)
    for grant in person.running_grants(on):
        near |= Q(unit__place__pos__lte=grant.last, unit__place__last__gte=grant.pos)
    return access.scope(Form.objects.all(), person, "form.read", on=on).filter(near)


def newest(forms: QuerySet[Form]) -> QuerySet[Form]:
    """The last version of each form, of forms that have all their versions in `forms`."""
    later = Form.objects.filter(code=OuterRef("code"), from_on__gt=OuterRef("from_on"))  # unscoped: a comparison
    return forms.filter(~Exists(later)).order_by("name", "code")


def versions(form: Form) -> list[Form]:
    """All versions of a form, the newest first."""
    return list(Form.objects.filter(code=form.code).order_by("-from_on"))  # unscoped: of a form that was found


def is_used(form: Form) -> bool:
    """Whether a report was asked for on this version, so that it is not changed any more."""
    return Report.objects.filter(form=form).exists()  # unscoped: whether there is any


def last_period(form: Form) -> Period | None:
    """The last period for which a report was asked for on this version; None: none was."""
    codes: Iterable[str] = (
        Report.objects.filter(form=form)  # unscoped: periods alone
        .order_by()
        .values_list("period", flat=True)
        .distinct()
    )
    return max((Period(code) for code in codes), key=lambda period: period.last, default=None)


def versions_by_state(state: str, *, on: date) -> Q:
    """Versions that hold on a day or come after it ("now"), or those that have ended."""
    is_over = Q(until_on__lte=on)
    return is_over if state == "ended" else ~is_over | Q(until_on__isnull=True)


def topmost() -> Unit | None:
    """The one living unit above all others; None where several stand beside each other."""
    tops = list(Unit.objects.filter(place__is_living=True, place__parent=None)[:2])  # unscoped: a question of the tree
    return tops[0] if len(tops) == 1 else None


def version_of(form: Form, period: Period) -> Form:
    """The version of a form that held on the last day of a period. Raises ValidationError where there was none."""
    version = Form.objects.filter(runs_on(period.last), code=form.code).first()
    if version is None:
        said = _("The form “%(form)s” had no version for %(period)s.")
        raise ValidationError({"form": said % {"form": form.name, "period": period.label()}})
    return version


def of_children(unit: Unit, form: Form, period: str) -> list[Report]:
    """The reports of the units directly under one, of all versions of a form, in the order of the tree."""
    rows = _below(unit, form, period).select_related("unit__place", "form")
    return list(rows.order_by("unit__place__pos"))


def all_below(report: Report) -> list[tuple[int, int, str, dict[str, str]]]:
    """The reports of the same form and period of all units under one, in the order of the tree, without the excused.

    Of each, as much as adding up needs: place of the unit, place of the last one under it, state, numbers as sent.
    """
    place = report.unit.place
    rows = Report.objects.filter(  # unscoped: what stands under a report that was found
        unit__place__pos__range=(place.pos + 1, place.last), form__code=report.form.code, period=report.period
    )
    columns = ("unit__place__pos", "unit__place__last", "state", "content__figures", "corrected")
    found = rows.exclude(state=State.EXCUSED).order_by("unit__place__pos").values_list(*columns)
    return [(pos, last, state, {**(figures or {}), **corrected}) for pos, last, state, figures, corrected in found]


def open_below(report: Report) -> list[Report]:
    """Reports of the same form and period of units directly under it that are neither accepted nor excused."""
    place = report.unit.place
    if place.pos == place.last:  # nothing stands under it
        return []
    rows = _below(report.unit, report.form, report.period).exclude(state__in=[State.ACCEPTED, State.EXCUSED])
    return list(rows.select_related("unit__place").order_by("unit__place__pos")) if rows.exists() else []


def _below(unit: Unit, form: Form, period: str) -> QuerySet[Report]:
    return Report.objects.filter(  # unscoped: what stands under a report that was found
        unit__place__parent=unit, form__code=form.code, period=period
    )


def above(report: Report) -> Report | None:
    """The report of the same form and period of the unit directly above."""
    rows = Report.objects.filter(  # unscoped: what stands over a report that was found
        unit=report.unit.place.parent_id, form__code=report.form.code, period=report.period
    )
    return rows.select_related("unit__place").first()


def was_answered(report: Report) -> bool:
    """Whether the office above has returned or accepted a report, even where it stands open again since."""
    if report.times_returned:
        return True
    rows = AuditRow.objects.filter(about=Report._meta.label_lower, object_id=str(report.pk), policy="report.accept")
    return rows.filter(fields__state=State.ACCEPTED).exists()


def values_before(report: Report) -> dict[str, str]:
    """What the same unit sent in the same form for the period before; empty where nothing was sent."""
    before = report.the_period.previous().code
    rows = Report.objects.filter(  # unscoped: its own
        unit=report.unit_id, form__code=report.form.code, period=before, sent_on__isnull=False
    )
    before_this = rows.order_by("pk").first()
    return before_this.values if before_this is not None else {}
