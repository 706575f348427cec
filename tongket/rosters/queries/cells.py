"""Which cell a roster means: by code, full or short name, an abbreviation of it, or a name that it bore before."""

import difflib
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from tongket.core import text
from tongket.org import access
from tongket.org.kinds import Kind
from tongket.org.models import Unit, UnitPeriod

_NUMBERED = re.compile(r"^(?:[ivxlc]+|[a-z]|\d+)\s*[.)/-]\s*(?=\S)")
_COUNTED = re.compile(r"\s*[(:–-]\s*\d+\s*(?:d/?c|dong chi|dv|dang vien|nguoi)?\s*\)?\s*$")
_ABBREVIATIONS = (  # how offices shorten it, once folded
    (re.compile(r"\bcb\b\.?"), "chi bo"),
    (re.compile(r"\bchibo\b"), "chi bo"),
    (re.compile(r"\btdp\b\.?"), "to dan pho"),
    (re.compile(r"\bkp\b\.?"), "khu pho"),
    (re.compile(r"\bkdc\b\.?"), "khu dan cu"),
    (re.compile(r"\bt\s*\.\s*(?=\d)|\bt(?=\d)"), "thon "),
    (re.compile(r"\bth\b\.?"), "truong tieu hoc"),
    (re.compile(r"\bthcs\b\.?"), "trung hoc co so"),
    (re.compile(r"\bvp\b\.?"), "van phong"),
)
_CELL_IN_SHORT = re.compile(r"\bc\s?[./]?\s?bo\b\.?|\bc\.b\b\.?")
_PUNCTUATION = re.compile(r"[^a-z0-9]+")
_CELL_WORDS = re.compile(r"^(?:chi bo|dang bo)(?: bo phan| co so)? ")
_LEADING_ZERO = re.compile(r"\b0+(?=\d)")
CLOSE = 0.82  # how alike two names are before one is proposed for the other


@cache
def name_key(name: str) -> str:
    """The form in which the ways to write one name are equal: "CB T.1 (52 đ/c)" is "Chi bộ Thôn 1"."""
    key = _CELL_IN_SHORT.sub("chi bo", text.fold(text.clean(name)))
    key = _COUNTED.sub("", _NUMBERED.sub("", key))
    for short, full in _ABBREVIATIONS:
        key = short.sub(full, key)
    return _LEADING_ZERO.sub("", " ".join(_PUNCTUATION.sub(" ", key).split()))


@cache
def bare_key(name: str) -> str:
    """The same without the words for a cell: "Thôn 1" is "Chi bộ thôn 1"."""
    return _CELL_WORDS.sub("", name_key(name) + " ").strip()


@dataclass(frozen=True, slots=True)
class Meant:
    """The cell that a name means. unit_id None: none, or one of `choices` (code, name)."""

    unit_id: uuid.UUID | None
    choices: list[tuple[str, str]] = field(default_factory=list)


class Cells:
    """The cells at or under a unit that the person may import into (S-15)."""

    def __init__(self, unit: Unit, by: access.Reader, *, on: date) -> None:
        place = unit.place
        rows = Unit.objects.filter(
            place__is_living=True,
            place__kind__in=[kind for kind in Kind if kind.is_cell],
            place__pos__range=(place.pos, place.last),
        )
        units = list(access.scope(rows, by, "member.import", on=on).select_related("place").order_by("place__pos"))
        self.by_id = {cell.pk: cell for cell in units}
        self.by_code = {cell.code: cell for cell in units}
        self.only = units[0].pk if len(units) == 1 else None
        self._tiers: list[dict[str, set[uuid.UUID]]] = [{}, {}, {}, {}]  # ways of naming, the surest first
        for cell in units:
            self._add(0, cell.pk, [cell.code])
            self._add(1, cell.pk, [cell.place.name, cell.place.short_name])
        for unit_id, name, short in UnitPeriod.objects.filter(unit__in=units).values_list(
            "unit_id", "name", "short_name"
        ):
            self._add(2, unit_id, [name, short])
        for cell in units:
            for name in (cell.place.name, cell.place.short_name):
                self._tiers[3].setdefault(bare_key(name), set()).add(cell.pk)

    def _add(self, tier: int, unit_id: uuid.UUID, names: Iterable[str]) -> None:
        for name in names:
            self._tiers[tier].setdefault(name_key(name), set()).add(unit_id)

    def find(self, written: str) -> Meant:
        """The cell that a text means; nothing written means the only cell there is."""
        if not written:
            return Meant(self.only, self.options() if self.only is None else [])
        keys = [name_key(written)] * 3 + [bare_key(written)]
        for tier, key in zip(self._tiers, keys, strict=True):
            meant = tier.get(key, set())
            if len(meant) == 1:
                return Meant(next(iter(meant)))
            if meant:
                return Meant(None, self.options(meant))
        return Meant(None, self._alike(written))

    def options(self, ids: Iterable[uuid.UUID] | None = None) -> list[tuple[str, str]]:
        """Code and name of the cells, in the order of the tree."""
        wanted = set(self.by_id if ids is None else ids)
        return [(cell.code, cell.place.name) for key, cell in self.by_id.items() if key in wanted]

    def _alike(self, written: str) -> list[tuple[str, str]]:
        """Those that sound like it first, then all."""
        near = difflib.get_close_matches(bare_key(written), list(self._tiers[3]), n=3, cutoff=CLOSE)
        first = [option for key in near for option in self.options(self._tiers[3][key])]
        return first + [option for option in self.options() if option not in first]
