"""Statistics of members: groups, bands at the cut-off day, suppression, the page."""

from datetime import date
from typing import Any

import pytest

from tongket.figures.counting import count
from tongket.figures.declare import REGISTRY, Figure, listed
from tongket.figures.showing import Showing
from tongket.members import actions
from tongket.members.breakdown import AGES, GROUPS, PARTY_AGES, full_years_between, key_of
from tongket.members.models import Member, Private, Spell
from tongket.members.rules import Opened, full_years
from tongket.members.tests.make import admit, make_member
from tongket.org.models import Unit
from tongket.pages.tests.pages import questions


def number(unit: Unit, key: str, year: int = 2020, cut_off: date | None = None) -> int:
    counted = count(year, under=unit, figures=[REGISTRY[key]], cut_off=cut_off)
    return int(counted.own(key).value or 0)


def private(member: Member, **fields: Any) -> None:
    Private.objects.create(unit=member.unit, member=member, **fields)


@pytest.mark.rule("R-STA-02")
@pytest.mark.parametrize(
    ("born_on", "key"),
    [
        (date(2002, 12, 31), "members_age_18"),  # 18 on the last day
        (date(1990, 1, 1), "members_age_18"),  # 30
        (date(1989, 12, 31), "members_age_31"),  # 31 on the last day
        (date(1985, 1, 1), "members_age_31"),
        (date(1984, 12, 31), "members_age_36"),
        (date(1959, 12, 31), "members_age_61"),
        (date(1930, 5, 5), "members_age_61"),
    ],
)
def test_age_band_is_that_of_the_last_day(cast: Any, born_on: date, key: str) -> None:
    member = make_member(cast)
    Member.objects.filter(pk=member.pk).update(born_on=born_on, party_age_from_on=date(2020, 12, 1), ceremony_on=None)

    found = {f"members_age_{first}": number(cast.unit("root"), f"members_age_{first}") for first, _last in AGES}

    assert found == {**dict.fromkeys(found, 0), key: 1}


@pytest.mark.rule("R-STA-01")
def test_age_is_counted_at_the_half_year_too(cast: Any) -> None:
    member = make_member(cast)
    Member.objects.filter(pk=member.pk).update(born_on=date(1989, 7, 1))
    unit = cast.unit("north")

    assert number(unit, "members_age_18", cut_off=date(2020, 6, 30)) == 1
    assert (number(unit, "members_age_18"), number(unit, "members_age_31")) == (0, 1)


@pytest.mark.rule("R-STA-02")
@pytest.mark.parametrize("bands", [AGES, PARTY_AGES])
@pytest.mark.parametrize("cut_off", [date(2020, 12, 31), date(2028, 2, 29), date(2027, 2, 28), date(2021, 6, 30)])
def test_bands_agree_with_completed_years(cast: Any, bands: Any, cut_off: date) -> None:
    member = make_member(cast)
    field = "born_on" if bands is AGES else "party_age_from_on"
    for since in (date(1996, 2, 29), date(1990, 6, 30), date(1990, 7, 1), date(1990, 12, 31), date(1991, 1, 1)):
        days = {"born_on": date(1900, 1, 1), "party_age_from_on": date(2018, 1, 1), "ceremony_on": None, field: since}
        Member.objects.filter(pk=member.pk).update(**days)
        years = full_years(since, cut_off)

        found = [
            first
            for first, last in bands
            if Spell.objects.filter(full_years_between(f"member__{field}", first, last, lowest=bands[0][0])(cut_off))
        ]

        assert found == [first for first, last in bands if first <= years and (last is None or years <= last)]


@pytest.mark.rule("R-STA-02")
def test_a_person_counts_in_several_groups(cast: Any) -> None:
    member = make_member(cast, sex="F")
    private(member, is_minority=True, is_religious=True, is_youth_union=True, occupation="farmer")
    make_member(cast, full_name="Trần Văn Hai")
    unit = cast.unit("north")

    keys = ("women", "minority", "religious", "youth", "farmer", "worker")

    assert [number(unit, f"members_{key}") for key in keys] == [1, 1, 1, 1, 1, 0]


@pytest.mark.rule("R-STA-02")
def test_admissions_are_broken_down_alike(cast: Any) -> None:
    admission = admit(cast, decided_on=date(2020, 5, 6), education="ĐH", theory="SC")
    private(admission.member, is_youth_union=True)
    unit = cast.unit("north")

    keys = ("women", "youth", "education_university", "education_master", "theory_elementary", "age_18")

    assert [number(unit, f"members_admitted_{key}") for key in keys] == [1, 1, 1, 0, 1, 1]


@pytest.mark.rule("R-STA-04")
def test_movements_are_counted_by_how(cast: Any) -> None:
    by, on = cast.person("root_officer"), cast.today
    for how in ("removed", "resigned"):
        member = make_member(cast, full_name=f"Trần Văn {how.title()}")
        actions.leave(member, how=how, left_on=date(2020, 3, 3), by=by, on=on)
    back = make_member(cast, full_name="Trần Văn Lại")
    Spell.objects.filter(member=back).update(opened_by="readmitted", from_on=date(2020, 4, 4))

    keys = ("removed", "resigned", "readmitted", "restored")

    assert [number(cast.unit("north"), f"members_{key}") for key in keys] == [1, 1, 1, 0]


