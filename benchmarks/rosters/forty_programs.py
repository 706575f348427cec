"""Files as a company and its programs make them, and some more of communes, by hand (29 to 40)."""

from datetime import timedelta

from benchmarks.rosters import damage, files
from benchmarks.rosters.desk import Desk, card, d, dot, level, loose, sex
from benchmarks.rosters.people import HIGHLAND, Person
from benchmarks.rosters.truth import Roster
from benchmarks.rosters.writing import ROMAN, serial


def export_of_the_payroll() -> Roster:
    desk = Desk(29, "CT", "company, export of the payroll, identity numbers as numbers")
    desk.head(
        "Mã thẻ|Họ và tên|Giới tính|Ngày sinh|Số CCCD/Hộ chiếu|Bộ phận|Chi bộ|Ngày vào Đảng"
        "|Ngày vào Đảng chính thức|Số thẻ Đảng viên|Lương cơ bản|Đảng phí"
    )
    for cell in desk.office.cells[:3]:
        desk.members(
            7,
            cell,
            lambda p, n: [
                1000 + n,
                p.name,
                sex(p),
                p.born,
                int(p.identity),
                p.cell.removeprefix("Chi bộ "),
                p.cell,
                p.joined,
                p.official or "",
                card(p),
                5_200_000 + 10_000 * n,
                "52.000",
            ],
            "name sex born identity joined official card",
        )
    return desk.roster("bangluong_dv.xlsx")


def far_from_the_corner() -> Roster:
    desk = Desk(30, "CT", "company, the table begins at C9, with remarks beside it")
    desk.skip(3)
    desk.line("CÔNG TY CỔ PHẦN MAY MẪU - ĐẢNG BỘ", at=2, width=6)
    desk.line("Chi bộ Kho vận", at=2, width=6)
    desk.skip(3)
    start = desk.row
    desk.head("TT|Họ & tên|NS|Phái|Vào Đảng ngày|Chính thức ngày|Số thẻ Đ.viên|ĐT", at=2)
    desk.members(
        13,
        "Chi bộ Kho vận",
        lambda p, n: [n, p.name, dot(p.born), sex(p), dot(p.joined), dot(p.official), p.card, p.phone],
        "name born sex joined official card phone",
        at=2,
    )
    desk.grid.put(start + 2, 12, "Nhờ đ/c kiểm tra lại ngày vào Đảng")
    desk.grid.put(start + 3, 12, "Gửi trước 25/12")
    return desk.roster("kho van.xlsx")


def tabs_in_utf16() -> Roster:
    desk = Desk(31, "CT", "company, Unicode text with tabs")
    desk.head(
        "STT|Họ và Tên|Ngày Sinh|Giới Tính|Dân Tộc|Số Điện Thoại|Ngày Kết Nạp|Ngày Chuyển Chính Thức|Số Thẻ|Tên Chi Bộ"
    )
    for cell in desk.office.cells[:2]:
        desk.members(
            10,
            cell,
            lambda p, n: [
                n,
                p.name,
                d(p.born),
                sex(p),
                p.ethnic,
                p.phone,
                d(p.joined),
                d(p.official),
                card(p),
                p.cell.upper(),
            ],
            "name born sex ethnic phone joined official card",
        )
    return desk.roster("dv.csv", files.separated(desk.grid, sign="\t", encoding="utf-16"))


def heads_in_one_word() -> Roster:
    desk = Desk(32, "CT", "company, names of the fields of an old database")
    desk.head("TT|HOTEN|NGSINH|LA_NU|DTOC|TGIAO|QUEQUAN|NGVAODANG|NGCHTHUC|SOTHEDV|VANHOA|CMON|LLCTRI|CHIBO")
    for cell in desk.office.cells[3:5]:
        desk.members(
            9,
            cell,
            lambda p, n: [
                n,
                p.name,
                d(p.born),
                1 if p.sex == "F" else 0,
                p.ethnic,
                p.religion,
                p.home,
                d(p.joined),
                d(p.official),
                p.card,
                p.school,
                level(p),
                p.theory,
                p.cell,
            ],
            "name born sex ethnic religion home joined official card levels theory",
        )
    return desk.roster("DANGVIEN.xls")


