"""Which of many reports agree with the records and ask for no reader: told for all of them in a number of queries that
does not grow with them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tongket.core.periods import Period
from tongket.org.models import Unit
from tongket.reports import content, counts
from tongket.reports.models import Form, Report
from tongket.reports.rules import Outcome, State

Key = tuple[UUID, str, str]  # unit, code of the form, period


@dataclass(frozen=True)
class Match:
    """What would become of a report that is accepted with others. about: what stands in the way, in words."""

    report: Report
    outcome: str = Outcome.DONE
    about: Sequence[str] = field(default_factory=tuple)


def matches(reports: Sequence[Report], under: Unit) -> list[Match]:
    """What would become of each, those of lower units first, since an upper one waits for them.

    under: a unit that all of them stand at or under.
    """
    counted = _counted(reports, under)
    before = _before(reports)
    below = _open_below(reports)
    accepted: set[UUID] = set()
    answers = {}
    for report in sorted(reports, key=lambda report: report.unit.place.pos, reverse=True):
        open_units = [name for pk, name in below.get(_key(report), ()) if pk not in accepted]
        values = counted[report.period].of(report.unit_id, report.form)
        answers[report.pk] = _match(report, values, before.get(_key(report), {}), open_units)
        if answers[report.pk].outcome == Outcome.DONE:
            accepted.add(report.pk)
    return [answers[report.pk] for report in reports]


def _match(report: Report, counted: dict[str, int], before: dict[str, str], open_units: Sequence[str]) -> Match:
    if report.state != State.SENT:
        return Match(report, Outcome.OTHER_STATE, [str(report.get_state_display())])
    if open_units:
        return Match(report, Outcome.OPEN_BELOW, ["; ".join(open_units[:5])])
    if not report.values:
        return Match(report, Outcome.LEFT, [_("it came on paper, without numbers")])
    about = [fault.text for fault in content.faults_of(report, report.values, counted, before)]
    explained = dict.fromkeys(report.explanations.values())  # one word is often given for several numbers
    about += [_("The unit explains: %(words)s") % {"words": words} for words in explained]
    return Match(report, Outcome.LEFT, about) if about else Match(report)


def _key(report: Report) -> Key:
    return report.unit_id, report.form.code, report.period


def _counted(reports: Sequence[Report], under: Unit) -> dict[str, counts.Counts]:
    forms: dict[str, dict[UUID, Form]] = {}
    for report in reports:
        forms.setdefault(report.period, {})[report.form_id] = report.form
    return {code: counts.Counts(under, found.values(), Period(code)) for code, found in forms.items()}


def _before(reports: Sequence[Report]) -> dict[Key, dict[str, str]]:
    """What the units sent for the periods before, by the report that follows it."""
    follows = {
        (unit, form, Period(code).previous().code): (unit, form, code) for unit, form, code in map(_key, reports)
    }
    rows = Report.objects.filter(  # unscoped: of the units of reports that were found
        unit__in={key[0] for key in follows},
        form__code__in={key[1] for key in follows},
        period__in={key[2] for key in follows},
        sent_on__isnull=False,
    )
    found = {}
    for row in rows.select_related("form"):
        if _key(row) in follows:
            found[follows[_key(row)]] = row.values
    return found


def _open_below(reports: Sequence[Report]) -> dict[Key, list[tuple[UUID, str]]]:
    """The reports of units directly under these that are neither accepted nor excused, by the report above them."""
    rows = Report.objects.filter(  # unscoped: what stands under reports that were found
        ~Q(state__in=[State.ACCEPTED, State.EXCUSED]),
        unit__place__parent__in={report.unit_id for report in reports},
        form__code__in={report.form.code for report in reports},
        period__in={report.period for report in reports},
    ).order_by("unit__place__pos")
    found: dict[Key, list[tuple[UUID, str]]] = {}
    columns = ("unit__place__parent", "form__code", "period", "pk", "unit__place__short_name")
    for parent, form, period, pk, name in rows.values_list(*columns):
        found.setdefault((parent, form, period), []).append((pk, name))
    return found


def outcome_row(report: Report, outcome: str, about: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    """What became of a report, as an act on many keeps it."""
    return {
        "report": str(report.pk),
        "unit": report.unit.place.short_name,
        "form": report.form.name,
        "period": report.period,
        "outcome": str(outcome),
        "about": list(about),
        **more,
    }
