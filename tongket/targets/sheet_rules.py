"""What a table of targets says, row by row, and what is in doubt; no database."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tongket.core import numbers, text
from tongket.core.compare import Comparator

HEADS = {
    "label": ("chi tieu", "ten chi tieu", "noi dung chi tieu", "noi dung", "muc tieu"),
    "measure": ("don vi tinh", "dvt", "don vi do"),
    "value": ("ke hoach", "chi tieu giao", "muc phan dau", "ke hoach nam", "so giao", "giao"),
    "result": ("ket qua", "thuc hien", "ket qua thuc hien", "dat"),
    "field": ("linh vuc", "nhom", "nhom chi tieu"),
    "carrier": ("chu tri", "don vi chu tri", "co quan chu tri", "bo phan chu tri", "phu trach"),
}
FIELDS = tuple(HEADS)
LONGEST = {"label": 240, "measure": 40, "field": 120, "carrier": 160}
LARGEST = Decimal(10) ** 10
AT_LEAST = ("≥", ">=", ">", "trên", "từ", "ít nhất", "tối thiểu", "không dưới")
AT_MOST = ("≤", "<=", "<", "dưới", "không quá", "tối đa")
NUMBER = re.compile(r"\d[\d., ]*")


@dataclass
class Planned:
    """A target that a row would make, or what is in doubt of it: field → sentence."""

    row: int
    typed: Mapping[str, str]
    comparator: str = Comparator.GE
    value: Decimal | None = None
    result: Decimal | None = None
    is_share: bool = False
    doubts: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.typed["label"]


def plan(
    rows: Iterable[Mapping[str, Any]], answers: Mapping[str, Mapping[str, str]], known: Collection[str]
) -> list[Planned]:
    """What a table would make; rows that are left out are not among it.

    answers: number of a row → what was typed over a field, or `skip`. known: the targets that the unit has for the
    year already, by their words.
    """
    planned = []
    seen = {text.fold(label): 0 for label in known}
    for row in rows:
        answer = answers.get(str(row["row"]), {})
        if answer.get("skip"):
            continue
        target = Planned(int(row["row"]), {name: str(answer.get(name, row[name])) for name in FIELDS})
        _read(target)
        _look_for_double(target, seen)
        planned.append(target)
    return planned


def _read(target: Planned) -> None:
    typed = target.typed
    if not typed["label"]:
        target.doubts["label"] = _("This row does not say what is to be reached.")
    for name, most in LONGEST.items():
        if len(typed[name]) > most:
            target.doubts[name] = _("Too long: %(most)s characters at most.") % {"most": most}
    target.is_share = "%" in typed["value"] or typed["measure"].strip() in {"%", "phần trăm", "tỷ lệ %"}
    bound, target.comparator = _bound(typed["value"])
    target.value = _number(target, "value", bound)
    if target.value is None and "value" not in target.doubts:
        target.doubts["value"] = _("The plan is missing: write a number.")
    target.result = _number(target, "result", typed["result"])


def _bound(written: str) -> tuple[str, str]:
    """A plan as it is written, without the words before and behind the number, and how it is meant."""
    words = text.nfc(written).strip().lower()
    comparator = Comparator.GE
    for sign in AT_MOST:
        if words.startswith(sign):
            return words.removeprefix(sign).strip(), Comparator.LE
    for sign in AT_LEAST:
        if words.startswith(sign):
            words = words.removeprefix(sign).strip()
            break
    return words.removesuffix("trở lên").strip(), comparator


def _number(target: Planned, name: str, written: str) -> Decimal | None:
    """The number that a field begins with; what stands behind it may be the unit of measure."""
    if not written:
        return None
    match = NUMBER.match(written)
    try:
        value = numbers.parse_number(match[0].strip(" .,")) if match else None
    except ValueError:
        value = None
    if value is None or not 0 <= value < LARGEST:
        target.doubts[name] = _("“%(words)s” is not a number.") % {"words": written}
        return None
    if target.is_share and name == "value" and value > 100:
        target.doubts[name] = _("A share lies between 0 and 100 percent.")
    return value


def _look_for_double(target: Planned, seen: dict[str, int]) -> None:
    key = text.fold(target.label)
    if not key:
        return
    if key in seen:
        words = _("Row %(row)s says the same.") if seen[key] else _("The unit has this target for the year already.")
        target.doubts["same"] = words % {"row": seen[key]}
    seen.setdefault(key, target.row)
