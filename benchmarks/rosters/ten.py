"""Ten files more, of layouts that neither the generator nor the forty files have.

Written by somebody who knew the reader. The first run is published as it came: docs/benchmarks.md.
"""

from collections.abc import Iterator

from benchmarks.rosters import damage, files
from benchmarks.rosters.desk import Desk, card, d, dash, dot, level, loose, sex, theory, x
from benchmarks.rosters.people import Person
from benchmarks.rosters.truth import Roster
from benchmarks.rosters.writing import split_name

HOMES = (
    "Cẩm Nhượng, Cẩm Xuyên, Hà Tĩnh",
    "Thới Sơn, Tịnh Biên, An Giang",
    "Đoan Bái, Hiệp Hoà, Bắc Giang",
    "Ea Kar, Đắk Lắk",
)


def home(number: int) -> str:
    return HOMES[number % len(HOMES)]


def births_in_three_columns() -> Roster:
    desk = Desk(51, "XA", "commune, the day of birth in three columns")
    desk.line("CHI BỘ THÔN 4", width=11)
    desk.line("Danh sách đảng viên đến hết quý IV năm 2026", width=11)
    desk.skip()
    desk.head(
        "STT|Họ và tên|Giới tính|Ngày sinh|<|<|Nguyên quán|Ngày vào Đảng|Ngày chính thức|Số thẻ đảng viên|Điện thoại",
        "^|^|^|Ngày|Tháng|Năm|^|^|^|^|^",
    )
    desk.members(
        14,
        "Chi bộ thôn 4",
        lambda p, n: [
            *(n, p.name, sex(p), p.born.day, p.born.month, p.born.year, home(n)),
            *(d(p.joined), d(p.official), card(p), p.phone),
        ],
        "name sex born joined official card phone",
    )
    return desk.roster("thon 4.xlsx")


def two_rows_for_each() -> Roster:
    desk = Desk(52, "BV", "hospital, two rows for each member, the second below the first")
    desk.line("CHI BỘ KHOA NHI", width=8)
    desk.head(
        "TT|Họ và tên|Ngày sinh|Nam/Nữ|Ngày kết nạp|Số thẻ ĐV|Chuyên môn|Số CCCD",
        "^|^|Quê quán|Dân tộc|Ngày chính thức|Ngày cấp|Lý luận|Điện thoại",
    )
    for number, person in enumerate(desk.office.people(12, "Chi bộ Khoa Nhi"), 1):
        first = desk.row
        values = [number, person.name, d(person.born), sex(person), d(person.joined), card(person), level(person)]
        states = "name born sex joined card professional identity official ethnic theory phone"
        desk.member(person, [*values, person.identity], states)
        below = ["", "", home(number), person.ethnic, d(person.official), "19/05/2010", theory(person), person.phone]
        desk.put(*below)
        desk.grid.merge(first, 0, first + 1, 0)
        desk.grid.merge(first, 1, first + 1, 1)
    return desk.roster("khoa nhi.xlsx")


def numbers_above_the_list() -> Roster:
    desk = Desk(53, "TH", "school, a table of numbers above the list")
    desk.line("BÁO CÁO SỐ LƯỢNG VÀ DANH SÁCH ĐẢNG VIÊN", width=9)
    desk.head("Tổng số|Nam|Nữ|Chính thức|Dự bị|Dân tộc thiểu số|Cao cấp LLCT|Thạc sĩ trở lên")
    desk.put(16, 9, 7, 15, 1, 4, 2, 6)
    desk.skip(2)
    desk.line("II. DANH SÁCH ĐẢNG VIÊN CHI BỘ KHOA TỰ NHIÊN", width=9)
    desk.head("TT|Họ tên|Sinh ngày|Phái|Dân tộc|Vào Đảng ngày|Chính thức ngày|Thẻ số|Trình độ")
    desk.members(
        16,
        "Chi bộ Khoa Tự nhiên",
        lambda p, n: [n, p.name, dot(p.born), sex(p), p.ethnic, dot(p.joined), dot(p.official), card(p), level(p)],
        "name born sex ethnic joined official card professional",
        faults={5: ("official before admission", "official joined")},
    )
    place = next(
        (row, column) for (row, column), value in desk.grid.cells.items() if value == 5 and column == 0 and row > 6
    )
    desk.grid.put(place[0], 6, "01.02.1960")
    return desk.roster("khoa tu nhien.xlsx")


