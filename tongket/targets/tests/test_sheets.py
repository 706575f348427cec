"""Targets out of a file: how rows are read, saving all or none, taking back as a whole."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from tongket.core.compare import Comparator
from tongket.org.access import NotAllowed
from tongket.org.models import SheetState
from tongket.pages.workbook import workbook
from tongket.targets import actions
from tongket.targets.models import Target, TargetResult, TargetSheet
from tongket.targets.sheet_rules import FIELDS, plan
from tongket.targets.tests.make import make_target

ROWS: list[dict[str, Any]] = [
    {"row": 4, "label": "Kết nạp đảng viên", "measure": "đảng viên", "value": "12", "result": "14"},
    {"row": 5, "label": "Chi bộ hoàn thành tốt", "measure": "%", "value": "từ 90% trở lên", "result": ""},
]


def rows(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict.fromkeys(FIELDS, "") | row for row in (changes or ROWS)]


def take(cast: Any, *given: dict[str, Any], who: str = "north_clerk", **more: Any) -> TargetSheet:
    return actions.take_sheet(
        cast.unit("north"), year=2020, rows=rows(*given), file_name="chi-tieu.xlsx", by=cast.person(who),
        on=cast.today, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "measure", "comparator", "value", "is_share"),
    [
        ("12", "đảng viên", Comparator.GE, "12", False),
        ("1.250", "người", Comparator.GE, "1250", False),
        ("≥ 95,5%", "", Comparator.GE, "95.5", True),
        ("từ 90% trở lên", "%", Comparator.GE, "90", True),
        ("không quá 3 vụ", "vụ", Comparator.LE, "3", False),
        ("12 đảng viên", "", Comparator.GE, "12", False),
        ("90", "%", Comparator.GE, "90", True),
    ],
)
def test_plan_is_read_as_offices_write_it(
    written: str, measure: str, comparator: str, value: str, is_share: bool
) -> None:
    [target] = plan(rows({"row": 2, "label": "Chỉ tiêu", "value": written, "measure": measure}), {}, [])

    assert (target.comparator, target.value, target.is_share, target.doubts) == (
        comparator, Decimal(value), is_share, {},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "doubts"),
    [
        ({"label": "", "value": "3"}, {"label"}),
        ({"label": "Mở lớp", "value": ""}, {"value"}),
        ({"label": "Mở lớp", "value": "nhiều"}, {"value"}),
        ({"label": "Mở lớp", "value": "120%"}, {"value"}),
        ({"label": "Mở lớp", "value": "3", "result": "chưa có"}, {"result"}),
        ({"label": "Mở lớp", "value": "3", "measure": "x" * 41}, {"measure"}),
        ({"label": "MO LOP cũ", "value": "3"}, {"same"}),
    ],
)
def test_row_in_doubt_says_why(row: dict[str, str], doubts: set[str]) -> None:
    [target] = plan(rows({"row": 2, **row}), {}, ["Mở lớp cũ"])

    assert set(target.doubts) == doubts


def test_answers_are_typed_over_and_rows_left_out() -> None:
    given = rows({"row": 2, "label": "A", "value": "x"}, {"row": 3, "label": "A", "value": "1"})

    first = plan(given, {"2": {"value": "7"}, "3": {"skip": "1"}}, [])
    second = plan(given, {"2": {"value": "7"}}, [])

    assert [(target.row, target.value, target.doubts) for target in first] == [(2, Decimal(7), {})]
    assert list(second[1].doubts) == ["same"]


@pytest.mark.puts_right("targets.TargetSheet")
def test_sheet_makes_all_targets_and_is_taken_back_as_a_whole(cast: Any) -> None:
    clerk = {"by": cast.person("north_clerk"), "on": cast.today}
    sheet = take(cast, resolution_number="01-NQ/ĐU", resolution_on=date(2020, 1, 10))

    saved = actions.save_sheet(sheet, seen=sheet.version, **clerk)

    made = list(Target.objects.order_by("order"))
    assert [(row.label, row.value, row.state, row.result) for row in made] == [
        ("Kết nạp đảng viên", Decimal(12), "VALID", Decimal(14)),
        ("Chi bộ hoàn thành tốt", Decimal(90), "VALID", None),
    ]
    assert TargetResult.objects.get().as_of_on == date(2020, 12, 31)
    actions.undo_sheet(saved, seen=saved.version, **clerk)
    assert not Target.objects.exists()
    assert not TargetResult.objects.exists()
    assert TargetSheet.objects.get().state == SheetState.UNDONE


def test_sheet_with_a_changed_target_is_not_taken_back(cast: Any) -> None:
    clerk = {"by": cast.person("north_clerk"), "on": cast.today}
    sheet = take(cast)
    saved = actions.save_sheet(sheet, seen=sheet.version, **clerk)
    target = Target.objects.get(label="Kết nạp đảng viên")
    actions.enter_result(target, result=15, by=cast.person("north_clerk"), on=cast.today)

    with pytest.raises(ValidationError):
        actions.undo_sheet(saved, seen=saved.version, **clerk)

    assert Target.objects.count() == 2


def test_row_in_doubt_saves_nothing(cast: Any) -> None:
    make_target(cast.unit("north"))
    sheet = take(cast)

    with pytest.raises(ValidationError):
        actions.save_sheet(sheet, seen=sheet.version, by=cast.person("north_clerk"), on=cast.today)

    assert Target.objects.count() == 1


@pytest.mark.parametrize("who", ["south_secretary", "north_inspector", "stranger"])
def test_sheet_is_taken_from_whom_the_table_names(cast: Any, who: str) -> None:
    with pytest.raises(NotAllowed):
        take(cast, who=who)


def test_template_filled_in_goes_through_the_pages(cast: Any, signed_in: Any) -> None:
    clerk = signed_in("north_clerk")
    head = ["Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Kết quả", "Lĩnh vực", "Chủ trì"]
    body = workbook("Chỉ tiêu", "", head, [["Kết nạp", "đảng viên", "nhiều", "", "Xây dựng Đảng", "Ban Tổ chức"]])
    file = SimpleUploadedFile("chi-tieu.xlsx", body)

    template = clerk.get("/targets/sheets/template/")
    sent = clerk.post("/targets/sheets/new/", {"unit": "NORTH", "year": "2020", "file": file})
    sheet = TargetSheet.objects.get()
    url = f"/targets/sheets/{sheet.pk}/"
    doubts = clerk.get(url).text
    clerk.post(f"{url}answer/", {"shown": "1", f"value-{sheet.rows[0]['row']}": "7"})
    ready = clerk.get(url).text
    saved = clerk.post(f"{url}save/", {"shown": "2", "idempotency_key": "5" * 32})

    assert template["Content-Disposition"].startswith('attachment; filename="mau-chi-tieu.xlsx"')
    assert (sent.status_code, sent["Location"]) == (302, url)
    assert "1 dòng phải trả lời" in doubts
    assert "Lưu 1 chỉ tiêu" in ready
    assert saved.status_code == 302
    target = Target.objects.get()
    assert (target.value, target.field, target.carrier) == (Decimal(7), "Xây dựng Đảng", "Ban Tổ chức")
    assert "Ban Tổ chức" in clerk.get(target.get_absolute_url()).text
    assert "Hoàn tác cả tệp" in clerk.get(url).text
