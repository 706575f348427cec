"""Files as hospitals and schools make them, by hand (15 to 28)."""

from datetime import date

from benchmarks.rosters import damage, files
from benchmarks.rosters.desk import Desk, card, d, dash, dot, level, loose, sex, theory, x
from benchmarks.rosters.people import Person
from benchmarks.rosters.truth import Roster


def doctors_with_their_titles() -> Roster:
    desk = Desk(15, "BV", "hospital, titles before the names, the ward beside the cell")
    desk.line("BỆNH VIỆN ĐA KHOA SÔNG MẪU", width=5)
    desk.line("DANH SÁCH ĐẢNG VIÊN TOÀN ĐẢNG BỘ", width=12)
    desk.skip()
    desk.head(
        "TT|Họ và tên|Ngày sinh|Giới tính|Khoa, phòng|Chi bộ sinh hoạt|Chức danh|Trình độ chuyên môn"
        "|Lý luận chính trị|Ngày vào Đảng|Ngày chính thức|Số thẻ ĐV"
    )
    titles = ("BS. ", "ThS.BS ", "ĐD. ", "BSCKII. ", "DS. ", "")
    for cell in desk.office.cells[:5]:
        desk.members(
            6,
            cell,
            lambda p, n: [
                n,
                titles[n % 6] + p.name,
                d(p.born),
                sex(p),
                p.cell.removeprefix("Chi bộ "),
                p.cell,
                "Viên chức",
                level(p),
                theory(p),
                d(p.joined),
                d(p.official),
                card(p),
            ],
            "name born sex professional theory joined official card",
        )
    return desk.roster("DS dang vien BV.xlsx")


def export_of_the_staff_program() -> Roster:
    desk = Desk(16, "BV", "hospital, wide export of the staff program with times behind the days")
    desk.head(
        "Mã NV|Họ tên|Ngày sinh|Giới tính|Dân tộc|Tôn giáo|Quê quán|Thường trú|Chỗ ở hiện nay|Số CCCD"
        "|Ngày cấp CCCD|Nơi cấp|Ngày tuyển dụng|Chức vụ|Khoa phòng"
        "|Trình độ VH|Trình độ CM|Trình độ LLCT|Ngoại ngữ|Tin học|Là đảng viên|Ngày vào Đảng"
        "|Ngày chính thức|Số thẻ Đảng|Chi bộ|Di động|Email"
    )
    for cell in desk.office.cells[2:5]:
        desk.members(
            8,
            cell,
            lambda p, n: [
                f"BV{n:04}",
                p.name,
                f"{p.born} 00:00:00",
                sex(p),
                p.ethnic,
                p.religion,
                p.home,
                p.residence,
                p.residence,
                p.identity,
                "2021-05-12 00:00:00",
                "Cục CSQLHC về TTXH",
                f"{p.joined.year - 2}-08-01 00:00:00",
                p.work,
                p.cell[7:],
                p.school,
                level(p),
                theory(p),
                "B",
                "A",
                "x",
                f"{p.joined} 00:00:00",
                f"{p.official} 00:00:00" if p.official else "",
                p.card,
                p.cell,
                p.phone,
                p.email,
            ],
            "name born sex ethnic religion home identity levels theory joined official card phone email",
        )
    return desk.roster("NhanSu_20261130.xlsx")


def days_of_1904() -> Roster:
    desk = Desk(17, "BV", "hospital, true days counted from 1904, made on a Mac")
    desk.line("Chi bộ Khoa Dược")
    desk.head("STT|Họ và tên|Ngày sinh|Giới tính|Ngày kết nạp|Ngày chính thức|Số thẻ|Điện thoại")
    desk.members(
        17,
        "Chi bộ Khoa Dược",
        lambda p, n: [
            n,
            p.name,
            p.born,
            sex(p),
            p.joined,
            p.official or "",
            card(p),
            f"{p.phone[:4]}.{p.phone[4:7]}.{p.phone[7:]}",
        ],
        "name born sex joined official card phone",
    )
    return desk.roster("khoa duoc.xlsx", is_1904=True)


