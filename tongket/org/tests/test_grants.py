"""Grants through the actions: who gives what to whom, the second person, what ends them (S-01, S-03, S-07, S-08)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tongket.core.states import WrongState
from tongket.org import access, actions
from tongket.org.grant_rules import Refusal
from tongket.org.models import AuditRow, Grant, HistoryRow, Office, OfficeTerm
from tongket.org.saving import Conflict
from tongket.org.tests.make import UNTIL, give, let_act_for, new_office, office_of


@pytest.mark.parametrize(
    ("who", "domain", "unit", "changes", "refusal"),
    [
        ("operator", "office", "north", {}, None),
        ("operator", "office", "south", {}, None),
        ("root_secretary", "insp", "north", {}, None),
        ("north_secretary", "lead", "north_a", {}, None),
        ("north_officer", "org", "north", {}, None),
        ("north_inspector", "insp", "north", {}, None),
        ("operator", "lead", "north", {}, Refusal.NO_SECOND),
        ("operator", "insp", "north", {}, Refusal.NO_SECOND),
        ("operator", "audit", "north", {}, Refusal.NO_SECOND),
        ("operator", "lead", "north", {"second": "operator"}, Refusal.SECOND_IS_GIVER),
        ("operator", "lead", "north", {"second": "north_clerk"}, Refusal.SECOND_MAY_NOT),
        ("operator", "lead", "north", {"second": "south_secretary"}, Refusal.SECOND_MAY_NOT),  # beside
        ("operator", "lead", "north", {"second": "north_a_secretary"}, Refusal.SECOND_MAY_NOT),  # below
        ("operator", "audit", "north", {"second": "north_inspector"}, Refusal.SECOND_MAY_NOT),
        ("north_officer", "insp", "north", {}, Refusal.NOT_YOURS),
        ("north_officer", "audit", "north", {}, Refusal.NOT_YOURS),
        ("north_inspector", "lead", "north", {}, Refusal.NOT_YOURS),
        ("operator", "office", "north", {"decision": "  "}, Refusal.NO_DECISION),
        ("operator", "office", "north", {"valid_from": date(2019, 12, 31)}, Refusal.BEFORE_OFFICE),
        ("operator", "office", "north", {"valid_until": date(2021, 1, 4)}, Refusal.ENDS_FIRST),
    ],
)
def test_right_is_given_or_refused(
    cast: Any, who: str, domain: str, unit: str, changes: dict[str, Any], refusal: Refusal | None
) -> None:
    term = new_office(cast, "north")

    if refusal is None:
        row = give(cast, term, domain, unit, by=who, **changes)
        assert (row.state, row.granted_by) == ("given", cast.person(who))
    else:
        with pytest.raises(actions.GrantRefused) as refused:
            give(cast, term, domain, unit, by=who, **changes)
        assert refused.value.refusal == refusal
        assert not Grant.objects.filter(office_term=term).exists()


@pytest.mark.parametrize(
    ("who", "unit"),
    [
        *[("north_secretary", unit) for unit in ("root", "south", "south_a")],
        ("north_officer", "root"),
        ("north_clerk", "north"),
        ("north_a_secretary", "north_a"),
        ("auditor", "root"),
        ("stranger", "north"),
    ],
)
def test_unit_out_of_reach_is_refused(cast: Any, who: str, unit: str) -> None:
    with pytest.raises(access.NotAllowed):
        give(cast, new_office(cast, unit), "office", unit, by=who)


@pytest.mark.parametrize(
    ("who", "domain", "unit"),
    [
        ("operator", "office", "root"),
        ("root_secretary", "office", "root"),
        ("north_officer", "org", "north_a"),
        ("north_inspector", "insp", "north_a"),
    ],
)
def test_nobody_gives_to_themselves(cast: Any, who: str, domain: str, unit: str) -> None:
    with pytest.raises(actions.GrantRefused) as refused:
        give(cast, office_of(cast, who), domain, unit, by=who)

    assert refused.value.refusal == Refusal.ONESELF


@pytest.mark.parametrize(
    ("first", "then", "refused"),
    [
        (("insp", "north"), ("audit", "north"), True),
        (("insp", "north"), ("audit", "root"), True),  # above
        (("insp", "north"), ("audit", "north_a"), True),  # below
        (("audit", "root"), ("insp", "north_a"), True),
        (("insp", "north"), ("audit", "south"), False),  # beside
        (("insp", "north"), ("office", "north"), False),
    ],
)
def test_inspection_and_log_supervision_are_never_in_one_hand(cast: Any, first: Any, then: Any, refused: bool) -> None:
    term = new_office(cast, "root")
    other = OfficeTerm.objects.create(
        unit=cast.unit("north"), person=term.person, office=Office.AUDITOR, how="assigned", decision="1",
        from_on=term.from_on,
    )  # fmt: skip
    give(cast, term, *first, by="root_secretary")

    if refused:
        with pytest.raises(actions.GrantRefused) as error:
            give(cast, other, *then, by="root_secretary")
        assert error.value.refusal == Refusal.ONE_HAND
    else:
        assert give(cast, other, *then, by="root_secretary").state == "given"


def test_other_hand_is_free_again_once_the_first_has_ended(cast: Any) -> None:
    term = new_office(cast, "root")
    row = give(cast, term, "insp", "root", by="root_secretary", valid_until=date(2021, 6, 1))

    with pytest.raises(actions.GrantRefused):
        give(cast, term, "audit", "root", by="root_secretary", valid_from=date(2021, 5, 31))
    late = give(cast, term, "audit", "root", by="root_secretary", valid_from=date(2021, 6, 1))

    assert (row.state, late.state) == ("given", "given")


# --- The second person


def test_proposed_right_gives_nothing_until_the_second_person_confirms(cast: Any) -> None:
    term = new_office(cast, "north")
    row = give(cast, term, "insp", "north", by="operator", second="root_secretary")
    assert (row.state, list(term.person.running_grants(cast.today))) == ("proposed", [])

    actions.confirm_grant(row, by=cast.person("root_secretary"), on=cast.today)

    person = OfficeTerm.objects.get(pk=term.pk).person
    assert [grant.domain for grant in person.running_grants(cast.today)] == ["insp"]
    row.refresh_from_db()
    assert (row.granted_by, row.confirmed_by) == (cast.person("operator"), cast.person("root_secretary"))
    logged = AuditRow.objects.filter(object_id=str(row.pk)).order_by("sequence")
    assert [(one.policy, one.actor) for one in logged] == [
        ("grant.write", str(cast.people["operator"].pk)),
        ("grant.confirm", str(cast.people["root_secretary"].pk)),
    ]


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("operator", access.NotAllowed),
        ("north_clerk", access.NotAllowed),
        ("south_secretary", access.NotAllowed),
        ("north_secretary", actions.GrantRefused),  # may, but another was chosen
        ("north_inspector", actions.GrantRefused),  # not for leadership
    ],
)
def test_confirmation_by_others_is_refused(cast: Any, who: str, error: type[Exception]) -> None:
    row = give(cast, new_office(cast, "north"), "lead", "north", by="operator", second="root_secretary")

    with pytest.raises(error):
        actions.confirm_grant(row, by=cast.person(who), on=cast.today)


def test_receiver_does_not_confirm(cast: Any) -> None:
    with pytest.raises(actions.GrantRefused) as refused:
        give(cast, office_of(cast, "north_secretary"), "org", "north", by="operator", second="north_secretary")

    assert refused.value.refusal == Refusal.SECOND_IS_RECEIVER


def test_second_who_has_lost_their_right_does_not_confirm(cast: Any) -> None:
    row = give(cast, new_office(cast, "north"), "lead", "north", by="operator", second="north_secretary")
    officer = cast.person("north_officer")
    actions.leave_office(office_of(cast, "north_secretary"), until_on=cast.today, by=officer, on=cast.today)

    with pytest.raises(access.NotAllowed):
        actions.confirm_grant(row, by=cast.person("north_secretary"), on=cast.today)


def test_database_refuses_a_confirmation_by_giver_or_receiver(cast: Any) -> None:
    row = give(cast, new_office(cast, "north"), "office", "north", by="operator")

    for person in (row.granted_by, row.person):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.filter(pk=row.pk).update(confirmed_by=person)


@pytest.mark.puts_right("org.Grant")
def test_refused_or_withdrawn_right_gives_nothing_and_is_not_confirmed_later(cast: Any) -> None:
    secretary = cast.person("root_secretary")
    row = give(cast, new_office(cast, "north"), "lead", "north", by="operator", second="root_secretary")
    other = give(cast, new_office(cast, "north_a"), "lead", "north", by="operator", second="root_secretary")

    actions.refuse_grant(row, reason="Chưa có quyết định", by=secretary, on=cast.today)
    actions.withdraw_grant(other, reason="Nhầm người", by=cast.person("operator"), on=cast.today)

    for one, note in ((row, "Chưa có quyết định"), (other, "Nhầm người")):
        assert Grant.objects.get(pk=one.pk).note == note
        with pytest.raises(WrongState):
            actions.confirm_grant(Grant.objects.get(pk=one.pk), by=secretary, on=cast.today)


def test_several_are_confirmed_at_once_or_none(cast: Any) -> None:
    rows = [
        give(cast, new_office(cast, unit), "lead", unit, by="operator", second=second)
        for unit, second in (("north_a", "root_secretary"), ("north_b", "root_secretary"), ("south", "root_secretary"))
    ]

    actions.confirm_grants(rows, by=cast.person("root_secretary"), on=cast.today)

    assert set(Grant.objects.filter(pk__in=[row.pk for row in rows]).values_list("state", flat=True)) == {"given"}


# --- Afterwards


@pytest.mark.puts_right("org.Grant")
def test_correction_keeps_what_was_and_tells_the_second_writer(cast: Any) -> None:
    row = give(cast, new_office(cast, "north"), "office", "north", by="operator")
    values = {"decision": "08-QĐ", "decided_on": cast.today, "valid_from": cast.today, "valid_until": UNTIL}

    actions.correct_grant(row, **values, seen=1, by=cast.person("operator"), on=cast.today)

    old = HistoryRow.objects.get(about="org.grant").old
    assert (old["decision"], old["valid_until"]) == ("06-QĐ", None)
    late = Grant.objects.get(pk=row.pk)
    with pytest.raises(Conflict):
        actions.correct_grant(late, **values, seen=1, by=cast.person("operator"), on=cast.today)


@pytest.mark.parametrize(
    ("who", "until", "refusal"),
    [
        ("operator", date(2022, 1, 1), Refusal.WIDER),
        ("operator", date(2021, 6, 1), None),
        ("root_secretary", date(2022, 1, 1), None),
        ("north_inspector", date(2021, 6, 1), Refusal.NOT_YOURS),
    ],
)
def test_who_needs_a_second_person_makes_a_right_no_longer(
    cast: Any, who: str, until: date, refusal: Refusal | None
) -> None:
    row = give(cast, new_office(cast, "north"), "lead", "north", by="root_secretary", valid_until=UNTIL)
    values = {"decision": "08-QĐ", "decided_on": None, "valid_from": cast.today, "valid_until": until}

    def correct() -> Grant:
        return actions.correct_grant(row, **values, seen=1, by=cast.person(who), on=cast.today)

    if refusal is None:
        assert correct().valid_until == until
    else:
        with pytest.raises(actions.GrantRefused) as refused:
            correct()
        assert refused.value.refusal == refusal


def test_right_is_ended_from_today_on_and_not_by_its_holder(cast: Any) -> None:
    term = new_office(cast, "north")
    row = give(cast, term, "office", "north", by="operator")
    operator = cast.person("operator")

    with pytest.raises(ValidationError):
        actions.end_grant(row, until_on=cast.today - timedelta(1), reason="Thôi", by=operator, on=cast.today)
    actions.end_grant(row, until_on=cast.today, reason="Thôi", by=operator, on=cast.today)

    assert not access.holds(OfficeTerm.objects.get(pk=term.pk).person, "report.collect", on=cast.today)
    own = Grant.objects.get(person=cast.people["root_secretary"])
    with pytest.raises(actions.GrantRefused) as refused:
        actions.end_grant(own, until_on=cast.today, reason="", by=cast.person("root_secretary"), on=cast.today)
    assert refused.value.refusal == Refusal.ONESELF


def test_end_of_an_office_ends_its_grants_for_good(cast: Any) -> None:
    term = office_of(cast, "north_clerk")
    person = cast.person("north_clerk")
    assert access.holds(person, "report.collect", on=cast.today)

    actions.leave_office(term, until_on=cast.today, by=cast.person("north_officer"), on=cast.today)
    OfficeTerm.objects.filter(pk=term.pk).update(until_on=None)  # should its days ever change

    grant = Grant.objects.get(office_term=term)
    assert grant.valid_until == cast.today
    assert not access.holds(cast.person("north_clerk"), "report.collect", on=cast.today)


# --- Standing in, acting for


def stand_in(cast: Any, absent: str, term: OfficeTerm, *, by: str = "root_secretary", **changes: Any) -> Grant:
    values: dict[str, Any] = {"decision": "09-QĐ", "valid_from": cast.today, "valid_until": date(2021, 2, 1)}
    absent_grant = Grant.objects.select_related("office_term", "unit__place").get(person=cast.people[absent])
    return actions.stand_in(absent_grant, term, by=cast.person(by), on=cast.today, **values | changes)


def test_both_names_stand_on_what_a_stand_in_does(cast: Any) -> None:
    term = new_office(cast, "north", Office.DEPUTY_SECRETARY)
    stand_in(cast, "north_officer", term)
    deputy = OfficeTerm.objects.get(pk=term.pk).person

    new = new_office(cast, "north_a", name="Vi Văn Hai")
    actions.leave_office(new, until_on=cast.today, by=deputy, on=cast.today)

    logged = AuditRow.objects.filter(policy="office.write", object_id=str(new.pk)).latest("sequence")
    assert (logged.actor, logged.acting_for) == (str(deputy.pk), str(cast.people["north_officer"].pk))


def test_own_right_is_enough_for_ones_own_name(cast: Any) -> None:
    term = office_of(cast, "north_secretary")
    stand_in(cast, "north_officer", term)
    give(cast, term, "org", "north", by="root_secretary")
    new = new_office(cast, "north_a", name="Vi Văn Hai")

    actions.leave_office(new, until_on=cast.today, by=cast.person("north_secretary"), on=cast.today)

    assert AuditRow.objects.filter(policy="office.write").latest("sequence").acting_for == ""


@pytest.mark.parametrize("what", ["days", "office of the stand-in", "office of the absent", "right of the absent"])
def test_standing_in_ends_with(cast: Any, what: str) -> None:
    term = new_office(cast, "north", Office.DEPUTY_SECRETARY)
    row = stand_in(cast, "north_officer", term)
    day = cast.today
    assert Grant.objects.get(pk=row.pk).is_running(day)

    if what == "days":
        day = date(2021, 2, 1)
    elif what == "right of the absent":
        absent = Grant.objects.get(person=cast.people["north_officer"])
        actions.end_grant(absent, until_on=day, reason="", by=cast.person("root_secretary"), on=day)
    else:
        ending = term if what == "office of the stand-in" else office_of(cast, "north_officer")
        actions.leave_office(ending, until_on=day, by=cast.person("root_officer"), on=day)

    assert not OfficeTerm.objects.get(pk=term.pk).person.running_grants(day)


@pytest.mark.parametrize(
    ("absent", "who", "by", "changes", "refusal"),
    [
        ("north_officer", "north_officer", "root_secretary", {}, Refusal.OWN_ABSENCE),
        ("north_officer", "north_clerk", "root_secretary", {"valid_until": None}, Refusal.NO_END),
        ("north_officer", "north_clerk", "root_secretary", {"valid_until": date(2022, 2, 1)}, Refusal.TOO_LONG),
        ("north_secretary", "north_clerk", "operator", {}, Refusal.NO_SECOND),
        ("north_inspector", "north_clerk", "north_officer", {}, Refusal.NOT_YOURS),
        ("root_inspector", "auditor", "root_secretary", {}, Refusal.ONE_HAND),
        ("north_secretary", "root_secretary", "root_secretary", {}, Refusal.ONESELF),
    ],
)
def test_standing_in_is_refused(
    cast: Any, absent: str, who: str, by: str, changes: dict[str, Any], refusal: Refusal
) -> None:
    with pytest.raises(actions.GrantRefused) as refused:
        stand_in(cast, absent, office_of(cast, who), by=by, **changes)

    assert refused.value.refusal == refusal


def test_stand_in_is_not_stood_in_for(cast: Any) -> None:
    row = stand_in(cast, "north_officer", office_of(cast, "north_clerk"))

    with pytest.raises(actions.GrantRefused) as refused:
        actions.stand_in(
            row, office_of(cast, "north_secretary"), decision="1", valid_from=cast.today, valid_until=UNTIL,
            by=cast.person("root_secretary"), on=cast.today,
        )  # fmt: skip

    assert refused.value.refusal == Refusal.NOT_STANDING_IN


def test_acting_for_one_unit_reaches_no_other_and_no_rights_of_its_own(cast: Any) -> None:
    let_act_for(cast, "north_clerk", "north_a")
    clerk = cast.person("north_clerk")

    reached = [name for name in cast.units if access.may(clerk, "report.act", cast.unit(name), on=cast.today)]

    assert reached == ["north_a"]
    assert [grant.domain for grant in clerk.running_grants(cast.today)] == ["office"]


def test_acting_for_has_an_end(cast: Any) -> None:
    with pytest.raises(actions.GrantRefused) as refused:
        actions.let_act_for(
            office_of(cast, "north_clerk"), cast.unit("north_a"), member=None, decision="1", valid_from=cast.today,
            valid_until=None, by=cast.person("root_secretary"), on=cast.today,
        )  # fmt: skip

    assert refused.value.refusal == Refusal.NO_END


# --- In bulk


def test_usual_rights_of_several_offices_are_given_by_one_decision_or_none(cast: Any) -> None:
    terms = [new_office(cast, unit, Office.SECRETARY) for unit in ("north_a", "north_b")]
    secretary = cast.person("north_secretary")

    made = actions.grant_usual(terms, decision="10-QĐ", valid_from=None, by=secretary, on=cast.today)

    assert [(row.domain, row.unit.code, row.valid_from) for row in made] == [
        ("lead", "NORTH-A", date(2020, 1, 1)),
        ("lead", "NORTH-B", date(2020, 1, 1)),
    ]
    more = [new_office(cast, "north_a", Office.CLERK, "Lê Văn Thêm"), terms[0]]
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        actions.grant_usual(more, decision="11-QĐ", valid_from=None, by=secretary, on=cast.today)
    assert len(refused.value.messages) == 1
    assert not Grant.objects.filter(office_term=more[0]).exists()
