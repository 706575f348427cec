"""Targets and key tasks for tests."""

from datetime import date
from typing import Any

from tongket.org.models import Unit
from tongket.targets.models import KeyTask, Target


def make_target(unit: Unit, **fields: Any) -> Target:
    """A valid target of 2020 whose result is entered by hand, unless `fields` say otherwise."""
    given: dict[str, Any] = {
        "year": 2020,
        "label": "Kết nạp đảng viên",
        "comparator": ">=",
        "value": 120,
        "measure": "đảng viên",
        "resolution_number": "01-NQ/ĐU",
        "resolution_on": date(2020, 1, 10),
        "state": "VALID",
    }
    return Target.objects.create(unit=unit, **{**given, **fields})


def make_task(unit: Unit, **fields: Any) -> KeyTask:
    """A key task of 2020, due on 30 November, not done, unless `fields` say otherwise."""
    given: dict[str, Any] = {
        "year": 2020,
        "title": "Tổ chức đại hội",
        "carrier": "Ban Thường vụ",
        "due_on": date(2020, 11, 30),
    }
    given |= fields
    if given.get("done_on") and not given.get("grade"):
        given["grade"] = "GOOD"
    return KeyTask.objects.create(unit=unit, **given)