def decomposed_letters() -> Roster:
    desk = Desk(18, "BV", "hospital, separated values with decomposed letters")
    desk.head(
        "Số thứ tự|Họ và tên|Ngày, tháng, năm sinh|Giới tính (Nam/Nữ)|Dân tộc|Thuộc chi bộ"
        "|Ngày kết nạp Đảng|Ngày công nhận đảng viên chính thức|Số thẻ đảng viên"
    )
    for cell in ("Chi bộ Phòng Điều dưỡng", "Chi bộ Khoa Xét nghiệm"):
        desk.members(
            10,
            cell,
            lambda p, n: [
                n,
                p.name,
                loose(p.born),
                sex(p),
                p.ethnic,
                p.cell,
                loose(p.joined),
                loose(p.official),
                p.card,
            ],
            "name born sex ethnic joined official card",
        )
    desk.change(damage.decomposed)
    return desk.roster("ds.csv", files.separated(desk.grid, encoding="utf-8", line_end="\n"))


def days_and_numbers_stacked() -> Roster:
    desk = Desk(19, "BV", "hospital, admission over recognition and card over file number in one cell")
    desk.line("ĐẢNG BỘ BỆNH VIỆN", width=3)
    desk.line("CHI BỘ KHOA NHI", width=3)
    desk.line("DANH SÁCH ĐẢNG VIÊN NĂM 2026", width=8)
    desk.head(
        "TT|Họ và tên~(Năm sinh)|Giới~tính|Dân tộc/~Tôn giáo|Ngày vào Đảng/~Ngày chính thức"
        "|Số thẻ/~Số lý lịch|Học vấn/~Chuyên môn|Chức vụ"
    )
    desk.members(
        11,
        "Chi bộ Khoa Nhi",
        lambda p, n: [
            n,
            f"{p.name}\n({p.born.year})",
            sex(p),
            f"{p.ethnic}/\n{p.religion}",
            f"{d(p.joined)}\n{d(p.official)}".strip(),
            f"{card(p)}/\n{p.file}",
            f"{p.school}/\n{level(p)}",
            p.work,
        ],
        "name born:year sex ethnic religion joined official card file levels",
    )
    return desk.roster("khoa nhi.xlsx")


def head_of_three_levels() -> Roster:
    desk = Desk(20, "BV", "hospital, head of three levels")
    desk.line("DANH SÁCH ĐẢNG VIÊN CHI BỘ KHOA NGOẠI", width=14)
    desk.skip(2)
    desk.head(
        "TT|Sơ yếu lý lịch|<|<|<|<|Trình độ|<|<|<|Quá trình công tác Đảng|<|<|<",
        "^|Họ và tên|Năm sinh|<|Dân tộc|Quê quán|Phổ thông|Chuyên môn|<|Lý luận|Ngày vào Đảng|<|Thẻ|Chức vụ",
        "^|^|Nam|Nữ|^|^|^|Bằng cấp|Chuyên ngành|^|Dự bị|Chính thức|^|^",
    )

    def row(p: Person, n: int) -> list[object]:
        years = [p.born.year, ""] if p.sex == "M" else ["", p.born.year]
        return [
            n,
            p.name,
            *years,
            p.ethnic,
            p.home,
            p.school,
            level(p),
            "Ngoại khoa",
            theory(p),
            dot(p.joined),
            dot(p.official),
            card(p),
            p.post,
        ]

    desk.members(18, "Chi bộ Khoa Ngoại", row, "name sex born:year ethnic home levels theory joined official card post")
    return desk.roster("khoa ngoai.xlsx")


def cell_merged_downwards() -> Roster:
    desk = Desk(21, "BV", "hospital, the cell in one merged cell beside its members")
    desk.line("TỔNG HỢP ĐẢNG VIÊN CÁC CHI BỘ", width=9)
    desk.head("Chi bộ|TT|Họ và tên|Ngày sinh|Nam/Nữ|CCCD|Ngày vào Đảng|Ngày chính thức|Số thẻ ĐV")
    for cell in ("Chi bộ Khoa Sản", "Chi bộ Khoa Nội tổng hợp", "Chi bộ Phòng Tổ chức - Hành chính"):
        first = desk.row
        desk.grid.put(first, 0, cell)
        desk.members(
            7,
            cell,
            lambda p, n: ["", n, p.name, d(p.born), sex(p), p.identity, d(p.joined), d(p.official), p.card],
            "name born sex identity joined official card",
        )
        desk.grid.cells[first, 0] = cell
        desk.grid.merge(first, 0, desk.row - 1, 0)
    return desk.roster("tong hop.xlsx")


