"""What a chart shows, in plain values: the same ones stand in the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tongket.core import numbers
from tongket.core.text import clean

NOTHING = "–"  # printed for a number that is not known

Number = int | Decimal | Fraction


class ChartKind(StrEnum):
    """How the numbers are drawn. The series that each kind takes stand beside it."""

    PROGRESS = "progress"  # columns, one for each period: what was reached, its target (optional)
    COMPARED = (
        "compared"  # bars below each other on one axis, one for each unit: what was reached, its target (optional)
    )
    LAG = "lag"  # days on one axis, one line for each unit or year: the median, the worst
    STACKED = "stacked"  # columns cut into parts, one for each year: any number of parts, the first at the bottom
    LINE = "line"  # a small line over time: this year, the year before (optional)


MOST_SERIES = {ChartKind.PROGRESS: 2, ChartKind.COMPARED: 2, ChartKind.LAG: 2, ChartKind.STACKED: 6, ChartKind.LINE: 2}
FEWEST_SERIES = {ChartKind.LAG: 2}


@dataclass(frozen=True)
class ChartRow:
    """One column, bar, line or point, and one row of the table behind.

    values: one for each series of the chart; None is a gap. texts: the same as printed, made by
    `core.numbers` where they are left out; what may not be shown has None for a value and its reason as text.
    url: where the rows behind the number are, a path of this site.
    """

    label: str
    values: tuple[Number | None, ...]
    texts: tuple[str, ...] = ()
    url: str = ""
    is_current: bool = False  # drawn in the one strong colour

    def __post_init__(self) -> None:
        for value in self.values:
            if value is not None and numbers.exact(value) < 0:
                raise ValueError(f"a chart starts at 0: {value}")
        if self.url and (not self.url.startswith("/") or self.url.startswith("//")):
            raise ValueError(f"not a path of this site: {self.url}")
        if self.texts and len(self.texts) != len(self.values):
            raise ValueError(f"{len(self.texts)} texts for {len(self.values)} values")
        object.__setattr__(self, "label", clean(self.label))
        texts = self.texts or tuple(NOTHING if value is None else numbers.number(value) for value in self.values)
        object.__setattr__(self, "texts", tuple(clean(text) for text in texts))


@dataclass(frozen=True)
class ChartSpec:
    """A chart and the table behind it.

    title: a sentence that says what is to be seen. row_head: what the rows are ("Year", "Unit"). series: what each
    of the values of a row is. measure: what the axis counts, where the kind has an axis with numbers.
    Raises ValueError for rows that do not fit the series.
    """

    kind: ChartKind
    title: str
    rows: Sequence[ChartRow]
    row_head: str
    series: tuple[str, ...]
    measure: str = ""

    def __post_init__(self) -> None:
        if not clean(self.title):
            raise ValueError("a chart says in its title what is to be seen")
        if not FEWEST_SERIES.get(self.kind, 1) <= len(self.series) <= MOST_SERIES[self.kind]:
            raise ValueError(f"{len(self.series)} series in a chart of kind {self.kind}")
        for row in self.rows:
            if len(row.values) != len(self.series):
                raise ValueError(f"{len(row.values)} values for {len(self.series)} series: {row.label}")
        object.__setattr__(self, "rows", tuple(self.rows))
        object.__setattr__(self, "title", clean(self.title))
        object.__setattr__(self, "series", tuple(clean(name) for name in self.series))
        object.__setattr__(self, "measure", clean(self.measure))
