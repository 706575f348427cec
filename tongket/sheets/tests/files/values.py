"""What stands in the cells: old encodings, names, numbers, sex, codes, the same person twice."""

import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import xlwt

from tongket.sheets.tests.files.making import (
    DU,
    HEAD,
    MAU,
    THREE,
    THU,
    TWO,
    Table,
    book,
    in_encoding,
    letters,
    roster,
    surface,
)


@roster("decomposed", "xlsx", 21, 26, 27, full_name=["Trần Thử Nghiệm", "Đỗ Thuỷ Đào"], unit=["Đảng bộ uỷ ban"] * 2)
def _decomposed(path: Path) -> None:
    rows: Table = [
        [1, unicodedata.normalize("NFD", "Trần Thử Nghiệm"), *THU[2:6], "Ðảng bộ uỷ ban"],
        [2, "\u00d0ỗ Thuỷ \u0189\u0061\u0300o", *DU[2:6], "Ɖảng bộ uỷ ban"],
    ]
    book(path, ("DS", [HEAD, *rows]))


@roster("tcvn3", "xlsx", 22, full_name=THREE, unit=["Chi bộ thôn Đông"] * 3, notes=("TCVN3",))
def _tcvn3(path: Path) -> None:
    book(
        path,
        (
            "DS",
            in_encoding(
                [HEAD, *([*row[:6], "Chi bộ thôn đông".replace("đông", "Đông")] for row in (MAU, DU, THU))], "tcvn3"
            ),
        ),
    )


@roster("tcvn3_capitals", "xlsx", 22, full_name=["Trần Thử Nghiệm", "Lê Thị Ví Dụ"], notes=("TCVN3",))
def _tcvn3_capitals(path: Path) -> None:
    def finish(made: Any, pages: list[Any]) -> None:
        font = made.add_format({"font_name": ".VnTimeH"})
        for at, name in ((1, "trần thử nghiệm"), (2, "lê thị ví dụ")):
            pages[0].write_string(at, 1, surface(name, "tcvn3"), font)

    book(path, ("DS", in_encoding([HEAD, THU, DU], "tcvn3")), finish=finish)


@roster("tcvn3_lost_letter", "xlsx", 23, codes="lost_letter", suggestions={"lost_letter": "Phạm Hướng Dương"})
def _tcvn3_lost(path: Path) -> None:
    lost = surface("Phạm Hướng Dương", "tcvn3").replace("\xad", "", 1)
    book(path, ("DS", [*in_encoding([HEAD, MAU, DU], "tcvn3"), [3, lost, *THU[2:6], "CB"]]))


@roster("vni", "csv", 24, full_name=THREE, notes=("VNI",))
def _vni(path: Path) -> None:
    lines = in_encoding([HEAD, MAU, DU, THU], "vni")
    path.write_bytes("\n".join(";".join(map(str, row)) for row in lines).encode("cp1252"))


@roster("viscii", "csv", 24, full_name=THREE, notes=("VISCII",))
def _viscii(path: Path) -> None:
    lines = "\n".join(";".join(map(str, row)) for row in in_encoding([HEAD, MAU, DU, THU], "viscii"))
    path.write_bytes(lines.encode("latin-1"))


@roster(
    "utf8_as_cp1252",
    "xlsx",
    25,
    full_name=THREE,
    unit=["Chi bộ khụng tờn", "Chi bộ thôn 1", "Chi bộ thôn 2"],
    codes="damaged_text",
    notes=("cp1252",),
)
def _utf8_as_cp1252(path: Path) -> None:
    def harmed(value: Any) -> Any:
        return "".join(_western(byte) for byte in value.encode()) if isinstance(value, str) else value

    rows: Table = [[*MAU[:6], "Chi bộ khụng tờn"], DU, THU]
    book(path, ("DS", [[harmed(value) for value in row] for row in [HEAD, *rows]]))


