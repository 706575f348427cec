"""Who gives what to whom, and the money that goes with it (R-COM-01, R-COM-07)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from tongket.commendation.rules.kinds import Form, GiverLevel, Ground, Recipient
from tongket.org.kinds import Kind

Object = Literal["MEMBER", "CELL", "GRASSROOTS", "SUPERIOR", "OTHER"]
YEAR_GROUNDS = frozenset({Ground.YEAR, Ground.YEAR_TITLE})
FREE_GROUNDS = frozenset({Ground.THEMATIC, Ground.AD_HOC})
_GRASSROOTS, _SUPERIOR, _PROVINCIAL = GiverLevel.GRASSROOTS, GiverLevel.SUPERIOR, GiverLevel.PROVINCIAL


@dataclass(frozen=True)
class Authority:
    """A form of award, and the level of the body that gives it."""

    form: Form
    level: GiverLevel


_YEAR: Mapping[str, tuple[Authority, ...]] = {
    "CELL": (Authority(Form.CERTIFICATE, _GRASSROOTS),),
    "GRASSROOTS": (Authority(Form.CERTIFICATE, _SUPERIOR),),
    "MEMBER": (Authority(Form.CERTIFICATE, _GRASSROOTS),),
}
_STREAK: Mapping[str, tuple[Authority, ...]] = {
    "CELL": (Authority(Form.CERTIFICATE, _SUPERIOR), Authority(Form.DIPLOMA, _PROVINCIAL)),
    "GRASSROOTS": (Authority(Form.DIPLOMA, _PROVINCIAL), Authority(Form.FLAG, _PROVINCIAL)),
    "MEMBER": (Authority(Form.CERTIFICATE, _SUPERIOR), Authority(Form.DIPLOMA, _PROVINCIAL)),
}
_FREE = (
    Authority(Form.CERTIFICATE, _GRASSROOTS),
    Authority(Form.CERTIFICATE, _SUPERIOR),
    Authority(Form.DIPLOMA, _PROVINCIAL),
)
_TERM = (
    Authority(Form.CERTIFICATE, _SUPERIOR),
    Authority(Form.DIPLOMA, _PROVINCIAL),
    Authority(Form.FLAG, _PROVINCIAL),
)
_PRAISE = tuple(Authority(Form.PRAISE, level) for level in GiverLevel)


def object_of(recipient: str, kind: str) -> Object:
    """What an award is given to, as the table of authority knows it. kind: of the unit that is commended."""
    if recipient == Recipient.MEMBER:
        return "MEMBER"
    if recipient != Recipient.ORGANISATION:
        return "OTHER"
    if kind in {Kind.CELL, Kind.SECTION}:
        return "CELL"
    return "GRASSROOTS" if Kind(kind).is_grassroots else "SUPERIOR"


def authorities(object_: Object, ground: str) -> tuple[Authority, ...]:
    """The forms of award for an object and a ground, each with who gives it; praise may come from every level.

    Ad hoc and thematic awards are given by committees at their level; a superior organisation is commended by its
    term. Source: R-COM-01.
    """
    given: tuple[Authority, ...] = ()
    if ground in FREE_GROUNDS:
        given = _FREE
    elif ground == Ground.TERM:
        given = _TERM
    elif ground == Ground.STREAK:
        given = _STREAK.get(object_, ())
    elif ground in YEAR_GROUNDS:
        given = _YEAR.get(object_, ())
    return given + _PRAISE


def bodies_for(object_: Object, ground: str, form: str) -> list[GiverLevel]:
    """The levels that may give a form for a ground, the lowest first. Source: R-COM-01."""
    return [authority.level for authority in authorities(object_, ground) if authority.form == form]


def may_give(level: str, object_: Object, ground: str, form: str) -> bool:
    """Whether a body of a level may give a form to an object for a ground. Source: R-COM-01."""
    return level in bodies_for(object_, ground, form)


def levels_of_kind(kind: str) -> GiverLevel:
    """The level at which the body of a unit gives awards: a section gives none but as a cell does. Source: R-COM-01."""
    if kind in {Kind.CELL, Kind.SECTION}:
        return GiverLevel.CELL
    if Kind(kind).is_grassroots:
        return GiverLevel.GRASSROOTS
    return GiverLevel.SUPERIOR if kind == Kind.SUPERIOR else GiverLevel.PROVINCIAL


_MONEY: Mapping[tuple[str, bool, str], str] = {  # object, whether for five years, form → the number of the text
    ("MEMBER", False, Form.CERTIFICATE): "member_year",
    ("MEMBER", True, Form.CERTIFICATE): "member_five_years_certificate",
    ("MEMBER", True, Form.DIPLOMA): "member_five_years_diploma",
    ("CELL", False, Form.CERTIFICATE): "cell_year",
    ("CELL", True, Form.CERTIFICATE): "cell_five_years_certificate",
    ("CELL", True, Form.DIPLOMA): "cell_five_years_diploma",
    ("GRASSROOTS", False, Form.CERTIFICATE): "organisation_year",
    ("GRASSROOTS", True, Form.DIPLOMA): "organisation_five_years_diploma",
    ("GRASSROOTS", True, Form.FLAG): "organisation_five_years_flag",
}


def money_key(object_: Object, ground: str, form: str) -> str | None:
    """The number of the text that says how many times the base salary goes with an award; None: no money is laid down.

    Ad hoc and thematic awards have the amounts of a year. Source: R-COM-07.
    """
    return _MONEY.get((object_, ground == Ground.STREAK, form))


def money(multiple: Any, base_salary: int) -> int:
    """Multiple times base salary, in đồng: 0,3 × 1.490.000 = 447.000. Source: R-COM-07."""
    return int(Decimal(str(multiple)) * base_salary)


def is_supported(votes_for: int, council_size: int) -> bool:
    """Whether more than half of a council are for somebody. Source: R-COM-06."""
    return 2 * votes_for > council_size
