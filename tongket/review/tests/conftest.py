"""A small bloc that lived a year: admissions, targets, key tasks, discipline, a conference."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tongket.inspection import actions as inspection
from tongket.inspection.models import DisciplineDecision
from tongket.meetings import actions as meetings
from tongket.members import actions as members
from tongket.members.models import Member
from tongket.targets import actions as targets

YEAR = 2020


@pytest.fixture
def year(cast: Any) -> Any:
    """north admitted 3 of 2 in 2020 (2 in 2019), two key tasks done, one late; 2 members disciplined; next year's
    target.
    """
    officer, clerk = cast.person("north_officer"), cast.person("north_clerk")
    for number, decided_on in enumerate(
        [date(2019, 3, 1), date(2019, 9, 2), date(2020, 2, 3), date(2020, 5, 19), date(2020, 12, 30)], start=1
    ):
        members.admit(
            cast.unit("north_a" if number % 2 else "north_b"),
            full_name=f"Trần Thị Thử {'ABCDE'[number - 1]}",
            sex="F",
            born_on=date(1990, 1, number),
            decision_number=f"{number:02d}-QĐ/ĐUK",
            decided_on=decided_on,
            decided_by="Ban Thường vụ Đảng uỷ Khối",
            by=officer,
            on=cast.today,
        )
    shared = {"by": clerk, "on": cast.today, "resolution_number": "01-NQ/ĐU", "resolution_on": date(2020, 1, 10)}
    for of_year, value in ((2020, 2), (2021, 4)):
        targets.set_target(
            cast.unit("north"), year=of_year, key="members_admitted", label="Kết nạp đảng viên", comparator=">=",
            value=Decimal(value), measure="đảng viên", is_share=False, is_main=True, order=1, **shared,
        )  # fmt: skip
    for order, (title, done_on) in enumerate(
        [("Việc một", date(2020, 6, 1)), ("Việc hai", date(2020, 12, 20))], start=1
    ):
        task = targets.take_on(
            cast.unit("north"), year=YEAR, title=title, carrier="Văn phòng", due_on=date(2020, 11, 30), order=order,
            by=clerk, on=cast.today,
        )  # fmt: skip
        targets.finish(task, done_on=done_on, grade="GOOD", by=clerk, on=cast.today)
    meetings.hold(
        cast.unit("north"), kind="REVIEW", year=YEAR, held_on=date(2020, 12, 28), part_of_day="morning", summoned=5,
        present=5, title="Hội nghị tổng kết", by=clerk, on=cast.today,
    )  # fmt: skip
    inspector = cast.behind_fence("north_inspector")
    for number, member in enumerate(Member.objects.order_by("born_on")[:2], start=1):
        inspection.decide_discipline(
            member.unit, party=inspection.Inspected(member=member), ground="DUTIES",
            form="REPRIMAND", decided_by="COMMISSION",
            number=f"0{number}-QĐ/UBKT", decided_on=date(2020, 7, 1), by=inspector, on=cast.today,
        )  # fmt: skip
    assert DisciplineDecision.objects.count() == 2
    return cast
