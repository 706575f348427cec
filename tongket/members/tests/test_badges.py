"""Badges of Party age: marks, days, money, early awards, what waits; proposals, awards, pages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.figures.counting import count
from tongket.figures.declare import REGISTRY
from tongket.members import actions as members
from tongket.members.badges import actions, queries, rules
from tongket.members.badges.queries import Day
from tongket.members.models import Badge, Member
from tongket.members.models.badges import Early
from tongket.members.tests.make import make_member
from tongket.org import access
from tongket.pages import due

DAY = date(2026, 2, 3)
ON = date(2026, 1, 5)
PAPER: dict[str, Any] = {
    "decision_number": "55-QĐ/TU",
    "decided_on": date(2026, 1, 5),
    "decided_by": "Ban Thường vụ Tỉnh uỷ",
}


@pytest.fixture
def text(db: None) -> rules.BadgeText:
    return queries.text_on(DAY)


def since(cast: Any, party_age_from_on: date, unit: str = "north_a", name: str = "Trần Văn Lâu") -> Member:
    """A member whose Party age counts from a day."""
    member = make_member(cast, unit, name)
    changes = {"born_on": date(1930, 1, 1), "party_age_from_on": party_age_from_on, "ceremony_on": None}
    Member.objects.filter(pk=member.pk).update(**changes)
    member.refresh_from_db()
    return member


def listed(day: date) -> set[str]:
    rows = queries.reaching(Member.objects.all(), day, queries.text_on(day))
    return {member.person.full_name for member in rows}


# --- Rules


@pytest.mark.rule("R-BDG-01")
def test_marks_are_those_of_the_text(text: rules.BadgeText) -> None:
    marks_2025 = queries.text_on(date(2025, 2, 3)).years

    assert list(text.years) == [30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95]
    assert 35 not in text.years
    assert 95 not in marks_2025


@pytest.mark.rule("R-BDG-02", "R-BDG-04")
@pytest.mark.parametrize(
    ("from_on", "months_off", "on", "mark"),
    [
        (date(1996, 1, 15), 0, date(2026, 2, 3), 30),  # the example: full on 15/1/2026
        (date(1996, 1, 15), 0, date(2026, 1, 14), None),
        (date(1996, 1, 15), 1, date(2026, 2, 3), None),  # a month outside the Party
        (date(1990, 1, 15), 0, date(2026, 2, 3), 30),  # 36 years: there is no 35
        (date(1996, 2, 29), 0, date(2026, 2, 28), 30),
        (date(1931, 2, 3), 0, date(2026, 2, 3), 95),
    ],
)
def test_mark_is_the_highest_that_is_full(
    text: rules.BadgeText, from_on: date, months_off: int, on: date, mark: int | None
) -> None:
    assert rules.mark_reached(from_on, text.years, on, months_off) == mark


@pytest.mark.rule("R-BDG-04")
def test_there_are_four_days_a_year(text: rules.BadgeText) -> None:
    assert rules.award_days(text, 2026) == [
        date(2026, 2, 3),
        date(2026, 5, 19),
        date(2026, 9, 2),
        date(2026, 11, 7),
    ]
    assert rules.day_before(text, DAY) == date(2025, 11, 7)
    assert rules.next_day(text, date(2026, 11, 8)) == date(2027, 2, 3)


@pytest.mark.rule("R-BDG-05")
@pytest.mark.parametrize(
    ("years", "day", "amount"),
    [
        (40, date(2026, 2, 3), "4680000"),
        (40, date(2026, 9, 2), "5060000"),
        (30, date(2026, 2, 3), "3510000"),
        (45, date(2026, 2, 3), "5850000"),
        (90, date(2026, 9, 2), "63250000"),
    ],
)
@pytest.mark.django_db
def test_money_is_a_multiple_of_the_base_salary_of_the_day(years: int, day: date, amount: str) -> None:
    assert Day.of(day).amount(years) == Decimal(amount)


@pytest.mark.rule("R-BDG-03")
@pytest.mark.parametrize(
    ("years", "early", "full_on", "holds"),
    [
        (30, Early.ILL, date(2027, 2, 3), True),  # 12 months
        (30, Early.ILL, date(2027, 2, 4), False),
        (65, Early.ILL, date(2027, 2, 4), False),
        (70, Early.ILL, date(2028, 2, 3), True),  # 24 months
        (70, Early.ILL, date(2028, 2, 4), False),
        (70, Early.POSTHUMOUS, date(2027, 2, 3), True),
        (70, Early.POSTHUMOUS, date(2027, 2, 4), False),
        (30, Early.NO, date(2026, 2, 3), True),
        (30, Early.NO, date(2026, 2, 4), False),
    ],
)
def test_early_award_has_its_limit(text: rules.BadgeText, years: int, early: str, full_on: date, holds: bool) -> None:
    assert rules.is_full_enough(full_on, DAY, rules.early_limit(text, years, early)) is holds


@pytest.mark.rule("R-BDG-06")
@pytest.mark.parametrize(
    ("penalty", "until"),
    [("reprimand", date(2026, 4, 10)), ("warning", date(2026, 7, 10)), ("removal", date(2026, 10, 10))],
)
def test_badge_waits_after_a_penalty(text: rules.BadgeText, penalty: str, until: date) -> None:
    assert rules.waits_until(text, penalty, date(2025, 10, 10)) == until


# --- Who is listed


@pytest.mark.rule("R-BDG-04")
def test_list_of_a_day_holds_those_who_reach_a_mark_since_the_last(cast: Any) -> None:
    since(cast, date(1996, 1, 15), name="Trần Văn Vừa")
    since(cast, date(1995, 11, 7), name="Trần Văn Trước")  # on the list of 7/11/2025
    since(cast, date(1996, 2, 4), name="Trần Văn Sau")
    since(cast, date(1991, 1, 15), name="Trần Văn Không")  # 35 years

    assert listed(DAY) == {"Trần Văn Vừa"}
    assert listed(date(2026, 5, 19)) == {"Trần Văn Sau"}


@pytest.mark.rule("R-BDG-04")
def test_who_has_the_badge_or_has_left_is_not_listed(cast: Any) -> None:
    has, gone = since(cast, date(1996, 1, 15), name="Trần Văn Có"), since(cast, date(1996, 1, 15), name="Trần Văn Đi")
    by = cast.person("root_officer")
    actions.propose(has, years=30, day=DAY, by=by, on=ON)
    members.leave(gone, how="deceased", left_on=date(2020, 6, 1), by=by, on=cast.today)

    assert listed(DAY) == set()


def test_earlier_ones_are_listed_when_asked_for(cast: Any) -> None:
    since(cast, date(1994, 1, 15))

    rows = queries.reaching(Member.objects.all(), DAY, queries.text_on(DAY), with_earlier=True)

    assert rows.count() == 1


# --- Proposals and awards


@pytest.mark.rule("R-BDG-04", "R-BDG-05")
def test_many_are_proposed_and_awarded_at_once(cast: Any) -> None:
    rows = [since(cast, date(1996, 1, 15)), since(cast, date(1986, 1, 15), "north_b", "Trần Văn Hai")]
    by = cast.person("root_officer")

    made = actions.propose_many(rows, day=DAY, by=by, on=ON)
    actions.award(made, **PAPER, by=by, on=ON)

    found = Badge.objects.order_by("years").values_list("years", "amount", "state")
    assert list(found) == [(30, Decimal(3510000), "AWARDED"), (40, Decimal(4680000), "AWARDED")]
    Badge.objects.update(day=date(2020, 2, 3))  # a year whose tree the cast has
    counted = count(2020, under=cast.unit("root"), figures=[REGISTRY["badges_awarded_40"], REGISTRY["badges_awarded"]])
    assert [int(counted.own(key).value or 0) for key in ("badges_awarded_40", "badges_awarded")] == [1, 2]


@pytest.mark.rule("R-BDG-01", "R-BDG-02", "R-BDG-03", "R-BDG-04", "R-BDG-06")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"years": 35}, "years"),
        ({"years": 40}, "years"),
        ({"months_off": 1}, "years"),
        ({"early": "posthumous"}, "early"),
        ({"penalty": "reprimand", "penalty_on": date(2025, 10, 10)}, "penalty"),
        ({"penalty": "warning"}, "penalty_on"),
    ],
)
def test_proposal_is_refused(cast: Any, changes: dict[str, Any], field: str) -> None:
    member = since(cast, date(1996, 1, 15))

    with pytest.raises(ValidationError) as refused:
        actions.propose(member, **{"years": 30, "day": DAY, **changes}, by=cast.person("root_officer"), on=ON)

    assert field in refused.value.message_dict
    assert not Badge.objects.exists()


@pytest.mark.rule("R-BDG-03")
def test_early_and_posthumous_badges_are_proposed(cast: Any) -> None:
    by = cast.person("root_officer")
    ill, dead = since(cast, date(1996, 12, 1), name="Trần Văn Ốm"), since(cast, date(1996, 6, 1), name="Trần Văn Mất")
    members.leave(dead, how="deceased", left_on=date(2020, 6, 1), by=by, on=cast.today)
    dead.refresh_from_db()

    actions.propose(ill, years=30, day=DAY, early="ill", by=by, on=ON)
    actions.propose(dead, years=30, day=DAY, early="posthumous", by=by, on=ON)

    assert set(Badge.objects.values_list("early", flat=True)) == {"ill", "posthumous"}


@pytest.mark.rule("R-BDG-06")
def test_penalty_that_has_passed_is_no_hindrance_and_is_not_kept(cast: Any) -> None:
    member = since(cast, date(1996, 1, 15))

    badge = actions.propose(
        member, years=30, day=DAY, penalty="reprimand", penalty_on=date(2025, 8, 3), by=cast.person("root_officer"),
        on=ON,
    )  # fmt: skip

    assert "penalty" not in {field.name for field in badge._meta.get_fields()}


def test_badge_is_proposed_once_and_again_after_a_withdrawal(cast: Any) -> None:
    member, by = since(cast, date(1996, 1, 15)), cast.person("root_officer")
    badge = actions.propose(member, years=30, day=DAY, by=by, on=ON)

    with pytest.raises(ValidationError):
        actions.propose(member, years=30, day=DAY, by=by, on=ON)
    actions.withdraw(badge, reason="Nhập nhầm", by=by, on=ON)
    actions.propose(member, years=30, day=DAY, by=by, on=ON)

    with pytest.raises(WrongState):
        actions.award([badge], **PAPER, by=by, on=ON)


@pytest.mark.parametrize(("who", "may"), [("north_a_secretary", True), ("root_clerk", False), ("south_officer", False)])
def test_board_and_cell_secretary_propose(cast: Any, who: str, may: bool) -> None:
    member = since(cast, date(1996, 1, 15))

    if may:
        assert actions.propose(member, years=30, day=DAY, by=cast.person(who), on=ON).years == 30
    else:
        with pytest.raises(access.NotAllowed):
            actions.propose(member, years=30, day=DAY, by=cast.person(who), on=ON)


def test_cell_secretary_does_not_award(cast: Any) -> None:
    secretary = cast.person("north_a_secretary")
    badge = actions.propose(since(cast, date(1996, 1, 15)), years=30, day=DAY, by=secretary, on=ON)

    with pytest.raises(access.NotAllowed):
        actions.award([badge], **PAPER, by=secretary, on=ON)


# --- Pages


@pytest.fixture
def january(settings: Any) -> None:
    settings.TONGKET_TODAY = ON


@pytest.mark.rule("R-BDG-04", "R-BDG-05")
def test_page_lists_the_next_day_with_the_money(cast: Any, signed_in: Any, january: None) -> None:
    since(cast, date(1986, 1, 15))

    page = signed_in("root_officer").get("/members/badges/").content.decode()

    assert "03/02/2026" in page
    assert "Trần Văn Lâu" in page
    assert "4.680.000" in page


def test_list_is_proposed_and_awarded_on_the_pages(cast: Any, signed_in: Any, january: None) -> None:
    member = since(cast, date(1996, 1, 15))
    browser = signed_in("root_officer")

    browser.post("/members/badges/propose/?day=2026-02-03", {"members": [str(member.pk)]})
    badge = Badge.objects.get()
    values = {"badges": [str(badge.pk)], "decision_number": "55-QĐ/TU", "decided_on": "05/01/2026",
              "decided_by": "Ban Thường vụ"}  # fmt: skip
    answer = browser.post("/members/badges/award/?day=2026-02-03", values)

    badge.refresh_from_db()
    assert (answer.status_code, badge.state) == (302, "AWARDED")
    assert "55-QĐ/TU" in browser.get("/members/badges/given/").content.decode()
    assert browser.get(f"/members/badges/{badge.pk}/").status_code == 200


def test_one_is_proposed_from_the_member(cast: Any, signed_in: Any, january: None) -> None:
    member = since(cast, date(1996, 12, 1))
    browser = signed_in("root_officer")
    values = {"years": "30", "day": "03/02/2026", "months_off": "0", "early": "", "penalty": "", "penalty_on": ""}

    refused = browser.post(f"/members/{member.pk}/badge/", values)
    taken = browser.post(f"/members/{member.pk}/badge/", {**values, "early": "ill"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    badge = Badge.objects.get()
    assert browser.post(f"/members/badges/{badge.pk}/withdraw/", {"reason": "Nhập nhầm"}).status_code == 302


def test_why_a_badge_is_early_is_shown_to_the_board_alone(cast: Any, signed_in: Any, january: None) -> None:
    member = since(cast, date(1996, 12, 1))
    badge = actions.propose(member, years=30, day=DAY, early="ill", by=cast.person("root_officer"), on=ON)
    words = str(Early.ILL.label)

    board = signed_in("root_officer").get(badge.get_absolute_url()).content.decode()
    clerk = signed_in("root_clerk").get(badge.get_absolute_url()).content.decode()

    assert "Trước khi đủ năm" in board or words in board
    assert "Trước khi đủ năm" not in clerk
    assert words not in clerk


@pytest.mark.parametrize(
    ("who", "url", "status"),
    [
        ("root_clerk", "/members/badges/propose/", 403),
        ("north_a_secretary", "/members/badges/award/", 403),
        ("stranger", "/members/badges/", 200),  # their own alone
    ],
)
def test_page_is_refused(cast: Any, signed_in: Any, january: None, who: str, url: str, status: int) -> None:
    since(cast, date(1996, 1, 15))

    answer = signed_in(who).get(url)

    assert answer.status_code == status
    assert "Trần Văn Lâu" not in answer.content.decode()


@pytest.mark.rule("R-BDG-04")
@pytest.mark.parametrize(("on", "waits"), [(date(2025, 12, 10), 1), (date(2025, 11, 20), 0)])
def test_due_item_comes_before_the_day(cast: Any, on: date, waits: int) -> None:
    since(cast, date(1996, 1, 15))

    items = [item for item in due.items(cast.person("root_officer"), on=on) if "badges" in item.action_url]

    assert len(items) == waits
    assert all(item.due_on == DAY for item in items)
