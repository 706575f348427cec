"""Recording meetings."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.figures.counting import count
from tongket.figures.declare import get
from tongket.meetings import actions, queries
from tongket.meetings.models import Kind, Meeting
from tongket.meetings.tests.make import make_meeting
from tongket.org.access import NotAllowed
from tongket.org.models import AuditRow, HistoryRow
from tongket.org.saving import Conflict

DAY = date(2020, 11, 3)


def test_meeting_is_recorded_with_its_log_row(cast: Any) -> None:
    meeting = actions.hold(
        cast.unit("north_a"),
        kind=Kind.CELL,
        year=2020,
        held_on=DAY,
        title=" Sinh hoạt  tháng 11 ",
        summoned=8,
        present=8,
        by=cast.person("north_a_secretary"),
        on=cast.today,
    )

    assert (meeting.title, meeting.present, meeting.is_day_plausible) == ("Sinh hoạt tháng 11", 8, True)
    assert AuditRow.objects.filter(object_id=str(meeting.pk), policy="meeting.write").count() == 1


@pytest.mark.parametrize("who", ["north_secretary", "north_officer", "south_clerk", "north_inspector", "stranger"])
def test_meeting_is_refused_to_whom_the_table_does_not_name(cast: Any, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.hold(
            cast.unit("north_a"),
            kind=Kind.CELL,
            year=2020,
            held_on=DAY,
            title="Sinh hoạt",
            by=cast.person(who),
            on=cast.today,
        )

    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "   "}, "title"),
        ({"kind": "PARTY"}, "kind"),
        ({"held_on": date(2021, 1, 5)}, "held_on"),  # tomorrow
        ({"summoned": 3, "present": 4}, "present"),
    ],
)
def test_meeting_that_cannot_be_is_refused_with_its_field(cast: Any, changes: dict[str, Any], field: str) -> None:
    given = {"kind": Kind.CELL, "year": 2020, "held_on": DAY, "title": "Sinh hoạt"} | changes

    with pytest.raises(ValidationError) as refusal:
        actions.hold(cast.unit("north_a"), **given, by=cast.person("north_clerk"), on=cast.today)

    assert list(refusal.value.error_dict) == [field]


def test_many_meetings_are_recorded_with_one_log_row_per_unit(cast: Any) -> None:
    units = [cast.unit("north_a"), cast.unit("north_a"), cast.unit("north_b")]
    rows = [actions.NewMeeting(unit, Kind.CELL, 2020, DAY, f"Họp {n}") for n, unit in enumerate(units)]

    made = actions.hold_many(rows, by=cast.person("north_clerk"), on=cast.today)

    assert (len(made), Meeting.objects.count()) == (3, 3)
    assert AuditRow.objects.filter(policy="meeting.write").count() == 2


def test_many_meetings_are_all_refused_for_one_that_is_wrong(cast: Any) -> None:
    rows = [
        actions.NewMeeting(cast.unit("north_a"), Kind.CELL, 2020, DAY, "Họp"),
        actions.NewMeeting(cast.unit("north_a"), Kind.CELL, 2020, date(2021, 2, 1), "Họp"),
    ]

    with pytest.raises(ValidationError):
        actions.hold_many(rows, by=cast.person("north_clerk"), on=cast.today)

    assert not Meeting.objects.exists()


def test_correction_keeps_what_was_held_and_refuses_an_old_version(cast: Any) -> None:
    meeting = make_meeting(cast.unit("north_a"))
    clerk = cast.person("north_clerk")

    actions.correct(meeting, seen=1, present=10, by=clerk, on=cast.today)

    assert HistoryRow.objects.get(object_id=str(meeting.pk)).old == {"present": 9}
    with pytest.raises(Conflict):
        actions.correct(meeting, seen=1, present=7, by=clerk, on=cast.today)


def test_photos_stand_in_the_order_in_which_they_came(cast: Any) -> None:
    meeting = make_meeting(cast.unit("north_a"))
    clerk = cast.person("north_clerk")

    for caption in ("Toàn cảnh hội nghị", "Chủ trì kết luận"):
        actions.add_photo(meeting, caption=caption, by=clerk, on=cast.today)

    assert list(meeting.photos.values_list("order", "caption")) == [(1, "Toàn cảnh hội nghị"), (2, "Chủ trì kết luận")]


def test_figures_count_cell_meetings_and_their_attendance(cast: Any) -> None:
    make_meeting(cast.unit("north_a"), summoned=10, present=9)
    make_meeting(cast.unit("north_b"), summoned=30, present=21, is_thematic=True)
    make_meeting(cast.unit("north"), kind=Kind.COMMITTEE, summoned=5, present=1)
    make_meeting(cast.unit("north"), kind=Kind.CONGRESS)
    make_meeting(cast.unit("north_a"), held_on=date(2019, 12, 3))
    keys = ("meetings_held", "thematic_meetings", "congresses_held", "meeting_attendance_pct")

    counted = count(2020, under=cast.unit("north"), figures=[get(key) for key in keys])

    assert [counted.own(key).value for key in keys] == [2, 1, 1, 75]


def test_review_conference_is_that_of_the_year_reviewed(cast: Any) -> None:
    unit = cast.unit("north")
    make_meeting(unit, kind=Kind.REVIEW, year=2019, held_on=date(2020, 1, 6))
    right = make_meeting(unit, kind=Kind.REVIEW, year=2020, held_on=date(2020, 12, 28))

    assert queries.review_conference(unit, 2020) == right
    assert queries.review_conference(cast.unit("south"), 2020) is None
