"""The four kinds of figure and their registry: flow, stock, ratio, lag.

A package declares its figures in its `figures.py`; pages, reports, sheets and commands ask for them by key.
Keys are those of the indicator list where one fits; `refines` names the key that a finer figure belongs to.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise
Where = Q | Callable[[date], Q]  # which rows; a function of the cut-off day where the day decides, as with ages


class Kind(Enum):
    """How a figure is counted. flow: rows of a year; stock: rows on a day; ratio: part of whole; lag: days over
    rows.
    """

    FLOW = "flow"
    STOCK = "stock"
    RATIO = "ratio"
    LAG = "lag"


class Reach(Enum):
    """own: the unit's own acts; tree: the unit and all under it."""

    OWN = "own"
    TREE = "tree"


@dataclass(frozen=True)
class Measure:
    """What is counted: a key, its label on the screens, its noun in a report, and how many decimals it has."""

    key: str
    label: Label
    noun: str
    is_share: bool = False


MEMBER = Measure("members", _("members"), "đảng viên")
ORGANISATION = Measure("organisations", _("organisations"), "tổ chức đảng")
UNION = Measure("unions", _("mass organisations"), "đoàn thể")
AGENCY = Measure("agencies", _("agencies"), "cơ quan, đơn vị")
TASK = Measure("tasks", _("tasks"), "nhiệm vụ")
TARGET = Measure("targets", _("targets"), "chỉ tiêu")
CLASS = Measure("classes", _("classes"), "lớp")
PERSON = Measure("persons", _("persons"), "người")
DIRECTIVE = Measure("directives", _("directives"), "văn bản")
PROGRAMME = Measure("programmes", _("programmes"), "chương trình")
REPORT = Measure("reports", _("reports"), "báo cáo")
PARTY = Measure("parties", _("organisations and members"), "tổ chức đảng, đảng viên")
ITEM = Measure("items", _("items"), "cuộc")
AWARD = Measure("awards", _("awards"), "lượt khen thưởng")
TOPIC = Measure("topics", _("subjects"), "chuyên đề")
MEETING = Measure("meetings", _("meetings"), "buổi")
DAY = Measure("days", _("days"), "ngày")
PERCENT = Measure("%", _("%"), "%", is_share=True)


@dataclass(frozen=True, eq=False)
class Figure:
    """One figure of a unit for a year. Read its fields; make it with flow, stock, ratio or lag."""

    key: str
    label: Label
    kind: Kind
    measure: Measure
    reach: Reach
    data_class: str
    verb: str  # the verb that opens its rows
    model: type[Model] | None = None
    where: Where = field(default_factory=Q)
    unit: str = "unit"
    day: str | None = None
    year: str | None = None
    falls_on: str | None = None
    span: tuple[str, str] | None = None
    amount: str | None = None
    part: "Figure | None" = None
    whole: "Figure | None" = None
    refines: str = ""
    is_listed: bool = True  # False: a part of a ratio, or a line of a table of its own

    @property
    def is_restricted(self) -> bool:
        """Whether small counts of it are suppressed (S-20)."""
        return self.data_class in {"D3", "D4"}

    def where_on(self, cut_off: date) -> Q:
        """Which rows it counts when it is counted up to a day."""
        return self.where if isinstance(self.where, Q) else self.where(cut_off)


REGISTRY: dict[str, Figure] = {}


