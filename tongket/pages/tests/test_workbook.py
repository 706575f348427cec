"""Excel files."""

import io
import re
import zipfile
from typing import Any

import python_calamine

from tongket.pages.workbook import workbook


def made(*rows: list[str], head: list[str], **options: Any) -> bytes:
    return workbook("Bảng tổng hợp", "Sở Phương Bắc", head, rows, **options)


def values(body: bytes) -> list[list[Any]]:
    """What stands under the head."""
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()[4:]


def xml(body: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml").decode()


def heights(body: bytes) -> dict[int, float]:
    """The rows whose height is set."""
    return {int(row): float(height) for row, height in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', xml(body))}


def test_counts_are_numbers_that_excel_can_add_up_and_text_stays_text() -> None:
    body = made(["08", "1.250"], ["=1+1", "không có"], ["Cộng", "+1"], head=["Ký hiệu", "Số"], counts=[1])

    assert values(body) == [[1, "08", 1250], [2, "=1+1", "không có"], [3, "Cộng", 1]]
    assert "<f>" not in xml(body)


def test_rows_that_add_up_others_bear_no_number_of_their_own() -> None:
    body = made(["Chi bộ Một", "3"], ["Cộng", "3"], head=["Đơn vị", "Số"], counts=[1], sums=1)

    assert values(body) == [[1, "Chi bộ Một", 3], ["", "Cộng", 3]]


def test_long_heads_are_folded_and_long_rows_are_tall_enough() -> None:
    label = "Đảng viên chuyển đến, kể cả giữa các chi bộ"

    body = made(["a" * 120, "1"], ["b", "2"], head=["Trích yếu", label], counts=[1])

    columns = re.findall(r'<col min="3" max="3" width="([\d.]+)"', xml(body))
    found = heights(body)
    assert float(columns[0]) < 20
    assert found[4] >= 3 * 15
    assert found[5] >= 2 * 15
    assert 6 not in found
