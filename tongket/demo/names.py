"""Names of people who do not exist, drawn by lot; the lists are ours, so that no library can change them."""

import hashlib
from random import Random

_COMMON = {"Nguyễn": 12, "Trần": 5, "Lê": 5, "Phạm": 4, "Hoàng": 3, "Vũ": 2, "Đặng": 2, "Bùi": 2, "Đỗ": 2, "Hồ": 2}
FAMILY = (
    *(name for name, share in _COMMON.items() for _number in range(share)),
    *("Ngô", "Dương", "Lý", "Đào", "Đinh", "Lương", "Trịnh", "Mai", "Tạ", "Phan", "Võ", "Hà", "Đoàn", "Tô", "Triệu"),
    *("Nông", "Hứa", "Quách", "La", "Chu"),
)
MIDDLE = {
    "M": ("Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Đình", "Công", "Ngọc", "Thanh", "Trọng", "Tiến", "Bá", "Duy"),
    "F": ("Thị", "Thị", "Thị", "Thu", "Ngọc", "Thanh", "Bích", "Kim", "Minh", "Hồng", "Thùy", "Phương", "Thị Kim"),
}
GIVEN = {
    "M": (
        "An", "Bình", "Chiến", "Cường", "Dũng", "Dương", "Đạt", "Định", "Giang", "Hải", "Hiếu", "Hòa", "Hoàng", "Hùng",
        "Huy", "Khánh", "Khoa", "Kiên", "Lâm", "Long", "Lợi", "Mạnh", "Nam", "Nghĩa", "Phong", "Phúc", "Quân", "Quý",
        "Sơn", "Tài", "Tâm", "Thái", "Thắng", "Thành", "Thịnh", "Toàn", "Trung", "Tuấn", "Tùng", "Vinh", "Việt", "Ước",
    ),
    "F": (
        "Anh", "Ánh", "Bích", "Chi", "Diệp", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Hồng",
        "Huệ", "Hương", "Lan", "Liên", "Linh", "Loan", "Mai", "My", "Nga", "Ngân", "Nguyệt", "Nhung", "Oanh", "Phượng",
        "Quyên", "Tâm", "Thảo", "Thắm", "Thủy", "Thúy", "Trang", "Tuyết", "Vân", "Xuân", "Yến", "Ý",
    ),
}  # fmt: skip

# Names that the lists could give and that are known from the news: nobody here is called so. As digests, since no
# real person is named in this project (R-DAT).
KNOWN = frozenset(
    {
        "210a727bbffde7eb", "2261460670ad6725", "4994ab0ea4daeb59", "92d7042de641747a",
        "9c75971878254bab", "d74b14b5aec828ef", "ed8641a914a39eee", "f9d25eb6ad69c481",
    }
)  # fmt: skip


def is_known(name: str) -> bool:
    """Whether somebody known from the news is called so."""
    return hashlib.sha256(name.encode()).hexdigest()[:16] in KNOWN


def full_name(lots: Random, sex: str) -> str:
    """ "Nguyễn Thị Thảo", for sex "M" or "F"."""
    family, middle, given = lots.choice(FAMILY), lots.choice(MIDDLE[sex]), lots.choice(GIVEN[sex])
    if is_known(f"{family} {middle} {given}"):
        given = GIVEN[sex][(GIVEN[sex].index(given) + 1) % len(GIVEN[sex])]
    return f"{family} {middle} {given}"
