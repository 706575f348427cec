"""What does not fit together within a row and between the rows of a file. Source: documents.md 8.19, 8.30, 8.31."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from tongket.core import text
from tongket.sheets import wording
from tongket.sheets.shape import Problem

_DAYS_OF_18_YEARS = 6574
_BETWEEN_DIGITS = re.compile(r"[ .-]")


def check_rows(
    fields: dict[str, list[Any]],
    places: Sequence[tuple[int, int]],
    lefts: Sequence[int],
    sheets: Sequence[str],
    problems: list[Problem],
) -> None:
    """Add what is wrong; identity numbers whose restored zeros nothing proves become empty."""
    check = _Check(fields, places, lefts, sheets, problems)
    check.days()
    check.identities()
    check.doubles("identity_number", "duplicate_identity", is_error=True)
    check.doubles("card_number", "duplicate_card", is_error=True)
    check.persons()


class _Check:
    def __init__(
        self,
        fields: dict[str, list[Any]],
        places: Sequence[tuple[int, int]],
        lefts: Sequence[int],
        sheets: Sequence[str],
        problems: list[Problem],
    ) -> None:
        self.fields, self.places, self.lefts, self.sheets, self.problems = fields, places, lefts, sheets, problems

    def _add_problem(
        self, index: int, name: str, code: str, value: str = "", suggestion: str = "", *, is_error: bool
    ) -> None:
        sheet, row = self.places[index]
        message = wording.problem(code, value=value, suggestion=suggestion, count="")
        self.problems.append(
            Problem(self.sheets[sheet], row, "", name, code, value, message, suggestion, is_error, self.lefts[index])
        )

    def days(self) -> None:
        """Birth before admission before official; 18 years at admission; about 12 months of probation."""
        columns = (self.fields[name] for name in ("born_on", "party_age_from_on", "ceremony_on", "official_on"))
        for index, (born, party, ceremony, official) in enumerate(zip(*columns, strict=True)):
            if party is None:
                continue
            if born is not None:
                lived = (party - born).days
                if lived <= 0:
                    self._add_problem(index, "party_age_from_on", "born_after_admission", _dmy(party), is_error=True)
                elif lived <= _DAYS_OF_18_YEARS and _years(born, party) < 18:
                    self._add_problem(index, "party_age_from_on", "young_admission", _dmy(party), is_error=False)
            if ceremony is not None and ceremony < party:
                self._add_problem(index, "ceremony_on", "ceremony_before_decision", _dmy(ceremony), is_error=True)
            if official is not None:
                served = (official - party).days
                if served <= 0:
                    self._add_problem(index, "official_on", "official_before_admission", _dmy(official), is_error=True)
                elif not 330 <= served <= 760:
                    self._add_problem(index, "official_on", "probation_length", _dmy(official), is_error=False)

    def identities(self) -> None:
        """The fourth digit tells century and sex, the next two the year of birth."""
        restored = {
            (problem.sheet, problem.row): at
            for at, problem in enumerate(self.problems)
            if problem.code == "identity_zeros"
        }
        numbers = self.fields["identity_number"]
        unproven: list[int] = []
        for index, (number, sex, born) in enumerate(
            zip(numbers, self.fields["sex"], self.fields["born_on"], strict=True)
        ):
            if len(number) != 12:
                continue
            known = born is not None and sex != ""
            if known:
                century = (born.year - 1900) // 100 * 2 + (sex == "F")
                fits = number[3] == str(century) and int(number[4:6]) == born.year % 100
                if fits:
                    continue
            sheet, row = self.places[index]
            at = restored.get((self.sheets[sheet], row)) if restored else None
            if at is not None:
                unproven.append(at)
                numbers[index] = ""
            elif known:
                self._add_problem(index, "identity_number", "identity_mismatch", is_error=False)
        for at in unproven:
            old = self.problems[at]
            message = wording.problem("identity_number", count=sum(c.isdigit() for c in old.value) or len(old.value))
            self.problems[at] = Problem(
                *(old.sheet, old.row, old.cell, old.field, "identity_number"),
                *(old.value, message, old.suggestion, True, old.left),
            )

    def doubles(self, name: str, code: str, *, is_error: bool) -> None:
        """The same number in two rows, however each is spelled."""
        numbers = [_BETWEEN_DIGITS.sub("", number) for number in self.fields[name]]
        filled = [number for number in numbers if number]
        if len(set(filled)) == len(filled):
            return
        rows: dict[str, list[int]] = {}
        for index, number in enumerate(numbers):
            if number:
                rows.setdefault(number, []).append(index)
        for index, number in enumerate(numbers):
            if number and len(rows[number]) > 1:  # told of each row: nobody can know which of them is wrong
                other = next(at for at in rows[number] if at != index)
                self._add_problem(index, name, code, str(self.places[other][1]), is_error=is_error)

    def persons(self) -> None:
        """The same name twice: the same person if the day of birth is the same too, else two who are kept apart."""
        names, born = self.fields["full_name"], self.fields["born_on"]
        precisions = self.fields["born_precision"]
        names = [" ".join(map(_same_tones, name.split())) for name in names]  # Thuỳ and Thùy are one name
        pairs = list(zip(names, born, strict=True))
        if len(set(pairs)) == len(pairs) and (len(pairs) > 2000 or len(set(names)) == len(names)):
            return
        seen: dict[Any, int] = {}
        of_name: dict[str, int] = {}
        for index, pair in enumerate(pairs):
            name, day = pair
            if not name:
                continue
            if day and precisions[index] == "day" and (first := seen.setdefault(pair, index)) != index:
                self._add_problem(index, "full_name", "duplicate_person", str(self.places[first][1]), is_error=False)
            elif len(pairs) <= 2000 and (first := of_name.setdefault(name, index)) != index:
                self._add_problem(index, "full_name", "same_name", str(self.places[first][1]), is_error=False)


@lru_cache(maxsize=8192)  # names are made of few words
def _same_tones(word: str) -> str:
    return text.tone_normal(word)


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _dmy(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