def heads_in_two_languages() -> Roster:
    desk = Desk(54, "CT", "company, heads in two languages, true days")
    desk.head(
        "No.~(STT)|Full name~(Họ và tên)|Gender~(Giới tính)|Date of birth~(Ngày sinh)|Party cell~(Chi bộ)"
        "|Joined Party on~(Ngày vào Đảng)|Official from~(Ngày chính thức)|Card No.~(Số thẻ)"
        "|ID No.~(CCCD)|Mobile~(Di động)"
    )
    desk_cells = ("Chi bộ Văn phòng", "Chi bộ Kho vận", "Chi bộ Phân xưởng Cắt")
    for number in range(1, 19):
        [person] = desk.office.people(1, desk_cells[number % 3])
        desk.member(
            person,
            [
                *(number, person.name, "Male" if person.sex == "M" else "Female", person.born, person.cell),
                *(person.joined, person.official or "", card(person), person.identity, person.phone),
            ],
            "name sex born joined official card identity phone",
        )
    return desk.roster("members.xlsx")


def one_and_nought_for_the_sex() -> Roster:
    desk = Desk(55, "XA", "commune, separated values, 1 and 0 for the sex, explained in the head")
    desk.head("ma|ho_ten|gioi_tinh (1: nam, 0: nữ)|ngay_sinh|ma_chi_bo|ngay_ket_nap|ngay_chinh_thuc|so_the|so_cccd")
    for number in range(1, 21):
        place = 1 + number % 4
        [person] = desk.office.people(1, f"Chi bộ thôn {place}")
        desk.member(
            person,
            [
                *(
                    f"DV{number:04}",
                    person.name,
                    1 if person.sex == "M" else 0,
                    f"{person.born:%Y-%m-%d}",
                    f"XA{place:02}",
                ),
                f"{person.joined:%Y-%m-%d}",
                f"{person.official:%Y-%m-%d}" if person.official else "",
                *(person.card, person.identity),
            ],
            "name sex born joined official card identity",
        )
    return desk.roster("ket_xuat.csv", files.separated(desk.grid, sign=";", encoding="utf-8"))


def card_in_two_columns() -> Roster:
    desk = Desk(56, "XA", "commune, the card number in two columns, names of cells once over a line")
    desk.head(
        "TT|Họ và tên|Năm sinh|<|Số thẻ đảng viên|<|Ngày vào Đảng|Ngày chính thức|Ghi chú",
        "^|^|Nam|Nữ|Mã|Số|^|^|^",
    )
    for cell in ("Chi bộ thôn 8", "Chi bộ Quân sự"):
        desk.line(f"* {cell}", width=9)
        desk.members(
            9,
            cell,
            lambda p, n: [
                *(n, p.name, *((p.born.year, "") if p.sex == "M" else ("", p.born.year))),
                *(p.card[:2], p.card[2:], dash(p.joined), dash(p.official)),
            ],
            "name sex born:year card joined official",
        )
    return desk.roster("hai chi bo.xls")


def official_and_probationary_apart() -> Roster:
    desk = Desk(57, "TH", "school, Word, official members and those on probation in tables of their own")
    head = "TT|Họ và tên|Ngày, tháng, năm sinh|Nữ|Quê quán|Ngày vào Đảng|Ngày chính thức|Số thẻ"
    desk.sheet("Chi bộ Sinh viên 1 – A. Đảng viên chính thức")
    desk.head(head)
    desk.members(
        8,
        "Chi bộ Sinh viên 1",
        lambda p, n: [n, p.name, d(p.born), x(p), home(n), d(p.joined), d(p.official), card(p)],
        "name born sex joined official card",
    )
    desk.sheet("Chi bộ Sinh viên 1 – B. Đảng viên dự bị")
    desk.head("TT|Họ và tên|Ngày, tháng, năm sinh|Nữ|Quê quán|Ngày vào Đảng|Ghi chú")
    desk.members(
        3,
        "Chi bộ Sinh viên 1",
        lambda p, n: [n, p.name, d(p.born), "x" if p.sex == "F" else "", home(n), d(p.joined), "Dự bị"],
        "name born sex joined",
    )
    return desk.roster("sinh vien 1.docx", files.word(desk.grids))


