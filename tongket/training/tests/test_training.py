"""Classes: recorded, corrected, taken out, counted, shown to whom the table names."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tongket.figures.counting import count
from tongket.figures.declare import REGISTRY
from tongket.org import access
from tongket.org.models import HistoryRow
from tongket.org.saving import Conflict
from tongket.pages.tests.pages import questions
from tongket.training import actions
from tongket.training.models import ClassSession, School, TrainingClass
from tongket.training.rules import Kind
from tongket.training.tests.make import make_class, make_learner


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"kind": "OTHER"}, "kind"),
        ({"title": " "}, "title"),
        ({"opened_on": date(2021, 1, 5), "closed_on": None}, "opened_on"),
        ({"closed_on": date(2020, 9, 6)}, "closed_on"),
        ({"learners": -1}, "learners"),
        ({"decision_number": "5-QĐ"}, "decided_on"),
        ({"decided_on": date(2020, 9, 1)}, "decision_number"),
    ],
)
def test_class_with_a_mistake_is_refused(cast: Any, fields: dict[str, Any], named: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        make_class(cast, **fields)

    assert set(refusal.value.message_dict) == {named}
    assert not TrainingClass.objects.exists()


@pytest.mark.parametrize(
    ("who", "may_read", "may_write"),
    [
        ("root_officer", True, True),
        ("north_officer", True, True),
        ("north_secretary", True, False),
        ("root_clerk", True, False),
        ("north_a_secretary", False, False),  # a class of the department, not of the cell
        ("north_inspector", False, False),
        ("south_officer", False, False),
        ("auditor", False, False),
        ("stranger", False, False),
    ],
)
def test_class_is_open_to_whom_the_table_names(cast: Any, who: str, may_read: bool, may_write: bool) -> None:
    row = make_class(cast)

    found = [access.may(cast.person(who), verb, row, on=cast.today) for verb in ("training.read", "training.write")]

    assert found == [may_read, may_write]


@pytest.mark.puts_right("training.TrainingClass")
def test_correction_and_withdrawal_keep_what_was_there(cast: Any) -> None:
    row = make_class(cast)
    who: dict[str, Any] = {"by": cast.person("north_officer"), "on": cast.today}

    actions.correct(row, seen=1, learners=42, because="Đếm lại", **who)
    with pytest.raises(Conflict):
        actions.correct(row, seen=1, learners=43, because="Đếm lại", **who)
    actions.withdraw(row, reason="Nhập nhầm đơn vị", **who)

    assert not TrainingClass.objects.exists()
    assert [held.old.get("learners") for held in HistoryRow.objects.order_by("version")] == [40, 42]


def test_class_with_learners_keeps_its_kind_and_is_not_withdrawn(cast: Any) -> None:
    row = make_learner(cast).training_class
    who: dict[str, Any] = {"by": cast.person("north_officer"), "on": cast.today}

    with pytest.raises(ValidationError) as kind:
        actions.correct(row, seen=row.version, kind=Kind.CANDIDATE, because="Sai loại", **who)
    with pytest.raises(ValidationError) as fewer:
        actions.correct(row, seen=row.version, learners=0, because="Đếm lại", **who)
    with pytest.raises(ValidationError, match="1 học viên"):
        actions.withdraw(row, reason="Nhập nhầm đơn vị", **who)

    assert (set(kind.value.message_dict), set(fewer.value.message_dict)) == ({"kind"}, {"learners"})


@pytest.mark.puts_right("training.School")
def test_school_is_named_once_corrected_and_withdrawn_while_no_class_names_it(cast: Any) -> None:
    who: dict[str, Any] = {"by": cast.person("north_officer"), "on": cast.today}
    school = actions.keep_school(cast.unit("north"), name="Trường Chính trị tỉnh", **who)
    row = make_class(cast, school=school)

    with pytest.raises(ValidationError):
        actions.keep_school(cast.unit("north"), name="trường chính trị TỈNH", **who)
    actions.correct_school(school, name="Trường Chính trị", address="Sông Mẫu", because="Tên mới", seen=1, **who)
    with pytest.raises(ValidationError, match="1 lớp"):
        actions.withdraw_school(school, reason="Không còn", **who)
    actions.withdraw(row, reason="Nhập nhầm", **who)
    actions.withdraw_school(school, reason="Không còn", **who)

    assert not School.objects.exists()


@pytest.mark.puts_right("training.ClassSession")
def test_day_of_a_class_lies_within_it_is_corrected_and_withdrawn(cast: Any) -> None:
    row = make_class(cast)
    who: dict[str, Any] = {"by": cast.person("north_officer"), "on": cast.today}
    session = actions.add_session(row, held_on=date(2020, 9, 8), subject="Điều lệ Đảng", **who)

    right: dict[str, Any] = {"held_on": date(2020, 9, 8), "subject": "Khác"}
    wrongs: list[dict[str, Any]] = [{"held_on": date(2020, 9, 12)}, {"subject": " "}, {"subject": "Điều lệ Đảng"}]
    for wrong in wrongs:
        with pytest.raises(ValidationError):
            actions.add_session(row, **(right | wrong | who))
    actions.correct_session(
        session, held_on=date(2020, 9, 9), subject="Điều lệ Đảng", because="Dời ngày", seen=1, **who
    )
    actions.withdraw_session(session, reason="Không học", **who)

    assert not ClassSession.objects.exists()
    assert [kept.reason for kept in HistoryRow.objects.order_by("version")] == ["Dời ngày", "Không học"]


def test_classes_are_counted_by_kind_and_year(cast: Any) -> None:
    make_class(cast)
    make_class(cast, kind=Kind.THEORY_INTERMEDIATE, learners=50)
    make_class(cast, "north_a", kind=Kind.NEW_MEMBER, learners=9)
    make_class(cast, kind=Kind.CANDIDATE, learners=70)
    make_class(cast, opened_on=date(2019, 9, 9), closed_on=None)
    keys = [
        "training_classes",
        "training_classes_intermediate_theory",
        "training_classes_refresher",
        "training_learners",
        "members_admission_classes",
        "members_admission_learners",
    ]

    counted = count(2020, under=cast.unit("root"), figures=[REGISTRY[key] for key in keys])

    assert [int(counted.own(key).value or 0) for key in keys] == [3, 1, 1, 99, 1, 70]


def test_class_is_recorded_corrected_and_withdrawn_by_its_pages(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_officer")
    values = {"unit": "NORTH", "kind": "REFRESHER", "title": "Lớp A", "opened_on": "07/09/2020", "learners": "40"}

    def send(url: str, values: dict[str, Any]) -> Any:
        return browser.post(url, urlencode(values), content_type="application/x-www-form-urlencoded", follow=True)

    made = send(reverse("training:new"), values).content.decode()
    row = TrainingClass.objects.get()
    wrong = send(reverse("training:new"), {**values, "closed_on": "01/09/2020"})
    corrected = send(
        reverse("training:correct", args=[row.pk]),
        {**values, "seen": row.version, "title": "Lớp B", "because": "Tên sai"},
    ).content.decode()
    withdrawn = send(reverse("training:withdraw", args=[row.pk]), {"reason": "Nhập nhầm"}).content.decode()

    assert "Đã ghi lớp." in made
    assert wrong.status_code == 422
    assert "Ngày bế giảng 01/09/2020 lại trước ngày khai giảng 07/09/2020" in wrong.content.decode()
    assert "Lớp B" in corrected
    assert "Đã rút" in withdrawn


@pytest.mark.parametrize(
    ("who", "listed", "new"),
    [("north_officer", 200, 200), ("root_clerk", 200, 403), ("north_a_secretary", 200, 403), ("stranger", 403, 403)],
)
def test_pages_are_open_to_whom_the_table_names(signed_in: Any, who: str, listed: int, new: int) -> None:
    browser = signed_in(who)

    assert [browser.get(url).status_code for url in ("/training/", "/training/new/")] == [listed, new]


def test_list_asks_the_same_number_of_questions_for_one_and_for_three_rows(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_officer")

    def asked() -> int:
        return questions(browser, "/training/")

    make_class(cast)
    browser.get("/training/")
    once = asked()
    make_class(cast, "south")
    make_class(cast, "north_a")

    assert asked() == once
