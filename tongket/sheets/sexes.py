"""The sex of each person where no column says it in words: by crosses, or by which of two columns is filled."""

import re
from collections.abc import Sequence
from typing import Any

from tongket.sheets import cells

WITNESSES = 2  # persons who must show that all are of one sex, where a column of crosses is empty
_IDENTITY = re.compile(r"0\d\d([0-3])\d{8}")


def of_two(men: Sequence[Any], women: Sequence[Any], typed: Sequence[str]) -> tuple[list[str], list[Any], list[int]]:
    """Sexes, what stands in the column of each person, and the positions where both columns are filled.

    typed: what the officer typed as the sex of each person, "" for nothing.
    """
    sexes, values, unclear = [], [], []
    for position, (man, woman, answer) in enumerate(zip(men, women, typed, strict=True)):
        is_man, is_woman = is_filled(man), is_filled(woman)
        if is_man and is_woman and (sex := cells.sex(answer).value):
            is_man, is_woman = sex == "M", sex == "F"
        if is_man and is_woman:
            unclear.append(position)
        sexes.append("M" if is_man and not is_woman else "F" if is_woman and not is_man else "")
        values.append(man if is_man else woman)
    return sexes, values, unclear


def of_crosses(values: Sequence[Any], yes: str, no: str, names: Sequence[str], identities: Sequence[Any]) -> list[str]:
    """`yes` for those with a cross and `no` for the others; nothing where no cross stands and nobody shows why."""
    crossed = [is_filled(value) for value in values]
    if any(crossed):
        return [yes if is_crossed else no for is_crossed in crossed]
    shown = [
        sex for name, number in zip(names, identities, strict=True) for sex in (_of_name(name), _of_number(number))
    ]
    is_proven = shown.count(no) >= WITNESSES and yes not in shown
    return [no if is_proven else ""] * len(crossed)


def _of_name(name: str) -> str:
    middle = set(name.lower().split()[1:-1])
    return "F" if "thị" in middle else "M" if "văn" in middle else ""


def _of_number(number: Any) -> str:
    """What the fourth digit of an identity number says."""
    match = _IDENTITY.fullmatch(cells.as_typed(cells.identity(number).value))
    return "MF"[int(match[1]) % 2] if match else ""


def is_filled(value: Any) -> bool:
    """Whether a cell holds a cross, a year or anything else that speaks for its column."""
    return value not in ("", None, 0, "0", "-", "–", False) and str(value).strip() != ""
