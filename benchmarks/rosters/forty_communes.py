"""Files as the offices of a commune make them, by hand (1 to 14)."""

from benchmarks.rosters import damage, files
from benchmarks.rosters.desk import Desk, card, d, dash, dot, level, loose, sex, theory, x
from benchmarks.rosters.people import Person
from benchmarks.rosters.truth import Roster
from benchmarks.rosters.writing import split_name


def wide_list_by_groups() -> Roster:
    desk = Desk(1, "XA", "commune, one list with the cells as rows")
    desk.line("ĐẢNG BỘ TỈNH SÔNG MẪU", width=4)
    desk.line("ĐẢNG UỶ XÃ AN MẪU", width=4)
    desk.line("*", width=4)
    desk.line("DANH SÁCH TRÍCH NGANG ĐẢNG VIÊN", width=15)
    desk.line("(Tính đến ngày 30 tháng 11 năm 2026)", width=15)
    desk.skip()
    desk.head(
        "TT|Họ và tên|Ngày, tháng,~năm sinh|Nam/~Nữ|Dân tộc|Tôn giáo|Quê quán|Trình độ|<|<|Ngày vào Đảng"
        "|<|Số thẻ~đảng viên|Chức vụ|Ghi chú",
        "^|^|^|^|^|^|^|Văn hoá|CMNV|LLCT|Dự bị|Chính thức|^|^|^",
    )
    desk.put(*(f"({number})" for number in range(1, 16)))

    def row(p: Person, n: int) -> list[object]:
        return [
            n,
            p.name,
            d(p.born),
            sex(p),
            p.ethnic,
            p.religion,
            p.home,
            p.school,
            level(p),
            theory(p),
            d(p.joined),
            d(p.official),
            card(p),
            p.post,
        ]

    states = "name born sex ethnic religion home levels theory joined official card post"
    for roman, cell in zip(("I", "II", "III"), ("Chi bộ thôn 1", "Chi bộ thôn 2", "Chi bộ Trạm Y tế"), strict=True):
        desk.line(f"{roman}. {cell.upper()}", width=15)
        desk.members(9, cell, row, states)
        desk.put("", "Cộng: 9 đ/c")
    desk.skip()
    desk.put("NGƯỜI LẬP BIỂU", at=1)
    desk.grid.put(desk.row - 1, 10, "T/M ĐẢNG UỶ")
    desk.put("PHÓ BÍ THƯ", at=10)
    return desk.roster("trich ngang 2026.xlsx")


def old_workbook_in_an_old_font() -> Roster:
    desk = Desk(2, "XA", "commune, .xls of 2009 in .VnTime, years of birth under Nam and Nữ")
    desk.line("Đảng bộ xã An Mẫu")
    desk.line("Chi bộ thôn Đồng Mít")
    desk.line("Danh sách đảng viên", at=3)
    desk.skip()
    desk.head(
        "Số TT|Họ và tên|Năm sinh|<|Quê quán|Ngày vào Đảng|<|Trình độ|<|Số thẻ|Ghi chú",
        "^|^|Nam|Nữ|^|Dự bị|C.thức|Văn hóa|LLCT|^|^",
    )

    def row(p: Person, n: int) -> list[object]:
        year = p.born.year
        years = [year, ""] if p.sex == "M" else ["", year]
        return [
            n,
            p.name,
            *years,
            p.home,
            loose(p.joined),
            loose(p.official),
            p.school,
            theory(p),
            card(p),
            "Miễn SH" if n == 4 else "",
        ]

    desk.members(22, "Chi bộ thôn Đồng Mít", row, "name sex born:year home school theory joined official card")
    desk.put("", "Tổng cộng: 22 đảng viên")
    desk.change(damage.tcvn3, ".VnTime")
    return desk.roster("DS thon Dong Mit.xls")


