"""Mass organisations and agencies: named once, not applicable out of the share, put right and withdrawn."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.figures.counting import count
from tongket.figures.declare import get
from tongket.rating import actions, rules
from tongket.rating.actions import NewMassLevel, NewTitle
from tongket.rating.models import AgencyTitle, BodyKind, BodyMembers, MassOrganisationLevel, RecordedBody
from tongket.rating.rules import Level

GOOD = "Hoàn thành tốt nhiệm vụ"


def recorded(cast: Any, *, name: str = "Công đoàn Sở", year: int = 2020, unit: str = "north", **more: Any) -> Any:
    new = NewMassLevel(cast.unit(unit), BodyKind.TRADE_UNION, name, year, more.pop("words", GOOD), "12-QĐ/LĐLĐ", **more)
    return actions.record_mass([new], by=cast.person("root_clerk"), on=cast.today)[0]


@pytest.mark.parametrize(
    ("unit_name", "agency"),
    [
        ("Đảng bộ cơ quan Sở Giáo dục", "Sở Giáo dục"),
        ("Đảng bộ Sở Phương Bắc", "Sở Phương Bắc"),
        ("Chi bộ văn phòng", "Văn phòng"),
        ("Trường Chính trị", "Trường Chính trị"),
    ],
)
def test_agency_is_called_as_its_unit_without_the_party_word(unit_name: str, agency: str) -> None:
    assert rules.agency_name(unit_name) == agency


def test_level_is_of_no_agency_and_title_of_no_mass_organisation(cast: Any, signed_in: Any) -> None:
    body, browser = recorded(cast).body, signed_in("north_clerk")
    new = NewMassLevel(cast.unit("north"), BodyKind.AGENCY, "Sở", 2020, GOOD, "12-QĐ")

    with pytest.raises(ValidationError):
        actions.record_mass([new], by=cast.person("root_clerk"), on=cast.today)
    refused = browser.post(f"/rating/bodies/{body.pk}/title/", {"kind": "CULTURE", "year": 2020})

    assert (refused.status_code, AgencyTitle.objects.count()) == (422, 0)


@pytest.mark.rule("R-MAS-01")
def test_body_is_named_once_over_the_years(cast: Any) -> None:
    recorded(cast, year=2019)
    recorded(cast, year=2020, name="công đoàn  Sở")

    body = RecordedBody.objects.get()
    assert body.name == "Công đoàn Sở"
    assert sorted(body.levels.values_list("year", flat=True)) == [2019, 2020]
    with pytest.raises(ValidationError):
        recorded(cast, year=2020, name="CONG DOAN SO")


@pytest.mark.rule("R-MAS-02", "R-AGY-03")
def test_what_does_not_apply_is_in_no_share(cast: Any) -> None:
    clerk = {"by": cast.person("root_clerk"), "on": cast.today}
    recorded(cast)
    recorded(cast, unit="south", words="", is_applicable=False)
    kind = AgencyTitle.Kind.SECURITY
    titles = [
        NewTitle(cast.unit("north"), kind, 2020, True, "15-QĐ/CA"),
        NewTitle(cast.unit("south"), kind, 2020, False, is_applicable=False),
    ]
    actions.record_titles(titles, **clerk)
    keys = ("unions_rated", "unions_rated_good_or_better_pct", "agencies_applicable_security", "agencies_secure_pct")

    counted = count(2020, under=cast.unit("root"), figures=[get(key) for key in keys])

    assert [counted.own(key).value for key in keys] == [1, 100, 1, 100]


def test_who_cannot_apply_is_not_recognised(cast: Any) -> None:
    new = NewTitle(cast.unit("north"), AgencyTitle.Kind.CULTURE, 2020, True, "15-QĐ", is_applicable=False)

    with pytest.raises(ValidationError):
        actions.record_titles([new], by=cast.person("root_clerk"), on=cast.today)


@pytest.mark.puts_right("rating.MassOrganisationLevel", "rating.RecordedBody")
def test_level_and_name_are_put_right_and_withdrawn(cast: Any) -> None:
    clerk: dict[str, Any] = {"by": cast.person("root_clerk"), "on": cast.today}
    level = recorded(cast)
    body = level.body

    actions.correct_level(
        level, level_text="Vững mạnh xuất sắc", document="13-QĐ", because="Nhập nhầm dòng", seen=1, **clerk
    )
    actions.correct_body(body, name="Công đoàn cơ sở", ended_on=None, because="Sai tên", seen=1, **clerk)

    assert MassOrganisationLevel.objects.get().level == Level.EXCELLENT
    with pytest.raises(ValidationError):
        actions.withdraw_body(body, reason="Nhập nhầm tên", **clerk)
    actions.withdraw_level(MassOrganisationLevel.objects.get(), reason="Nhập nhầm năm", **clerk)
    actions.withdraw_body(RecordedBody.objects.get(), reason="Nhập nhầm tên", **clerk)
    assert not RecordedBody.objects.exists()


@pytest.mark.rule("R-AGY-01", "R-AGY-02")
@pytest.mark.puts_right("rating.AgencyTitle")
def test_title_is_put_right_and_withdrawn(cast: Any) -> None:
    clerk: dict[str, Any] = {"by": cast.person("root_clerk"), "on": cast.today}
    new = NewTitle(cast.unit("north"), AgencyTitle.Kind.CULTURE, 2020, False)
    [title] = actions.record_titles([new], **clerk)

    actions.correct_title(title, is_recognised=True, document="15-QĐ", because="Đã có quyết định", seen=1, **clerk)
    assert AgencyTitle.objects.get().is_recognised
    actions.withdraw_title(AgencyTitle.objects.get(), reason="Nhập nhầm năm", **clerk)

    assert not AgencyTitle.objects.exists()


@pytest.mark.puts_right("rating.BodyMembers")
def test_members_are_counted_once_a_year_put_right_and_withdrawn(cast: Any) -> None:
    clerk: dict[str, Any] = {"by": cast.person("root_clerk"), "on": cast.today}
    body = recorded(cast).body
    counted = actions.count_members(body, year=2020, members=120, **clerk)

    with pytest.raises(ValidationError):
        actions.count_members(body, year=2020, members=121, **clerk)
    actions.correct_members(counted, year=2020, members=121, because="Đếm thiếu", seen=1, **clerk)
    assert BodyMembers.objects.get().members == 121
    actions.withdraw_members(BodyMembers.objects.get(), reason="Nhập nhầm năm", **clerk)

    assert not BodyMembers.objects.exists()


def test_page_of_a_body_shows_its_years_and_records_more(cast: Any, signed_in: Any) -> None:
    body, browser = recorded(cast, year=2019).body, signed_in("north_clerk")
    url = f"/rating/bodies/{body.pk}/"

    posted = {
        "level": browser.post(f"{url}level/", {"year": 2020, "level_text": "Vững mạnh", "document": "9-QĐ"}),
        "members": browser.post(f"{url}members/", {"year": 2020, "members": 45}),
    }
    page = browser.get(url).content.decode()

    assert [answer.status_code for answer in posted.values()] == [302, 302]
    for part in ("2019", "2020", "Vững mạnh", "45"):
        assert part in page
    assert body.name in signed_in("root_secretary").get("/rating/bodies/").content.decode()
    assert signed_in("south_secretary").get(url).status_code == 404
