"""The values of one cell that holds several, one under the other or between slashes. Source: documents.md 7."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any

from tongket.sheets import looks
from tongket.sheets.cells import as_typed

_BETWEEN = re.compile(r"\s*[;|]\s*|\s*/\s+|\s+/\s*|\s+[–-]\s+|(?<=[^\d\s])/(?=[^\d\s/])|/$")
_NAME_AND_DAY = re.compile(r"(?P<name>[^\d(]+?)\s*[(,;-]?\s*(?P<day>\d[\d/. -]*\d)\s*\)?")
_BULLET = re.compile(r"^[-–•+*]\s*")


def split(value: Any, kinds: Sequence[str], today: date) -> list[Any]:
    """The values of one cell in the order of the kinds, "" for those that are missing."""
    if not isinstance(value, str):
        pieces: list[Any] = [value] if value not in ("", None) else []
    else:
        pieces = [_BULLET.sub("", piece.strip()) for piece in value.split("\n")]
        if len(pieces) == 1:
            pieces = [piece.strip() for piece in _BETWEEN.split(value.strip())]
        if len(pieces) == 1 and (match := _NAME_AND_DAY.fullmatch(value.strip())) and len(kinds) == 2:
            pieces = [match["name"], match["day"]]
    if len(pieces) == len(kinds):
        return pieces
    pieces = [piece for piece in pieces if piece not in ("", None)]
    if len(pieces) > len(kinds):
        joined = "\n".join(as_typed(piece) for piece in pieces[len(kinds) - 1 :])
        return [*pieces[: len(kinds) - 1], joined]
    best = max(combinations(range(len(kinds)), len(pieces)), key=lambda places: _fit(pieces, places, kinds, today))
    result: list[Any] = [""] * len(kinds)
    for place, piece in zip(best, pieces, strict=True):
        result[place] = piece
    return result


def _fit(pieces: Sequence[Any], places: Sequence[int], kinds: Sequence[str], today: date) -> float:
    """How well the values stand in these places; the first places where nothing tells."""
    fit = sum(looks.fit([looks.look(piece, today)], kinds[at]) for at, piece in zip(places, pieces, strict=True))
    return fit - 0.01 * sum(places)
