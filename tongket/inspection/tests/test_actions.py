"""Keeping the programme, recording parties and discipline; who may not; what the figures give."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.figures.counting import count
from tongket.figures.declare import get
from tongket.inspection import actions
from tongket.inspection.actions import Inspected
from tongket.inspection.models import DisciplineDecision, InspectedParty, ProgrammeItem
from tongket.inspection.rules import Act, DecidedBy, Form, Manner, Matter, Owner, State
from tongket.inspection.tests.make import DUE, carry_out, make_case, make_item
from tongket.members.tests.make import make_member
from tongket.org import access
from tongket.org.access import FenceClosed, NotAllowed
from tongket.org.models import AuditRow

DONE = date(2020, 9, 1)
PLAN: dict[str, Any] = {
    "owner": Owner.COMMITTEE,
    "act": Act.INSPECTION,
    "manner": Manner.REGULAR,
    "subject": "Việc chấp hành quy chế làm việc",
    "year": 2020,
    "due_on": DUE,
}
DECISION: dict[str, Any] = {
    "form": Form.REPRIMAND,
    "ground": Matter.DUTIES,
    "decided_by": DecidedBy.COMMISSION,
    "number": "05-QĐ/UBKT",
    "decided_on": date(2020, 6, 1),
}


def test_planned_item_needs_no_fence(cast: Any) -> None:
    item = actions.plan(cast.unit("north"), **PLAN, by=cast.person("north_inspector"), on=cast.today)

    assert (item.state, item.is_planned) == (State.PLANNED, True)


@pytest.mark.parametrize("who", ["north_secretary", "north_clerk", "north_officer", "south_secretary", "stranger"])
def test_programme_is_kept_by_inspectors_alone(cast: Any, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.plan(cast.unit("north"), **PLAN, by=cast.behind_fence(who), on=cast.today)

    assert not ProgrammeItem.objects.exists()


CASE: dict[str, Any] = {
    "owner": Owner.COMMISSION,
    "manner": Manner.SIGNS,
    "number": "03/DHVP",
    "received_on": date(2020, 5, 4),
    "due_on": date(2020, 6, 18),
}


def test_case_is_outside_the_programme_behind_the_fence_and_has_no_theme(cast: Any) -> None:
    with pytest.raises(FenceClosed):
        actions.enter_case(cast.unit("north"), **CASE, by=cast.person("north_inspector"), on=cast.today)
    item = actions.enter_case(cast.unit("north"), **CASE, by=cast.behind_fence("north_inspector"), on=cast.today)

    assert (item.is_planned, item.subject, item.year) == (False, "", 2020)
    assert item.title.endswith(" 03/DHVP")


@pytest.mark.rule("R-INS-07", "R-DAT-03")
def test_nobody_is_named_in_a_case_before_it_is_concluded(cast: Any) -> None:
    inspector, party = cast.behind_fence("north_inspector"), Inspected(unit=cast.unit("north_a"))
    item = actions.enter_case(cast.unit("north"), **CASE, by=inspector, on=cast.today)

    with pytest.raises(ValidationError):
        actions.name_party(item, party=party, by=inspector, on=cast.today)
    actions.carry_out(item, done_on=DONE, by=inspector, on=cast.today)
    row = actions.name_party(item, party=party, by=inspector, on=cast.today)

    assert row.done_on == DONE


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"due_on": date(2021, 1, 2)}, "due_on"),
        ({"act": Act.SUPERVISION, "manner": Manner.SIGNS}, "manner"),
    ],
)
def test_item_that_cannot_be_is_refused_with_its_field(cast: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.plan(cast.unit("north"), **{**PLAN, **changes}, by=cast.behind_fence("north_inspector"), on=cast.today)

    assert list(refusal.value.error_dict) == [field]


def test_parties_are_recorded_once_and_the_item_is_done(cast: Any) -> None:
    item = make_item(cast.unit("north"))
    member = make_member(cast, "north_a", "Lê Văn Mẫu")
    parties = [Inspected(unit=cast.unit("north_a")), Inspected(member=member)]
    inspector = cast.behind_fence("north_inspector")

    actions.carry_out(item, parties=parties, done_on=DONE, by=inspector, on=cast.today)

    item.refresh_from_db()
    assert (item.state, item.done_on, item.parties.count()) == (State.DONE, DONE, 2)
    with pytest.raises(WrongState):
        actions.carry_out(item, parties=parties, done_on=DONE, by=inspector, on=cast.today)


def test_item_that_somebody_else_finished_meanwhile_is_not_finished_again(cast: Any) -> None:
    item = make_item(cast.unit("north"))
    seen = ProgrammeItem.objects.get(pk=item.pk)
    carry_out(cast, item, Inspected(unit=cast.unit("north_a")))

    with pytest.raises(WrongState):
        carry_out(cast, seen, Inspected(unit=cast.unit("north_b")))

    assert InspectedParty.objects.count() == 1


@pytest.mark.parametrize("case", ["nobody", "twice", "both", "neither", "early", "late"])
def test_parties_that_cannot_be_are_refused(cast: Any, case: str) -> None:
    item = make_item(cast.unit("north"))
    cell, member = cast.unit("north_a"), make_member(cast, "north_a", "Lê Văn Mẫu")
    parties = {
        "nobody": [],
        "twice": [Inspected(unit=cell), Inspected(unit=cell)],
        "both": [Inspected(unit=cell, member=member)],
        "neither": [Inspected()],
    }.get(case, [Inspected(unit=cell)])
    day = {"early": date(2019, 12, 31), "late": date(2021, 1, 5)}.get(case, DONE)

    with pytest.raises(ValidationError):
        actions.carry_out(item, parties=parties, done_on=day, by=cast.behind_fence("north_inspector"), on=cast.today)

    assert not InspectedParty.objects.exists()


@pytest.mark.parametrize(
    ("who", "is_past_fence", "may"),
    [
        ("north_inspector", True, True),
        ("root_inspector", True, True),
        ("north_inspector", False, False),
        ("south_officer", True, False),
        ("root_secretary", True, False),
        ("root_clerk", True, False),
        ("root_officer", True, False),
        ("north_a_secretary", True, False),
        ("operator", True, False),
        ("auditor", True, False),
        ("stranger", True, False),
    ],
)
@pytest.mark.parametrize("verb", ["inspection.read", "inspection.write", "discipline.read", "discipline.write"])
def test_fence_lets_only_inspectors_of_the_unit_in(
    cast: Any, who: str, is_past_fence: bool, may: bool, verb: str
) -> None:
    item = make_item(cast.unit("north_a"))
    reader = cast.behind_fence(who) if is_past_fence else cast.person(who)

    allowed = access.scope(ProgrammeItem.objects.all(), reader, verb, on=cast.today)

    assert list(allowed) == ([item] if may else [])


def test_member_reads_the_decision_on_themselves_and_no_other(cast: Any) -> None:
    mine = make_member(cast, "north_a", "Lê Văn Mẫu")
    other = make_member(cast, "north_a", "Trần Thử")
    inspector = cast.behind_fence("north_inspector")
    for member in (mine, other):
        actions.decide_discipline(
            cast.unit("north_a"), party=Inspected(member=member), **DECISION, by=inspector, on=cast.today
        )
    cast.people["themselves"] = mine.person
    person = cast.behind_fence("themselves")

    rows = DisciplineDecision.objects.all()
    assert [row.party_member for row in access.scope(rows, person, "discipline.own", on=cast.today)] == [mine]
    assert not access.scope(rows, person, "discipline.read", on=cast.today).exists()
    assert not access.holds(person, "discipline.read", on=cast.today)


@pytest.mark.parametrize("form", [Form.REMOVAL_FROM_OFFICE, Form.EXPULSION, Form.DISSOLUTION])
def test_probationary_member_gets_the_two_lightest_forms_only(cast: Any, form: Form) -> None:
    member = make_member(cast, "north_a", "Lê Văn Mẫu", official_on=None)
    given = {**DECISION, "form": form}

    with pytest.raises(ValidationError) as refusal:
        actions.decide_discipline(
            cast.unit("north_a"),
            party=Inspected(member=member),
            **given,
            by=cast.behind_fence("north_inspector"),
            on=cast.today,
        )

    assert list(refusal.value.error_dict) == ["form"]


@pytest.mark.rule("R-INS-01", "R-INS-02")
def test_figures_keep_the_two_owners_and_the_two_kinds_of_party_apart(cast: Any) -> None:
    north = cast.unit("north")
    member = make_member(cast, "north_a", "Lê Văn Mẫu")
    carry_out(
        cast, make_item(north, owner=Owner.COMMITTEE), Inspected(unit=cast.unit("north_a")), Inspected(member=member)
    )
    carry_out(cast, make_item(north, act=Act.SUPERVISION), Inspected(unit=cast.unit("north_b")))
    carry_out(cast, make_item(cast.unit("root")), Inspected(unit=north))
    make_item(north, year=2019, due_on=date(2019, 9, 1))
    expected = {
        "inspections_supervisions_total": 2,
        "inspections_orgs": 1,
        "inspections_members": 1,
        "supervisions_total": 0,
        "ic_inspections_supervisions_total": 1,  # of the root's own commission, not of those below
        "ic_inspections_orgs": 1,
        "ic_supervisions_total": 0,
    }

    counted = count(2020, under=cast.unit("root"), figures=[get(key) for key in expected])

    assert {key: counted.own(key).value for key in expected} == expected
    assert counted.of(north, "ic_supervisions_total").value == 1


def test_programme_is_complete_whatever_stands_outside_it(cast: Any) -> None:
    north = cast.unit("north")
    carry_out(cast, make_item(north), Inspected(unit=cast.unit("north_a")))
    carry_out(cast, make_item(north, due_on=date(2020, 8, 1)), Inspected(unit=cast.unit("north_a")))  # late
    make_case(north)
    keys = (
        "programme_items_planned",
        "programme_items_done",
        "programme_items_late",
        "programme_items_on_time",
        "inspection_programme_completed_pct",
    )

    counted = count(2020, under=north, figures=[get(key) for key in keys])

    assert [counted.own(key).value for key in keys] == [2, 2, 1, 1, 100]


def test_member_disciplined_twice_in_a_year_is_one_member(cast: Any) -> None:
    member = make_member(cast, "north_a", "Lê Văn Mẫu")
    for form, day in (
        (Form.REPRIMAND, date(2020, 3, 2)),
        (Form.WARNING, date(2020, 8, 3)),
        (Form.WARNING, date(2019, 8, 3)),
    ):
        actions.decide_discipline(
            cast.unit("north_a"),
            party=Inspected(member=member),
            **{**DECISION, "form": form, "decided_on": day},
            by=cast.behind_fence("root_inspector"),
            on=cast.today,
        )
    keys = ("members_disciplined", "members_reprimanded", "members_warned", "organisations_disciplined")

    counted = count(2020, under=cast.unit("root"), figures=[get(key) for key in keys])

    assert [counted.own(key).value for key in keys] == [1, 1, 1, 0]


def test_decision_counts_in_the_year_in_which_it_takes_effect(cast: Any) -> None:
    actions.decide_discipline(
        cast.unit("north_a"),
        party=Inspected(unit=cast.unit("north_a")),
        **{**DECISION, "decided_on": date(2019, 12, 28)},
        effective_on=date(2020, 1, 6),
        by=cast.behind_fence("root_inspector"),
        on=cast.today,
    )

    figures = [get("organisations_disciplined")]
    found = [count(year, under=cast.unit("root"), figures=figures).own(figures[0].key).value for year in (2019, 2020)]
    assert found == [0, 1]


def test_log_holds_names_of_fields_and_no_values(cast: Any) -> None:
    member = make_member(cast, "north_a", "Lê Văn Mẫu")
    carry_out(cast, make_item(cast.unit("north")), Inspected(member=member))
    actions.decide_discipline(
        cast.unit("north_a"),
        party=Inspected(member=member),
        **DECISION,
        by=cast.behind_fence("root_inspector"),
        on=cast.today,
    )

    rows = AuditRow.objects.filter(policy__in=["inspection.write", "discipline.write"])

    assert [set(row.fields.values()) for row in rows] == [{None}, {None}]
