"""One list of one sheet: its columns turned into fields, with all that is wrong in them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tongket.core import text
from tongket.sheets import cells, days, encodings, heads, table, wording
from tongket.sheets.cells import Value
from tongket.sheets.columns import Column, convert_column
from tongket.sheets.heads import Head
from tongket.sheets.shape import FIELDS, Cell, Problem, Question, Sheet
from tongket.sheets.xlsx import letters

_PLAIN_SHEET = re.compile(
    r"(?:sheet|trang tinh|ds|danh sach|bang|csv|dang vien|data|du lieu|tong hop|thang|nam|quy)\b.*|sheet ?\d+|\d+"
)
_LEFT = re.compile(r"chuyen di|chuyen sinh hoat|tu tran|da mat|khai tru|xoa ten|xoa khoi|ra khoi dang")
_IN_ORDER = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b|dd ?mm|\bd m y")
_FAST: dict[str, Callable[[str], Any]] = {
    "identity_number": re.compile(r"\d{12}").fullmatch,
    "phone": re.compile(r"0\d{9}").fullmatch,
    "card_number": re.compile(r"\d\d\.\d{6}").fullmatch,
}
FIELD_OF = {"learn": "education", "profession": "education", "ethnic": "is_minority", "male": "sex", "female": "sex"}
_MASKED = {"identity_number", "phone"}
_DAYS = ("born_on", "party_age_from_on", "both_on", "ceremony_on", "official_on")


@dataclass(slots=True)
class File:
    """What has been found in all sheets so far."""

    mends: Mapping[str, str]
    answers: Mapping[str, str]
    today: date
    fields: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in FIELDS})
    places: list[tuple[int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    heads: dict[str, dict[str, str]] = field(default_factory=dict)


class Block:
    """One list of one sheet."""

    def __init__(
        self,
        file: File,
        index: int,
        sheet: Sheet,
        head: Head,
        block: dict[str, int],
        rows: table.Rows,
        mended: set[tuple[int, int]],
        encoding: str,
    ) -> None:
        self.file, self.index, self.sheet, self.head, self.block, self.rows = file, index, sheet, head, block, rows
        self.mended = mended
        self.encoding = encoding
        self.count = len(rows.at)

    def read(self) -> None:
        """Add the persons of the list to the file."""
        file, block, count = self.file, self.block, self.count
        out = file.fields
        file.places += [(self.index, at + 1) for at in self.rows.at]
        out["full_name"] += self._names()
        born, precision, party, ceremony, official = self._days()
        sexes, years = self._sexes()
        if "born_on" not in block and years is not None:
            born, precision = years
        out["sex"] += sexes
        out["born_on"] += born
        out["born_precision"] += precision
        out["party_age_from_on"] += party
        out["ceremony_on"] += ceremony
        out["official_on"] += official
        out["unit"] += self._units()
        for name in ("card_number", "identity_number", "phone", "theory", "occupation"):
            out[name] += self._clean(name) if name in block else [""] * count
        out["is_minority"] += self._clean("ethnic") if "ethnic" in block else [None] * count
        learn = self._clean("learn") if "learn" in block else None
        profession = self._clean("profession") if "profession" in block else None
        if learn and profession:
            rank = {code: cells.education_rank(code) for code in {*learn, *profession}}
            out["education"] += [a if rank[a] >= rank[b] else b for a, b in zip(learn, profession, strict=True)]
        else:
            out["education"] += learn or profession or [""] * count
        if "status" in block:
            self._left()
        for position in self.rows.no_name:
            self._say(position, block.get("full_name", block.get("given", 0)), "full_name", "no_name", "", "", True)

    # --- Columns

    def _column(self, name: str) -> Column:
        found = convert_column(self.sheet, self.rows, self.block[name], self.mended, self.encoding)
        if found.encoding:
            self.file.notes.append(
                wording.note(
                    "encoding",
                    sheet=self.sheet.name,
                    name=wording.ENCODING_NAMES[found.encoding],
                    head=self.head.labels.get(self.block[name], name),
                )
            )
        return found

    def _clean(self, name: str) -> list[Any]:
        column = self._column(name)
        values = column.values
        cleaner = cells.CLEANERS[name]
        is_fast = _FAST.get(name)
        clean: dict[Any, Any] = {}
        wrong: dict[Any, Value] = {}
        for value in set(values):
            if is_fast and type(value) is str and is_fast(value):
                clean[value] = value
                continue
            found = cleaner(value)
            clean[value] = found.value
            if found.code:
                wrong[value] = found
        if wrong:
            self._say_all(name, values, wrong)
        return list(map(clean.__getitem__, values))

    def _say_all(self, name: str, values: Sequence[Any], wrong: Mapping[Any, Value]) -> None:
        column = self.block[name]
        for position, value in enumerate(values):
            if value in wrong:
                found = wrong[value]
                is_error = found.code in cells.ERRORS
                self._say(
                    position, column, FIELD_OF.get(name, name), found.code, cells.written(value), found.mend, is_error
                )

    def _say(self, position: int, column: int, name: str, code: str, value: str, mend: str, is_error: bool) -> None:
        row = self.rows.at[position] + 1
        shown = " ".join(value.split())[:80]
        count = sum(c.isdigit() for c in shown)
        if name in _MASKED and code != "formula":
            shown = f"{'•' * max(len(shown) - 3, 0)}{shown[-3:]}" if shown else ""
        message = wording.problem(code, value=shown, mend=mend, count=count)
        cell = f"{letters(column)}{row}"
        self.file.problems.append(Problem(self.sheet.name, row, cell, name, code, shown, message, mend, is_error))

    # --- Names and cells

    def _names(self) -> list[str]:
        if "family" in self.block and "given" in self.block:
            family, given = self._column("family"), self._column("given")
            values = [
                " ".join(filter(None, (cells.written(a).strip(), cells.written(b).strip())))
                for a, b in zip(family.values, given.values, strict=True)
            ]
            column = Column(values, family.encoding or given.encoding, family.mended | given.mended)
            at = self.block["given"]
        else:
            column = self._column("full_name")
            at = self.block["full_name"]
        good = cells.name_word
        clean: dict[Any, str] = {}
        wrong: dict[Any, Value] = {}
        for value in set(column.values):
            if type(value) is str:
                words = value.split(" ")
                if len(words) > 1 and all(map(good, words)):
                    clean[value] = value
                    continue
            found = cells.name(value)
            clean[value] = found.value
            if found.code:
                wrong[value] = found
        _check_letters(clean, wrong, column.encoding)
        for position, value in enumerate(column.values) if wrong else ():
            if value in wrong:
                found = wrong[value]
                if found.code in {"lost_letter", "damaged_text", "short_name"} and position in column.mended:
                    continue
                is_error = found.code in cells.ERRORS
                self._say(
                    position, at, "full_name", found.code, found.value or cells.written(value), found.mend, is_error
                )
        return list(map(clean.__getitem__, column.values))

    def _units(self) -> list[str]:
        name = text.clean(self.sheet.name)
        default = "" if _PLAIN_SHEET.fullmatch(heads.folded(name)) else name
        groups = [group or default for group in self.rows.groups]
        if "unit" not in self.block:
            return groups
        column = self._column("unit")
        clean = {value: " ".join(text.clean(cells.written(value)).split()) for value in set(column.values)}
        wrong = {}
        for value, name in clean.items():
            if mended := encodings.damaged(name):
                wrong[value] = Value(name, "damaged_text", mended)
        if wrong:
            self._say_all("unit", column.values, wrong)
        return [clean[value] or group for value, group in zip(column.values, groups, strict=True)]

    # --- Sex

    def _sexes(self) -> tuple[list[str], tuple[list[date | None], list[str]] | None]:
        if "male" not in self.block or "female" not in self.block:
            if "sex" in self.block:
                return self._clean("sex"), None
            if "male" in self.block or "female" in self.block:
                name, yes, no = ("male", "M", "F") if "male" in self.block else ("female", "F", "M")
                return [yes if _is_filled(value) else no for value in self._column(name).values], None
            return [""] * self.count, None
        men, women = self._column("male").values, self._column("female").values
        sexes, merged = [], []
        for position, (man, woman) in enumerate(zip(men, women, strict=True)):
            is_man, is_woman = _is_filled(man), _is_filled(woman)
            if is_man and is_woman:
                self._say(position, self.block["male"], "sex", "two_sexes", cells.written(man), "", True)
            sexes.append("M" if is_man and not is_woman else "F" if is_woman and not is_man else "")
            merged.append(man if is_man else woman)
        if "born_on" in self.block or not any(len(cells.written(value).strip()) >= 2 for value in merged):
            return sexes, None
        at = [self.block["male"] if sex == "M" else self.block["female"] for sex in sexes]
        born = self._understood("born_on", merged, "dmy", at)
        return sexes, ([one.day for one in born], [one.precision for one in born])

    # --- Days

    def _days(self) -> tuple[list[Any], list[str], list[Any], list[Any], list[Any]]:
        count, block = self.count, self.block
        values = {name: self._column(name).values for name in _DAYS if name in block}
        orders = self._orders(values)
        found = {
            name: self._understood(name, column, orders.get(name, "dmy"), [block[name]] * count)
            for name, column in values.items()
        }
        none: list[Any] = [None] * count
        born = found.get("born_on")
        party = found.get("party_age_from_on") or found.get("both_on")
        official = found.get("official_on")
        ceremony = found.get("ceremony_on")
        first = [one.day for one in party] if party else none
        if official:
            last = [one.second or one.day for one in official]
        elif party:
            last = [one.second for one in party]
        else:
            last = none
        if not party and ceremony:
            first = [one.day for one in ceremony]
        precision = [one.precision for one in born] if born else ["day"] * count
        birth = [one.day for one in born] if born else none
        if born:
            precision = self._year_only(birth, precision)
        return birth, precision, first, [one.day for one in ceremony] if ceremony else none, last

    def _year_only(self, born: list[Any], precision: list[str]) -> list[str]:
        """Where a fifth of a column is the first of January, this day stands for "only the year is known"."""
        firsts = [at for at, day in enumerate(born) if day and day.day == day.month == 1 and precision[at] == "day"]
        if len(firsts) >= 5 and len(firsts) * 5 > self.count:
            for at in firsts:
                precision[at] = "year"
        rough = sum(one != "day" for one in precision)
        if rough:
            self.file.notes.append(wording.note("years_only", sheet=self.sheet.name, count=rough))
        return precision

    def _raws(self, values: Iterable[Any]) -> Iterable[days.Raw]:
        for value in values:
            if type(value) is str:
                try:
                    yield from days.raw_of(value, is_1904=False, today=self.file.today)
                except ValueError:
                    continue

    def _orders(self, values: dict[str, list[Any]]) -> dict[str, days.Order]:
        """The order of each column: by a number over 12, by the head, by the other columns of the sheet, or asked."""
        orders: dict[str, days.Order] = {}
        unsettled = []
        sheet = self.sheet.name
        for name, column in values.items():
            distinct = set(column)
            order, is_open = days.order_of(self._raws(distinct))
            label = self.head.labels.get(self.block[name], "")
            answer = self.file.answers.get(f"{sheet}:{name}")
            if answer in {"dmy", "mdy"}:
                orders[name] = "mdy" if answer == "mdy" else "dmy"
            elif order:
                orders[name] = order
                if order == "mdy":
                    self.file.notes.append(wording.note("order", sheet=sheet, head=label))
            elif is_open and _IN_ORDER.search(heads.folded(label)):
                orders[name] = "dmy"
            elif is_open:
                unsettled.append(name)
        known = set(orders.values())
        for name in unsettled:
            label = self.head.labels.get(self.block[name], name)
            if len(known) == 1:
                orders[name] = next(iter(known))
                self.file.notes.append(wording.note("order_by_sheet", sheet=sheet, head=label))
                continue
            raws = [raw for raw in self._raws(dict.fromkeys(values[name])) if raw.is_open and raw.a != raw.b]
            if not raws:
                continue
            one = raws[0]
            self.file.questions.append(
                Question(
                    key=f"{sheet}:{name}",
                    kind="day_order",
                    choices=[
                        ("dmy", f"{one.a:02d}/{one.b:02d}/{one.year}"),
                        ("mdy", f"{one.b:02d}/{one.a:02d}/{one.year}"),
                    ],
                    examples=[f"{raw.a}/{raw.b}/{raw.year}" for raw in raws[:3]],
                )
            )
        return orders

    def _understood(
        self, name: str, values: Sequence[Any], order: days.Order, columns: Sequence[int]
    ) -> list[days.Day]:
        today, is_1904 = self.file.today, self.sheet.is_1904
        needs_day = name != "born_on"
        found: dict[Any, days.Day] = {}
        wrong = set()
        oldest = today.replace(year=today.year - 100, day=1)
        for value in set(values):
            if type(value) is date and oldest < value <= today:
                found[value] = days.Day(value)
                continue
            if cells.is_formula(value):
                found[value] = days.Day(code="formula")
            else:
                try:
                    raws = days.raw_of(value, is_1904=is_1904, today=today)
                    found[value] = days.understood(raws, order, today=today, needs_day=needs_day)
                except ValueError:
                    found[value] = days.Day(code="not_a_day")
            if found[value].code:
                wrong.add(value)
        field_name = "party_age_from_on" if name == "both_on" else name
        for position, value in enumerate(values) if wrong else ():
            if value in wrong:
                one = found[value]
                is_error = one.code != "two_digit_year"
                self._say(position, columns[position], field_name, one.code, cells.written(value), one.mend, is_error)
        return list(map(found.__getitem__, values))

    def _left(self) -> None:
        values = self._column("status").values
        gone = {value for value in set(values) if isinstance(value, str) and _LEFT.search(text.fold(value))}
        for position, value in enumerate(values) if gone else ():
            if value in gone:
                self._say(position, self.block["status"], "", "left", value, "", False)


def _is_filled(value: Cell) -> bool:
    return value not in ("", None, 0, "0", "-", "–", False) and str(value).strip() != ""


def _check_letters(clean: Mapping[Any, str], wrong: dict[Any, Value], encoding: str) -> None:
    """Names that came out of TCVN3 without a letter, and names that a double conversion has harmed."""
    harmed = {word for name in clean.values() for word in name.split(" ")} & encodings.HARMED.keys()
    if not harmed and encoding != "tcvn3":
        return
    for value, name in clean.items():
        if value in wrong:
            continue
        if encoding == "tcvn3" and (mended := encodings.lost_letter(name)) is not None:
            wrong[value] = Value(name, "lost_letter", mended if mended != name else "")
        elif harmed and (mended := encodings.damaged(name)):
            wrong[value] = Value(name, "damaged_text", mended)