@pytest.mark.rule("R-STA-03")
def test_organisations_are_counted_by_kind(cast: Any) -> None:
    unit = cast.unit("root")

    found = {
        key: number(unit, f"organisations_{key}") for key in ("total", "cell", "grassroots_committee", "of_agency")
    }

    assert found == {"total": 6, "cell": 3, "grassroots_committee": 2, "of_agency": 2}


def test_statistics_are_not_on_the_pages_of_every_unit() -> None:
    lines = {key_of("members_total", line) for group in GROUPS for line in group.lines}

    assert {figure.key for figure in listed()} & lines == {"members_women"}


# --- Small groups


def shown(cast: Any, who: Any, unit: str, key: str = "members_minority", cut_off: date | None = None) -> str:
    counted = count(2020, under=cast.unit("root"), figures=[REGISTRY[key]], cut_off=cut_off)
    return Showing(counted, who, on=cast.today).of(key, cast.unit(unit).pk).text


def minority(cast: Any, **counts: int) -> None:
    for unit, how_many in counts.items():
        for index in range(how_many):
            private(make_member(cast, unit, f"Trần Văn {unit.title()} {index}"), is_minority=True)


@pytest.mark.rule("R-STA-05")
def test_small_group_is_hidden_with_one_that_would_tell_it(cast: Any) -> None:
    minority(cast, north_a=2, north_b=6, south_a=7)
    clerk = cast.behind_fence("root_clerk")

    found = [shown(cast, clerk, unit) for unit in ("north_a", "north_b", "north", "south_a")]

    assert found == ["< 5", "< 5", "8", "7"]


@pytest.mark.rule("R-STA-05")
def test_responsible_committee_sees_the_number_after_a_fresh_login(cast: Any) -> None:
    minority(cast, north_a=2)

    assert shown(cast, cast.behind_fence("root_officer"), "north_a") == "2"
    assert shown(cast, cast.person("root_officer"), "north_a") == "< 5"
    assert shown(cast, cast.behind_fence("south_officer"), "north_a") == "< 5"


@pytest.mark.rule("R-STA-05")
def test_sensitive_number_of_any_other_day_is_not_shown(cast: Any) -> None:
    minority(cast, north_a=8)
    clerk = cast.person("root_clerk")

    assert shown(cast, clerk, "north_a", cut_off=date(2020, 6, 30)) == "8"
    assert shown(cast, clerk, "north_a", cut_off=date(2020, 7, 1)) == "< 5"


# --- The page


@pytest.mark.rule("R-MEM-17")
def test_page_says_whether_the_stock_of_the_year_adds_up(cast: Any, signed_in: Any) -> None:
    member = make_member(cast)
    page = f"/members/statistics/NORTH/{member.spells.get().from_on.year}/"

    right = signed_in("north_clerk").get(page).content.decode()
    Spell.objects.filter(member=member).update(opened_by=Opened.ADMITTED)  # which no admission says
    wrong = signed_in("north_clerk").get(page).content.decode()

    assert "Đã kiểm tra: số đảng viên đầu năm" in right
    assert "không khớp với cuối năm ở: Chi bộ Văn phòng." in wrong


def test_page_shows_the_unit_and_those_under_it(cast: Any, signed_in: Any) -> None:
    private(make_member(cast), is_minority=True)

    response = signed_in("root_clerk").get("/members/statistics/ROOT/2020/")

    page = response.content.decode()
    assert response.status_code == 200
    assert "Đảng bộ Sở Phương Bắc" in page
    assert "/figures/members_age_36/NORTH/2020/" in page
    assert "&lt; 5" in page


def test_page_leads_to_the_unit_that_the_person_works_on(cast: Any, signed_in: Any) -> None:
    assert signed_in("north_clerk").get("/members/statistics/").url.startswith("/members/statistics/NORTH/")


@pytest.mark.parametrize(("who", "status"), [("south_clerk", 404), ("stranger", 403)])
def test_page_is_refused(signed_in: Any, who: str, status: int) -> None:
    assert signed_in(who).get("/members/statistics/NORTH/2020/").status_code == status


def test_export_holds_the_same_and_is_logged(cast: Any, signed_in: Any) -> None:
    response = signed_in("north_clerk").get("/members/statistics/NORTH/2020/?export=xlsx&half=1")

    assert response.status_code == 200
    assert response["Content-Type"].endswith("sheet")


def test_rows_of_a_sensitive_number_open_to_the_board_alone(cast: Any, signed_in: Any) -> None:
    minority(cast, north_a=6)
    url = "/figures/members_minority/NORTH-A/2020/"

    board = signed_in("root_officer", fence=True).get(url).content.decode()
    other = signed_in("root_clerk", fence=True).get(url).content.decode()

    assert ("Trần Văn North_A 0" in board, "Trần Văn North_A 0" in other) == (True, False)


def test_number_of_questions_does_not_grow_with_the_members(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_clerk")
    make_member(cast)
    questions(browser, "/members/statistics/ROOT/2020/")
    few = questions(browser, "/members/statistics/ROOT/2020/")
    minority(cast, north_a=3, north_b=2)

    many = questions(browser, "/members/statistics/ROOT/2020/")

    assert many == few


def test_where_may_be_a_function_of_the_cut_off() -> None:
    figure: Figure = REGISTRY["members_age_31"]

    assert figure.where_on(date(2020, 12, 31)) != figure.where_on(date(2021, 12, 31))
