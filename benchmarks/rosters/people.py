"""The offices and their members, none of whom exist, and what is true of each."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tongket.demo import names

TODAY, FOUNDED = date(2026, 11, 30), date(2015, 1, 1)
OFFICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "XA": (
        "Đảng bộ xã An Mẫu",
        (
            *(f"Chi bộ thôn {number}" for number in range(1, 10)),
            *(
                "Chi bộ thôn Đồng Mít",
                "Chi bộ thôn Hạ",
                "Chi bộ Trường THCS An Mẫu",
                "Chi bộ Trạm Y tế",
                "Chi bộ Quân sự",
            ),
            *("Chi bộ Công an xã", "Chi bộ Cơ quan Đảng"),
        ),
    ),
    "BV": (
        "Đảng bộ Bệnh viện Đa khoa Sông Mẫu",
        (
            *(
                "Chi bộ Khoa Nội tổng hợp",
                "Chi bộ Khoa Ngoại",
                "Chi bộ Khoa Sản",
                "Chi bộ Khoa Nhi",
                "Chi bộ Khoa Dược",
            ),
            *("Chi bộ Khoa Xét nghiệm", "Chi bộ Phòng Tổ chức - Hành chính", "Chi bộ Phòng Điều dưỡng"),
        ),
    ),
    "TH": (
        "Đảng bộ Trường Cao đẳng Sư phạm Mẫu",
        (
            *("Chi bộ Khoa Tự nhiên", "Chi bộ Khoa Xã hội", "Chi bộ Khoa Ngoại ngữ", "Chi bộ Phòng Đào tạo"),
            *("Chi bộ Phòng Hành chính", "Chi bộ Sinh viên 1", "Chi bộ Sinh viên 2"),
        ),
    ),
    "CT": (
        "Đảng bộ Công ty Cổ phần May Mẫu",
        (
            "Chi bộ Phân xưởng Cắt",
            "Chi bộ Phân xưởng May 1",
            "Chi bộ Phân xưởng May 2",
            "Chi bộ Văn phòng",
            "Chi bộ Kho vận",
        ),
    ),
}

PEOPLES = {
    "Tày": 6,
    "Nùng": 4,
    "Mường": 4,
    "Thái": 4,
    "Mông": 3,
    "Dao": 3,
    "Khmer": 2,
    "Ê Đê": 2,
    "Chăm": 1,
    "Cơ Ho": 1,
}
# Names as the highlands write them: accents, apostrophes, one given word. By people: (sex, name).
HIGHLAND = {
    "Ê Đê": (("M", "Y Bhăm Niê"), ("M", "Y Thôn Mlô"), ("F", "H'Lươn Niê"), ("F", "H'Byă Êban"), ("F", "H'Ốt Kbuôr")),
    "Cơ Ho": (("M", "K'Brôi"), ("M", "K'Tềnh"), ("F", "Ka Hiền"), ("F", "K'Thủy"), ("M", "Cil Ha Brốp")),
    "Mông": (("M", "Vàng A Chớ"), ("M", "Giàng Seo Ấn"), ("F", "Sùng Thị Mỷ"), ("F", "Lầu Y Xi"), ("M", "Hờ A Én")),
    "Thái": (
        ("M", "Lò Văn Ấm"),
        ("F", "Cầm Thị Én"),
        ("F", "Quàng Thị Ủa"),
        ("M", "Lường Văn Ơn"),
        ("M", "Tòng Văn Ỏng"),
    ),
    "Khmer": (("M", "Thạch Sô Phia"), ("F", "Kim Thị Sa Rươne"), ("M", "Danh Út"), ("F", "Thị Ươl"), ("M", "Sơn Ên")),
}
VILLAGES = (
    "An Mẫu",
    "Đông Mẫu",
    "Hoà Mẫu",
    "Thuỵ Ví",
    "Ví Thượng",
    "Yên Thử",
    "Bình Thử",
    "Mỹ Ví",
    "Phú Mẫu",
    "Tân Thử",
)
PROVINCES = ("tỉnh Sông Mẫu", "tỉnh Núi Mẫu", "TP Mẫu Hải", "tỉnh Biển Mẫu")
SCHOOLS = ({"12/12": "12/12"}, {"10/10": "12/12"}, {"9/12": "THCS"}, {"7/10": "THCS"})
PROFESSIONS = {
    "": ("", "Không", "-"),
    "TC": ("Trung cấp Kế toán", "TC Nông nghiệp", "Trung cấp", "TC Luật", "Trung cấp Y"),
    "CĐ": ("Cao đẳng Sư phạm", "CĐ Điều dưỡng", "Cao đẳng", "CĐSP"),
    "ĐH": (
        "Đại học Luật",
        "ĐH Kinh tế",
        "Đại học",
        "Cử nhân Hành chính",
        "ĐHSP Toán",
        "Kỹ sư Xây dựng",
        "Cử nhân",
        "ĐH",
    ),
    "ThS": ("Thạc sĩ", "ThS. Quản lý công", "Thạc sỹ Kinh tế", "ThS"),
    "TS": ("Tiến sĩ", "TS. Y khoa"),
}
THEORIES = {
    "": ("", "Chưa", "-"),
    "SC": ("Sơ cấp", "SC", "SCLLCT", "Sơ cấp LLCT"),
    "TC": ("Trung cấp", "TC", "TCLLCT", "Trung cấp LLCT-HC", "Tr.cấp"),
    "CC": ("Cao cấp", "CC", "CCLLCT", "Cử nhân", "Cao cấp LLCT"),
}
PLACES = (1, 2, 17, 25, 36, 40, 66, 79)  # the first three digits of an identity number
POSTS = ("Bí thư chi bộ", "Phó bí thư", "Chi uỷ viên", "Đảng uỷ viên", "Đảng viên", "")
WORK = (
    "Nông dân",
    "Giáo viên",
    "Hưu trí",
    "Công chức",
    "Công nhân",
    "Trưởng thôn",
    "Bác sĩ",
    "Kế toán",
    "Bộ đội xuất ngũ",
    "Chủ tịch HCCB",
)


@dataclass
class Person:
    """What is true of one member. Levels are the codes of the program; `home` and the like as an office writes them."""

    name: str
    sex: str
    born: date
    ethnic: str
    religion: str
    home: str
    residence: str
    identity: str
    card: str
    joined: date
    official: date | None
    school: str
    school_code: str
    professional: str
    theory: str
    post: str
    work: str
    cell: str
    phone: str
    email: str
    file: str
    more: dict[str, Any] = field(default_factory=dict)


def day_between(lots: Random, first: date, last: date) -> date:
    return first + timedelta(days=lots.randrange((last - first).days + 1))


class Office:
    """Makes people of one office, no two with one number. `code`: of its unit, as OFFICES lists them."""

    def __init__(self, lots: Random, code: str) -> None:
        self.lots, self.code = lots, code
        self.title, self.cells = OFFICES[code]
        self._next_card = lots.randrange(1000, 900_000)
        self._next_identity = lots.randrange(100_000)
        self._named: set[str] = set()

    def person(self, cell: str) -> Person:
        lots = self.lots
        sex = lots.choice("MMF")
        ethnic = "Kinh" if lots.random() < 0.75 else lots.choices(list(PEOPLES), list(PEOPLES.values()))[0]
        name = names.full_name(lots, sex)
        while name in self._named:
            name = names.full_name(lots, sex)
        if ethnic in HIGHLAND and lots.random() < 0.7:
            sex, highland = lots.choice(HIGHLAND[ethnic])
            name = highland if highland not in self._named else name
        self._named.add(name)
        born = day_between(lots, date(1940, 1, 1), date(2004, 12, 31))
        first = max(date(born.year + 18, born.month, min(born.day, 28)) + timedelta(days=30), date(1962, 1, 1))
        last = min(date(2025, 9, 30), date(born.year + 52, 1, 1))
        joined = day_between(lots, first, max(first, last))
        official: date | None = date(joined.year + 1, joined.month, min(joined.day, 28)) + timedelta(
            lots.choice((0, 0, 0, 9, 27))
        )
        if official is not None and official > TODAY:
            official = None
        school = lots.choices(SCHOOLS, (8, 2, 2, 1))[0]
        professional = lots.choice(list(PROFESSIONS)) if "12/12" in school or "10/10" in school else ""
        digits = f"{0 if sex == 'M' else 1}" if born.year < 2000 else f"{2 if sex == 'M' else 3}"
        self._next_identity += lots.randrange(1, 40)
        self._next_card += lots.randrange(1, 30)
        return Person(
            name,
            sex,
            born,
            ethnic,
            religion=lots.choices(("Không", "Phật giáo", "Công giáo"), (8, 1, 1))[0],
            home=f"{lots.choice(VILLAGES)}, {lots.choice(PROVINCES)}",
            residence=f"Thôn {lots.randrange(1, 10)}, xã An Mẫu",
            identity=f"{lots.choice(PLACES):03}{digits}{born.year % 100:02}{self._next_identity:06}",
            card=f"{lots.choice((60, 60, 60, 14, 36, 5)):02}{self._next_card:06}"[:8],
            joined=joined,
            official=official,
            school=next(iter(school)),
            school_code=next(iter(school.values())),
            professional=professional,
            theory=lots.choice(list(THEORIES)),
            post=lots.choice(POSTS),
            work=lots.choice(WORK),
            cell=cell,
            phone=f"{lots.choice(('090', '091', '098', '035', '038', '077', '086'))}{lots.randrange(10**7):07}",
            email=f"dv{self._next_card}@mau.example",
            file=f"{lots.randrange(1, 400)}/LL-{joined.year}",
        )

    def people(self, count: int, cell: str = "") -> list[Person]:
        return [self.person(cell or self.lots.choice(self.cells)) for _number in range(count)]
