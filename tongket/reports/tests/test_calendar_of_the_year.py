"""The calendar of the year and the days that are worked or not: moved, swapped, and what follows them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core import workdays
from tongket.org import access
from tongket.org.models import Opening, Unit
from tongket.regulations import actions, calendar, steps
from tongket.regulations.models import LocalValue, Setting


def move(
    cast: Any, unit: str, key: str, day: date, year: int, *, is_lasting: bool = False, who: str = "root_clerk"
) -> LocalValue:
    return actions.set_value(
        cast.unit(unit), topic=Setting.CALENDAR, key=key, value=day.isoformat(), decision="Kế hoạch số 3-KH/ĐUK",
        from_on=date(year, 1, 1), until_on=None if is_lasting else date(year + 1, 1, 1),
        by=cast.person(who), on=cast.today,
    )  # fmt: skip


def swap(cast: Any, first: date, until_on: date, *, is_working: bool, who: str = "root_clerk") -> LocalValue:
    return actions.swap_days(
        cast.unit("root"), value={"is_working": is_working, "note": ""}, decision="Công văn 1234", from_on=first,
        until_on=until_on, by=cast.person(who), on=cast.today,
    )  # fmt: skip


def days(cast: Any, unit: str, year: int) -> dict[str, date]:
    return {day.key: day.on for day in calendar.year_days(cast.unit(unit), year)}


@pytest.mark.rule("R-CAL-01")
def test_year_is_made_of_its_usual_days_and_the_due_days_of_reports(cast: Any) -> None:
    found = days(cast, "north", 2021)

    assert found["badges_may"] == date(2021, 5, 19)
    assert found["report:monthly:2021M12"] == date(2022, 1, 5)
    assert len(found) == len(calendar.FIXED) + 12 + 1
    assert list(found.values()) == sorted(found.values())


@pytest.mark.rule("R-CAL-01")
def test_moved_day_holds_for_the_unit_and_those_below_in_its_year_alone(cast: Any) -> None:
    move(cast, "north", "conference", date(2021, 12, 24), 2021, who="north_clerk")

    found = {(unit, year): days(cast, unit, year)["conference"]
             for unit in ("root", "north", "north_a", "south") for year in (2020, 2021, 2022)}  # fmt: skip

    assert {place: day for place, day in found.items() if (day.month, day.day) != (12, 31)} == {
        ("north", 2021): date(2021, 12, 24),
        ("north_a", 2021): date(2021, 12, 24),
    }


def test_lasting_move_falls_on_the_same_day_of_the_years_after_and_leaves_those_before(cast: Any) -> None:
    move(cast, "root", "conference", date(2022, 1, 10), 2021, is_lasting=True)
    move(cast, "root", "conference", date(2023, 12, 20), 2023)

    found = [days(cast, "north", year)["conference"] for year in (2020, 2021, 2022, 2023, 2024)]

    assert found == [
        date(2020, 12, 31), date(2022, 1, 10), date(2023, 1, 10), date(2023, 12, 20), date(2025, 1, 10),
    ]  # fmt: skip


def test_swapped_days_are_worked_or_not_as_decided_until_it_is_withdrawn(cast: Any) -> None:
    swap(cast, date(2021, 2, 9), date(2021, 2, 11), is_working=False)
    row = swap(cast, date(2021, 2, 20), date(2021, 2, 21), is_working=True)

    swapped = calendar.load_swapped()

    assert swapped == {date(2021, 2, 9): False, date(2021, 2, 10): False, date(2021, 2, 20): True}
    assert workdays.add_working_days(date(2021, 2, 8), 1, swapped) > date(2021, 2, 10)
    actions.withdraw_value(row, reason="công văn thay thế", by=cast.person("root_clerk"), on=cast.today)
    assert date(2021, 2, 20) not in calendar.load_swapped()


def test_swapped_days_are_corrected_with_their_end(cast: Any) -> None:
    row = swap(cast, date(2021, 2, 9), date(2021, 2, 11), is_working=False)

    actions.correct_value(
        row, seen=1, reason="nhầm ngày", value=row.value, decision=row.decision, from_on=date(2021, 2, 12),
        until_on=date(2021, 2, 13), by=cast.person("root_clerk"), on=cast.today,
    )  # fmt: skip

    assert calendar.load_swapped() == {date(2021, 2, 12): False}


@pytest.mark.parametrize("who", ["root_secretary", "root_officer", "operator", "north_clerk", "stranger"])
def test_working_days_are_swapped_by_the_office_at_the_top_alone(cast: Any, who: str) -> None:
    with pytest.raises(access.NotAllowed):
        swap(cast, date(2021, 2, 9), date(2021, 2, 10), is_working=False, who=who)
    with pytest.raises(ValidationError):
        actions.swap_days(
            Unit.objects.get(code="NORTH"), value={"is_working": True, "note": ""}, decision="x",
            from_on=date(2021, 2, 9), until_on=date(2021, 2, 10), by=cast.person("root_clerk"), on=cast.today,
        )  # fmt: skip


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_clerk_moves_a_day_on_the_page_of_the_year(signed_in: Any, cast: Any) -> None:
    clerk = signed_in("north_clerk")
    url = "/admin/calendar/NORTH/move/?key=conference&year=2021"
    fields = {"key": "conference", "year": "2021", "decision": "Kế hoạch số 3-KH/ĐU"}

    far = clerk.post(url, fields | {"day": "01/06/2023", "idempotency_key": "1" * 32})
    page = clerk.post(url, fields | {"day": "24/12/2021", "idempotency_key": "2" * 32}, follow=True)

    assert far.status_code == 422
    assert "24/12/2021" in page.text
    assert "Kế hoạch số 3-KH/ĐU" in page.text
    value = LocalValue.objects.get()
    assert clerk.get(f"/admin/values/{value.pk}/correct/").status_code == 200
    assert signed_in("north_a_secretary").get("/admin/calendar/NORTH-A/2021/").text.count("24/12/2021") == 1
    assert clerk.get("/admin/calendar/NORTH/1/").status_code == 404
    assert clerk.get("/admin/calendar/", follow=True).status_code == 200


def test_clerk_at_the_top_swaps_days_and_sees_them_beside_those_of_the_state(signed_in: Any, cast: Any) -> None:
    clerk = signed_in("root_clerk")
    fields = {"is_working": "0", "note": "nghỉ bù Tết", "decision": "Công văn 1234"}

    wrong = clerk.post("/admin/workdays/ROOT/swap/", fields | {"from_on": "10/02/2021", "until_on": "09/02/2021"})
    page = clerk.post(
        "/admin/workdays/ROOT/swap/",
        fields | {"from_on": "09/02/2021", "until_on": "10/02/2021", "idempotency_key": "1" * 32},
        follow=True,
    )

    assert wrong.status_code == 422
    assert "09/02/2021 – 10/02/2021" in page.text
    assert "Quốc khánh" in page.text
    assert clerk.get("/admin/workdays/?year=99999999999999999999").status_code == 200


def test_steps_of_setting_up_say_what_was_set(cast: Any) -> None:
    opened = Opening(unit=cast.unit("root"))
    before = steps.calendar(opened, cast.today)
    move(cast, "root", "conference", date(2021, 12, 24), 2021)

    after = steps.calendar(opened, cast.today)

    assert (before.is_done, after.is_done) == (False, True)
