"""Finds the lists of a sheet: the rows of their heads, the columns of each, and what the columns hold.

A head is looked for by its words and, apart from them, above the first person whom the rows show. Which of the two is
right is decided by what fits together best. Source: documents.md 8.1 to 8.3, 8.11.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tongket.core import clock
from tongket.sheets import crosses, labels, looks
from tongket.sheets.choices import STACK, SURE, UNREAD
from tongket.sheets.labels import folded
from tongket.sheets.recognition import PLACED, Candidate, Known, recognise
from tongket.sheets.shape import Cell, Sheet

DEEPEST = 60
MAX_DEPTH = 4
SAMPLES = 160  # rows of persons by which columns are known
_VALUE = re.compile(r"^[\d .,/+-]+$|\d{1,4} ?[/.-] ?\d{1,2} ?[/.-] ?\d|\d{5,}|@")
_NAMES = frozenset({"full_name", "given", "family"})
CLEAR, CLEAR_NAME = 0.8, 0.7  # how well a text among persons must name a kind of column to speak for a head
_IS_CELL = re.compile(r"chi bộ|cb\b|c\.? ?bộ|đảng bộ|danh sách|đảng viên")
_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[A-Z])\s*\)?(?:\.0)?")
_ROMAN = re.compile(r"[IVXL]{1,6}[.)]?")
_DATA = frozenset({"date", "two_dates", "identity", "phone", "card", "email", "serial", "odd_date"})
_KEY = _DATA | {"year", "month", "identity9", "sex", "mf", "mark"}

Convert = Callable[[str], str]
Chosen = Callable[[int, int], str]  # number of the list in the sheet, column → the kind that a person chose, or ""


@dataclass(slots=True)
class Head:
    """Where the head stands (rows from 0; last is first - 1 where there is none), and what its columns mean, per list
    that stands side by side. known: what each column was taken for, unread ones too.
    """

    first: int
    last: int
    blocks: list[dict[str, int]]
    labels: dict[int, str]
    unread: list[str] = field(default_factory=list)
    parts: dict[int, list[str]] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)
    known: dict[int, Known] = field(default_factory=dict)
    samples: dict[int, list[Any]] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)  # column → a line over the whole list, which may name its cell
    marked: dict[str, dict[int, str]] = field(default_factory=dict)  # kind → columns of crosses, with what each means
    gone: list[int] = field(default_factory=list)  # columns that say of whom they are filled that they have left
    strength: float = 0.0

    @property
    def score(self) -> int:
        return sum(map(len, self.blocks))


def field_of(parts: Sequence[str]) -> str:
    """The kind of column that the labels above it name best, from the top down; empty for none with a place."""
    scores = labels.scores(parts)
    kind = max(scores, key=lambda name: scores[name], default="")
    if not kind or scores[kind] < 0.6:
        return ""
    return kind if kind in PLACED or kind == "religion" else ""


def is_number_row(row: Sequence[Cell]) -> bool:
    """ "(1) (2) (3)" or "A B 1 2 3" under the head."""
    filled = [str(value).strip() for value in row if value not in ("", None)]
    return len(filled) >= 2 and all(_NUMBER.fullmatch(value) for value in filled)


def is_counted_row(row: Sequence[Cell]) -> bool:
    """A row of column numbers, also where it stands again among the persons: it counts on from cell to cell."""
    filled = [str(value).strip(" ()").removesuffix(".0") for value in row if value not in ("", None)]
    numbers = [int(value) for value in filled if value.isdecimal() and len(value) < 3]
    return (
        len(filled) >= 4
        and len(numbers) >= 3
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and (is_number_row(row))
    )


def find(
    sheet: Sheet,
    convert: Convert,
    *,
    start: int = 0,
    number: int = 1,
    chosen: Chosen = lambda _number, _column: "",
    own: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Head | None:
    """The next head from a row on, with its lists; None where nothing looks like persons.

    number: of the first list there is in the sheet, for the choices.
    """
    finder = _Finder(sheet, convert, start, number, chosen, own or {}, today or clock.today())
    return finder.find()


def is_head_row(row: Sequence[Cell], convert: Convert, known: frozenset[str]) -> bool:
    """Whether a row among persons is a head, of this list or of another. known: folded texts of this head."""
    filled = [value for value in row if value not in ("", None)]
    if len(filled) < 3 or not all(isinstance(value, str) and len(value) < 120 for value in filled):
        return False
    words = [folded(convert(str(value))) for value in filled]
    if sum(word in known for word in words) * 5 >= len(words) * 4:
        return True
    if any(_VALUE.search(str(value)) for value in filled):
        return False
    kinds = [kind for value in filled if (kind := _clear_kind(convert(str(value))))]
    has_name = bool(_NAMES & {*kinds})
    if len(filled) == 3:
        return has_name and "number" in kinds  # the first of several rows, with a line over the other columns
    return has_name and len({*kinds}) >= 3 and len(kinds) * 2 >= len(filled)


def _clear_kind(written: str) -> str:
    """The kind of column that a text clearly names."""
    scores = labels.scores([written])
    kind = max(scores, key=lambda name: scores[name], default="")
    return kind if kind and scores[kind] >= (CLEAR_NAME if kind in _NAMES else CLEAR) else ""


class _Finder:
    """Looks for the next head of one sheet."""

    def __init__(
        self,
        sheet: Sheet,
        convert: Convert,
        start: int,
        number: int,
        chosen: Chosen,
        own: Mapping[str, str],
        today: date,
    ) -> None:
        self.sheet, self.convert, self.start, self.number = sheet, convert, start, number
        self.chosen, self.own, self.today = chosen, own, today
        self.top = sheet.rows[: start + DEEPEST]
        self.covered = _covered(sheet, start)

    def find(self) -> Head | None:
        heads = [head for first, last in self._ranges() if (head := self._head(first, last)) is not None]
        if not heads:  # a merged cell may reach from the head into rows that are no part of it
            by_words = self._by_words()
            return self._head(*by_words) if by_words else None
        best = heads[0]
        for head in heads[1:]:
            is_before = head.last + 1 < best.first and head.strength > best.strength / 2
            if is_before or head.strength > best.strength + 0.05:
                best = head
        return best

    def _ranges(self) -> list[tuple[int, int]]:
        by_words = self._by_words()
        ranges: list[tuple[int, int]] = []
        if by_words:
            first, last = by_words
            last = max(
                [
                    last,
                    *(
                        bottom
                        for top, _left, bottom, _right in self.sheet.merged
                        if self._reaches(by_words, top, bottom)
                    ),
                ]
            )
            ranges.append((first, last))
            if last - first + 1 < MAX_DEPTH and last + 1 < len(self.top) and self._may_be_head(self.top[last + 1]):
                ranges.append((first, last + 1))
        above = self._above_first_person()
        if above and above not in ranges:
            ranges.append(above)
        return ranges

    def _reaches(self, rows: tuple[int, int], top: int, bottom: int) -> bool:
        """Whether a merged cell of the head reaches below it, into rows that may belong to it."""
        first, last = rows
        if not first <= top <= last < bottom < first + MAX_DEPTH or bottom >= len(self.top):
            return False
        return all(map(self._may_be_head, self.top[last + 1 : bottom + 1]))

    # --- By words

    def _by_words(self) -> tuple[int, int] | None:
        scored: list[tuple[float, int, int]] = []
        for first in range(self.start, len(self.top)):
            if not any(isinstance(value, str) and value for value in self.top[first]):
                continue
            for depth in range(1, MAX_DEPTH + 1):
                last = first + depth - 1
                if last >= len(self.top) or not self._may_be_head(self.top[last]):
                    break
                scored.append((self._words_score(first, last), first, last))
        best = max((score for score, _first, _last in scored), default=0.0)
        if best < 1.5:
            return None
        # The first list, not the one with the most columns; of its rows those that say the most, the fewest of these.
        begins = min(last for score, _first, last in scored if score >= max(1.5, best / 2))
        near = [item for item in scored if item[1] <= begins + 1 and item[2] >= begins and item[2] < begins + MAX_DEPTH]
        _score, first, last = max(near, key=lambda item: (round(item[0], 2), item[1]))
        return first, last

    def _words_score(self, first: int, last: int) -> float:
        kinds: dict[str, float] = {}
        others = 0.0
        for parts in self._parts(first, last).values():
            scores = labels.scores(parts, self.own)
            kind = max(scores, key=lambda name: scores[name], default="")
            if not kind or scores[kind] < 0.6:
                continue
            if kind in PLACED:
                kinds[kind] = max(kinds.get(kind, 0.0), scores[kind])
                others += 0.3 * scores[kind]  # a second list beside the first counts too
            else:
                others += 0.4 * scores[kind]
        return sum(kinds.values()) + others

    def _may_be_head(self, row: Sequence[Cell]) -> bool:
        filled = [value for value in row if value not in ("", None)]
        if not filled or not all(isinstance(value, str) for value in filled):
            return False
        named = [value for value in filled if not _NUMBER.fullmatch(str(value)) and not _ROMAN.fullmatch(str(value))]
        if len(named) == 1 and len(str(named[0]).split()) > 2 and self._look(named[0]) & {"unit", "village"}:
            return False  # the name of a group
        for value in filled:
            written = " ".join(self.convert(str(value)).split())
            if any(map(str.isdigit, written)) and (
                looks.look(written, self.today) & _DATA or not any(map(str.isalpha, written))
            ):
                return False
        return not is_number_row(filled) or len(filled) < 3

    # --- By persons

    def _above_first_person(self) -> tuple[int, int] | None:
        """The rows above the first person whom the cells show, whatever they say."""
        rows = self.sheet.rows[self.start : self.start + 300]
        support: dict[int, list[int]] = {}
        for at, row in enumerate(rows):
            filled = [(column, value) for column, value in enumerate(row) if value not in ("", None)]
            if len(filled) < 2:
                continue
            names, keys = [], 0
            for column, value in filled:
                own = self._look(value)
                if "person" in own or ("maybe_person" in own and not own & {"post", "place", "unit", "occupation"}):
                    names.append((column, "person" in own))
                elif own & _KEY:
                    keys += 1
            if keys:
                for column, is_clear in names:
                    if is_clear or column in support:
                        support.setdefault(column, []).append(at)
        if not support:
            return None
        column = max(support, key=lambda number: (len(support[number]), -number))
        body = self.start + support[column][0]
        if body >= self.start + DEEPEST:
            return None
        at = body - 1
        while at >= self.start and (self._is_between(self.sheet.rows[at])):
            at -= 1
        last = at
        while at >= self.start and last - at < MAX_DEPTH:
            above = self.sheet.rows[at]
            if sum(value not in ("", None) for value in above) < 2 or not self._may_be_head(above):
                break
            at -= 1
        first = at + 1
        return (first, last) if first <= last else (body, body - 1)

    def _is_between(self, row: Sequence[Cell]) -> bool:
        """What may stand between head and persons: blank rows, column numbers, the name of a group."""
        filled = [value for value in row if value not in ("", None)]
        return len(filled) <= 1 or is_number_row(filled)

    def _look(self, value: Cell) -> frozenset[str]:
        return looks.look(self.convert(value) if isinstance(value, str) else value, self.today)

    # --- Texts above the columns

    def _parts(self, first: int, last: int) -> dict[int, list[str]]:
        rows = self.sheet.rows
        width = max((len(row) for row in rows[first : last + 1]), default=0)
        result: dict[int, list[str]] = {}
        above = ""
        for column in range(width):
            parts: list[str] = []
            for row in range(first, last + 1):
                at = self.covered.get((row, column), (row, column))
                if at[0] < first:
                    continue
                cells = rows[at[0]]
                value = cells[at[1]] if at[1] < len(cells) else ""
                written = _lines(self.convert(str(value))) if value not in ("", None) else ""
                if row == first and last > first and written:
                    above = written
                if written and written not in parts and not _NUMBER.fullmatch(written):
                    parts.append(written)
            own = rows[first]
            is_open = column < len(own) and own[column] in ("", None) and (first, column) not in self.covered
            if parts and last > first and is_open and above not in parts:
                parts.insert(0, above)
            if parts and sum(map(len, parts)) <= 300:
                result[column] = parts
        return result

    # --- Lists and their columns

    def _head(self, first: int, last: int) -> Head | None:
        parts = self._parts(first, last) if first <= last else {}
        over = _titles(parts)
        parts = {at: own[1:] if at in over else own for at, own in parts.items() if at not in over or own[1:]}
        rows = self._sample_rows(last + 1)
        width = max([*(len(row) for row in rows), *(column + 1 for column in parts)], default=0)
        columns = [
            Candidate(column, parts.get(column, []), [self._sample(row, column) for row in rows])
            for column in range(width)
        ]
        columns = [
            column for column in columns if column.parts or any(value not in ("", None) for value in column.values)
        ]
        head = Head(
            first,
            last,
            [],
            {at: " – ".join(" ".join(p.split()) for p in own) for at, own in parts.items()},
            parts=parts,
            titles=over,
        )
        read: set[int] = set()
        for left, right in self._spans(columns, width):
            inside = [column for column in columns if left <= column.at < right]
            number = self.number + len(head.blocks)
            chosen = {column.at: kind for column in inside if (kind := self.chosen(number, column.at))}
            known = recognise(inside, chosen=chosen, own=self.own, today=self.today)
            block: dict[str, int] = {}
            for column in inside:
                meant = known[column.at]
                if meant.kind == STACK:
                    block.update({kind: column.at for kind in meant.parts if kind in PLACED and kind not in block})
                elif meant.kind != UNREAD:
                    block.setdefault(meant.kind, column.at)
            if not _has_name(block) or len(block.keys() - {"number", "status"}) < 2:
                continue
            if not parts and sum("person" in own for column in inside for own in column.looks) < 2 and len(rows) > 1:
                continue
            for kind, levels in crosses.levels(inside, known).items():
                block[kind] = min(levels)
                block = {name: at for name, at in block.items() if at not in levels or name == kind}
                head.marked[kind] = levels
                known.update({at: Known(kind, SURE) for at in levels})
            head.blocks.append(block)
            head.spans.append((left, right))
            head.known.update(known)
            head.samples.update({column.at: column.values for column in inside})
            read |= {*block.values()}
            head.gone += [
                column.at
                for column in inside
                if known[column.at].kind == UNREAD
                and column.words.get("gone", 0) >= max([0.72, *column.words.values()])
            ]
            for column in inside:
                meant = known[column.at]
                head.strength += max(
                    (column.scores.get(kind, 0.5) for kind, at in block.items() if at == column.at), default=0
                )
        head.unread = [label for at, label in head.labels.items() if at not in read]
        return head if head.blocks else None

    def _sample(self, row: Sequence[Cell], column: int) -> Any:
        value = row[column] if column < len(row) else ""
        return self.convert(value) if isinstance(value, str) else value

    def _sample_rows(self, start: int) -> list[list[Cell]]:
        """Rows that may be persons, some of a long table."""
        rows = self.sheet.rows
        chosen: list[list[Cell]] = []
        known: frozenset[str] = frozenset()
        at, step = start, 1
        limit = min(len(rows), start + 20_000)
        while at < limit and len(chosen) < SAMPLES:
            row = rows[at]
            filled = [value for value in row if value not in ("", None)]
            if at not in self.sheet.hidden_rows and len(filled) >= 2 and not is_number_row(filled):
                if any(isinstance(value, str) for value in filled) and is_head_row(row, self.convert, known):
                    break
                if len(filled) >= 3 or len(row) <= 4:
                    chosen.append(row)
            if len(chosen) == SAMPLES // 2:
                step = max((limit - at) // SAMPLES, 1)
            at += step
        return chosen

    def _may_be_names(self, column: Candidate) -> bool:
        filled = [own for value in column.values[:60] if (own := self._look(value))]
        return not filled or looks.share(filled, "person", "maybe_person", "family", "given") >= 0.5

    def _spans(self, columns: Sequence[Candidate], width: int) -> list[tuple[int, int]]:
        """The lists side by side: from a number or a name on the kinds before come again."""
        kinds: dict[int, str] = {}
        for column in columns:
            scores = labels.scores(column.parts, self.own)
            kind = max(scores, key=lambda name: scores[name], default="")
            if not kind or scores[kind] < 0.6:
                own = [self._look(value) for value in column.values[:60]]
                kind = "full_name" if looks.share(own, "person") >= 0.7 else ""
                kind = kind or next((name for name, look in _BY_LOOK.items() if looks.share(own, look) >= 0.7), "")
                kind = kind or ("number" if looks.is_counting(column.values[:60]) else "")
            if kind in _NAMES and not self._may_be_names(column):
                kind = ""
            kinds[column.at] = kind
        starts = [0]
        for column in columns:
            if _begins_again(columns, column, starts[-1]):
                starts.append(column.at)
                continue
            if kinds[column.at] not in {"number", *_NAMES}:
                continue
            before = [kinds[other.at] for other in columns if starts[-1] <= other.at < column.at]
            after = [kinds[other.at] for other in columns if other.at >= column.at]
            if not _NAMES & {*before} or not _NAMES & {*after}:
                continue
            if kinds[column.at] != after[0] or kinds[column.at] not in before:
                continue
            shared = ({*before} & {*after}) - {"", "number"}
            if len(shared) >= 2:
                starts.append(_start_of_list(columns, column, starts[-1], kinds))
        return list(zip(starts, [*starts[1:], width], strict=True))


def _begins_again(columns: Sequence[Candidate], column: Candidate, left: int) -> bool:
    """Whether the heads from here on are those of the list that began at `left`, word by word."""
    first = [tuple(other.parts) for other in columns if left <= other.at < column.at and other.parts]
    again = [tuple(other.parts) for other in columns if other.at >= column.at and other.parts]
    if len(first) < 3 or first[0] != tuple(column.parts):
        return False
    same = sum(a == b for a, b in zip(first, again, strict=False))
    return same >= 3 and same * 5 >= len(first) * 4


def _start_of_list(columns: Sequence[Candidate], column: Candidate, left: int, kinds: Mapping[int, str]) -> int:
    """Where a list begins that is known by its number or name: the numbers before the names belong to it."""
    before = [other for other in columns if left <= other.at < column.at]
    if kinds[column.at] != "number" and len(before) > 1 and before[-1].at == column.at - 1:
        first = next((other for other in columns if other.at >= left), column)
        if kinds[before[-1].at] == "number" or (before[-1].parts and before[-1].parts == first.parts):
            before.pop()
    return before[-1].at + 1 if before else 0


_BY_LOOK = {"sex": "sex", "identity_number": "identity", "phone": "phone", "born_on": "date"}


def _lines(written: str) -> str:
    """A text with its line ends, without other extra space."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in written.split("\n"))))


def _covered(sheet: Sheet, start: int) -> dict[tuple[int, int], tuple[int, int]]:
    covered = {}
    for top, left, bottom, right in sheet.merged:
        if start <= top < start + DEEPEST and (bottom - top + 1) * (right - left + 1) < 5000:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    covered[row, column] = (top, left)
    return covered


def _titles(parts: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """The lines that stand over many columns at once: they are about the list, and name no column."""
    tops = Counter(own[0] for own in parts.values() if len(own) > 1)
    wide = {top for top, count in tops.items() if count >= 5 and (count >= 7 or _IS_CELL.match(top.lower()))}
    return {at: own[0] for at, own in parts.items() if own[0] in wide}


def _has_name(block: Mapping[str, int]) -> bool:
    return "full_name" in block or ("family" in block and "given" in block)