def members_who_left() -> Roster:
    desk = Desk(22, "BV", "hospital, .xls in which those who left are hidden or struck out")
    desk.line("CHI BỘ PHÒNG TỔ CHỨC - HÀNH CHÍNH")
    desk.head("STT|Họ và tên|Ngày sinh|Giới tính|Ngày vào Đảng|Ngày CT|Số thẻ|Ghi chú")

    def row(p: Person, n: int) -> list[object]:
        return [n, p.name, d(p.born), sex(p), d(p.joined), d(p.official), card(p), ""]

    cell = "Chi bộ Phòng Tổ chức - Hành chính"
    desk.members(6, cell, row, "name born sex joined official card")
    for is_hidden in (True, False, True):
        gone = desk.office.person(cell)
        desk.gone(gone, [*row(gone, 7)[:-1], "Chuyển SH 3/2026"], is_hidden=is_hidden)
    desk.members(8, cell, row, "name born sex joined official card", first=10)
    return desk.roster("TCHC.xls")


def two_rows_for_each() -> Roster:
    desk = Desk(23, "TH", "school, Word table, the second post in a second row")
    desk.head(
        "TT|Họ và tên|Ngày sinh|Giới tính|Chức vụ|Trình độ chuyên môn|Ngày vào Đảng|Ngày chính thức|Số thẻ đảng viên"
    )
    posts = ("Tổ trưởng chuyên môn", "", "Chủ tịch Công đoàn", "", "", "Uỷ viên UBKT")
    for number, person in enumerate(desk.office.people(12, "Chi bộ Khoa Tự nhiên"), 1):
        values = [
            number,
            person.name,
            d(person.born),
            sex(person),
            person.post,
            level(person),
            d(person.joined),
            d(person.official),
            card(person),
        ]
        desk.member(person, values, "name born sex professional joined official card")
        if posts[number % 6]:
            desk.put("", "", "", "", posts[number % 6])
    above = ["TRƯỜNG CAO ĐẲNG SƯ PHẠM MẪU", "CHI BỘ KHOA TỰ NHIÊN", "DANH SÁCH ĐẢNG VIÊN NĂM HỌC 2026 - 2027"]
    return desk.roster("CB Tu nhien.docx", files.word(desk.grids, lines_above=above))


def answers_of_an_online_form() -> Roster:
    desk = Desk(24, "TH", "school, answers of an online form with its months first")
    desk.head(
        "Dấu thời gian|Đồng chí cho biết họ và tên (viết có dấu)?|Ngày tháng năm sinh của đồng chí?"
        "|Giới tính của đồng chí?|Đồng chí sinh hoạt tại chi bộ nào?"
        "|Ngày đồng chí được kết nạp vào Đảng?|Ngày được công nhận đảng viên chính thức?"
        "|Số thẻ đảng viên của đồng chí?|Số điện thoại liên hệ?|Địa chỉ thư điện tử?"
    )

    def us(day: date | None) -> str:
        return f"{day.month}/{day.day}/{day.year}" if day else ""

    for cell in desk.office.cells[:4]:
        desk.members(
            6,
            cell,
            lambda p, n: [
                f"11/{13 + n}/2026 9:{n + 10}:33",
                p.name,
                us(p.born),
                sex(p),
                p.cell,
                us(p.joined),
                us(p.official),
                p.card,
                p.phone,
                p.email,
            ],
            "name born sex joined official card phone email",
        )
    return desk.roster(
        "Thong tin dang vien (Cau tra loi).csv", files.separated(desk.grid, encoding="utf-8", line_end="\n")
    )