def _western(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


NAMES = [
    "NGUYỄN VĂN MẪU",
    "nguyễn văn khuôn",
    "Nguyễn  Văn  Thước",
    "Ng. Văn Mẫu",
    "Trần Mẫu (Hùng)",
    "Đ/c Nguyễn Văn Kiểu",
    "Nguyễn Văn Mẫu - BT",
]
CLEAN = [
    "Nguyễn Văn Mẫu",
    "Nguyễn Văn Khuôn",
    "Nguyễn Văn Thước",
    "Ng. Văn Mẫu",
    "Trần Mẫu",
    "Nguyễn Văn Kiểu",
    "Nguyễn Văn Mẫu",
]


@roster(
    "names", "xlsx", 28, 29, full_name=CLEAN, codes="short_name same_name", suggestions={"short_name": "Nguyễn Văn Mẫu"}
)
def _names(path: Path) -> None:
    rows: Table = [[at, name, "Nam", f"{12 + at}/02/1987"] for at, name in enumerate(NAMES, 1)]
    book(path, ("DS", [HEAD[:4], *rows]))


@roster("two_columns", "xlsx", 28, 30, full_name=["Lê Thị Ví Dụ", "Lê Thị Ví Dụ", "Lê Ví Dụ A"], codes="same_name")
def _two_columns(path: Path) -> None:
    table: Table = [
        ["STT", "Họ và tên", "", "Ngày sinh"],
        ["", "Họ đệm", "Tên", ""],
        [1, "Lê Thị Ví", "Dụ", "17/08/1985"],
        [2, "Lê Thị Ví", "Dụ", "17/08/1991"],
        [3, "Lê Ví", "Dụ A", "18/08/1991"],
    ]
    book(path, ("DS", table))


@roster(
    "numbers_of_persons",
    "xlsx",
    31,
    32,
    34,
    35,
    identity_number=["001087000123", "001190000124", "", "012345678", ""],
    phone=["0912345678", "0912345679", "0912345670", "", ""],
    card_number=["60027445", "60.027446", "70.000001", "", ""],
    codes="identity_zeros phone_zero two_phones two_cards identity_rounded identity_number",
    suggestions={"identity_zeros": "001087000123"},
)
def _numbers(path: Path) -> None:
    head = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Số CCCD", "Điện thoại", "Số thẻ đảng viên"]
    table: Table = [
        head,
        [*MAU[:4], 1087000123, 912345678, 60027445],
        [*DU[:4], "OO1 19O 000 124", "+84 912 345 679", "60.027446"],
        [*THU[:4], "1.087E+09", "0912345670 / 0988000111", "60.000001\n70.000001"],
        [4, "Phạm Mẫu Đơn", "Nữ", "14/02/1970", "012345678", "không", "chưa có"],
        [5, "Vũ Thị Thử", "Nữ", "15/02/1970", 12345, "x", "0"],
    ]
    book(path, ("DS", table))


@roster(
    "sexes",
    "xlsx",
    36,
    full_name=THREE,
    sex=["M", "F", "M"],
    born_on=[date(1987, 1, 1), date(1990, 1, 1), date(1979, 1, 1)],
    born_precision=["year"] * 3,
)
def _sexes(path: Path) -> None:
    table: Table = [
        ["STT", "Họ và tên", "Năm sinh", "", "Số lý lịch"],
        ["", "", "Nam", "Nữ", ""],
        [1, MAU[1], 1987, "", "12/AB"],
        [2, DU[1], "", "1990", ""],
        [3, THU[1], 1979, "", ""],
    ]

    def finish(_made: Any, pages: list[Any]) -> None:
        pages[0].merge_range(0, 2, 0, 3, "Năm sinh")

    book(path, ("DS", table), finish=finish)


@roster("sex_by_cross", "xlsx", 33, 36, sex=["M", "F"], card_number=["60.1", ""])
def _sex_by_cross(path: Path) -> None:
    book(
        path,
        (
            "DS",
            [
                ["STT", "Họ và tên", "Ngày sinh", "Nữ", "Số thẻ đảng", "Số Huy hiệu"],
                [1, MAU[1], MAU[3], "", "60.1", "H/12"],
                [2, DU[1], DU[3], "x", "-", ""],
            ],
        ),
    )


@roster(
    "codes",
    "xlsx",
    37,
    38,
    education=["12/12", "12/12", "THCS", "12/12", "ThS"],
    theory=["TC", "CC", "CC", "SC", ""],
    codes="theory minority",
    occupation=["farmer", "retired", "civil_servant", "worker", "student"],
)
def _codes(path: Path) -> None:
    head = ["STT", "Họ và tên", "Ngày sinh", "Học vấn", "Lý luận", "Dân tộc", "Nghề nghiệp"]
    rows: Table = [
        [date(2026, 10, 10), "TCLLCT", "Kinh", "Nông dân"],
        ["Cấp III", "CN", "kinh", "Hưu trí"],
        ["9/12", "CC", "", "Công chức"],
        ["THPT", "Sơ cấp", "Không", "Công nhân"],
        ["Thạc sĩ", "abc", "Xyz", "Sinh viên"],
    ]
    book(
        path,
        (
            "DS",
            [head, *([at, f"Trần Thị {letters(at)}", f"{12 + at}/03/1980", *row] for at, row in enumerate(rows, 1))],
        ),
    )


@roster("doubles", "xlsx", 44, 30, codes="duplicate_identity duplicate_card duplicate_person")
def _doubles(path: Path) -> None:
    head = [*HEAD, "CCCD", "Số thẻ"]
    book(path, ("DS", [head, [*MAU, "001087000123", "60.1"], [2, *MAU[1:], "001087000123", "60.1"], [*DU, "", ""]]))


@roster("old_workbook", "xls", 12, full_name=TWO, born_on=[date(1987, 2, 25), date(1990, 8, 17)])
def _old_workbook(path: Path) -> None:
    made = xlwt.Workbook()
    page = made.add_sheet("DS")
    for at, row in enumerate([HEAD, MAU, [*DU[:3], date(1990, 8, 17), *DU[4:]]]):
        for column, value in enumerate(row):
            is_day = isinstance(value, date)
            page.write(at, column, value, *([xlwt.easyxf(num_format_str="DD/MM/YYYY")] if is_day else []))
    made.save(str(path))