def days_as_serials() -> Roster:
    desk = Desk(33, "CT", "company, days as serial numbers, cards as numbers")
    desk.line("DANH SÁCH ĐẢNG VIÊN CHI BỘ PHÂN XƯỞNG CẮT", width=7)
    desk.head("TT|Họ và tên|Ngày sinh|Giới tính|Ngày kết nạp|Ngày chính thức|Số thẻ đảng viên")
    for number, person in enumerate(desk.office.people(15, "Chi bộ Phân xưởng Cắt"), 1):
        values = [
            number,
            person.name,
            serial(person.born),
            sex(person),
            serial(person.joined),
            serial(person.official) if person.official else "",
            int(person.card),
        ]
        fault = ("zero lost", "card") if person.card.startswith("0") else None
        desk.member(person, values, "name born sex joined official card", fault=fault)
    return desk.roster("px cat.xlsx")


def wrong_code_page() -> Roster:
    desk = Desk(34, "CT", "company, UTF-8 opened as CP1252 and saved again")
    desk.head("STT,Họ và tên,Ngày sinh,Giới tính,Chi bộ,Ngày vào Đảng,Ngày chính thức,Số thẻ".replace(",", "|"))
    for cell in desk.office.cells[:2]:
        desk.members(
            8,
            cell,
            lambda p, n: [n, p.name, d(p.born), sex(p), p.cell, d(p.joined), d(p.official), p.card],
            "name born sex joined official card",
        )
    desk.change(damage.utf8_as_cp1252)
    return desk.roster("ds sua loi.csv", files.separated(desk.grid, encoding="utf-8-sig"))


def highlanders() -> Roster:
    desk = Desk(35, "CT", "company, workers of the highlands, names in capitals with apostrophes")
    desk.line("CHI BỘ PHÂN XƯỞNG MAY 2", width=9)
    desk.head("STT|Họ và tên|Sinh ngày|Giới tính|Dân tộc|Theo đạo|Ngày vào Đảng|Ngày chính thức|Số thẻ ĐV")
    names = [(people, *one) for people, many in HIGHLAND.items() for one in many]
    for number, (ethnic, woman_or_man, name) in enumerate(names, 1):
        person = desk.office.person("Chi bộ Phân xưởng May 2")
        person.name, person.sex, person.ethnic = name, woman_or_man, ethnic
        written = name.upper() if number % 2 else name
        written = written.replace("'", "’") if number % 3 == 0 else written
        values = [
            number,
            written,
            d(person.born),
            sex(person),
            ethnic,
            person.religion,
            d(person.joined),
            d(person.official),
            card(person),
        ]
        desk.member(person, values, "name born sex ethnic religion joined official card")
    return desk.roster("px may 2.xlsx")


def a_former_cell_beside() -> Roster:
    desk = Desk(36, "CT", "company, the former cell beside the one of today")
    desk.line("DANH SÁCH ĐẢNG VIÊN SAU KHI SẮP XẾP CÁC CHI BỘ", width=9)
    desk.head("TT|Họ và tên|Ngày sinh|Giới tính|Chi bộ trước khi sắp xếp|Chi bộ hiện nay|Vào Đảng|Chính thức|Số thẻ")
    former = {"Chi bộ Văn phòng": "Chi bộ Kế toán", "Chi bộ Phân xưởng May 1": "Chi bộ Kho vận"}
    for cell in former:
        desk.members(
            8,
            cell,
            lambda p, n: [n, p.name, d(p.born), sex(p), former.get(p.cell), p.cell, d(p.joined), d(p.official), p.card],
            "name born sex joined official card",
        )
    return desk.roster("sau sap xep.xlsx")


def with_their_introducers() -> Roster:
    """The years in the Party count from the decision, the probation from the day of admission."""
    desk = Desk(37, "XA", "commune, other people's names and dates in columns of their own")
    desk.line("SỔ THEO DÕI KẾT NẠP ĐẢNG VIÊN", width=12)
    desk.line("CHI BỘ THÔN 6", width=12)
    desk.head(
        "STT|Họ và tên đảng viên mới|Ngày sinh|Nam, nữ|Người giới thiệu|<|Quyết định kết nạp|<"
        "|Ngày kết nạp|Ngày công nhận chính thức|Số thẻ|Ngày cấp thẻ",
        "^|^|^|^|Người thứ nhất|Người thứ hai|Số|Ngày|^|^|^|^",
    )
    for n, p in enumerate(desk.office.people(10, "Chi bộ thôn 6"), 1):
        decided = p.joined - timedelta(days=12)
        cells = [n, p.name, d(p.born), sex(p), "Trần Văn Thử", "Lê Thị Ví", f"{n + 10}-QĐ/ĐU", d(decided), d(p.joined)]
        cells += [d(p.official), card(p), d(p.joined + timedelta(days=700))]
        desk.member(p, cells, "name born sex official card", facts={"joined": decided, "ceremony": p.joined})
    return desk.roster("so theo doi.xlsx")


