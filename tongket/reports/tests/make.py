"""Periodic reports for tests."""

from datetime import date
from typing import Any

from tongket.org.models import Unit
from tongket.reports.models import Form, Report

DUE = date(2020, 12, 5)


def form(code: str = "monthly") -> Form:
    return Form.objects.get(code=code)


def typed(value: str) -> dict[str, str]:
    """The same number in every field of the monthly form, as its page is sent, and why the members are right."""
    return {f"figure_{field.code}": value for field in form().fields_asked()} | {"why_members_total": "Số thử"}


def make_report(unit: Unit, **fields: Any) -> Report:
    """The monthly report of November 2020, due on 5 December and not sent, unless `fields` say otherwise."""
    given: dict[str, Any] = {"form": form(), "period": "2020M11", "due_on": DUE}
    given |= fields
    if given.get("sent_on") and "state" not in given:
        given["state"] = "SENT"
    return Report.objects.create(unit=unit, **given)