def sheet_for_each_cell() -> Roster:
    desk = Desk(3, "XA", "commune, a sheet for each cell, made by four secretaries, and an old copy")
    desk.sheet("Thôn 5")
    desk.line("CHI BỘ THÔN 5", width=9)
    desk.head("STT|Họ tên|Ngày sinh|Giới tính|Dân tộc|Ngày KN|Ngày CT|Số thẻ ĐV|SĐT")
    desk.members(
        8,
        "Chi bộ thôn 5",
        lambda p, n: [n, p.name, d(p.born), sex(p), p.ethnic, d(p.joined), d(p.official), card(p), p.phone],
        "name born sex ethnic joined official card phone",
    )
    desk.sheet("Thôn 6")
    desk.head("TT|Số thẻ|Họ và tên đảng viên|Nữ|Sinh ngày|Vào Đảng|Chính thức")
    desk.members(
        7,
        "Chi bộ thôn 6",
        lambda p, n: [n, p.card, p.name, x(p), p.born, p.joined, p.official or ""],
        "card name sex born joined official",
    )
    desk.sheet("CB Trường THCS")
    desk.line("DANH SÁCH ĐẢNG VIÊN CHI BỘ TRƯỜNG THCS AN MẪU NĂM 2026", width=10)
    desk.skip()
    desk.head("TT|Họ đệm|Tên|NTNS|GT|TĐCM|LLCT|Ngày vào ĐCSVN|Ngày công nhận CT|Thẻ Đ")
    desk.members(
        11,
        "Chi bộ Trường THCS An Mẫu",
        lambda p, n: [
            n,
            *split_name(p.name),
            dot(p.born),
            sex(p),
            level(p),
            p.theory,
            dot(p.joined),
            dot(p.official),
            p.card,
        ],
        "name born sex professional theory joined official card",
    )
    desk.sheet("Quân sự")
    desk.head("Stt|Cấp bậc, họ và tên|Năm sinh|Phái|Ngày vào Đảng|Ngày chính thức|Số thẻ đảng")
    desk.members(
        5,
        "Chi bộ Quân sự",
        lambda p, n: [n, f"Trung uý {p.name}", p.born.year, sex(p), d(p.joined), d(p.official), card(p)],
        "name born:year sex joined official card",
    )
    desk.sheet("Thôn 5 (cũ)", is_hidden=True)
    desk.head("STT|Họ tên|Ngày sinh|Giới tính|Ngày KN")
    for person in desk.office.people(4, "Chi bộ thôn 5"):
        desk.put(1, person.name, d(person.born), sex(person), d(person.joined))
        desk.outsiders.add((len(desk.grids), desk.row))
    desk.sheet("Sheet6")
    return desk.roster("Danh sach dang vien toan xa.xlsx")


def two_lists_beside() -> Roster:
    desk = Desk(4, "XA", "commune, two cells side by side on one page")
    desk.line("DANH SÁCH ĐẢNG VIÊN DỰ ĐẠI HỘI", width=15)
    desk.skip()
    start = desk.row
    for at, cell in ((0, "Chi bộ thôn 3"), (8, "Chi bộ thôn 4")):
        desk.row = start
        desk.line(cell, at=at, width=7)
        desk.head("TT|Họ và tên|Năm sinh|Nữ|Vào Đảng|Chính thức|Số thẻ", at=at)
        desk.members(
            10 if at else 12,
            cell,
            lambda p, n: [n, p.name, str(p.born.year), x(p), d(p.joined), d(p.official), p.card],
            "name born:year sex joined official card",
            at=at,
        )
    return desk.roster("thon 3 thon 4.xlsx")


def word_table() -> Roster:
    desk = Desk(5, "XA", "commune, Word table under a title that names the cell")
    desk.sheet("Chi bộ thôn Hạ")
    desk.head(
        "TT|Họ và tên|Ngày tháng năm sinh|Giới tính|Chỗ ở hiện nay|Trình độ học vấn|Trình độ LLCT"
        "|Ngày vào Đảng|Ngày chính thức|Số thẻ đảng viên"
    )
    desk.members(
        14,
        "Chi bộ thôn Hạ",
        lambda p, n: [
            n,
            p.name.upper(),
            dot(p.born),
            sex(p),
            p.residence,
            p.school,
            theory(p) or "Không",
            dot(p.joined),
            dot(p.official),
            card(p),
        ],
        "name born sex residence school theory joined official card",
    )
    title = ["ĐẢNG BỘ XÃ AN MẪU", "CHI BỘ THÔN HẠ", "DANH SÁCH ĐẢNG VIÊN", "Tính đến ngày 15/11/2026"]
    desk.grid.name = "Sheet1"
    return desk.roster("DS chi bo.docx", files.word(desk.grids, lines_above=title))


def from_a_program() -> Roster:
    desk = Desk(6, "XA", "commune, separated values from the program of the district of before")
    desk.head(
        "MA_DV|HO_TEN|NGAY_SINH|GIOI_TINH|DAN_TOC|TON_GIAO|QUE_QUAN|SO_CCCD|SO_THE|NGAY_KN|NGAY_CT"
        "|TEN_CB|HOC_VAN|CHUYEN_MON|LLCT|DTDD"
    )
    for cell in ("Chi bộ thôn 8", "Chi bộ thôn 9", "Chi bộ Công an xã"):
        desk.members(
            8,
            cell,
            lambda p, n: [
                f"DV{n:05}",
                p.name,
                d(p.born),
                sex(p),
                p.ethnic,
                p.religion,
                p.home,
                p.identity,
                p.card,
                d(p.joined),
                d(p.official),
                p.cell,
                p.school,
                level(p),
                theory(p),
                p.phone,
            ],
            "name born sex ethnic religion home identity card joined official levels theory phone",
        )
    return desk.roster("export.csv", files.separated(desk.grid, sign=";", encoding="utf-8-sig"))


