"""What goes along of targets, directives and reports when a unit ends, listed before and put back afterwards."""

from datetime import date
from typing import Any

import pytest

from tongket.directives.models import ProgressReview, Receipt
from tongket.directives.tests.make import make_directive, make_receipt
from tongket.org import actions
from tongket.org.actions import Decision
from tongket.org.models import StructuralEvent
from tongket.reports.models import Report
from tongket.reports.tests.make import make_report
from tongket.targets.models import KeyTask, Milestone, Target
from tongket.targets.tests.make import make_target, make_task

DAY = date(2020, 12, 1)
PAPER = Decision("58-QĐ/ĐUK", date(2020, 11, 20), "Đảng ủy Khối")
pytestmark = [pytest.mark.django_db, pytest.mark.rule("R-ORG-11")]


def merge(cast: Any) -> StructuralEvent:
    units = [cast.unit("north_a"), cast.unit("north_b")]
    actions.merge(units, units[1], PAPER, from_on=DAY, by=cast.person("root_officer"), on=cast.today)
    return StructuralEvent.objects.get(number=PAPER.number)


def withdraw(cast: Any, event: StructuralEvent) -> None:
    actions.withdraw_event(event, reason="nhập nhầm quyết định", by=cast.person("root_officer"), on=cast.today)


def test_target_goes_to_the_successor_unless_it_has_its_own(cast: Any) -> None:
    ending, successor = cast.unit("north_a"), cast.unit("north_b")
    old = make_target(ending, year=2019, label="Năm trước")
    going = make_target(ending, label="Chỉ tiêu riêng")
    alike = make_target(ending)
    make_target(successor)

    event = merge(cast)

    rows = {target.pk: target for target in Target.objects.all()}
    assert [rows[target.pk].unit for target in (old, going, alike)] == [ending, successor, ending]
    assert [rows[target.pk].state for target in (old, going, alike)] == ["VALID", "VALID", "DROPPED"]
    assert "58-QĐ/ĐUK" in rows[alike.pk].result_note
    withdraw(cast, event)
    assert set(Target.objects.filter(unit=ending, state="VALID")) == {old, going, alike}


def test_key_task_that_is_not_done_goes_along_with_its_steps(cast: Any) -> None:
    ending, successor = cast.unit("north_a"), cast.unit("north_b")
    open_task = make_task(ending)
    step = Milestone.objects.create(unit=ending, task=open_task, title="Bước một", due_on=date(2020, 10, 1))
    done = make_task(ending, title="Việc xong", done_on=date(2020, 10, 2))

    event = merge(cast)

    assert KeyTask.objects.get(pk=open_task.pk).unit == Milestone.objects.get(pk=step.pk).unit == successor
    assert KeyTask.objects.get(pk=done.pk).unit == ending
    withdraw(cast, event)
    assert KeyTask.objects.get(pk=open_task.pk).unit == Milestone.objects.get(pk=step.pk).unit == ending


def test_directive_goes_to_the_successor_or_its_duty_ends(cast: Any) -> None:
    ending, successor = cast.unit("north_a"), cast.unit("north_b")
    both = make_directive(number="09")
    alone, double = make_receipt(ending), make_receipt(ending, both, needs_programme=True)
    own = make_receipt(successor, both)
    review = ProgressReview.objects.create(unit=ending, receipt=double, kind="interim", due_on=date(2021, 6, 1))
    studied = make_receipt(ending, make_directive(number="10"), first_studied_on=date(2020, 11, 20))

    event = merge(cast)

    rows = {receipt.pk: receipt for receipt in Receipt.objects.all()}
    assert [rows[receipt.pk].unit for receipt in (alone, double, studied)] == [successor, ending, ending]
    assert (rows[double.pk].study_due_on, rows[double.pk].needs_programme) == (None, False)
    review.refresh_from_db()
    assert (review.receipt, review.unit) == (own, successor)
    withdraw(cast, event)
    rows = {receipt.pk: receipt for receipt in Receipt.objects.filter(unit=ending)}
    assert rows[double.pk].study_due_on == double.study_due_on
    assert len(rows) == 3


def test_report_that_was_not_sent_is_owed_no_more(cast: Any) -> None:
    owed = make_report(cast.unit("north_a"))
    sent = make_report(cast.unit("north_a"), period="2020M10", sent_on=date(2020, 11, 3))

    event = merge(cast)

    assert list(Report.objects.order_by("period").values_list("state", flat=True)) == ["SENT", "EXCUSED"]
    owed.refresh_from_db()
    assert "58-QĐ/ĐUK" in owed.note
    withdraw(cast, event)
    owed.refresh_from_db()
    assert (owed.state, owed.note, sent.state) == ("DUE", "", "SENT")


def test_all_that_goes_along_is_listed_and_counted_before(cast: Any, signed_in: Any) -> None:
    ending = cast.unit("north_a")
    for number in range(2):
        make_task(ending, title=f"Việc {number}")
    make_target(ending)
    make_receipt(ending)
    make_report(ending)
    sent = {
        "into": "NORTH-B", "number": "58-QĐ/ĐUK", "decided_on": "20/11/2020", "issuer": "Đảng ủy Khối",
        "from_on": "01/12/2020", "step": "look",
    }  # fmt: skip

    page = signed_in("root_officer").post("/units/NORTH-A/merge/", sent).text

    for heading in ("Nhiệm vụ trọng tâm chưa hoàn thành: 2", "Báo cáo còn nợ: 1", "Chỉ tiêu của năm và các năm sau: 1"):
        assert heading in page
    assert "Việc 1" in page
    assert "08-NQ/TU · Chuyển đổi số" in page