def capitals_and_eight_digits() -> Roster:
    desk = Desk(25, "TH", "school, names in capitals, days as eight digits")
    desk.line("CHI BỘ KHOA NGOẠI NGỮ", width=9)
    desk.head("STT|HỌ VÀ TÊN|NGÀY SINH|NỮ|DÂN TỘC|HỌC VỊ|NGÀY VÀO ĐẢNG|NGÀY CHÍNH THỨC|SỐ THẺ ĐẢNG")
    desk.members(
        14,
        "Chi bộ Khoa Ngoại ngữ",
        lambda p, n: [
            n,
            p.name.upper(),
            f"{p.born:%d%m%Y}",
            x(p).upper(),
            p.ethnic.upper(),
            level(p),
            f"{p.joined:%d%m%Y}",
            f"{p.official:%d%m%Y}" if p.official else "",
            p.card,
        ],
        "name born sex ethnic professional joined official card",
    )
    return desk.roster("NGOAI NGU.xlsx")


def students_on_probation() -> Roster:
    desk = Desk(26, "TH", "school, students on probation, years of two digits")
    desk.line("Danh sách đảng viên dự bị")
    desk.line("Chi bộ: Sinh viên 1")
    desk.head("TT|Họ tên|Lớp|Ngày sinh|GT|Ngày kết nạp|Số QĐ kết nạp|Người giúp đỡ|SĐT")
    desk.members(
        12,
        "Chi bộ Sinh viên 1",
        lambda p, n: [
            n,
            p.name,
            f"K{n % 3 + 45}A",
            f"{p.born:%d/%m/%y}",
            sex(p),
            f"{p.joined:%d/%m/%y}",
            f"{n + 40}-QĐ/ĐU",
            "Lê Văn Ví",
            p.phone,
        ],
        "name born sex joined phone",
    )
    return desk.roster("SV du bi.xlsx")


def crosses_for_levels() -> Roster:
    desk = Desk(27, "TH", "school, crosses in a column for each level")
    desk.line("CHI BỘ PHÒNG ĐÀO TẠO", width=16)
    desk.head(
        "TT|Họ và tên|Năm sinh|Giới tính|<|Trình độ chuyên môn|<|<|<|<|Lý luận chính trị|<|<"
        "|Ngày vào Đảng|Ngày chính thức|Số thẻ",
        "^|^|^|Nam|Nữ|TC|CĐ|ĐH|ThS|TS|SC|TC|CC|^|^|^",
    )

    def row(p: Person, n: int) -> list[object]:
        marks = ["x" if p.professional == one else "" for one in ("TC", "CĐ", "ĐH", "ThS", "TS")]
        theories = ["x" if p.theory == one else "" for one in ("SC", "TC", "CC")]
        return [
            n,
            p.name,
            p.born.year,
            "x" if p.sex == "M" else "",
            x(p),
            *marks,
            *theories,
            d(p.joined),
            d(p.official),
            card(p),
        ]

    desk.members(15, "Chi bộ Phòng Đào tạo", row, "name born:year sex professional theory joined official card")
    return desk.roster("phong dao tao.xlsx")


def heads_without_marks() -> Roster:
    desk = Desk(28, "TH", "school, .xls with heads without marks, names of the cells in short")
    desk.head(
        "STT|Ho va ten|Ngay thang nam sinh|Nam/nu|Dan toc|Noi o hien nay|CB|Trinh do|LLCT|Ngay vao Dang"
        "|Ngay chinh thuc|So the DV|So DT|Dia chi email"
    )
    for cell in ("Chi bộ Khoa Xã hội", "Chi bộ Phòng Hành chính", "Chi bộ Sinh viên 2"):
        desk.members(
            5,
            cell,
            lambda p, n: [
                n,
                p.name,
                dash(p.born),
                sex(p),
                p.ethnic,
                p.residence,
                p.cell.replace("Chi bộ", "CB"),
                level(p),
                p.theory,
                dash(p.joined),
                dash(p.official),
                card(p),
                p.phone,
                p.email,
            ],
            "name born sex ethnic residence professional theory joined official card phone email",
        )
    return desk.roster("dsdv.xls")


BUILDERS = (
    doctors_with_their_titles,
    export_of_the_staff_program,
    days_of_1904,
    decomposed_letters,
    days_and_numbers_stacked,
    head_of_three_levels,
    cell_merged_downwards,
    members_who_left,
    two_rows_for_each,
    answers_of_an_online_form,
    capitals_and_eight_digits,
    students_on_probation,
    crosses_for_levels,
    heads_without_marks,
)
