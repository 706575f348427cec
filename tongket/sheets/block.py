"""One list of one sheet: its columns turned into fields, with all that is wrong in them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tongket.core import text
from tongket.sheets import cells, day_orders, days, encodings, stacks, table, wording
from tongket.sheets.cells import Value
from tongket.sheets.choices import ReadTable, pattern
from tongket.sheets.columns import Column, convert_column, without_dittos
from tongket.sheets.heads import Head
from tongket.sheets.labels import folded
from tongket.sheets.shape import FIELDS, Cell, ColumnQuestion, Problem, Sheet
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
_REPEATED = frozenset({"unit", "ethnic", "theory", "learn", "profession", "occupation", "sex"})
_MASKED = {"identity_number", "phone"}
_DAYS = ("born_on", "party_age_from_on", "both_on", "ceremony_on", "official_on")


@dataclass(slots=True)
class File:
    """What all sheets have given so far."""

    corrections: Mapping[str, str]
    answers: Mapping[str, str]
    today: date
    fields: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in FIELDS})
    places: list[tuple[int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[ColumnQuestion] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    heads: dict[str, dict[str, str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    tables: list[ReadTable] = field(default_factory=list)
    typed_parts: dict[tuple[int, int, int], str] = field(default_factory=dict)  # of this sheet: row, column, place


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
        corrected: set[tuple[int, int]],
        encoding: str,
        cell_name: str = "",
    ) -> None:
        self.file, self.index, self.sheet, self.head, self.rows = file, index, sheet, head, rows
        self.block, self.origins = stacks.unstack(rows, head, block, corrected=file.typed_parts, today=file.today)
        self.corrected, self.cell_name = corrected, cell_name
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
        out["card_number"] += self._cards() if "card_number" in block else [""] * count
        for name in ("identity_number", "phone", "theory", "occupation"):
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
        self._gone()
        for position, at in enumerate(self.rows.at) if self.sheet.struck_rows else ():
            if at in self.sheet.struck_rows:
                column = block.get("full_name", block.get("given", 0))
                self._add_problem(
                    position, column, "full_name", Value("", "struck"), out["full_name"][position - count]
                )
        for position in self.rows.no_name:
            column = block.get("full_name", block.get("given", 0))
            self._add_problem(position, column, "full_name", Value("", "no_name"))
        positions = {at: position for position, at in enumerate(self.rows.at)}
        for row, name in self.rows.names_below:
            above = max((at for at in positions if at < row), default=None)
            if above is not None:
                column = block.get("full_name", block.get("given", 0))
                self._add_problem(positions[above], column, "full_name", Value("", "second_row", name), name)

    # --- Columns

    def _label(self, name: str) -> str:
        column = self.block[name]
        return self.head.labels.get(self.origins.get(column, (column, 0))[0], name)

    def _column(self, name: str) -> Column:
        column = convert_column(self.sheet, self.rows, self.block[name], self.corrected, self.encoding)
        if column.encoding:
            self.file.notes.append(
                wording.note(
                    "encoding",
                    sheet=self.sheet.name,
                    name=wording.ENCODING_NAMES[column.encoding],
                    head=self._label(name),
                )
            )
        if name in _REPEATED:
            column.values = without_dittos(column.values)
        return column

    def _cards(self) -> list[str]:
        """Card numbers; those shorter than the others are told, with the zeros proposed that they have lost."""
        numbers: list[str] = self._clean("card_number")
        width = cells.card_width(numbers)
        for position, number in enumerate(numbers) if width else ():
            padded = cells.padded_card(number, width)
            if not padded and cells.card_width([number]) not in {0, width}:
                shown = Value("", "card_length")
                self._add_problem(position, self.block["card_number"], "card_number", shown, number)
            if padded:
                shown = Value("", "card_zeros", padded)
                self._add_problem(position, self.block["card_number"], "card_number", shown, number)
        return numbers

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
            meaning = cleaner(value)
            clean[value] = meaning.value
            if meaning.code:
                wrong[value] = meaning
        if wrong:
            self._add_problems(name, values, wrong)
        return list(map(clean.__getitem__, values))

    def _add_problems(self, name: str, values: Sequence[Any], wrong: Mapping[Any, Value]) -> None:
        column = self.block[name]
        for position, value in enumerate(values):
            if value in wrong:
                self._add_problem(position, column, FIELD_OF.get(name, name), wrong[value], value)

    def _add_problem(self, position: int, column: int, name: str, meaning: Value | days.Day, value: Any = "") -> None:
        """Report what is wrong in a cell. value: what to show of the cell, masked where it is a number of a person."""
        code, suggestion = meaning.code, meaning.suggestion
        row = self.rows.at[position] + 1
        shown = " ".join(cells.as_typed(value).split())[:80]
        count = sum(c.isdigit() for c in shown)
        if name in _MASKED and code != "formula":
            shown = f"{'•' * max(len(shown) - 3, 0)}{shown[-3:]}" if shown else ""
        message = wording.problem(code, value=shown, suggestion=suggestion, count=count)
        real, place = self.origins.get(column, (column, 0))
        cell = f"{letters(real)}{row}/{place}" if place else f"{letters(real)}{row}"
        is_error = code not in cells.REMARKS
        self.file.problems.append(Problem(self.sheet.name, row, cell, name, code, shown, message, suggestion, is_error))

    # --- Names and cells

    def _names(self) -> list[str]:
        if "family" in self.block and "given" in self.block:
            family, given = self._column("family"), self._column("given")
            values = [
                " ".join(filter(None, (cells.as_typed(a).strip(), cells.as_typed(b).strip())))
                for a, b in zip(family.values, given.values, strict=True)
            ]
            column = Column(values, family.encoding or given.encoding, family.corrected | given.corrected)
            at = self.block["given"]
        else:
            column = self._column("full_name")
            at = self.block["full_name"]
        good = cells.is_plain_name
        clean: dict[Any, str] = {}
        wrong: dict[Any, Value] = {}
        for value in set(column.values):
            if type(value) is str and good(value.split(" ")):
                clean[value] = value
                continue
            meaning = cells.name(value)
            clean[value] = meaning.value
            if meaning.code:
                wrong[value] = meaning
        _check_letters(clean, wrong, column.encoding)
        for position, value in enumerate(column.values) if wrong else ():
            if value in wrong:
                meaning = wrong[value]
                if (
                    meaning.code in {"two_names", "lost_letter", "damaged_text", "short_name"}
                    and position in column.corrected
                ):
                    continue
                shown = value if meaning.code == "two_names" else meaning.value or value
                self._add_problem(position, at, "full_name", meaning, shown)
        return list(map(clean.__getitem__, column.values))

    def _units(self) -> list[str]:
        name = text.clean(self.sheet.name)
        default = self.cell_name or ("" if _PLAIN_SHEET.fullmatch(folded(name)) else name)
        groups = [pattern(self.file.answers, group or default) for group in self.rows.groups]
        if "unit" not in self.block:
            return groups
        column = self._column("unit")
        clean = {value: " ".join(text.clean(cells.as_typed(value)).split()) for value in set(column.values)}
        wrong = {}
        for value, name in clean.items():
            if repaired := encodings.repair_double_conversion(name):
                wrong[value] = Value(name, "damaged_text", repaired)
        if wrong:
            self._add_problems("unit", column.values, wrong)
        clean = {value: pattern(self.file.answers, name) for value, name in clean.items()}
        return [clean[value] or group for value, group in zip(column.values, groups, strict=True)]

    # --- Sex

    def _sexes(self) -> tuple[list[str], tuple[list[date | None], list[str]] | None]:
        if "male" not in self.block or "female" not in self.block:
            if "sex" in self.block:
                return self._sex_column(), None
            if "male" in self.block or "female" in self.block:
                name, yes, no = ("male", "M", "F") if "male" in self.block else ("female", "F", "M")
                filled = [_is_filled(value) for value in self._column(name).values]
                return [(yes if is_filled else no) if any(filled) else "" for is_filled in filled], None
            return [""] * self.count, None
        men, women = self._column("male").values, self._column("female").values
        sexes, merged = [], []
        for position, (man, woman) in enumerate(zip(men, women, strict=True)):
            is_man, is_woman = _is_filled(man), _is_filled(woman)
            if is_man and is_woman:
                self._add_problem(position, self.block["male"], "sex", Value("", "two_sexes"), man)
            sexes.append("M" if is_man and not is_woman else "F" if is_woman and not is_man else "")
            merged.append(man if is_man else woman)
        if "born_on" in self.block or not any(len(cells.as_typed(value).strip()) >= 2 for value in merged):
            return sexes, None
        at = [self.block["male"] if sex == "M" else self.block["female"] for sex in sexes]
        born = self._interpret("born_on", merged, "dmy", at)
        return sexes, ([birth.day for birth in born], [birth.precision for birth in born])

    def _sex_column(self) -> list[str]:
        """The sexes of a column; where it says 1 and 0, the names tell which is which, or nobody knows."""
        values = self._column("sex").values
        digits = {cells.as_typed(value).strip() for value in set(values)} - {""}
        if not digits or not digits <= {"0", "1", "2"}:
            return self._clean("sex")
        names: list[str] = self.file.fields["full_name"][-self.count :]
        meaning = cells.sexes_of_digits(values, names)
        for position, value in enumerate(values):
            typed = cells.as_typed(value).strip()
            if typed and not meaning[typed]:
                self._add_problem(position, self.block["sex"], "sex", Value("", "sex"), value)
        return [meaning[cells.as_typed(value).strip()] for value in values]

    # --- Days

    def _days(self) -> tuple[list[Any], list[str], list[Any], list[Any], list[Any]]:
        count, block = self.count, self.block
        values = {name: self._column(name).values for name in _DAYS if name in block}
        orders = self._orders(values)
        for name, column in values.items():
            values[name] = self._true_days(name, column)
        columns = {
            name: self._interpret(name, column, orders.get(name, "dmy"), [block[name]] * count)
            for name, column in values.items()
        }
        none: list[Any] = [None] * count
        born = columns.get("born_on")
        party = columns.get("party_age_from_on") or columns.get("both_on")
        official = columns.get("official_on")
        if official and not party and sum(cell.second is not None for cell in official) * 2 > count:
            party, official = official, None  # both days in one column, whatever its head says
        self._second_days(columns, party, official)
        ceremony = columns.get("ceremony_on")
        admitted_on = [cell.day for cell in party or ceremony or ()] or none
        ceremony_on = [cell.day for cell in ceremony] if ceremony else none
        if official:
            admitted = party or [days.BLANK] * count
            official_on = [
                cell.second if cell.second and (not own.day or own.day == cell.day) else cell.day
                for cell, own in zip(official, admitted, strict=True)
            ]
        else:
            official_on = [cell.second for cell in party] if party else none
        if not born:
            return none, ["day"] * count, admitted_on, ceremony_on, official_on
        born_on = [cell.day for cell in born]
        precision = self._year_only(born_on, [cell.precision for cell in born])
        return born_on, precision, admitted_on, ceremony_on, official_on

    def _second_days(
        self, columns: Mapping[str, Sequence[days.Day]], party: Sequence[days.Day] | None, official: Any
    ) -> None:
        """Tell of a second day in a cell, where it is not the official day beside the day of admission."""
        for name, column in columns.items():
            if not any(cell.second for cell in column):
                continue
            for position, cell in enumerate(column):
                is_used = column is party and official is None
                if name == "official_on" and official is not None and party:
                    is_used = cell.day == party[position].day
                if cell.second and not is_used and not cell.code:
                    shown = f"{cell.day:%d/%m/%Y}; {cell.second:%d/%m/%Y}"
                    self._add_problem(
                        position, self.block[name], name, Value("", "second_day", f"{cell.day:%d/%m/%Y}"), shown
                    )

    def _true_days(self, name: str, values: list[Any]) -> list[Any]:
        """The values of a column; where a person says so, with day and month exchanged that Excel has exchanged.

        Text that no American could read as a day, beside true days that are all 12 or less: Excel has read those as
        Americans do. That is asked, not guessed (documents.md 8.15).
        """
        true = [value for value in values if isinstance(value, date) and value.day <= 31]
        if len(true) < 2 or any(value.day > 12 for value in true):
            return values
        written = [day for day in self._written_days(set(values)) if day.precision == "day"]
        if len(written) < 2 or not all(day.a > 12 for day in written):
            return values
        key = f"{self.sheet.name}:{name}:true"
        answer = self.file.answers.get(key)
        if answer == "mdy":
            return [
                value.replace(day=value.month, month=value.day) if isinstance(value, date) else value
                for value in values
            ]
        first = next((value for value in true if value.day != value.month), None)
        if answer != "dmy" and first is not None:
            choices = [("dmy", f"{first:%d/%m/%Y}"), ("mdy", f"{first:%m/%d/%Y}")]
            examples = [f"{value:%d/%m/%Y}" for value in true[:3]]
            self.file.questions.append(ColumnQuestion(key, "true_days", choices, examples))
        return values

    def _year_only(self, born: list[Any], precision: list[str]) -> list[str]:
        """Where a fifth of a column is the first of January, this day stands for "only the year is known"."""
        firsts = [at for at, day in enumerate(born) if day and day.day == day.month == 1 and precision[at] == "day"]
        if len(firsts) >= 5 and len(firsts) * 5 > self.count:
            for at in firsts:
                precision[at] = "year"
        inexact = sum(known != "day" for known in precision)
        if inexact:
            self.file.notes.append(wording.note("years_only", sheet=self.sheet.name, count=inexact))
        return precision

    def _written_days(self, values: Iterable[Any]) -> Iterable[days.WrittenDay]:
        for value in values:
            if type(value) is str:
                try:
                    yield from days.parse(value, is_1904=False, today=self.file.today)
                except ValueError:
                    continue

    def _orders(self, values: dict[str, list[Any]]) -> dict[str, days.Order]:
        """The order of each column: by a number over 12, by the head, by the other columns of the sheet, or asked."""
        orders: dict[str, days.Order] = {}
        unsettled = []
        sheet = self.sheet.name
        for name, column in values.items():
            order, is_open = days.day_order(self._written_days(set(column)))
            label = self._label(name)
            answer = self.file.answers.get(f"{sheet}:{name}")
            if answer in {"dmy", "mdy"}:
                orders[name] = "mdy" if answer == "mdy" else "dmy"
            elif order:
                orders[name] = order
                if order == "mdy":
                    self.file.notes.append(wording.note("order", sheet=sheet, head=label))
            elif is_open and _IN_ORDER.search(folded(label)):
                orders[name] = "dmy"
            elif is_open:
                unsettled.append(name)
        orders |= self._orders_by_probation(values, {*unsettled, *orders})
        unsettled = [name for name in unsettled if name not in orders]
        known = set(orders.values())
        for name in unsettled:
            label = self._label(name)
            if len(known) == 1:
                orders[name] = next(iter(known))
                self.file.notes.append(wording.note("order_by_sheet", sheet=sheet, head=label))
                continue
            distinct = self._written_days(dict.fromkeys(values[name]))
            open_days = [written for written in distinct if written.is_open and written.a != written.b]
            if not open_days:
                continue
            first = open_days[0]
            self.file.questions.append(
                ColumnQuestion(
                    key=f"{sheet}:{name}",
                    kind="day_order",
                    choices=[
                        ("dmy", f"{first.a:02d}/{first.b:02d}/{first.year}"),
                        ("mdy", f"{first.b:02d}/{first.a:02d}/{first.year}"),
                    ],
                    examples=[f"{written.a}/{written.b}/{written.year}" for written in open_days[:3]],
                )
            )
        return orders

    def _orders_by_probation(self, values: dict[str, list[Any]], names: set[str]) -> dict[str, days.Order]:
        """The order in which most become official about 12 months after their admission, where the other one fails."""
        answers = self.file.answers
        is_answered = any(f"{self.sheet.name}:{name}" in answers for name in names)
        if is_answered or not {"party_age_from_on", "official_on"} <= names:
            return {}
        order = day_orders.by_probation(values["party_age_from_on"], values["official_on"], self.file.today)
        if not order:
            return {}
        self.file.notes.append(wording.note("order_by_probation", sheet=self.sheet.name))
        return dict.fromkeys(names, order)

    def _interpret(self, name: str, values: Sequence[Any], order: days.Order, columns: Sequence[int]) -> list[days.Day]:
        today, is_1904 = self.file.today, self.sheet.is_1904
        needs_day = name != "born_on"
        meanings: dict[Any, days.Day] = {}
        oldest = today.replace(year=today.year - 100, day=1)
        for value in set(values):
            if type(value) is date and oldest < value <= today:
                meanings[value] = days.Day(value)
            elif cells.is_formula(value):
                meanings[value] = days.Day(code="formula")
            else:
                try:
                    written = days.parse(value, is_1904=is_1904, today=today)
                    meanings[value] = days.interpret(written, order, today=today, needs_day=needs_day)
                except ValueError:
                    meanings[value] = days.Day(code="not_a_day")
        wrong = {value for value, meaning in meanings.items() if meaning.code}
        field_name = "party_age_from_on" if name == "both_on" else name
        for position, value in enumerate(values) if wrong else ():
            if value in wrong:
                self._add_problem(position, columns[position], field_name, meanings[value], value)
        return list(map(meanings.__getitem__, values))

    def _left(self) -> None:
        values = self._column("status").values
        gone = {value for value in set(values) if isinstance(value, str) and _LEFT.search(text.fold(value))}
        for position, value in enumerate(values) if gone else ():
            if value in gone:
                self._add_problem(position, self.block["status"], "", Value("", "left"), value)

    def _gone(self) -> None:
        """Tell of persons of whom a column of departures says something."""
        for column in self.head.gone:
            for position, row in enumerate(self.rows.cells):
                value = row[column] if column < len(row) else ""
                if cells.as_typed(value).strip() not in {"", "-", "–", "0", "x", "không", "Không"}:
                    self._add_problem(position, column, "", Value("", "left"), value)


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
        if encoding == "tcvn3" and (restored := encodings.restore_lost_letter(name)) is not None:
            wrong[value] = Value(name, "lost_letter", restored if restored != name else "")
        elif harmed and (repaired := encodings.repair_double_conversion(name)):
            wrong[value] = Value(name, "damaged_text", repaired)
