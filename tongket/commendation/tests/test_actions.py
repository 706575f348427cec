"""Recording awards, subjects and movements; what the figures give."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.commendation import actions
from tongket.commendation.models import Award, ThematicTopic
from tongket.commendation.rules import Family, Form, Ground, Recipient
from tongket.commendation.tests.make import make_levels, new_award
from tongket.figures.counting import count
from tongket.figures.declare import get
from tongket.members.tests.make import make_member
from tongket.org.access import NotAllowed
from tongket.org.models import AuditRow


def test_award_for_five_years_counts_in_the_year_of_its_review(cast: Any) -> None:
    north = cast.unit("north")
    make_levels(north, 2015, "EEEEE")

    award = actions.award_many([new_award(north)], by=cast.person("root_officer"), on=cast.today)[0]

    keys = ("organisations_five_year_flag", "organisations_commended", "members_five_year_commended")
    counted = count(2020, under=cast.unit("root"), figures=[get(key) for key in keys])
    assert award.period == "2015-2019"
    assert [counted.own(key).value for key in keys] == [1, 1, 0]


@pytest.mark.parametrize(
    ("levels", "missing"),
    [("EEGEE", "2017"), ("EE-EE", "2017"), ("EEEE", "2019"), ("GEEEG", "2015, 2019"), ("", "2015")],
)
def test_award_for_five_years_names_the_years_that_are_missing(cast: Any, levels: str, missing: str) -> None:
    north = cast.unit("north")
    make_levels(north, 2015, levels)

    with pytest.raises(ValidationError, match=missing):
        actions.award_many([new_award(north)], by=cast.person("root_officer"), on=cast.today)

    assert not Award.objects.exists()


def test_run_of_a_member_goes_on_in_another_cell(cast: Any) -> None:
    member = make_member(cast, "north_a", "Trần Thị Ví Dụ")
    make_levels(cast.unit("south_a"), 2015, "EE", member)
    make_levels(cast.unit("north_a"), 2017, "EEE", member)
    new = new_award(cast.unit("north_a"), member=member, form=Form.DIPLOMA)

    award = actions.award_many([new], by=cast.person("root_officer"), on=cast.today)[0]

    assert (award.recipient, award.member) == (Recipient.MEMBER, member)


def test_years_are_not_awarded_twice_but_two_givers_may_award_the_same(cast: Any) -> None:
    north, officer = cast.unit("north"), cast.person("root_officer")
    make_levels(north, 2015, "EEEEEE")
    actions.award_many([new_award(north)], by=officer, on=cast.today)

    actions.award_many([new_award(north, form=Form.CERTIFICATE)], by=officer, on=cast.today)
    with pytest.raises(ValidationError, match="2015"):
        actions.award_many([new_award(north, from_year=2016, to_year=2020)], by=officer, on=cast.today)


@pytest.mark.parametrize(("levels", "may"), [("E", True), ("G", False), ("-", False), ("", False)])
def test_title_of_the_year_needs_excellent(cast: Any, levels: str, may: bool) -> None:
    north = cast.unit("north")
    make_levels(north, 2020, levels)
    new = new_award(north, ground=Ground.YEAR_TITLE, form=Form.CERTIFICATE, from_year=2020, to_year=2020)

    if may:
        actions.award_many([new], by=cast.person("root_officer"), on=cast.today)
    else:
        with pytest.raises(ValidationError):
            actions.award_many([new], by=cast.person("root_officer"), on=cast.today)

    figures = [get("organisations_titled_of_the_year")]
    assert count(2020, under=cast.unit("root"), figures=figures).own(figures[0].key).value == int(may)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"giver": ""}, "giver"),
        ({"decision_number": ""}, "decision_number"),
        ({"decided_on": date(2021, 1, 5)}, "decided_on"),
        ({"to_year": 2018}, "to_year"),
        ({"from_year": 2021, "to_year": 2025}, "to_year"),
        ({"ground": Ground.YEAR}, "to_year"),
    ],
)
def test_award_that_cannot_be_is_refused_with_its_field(cast: Any, changes: dict[str, Any], field: str) -> None:
    make_levels(cast.unit("north"), 2015, "EEEEE")

    with pytest.raises(ValidationError) as refusal:
        actions.award_many([new_award(cast.unit("north"), **changes)], by=cast.person("root_officer"), on=cast.today)

    assert list(refusal.value.error_dict) == [field]


@pytest.mark.parametrize("who", ["north_a_secretary", "south_officer", "root_inspector", "auditor", "stranger"])
def test_award_is_refused_to_whom_the_table_does_not_name(cast: Any, who: str) -> None:
    make_levels(cast.unit("north"), 2015, "EEEEE")

    with pytest.raises(NotAllowed):
        actions.award_many([new_award(cast.unit("north"))], by=cast.person(who), on=cast.today)


def test_many_awards_are_all_refused_for_one_that_is_wrong(cast: Any) -> None:
    north, south = cast.unit("north"), cast.unit("south")
    make_levels(north, 2015, "EEEEE")

    with pytest.raises(ValidationError):
        actions.award_many([new_award(north), new_award(south)], by=cast.person("root_officer"), on=cast.today)
    assert not Award.objects.exists()

    make_levels(south, 2015, "EEEEE")
    actions.award_many([new_award(north), new_award(south)], by=cast.person("root_officer"), on=cast.today)
    assert AuditRow.objects.filter(policy="award.write").count() == 2


def test_only_a_thematic_award_has_a_subject(cast: Any) -> None:
    root, officer = cast.unit("root"), cast.person("root_officer")
    topic = actions.open_topic(root, year=2020, name="Học tập và làm theo Bác", by=officer, on=cast.today)
    new = new_award(cast.unit("north"), ground=Ground.THEMATIC, form=Form.CERTIFICATE, topic=topic)

    actions.award_many([new], by=officer, on=cast.today)

    with pytest.raises(ValidationError):
        actions.award_many([replace(new, ground=Ground.YEAR, from_year=2020, to_year=2020)], by=officer, on=cast.today)
    with pytest.raises(ValidationError):
        actions.open_topic(root, year=2020, name="Học tập và làm theo Bác", by=officer, on=cast.today)
    assert ThematicTopic.objects.count() == 1


def test_figures_count_subjects_of_the_unit_itself_and_models_of_all(cast: Any) -> None:
    officer = cast.person("root_officer")
    for unit in ("root", "north"):
        actions.open_topic(cast.unit(unit), year=2020, name="Dân vận khéo", by=officer, on=cast.today)
        actions.record_movement(
            cast.unit(unit), year=2020, name="Dân vận khéo", models_registered=5, models_recognised=3, by=officer,
            on=cast.today,
        )  # fmt: skip
    keys = ("thematic_commendation_topics", "emulation_models")

    counted = count(2020, under=cast.unit("root"), figures=[get(key) for key in keys])

    assert [counted.own(key).value for key in keys] == [1, 6]


def test_models_recognised_were_registered(cast: Any) -> None:
    with pytest.raises(ValidationError):
        actions.record_movement(
            cast.unit("north"), year=2020, name="Dân vận khéo", models_registered=2, models_recognised=3,
            by=cast.person("root_officer"), on=cast.today,
        )  # fmt: skip


@pytest.mark.rule("R-COM-09")
def test_awards_and_those_awarded_are_two_figures(cast: Any) -> None:
    north, who = cast.unit("north"), {"by": cast.person("root_officer"), "on": cast.today}
    make_levels(north, 2015, "EEEEE")
    first = actions.award_many([new_award(north)], **who)[0]
    thematic = new_award(north, ground=Ground.THEMATIC, form=Form.CERTIFICATE, decided_on=date(2021, 1, 2))
    second = actions.award_many([thematic], **who)[0]
    keys = ("organisations_commended", "organisations_awarded")

    def counted() -> list[Any]:
        figures = count(2020, under=cast.unit("root"), figures=[get(key) for key in keys])
        return [figures.own(key).value for key in keys]

    both = counted()
    second.refresh_from_db()
    actions.withdraw_award(second, reason="Ghi nhầm đơn vị", **who)
    one = counted()
    first.refresh_from_db()

    assert (both, one, first.is_first_of_year) == ([2, 1], [1, 1], True)


@pytest.mark.rule("R-COM-08")
def test_award_of_the_state_is_recorded_apart_and_needs_no_level(cast: Any) -> None:
    state = new_award(cast.unit("north"), family=Family.STATE)

    award = actions.award_many([state], by=cast.person("root_officer"), on=cast.today)[0]

    figures = count(2020, under=cast.unit("root"), figures=[get("organisations_commended")])
    assert award.family == Family.STATE
    assert figures.own("organisations_commended").value == 0
