"""Units while the books are opened: typed one by one, corrected, taken out; a sheet checked, saved, taken back."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tongket.core import clock
from tongket.org import actions as org_actions
from tongket.org.actions import founding
from tongket.org.models import Office, Opening, Person, Place, StructuralEvent, Unit, UnitSheet, YearPlace
from tongket.pages.workbook import workbook
from tongket.units import actions
from tongket.units.tests.first_run import founded, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/setup/units/"
HEAD = ["Tên đơn vị", "Loại", "Trực thuộc"]


@pytest.fixture
def administrator() -> Client:
    founded()
    return signed_in("quan.nguyen")


def tree() -> list[tuple[str, str, int]]:
    return list(Place.objects.order_by("pos").values_list("unit__code", "kind", "level"))


def person() -> Person:
    return Person.objects.get(full_name="Nguyễn Văn Quản")


def test_unit_is_added_by_its_name_alone_and_the_next_one_is_asked_for(administrator: Client) -> None:
    section = administrator.post(PAGE, {"parent": "MAUSON", "name": "Đảng bộ bộ phận Trường học"})
    cell = administrator.post(PAGE, {"parent": "TRUONGHOC", "name": "Chi bộ Trường THCS Mẫu Sơn"}, follow=True)

    assert section.status_code == 302
    assert "under=TRUONGHOC" in cell.redirect_chain[0][0]
    assert "Đã lưu: Chi bộ Trường THCS Mẫu Sơn" in cell.content.decode()
    assert tree() == [("MAUSON", "GRASSROOTS_COMMITTEE", 1), ("TRUONGHOC", "SECTION", 2), ("TTMS", "CELL", 3)]
    assert YearPlace.objects.filter(unit__code="TTMS", year=2020).exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Tên đơn vị"),
        ({"name": "Trạm Y tế"}, "hãy chọn loại"),
        ({"name": "Chi bộ A", "code": "MAUSON"}, "MAUSON"),
        ({"name": "Chi bộ A", "kind": "SUPERIOR"}, "trực thuộc"),
    ],
)
def test_unit_that_cannot_be_added_is_said_and_kept_in_the_form(
    administrator: Client, typed: dict[str, str], words: str
) -> None:
    answer = administrator.post(PAGE, {"parent": "MAUSON", **typed})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{typed["name"]}"' in answer.content.decode() or not typed["name"]
    assert Unit.objects.count() == 1


@pytest.mark.puts_right("org.Unit", "org.UnitPeriod")
def test_unit_is_corrected_as_if_it_had_been_entered_so(administrator: Client) -> None:
    administrator.post(PAGE, {"parent": "MAUSON", "name": "Chi bộ Thôn Đông"})
    changes = {"name": "Chi bộ Thôn Tây", "short_name": "CB Thôn Tây", "kind": "CELL", "sector": "COMMUNE"}

    answer = administrator.post("/setup/units/of/DONG/", {**changes, "parent": "MAUSON", "seen": "1"})

    assert answer.status_code == 302
    unit = Unit.objects.get(code="DONG")
    assert (unit.place.name, unit.periods.count(), unit.version) == ("Chi bộ Thôn Tây", 1, 2)
    assert not StructuralEvent.objects.filter(kind="rename").exists()


def test_unit_is_not_put_under_itself_nor_its_kind_made_wrong(administrator: Client) -> None:
    administrator.post(PAGE, {"parent": "MAUSON", "name": "Đảng bộ bộ phận Trường học"})
    administrator.post(PAGE, {"parent": "TRUONGHOC", "name": "Chi bộ Trường THCS Mẫu Sơn"})
    same = {"name": "Đảng bộ bộ phận Trường học", "short_name": "Trường học", "sector": "COMMUNE", "seen": "1"}

    circle = administrator.post("/setup/units/of/TRUONGHOC/", {**same, "kind": "SECTION", "parent": "TTMS"})
    kind = administrator.post("/setup/units/of/TRUONGHOC/", {**same, "kind": "CELL", "parent": "MAUSON"})

    assert [circle.status_code, kind.status_code] == [422, 422]
    assert "chính nó" in circle.content.decode()
    assert "Chi bộ Trường THCS Mẫu Sơn" in kind.content.decode()


def test_unit_is_taken_out_while_nothing_hangs_on_it(administrator: Client) -> None:
    administrator.post(PAGE, {"parent": "MAUSON", "name": "Chi bộ Thôn Đông"})
    administrator.post(PAGE, {"parent": "MAUSON", "name": "Chi bộ Thôn Tây"})
    unit = Unit.objects.get(code="TAY")
    org_actions.take_office(
        person(), unit, Office.SECRETARY, how="elected", decision="1-QĐ/ĐU", from_on=clock.today(), by=None,
        on=clock.today(),
    )  # fmt: skip

    administrator.post("/setup/units/of/DONG/remove/")
    refused = administrator.post("/setup/units/of/TAY/remove/")
    top = administrator.post("/setup/units/of/MAUSON/remove/")

    assert [refused.status_code, top.status_code] == [422, 422]
    assert "chức vụ" in refused.content.decode()
    assert [code for code, _kind, _level in tree()] == ["MAUSON", "TAY"]
    assert StructuralEvent.objects.count() == 2


def test_after_setting_up_a_unit_changes_by_a_decision_alone(administrator: Client) -> None:
    administrator.post(PAGE, {"parent": "MAUSON", "name": "Chi bộ Thôn Đông"})

    finished = administrator.post("/setup/finish/")

    assert finished.status_code == 302
    assert administrator.get("/setup/").status_code == 404
    with pytest.raises(ValidationError):
        actions.remove_unit(Unit.objects.get(code="DONG"), by=person(), on=clock.today())


def test_secretary_alone_may_not_change_the_tree(administrator: Client) -> None:
    answers = [signed_in("hoa.tran").post(PAGE, {"parent": "MAUSON", "name": "Chi bộ A"}), Client().get(PAGE)]

    assert [answer.status_code for answer in answers] == [403, 302]
    assert Unit.objects.count() == 1


# --- A sheet ---------------------------------------------------------------------------------------------------------


def file_of(*rows: list[str], name: str = "don-vi.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, workbook("Đơn vị", "", HEAD, rows))


def sheet_of(browser: Client, *rows: list[str]) -> UnitSheet:
    answer = browser.post("/setup/units/file/", {"file": file_of(*rows)})
    assert answer.status_code == 302, re.findall(r"<li>(.*?)</li>", answer.content.decode())
    return UnitSheet.objects.latest("entered_at")


@pytest.mark.puts_right("org.UnitSheet")
def test_forty_units_of_a_sheet_are_shown_saved_and_taken_back(administrator: Client) -> None:
    rows = [[f"Chi bộ {number}", "Chi bộ", ""] for number in range(1, 41)]
    sheet = sheet_of(administrator, *rows)
    assert "Đọc được 40 đơn vị, chưa lưu gì" in administrator.get(sheet.get_absolute_url()).content.decode()
    assert Unit.objects.count() == 1

    administrator.post(f"{sheet.get_absolute_url()}save/", {"shown": sheet.version})

    assert len(tree()) == 41
    sheet.refresh_from_db()
    assert (sheet.state, len(sheet.made)) == ("SAVED", 40)

    administrator.post(f"{sheet.get_absolute_url()}undo/", {"shown": sheet.version})

    assert [code for code, _kind, _level in tree()] == ["MAUSON"]


def test_doubt_is_answered_in_its_row_and_nothing_is_saved_before(administrator: Client) -> None:
    sheet = sheet_of(
        administrator, ["Chi bộ Thôn Đông", "", ""], ["Chi bộ Thôn Đông", "", ""], ["Chi bộ A", "", "Đảng bộ xã Khác"]
    )
    url = sheet.get_absolute_url()
    page = administrator.get(url).content.decode()
    assert "Dòng 5 và dòng 6 cùng ghi “Chi bộ Thôn Đông”" in page
    refused = administrator.post(f"{url}save/", {"shown": sheet.version})
    assert refused.status_code == 422

    administrator.post(f"{url}answer/", {"shown": sheet.version, "name-6": "Chi bộ Thôn Đông 2", "superior-7": ""})
    sheet.refresh_from_db()
    administrator.post(f"{url}save/", {"shown": sheet.version})

    assert sorted(code for code, _kind, _level in tree()) == ["CBA", "DONG", "DONG2", "MAUSON"]


def test_row_is_left_out_and_taken_in_again(administrator: Client) -> None:
    sheet = sheet_of(administrator, ["Chi bộ A", "", ""], ["Chi bộ A", "", ""])
    url = sheet.get_absolute_url()

    administrator.post(f"{url}answer/", {"shown": sheet.version, "name-6": "Chi bộ A", "skip-6": "1"})
    without = administrator.get(url).content.decode()
    administrator.post(f"{url}answer/", {"shown": sheet.version + 1, "skip-6": ""})
    again = administrator.get(url).content.decode()

    assert "Đọc được 1 đơn vị" in without
    assert "Dòng 6: Chi bộ A" in without
    assert "1 dòng phải trả lời" in again


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("don-vi.xlsx", b"PK\x03\x04 nothing"), "tệp"),
        (SimpleUploadedFile("don-vi.pdf", b"%PDF-1.7"), "Excel"),
        (SimpleUploadedFile("ds.xlsx", workbook("Danh sách", "", ["Họ và tên"], [["Nguyễn Văn A"]])), "Tên đơn vị"),
    ],
)
def test_file_that_holds_no_units_is_refused_beside_the_field(
    administrator: Client, file: SimpleUploadedFile, words: str
) -> None:
    file.seek(0)

    answer = administrator.post("/setup/units/file/", {"file": file})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not UnitSheet.objects.exists()


def test_sheet_is_not_taken_back_when_something_hangs_on_a_unit(administrator: Client) -> None:
    sheet = sheet_of(administrator, ["Đảng bộ bộ phận A", "", ""], ["Chi bộ B", "", "Đảng bộ bộ phận A"])
    administrator.post(f"{sheet.get_absolute_url()}save/", {"shown": sheet.version})
    sheet.refresh_from_db()
    administrator.post(PAGE, {"parent": "CBA", "name": "Chi bộ C"})

    answer = administrator.post(f"{sheet.get_absolute_url()}undo/", {"shown": sheet.version})

    assert answer.status_code == 422
    assert len(tree()) == 4
    sheet.refresh_from_db()
    assert sheet.state == "SAVED"


def test_template_is_read_as_it_is_given_out(administrator: Client) -> None:
    template = administrator.get("/setup/units/template/")

    answer = administrator.post("/setup/units/file/", {"file": SimpleUploadedFile("mau.xlsx", template.content)})

    assert answer.status_code == 302
    rows: list[dict[str, Any]] = UnitSheet.objects.get().rows
    assert [row["superior"] for row in rows] == ["ĐẢNG BỘ XÃ MẪU SƠN"]


# --- The steps -------------------------------------------------------------------------------------------------------


def test_checklist_says_what_is_missing_until_it_is_there(administrator: Client) -> None:
    home = administrator.get("/").content.decode()
    assert "Hệ thống còn thiếu" in home
    assert "mới có chính tổ chức này" in home

    administrator.post(PAGE, {"parent": "MAUSON", "name": "Chi bộ Thôn Đông"})
    assert "mới có chính tổ chức này" not in administrator.get("/").content.decode()

    administrator.post("/setup/steps/people/settle/")
    assert "tạm đủ" in administrator.get("/setup/").content.decode()
    founding.finish_setting_up(Opening.objects.get(), by=person(), on=clock.today())
    assert "Hệ thống còn thiếu" not in administrator.get("/").content.decode()


def test_wizard_stands_over_its_pages_alone(administrator: Client) -> None:
    pages = [administrator.get(url).content.decode() for url in (PAGE, "/setup/units/file/", "/units/")]

    assert ["Các bước thiết lập" in page for page in pages] == [True, True, False]
    assert "Tiếp theo là gì?" in pages[0]


def test_empty_overview_says_what_is_missing_instead_of_praising(administrator: Client) -> None:
    page = administrator.get("/units/MAUSON/2021/").content.decode()

    assert "Hệ thống còn thiếu" in page
    assert "chưa có gì để đánh giá" in page
    assert "Không có việc chậm" not in page


def test_empty_list_leads_to_the_step_that_fills_it(administrator: Client) -> None:
    pages = [administrator.get(url).content.decode() for url in ("/members/", "/targets/?year=2021")]

    assert ['href="/members/import/">Thiết lập' in pages[0], "Thiết lập: Chỉ tiêu" in pages[1]] == [True, True]