FORM = "|".join(
    (
        *("TT", "Họ và tên~Họ và tên khai sinh~Ngày sinh", "Nam, nữ~Dân tộc~Tôn giáo", "Quê quán"),
        *("- Văn hoá~- Lý luận~- Chuyên môn~- Ngoại ngữ", "- Nghề nghiệp trước khi vào Đảng~- Hiện nay"),
        *("- Ngày vào Đảng~- Ngày chính thức", "- Số thẻ~- Số lý lịch~- Số HHĐ", "Bộ đội, công an, hưu trí"),
        *(
            "Ngày chuyển đi~Nơi đến",
            "Ngày chuyển đến~Nơi đi",
            "Ngày từ trần~Lý do",
            "Ngày ra khỏi Đảng~Hình thức",
            "Ghi chú",
        ),
    )
)
FORM_STATES = "name born sex ethnic religion home levels theory joined official card file"


def printed_form_in_word() -> Roster:
    desk = Desk(7, "XA", "commune, Mẫu 7-HSĐV in Word")
    desk.head(FORM)
    desk.put(*range(1, 15))

    def row(p: Person, n: int) -> list[object]:
        return [
            f"{n:02}",
            f"{p.name}\n{p.name}\n{d(p.born)}",
            f"{sex(p)}\n{p.ethnic}\n{p.religion}",
            p.home,
            f"- {p.school}\n- {theory(p) or 'Chưa'}\n- {level(p) or 'Không'}\n- A",
            f"- Làm ruộng\n- {p.work}",
            "\n".join(f"- {d(day)}" for day in (p.joined, p.official) if day),
            f"- {card(p)}\n- {p.file}\n-",
        ]

    desk.members(16, "Chi bộ thôn 2", row, FORM_STATES)
    above = ["Mẫu 7-HSĐV", "Đảng bộ: xã An Mẫu", "Chi bộ: Thôn 2", "DANH SÁCH ĐẢNG VIÊN"]
    return desk.roster("Mau 7 HSDV.docx", files.word(desk.grids, lines_above=above))


def printed_form_in_a_workbook() -> Roster:
    desk = Desk(8, "XA", "commune, Mẫu 7-HSĐV typed into a workbook, stacked by slashes")
    desk.line("Mẫu 7-HSĐV", at=12)
    desk.line("DANH SÁCH ĐẢNG VIÊN", width=14)
    desk.line("Chi bộ: Trạm Y tế        Đảng bộ: xã An Mẫu", width=14)
    desk.head(FORM.replace("~- ", "/ ").replace("~", "/ ").replace("|- ", "|"))
    desk.put(*(str(number) for number in range(1, 15)))

    def row(p: Person, n: int) -> list[object]:
        return [
            n,
            f"{p.name}/ {p.name}/ {d(p.born)}",
            f"{sex(p)}/ {p.ethnic}/ {p.religion}",
            p.home,
            f"{p.school}/ {theory(p) or 'Không'}/ {level(p) or 'Không'}/ Không",
            f"Học sinh/ {p.work}",
            "/ ".join(dash(day) for day in (p.joined, p.official) if day),
            f"{card(p)}/ {p.file}",
        ]

    desk.members(12, "Chi bộ Trạm Y tế", row, FORM_STATES)
    return desk.roster("mau7.xlsx")


def names_in_two_columns_in_vni() -> Roster:
    desk = Desk(9, "XA", "commune of the south, .xls in VNI, one head over family and given name")
    desk.line("ĐẢNG UỶ XÃ AN MẪU", width=5)
    desk.line("DANH SÁCH ĐẢNG VIÊN CHI BỘ CÔNG AN XÃ", width=10)
    desk.skip()
    desk.head("STT|HỌ VÀ TÊN|<|Phái|Ngày sinh|Nơi sanh|Ngày vô Đảng|Ngày C.thức|Số thẻ ĐV|Trình độ văn hóa")
    desk.members(
        13,
        "Chi bộ Công an xã",
        lambda p, n: [
            n,
            *split_name(p.name),
            sex(p),
            d(p.born),
            p.home,
            d(p.joined),
            d(p.official),
            p.card,
            p.school,
        ],
        "name sex born joined official card school",
    )
    desk.change(damage.vni, "VNI-Times")
    return desk.roster("CONG AN.xls")


