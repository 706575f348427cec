"""Acts on many reports at once: each one's outcome is kept, and what nothing depends on yet can be undone."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongket.core import clock, text
from tongket.core.periods import PeriodKind
from tongket.figures.declare import REGISTRY
from tongket.figures.models import ReportedValues
from tongket.org import access, audit, saving
from tongket.org.models import Person, Unit
from tongket.pages.reminders.actions import remind
from tongket.pages.reminders.matters import VERB as REMIND
from tongket.reports.matching import matches, outcome_row
from tongket.reports.models import Report, ReportBatch
from tongket.reports.policy import LATE
from tongket.reports.rules import MOVES, NOT_APPLICABLE, BatchVerb, Outcome, State

ACCEPT = "report.accept"
MOST = 5000  # reports that one act takes


@transaction.atomic
def accept_matching(reports: Sequence[Report], *, unit: Unit, by: Person, on: date) -> ReportBatch:
    """Accept those of some reports that agree with the records and explain nothing; the others are left for a reader.

    unit: at or under which all of them stand. Raises NotAllowed, ValidationError (there are none).
    """
    rows = _held(reports, ACCEPT, by, on)
    answers = matches(rows, unit)
    done = [match.report for match in answers if match.outcome == Outcome.DONE]
    saving.move_many(done, MOVES, "accept", by=by)
    before = _hand_to_figures(done)
    _record(done, State.ACCEPTED, by, on)
    outcomes = [
        outcome_row(
            match.report, match.outcome, match.about, version=match.report.version, **before.get(match.report, {})
        )
        for match in answers
    ]
    return _keep(unit, BatchVerb.ACCEPT, outcomes, by=by)


@transaction.atomic
def return_many(reports: Sequence[Report], *, unit: Unit, reason: str, by: Person, on: date) -> ReportBatch:
    """Return those of some reports that are sent, with one reason. Raises NotAllowed, ValidationError (no reason)."""
    reason = text.clean(reason)
    if not reason:
        raise ValidationError({"reason": _("Say what is to be corrected.")})
    rows = _held(reports, ACCEPT, by, on)
    done = [report for report in rows if report.state == State.SENT]
    saving.move_many(done, MOVES, "return", by=by, note=reason, remarks={}, times_returned=F("times_returned") + 1)
    _record(done, State.RETURNED, by, on)
    outcomes = [
        outcome_row(report, Outcome.DONE, version=report.version)
        if report in done
        else outcome_row(report, Outcome.OTHER_STATE, [str(report.get_state_display())])
        for report in rows
    ]
    return _keep(unit, BatchVerb.RETURN, outcomes, reason=reason, by=by)


@transaction.atomic
def remind_many(reports: Sequence[Report], *, unit: Unit, by: Person, on: date) -> ReportBatch:
    """Remind the units of those of some reports that are late, each once a day. Raises NotAllowed, ValidationError."""
    rows = _held(reports, REMIND, by, on)
    late = set(Report.objects.filter(LATE.late(on), pk__in=[report.pk for report in rows]))  # unscoped: held above
    reminded = {reminder.key for reminder in remind(LATE, [row for row in rows if row in late], by=by, on=on)}
    outcomes = []
    for report in rows:
        if LATE.key(report) in reminded:
            outcomes.append(outcome_row(report, Outcome.DONE))
        else:
            why = _("reminded today already") if report in late else str(report.get_state_display())
            outcomes.append(outcome_row(report, Outcome.OTHER_STATE, [why]))
    return _keep(unit, BatchVerb.REMIND, outcomes, by=by)


@transaction.atomic
def undo(batch: ReportBatch, *, by: Person, on: date) -> ReportBatch:
    """Put the reports of an act back to where they were; those that were used or changed since stay as they are.

    Raises NotAllowed, ValidationError (undone already; a reminder cannot be called back), Conflict.
    """
    if batch.verb == BatchVerb.REMIND:
        raise ValidationError(_("A reminder that was sent is not called back."))
    if batch.undone_on is not None:
        raise ValidationError(_("This was undone already."))
    versions = {row["report"]: row["version"] for row in batch.outcomes if row["outcome"] == Outcome.DONE}
    reports = Report.objects.filter(pk__in=versions)  # unscoped: held by the next line
    rows = _held(list(reports), ACCEPT, by, on)
    used = _used(rows)
    back = [row for row in rows if row.version == versions[str(row.pk)] and row not in used]
    if batch.verb == BatchVerb.ACCEPT:
        saving.move_many(back, MOVES, "undo", by=by)
        _take_from_figures(batch, back)
    else:
        saving.move_many(back, MOVES, "undo", by=by, note="", times_returned=F("times_returned") - 1)
    _record(back, State.SENT, by, on)
    undone = {str(report.pk) for report in back}
    outcomes = [
        {**row, "outcome": str(Outcome.UNDONE if row["report"] in undone else Outcome.USED)}
        if row["report"] in versions
        else row
        for row in batch.outcomes
    ]
    return saving.update(batch, seen=batch.version, by=by, outcomes=outcomes, undone_on=on)


def _held(reports: Sequence[Report], verb: str, by: Person, on: date) -> list[Report]:
    """The reports as they are now, held until the transaction ends, in the order of the tree."""
    wanted = {report.pk for report in reports}
    if not wanted:
        raise ValidationError(_("No report was chosen."))
    if len(wanted) > MOST:
        raise ValidationError(_("Choose fewer reports: %(most)s at most.") % {"most": MOST})
    rows = access.scope(Report.objects.filter(pk__in=wanted), by, verb, on=on)
    held = list(
        rows.select_for_update(of=["self"]).select_related("unit__place", "form").order_by("unit__place__pos", "period")
    )
    if len(held) < len(wanted):
        raise access.NotAllowed(verb)
    return held


def _record(reports: Sequence[Report], state: str, by: Person, on: date) -> None:
    with audit.written_last():
        for report in reports:
            audit.record(by, ACCEPT, report, on=on, fields={"state": state})


def _keep(unit: Unit, verb: str, outcomes: list[dict[str, Any]], *, by: Person, reason: str = "") -> ReportBatch:
    batch: ReportBatch = ReportBatch.objects.create(
        unit=unit, verb=verb, reason=reason, at=clock.now(), by=by, outcomes=outcomes
    )
    return batch


def _used(rows: Sequence[Report]) -> set[Report]:
    """The accepted reports over which one was accepted since."""
    above = set(
        Report.objects.filter(  # unscoped: what stands over reports that were found
            state=State.ACCEPTED,
            unit__in={row.unit.place.parent_id for row in rows},
            form__code__in={row.form.code for row in rows},
            period__in={row.period for row in rows},
        ).values_list("unit", "form__code", "period")
    )
    accepted = [row for row in rows if row.state == State.ACCEPTED]
    return {row for row in accepted if (row.unit.place.parent_id, row.form.code, row.period) in above}


def _hand_to_figures(reports: Sequence[Report]) -> dict[Report, dict[str, Any]]:
    """Hand the numbers of yearly reports on, as accepting one does; by report what the unit's figures held before."""
    yearly = [report for report in reports if report.the_period.kind == PeriodKind.YEAR and report.values]
    if not yearly:
        return {}
    kept = {
        (row.unit_id, row.year): row
        for row in ReportedValues.objects.filter(  # unscoped: of reports that were found
            unit__in={report.unit_id for report in yearly}, year__in={report.the_period.year for report in yearly}
        )
    }
    before: dict[Report, dict[str, Any]] = {}
    new, changed = [], []
    for report in yearly:
        values = {key: value for key, value in report.values.items() if key in REGISTRY and value != NOT_APPLICABLE}
        row = kept.get((report.unit_id, report.the_period.year))
        before[report] = {"before": row.values if row is not None else None}
        if row is None:
            new.append(ReportedValues(unit_id=report.unit_id, year=report.the_period.year, values=values))
        else:
            row.values, row.is_estimate, row.version = {**row.values, **values}, False, row.version + 1
            changed.append(row)
    ReportedValues.objects.bulk_create(new)
    ReportedValues.objects.bulk_update(changed, ["values", "is_estimate", "version"], batch_size=200)
    return before


def _take_from_figures(batch: ReportBatch, reports: Sequence[Report]) -> None:
    before = {row["report"]: row["before"] for row in batch.outcomes if "before" in row}
    for report in reports:  # of yearly ones alone
        if str(report.pk) not in before:
            continue
        rows = ReportedValues.objects.filter(unit=report.unit_id, year=report.the_period.year)
        values = before[str(report.pk)]
        if values is None:
            rows.delete()
        else:
            rows.update(values=values, version=F("version") + 1)
