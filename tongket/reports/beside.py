"""What stands beside the fields of a report while it is filled in; the form brings it back, sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.signing import BadSignature, Signer

from tongket.reports import counts, queries
from tongket.reports.models import Report

SIGNER = Signer(salt="tongket.reports.counts")


@dataclass(frozen=True)
class Beside:
    """counted: what the records say; before: what the same unit sent for the period before; both by code of a field."""

    counted: Mapping[str, int]
    before: Mapping[str, str]


def of_report(report: Report) -> Beside:
    """What stands beside a report now."""
    return Beside(counts.of_report(report), queries.values_before(report))


def sealed(report: Report, shown: Beside, *, on: date) -> str:
    """What was shown, for the form to bring back with that report on that day."""
    about = [str(report.pk), str(report.form_id), on.isoformat()]
    return SIGNER.sign_object([*about, dict(shown.counted), dict(shown.before)], compress=True)


def unsealed(report: Report, seal: str, *, on: date) -> Beside | None:
    """What `sealed` was given; None where it was not made by us, for this report and version of its form, on this day.

    It holds whatever was saved as a draft since: that changes no record.
    """
    try:
        *about, counted, before = SIGNER.unsign_object(seal)
    except BadSignature:
        return None
    return Beside(counted, before) if about == [str(report.pk), str(report.form_id), on.isoformat()] else None