def page_of_a_portal() -> Roster:
    desk = Desk(10, "XA", "commune, page of a portal saved as .doc")
    desk.head(
        "STT|Thông tin đảng viên|<|<|<|Thông tin về Đảng|<|<|<|Liên hệ|<",
        "^|Họ và tên|Ngày sinh|Giới tính|Số định danh|Chi bộ|Số thẻ|Ngày vào Đảng|Ngày chính thức|Điện thoại|Email",
    )
    for cell in ("Chi bộ Cơ quan Đảng", "Chi bộ Quân sự"):
        desk.members(
            9,
            cell,
            lambda p, n: [
                n,
                p.name,
                d(p.born),
                sex(p),
                p.identity,
                p.cell,
                p.card,
                d(p.joined),
                d(p.official),
                p.phone,
                p.email,
            ],
            "name born sex identity card joined official phone email",
        )
    return desk.roster("danhsach.doc", files.web_page(desk.grids))


def page_as_a_workbook() -> Roster:
    desk = Desk(11, "XA", "commune, HTML called .xls with a total")
    desk.line("DANH SÁCH ĐẢNG VIÊN CHI BỘ THÔN 1", width=8)
    desk.head("TT|Họ và tên|Ngày sinh|Nam|Nữ|Ngày vào Đảng|Ngày chính thức|Số thẻ")
    desk.members(
        12,
        "Chi bộ thôn 1",
        lambda p, n: [
            n,
            p.name,
            loose(p.born),
            "x" if p.sex == "M" else "",
            x(p),
            loose(p.joined),
            loose(p.official),
            card(p),
        ],
        "name born sex joined official card",
    )
    desk.line("Tổng số: 12 đồng chí", width=8)
    return desk.roster("ds.xls", files.web_page(desk.grids))


def short_list_of_the_retired() -> Roster:
    desk = Desk(12, "XA", "commune, short list of old members, months and years alone")
    desk.line("Chi bộ thôn 9")
    desk.head("TT|Đồng chí|Sinh năm|Nữ|Vào Đảng|Chính thức|Thẻ số|Huy hiệu")

    def row(p: Person, n: int) -> list[object]:
        born = f"{p.born.month}/{p.born.year}" if n % 3 == 0 else p.born.year
        return [
            f"{n}.",
            ("Bà " if p.sex == "F" else "Ông ") + p.name,
            born,
            x(p),
            d(p.joined),
            d(p.official),
            card(p),
            "30 năm" if n < 5 else "",
        ]

    people = desk.office.people(15, "Chi bộ thôn 9")
    for number, person in enumerate(people, 1):
        precision = "month" if number % 3 == 0 else "year"
        desk.member(person, row(person, number), f"name born:{precision} sex joined official card")
    return desk.roster("dv cao tuoi.xlsx")


def same_as_above() -> Roster:
    desk = Desk(13, "XA", "commune, cells in short with -nt- for the same as above")
    desk.line("Biểu số 01", at=8)
    desk.line("THỐNG KÊ ĐẢNG VIÊN", width=10)
    desk.skip()
    desk.head("T.T|H và tên|N.sinh|G.tính|D.tộc|C.bộ|Ngày VĐ|Ngày CTh|Số TĐV|T.độ CM")
    for cell, short in (("Chi bộ thôn 1", "Thôn 1"), ("Chi bộ thôn 7", "T.7"), ("Chi bộ thôn Hạ", "thôn Hạ")):
        first = desk.row
        for number, person in enumerate(desk.office.people(6, cell), 1):
            written = short if desk.row == first else "-nt-"
            values = [
                number,
                person.name,
                d(person.born),
                sex(person),
                person.ethnic,
                written,
                d(person.joined),
                d(person.official),
                card(person),
                level(person),
            ]
            desk.member(person, values, "name born sex ethnic joined official card professional")
    return desk.roster("bieu 01.xlsx")


def tables_below_each_other() -> Roster:
    desk = Desk(14, "XA", "commune, a table for each cell below the other; one count is wrong")
    for cell, stated in (("Chi bộ thôn 6", 8), ("Chi bộ thôn 7", 9), ("Chi bộ thôn 8", 8)):
        desk.line(f"{cell} ({stated} đồng chí)")
        desk.head("STT|Họ và tên|Ngày sinh|Giới|Ngày vào|Ngày chính thức|Số thẻ|Ghi chú")
        desk.members(
            8,
            cell,
            lambda p, n: [n, p.name, dash(p.born), sex(p), dash(p.joined), dash(p.official), p.card, ""],
            "name born sex joined official card",
        )
        desk.skip(2)
    desk.tell("group count that disagrees", "cell", words=("9", "8"))
    return desk.roster("3 chi bo.xlsx")


BUILDERS = (
    wide_list_by_groups,
    old_workbook_in_an_old_font,
    sheet_for_each_cell,
    two_lists_beside,
    word_table,
    from_a_program,
    printed_form_in_word,
    printed_form_in_a_workbook,
    names_in_two_columns_in_vni,
    page_of_a_portal,
    page_as_a_workbook,
    short_list_of_the_retired,
    same_as_above,
    tables_below_each_other,
)
