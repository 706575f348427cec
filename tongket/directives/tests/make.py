"""Directives for tests."""

from datetime import date
from typing import Any

from tongket.directives.models import Directive, Receipt
from tongket.org.models import Unit

RECEIVED = date(2020, 11, 2)
DUE = date(2020, 12, 2)


def make_directive(**fields: Any) -> Directive:
    """Resolution 08-NQ/TU of October 2020, unless `fields` say otherwise."""
    given: dict[str, Any] = {
        "kind": "NQ",
        "number": "08",
        "symbol": "NQ/TU",
        "issued_on": date(2020, 10, 20),
        "issuer": "Tỉnh ủy Sông Mẫu",
        "subject": "Chuyển đổi số",
    }
    given |= fields
    fold = f"{given['number']}-{given['symbol']} {given['subject']}".lower()
    return Directive.objects.create(**{"subject_fold": fold, **given})


def make_receipt(unit: Unit, directive: Directive | None = None, **fields: Any) -> Receipt:
    """Received on 2 November 2020, to be studied within a month."""
    given: dict[str, Any] = {"received_on": RECEIVED, "study_due_on": DUE}
    return Receipt.objects.create(unit=unit, directive=directive or make_directive(), **{**given, **fields})
