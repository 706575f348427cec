"""Asking for reports, sending, taking back, returning, accepting; an accepted yearly one hands its numbers on."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.core.periods import Period, PeriodKind
from tongket.figures.declare import REGISTRY
from tongket.figures.models import ReportedValues
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit
from tongket.reports import beside, calendar, queries
from tongket.reports.content import check, drafted, read
from tongket.reports.models import Form, Report
from tongket.reports.rules import MOVES, NOT_APPLICABLE, State


@transaction.atomic
def open_due(unit: Unit, *, form: Form, period: str, due_on: date, by: Person, on: date) -> Report:
    """Ask one unit for a report. Raises NotAllowed, ValidationError."""
    return open_due_many([unit], form=form, period=period, due_on=due_on, by=by, on=on)[0]


@transaction.atomic
def open_due_many(
    units: Sequence[Unit], *, form: Form, period: str, due_on: date, by: Person, on: date
) -> list[Report]:
    """Ask units for a report of one period, in the order of `units`; one audit row per unit.

    form: any version; the one of the period is taken. period: a code of core.periods of the form's cadence. Raises
    NotAllowed, ValidationError (a unit that owes this report already, or does not stand under the organisation that
    keeps the form, is named): then none is saved.
    """
    wanted = {unit.pk for unit in units}
    reached = access.scope(Unit.objects.filter(pk__in=wanted), by, "report.collect", on=on)
    if set(reached.values_list("pk", flat=True)) != wanted:
        raise access.NotAllowed("report.collect")
    code = _period(form, period, due_on)
    form = queries.version_of(form, Period(code))
    _check_reach(form, wanted)
    from_above = set(access.scope(Unit.objects.filter(pk__in=wanted), by, "report.accept", on=on).values_list("pk"))
    known = (
        Report.objects.filter(unit__in=wanted, form__code=form.code, period=code).select_related("unit__place").first()
    )
    if known is not None or len(wanted) < len(units):
        name = known.unit.place.short_name if known is not None else units[0].name
        raise ValidationError({"units": _("%(unit)s has been asked for this report already.") % {"unit": name}})
    made = Report.objects.bulk_create(
        [Report(unit=unit, form=form, period=code, due_on=due_on, is_owed=(unit.pk,) in from_above) for unit in units],
        batch_size=500,
    )
    for report in made:
        audit.record(by, "report.collect", report, on=on, fields={"form": form.code, "period": code})
    return made


@transaction.atomic
def ask_expected(top: Unit, *, form: Form, period: str, by: Person, on: date) -> list[Report]:
    """Ask all units under one that owe a report for a period, by the calendar, and were not asked yet.

    form: any version; the one of the period is taken. Raises NotAllowed, ValidationError (the period has not ended:
    nobody knows yet who will owe it; the form had no version then). Source: R-REP-01.
    """
    access.require(by, "report.collect", top, on=on)
    wanted = Period.parse(_period(form, period, date.max))
    if wanted.last > on:
        raise ValidationError(
            {"period": _("The period ends on %(day)s: ask after it.") % {"day": dates.dmy(wanted.last)}}
        )
    form = queries.version_of(form, wanted)
    known = set(Report.objects.filter(form__code=form.code, period=wanted.code).values_list("unit", flat=True))
    units = [unit for unit in calendar.owing_units(top, form, wanted) if unit.pk not in known]
    if not units:
        return []
    due_on = calendar.due_day(top, form, wanted)
    return open_due_many(units, form=form, period=wanted.code, due_on=due_on, by=by, on=on)


@transaction.atomic
def open_owed(on: date) -> list[Report]:
    """Open the reports that units owe by themselves and that have no row yet; nobody has to ask for them each time.

    Run again, it opens nothing. Source: R-REP-07.
    """
    waiting = calendar.not_opened(calendar.owed_until(on))
    made = Report.objects.bulk_create(
        [Report(unit_id=row.unit, form=row.form, period=row.period.code, due_on=row.due_on) for row in waiting],
        batch_size=500,
    )
    for report in made:
        audit.record(None, "report.collect", report, on=on, fields={"form": report.form.code, "period": report.period})
    return made


@transaction.atomic
def ask(
    unit: Unit, *, units: Sequence[Unit] | None, form: Form, period: str, due_on: date | None, by: Person, on: date
) -> list[Report]:
    """Ask for the reports of a period; units that were asked already are left out.

    units: who is asked; None: all at or under `unit` that owe the report by the calendar, on its day.
    Raises NotAllowed, ValidationError (nobody is left to be asked; units without a day).
    """
    if units is None:
        reports = ask_expected(unit, form=form, period=period, by=by, on=on)
    elif due_on is None:
        raise ValidationError({"due_on": _("Enter the day on which these units owe the report.")})
    else:
        known = Report.objects.filter(period=period, form__code=form.code, unit__in=units).values_list(
            "unit", flat=True
        )
        left = [wanted for wanted in units if wanted.pk not in set(known)]
        reports = open_due_many(left, form=form, period=period, due_on=due_on, by=by, on=on) if left else []
    if not reports:
        raise ValidationError({"unit": _("All the units chosen have been asked already, or there is none.")})
    return reports


@transaction.atomic
def keep_draft(report: Report, *, seen: int, content: Mapping[str, Any], by: Person, on: date) -> Report:
    """Keep what was typed so far of a report to be sent; nothing is checked yet, and what was sent before stays.

    No audit row and no history: a draft is nobody's word. One's own draft saved meanwhile is no conflict: on a slow
    line two are on their way at once. Raises NotAllowed, WrongState, Conflict.
    """
    access.require(by, "report.send", report, on=on)
    latest = Report.objects.select_for_update(of=["self"]).select_related("form", "unit__place").get(pk=report.pk)
    if latest.state not in {State.DUE, State.RETURNED}:
        raise saving.wrong_state(latest, "keep_draft")
    typed = {**drafted(report.form, content), "by": str(by.pk)}
    if latest.version != seen and not latest.is_drafted_by(by):
        raise saving.Conflict(latest, {"draft": typed})
    Report.objects.filter(pk=report.pk).update(draft=typed, version=F("version") + 1)
    report.draft, report.version = typed, latest.version + 1
    return report


def send(
    report: Report,
    *,
    content: Mapping[str, Any],
    seen: int | None = None,
    seal: str = "",
    on_behalf_of: str = "",
    by: Person,
    on: date,
) -> Report:
    """Send a due or returned report up.

    content: "figures" (code of a field → number, or NOT_APPLICABLE), "texts" (code → text), "text", "explanations"
    (code → why the number is right though it stands out).
    seal: what stood beside the fields, as beside.sealed made it; without a good one the records are counted.
    on_behalf_of: who of the unit gave the numbers, where the office above enters them for it. Raises NotAllowed,
    WrongState, ValidationError, Conflict (somebody else saved since `seen`; one's own draft is no conflict). What was
    sent before is kept in the history. Source: R-REP-01, R-REP-03.
    """
    giver = text.clean(on_behalf_of)
    access.require(by, "report.act" if giver else "report.send", report, on=on)
    if report.state not in MOVES["send"][0]:
        raise saving.wrong_state(report, "send")
    checked = read(report.form, content)
    if seen is not None and seen != report.version and not report.is_drafted_by(by):
        raise saving.Conflict(report, {"content": checked})  # before words are asked for numbers that are not the last
    check(report, checked, shown=beside.unsealed(report, seal, on=on))
    changes: dict[str, Any] = {"sent_on": report.sent_on or on, "sent_by": by, "on_behalf_of": giver}
    changes |= {"content": checked, "draft": {}, "note": "", "remarks": {}}
    with saving.together():
        saving.move(report, MOVES, "send", by=by, **changes)
        acting_for = report.unit_id if giver else None
        audit.record(by, "report.send", report, on=on, fields=["state", "sent_on", "content"], acting_for=acting_for)
    return report


def why_not_taken_back(report: Report, *, on: date) -> str:
    """Why a unit may not take back what it sent; empty where it may: on the day of sending, until it was answered.

    Nor is it taken from under a report above that was sent with its numbers: the office there returns it.
    """
    if report.sent_by_id is None or report.on_behalf_of:
        return _("This report was entered for the unit, not sent by it: ask the office above to return it.")
    if report.sent_on is not None and report.sent_on != on:
        said = _("A report is taken back on the day of sending only, here %(day)s: ask the office above to return it.")
        return said % {"day": dates.dmy(report.sent_on)}
    if queries.was_answered(report):
        return _("The office above has answered this report already: ask it to return the report.")
    above = queries.above(report)
    if above is not None and above.state in {State.SENT, State.ACCEPTED} and above.sent_on and above.sent_on >= on:
        said = _("The report of %(unit)s holds these numbers and was sent already: ask %(unit)s to return this one.")
        return said % {"unit": above.unit.place.short_name}
    return ""


@transaction.atomic
def take_back(report: Report, *, by: Person, on: date) -> Report:
    """Take back a report that its unit sent by mistake, on the day of sending: it is due as if it had not been sent.

    What was sent becomes the draft, and is kept in the history. Raises NotAllowed, WrongState, ValidationError
    (what why_not_taken_back says).
    """
    access.require(by, "report.send", report, on=on)
    if report.state not in MOVES["take back"][0]:
        raise saving.wrong_state(report, "take back")
    refusal = why_not_taken_back(report, on=on)
    if refusal:
        raise ValidationError(refusal)
    changes: dict[str, Any] = {
        "sent_on": None,
        "sent_by": None,
        "content": {},
        "draft": {**report.content, "by": str(by.pk)},
    }
    saving.move(report, MOVES, "take back", by=by, **changes)
    audit.record(by, "report.send", report, on=on, fields={"state": State.DUE})
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
        validate.not_in_future(sent_on, "sent_on", on=on)
        saving.move(report, MOVES, "send", by=by, sent_on=report.sent_on or sent_on)
        audit.record(by, "report.collect", report, on=on, fields={"sent_on": sent_on.isoformat()})
    return [report for report, _day in sent]


@transaction.atomic
def return_(report: Report, *, reason: str, remarks: Mapping[str, str] | None = None, by: Person, on: date) -> Report:
    """Give a sent report back to be corrected. remarks: code of a field → what is wrong with it.

    Raises NotAllowed, WrongState, ValidationError: no reason.
    """
    access.require(by, "report.accept", report, on=on)
    reason = text.clean(reason)
    codes = {field.code for field in report.form.fields_asked()}
    said = {code: text.clean(remark)[:200] for code, remark in (remarks or {}).items() if code in codes}
    kept = {code: remark for code, remark in said.items() if remark}
    if not reason and not kept:
        raise ValidationError({"reason": _("Say what is to be corrected.")})
    saving.move(report, MOVES, "return", by=by, note=reason, remarks=kept, times_returned=report.times_returned + 1)
    audit.record(by, "report.accept", report, on=on, fields={"state": State.RETURNED, "remarks": len(kept)})
    return report


@transaction.atomic
def accept(report: Report, *, by: Person, on: date) -> Report:
    """Accept a sent report, after those of the units under it; the figures of a yearly one become the values that the
    unit reported. From then on nobody changes it.

    Raises NotAllowed, WrongState, ValidationError (reports under it are neither accepted nor excused).
    """
    access.require(by, "report.accept", report, on=on)
    open_ones = queries.open_below(report)
    if open_ones:
        names = ", ".join(child.unit.place.short_name for child in open_ones[:5])
        raise ValidationError(
            _("Reports of units under it are still open: %(units)s. Accept or excuse them first.") % {"units": names}
        )
    saving.move(report, MOVES, "accept", by=by)
    values = {key: value for key, value in report.values.items() if key in REGISTRY and value != NOT_APPLICABLE}
    if report.the_period.kind == PeriodKind.YEAR and values:
        _hand_to_figures(report, values)
    audit.record(by, "report.accept", report, on=on, fields={"state": State.ACCEPTED})
    return report


@transaction.atomic
def excuse(report: Report, *, reason: str, by: Person, on: date) -> Report:
    """Let a unit off a report that is due: it is expected no more. Raises NotAllowed, WrongState, ValidationError."""
    access.require(by, "report.accept", report, on=on)
    why = validate.reason(reason)
    saving.move(report, MOVES, "excuse", by=by, because=why, note=why)
    audit.record(by, "report.accept", report, on=on, fields={"state": State.EXCUSED})
    return report


@transaction.atomic
def reopen(report: Report, *, reason: str, by: Person, on: date) -> Report:
    """Open an accepted report to be corrected, or ask again for an excused one; from above downwards only.

    Raises NotAllowed, WrongState, ValidationError (the report above it is accepted). Source: R-REP-04.
    """
    access.require(by, "report.accept", report, on=on)
    why = validate.reason(reason)
    above = queries.above(report)
    if above is not None and above.state == State.ACCEPTED:
        raise ValidationError(
            _("The report of %(unit)s holds these numbers and is accepted: open that one first.")
            % {"unit": above.unit.place.short_name}
        )
    saving.move(report, MOVES, "ask again" if report.state == State.EXCUSED else "reopen", by=by, because=why, note=why)
    audit.record(by, "report.accept", report, on=on, fields={"state": report.state})
    return report


def _hand_to_figures(report: Report, values: Mapping[str, str]) -> None:
    kept, is_new = ReportedValues.objects.get_or_create(
        unit_id=report.unit_id, year=report.the_period.year, defaults={"values": dict(values)}
    )
    if not is_new:
        ReportedValues.objects.filter(pk=kept.pk).update(
            values={**kept.values, **values}, is_estimate=False, version=F("version") + 1
        )


def _check_reach(form: Form, units: Set[Any]) -> None:
    """Raise ValidationError for units outside of the organisation that keeps a form."""
    if form.unit is None:
        return
    place = form.unit.place
    outside = Unit.objects.filter(pk__in=units).exclude(place__pos__range=(place.pos, place.last))
    first = outside.select_related("place").order_by("place__pos").first()
    if first is not None:
        said = _(
            "%(unit)s does not stand under %(keeper)s, which keeps this form: choose other units, or another form."
        )
        raise ValidationError({"form": said % {"unit": first.place.short_name, "keeper": place.short_name}})


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


@transaction.atomic
def correct_due(
    report: Report, *, due_on: date, because: str, paper: str = "", seen: int, by: Person, on: date
) -> Report:
    """Correct the day by which a report is due; whether it came in time follows from it. Raises NotAllowed,
    ValidationError, Conflict. Source: R-REP-01.
    """
    if due_on < report.the_period.first:
        raise ValidationError({"due_on": _("A report is not due before its period has begun.")})
    return correcting.correct(
        report, verb="report.collect", because=because, paper=paper, seen=seen, by=by, on=on, due_on=due_on
    )


@transaction.atomic
def withdraw(report: Report, *, reason: str, by: Person, on: date) -> None:
    """Take back a report that was asked for by a slip and has never been sent. Raises NotAllowed, WrongState,
    ValidationError.
    """
    access.require(by, "report.collect", report, on=on)
    if report.state not in {State.DUE, State.EXCUSED} or report.sent_on is not None:
        raise saving.wrong_state(report, "withdraw")
    correcting.withdraw(report, verb="report.collect", reason=reason, by=by, on=on)
