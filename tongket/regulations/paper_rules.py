"""What stands in the head and the foot of a paper where an office has set nothing else (documents.md 2.2, 2.4)."""

import re

from tongket.core import text
from tongket.org.kinds import Kind
from tongket.org.models import Office

COLLECTIVE_BODIES = ("dang uy", "ban thuong vu", "ban chap hanh", "chi bo", "chi uy", "uy ban kiem tra")
CAPACITY = re.compile(r"^(?:T/M|K/T|T/L|Q\.)\s+\S")
OFFICE_LINES = {  # what is printed for an office; nothing: the name alone
    Office.SECRETARY: "BÍ THƯ",
    Office.DEPUTY_SECRETARY: "PHÓ BÍ THƯ",
    Office.INSPECTION_HEAD: "CHỦ NHIỆM",
}


def committee_name(name: str) -> str:
    """The committee of an organisation: "Đảng bộ Sở A" → "Đảng uỷ Sở A"; a cell signs with its own name."""
    return re.sub(r"^Đảng bộ(?: cơ quan)?\b", "Đảng uỷ", name)


def issuer_name(kind: Kind, name: str) -> str:
    """Who issues a paper: the cell itself, else the committee of the organisation."""
    return name if kind.is_cell else committee_name(name)


def authority(kind: Kind) -> str:
    """The first line of the signature block."""
    if kind.is_cell:
        return "T/M CHI BỘ"
    return "T/M BAN THƯỜNG VỤ" if kind in {Kind.PROVINCIAL, Kind.SUPERIOR} else "T/M ĐẢNG UỶ"


def default_recipients(kind: Kind, superior: str) -> list[str]:
    above = [f"{superior} (để báo cáo)"] if superior else []
    if kind.is_cell:
        return [*above, "Các đồng chí đảng viên", "Lưu Chi bộ"]
    return [*above, "Các đồng chí uỷ viên Ban Chấp hành", "Các tổ chức đảng trực thuộc", "Lưu Văn phòng"]


def is_capacity(line: str) -> bool:
    """Whether a line says for whom somebody signs: it begins with T/M, K/T, T/L or Q. Source: documents.md 2.4."""
    return CAPACITY.match(line) is not None


def is_for_a_collective_body(line: str) -> bool:
    """Whether a line names a body that decides together: there nobody signs K/T, a deputy signs T/M as well.

    Source: documents.md 2.4.
    """
    return any(body in text.fold(line) for body in COLLECTIVE_BODIES)
