"""How offices lay their files out: heads, groups, sheets, kinds of files."""

import csv
import io
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import docx

from tongket.sheets.tests.files.making import DU, HEAD, MAU, THREE, THU, TWO, Table, book, roster


@roster("title_block", "xlsx", 1, 3, 5, 45, full_name=TWO, unit=["Chi bộ thôn 1"] * 2, notes=("row 8",))
def _title_block(path: Path) -> None:
    numbers = [f"({at})" for at in range(1, 8)]
    table: Table = [["ĐẢNG UỶ XÃ AN MẪU"], [], ["DANH SÁCH ĐẢNG VIÊN"], ["(Tính đến ngày 31/12/2025)"], [], [], []]
    table += [
        HEAD,
        numbers,
        MAU,
        [],
        DU,
        ["", "Tổng cộng", 2],
        [],
        ["", "NGƯỜI LẬP BIỂU", "", "", "BÍ THƯ"],
        ["", "Phạm Thị Ký"],
    ]
    book(path, ("DS", table))


@roster(
    "merged_head",
    "xlsx",
    2,
    37,
    38,
    full_name=TWO,
    education=["ĐH", "12/12"],
    theory=["TC", "SC"],
    is_minority=[False, True],
)
def _merged_head(path: Path) -> None:
    table: Table = [
        ["TT", "Họ và tên", "Ngày sinh", "Trình độ", "", "", "Dân tộc", "Tôn giáo", "Ngày vào Đảng"],
        ["", "", "", "Học vấn", "Chuyên môn", "LLCT", "", "", ""],
        [1, MAU[1], MAU[3], "12/12", "Đại học", "Trung cấp LLCT-HC", "K", "không", MAU[4]],
        [2, DU[1], DU[3], date(2026, 12, 12), "", "SC", "Tày", "Phật", DU[4]],
    ]

    def finish(_made: Any, pages: list[Any]) -> None:
        pages[0].merge_range(0, 3, 0, 5, "Trình độ")
        for column in (0, 1, 2, 6, 7, 8):
            pages[0].merge_range(0, column, 1, column, table[0][column])

    book(path, ("DS", table), finish=finish)


@roster(
    "groups", "xlsx", 4, 5, 43, full_name=THREE, unit=["Chi bộ thôn 1", "Chi bộ thôn 1", "Chi bộ thôn 2"], notes=("52",)
)
def _groups(path: Path) -> None:
    rows: Table = [row[:6] for row in (MAU, DU, THU)]
    table: Table = [
        HEAD[:6],
        ["I. Chi bộ thôn 1 (2 đ/c)"],
        *rows[:2],
        ["", "Cộng", 2],
        ["II. Chi bộ thôn 2"],
        rows[2],
        ["", "Tổng cộng", 52],
    ]
    book(path, ("DS", table))


@roster(
    "second_rows",
    "xlsx",
    6,
    9,
    18,
    full_name=TWO,
    party_age_from_on=[date(2010, 2, 3), date(2015, 5, 19)],
    official_on=[date(2011, 2, 3), date(2016, 5, 19)],
    notes=("second",),
)
def _second_rows(path: Path) -> None:
    table: Table = [
        ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Ngày vào Đảng /\nNgày chính thức"],
        [1, "Nguyễn Văn\nMẫu", "Nam", "25/02/1987", "03/02/2010"],
        ["", "Nguyễn Văn Khuôn", "", "", "03/02/2011"],
        [2, "Lê Thị Ví Dụ", "Nữ", "17/08/1990", "19/05/2015\n19/05/2016"],
    ]

    def finish(_made: Any, pages: list[Any]) -> None:
        pages[0].merge_range(1, 0, 2, 0, 1)

    book(path, ("DS", table), finish=finish)


@roster(
    "several_sheets",
    "xlsx",
    7,
    8,
    42,
    full_name=TWO,
    unit=["CB thôn 1", "CB T.2"],
    notes=("hidden sheet", "old copy", "1 hidden rows", "empty"),
)
def _several_sheets(path: Path) -> None:
    head = HEAD[:6]

    def finish(_made: Any, pages: list[Any]) -> None:
        pages[2].hide()
        pages[0].set_row(2, None, None, {"hidden": True})

    sheets = [("CB thôn 1", [head, MAU[:6], THU[:6]]), ("CB T.2", [head, DU[:6]])]
    book(path, *sheets, ("ẩn", [head, THU[:6]]), ("DS (cũ)", [head, THU[:6]]), ("Sheet2", []), finish=finish)


@roster("formula_cells", "xlsx", 10, 8, full_name=TWO, codes="formula left")
def _formula_cells(path: Path) -> None:
    def finish(_made: Any, pages: list[Any]) -> None:
        pages[0].write_formula(1, 3, "=VLOOKUP(A2,X:Z,2)", None, "")
        pages[0].write_formula(2, 4, "=NA()", None, "#N/A")

    book(path, ("DS", [[*HEAD, "Ghi chú"], [*MAU, "chuyển đi 2025"], DU]), finish=finish)


@roster(
    "side_by_side",
    "xlsx",
    11,
    full_name=TWO,
    party_age_from_on=[date(2010, 2, 3), date(2015, 5, 19)],
    notes=("2 lists",),
)
def _side_by_side(path: Path) -> None:
    head = ["TT", "Họ tên", "Năm sinh", "Ngày KN", "Ngày CT"]
    book(path, ("DS", [[*head, "", *head], [1, MAU[1], MAU[3], MAU[4], MAU[5], "", 2, DU[1], DU[3], DU[4], DU[5]]]))


@roster("html_named_xls", "xls", 12, 9, full_name=TWO, born_on=[date(1987, 2, 25), date(1990, 8, 17)])
def _html(path: Path) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in (MAU, DU))
    head = "".join(f"<th>{value}</th>" for value in HEAD)
    path.write_text(f"<html><head><meta charset=utf-8></head><table><tr>{head}</tr>{rows}</table></html>", "utf-8")


@roster("semicolons", "csv", 12, 32, full_name=TWO, card_number=["60.027445", "60-027446"])
def _semicolons(path: Path) -> None:
    out = io.StringIO()
    write = csv.writer(out, delimiter=";")
    write.writerows([[*HEAD, "Số thẻ ĐV"], [*MAU, "60.027445"], [*DU, "60-027446"]])
    path.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())


@roster("utf16", "csv", 12, full_name=TWO)
def _utf16(path: Path) -> None:
    path.write_bytes("\n".join("\t".join(map(str, row)) for row in (HEAD, MAU, DU)).encode("utf-16"))


@roster("cp1258", "csv", 12, full_name=["Nguyễn Văn Mẫu", "Trần Thử Nghiệm"])
def _cp1258(path: Path) -> None:
    lines = "\n".join(";".join(map(str, row)) for row in (HEAD, MAU, THU))
    out = bytearray()
    for c in lines:
        try:
            out += c.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", c)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    path.write_bytes(bytes(out))


@roster("word_table", "docx", 2, 4, full_name=TWO, unit=["Chi bộ thôn 1"] * 2)
def _word_table(path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("DANH SÁCH ĐẢNG VIÊN")
    table = made.add_table(rows=0, cols=6)
    for row in (HEAD[:6], ["Chi bộ thôn 1"] * 6, MAU[:6], DU[:6]):
        cells = table.add_row().cells
        if row[0] == "Chi bộ thôn 1":
            cells[0].merge(cells[5]).text = str(row[0])
            continue
        for cell, value in zip(cells, row, strict=True):
            cell.text = str(value)
    made.save(str(path))
