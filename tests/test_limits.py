"""How often somebody may search and send sheets; who is told of large lists (S-49)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tongket.core import clock
from tongket.members.tests.make import make_member
from tongket.org import access
from tongket.org.models import AuditRow
from tongket.pages import actions, large_exports, limits
from tongket.pages.models import LargeExport

MINUTE = datetime(2021, 1, 4, 3, 20, 5, tzinfo=UTC)  # 10:20 in Vietnam


@pytest.fixture
def at_ten_twenty(monkeypatch: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: MINUTE)


def test_searches_of_a_minute_are_counted_and_refused_with_the_time_to_go_on(
    cast: Any, signed_in: Any, settings: Any, monkeypatch: Any, at_ten_twenty: None
) -> None:
    settings.TONGKET_SEARCHES_PER_MINUTE = 2
    browser, other = signed_in("root_officer"), signed_in("root_clerk")

    answers = [browser.get("/members/?q=an") for _number in range(4)]
    typed = browser.get("/pick/member/member.read/member/?member_words=an")
    of_other = other.get("/members/?q=an")
    unsearched = browser.get("/members/")
    monkeypatch.setattr(clock, "now", lambda: MINUTE + timedelta(minutes=1))
    later = signed_in("root_officer").get("/members/?q=an")

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert "10:21" in answers[2].text
    assert "10:21" in typed.text
    assert (of_other.status_code, unsearched.status_code, later.status_code) == (200, 200, 200)
    refusals = AuditRow.objects.filter(result="refused", actor=str(cast.people["root_officer"].pk))
    assert [row.fields for row in refusals] == [{"too_many_searches": None}]


def test_sheets_of_an_hour_are_counted_before_they_are_read(
    cast: Any, signed_in: Any, settings: Any, at_ten_twenty: None
) -> None:
    settings.TONGKET_IMPORTS_PER_HOUR = 1
    browser = signed_in("root_officer")

    answers = [browser.post("/members/import/", {"unit": "NORTH-A"}) for _number in range(2)]

    assert [answer.status_code for answer in answers] == [422, 429]
    assert "11:00" in answers[1].text
    assert AuditRow.objects.filter(result="refused", policy="member.import").count() == 1


def test_list_of_many_persons_is_told_to_the_organisation_board_and_looked_into(
    cast: Any, signed_in: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(large_exports, "MANY", 1)
    for unit, name in (("north_a", "Trần Văn Một"), ("north_b", "Trần Văn Hai")):
        make_member(cast, unit, name)
    reason = "?export=xlsx&reason=Đối chiếu cuối năm"

    taken = signed_in("root_clerk").get(f"/members/{reason}")
    row = LargeExport.objects.get()
    home = signed_in("north_officer").get("/").text
    elsewhere = [signed_in(who).get("/").text for who in ("root_officer", "south_officer", "root_clerk")]
    seen = signed_in("north_officer").post(f"{row.get_absolute_url()}seen/")

    assert taken.status_code == 200
    assert (row.unit, row.domain, row.count) == (cast.unit("north"), "org", 2)
    assert row.get_absolute_url() in home
    assert not any(row.get_absolute_url() in page for page in elsewhere)
    assert seen.status_code == 302
    assert row.get_absolute_url() not in signed_in("north_officer").get("/").text
    logged = AuditRow.objects.get(policy="member.read.export")
    assert (logged.fields["rows"], logged.fields["told"]) == (2, "NORTH")


@pytest.mark.parametrize(
    ("who", "units", "told"),
    [
        ("root_clerk", ["north_a"], ("north", "org")),
        ("north_officer", ["north_a"], ("root", "org")),  # not whoever took it
        ("root_clerk", ["north_a", "south_a"], ("root", "org")),
        ("root_officer", ["north_a", "south_a"], ("root", "lead")),  # nobody else keeps the organisation there
    ],
)
def test_nearest_of_another_hand_is_told(
    cast: Any, monkeypatch: Any, who: str, units: list[str], told: tuple[str, str]
) -> None:
    monkeypatch.setattr(large_exports, "MANY", 0)
    rows = [make_member(cast, unit, f"Trần Văn {unit}") for unit in units]

    unit, domain = large_exports.watcher(rows, cast.person(who), cast.today) or (None, None)

    assert (unit, domain) == (cast.unit(told[0]), told[1])


def test_few_persons_and_other_rows_are_told_to_nobody(cast: Any) -> None:
    clerk = cast.person("root_clerk")
    few = [make_member(cast)] * large_exports.MANY
    grants = [cast.unit("north")] * 300

    assert large_exports.watcher(few, clerk, cast.today) is None
    assert large_exports.watcher(grants, clerk, cast.today) is None


def test_whoever_took_the_list_does_not_look_into_it(cast: Any) -> None:
    officer = cast.person("north_officer")
    row = LargeExport.objects.create(
        unit=cast.unit("north"), domain="org", title="Đảng viên", count=300, reason="", by=officer, at=MINUTE
    )

    with pytest.raises(access.NotAllowed):
        actions.see_export(row, by=officer, on=cast.today)


def test_hour_to_go_on_is_rounded_up() -> None:
    assert limits.clock_time(MINUTE) == "10:21"
