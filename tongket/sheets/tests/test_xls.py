"""What stands in an .xls beside its values; files that are cut off or changed at random never harm."""

from pathlib import Path

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongket.sheets import compound, opening, xls
from tongket.sheets.xlsx import Book


def workbook(path: Path, *, is_1904: bool = False, rows: int = 4) -> Path:
    """Two sheets; of the second row 1 is hidden, row 2 struck through, row 3 in an old font."""
    made = xlwt.Workbook()
    made.dates_1904 = is_1904
    made.add_sheet("Bìa").write(0, 0, "Đảng bộ xã Mẫu")
    page = made.add_sheet("Danh sách")
    looks = {2: xlwt.easyxf("font: struck_out on"), 3: xlwt.easyxf("font: name .VnTime")}
    for row in range(rows):
        for column in range(3):
            page.write(row, column, f"{row} {column}", looks.get(row, xlwt.Style.default_style))
    page.row(1).hidden = True
    made.save(str(path))
    return path


@pytest.mark.parametrize("rows", [4, 2000], ids=["small", "many sectors"])
def test_hidden_rows_struck_rows_and_old_fonts_are_known(tmp_path: Path, rows: int) -> None:
    path = workbook(tmp_path / "body.xls", rows=rows)

    _cover, sheet = opening.sheets_of(path)

    assert (sheet.name, [*sheet.hidden_rows], [*sheet.struck_rows]) == ("Danh sách", [1], [2])
    assert sheet.fonts == {(3, column): ".VnTime" for column in range(3)}


@pytest.mark.parametrize("is_1904", [True, False])
def test_calendar_of_the_file_is_known(tmp_path: Path, is_1904: bool) -> None:
    path = workbook(tmp_path / "body.xls", is_1904=is_1904)

    assert {sheet.is_1904 for sheet in opening.sheets_of(path)} == {is_1904}


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return workbook(tmp_path_factory.mktemp("xls") / "body.xls").read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_file_is_left_to_who_refuses_it(body: bytes, tmp_path: Path, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(body)))
    at = data.draw(st.integers(0, len(body) - 4))
    harm = data.draw(st.binary(min_size=1, max_size=4))
    path = tmp_path / "body.xls"
    path.write_bytes((body[:at] + harm + body[at + len(harm) :])[:end])

    assert isinstance(xls.scan(path), Book)


def test_chain_that_runs_in_a_circle_ends(body: bytes) -> None:
    table = int.from_bytes(body[76:80], "little")
    circle = bytearray(body)
    first = (table + 1) * 512
    for at in range(0, 512, 4):
        circle[first + at : first + at + 4] = b"\x00\x00\x00\x00"

    with pytest.raises(ValueError, match=r"stream|chain|sector"):
        compound.stream(bytes(circle), "Book of another name")
