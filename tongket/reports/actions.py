"""Asking for reports, sending, returning, accepting them; an accepted yearly one hands its numbers to the figures."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.core.periods import Period, PeriodKind
from tongket.core.states import WrongState, move
from tongket.figures.declare import REGISTRY, Kind
from tongket.figures.models import ReportedValues
from tongket.org import access, audit
from tongket.org.models import Person, Unit
from tongket.reports.models import Form, Report
from tongket.reports.rules import MOVES, State

LARGEST = Decimal(10) ** 9


@transaction.atomic
def open_due(unit: Unit, *, form: Form, period: str, due_on: date, by: Person, on: date) -> Report:
    """Ask one unit for a report. Raises NotAllowed, ValidationError."""
    return open_due_many([unit], form=form, period=period, due_on=due_on, by=by, on=on)[0]


@transaction.atomic
def open_due_many(
    units: Sequence[Unit], *, form: Form, period: str, due_on: date, by: Person, on: date
) -> list[Report]:
    """Ask units for a report of one period, in the order of `units`; one audit row per unit.

    period: a code of core.periods of the form's cadence. Raises NotAllowed, ValidationError (a unit that owes this
    report already is named): then none is saved.
    """
    wanted = {unit.pk for unit in units}
    reached = access.scope(Unit.objects.filter(pk__in=wanted), by, "report.collect", on=on)
    if set(reached.values_list("pk", flat=True)) != wanted:
        raise access.NotAllowed("report.collect")
    code = _period(form, period, due_on)
    known = Report.objects.filter(unit__in=wanted, form=form, period=code).select_related("unit__place").first()
    if known is not None or len(wanted) < len(units):
        name = known.unit.place.short_name if known is not None else units[0].name
        raise ValidationError({"units": _("%(unit)s has been asked for this report already.") % {"unit": name}})
    made = Report.objects.bulk_create(
        [Report(unit=unit, form=form, period=code, due_on=due_on) for unit in units], batch_size=500
    )
    for report in made:
        audit.record(by, "report.collect", report, on=on, fields={"form": form.code, "period": code})
    return made


@transaction.atomic
def send(report: Report, *, content: Mapping[str, Any], by: Person, on: date) -> Report:
    """Send a due or returned report up.

    content: "figures" (key of a figure that the form asks for → number) and "text". Raises NotAllowed, WrongState,
    ValidationError.
    """
    access.require(by, "report.send", report, on=on)
    _move(report, "send", sent_on=report.sent_on or on, content=_content(report.form, content), note="")
    audit.record(by, "report.send", report, on=on, fields=["state", "sent_on", "content"])
    return report


@transaction.atomic
def send_many(sent: Sequence[tuple[Report, date]], *, by: Person, on: date) -> list[Report]:
    """Record reports that came on paper, each on its day; nothing of their content.

    Raises NotAllowed, WrongState, ValidationError.
    """
    wanted = {report.pk for report, _day in sent}
    reached = access.scope(Report.objects.filter(pk__in=wanted), by, "report.collect", on=on)
    if set(reached.values_list("pk", flat=True)) != wanted:
        raise access.NotAllowed("report.collect")
    for report, sent_on in sent:
        if sent_on > on:
            raise ValidationError({"sent_on": _("%(day)s has not come yet.") % {"day": dates.dmy(sent_on)}})
        _move(report, "send", sent_on=report.sent_on or sent_on)
        audit.record(by, "report.collect", report, on=on, fields={"sent_on": sent_on.isoformat()})
    return [report for report, _day in sent]


@transaction.atomic
def return_(report: Report, *, reason: str, by: Person, on: date) -> Report:
    """Give a sent report back to be corrected. Raises NotAllowed, WrongState, ValidationError: no reason."""
    access.require(by, "report.accept", report, on=on)
    reason = text.clean(reason)
    if not reason:
        raise ValidationError({"reason": _("Say what is to be corrected.")})
    _move(report, "return", note=reason)
    audit.record(by, "report.accept", report, on=on, fields={"state": State.RETURNED})
    return report


@transaction.atomic
def accept(report: Report, *, by: Person, on: date) -> Report:
    """Accept a sent report; the figures of a yearly one become the values that the unit reported.

    Raises NotAllowed, WrongState.
    """
    access.require(by, "report.accept", report, on=on)
    _move(report, "accept")
    values = report.content.get("figures", {})
    if report.the_period.kind == PeriodKind.YEAR and values:
        _hand_to_figures(report, values)
    audit.record(by, "report.accept", report, on=on, fields={"state": State.ACCEPTED})
    return report


def _hand_to_figures(report: Report, values: Mapping[str, str]) -> None:
    kept, is_new = ReportedValues.objects.get_or_create(
        unit_id=report.unit_id, year=report.the_period.year, defaults={"values": dict(values)}
    )
    if not is_new:
        ReportedValues.objects.filter(pk=kept.pk).update(
            values={**kept.values, **values}, is_estimate=False, version=F("version") + 1
        )


def _move(report: Report, verb: str, **changes: Any) -> None:
    held = report.state
    after = move(MOVES, held, verb)
    same = Q(sent_on=report.sent_on) if report.sent_on else Q(sent_on__isnull=True)
    moved = Report.objects.filter(same, pk=report.pk, state=held).update(
        state=after, version=F("version") + 1, **changes
    )
    if not moved:
        raise WrongState(Report.objects.get(pk=report.pk).state, verb)
    report.state, report.version = after, report.version + 1
    for name, value in changes.items():
        setattr(report, name, value)


def _period(form: Form, code: str, due_on: date) -> str:
    try:
        period = Period.parse(code)
    except ValueError:
        raise ValidationError({"period": _("“%(code)s” is no period.") % {"code": code}}) from None
    if period.kind != form.cadence:
        raise ValidationError(
            {"period": _("%(form)s does not come for: %(period)s.") % {"form": form.name, "period": period.label()}}
        )
    if due_on < period.first:
        raise ValidationError({"due_on": _("A report is not due before its period begins.")})
    return period.code


def is_reportable(key: str) -> bool:
    """Whether a unit may report a figure as a number: counts only, and none that is restricted (S-20)."""
    figure = REGISTRY.get(key)
    return figure is not None and figure.kind in {Kind.FLOW, Kind.STOCK} and not figure.is_restricted


def _content(form: Form, content: Mapping[str, Any]) -> dict[str, Any]:
    figures: dict[str, str] = {}
    for key, given in dict(content.get("figures", {})).items():
        if key not in form.keys or not is_reportable(key):
            raise ValidationError(_("The form does not ask for “%(key)s”.") % {"key": key})
        try:
            number = Decimal(str(given))
        except InvalidOperation:
            number = Decimal(-1)
        if not 0 <= number < LARGEST or number != number.to_integral_value():
            raise ValidationError(_("“%(label)s” is a whole number of 0 or more.") % {"label": REGISTRY[key].label})
        figures[key] = str(int(number))
    return {"figures": figures, "text": text.clean(str(content.get("text", "")))}