def for_the_badges() -> Roster:
    desk = Desk(38, "XA", "commune, list for the badges with the years in the Party")
    desk.line("DANH SÁCH ĐẢNG VIÊN ĐỦ TIÊU CHUẨN TẶNG HUY HIỆU ĐẢNG ĐỢT 03/02/2027", width=10)
    desk.head(
        "TT|Họ và tên|Năm sinh|<|Quê quán|Ngày vào Đảng|Ngày chính thức|Số thẻ đảng viên|Tuổi Đảng|Loại huy hiệu",
        "^|^|Nam|Nữ|^|^|^|^|^|^",
    )

    def row(p: Person, n: int) -> list[object]:
        years = [d(p.born), ""] if p.sex == "M" else ["", d(p.born)]
        return [n, p.name, *years, p.home, d(p.joined), d(p.official), card(p), 2027 - p.joined.year, "40 năm"]

    for number, cell in enumerate(("Chi bộ thôn 2", "Chi bộ thôn 4", "Chi bộ Cơ quan Đảng")):
        desk.line(f"{'ABC'[number]}. {cell}", width=10)
        desk.members(5, cell, row, "name sex born home joined official card")
    return desk.roster("huy hieu.xlsx")


def full_of_mistakes() -> Roster:
    desk = Desk(39, "XA", "commune, typed in a hurry")
    desk.line("Chi bộ thôn 5")
    desk.head("STT|Họ và tên|Ngày sinh|Giới tính|CCCD|Ngày vào Đảng|Ngày chính thức|Số thẻ ĐV|Điện thoại")
    wrong = {
        2: ("impossible date", "born"),
        4: ("missing name", "name"),
        5: ("official before admission", "joined official"),
        7: ("missing sex", "sex"),
        8: ("card too short", "card"),
        10: ("rounded identity number", "identity"),
        11: ("a date too many in a cell", "joined official"),
        13: ("date to come", "joined official"),
        14: ("phone too short", "phone"),
        16: ("admitted as a child", "joined born official"),
        18: ("duplicate card", "card"),
    }
    first_card: list[str] = []

    def row(p: Person, n: int) -> list[object]:
        first_card.append(card(p))
        values: list[object] = [n, p.name, d(p.born), sex(p), p.identity, d(p.joined), d(p.official), card(p), p.phone]
        mistakes: dict[int, dict[int, object]] = {
            2: {2: f"30/02/{p.born.year}"},
            4: {1: ""},
            5: {6: d(p.joined - timedelta(days=200))},
            7: {3: ""},
            8: {7: card(p)[:-2]},
            10: {4: f"{int(p.identity):.4E}"},
            11: {5: f"{d(p.joined)}\n{d(p.joined + timedelta(days=900))}"},
            13: {5: "03/02/2029"},
            14: {8: p.phone[:6]},
            16: {5: f"01/02/{p.born.year + 9}", 6: f"01/02/{p.born.year + 10}"},
            18: {7: first_card[0]},
        }
        for column, value in mistakes.get(n, {}).items():
            values[column] = value
        return values

    desk.members(20, "Chi bộ thôn 5", row, "name born sex identity joined official card phone", faults=wrong)
    desk.entries[0].planted.add("card")
    return desk.roster("voi.xlsx")


def roman_months() -> Roster:
    desk = Desk(40, "XA", "commune, months in Roman numbers and in words, written by an old hand")
    desk.line("Đảng bộ xã An Mẫu")
    desk.line("Chi bộ thôn 3")
    desk.line("SỔ ĐẢNG VIÊN", at=2)
    desk.head("Số|Họ tên|Bí danh|Sanh ngày|Nam nữ|Quê|Văn hóa|Vô Đảng|Chánh thức|Thẻ Đảng số")
    desk.members(
        14,
        "Chi bộ thôn 3",
        lambda p, n: [
            n,
            p.name,
            ("Ba Ví", "", "Tư Thử")[n % 3],
            f"{p.born.day}/{ROMAN[p.born.month]}/{p.born.year}",
            sex(p).lower(),
            p.home,
            p.school,
            f"{p.joined.day} tháng {p.joined.month} năm {p.joined.year}",
            loose(p.official),
            f"Số {card(p)}",
        ],
        "name born sex home school joined official card",
    )
    return desk.roster("so dang vien.xls")


BUILDERS = (
    export_of_the_payroll,
    far_from_the_corner,
    tabs_in_utf16,
    heads_in_one_word,
    days_as_serials,
    wrong_code_page,
    highlanders,
    a_former_cell_beside,
    with_their_introducers,
    for_the_badges,
    full_of_mistakes,
    roman_months,
)
