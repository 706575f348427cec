"""The rows of one list: which are persons, which name a cell, add up, continue a person or end the table.

Source: documents.md 8.4 to 8.8.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongket.core import text
from tongket.sheets.cells import as_typed
from tongket.sheets.heads import Head, is_counted_row, is_head_row, is_number_row
from tongket.sheets.labels import folded
from tongket.sheets.shape import Cell, Sheet

KEYS = (
    *("born_on", "male", "female", "party_age_from_on", "both_on", "official_on", "card_number", "identity_number"),
    *("sex", "phone", "ceremony_on"),
)
OWN_OF_A_PERSON = (  # a second row of a person does not bring these again
    *("born_on", "party_age_from_on", "ceremony_on", "official_on", "card_number", "identity_number", "sex"),
    *("male", "female"),
)
# These two are compared with their marks, where there are any: Tô, Tống and Đặng are family names.
_GROUP = re.compile(
    r"(?:[ivxlc]+|\d{1,2}|[a-z])?\s*[.)/:-]*\s*\b"
    r"(?:chi bộ|c\.? ?bộ|cb|đảng bộ|đảng uỷ|đảng ủy|tổ|chi bo|c\.? ?bo|dang bo|dang uy|to (?:dang|dan|\d+))\b"
    r"(?!\s*(?:trưởng|phó|viên|truong|pho|vien)\b)"
)
_CATEGORY = re.compile(
    r"(?:dang vien|chinh thuc|du bi|can bo|cong chuc|vien chuc|huu tri|nghi huu|mien|nam|nu|danh sach|nguoi|bo doi|"
    r"luc luong|khoi|doi tuong|dang sinh hoat|ket nap|chuyen)\b"
)
_GROUP_BY_RANK = re.compile(r"\s*[IVXL]{1,5}\s*[.)/:-]?\s*")
_SUM = re.compile(r"(?:tổng|cộng)(?:\s|$|:)|tong (?:so|cong)\b|(?:tong|cong)\s*(?:$|:)")
_RANK = re.compile(r"\s*(?:[IVXLC]+|[A-Z])\s*[.)/]?\s*")
_GROUP_RANK = re.compile(r"^\s*(?:[IVXLC]+|\d{1,2}|[A-Z])\s*[.)/:-]+\s*")
_OF_PERSONS = r"(?:đ/c|đc|đồng chí|đảng viên|đv|người)"
_GROUP_COUNT = re.compile(
    rf"\s*(?:\(\s*(?:có |gồm |tổng số:? ?)?(\d{{1,4}})\s*{_OF_PERSONS}?\s*\)|"
    rf"[(:,-]?\s*(?:có |gồm |tổng số:? ?)?(\d{{1,4}})\s*{_OF_PERSONS}\s*\)?)\s*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"nguoi lap|t/? ?m\b|tm |thu truong|ky ten|xac nhan|noi nhan|k/?t\b|(?:.*, )?ngay\b.*\bthang\b.*\bnam\b"
)
_VILLAGE = re.compile(r"(?:thon|ap|ban|xom|khu|khom|buon|lang|tdp|kp|phong|truong|tram|van phong|khu pho)\b ?\w+")
_SIGNS_ALONE = re.compile(r"bi thu|pho bi thu|truong ban|chu tich")
_SUM_WORDS = frozenset({"Cộng", "CỘNG", "cộng", "Tổng", "TỔNG", "tổng", "NGƯỜ", "Ngườ", "T/M ", "TM. "})


@dataclass(slots=True)
class Rows:
    """The persons of one list: rows of cells, their numbers from 0, the group row above each."""

    cells: list[list[Cell]] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    no_name: list[int] = field(default_factory=list)  # positions in `at`
    hidden: int = 0
    sums: int = 0
    joined: int = 0
    group_rows: int = 0
    ended_at: int | None = None
    differences: list[tuple[int, int, int]] = field(default_factory=list)  # row, stated, counted
    counted_groups: int = 0  # groups and sums that stated a number
    names_below: list[tuple[int, str]] = field(default_factory=list)  # row, name of a second row: left out, told
    next_head: int | None = None  # the row in which another list begins


def rows_of(
    sheet: Sheet, head: Head, block: dict[str, int], *, left: int, right: int, convert: Callable[[str], str]
) -> Rows:
    """Sort the rows below a head. left, right: the columns of the list, right exclusive."""
    result = Rows()
    name_at = block["full_name"] if "full_name" in block else block["given"]
    number_at = block.get("number", -1)
    keys = [block[name] for name in KEYS if name in block]
    first_key, second_key = (keys + keys + [name_at, name_at])[:2]
    width = max([right, *(column + 1 for column in block.values())])
    hidden = sheet.hidden_rows
    below = _below(sheet, head, block)
    state = _State(block, convert)
    own = [block[name] for name in OWN_OF_A_PERSON if name in block]
    stacked = {at for at, known in head.known.items() if known.parts}
    known = frozenset(folded(part) for parts in head.parts.values() for part in parts)
    cells, at, groups = result.cells, result.at, result.groups
    group = ""
    for row_at in range(head.last + 1, len(sheet.rows)):
        row = sheet.rows[row_at]
        if len(row) < width:
            row = [*row, *[""] * (width - len(row))]
        if row_at in hidden:
            result.hidden += any(row[left:right])
            continue
        name = row[name_at]
        if (
            name
            and (row[first_key] or row[second_key])
            and _is_data(row[number_at] if number_at >= 0 else row[first_key] or row[second_key])
            and type(name) is str
            and name[:1].isalpha()
            and name[:4] not in _SUM_WORDS
            and row_at > head.last + 2
        ):
            cells.append(row)
            at.append(row_at)
            groups.append(group)
            continue
        if is_head_row(row[left:right], convert, known):
            if _is_same_head(row, head, left, right, convert):
                continue
            result.next_head = row_at
            break
        kind = state.kind(row, left, right, name_at, number_at, keys, is_below=row_at in below, has_person=bool(at))
        if kind == "joined" and row_at not in below and not name and at:
            above = cells[-1]
            brought = [column for column in own if column not in stacked and row[column] not in ("", None)]
            if any(above[column] not in ("", None) for column in brought):
                kind = "person"  # it has days or numbers of its own: somebody whose name is missing
        if kind == "person":
            if not name:
                result.no_name.append(len(at))
            cells.append(row)
            at.append(row_at)
            groups.append(group)
        elif kind == "group":
            state.close(result, len(at))
            group = state.group
            result.group_rows += 1
            if state.stated is not None:
                state.opened = (row_at, state.stated, len(at))
        elif kind == "sum":
            result.sums += 1
            if state.stated is not None:
                result.counted_groups += 1
                counted = len(at) - (0 if state.is_whole else state.since)
                if counted != state.stated and len(at) != state.stated:
                    result.differences.append((row_at, state.stated, counted))
            state.since = len(at)
        elif kind == "joined":
            result.joined += 1
            if name and isinstance(name, str) and name_at not in stacked and row_at not in below:
                result.names_below.append((row_at, " ".join(convert(name).split())))
            cells[-1] = _joined(cells[-1], row, set(block.values()) - {name_at, number_at})
        elif kind == "end":
            result.ended_at = row_at
            break
    state.close(result, len(at))
    state.close_parents(result, len(at))
    return result


def _is_data(value: Cell) -> bool:
    """Whether a number in the list, or a day, is one, and no word of a head that stands there again."""
    return bool(value) and (type(value) is not str or any(map(str.isdigit, value)))


def _is_same_head(row: Sequence[Cell], head: Head, left: int, right: int, convert: Callable[[str], str]) -> bool:
    """Whether a head row within a list repeats the head of that list, column by column."""
    filled = [at for at in range(left, min(right, len(row))) if row[at] not in ("", None)]
    same = [at for at in filled if folded(convert(str(row[at]))) in map(folded, head.parts.get(at, ()))]
    return len(same) * 5 >= len(filled) * 4


class _State:
    """What the last group row or sum row stated."""

    def __init__(self, block: dict[str, int], convert: Callable[[str], str]) -> None:
        self.block = block
        self.convert = convert
        self.group = ""
        self.stated: int | None = None
        self.is_whole = False
        self.since = 0
        self.opened: tuple[int, int, int] | None = None
        self.parents: list[tuple[int, int, int]] = []

    def close(self, result: Rows, count: int) -> None:
        """Compare what the last group row stated with the persons below it."""
        if self.opened:
            row, stated, before = self.opened
            result.counted_groups += 1
            if stated != count - before:
                if count > before:
                    result.differences.append((row, stated, count - before))
                else:  # a group over others, or one whose persons are missing: the sum of all below decides
                    self.parents.append(self.opened)
            self.opened = None

    def close_parents(self, result: Rows, count: int) -> None:
        """Compare what groups without persons of their own stated with all persons below them."""
        ends = [*(before for _row, _stated, before in self.parents[1:]), count][: len(self.parents)]
        for (row, stated, before), end in zip(self.parents, ends, strict=True):
            if stated not in {count - before, end - before}:
                result.differences.append((row, stated, end - before))
        self.parents = []

    def kind(
        self,
        row: list[Cell],
        left: int,
        right: int,
        name_at: int,
        number_at: int,
        keys: list[int],
        *,
        is_below: bool,
        has_person: bool,
    ) -> str:
        """ "blank", "person", "group", "sum", "joined", "end" or "other"."""
        filled = [value for value in row[left:right] if value not in ("", None)]
        if not filled:
            return "blank"
        if (is_number_row(filled) and not has_person) or is_counted_row(filled):
            return "other"
        texts = [self.convert(value) for value in filled if isinstance(value, str)]
        first = next((value for value in texts if any(map(str.isalpha, value)) and not _RANK.fullmatch(value)), "")
        typed = text.clean(first).lower().strip(" *:") if len(first) < 300 else ""
        plain = text.fold(typed)
        if _SUM.match(typed):
            self.stated = self._number([first], filled)
            self.is_whole = plain.startswith("tong")
            return "sum"
        has_key = any(row[key] not in ("", None) for key in keys)
        has_number = number_at >= 0 and row[number_at] not in ("", None)
        name = row[name_at]
        if not has_key and len({*filled}) <= 3:
            where = next(
                (
                    at
                    for at, value in enumerate(row[left:right], left)
                    if value not in ("", None) and isinstance(value, str) and self.convert(value) == first
                ),
                left,
            )
            is_at_start = where <= max(name_at, left + 1)
            if _GROUP_BY_RANK.fullmatch(as_typed(row[number_at]) if number_at >= 0 else "") and len(filled) <= 3:
                is_named = first and not _GROUP.match(typed)
                if is_named and _CATEGORY.match(plain):
                    return "other"
                if is_named and is_at_start:
                    return self._open_group(first)
            is_alone = len({*filled}) == 1 or (len({*filled}) == 2 and not name)
            if is_alone and is_at_start and first and not _GROUP.match(typed) and not _SIGNATURE.match(plain):
                without_rank = text.fold(_GROUP_RANK.sub("", text.clean(first)))
                if _CATEGORY.match(without_rank):
                    return "other"
                if _VILLAGE.match(without_rank) and not has_number:
                    return self._open_group(first)
            if is_at_start and _GROUP.match(typed) and not _SIGNATURE.match(plain):
                return self._open_group(first)
            if not has_number and (_SIGNATURE.match(plain) or _SIGNS_ALONE.fullmatch(plain)):
                return "end"
        elif _SIGNATURE.match(plain) and not has_number:
            return "end"
        if is_below and has_person:
            return "joined"
        if has_person and number_at >= 0 and not has_number and (not name or not has_key):
            return "joined"
        if name and (has_key or has_number):
            return "person"
        if has_key and (has_number or len(filled) > 2):
            return "person"
        return "other"

    def _open_group(self, first: str) -> str:
        named = text.clean(first).replace("\n", " ")
        count = _GROUP_COUNT.search(named)
        self.stated = int(count[1] or count[2]) if count else None
        named = _GROUP_COUNT.sub("", named)
        self.group = " ".join(_GROUP_RANK.sub("", named).split()).strip(" :.-–")
        return "group"

    @staticmethod
    def _number(texts: Sequence[str], filled: Sequence[Cell]) -> int | None:
        for value in texts:
            if number := re.search(r"\d{1,6}", value):
                return int(number[0])
        numbers = [int(value) for value in filled if isinstance(value, int | float) and not isinstance(value, bool)]
        numbers += [
            int(value) for value in filled if isinstance(value, str) and re.fullmatch(r"\d{1,6}", value.strip())
        ]
        return numbers[0] if numbers else None


def _below(sheet: Sheet, head: Head, block: dict[str, int]) -> set[int]:
    """Rows that a name or number merged downwards from above reaches into; a unit merged so is filled in."""
    below: set[int] = set()
    persons = {block.get("full_name", -1), block.get("number", -1), block.get("given", -1)}
    for top, left, bottom, _right in sheet.merged:
        if top <= head.last or bottom == top or bottom - top > 5000 or top >= len(sheet.rows):
            continue
        if left in persons and bottom - top < 4:
            below.update(range(top + 1, bottom + 1))
        elif left == block.get("unit"):
            value = sheet.rows[top][left] if left < len(sheet.rows[top]) else ""
            for row_at in range(top + 1, min(bottom + 1, len(sheet.rows))):
                row = sheet.rows[row_at]
                if left < len(row) and row[left] in ("", None) and any(row):
                    sheet.rows[row_at] = [*row[:left], value, *row[left + 1 :]]
    return below


def _joined(row: list[Cell], more: list[Cell], columns: set[int]) -> list[Cell]:
    """A person's row with what a second row adds below a day or a number."""
    joined: list[Any] = list(row)
    for column in columns:
        extra = more[column]
        if extra in ("", None):
            continue
        first = joined[column]
        joined[column] = extra if first in ("", None) else f"{as_typed(first)}\n{as_typed(extra)}"
    return joined
