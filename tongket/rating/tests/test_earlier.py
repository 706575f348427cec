"""Levels of earlier years: how tables of offices are read, recorded all or none, taken back; by hand."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from tongket.org.access import NotAllowed
from tongket.org.models import HistoryRow, SheetState
from tongket.pages.workbook import workbook
from tongket.rating import actions
from tongket.rating.earlier_rules import HEADS, Called, as_text, heads, plan, read_level, without_empty
from tongket.rating.models import EarlierSheet, Rating
from tongket.rating.rules import Level, NotRated, Subject
from tongket.rating.tests.make import make_members, make_rating

HOA, LAN, LAN_2 = (
    Called("1", "Nguyễn Thị Hoa", "70.000001", "Chi bộ Văn phòng"),
    Called("2", "Trần Thị Lan", "70.000002", "Chi bộ Văn phòng"),
    Called("3", "Trần Thị Lan", "70.000003", "Chi bộ Nghiệp vụ"),
)


def row(number: int = 5, /, **cells: str) -> dict[str, Any]:
    return {"row": number, **dict.fromkeys(HEADS, ""), **cells}


def planned(*rows: dict[str, Any], answers: Any = None, standing: Any = None) -> list[Any]:
    return plan(
        rows, answers or {}, subject=Subject.MEMBER, source="QĐ 05", last_year=2020, whose=[HOA, LAN, LAN_2],
        standing=standing or {},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "subject", "year", "level", "reason"),
    [
        ("Hoàn thành xuất sắc nhiệm vụ", Subject.MEMBER, 2019, Level.EXCELLENT, ""),
        ("hoan thanh tot nhiem vu", Subject.MEMBER, 2018, Level.GOOD, ""),
        ("Đủ tư cách, hoàn thành xuất sắc nhiệm vụ", Subject.MEMBER, 2016, Level.EXCELLENT, ""),
        ("Đủ tư cách, hoàn thành xuất sắc nhiệm vụ", Subject.MEMBER, 2019, "", ""),  # not called so any more
        ("Trong sạch, vững mạnh", Subject.ORGANISATION, 2017, Level.EXCELLENT, ""),
        ("Trong sạch, vững mạnh", Subject.MEMBER, 2017, "", ""),
        ("HTXSNV", Subject.MEMBER, 2020, Level.EXCELLENT, ""),
        ("H.T.T", Subject.MEMBER, 2020, Level.GOOD, ""),
        ("Miễn sinh hoạt", Subject.MEMBER, 2020, "", NotRated.EXEMPT),
        ("khá", Subject.MEMBER, 2020, "", ""),
    ],
)
def test_level_is_read_as_papers_of_its_year_name_it(
    words: str, subject: str, year: int, level: str, reason: str
) -> None:
    assert read_level(words, subject, year) == (level, reason)


def test_years_are_columns_or_lines() -> None:
    as_columns = planned(row(code="70.000001", y2019="HTXSNV", y2020="HTTNV"))
    as_lines = planned(
        row(5, code="70.000001", year="2019", level="HTXSNV", source="TB 3"),
        row(6, code="70.000001", year="2020", level="HTTNV"),
    )

    assert [(level.year, level.level, level.source) for level in as_columns[0].levels] == [
        (2019, Level.EXCELLENT, "QĐ 05"), (2020, Level.GOOD, "QĐ 05"),
    ]  # fmt: skip
    assert [(level.year, level.level, level.source) for line in as_lines for level in line.levels] == [
        (2019, Level.EXCELLENT, "TB 3"), (2020, Level.GOOD, "QĐ 05"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "doubts"),
    [
        ({"name": "Nguyễn Thị Hoa", "y2019": "HTXSNV"}, set()),
        ({"name": "nguyen thi hoa", "y2019": "HTXSNV"}, set()),
        ({"name": "Trần Thị Lan", "y2019": "HTXSNV"}, {"code"}),  # two of that name
        ({"name": "Trần Thị Lan", "cell": "Chi bộ Nghiệp vụ", "y2019": "HTXSNV"}, set()),
        ({"name": "Nguyễn Thị Hoa", "code": "70.000002", "y2019": "HTXSNV"}, {"code"}),  # another's number
        ({"name": "Lê Văn Lạ", "y2019": "HTXSNV"}, {"name"}),
        ({"y2019": "HTXSNV"}, {"name"}),
        ({"name": "Nguyễn Thị Hoa", "y2019": "giỏi"}, {"y2019"}),
        ({"name": "Nguyễn Thị Hoa"}, {"level"}),
        ({"name": "Nguyễn Thị Hoa", "year": "2031", "level": "HTXSNV"}, {"year"}),
        ({"name": "Nguyễn Thị Hoa", "y2018": "HTTNV"}, {"y2018"}),  # has another level for that year
    ],
)
def test_row_in_doubt_says_why(cells: dict[str, str], doubts: set[str]) -> None:
    [line] = planned(row(**cells), standing={("1", 2018): Level.EXCELLENT})

    assert set(line.doubts) == doubts


def test_known_levels_are_passed_over_and_doubles_are_not() -> None:
    same = row(5, code="70.000001", y2018="HTXSNV", y2019="HTTNV")
    again = row(6, code="70.000001", y2019="HTTNV")

    first, second = planned(same, again, standing={("1", 2018): Level.EXCELLENT})

    assert (first.known, [level.year for level in first.levels]) == ([2018], [2019])
    assert set(second.doubts) == {"y2019"}
    assert len(planned(same, again, answers={"6": {"skip": "1"}})) == 1


def test_runs_are_those_of_the_best_level() -> None:
    [line] = planned(
        row(code="70.000001", y2016="ĐỦ TƯ CÁCH, HOÀN THÀNH XUẤT SẮC NHIỆM VỤ", y2017="XS", y2018="HTXSNV")
    )

    assert line.excellent_runs == [(2016, 2018)]


def test_year_typed_as_a_number_heads_its_column() -> None:
    assert as_text([["Họ và tên", 2019.0, 2020.0, None]]) == [["Họ và tên", "2019", "2020", None]]
    assert heads(2020)["y2019"][0] == "2019"
    assert without_empty([{"row": 2, **dict.fromkeys(heads(2020), ""), "name": "A", "y2019": "HT"}]) == [
        {"row": 2, **dict.fromkeys(HEADS, ""), "name": "A", "y2019": "HT"}
    ]


# --- Recorded ---------------------------------------------------------------------------------------------------------


def take(cast: Any, *rows: dict[str, Any], subject: str = Subject.MEMBER, who: str = "root_officer") -> EarlierSheet:
    return actions.take_sheet(
        cast.unit("north"), subject=subject, source="QĐ 05", rows=list(rows), file_name="cu.xlsx",
        by=cast.person(who), on=cast.today,
    )  # fmt: skip


@pytest.mark.puts_right("rating.EarlierSheet")
def test_sheet_records_all_levels_and_is_taken_back_as_a_whole(cast: Any) -> None:
    make_members(cast, "north_a", 1)
    officer = {"by": cast.person("root_officer"), "on": cast.today}
    sheet = take(cast, row(name="Nguyễn Văn Mẫu 0", y2016="Đủ tư cách, hoàn thành tốt nhiệm vụ", y2019="HTXSNV"))

    saved = actions.save_sheet(sheet, seen=sheet.version, **officer)

    ratings = Rating.objects.order_by("year")
    assert [(row.year, row.level, row.unit, row.decided_on, row.source, row.is_recorded) for row in ratings] == [
        (2016, Level.GOOD, cast.unit("north_a"), date(2016, 12, 31), "QĐ 05", True),
        (2019, Level.EXCELLENT, cast.unit("north_a"), date(2019, 12, 31), "QĐ 05", True),
    ]
    undone = actions.undo_sheet(saved, seen=saved.version, **officer)
    assert (Rating.objects.count(), undone.state) == (0, SheetState.UNDONE)
    assert HistoryRow.objects.filter(about="rating.rating", is_removal=True).count() == 2


def test_sheet_with_a_level_decided_again_is_not_taken_back(cast: Any) -> None:
    officer = {"by": cast.person("root_officer"), "on": cast.today}
    sheet = take(cast, row(code="NORTH-A", y2019="HTTNV"), subject=Subject.ORGANISATION)
    saved = actions.save_sheet(sheet, seen=sheet.version, **officer)
    rating = Rating.objects.get()
    actions.rate_again(rating, seen=1, level="FULFILLED", decided_on=cast.today, source="QĐ 9", **officer)

    with pytest.raises(ValidationError):
        actions.undo_sheet(saved, seen=saved.version, **officer)

    assert Rating.objects.get().level == Level.FULFILLED


def test_row_in_doubt_records_nothing_and_an_answer_mends_it(cast: Any) -> None:
    officer = {"by": cast.person("root_officer"), "on": cast.today}
    sheet = take(cast, row(code="NORTH-A", y2019="giỏi"), subject=Subject.ORGANISATION)
    with pytest.raises(ValidationError):
        actions.save_sheet(sheet, seen=sheet.version, **officer)

    sheet = actions.answer_sheet(sheet, {"5": {"y2019": "HTTNV"}}, seen=sheet.version, **officer)
    actions.save_sheet(sheet, seen=sheet.version, **officer)

    assert Rating.objects.get().level == Level.GOOD


def test_sheet_is_taken_from_who_decides_ratings_alone(cast: Any) -> None:
    for who in ("north_clerk", "south_officer", "stranger"):
        with pytest.raises(NotAllowed):
            take(cast, row(code="NORTH-A", y2019="HTTNV"), who=who)


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_office_brings_five_years_in_and_sees_its_runs(cast: Any, signed_in: Any) -> None:
    make_rating(cast.unit("north_a"), Level.EXCELLENT, year=2020)
    levels = [
        "Trong sạch, vững mạnh",
        "Trong sạch, vững mạnh",
        "Hoàn thành xuất sắc nhiệm vụ",
        "Hoàn thành xuất sắc nhiệm vụ",
    ]
    body = workbook(
        "Xếp loại", "", ["Tên tổ chức đảng", "2016", "2017", "2018", "2019"], [["Chi bộ Văn phòng", *levels]]
    )
    browser = signed_in("north_officer")

    form = browser.get("/rating/earlier/new/").content.decode()
    given = {"unit": "NORTH", "subject": "ORGANISATION", "source": "Các QĐ năm 2016–2019", "idempotency_key": "k1"}
    answer = browser.post("/rating/earlier/new/", {**given, "file": SimpleUploadedFile("cu.xlsx", body)})
    sheet = EarlierSheet.objects.get()
    looked = browser.get(answer["Location"]).content.decode()
    browser.post(f"{answer['Location']}save/", {"shown": sheet.version, "idempotency_key": "k2"})
    saved = browser.get(answer["Location"]).content.decode()

    assert "/rating/earlier/template/" in form
    assert "2016–2019 (4 năm)" in looked
    assert "2016–2020 (5 năm)" in saved
    assert Rating.objects.count() == 5


def test_earlier_level_is_recorded_by_hand_with_its_paper(cast: Any, signed_in: Any) -> None:
    [member] = make_members(cast, "north_a", 1)
    browser = signed_in("north_officer")
    given = {"year": "2018", "level": "GOOD", "decided_on": "05/01/2019", "source": "QĐ 05-QĐ/ĐU"}

    browser.post("/rating/earlier/member/", {**given, "member": member.pk, "idempotency_key": "k1"})
    browser.post("/rating/earlier/unit/", {**given, "unit": "NORTH-A", "level": "-NEW_UNIT", "idempotency_key": "k2"})

    of_member, of_unit = Rating.objects.get(member=member), Rating.objects.get(member=None)
    assert (of_member.level, of_member.source, of_member.is_recorded) == (Level.GOOD, "QĐ 05-QĐ/ĐU", True)
    assert of_unit.not_rated_reason == NotRated.NEW_UNIT


def test_template_is_downloaded_for_members_and_for_organisations(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_officer")

    names = [
        browser.get(f"/rating/earlier/template/?subject={subject}")["Content-Disposition"] for subject in Subject.values
    ]

    assert ["dang-vien" in name for name in names] == [True, False]
