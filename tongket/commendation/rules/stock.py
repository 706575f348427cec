"""Where the lines of a certificate stand on its stock, and how a long line is made to fit (documents.md 6.8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

SMALLEST_PT, STEP_PT = 6.0, 0.5
Where = Literal["centre", "left", "right"]


@dataclass(frozen=True)
class Line:
    """A line of a certificate. y_mm: its baseline from the top; size_pt 0: not printed, as it stands on the stock.

    least_pt: how far a long text shrinks before it goes onto two lines. style: "", "B" or "I".
    """

    name: str
    label: Any
    y_mm: float
    size_pt: float
    least_pt: float
    style: str = ""
    where: Where = "centre"


A4_LANDSCAPE_MM = (297.0, 210.0)
MARGIN_MM = 35.0
LINES: tuple[Line, ...] = (  # on A4 lying: some 35 mm are left for signature and seal
    Line("giver", _("Who gives it"), 62, 16, 12, "B"),
    Line("heading", _("The word for the certificate"), 80, 0, 24, "B"),
    Line("recipient", _("Whom it is for"), 98, 26, 16, "B"),
    Line("unit", _("Cell or unit"), 110, 15, 11),
    Line("achievement", _("What it is given for"), 123, 17, 12, "I"),
    Line("place_date", _("Place and day"), 140, 13, 10, "I", "right"),
    Line("authority", _("In whose name it is signed"), 147, 13, 10, "B", "right"),
    Line("office", _("Office of the signer"), 153, 13, 10, "", "right"),
    Line("signer", _("Signer"), 186, 14, 10, "B", "right"),
    Line("decision", _("Number of the decision"), 181, 11, 8, "", "left"),
    Line("register", _("Number in the register"), 187, 11, 8, "", "left"),
)


def lines_of(own: Mapping[str, Mapping[str, float]]) -> list[Line]:
    """The lines with what a stock says otherwise: name → y_mm, size_pt, least_pt."""
    placed = []
    for line in LINES:
        mine = own.get(line.name, {})
        values = {key: float(mine.get(key, getattr(line, key))) for key in ("y_mm", "size_pt", "least_pt")}
        placed.append(Line(line.name, line.label, **values, style=line.style, where=line.where))
    return placed


@dataclass(frozen=True)
class Fitted:
    """A text as it is printed: one line or two, in one size."""

    lines: tuple[str, ...]
    size_pt: float


def fit(
    text: str, *, size_pt: float, least_pt: float, width_mm: float, measure: Callable[[str, float], float]
) -> Fitted:
    """A text that fits: it shrinks as far as `least_pt`, then goes onto two lines, broken between words alone.

    measure: width in mm of a text in a size. A word that is still too wide makes both lines smaller.
    """
    words = " ".join(text.split())
    for size in _sizes(size_pt, min(least_pt, size_pt)):
        if measure(words, size) <= width_mm:
            return Fitted((words,), size)
    for size in _sizes(size_pt, SMALLEST_PT):
        halves = _halves(words, size, measure)
        if max(measure(half, size) for half in halves) <= width_mm:
            return Fitted(halves, size)
    return Fitted(_halves(words, SMALLEST_PT, measure), SMALLEST_PT)


def _sizes(first: float, last: float) -> list[float]:
    """Sizes from the first down to the last."""
    count = max(int((first - last) / STEP_PT), 0)
    return [*(first - STEP_PT * at for at in range(count + 1)), *([last] if first > last else [])]


def _halves(words: str, size: float, measure: Callable[[str, float], float]) -> tuple[str, ...]:
    """Two lines as even as can be; one where there is one word."""
    parts = words.split(" ")
    ways = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    if not ways:
        return (words,)
    return min(ways, key=lambda way: max(measure(way[0], size), measure(way[1], size)))
