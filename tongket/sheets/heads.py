"""Finds the head of a table by the names of its columns, over one to three rows.

Source: documents.md 8.1 to 8.3, 8.11.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tongket.core import text
from tongket.sheets.shape import Cell, Sheet

DEEPEST = 60
_OTHER = re.compile(r"[^0-9a-z]+")
_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[A-Z])\s*\)?(?:\.0)?")
_IGNORED = re.compile(
    r"ngay cap|noi cap|ngay chuyen|ngay mat|tu tran|email|thu dien tu|que quan|noi o|dia chi|cho o|noi sinh\b|chuc vu|"
    r"ngoai ngu|tin hoc|tuoi dang|huy hieu|ly lich|so quyet dinh"
)
_NAMES: tuple[tuple[str, str], ...] = (
    ("number", r"stt|tt|so tt|so thu tu|s t t|no"),
    ("family", r"ho(?: va)?(?: ten)? (?:dem|lot|chu dem)|ho va dem|ho"),
    ("given", r"ten"),
    ("full_name", r".*\b(?:ho va ten|ho ten|ten dang vien|ho va ten khai sinh)\b.*|dang vien|ho ten dv"),
    ("identity_number", r".*\b(?:cccd|cmnd|cmt|cmtnd|can cuoc|dinh danh|chung minh)\b.*"),
    ("card_number", r".*\b(?:so the|the dang|so tdv|the dv|so the dv)\b.*"),
    ("ceremony_on", r".*(?:\ble ket nap|ket nap.*\ble\b|to chuc ket nap|\ble cong bo).*"),
    ("both_on", r".*\b(?:vao dang|ket nap|du bi|kn|db)\b.*\bchinh thuc\b.*|.*\bkn\b.*\bct\b.*"),
    ("official_on", r".*\bchinh thuc\b.*|ngay ct|ct"),
    ("party_age_from_on", r".*\b(?:vao dang|ket nap|du bi|ngay kn|ngay db)\b.*|kn|db"),
    ("born_on", r".*\b(?:ngay|nam|thang) sinh\b.*|.*\bsinh ngay\b.*|sinh|.*\bnam sinh\b.*|ntns"),
    ("sex", r".*\bgioi tinh\b.*|phai|gt|nam nu"),
    ("theory", r".*\b(?:ly luan|llct|ll chinh tri|chinh tri)\b.*"),
    ("learn", r".*\b(?:hoc van|van hoa|pho thong|gdpt|giao duc)\b.*"),
    ("profession", r".*\b(?:chuyen mon|hoc vi|bang cap|cmnv)\b.*|trinh do"),
    ("ethnic", r".*\bdan toc\b.*"),
    ("religion", r".*\bton giao\b.*"),
    ("occupation", r".*\b(?:nghe nghiep|thanh phan|doi tuong)\b.*"),
    ("phone", r".*\b(?:dien thoai|sdt|di dong|so dt|dtdd)\b.*|dt"),
    ("status", r".*\b(?:ghi chu|trang thai|tinh trang)\b.*"),
    ("unit", r".*\b(?:chi bo|don vi|noi sinh hoat|sinh hoat tai|to dang|chi bo truc thuoc)\b.*|cb"),
)
_PATTERNS = [(name, re.compile(pattern)) for name, pattern in _NAMES]
_MALE, _FEMALE = {"nam"}, {"nữ", "nu", "nử"}


@dataclass(slots=True)
class Head:
    """Where the head stands (rows from 0) and what its columns mean, per list that stands side by side."""

    first: int
    last: int
    blocks: list[dict[str, int]]
    labels: dict[int, str]
    unread: list[str] = field(default_factory=list)

    @property
    def score(self) -> int:
        return sum(map(len, self.blocks))


def folded(value: str) -> str:
    """Letters and digits only, for comparing the names of columns."""
    return _OTHER.sub(" ", text.fold(text.clean(value))).strip()


def field_of(parts: Sequence[str]) -> str:
    """The field of a column by the labels above it, from the top down; empty for none."""
    if not parts:
        return ""
    last = " ".join(text.clean(parts[-1]).lower().split())
    if last in _MALE or last in _FEMALE:
        return "male" if last in _MALE else "female"
    for label in (folded(parts[-1]), folded(" ".join(parts))):
        if _IGNORED.search(label) and not re.search(r"\bho va ten\b", label):
            return ""
        for name, pattern in _PATTERNS:
            if pattern.fullmatch(label):
                return name
    return ""


def is_number_row(row: Sequence[Cell]) -> bool:
    """ "(1) (2) (3)" or "A B 1 2 3" under the head."""
    filled = [str(value).strip() for value in row if value not in ("", None)]
    return len(filled) >= 2 and all(_NUMBER.fullmatch(value) for value in filled)


def find(sheet: Sheet, convert: Callable[[str], str]) -> Head | None:
    """The rows that name the most fields, a name of a person among them; None where no two columns are known."""
    best: Head | None = None
    top = sheet.rows[:DEEPEST]
    covered = _covered(sheet)
    for first in range(len(top)):
        if not any(isinstance(value, str) and value for value in top[first]):
            continue
        for depth in (1, 2, 3):
            last = first + depth - 1
            if last >= len(top) or (depth > 1 and not _may_be_head(top[last])):
                break
            head = _head(sheet, covered, first, last, convert)
            if head and (best is None or head.score > best.score):
                best = head
    return best


def _may_be_head(row: Sequence[Cell]) -> bool:
    filled = [value for value in row if value not in ("", None)]
    return bool(filled) and all(
        isinstance(value, str) and not any(c.isdigit() for c in value.replace("12/12", "")) for value in filled
    )


def _covered(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    covered = {}
    for top, left, bottom, right in sheet.merged:
        if top < DEEPEST and (bottom - top + 1) * (right - left + 1) < 5000:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    covered[row, column] = (top, left)
    return covered


def _head(
    sheet: Sheet,
    covered: dict[tuple[int, int], tuple[int, int]],
    first: int,
    last: int,
    convert: Callable[[str], str],
) -> Head | None:
    width = max(len(row) for row in sheet.rows[first : last + 1])
    columns: list[tuple[int, str]] = []
    labels: dict[int, str] = {}
    unread = []
    above = ""
    for column in range(width):
        parts: list[str] = []
        for row in range(first, last + 1):
            at = covered.get((row, column), (row, column))
            if at[0] < first:
                continue
            cells = sheet.rows[at[0]]
            value = cells[at[1]] if at[1] < len(cells) else ""
            written = " ".join(convert(str(value)).split()) if value not in ("", None) else ""
            if row == first and last > first and written:
                above = written
            if written and written not in parts:
                parts.append(written)
        own = sheet.rows[first]
        is_open = column < len(own) and own[column] in ("", None) and (first, column) not in covered
        if parts and last > first and is_open and above not in parts:
            parts.insert(0, above)
        if not parts:
            continue
        label = " – ".join(parts)
        if len(label) > 200:
            continue
        name = field_of(parts)
        if name:
            columns.append((column, name))
            labels[column] = label
        else:
            unread.append(label)
    blocks = _blocks(columns, labels, unread)
    blocks = [block for block in blocks if _has_name(block) and len(block.keys() - {"number"}) >= 2]
    return Head(first, last, blocks, labels, unread) if blocks else None


def _has_name(block: dict[str, int]) -> bool:
    return "full_name" in block or ("family" in block and "given" in block)


def _blocks(columns: list[tuple[int, str]], labels: dict[int, str], unread: list[str]) -> list[dict[str, int]]:
    blocks: list[dict[str, int]] = [{}]
    for column, name in columns:
        block = blocks[-1]
        if name in block and name in {"number", "full_name", "family"} and _has_name(block):
            blocks.append({name: column})
        elif name == "party_age_from_on" and name in block and "ceremony_on" not in block:
            block["ceremony_on"] = column
        elif name in block:
            unread.append(labels[column])
        else:
            block[name] = column
    for block in blocks:
        if "family" in block and "given" not in block and "full_name" not in block:
            block["full_name"] = block.pop("family")
        if "given" in block and "family" not in block and "full_name" not in block:
            block["full_name"] = block.pop("given")
        if "full_name" in block and "given" in block and "family" not in block:
            # "Họ và tên" over two columns: the second label only says "Tên"
            block["family"] = block.pop("full_name")
    return blocks
