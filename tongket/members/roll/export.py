"""The roll as an Excel file that an office hangs up: title block, a head of two rows, a total, room for signatures.

The heads are those that the import of rosters knows, so that what goes out comes in again (`rosters`).
"""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import override

from tongket.core import clock, dates, numbers
from tongket.members.models import Education, Member, Sex, Theory
from tongket.members.rules import MemberState
from tongket.members.shown import LEFT
from tongket.pages import context, exporting
from tongket.pages.request import Request

# The paper is Vietnamese whatever the screen speaks: it goes to offices. Head, what stands over it, width.
HEADS: tuple[tuple[str, str, int], ...] = (
    ("TT", "", 5),
    ("Họ và tên", "", 26),
    ("Ngày sinh", "", 12),
    ("Giới tính", "", 9),
    ("Chi bộ", "", 26),
    ("Số thẻ đảng viên", "", 14),
    ("Ngày vào Đảng", "", 12),
    ("Ngày kết nạp (lễ)", "", 12),
    ("Ngày chính thức", "", 12),
    ("Học vấn", "Trình độ", 11),
    ("Lý luận chính trị", "Trình độ", 13),
    ("Trạng thái", "", 26),
)
HEAD_ROW = 6
SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}
THEORIES = {Theory.ELEMENTARY: "SC", Theory.INTERMEDIATE: "TC", Theory.ADVANCED: "CC"}


def as_excel(request: Request, rows: QuerySet[Member], *, verb: str, title: str) -> HttpResponse:
    """The members of a list as the office's own file."""
    unit, _year = context.here(request, request.person)

    def make(members: Sequence[Member]) -> bytes:
        with override("vi"):
            cells = [_cells(member) for member in members]
        return workbook(unit.place.name if unit else "", dates.dmy(request.today), cells)

    name = f"danh-sach-dang-vien-{clock.today():%d-%m-%Y}"
    rows = rows.select_related("person", "unit__place")
    return exporting.hand_out(request, rows, make, verb=verb, title=title, name=name)


def _cells(row: Member) -> list[str]:
    state = "đã ra khỏi Đảng" if row.state in LEFT else str(MemberState(row.state).label)
    return [
        row.person.full_name,
        row.born,
        SEXES.get(Sex(row.sex), ""),
        row.unit.place.name,
        row.card_number,
        dates.dmy(row.party_age_from_on),
        dates.dmy_or_empty(row.ceremony_on),
        dates.dmy_or_empty(row.official_on),
        str(Education(row.education).value),
        THEORIES.get(Theory(row.theory), ""),
        state,
    ]


def workbook(unit: str, day: str, rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet. Text stays text: no formula, no link, no user name (S-40)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Danh sách")
    font = {"font_name": "Times New Roman", "font_size": 12}
    middle = {**font, "align": "center", "valign": "vcenter"}
    head = book.add_format({**middle, "bold": True, "border": 1, "text_wrap": True})
    plain = book.add_format({**font, "border": 1, "text_wrap": True, "valign": "top"})
    counted = book.add_format({**font, "border": 1, "align": "center", "valign": "top"})
    last = len(HEADS) - 1
    sheet.merge_range(0, 0, 0, 4, unit.upper(), book.add_format({**middle, "bold": True}))
    sheet.merge_range(0, 7, 0, last, "ĐẢNG CỘNG SẢN VIỆT NAM", book.add_format({**middle, "bold": True}))
    sheet.merge_range(2, 0, 2, last, "DANH SÁCH ĐẢNG VIÊN", book.add_format({**middle, "bold": True, "font_size": 15}))
    sheet.merge_range(3, 0, 3, last, f"(Tính đến ngày {day})", book.add_format({**middle, "italic": True}))
    _write_head(sheet, head)
    for number, row in enumerate(rows):
        at = HEAD_ROW + 2 + number
        sheet.write_number(at, 0, number + 1, counted)
        for column, value in enumerate(row, start=1):
            sheet.write_string(at, column, value, plain)
    end = HEAD_ROW + 2 + len(rows)
    total = book.add_format({**middle, "bold": True, "border": 1})
    sheet.merge_range(end, 0, end, 3, "Tổng cộng", total)
    sheet.merge_range(end, 4, end, last, f"{numbers.number(len(rows))} đảng viên", total)
    sheet.merge_range(end + 2, 0, end + 2, 4, "NGƯỜI LẬP BIỂU", book.add_format({**middle, "bold": True}))
    sheet.merge_range(end + 2, 7, end + 2, last, "T/M CẤP ỦY", book.add_format({**middle, "bold": True}))
    sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
    sheet.freeze_panes(HEAD_ROW + 2, 2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, end + 6, last)
    sheet.set_footer("&C&P/&N")
    book.set_properties({"title": "Danh sách đảng viên", "author": "", "company": unit})
    book.close()
    return out.getvalue()


def _write_head(sheet: Any, head: Any) -> None:
    """Two rows: what has a group stands under it, what has none over both."""
    sheet.set_row(HEAD_ROW + 1, 34)  # two lines
    column = 0
    while column < len(HEADS):
        name, group, width = HEADS[column]
        sheet.set_column(column, column, width)
        if not group:
            sheet.merge_range(HEAD_ROW, column, HEAD_ROW + 1, column, name, head)
            column += 1
            continue
        members = [at for at, (_name, other, _width) in enumerate(HEADS) if other == group]
        sheet.merge_range(HEAD_ROW, members[0], HEAD_ROW, members[-1], group, head)
        for at in members:
            sheet.write_string(HEAD_ROW + 1, at, HEADS[at][0], head)
            sheet.set_column(at, at, HEADS[at][2])
        column = members[-1] + 1