def flow(
    key: str,
    label: Label,
    *,
    of: Measure,
    rows: type[Model],
    verb: str,
    day: str | None = None,
    year: str | None = None,
    falls_on: str | None = None,
    where: Where | None = None,
    unit: str = "unit",
    reach: Reach = Reach.TREE,
    data_class: str = "D1",
    amount: str | None = None,
    refines: str = "",
    is_listed: bool = True,
) -> Figure:
    """Rows of a year: by a `day` field (the cut-off limits it), or by the `year` field that the row is for (R-REG-03).

    falls_on: of a row that is for a year, the day field by which it belongs to a month or quarter (R-REP-05); without
    one it belongs to the last day of its year. rows: the table; where: which of its rows (forward relations only),
    fixed or by the cut-off day; unit: the way to the unit that the row counts for; amount: a number field to add up
    instead of counting rows; verb: the right that opens the rows.
    """
    if (day is None) == (year is None):
        raise ValueError(f"{key}: a flow has a day or a year")
    if falls_on is not None and year is None:
        raise ValueError(f"{key}: its day says where it falls")
    return _add(
        Figure(
            key,
            label,
            Kind.FLOW,
            of,
            reach,
            data_class,
            verb,
            model=rows,
            where=where or Q(),
            unit=unit,
            day=day,
            year=year,
            falls_on=falls_on,
            amount=amount,
            refines=refines,
            is_listed=is_listed,
        )
    )


def stock(
    key: str,
    label: Label,
    *,
    of: Measure,
    rows: type[Model],
    verb: str,
    span: tuple[str, str],
    where: Where | None = None,
    unit: str = "unit",
    reach: Reach = Reach.TREE,
    data_class: str = "D1",
    refines: str = "",
    is_listed: bool = True,
) -> Figure:
    """Rows that run on the cut-off day: from the first day field of `span` until the day before the second."""
    return _add(
        Figure(
            key,
            label,
            Kind.STOCK,
            of,
            reach,
            data_class,
            verb,
            model=rows,
            where=where or Q(),
            unit=unit,
            span=span,
            refines=refines,
            is_listed=is_listed,
        )
    )


def ratio(
    key: str, label: Label, *, part: Figure, whole: Figure, refines: str = "", data_class: str | None = None
) -> Figure:
    """A share in percent. Parts and wholes are added up, never percents (R-TGT-03)."""
    if part.reach != whole.reach:
        raise ValueError(f"{key}: part and whole reach differently")
    return _add(
        Figure(
            key,
            label,
            Kind.RATIO,
            PERCENT,
            whole.reach,
            data_class or max(part.data_class, whole.data_class),
            whole.verb,
            part=part,
            whole=whole,
            refines=refines,
        )
    )


def lag(
    key: str,
    label: Label,
    *,
    rows: type[Model],
    verb: str,
    from_day: str,
    to_day: str,
    where: Where | None = None,
    unit: str = "unit",
    reach: Reach = Reach.TREE,
    refines: str = "",
) -> Figure:
    """Days from one day field to another over the rows whose first day lies in the year: median, worst, not yet."""
    return _add(
        Figure(
            key,
            label,
            Kind.LAG,
            DAY,
            reach,
            "D1",
            verb,
            model=rows,
            where=where or Q(),
            unit=unit,
            span=(from_day, to_day),
            day=from_day,
            refines=refines,
        )
    )


def _add(figure: Figure) -> Figure:
    if figure.key in REGISTRY:
        raise ValueError(f"{figure.key} is declared twice")
    REGISTRY[figure.key] = figure
    return figure


def get(key: str) -> Figure:
    """The figure of that key. Raises KeyError."""
    return REGISTRY[key]


def listed() -> list[Figure]:
    """The figures that the pages of every unit show, in the order of their declaration."""
    return [figure for figure in REGISTRY.values() if figure.is_listed]


# --- How the rows behind a figure are shown -------------------------------------------------------------------------


@dataclass(frozen=True)
class Presentation:
    """Columns (org.listing.Column) and order for the rows of one table, and where a row leads."""

    columns: tuple[Any, ...]
    order: tuple[str, ...]
    related: tuple[str, ...] = ()


PRESENTATIONS: dict[type[Model], Presentation] = {}


def present(model: type[Model], *, columns: list[Any], order: tuple[str, ...], related: tuple[str, ...] = ()) -> None:
    """Say how rows of a table look when a figure opens to them. related: what to fetch with them."""
    PRESENTATIONS[model] = Presentation(tuple(columns), order, related)
