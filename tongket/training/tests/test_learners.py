"""The list of a class: picked, results, certificates, put right, shown to whom the table names."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tongket.members import conditions
from tongket.members.tests.make import admit, make_member
from tongket.org import access
from tongket.org.models import HistoryRow
from tongket.training import actions, queries
from tongket.training.actions import Outcome
from tongket.training.models import Learner
from tongket.training.rules import Kind, Result
from tongket.training.tests.make import make_candidate, make_class, make_learner


def officer(cast: Any) -> dict[str, Any]:
    return {"by": cast.person("north_officer"), "on": cast.today}


def test_members_are_listed_once_and_the_class_grows_with_its_list(cast: Any) -> None:
    row = make_class(cast, learners=1)
    members = [make_member(cast), make_member(cast, full_name="Lê Văn Hai")]

    actions.add_learners(row, members=members, **officer(cast))
    with pytest.raises(ValidationError, match="Trần Văn Mẫu"):
        actions.add_learners(row, members=members[:1], **officer(cast))
    row.refresh_from_db()

    assert row.learners == 2
    assert [learner.name for learner in queries.roster(row)] == ["Lê Văn Hai", "Trần Văn Mẫu"]


def test_class_takes_members_or_candidates_by_its_kind(cast: Any) -> None:
    of_members, of_candidates = make_class(cast), make_class(cast, kind=Kind.CANDIDATE)

    with pytest.raises(ValidationError) as for_candidates:
        actions.add_learners(of_candidates, members=[make_member(cast)], **officer(cast))
    with pytest.raises(ValidationError) as for_members:
        actions.add_learners(of_members, candidates=[make_candidate(cast)], **officer(cast))

    assert set(for_candidates.value.message_dict) == {"members"}
    assert set(for_members.value.message_dict) == {"candidates"}


def test_member_out_of_reach_is_not_listed(cast: Any) -> None:
    member = make_member(cast, "south_a")

    with pytest.raises(access.NotAllowed):
        actions.add_learners(make_class(cast), members=[member], **officer(cast))


@pytest.mark.parametrize(
    ("who", "may_read", "may_write"),
    [
        ("root_officer", True, True),
        ("north_officer", True, True),
        ("north_secretary", True, False),
        ("root_clerk", True, False),
        ("north_a_secretary", True, False),  # a member of the own cell
        ("north_inspector", False, False),
        ("south_officer", False, False),
        ("stranger", False, False),
    ],
)
def test_learner_is_open_to_whom_the_table_names(cast: Any, who: str, may_read: bool, may_write: bool) -> None:
    row = make_learner(cast)

    may = [access.may(cast.person(who), verb, row, on=cast.today) for verb in ("learning.read", "learning.write")]

    assert may == [may_read, may_write]


def test_certificates_are_numbered_in_the_order_of_names_for_those_who_passed(cast: Any) -> None:
    row = make_class(cast)
    names = ["Trần Văn Mẫu", "Lê Văn Hai", "Phạm Thị Ba"]
    learners = {name: make_learner(cast, row, name) for name in names}
    outcomes = {
        learners["Trần Văn Mẫu"].pk: Outcome(Result.PASSED, "GOOD"),
        learners["Lê Văn Hai"].pk: Outcome(Result.PASSED),
        learners["Phạm Thị Ba"].pk: Outcome(Result.LEFT),
    }

    actions.record_results(row, outcomes, **officer(cast))
    actions.certify(row, certified_on=date(2020, 9, 11), first_number="09/GCN", **officer(cast))
    with pytest.raises(ValidationError, match="chờ cấp"):
        actions.certify(row, certified_on=date(2020, 9, 11), first_number="20/GCN", **officer(cast))

    given = {learner.name: learner.certificate_number for learner in queries.roster(row)}
    assert given == {"Lê Văn Hai": "09/GCN", "Trần Văn Mẫu": "10/GCN", "Phạm Thị Ba": ""}
    assert set(row.roster.values_list("valid_until_on", flat=True)) == {None}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"result": "LEFT", "grade": "GOOD"}, "grade"),
        ({"result": "LEFT", "certificate_number": "1"}, "certificate_number"),
        ({"result": "PASSED", "certificate_number": "1"}, "certified_on"),
        ({"result": "PASSED", "certificate_number": "1", "certified_on": date(2020, 9, 6)}, "certified_on"),
        ({"result": "PASSED", "certificate_number": "1", "certified_on": date(2021, 2, 6)}, "certified_on"),
        ({"result": "OTHER"}, "result"),
    ],
)
def test_result_with_a_mistake_is_refused(cast: Any, fields: dict[str, Any], named: str) -> None:
    row = make_learner(cast)

    with pytest.raises(ValidationError) as refusal:
        actions.correct_learner(row, **fields, because="Nhập nhầm", seen=1, **officer(cast))

    assert set(refusal.value.message_dict) == {named}


@pytest.mark.puts_right("training.Learner")
def test_certificate_is_a_condition_of_admission_until_it_is_corrected_or_withdrawn(cast: Any) -> None:
    candidacy, row = make_candidate(cast), make_class(cast, kind=Kind.CANDIDATE)
    [learner] = actions.add_learners(row, candidates=[candidacy], **officer(cast))

    def certificate() -> tuple[bool, date | None]:
        candidacy.refresh_from_db()
        by_field = {condition.field: condition for condition in conditions.of(candidacy, cast.today)}
        return by_field["certificate_on"].is_met, candidacy.certificate_on

    actions.record_results(row, {learner.pk: Outcome(Result.PASSED)}, **officer(cast))
    actions.certify(row, certified_on=date(2020, 9, 11), first_number="01/GCN", **officer(cast))
    given = certificate()
    learner.refresh_from_db()
    until = learner.valid_until_on
    actions.correct_learner(
        learner, result="PASSED", certificate_number="01/GCN", certified_on=date(2020, 9, 12),
        because="Sai ngày", seen=learner.version, **officer(cast),
    )  # fmt: skip
    corrected = certificate()
    actions.withdraw_learner(learner, reason="Nhầm người", **officer(cast))

    assert (given, until) == ((True, date(2020, 9, 11)), date(2025, 9, 11))
    assert corrected == (True, date(2020, 9, 12))
    assert certificate() == (False, None)
    assert not Learner.objects.exists()
    assert "Sai ngày" in HistoryRow.objects.filter(about="training.learner").values_list("reason", flat=True)


def test_younger_ones_are_warned_of_by_the_text_of_the_day(cast: Any) -> None:
    learner = make_learner(cast)
    learner.training_class.kind, learner.training_class.opened_on = Kind.THEORY_INTERMEDIATE, date(2026, 3, 2)
    assert learner.member is not None
    learner.member.born_on = date(1998, 5, 6)

    hints = [queries.age_hint(learner, queries.ages(day)) for day in (date(2020, 3, 2), date(2026, 3, 2))]

    assert hints == ["", "chưa đủ 30 tuổi khi khai giảng"]


def test_file_of_a_member_names_classes_also_from_before_the_admission(cast: Any, signed_in: Any) -> None:
    learner = make_learner(cast)
    admission = admit(cast)
    candidacy = make_candidate(cast, "Lê Thị Thử")
    row = make_class(cast, kind=Kind.CANDIDATE, title="Nhận thức về Đảng khóa 3")
    actions.add_learners(row, candidates=[candidacy], **officer(cast))
    type(candidacy).objects.filter(pk=candidacy.pk).update(admission=admission)
    assert learner.member is not None
    browser = signed_in("north_a_secretary")

    member, admitted = (
        browser.get(url).content.decode()
        for url in (learner.member.get_absolute_url(), admission.member.get_absolute_url())
    )

    assert "Bồi dưỡng cấp ủy viên" in member
    assert "Nhận thức về Đảng khóa 3" in admitted


def test_list_is_picked_and_results_and_certificates_entered_by_pages(cast: Any, signed_in: Any) -> None:
    row, browser = make_class(cast), signed_in("north_officer")
    first, second = make_member(cast), make_member(cast, "north_b", "Lê Văn Hai")

    def page(name: str, *, send: dict[str, Any] | None = None, query: str = "") -> str:
        url = reverse(f"training:{name}", args=[row.pk]) + query
        answer = browser.get(url, follow=True) if send is None else browser.post(url, send, follow=True)
        return str(answer.content.decode())

    picked = page("under", query="?unit=NORTH-A")
    nobody = page("pick", send={})
    page("pick", send={"members": [str(first.pk)]}, query="?unit=NORTH-A")
    page("add", send={"member": str(second.pk)})
    graded = page("results", send={"others": "PASSED:GOOD", "r0": "LEFT"})
    certified = page("certify", send={"certified_on": "11/09/2020", "first_number": "01/GCN"})

    assert "Trần Văn Mẫu" in picked
    assert "Lê Văn Hai" not in picked
    assert "Chọn ít nhất một người." in nobody
    assert "2 người trong danh sách, 2 người tham gia, 1 người đạt" in graded
    assert "01/GCN, 11/09/2020" in certified


def test_cell_secretary_sees_learners_of_the_own_cell_alone(cast: Any, signed_in: Any) -> None:
    row = make_class(cast)
    make_learner(cast, row)
    other = make_member(cast, "north_b", "Lê Văn Hai")
    actions.add_learners(row, members=[other], **officer(cast))

    text = signed_in("north_a_secretary").get("/training/learners/").content.decode()

    assert "Trần Văn Mẫu" in text
    assert "Lê Văn Hai" not in text
