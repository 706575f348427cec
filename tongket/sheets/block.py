"""One list of one sheet: its columns turned into fields, with all that is wrong in them."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from tongket.core import text
from tongket.sheets import cells, day_orders, days, encodings, sexes, stacks, table, wording
from tongket.sheets.cells import Value
from tongket.sheets.choices import pattern
from tongket.sheets.columns import Column, convert_column, without_dittos
from tongket.sheets.gathered import File
from tongket.sheets.heads import Head
from tongket.sheets.labels import folded
from tongket.sheets.shape import Problem, Sheet
from tongket.sheets.xlsx import letters

_PLAIN_SHEET = re.compile(
    r"(?:sheet|trang tinh|ds|danh sach|bang|csv|dang vien|data|du lieu|tong hop|thang|nam|quy)\b.*|sheet ?\d+|\d+"
)
_LEFT = re.compile(r"chuyen di|chuyen sinh hoat|tu tran|da mat|khai tru|xoa ten|xoa khoi|ra khoi dang")
_FAST: dict[str, Callable[[str], Any]] = {
    "identity_number": re.compile(r"\d{12}").fullmatch,
    "phone": re.compile(r"0\d{9}").fullmatch,
    "card_number": re.compile(r"\d\d\.\d{6}").fullmatch,
}
FIELD_OF = {"learn": "education", "profession": "education", "ethnic": "is_minority", "male": "sex", "female": "sex"}
_REPEATED = frozenset({"unit", "ethnic", "theory", "learn", "profession", "occupation", "sex"})
_MASKED = {"identity_number", "phone"}
_DAYS = ("born_on", "party_age_from_on", "both_on", "ceremony_on", "official_on")


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
        left: int = 0,
    ) -> None:
        self.file, self.index, self.sheet, self.head, self.rows = file, index, sheet, head, rows
        self.block, self.origins = stacks.unstack(rows, head, block, corrected=file.typed_parts, today=file.today)
        self.corrected, self.cell_name = corrected, cell_name
        self.encoding, self.left = encoding, left
        self.count = len(rows.at)

    def read(self) -> None:
        """Add the persons of the list to the file."""
        file, block, count = self.file, self.block, self.count
        out = file.fields
        file.places += [(self.index, at + 1) for at in self.rows.at]
        file.lefts += [self.left] * count
        out["full_name"] += self._names()
        born, precision, party, ceremony, official = self._days()
        known_sexes, years = self._sexes()
        if "born_on" not in block and years is not None:
            born, precision = years
        out["sex"] += known_sexes
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
        numbers = self._with_first_digits(self._clean("card_number"))
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

    def _with_first_digits(self, numbers: list[str]) -> list[str]:
        """Card numbers with the digits before the point, where these stand in a column of their own under one head."""
        at = self.block["card_number"]
        own, before = self.head.parts.get(at, []), self.head.parts.get(at - 1, [])
        if at - 1 in self.block.values() or len(own) < 2 or own[:1] != before[:1]:
            return numbers
        firsts = [cells.as_typed(row[at - 1]).strip() for row in self.rows.cells]
        is_short = all(number.isdigit() and len(number) <= cells.CARD_DIGITS for number in numbers if number)
        if not is_short or not all(first.isdigit() and len(first) <= 2 for first in firsts if first):
            return numbers
        return [
            f"{first:0>2}.{number:0>{cells.CARD_DIGITS}}" if first and number else number
            for first, number in zip(firsts, numbers, strict=True)
        ]

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

    def _add_problem(
        self, position: int, column: int | None, name: str, meaning: Value | days.Day, value: Any = ""
    ) -> None:
        """Report what is wrong in a cell; column None: in several of the row.

        value: what to show of the cell, masked where it is a number of a person.
        """
        code, suggestion = meaning.code, meaning.suggestion
        row = self.rows.at[position] + 1
        shown = " ".join(cells.as_typed(value).split())[:80]
        count = sum(c.isdigit() for c in shown)
        if name in _MASKED and code != "formula":
            shown = f"{'•' * max(len(shown) - 3, 0)}{shown[-3:]}" if shown else ""
        message = wording.problem(code, value=shown, suggestion=suggestion, count=count)
        cell = "" if column is None else self._cell(column, row)
        is_error = code not in cells.REMARKS
        self.file.problems.append(
            Problem(self.sheet.name, row, cell, name, code, shown, message, suggestion, is_error, self.left)
        )

    def _cell(self, column: int, row: int) -> str:
        real, place = self.origins.get(column, (column, 0))
        return f"{letters(real)}{row}/{place}" if place else f"{letters(real)}{row}"

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
        block = self.block
        if "male" not in block or "female" not in block:
            if "sex" in block:
                return self._sex_column(), None
            if "male" in block or "female" in block:
                name, yes, no = ("male", "M", "F") if "male" in block else ("female", "F", "M")
                numbers = self._column("identity_number").values if "identity_number" in block else [""] * self.count
                names = self.file.fields["full_name"][-self.count :]
                return sexes.of_crosses(self._column(name).values, yes, no, names, numbers), None
            return [""] * self.count, None
        list_at = letters(self.left) if self.left else ""
        typed = [self.file.corrections.get(f"{self.sheet.name}!sex:{list_at}{at + 1}", "") for at in self.rows.at]
        known, values, unclear = sexes.of_two(self._column("male").values, self._column("female").values, typed)
        for position in unclear:
            self._add_problem(position, None, "sex", Value("", "two_sexes"), values[position])
        if "born_on" in block or not any(len(cells.as_typed(value).strip()) >= 2 for value in values):
            return known, None
        at = [block["male"] if sex == "M" else block["female"] for sex in known]
        born = self._interpret("born_on", values, "dmy", at)
        return known, ([birth.day for birth in born], [birth.precision for birth in born])

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
        ordering = day_orders.Ordering(self.file, self.sheet.name, {name: self._label(name) for name in values})
        orders = ordering.orders(values)
        for name, column in values.items():
            values[name] = ordering.true_days(name, column, values, orders)
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