def names_of_fields_without_spaces() -> Roster:
    desk = Desk(58, "CT", "company, .xls of an old program, heads without spaces, names in capitals, text in VNI")
    desk.head("MASO|HOTEN|GIOITINH|NGAYSINH|DANTOC|NGAYVAODANG|NGAYCHINHTHUC|SOTHEDANG|CHIBO|TRINHDOCM|LYLUAN")
    for number in range(1, 17):
        [person] = desk.office.people(1, ("Chi bộ Phân xưởng May 1", "Chi bộ Phân xưởng May 2")[number % 2])
        desk.member(
            person,
            [
                *(
                    f"{number:05}",
                    person.name.upper(),
                    sex(person),
                    loose(person.born),
                    person.ethnic,
                    loose(person.joined),
                ),
                *(loose(person.official), card(person), person.cell, level(person), theory(person)),
            ],
            "name sex born ethnic joined official card professional theory",
        )
    desk.change(damage.vni, "VNI-Times")
    return desk.roster("DANGVIEN.xls")


def words_before_the_numbers() -> Roster:
    desk = Desk(59, "BV", "hospital, web page, words before the numbers, several contacts in a cell")
    desk.line("Chi bộ Phòng Điều dưỡng", width=7)
    desk.head("TT|Đảng viên|Sinh|Giới|CCCD|Vào Đảng – chính thức|Thẻ|Liên hệ")

    def row(p: Person, n: int) -> list[object]:
        days = f"{d(p.joined)} – {d(p.official)}" if p.official else d(p.joined)
        contacts = f"ĐT: {p.phone}\nEmail: {p.email}"
        return [n, f"Đ/c {p.name}", d(p.born), sex(p), f"CCCD: {p.identity}", days, f"Thẻ số {card(p)}", contacts]

    desk.members(
        15,
        "Chi bộ Phòng Điều dưỡng",
        row,
        "name born sex joined official card phone identity",
        faults={4: ("two phones", "phone")},
    )
    place = next(place for place, value in desk.grid.cells.items() if place[1] == 0 and value == 4)
    desk.grid.put(place[0], 7, "ĐT: 0912000111; 0912000222")
    return desk.roster("dieu duong.xls", files.web_page(desk.grids))


def lists_of_three_side_by_side() -> Roster:
    desk = Desk(60, "XA", "commune, three short lists side by side, family and given name apart")
    places = ((0, "Chi bộ thôn 1"), (8, "Chi bộ thôn 2"), (16, "Chi bộ thôn Hạ"))
    for at, cell in places:
        desk.row = 0
        desk.line(cell.upper(), at, 7)
        desk.head("TT|Họ đệm|Tên|Giới tính|Ngày sinh|Ngày vào Đảng|Số thẻ", at=at)
        desk.members(
            7,
            cell,
            lambda p, n: [n, *split_name(p.name), sex(p), d(p.born), d(p.joined), card(p)],
            "name sex born joined card",
            at=at,
        )
    return desk.roster("ba thon.xlsx")


BUILDERS = (
    births_in_three_columns,
    two_rows_for_each,
    numbers_above_the_list,
    heads_in_two_languages,
    one_and_nought_for_the_sex,
    card_in_two_columns,
    official_and_probationary_apart,
    names_of_fields_without_spaces,
    words_before_the_numbers,
    lists_of_three_side_by_side,
)


def rosters() -> Iterator[Roster]:
    for build in BUILDERS:
        yield build()
