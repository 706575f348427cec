"""Deciding and recording levels: who, which, how many at most; what the figures give."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.figures.counting import count
from tongket.figures.declare import get
from tongket.org.models import HistoryRow
from tongket.org.saving import Conflict
from tongket.pages import due
from tongket.rating import actions, queries
from tongket.rating.actions import NewMassLevel, NewRating, NewTitle
from tongket.rating.models import AgencyTitle, MassOrganisationLevel, Rating
from tongket.rating.rules import Level, Mismatch, NotRated
from tongket.rating.tests.make import DECIDED, make_members, make_rating, make_round
from tongket.regulations.actions import set_value
from tongket.regulations.models import Setting
from tongket.targets.models import Target


@pytest.mark.rule("R-REG-03")
def test_level_decided_in_january_belongs_to_the_year_reviewed(cast: Any) -> None:
    make_members(cast, "north_a", 2)
    decided_on = date(2021, 1, 4)
    opened = make_round(cast, "north")
    rows = opened.candidates.select_related("round", "unit__place", "member__person")
    choices = [actions.Choice(candidate, Level.GOOD) for candidate in rows]

    actions.decide_many(opened, choices, decided_on=decided_on, by=cast.person("north_officer"), on=cast.today)

    rated = get("members_rated")
    assert {(row.year, row.decided_on) for row in Rating.objects.all()} == {(2020, decided_on)}
    for year, expected in ((2020, 2), (2021, 0)):
        counted = count(year, under=cast.unit("north"), figures=[rated])
        assert counted.of(cast.unit("north").pk, rated.key).value == expected


@pytest.mark.parametrize(
    "case",
    ["no level", "both", "unknown level", "before the year", "tomorrow", "no paper", "twice"],
)
def test_level_that_cannot_be_is_refused(cast: Any, case: str) -> None:
    member = make_members(cast, "north_a", 1)[0]
    given: dict[str, Any] = {
        "unit": cast.unit("north_a"),
        "year": 2020,
        "level": Level.GOOD,
        "decided_on": DECIDED,
        "decided_by": cast.unit("north"),
        "member": member,
        "source": "01-QĐ/ĐU",
    }
    changes: dict[str, dict[str, Any]] = {
        "no level": {"level": ""},
        "both": {"not_rated_reason": NotRated.EXEMPT},
        "unknown level": {"level": "SUPERB"},
        "before the year": {"decided_on": date(2019, 12, 31)},
        "tomorrow": {"decided_on": date(2021, 1, 5)},
        "no paper": {"source": " "},
        "twice": {},
    }
    rows = [NewRating(**{**given, **changes[case]})] * (2 if case == "twice" else 1)

    with pytest.raises(ValidationError):
        actions.record_earlier(rows, by=cast.person("root_officer"), on=cast.today)

    assert not Rating.objects.exists()


def test_earlier_levels_need_their_paper_and_neither_roll_nor_cap(cast: Any) -> None:
    member = make_members(cast, "north_a", 1)[0]
    rows = [
        NewRating(cast.unit("north_a"), year, Level.EXCELLENT, date(year, 12, 20), member=member, source="01-QĐ/ĐU")
        for year in (2015, 2016)
    ]

    made = actions.record_earlier(rows, by=cast.person("north_officer"), on=cast.today)

    assert [(row.year, row.is_recorded, row.decided_by) for row in made] == [(2015, True, None), (2016, True, None)]
    with pytest.raises(ValidationError):
        actions.record_earlier(
            [NewRating(cast.unit("north_a"), 2017, Level.GOOD, date(2017, 12, 20))],
            by=cast.person("north_officer"),
            on=cast.today,
        )


def test_later_decision_replaces_a_level_and_keeps_the_old_one(cast: Any) -> None:
    member = make_members(cast, "north_a", 1)[0]
    officer = cast.person("north_officer")
    rating = make_rating(member.unit, Level.GOOD, member=member, decided_by=cast.unit("north"))
    again: dict[str, Any] = {"decided_on": date(2020, 12, 30), "source": "09-QĐ/ĐU", "by": officer, "on": cast.today}

    actions.rate_again(rating, seen=1, level=Level.FULFILLED, **again)

    assert HistoryRow.objects.get(object_id=str(rating.pk)).old["level"] == Level.GOOD
    with pytest.raises(Conflict):
        actions.rate_again(rating, seen=1, level=Level.GOOD, **again)
    with pytest.raises(ValidationError):  # one alone: the cap is 0
        actions.rate_again(rating, seen=2, level=Level.EXCELLENT, **again)
    with pytest.raises(ValidationError):
        actions.rate_again(rating, seen=2, level=Level.GOOD, **{**again, "decided_on": date(2020, 12, 1)})


def test_figures_take_shares_of_the_rated(cast: Any) -> None:
    members = make_members(cast, "north_a", 5)
    for member, level in zip(members, (Level.GOOD, Level.GOOD, Level.GOOD, Level.FULFILLED, ""), strict=True):
        make_rating(
            cast.unit("north_a"), level, member=member, not_rated_reason="" if level else NotRated.EXEMPT,
            decided_by=cast.unit("north"),
        )  # fmt: skip
    make_rating(cast.unit("north"), Level.EXCELLENT, decided_by=cast.unit("root"))
    make_rating(cast.unit("south"), Level.NOT_FULFILLED, decided_by=cast.unit("root"))
    make_rating(cast.unit("north_a"), Level.GOOD, decided_by=cast.unit("north"))
    expected = {
        "members_rated": 4,
        "members_not_rated": 1,
        "members_rated_good": 3,
        "members_rated_good_or_better_pct": 75,
        "members_rated_completed": 1,
        "organisations_rated": 2,
        "organisations_rated_excellent": 1,
        "organisations_rated_not_completed": 1,
        "organisations_rated_good_or_better_pct": 50,
    }

    counted = count(2020, under=cast.unit("root"), figures=[get(key) for key in expected])

    assert {key: counted.own(key).value for key in expected} == expected
    assert counted.of(cast.unit("north"), "organisations_rated").value == 1


def test_mass_organisations_and_agencies_are_recorded_and_counted(cast: Any) -> None:
    clerk = cast.person("root_clerk")
    kind = MassOrganisationLevel.Kind.TRADE_UNION
    actions.record_mass(
        [
            NewMassLevel(cast.unit("north"), kind, "Công đoàn Sở Phương Bắc", 2020, "Vững mạnh", "12-QĐ/LĐLĐ"),
            NewMassLevel(cast.unit("south"), kind, "Công đoàn Sở Phương Nam", 2020, "Khá", "12-QĐ/LĐLĐ"),
        ],
        by=clerk,
        on=cast.today,
    )
    actions.record_titles(
        [
            NewTitle(cast.unit("north"), AgencyTitle.Kind.CULTURE, 2020, True, "15-QĐ/LĐLĐ"),
            NewTitle(cast.unit("south"), AgencyTitle.Kind.CULTURE, 2020, False),
        ],
        by=clerk,
        on=cast.today,
    )
    keys = (
        "unions_rated_good_or_better",
        "unions_rated_good_or_better_pct",
        "agencies_cultural",
        "agencies_cultural_pct",
    )

    counted = count(2020, under=cast.unit("root"), figures=[get(key) for key in keys])

    assert [counted.own(key).value for key in keys] == [1, 50, 1, 50]


@pytest.mark.parametrize(("level_text", "document"), [("đạt loại một", "12-QĐ/LĐLĐ"), ("Vững mạnh", " ")])
def test_level_of_a_mass_organisation_needs_known_words_and_a_paper(cast: Any, level_text: str, document: str) -> None:
    new = NewMassLevel(cast.unit("north"), MassOrganisationLevel.Kind.YOUTH, "Chi đoàn", 2020, level_text, document)

    with pytest.raises(ValidationError):
        actions.record_mass([new], by=cast.person("north_clerk"), on=cast.today)


def test_excellent_unit_that_missed_a_main_target_disagrees(cast: Any) -> None:
    north = cast.unit("north")
    for number, is_main in enumerate((True, False)):
        Target.objects.create(
            unit=north, year=2020, label=f"Chỉ tiêu {number}", comparator=">=", value=10, result=8, is_main=is_main,
            state="VALID", resolution_number="01-NQ/ĐU", resolution_on=date(2020, 1, 6),
        )  # fmt: skip
    make_rating(north, Level.EXCELLENT, decided_by=cast.unit("root"))
    make_rating(cast.unit("south"), Level.EXCELLENT, decided_by=cast.unit("root"))

    found = queries.disagreements(cast.unit("root"), 2020)

    assert [(one.rating.unit, one.reasons) for one in found] == [(north, [Mismatch.MAIN_TARGET_MISSED])]
    assert (found[0].evidence.targets, found[0].evidence.targets_missed) == (2, 2)


@pytest.mark.rule("R-RATE-19")
@pytest.mark.parametrize(("cell", "decider"), [("north_a", "north"), ("north", "north"), ("root", "root")])
def test_members_of_a_cell_are_decided_on_by_its_grassroots_organisation(cast: Any, cell: str, decider: str) -> None:
    assert queries.decider_of_members(cast.unit(cell)) == cast.unit(decider)


def test_levels_are_due_by_the_calendar_of_the_unit_until_all_are_given(cast: Any) -> None:
    def days(who: str, on: date) -> list[date | None]:
        return [item.due_on for item in due.items(cast.person(who), on=on) if item.action_url.startswith("/rating/")]

    members = make_members(cast, "north_a", 2)
    december = date(2020, 12, 1)

    assert days("north_a_secretary", date(2020, 10, 1)) == []
    assert days("north_a_secretary", december) == [date(2020, 12, 10)]
    assert days("north_secretary", december) == [date(2020, 12, 20)]
    assert days("north_clerk", december) == []

    set_value(
        cast.unit("north"), topic=Setting.CALENDAR, key="cells_rated", value="2020-11-25", decision="5-CV/ĐUK",
        from_on=date(2020, 1, 1), until_on=date(2021, 1, 1), by=cast.person("north_clerk"), on=cast.today,
    )  # fmt: skip
    assert days("north_a_secretary", december) == [date(2020, 11, 25)]

    for member in members:
        make_rating(member.unit, Level.GOOD, member=member, decided_by=cast.unit("north"))
    assert days("north_a_secretary", december) == []
