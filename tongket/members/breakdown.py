"""The groups by which members and admissions are counted, with their bands (R-STA-02): pure data and day arithmetic."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongket.core.dates import months_after
from tongket.members.models import Education, Occupation, Theory

AGES: tuple[tuple[int, int | None], ...] = (
    (18, 30), (31, 35), (36, 40), (41, 45), (46, 50), (51, 55), (56, 60), (61, None),
)  # fmt: skip
PARTY_AGES: tuple[tuple[int, int | None], ...] = ((0, 9), (10, 19), (20, 29), (30, 39), (40, 49), (50, None))


@dataclass(frozen=True)
class Line:
    """One column of a table: the end of its figure's key, its label, which members stand in it.

    is_private: whether it is told by the restricted part of a record; data_class: of the number.
    """

    key: str
    label: Any
    where: Q | Callable[[date], Q]
    data_class: str = "D1"
    is_private: bool = False


@dataclass(frozen=True)
class Group:
    """One table."""

    key: str
    label: Any
    lines: tuple[Line, ...]
    of_admissions: bool = True


def full_years_between(field: str, first: int, last: int | None, *, lowest: int = 0) -> Callable[[date], Q]:
    """Rows whose day field lies so many full years before the cut-off day, both included; the first band, `lowest`, has
    no lower end.

    Source: R-STA-01, R-STA-02.
    """

    def on(cut_off: date) -> Q:
        within = Q()
        if first > lowest:
            within &= Q(**{f"{field}__lte": months_after(cut_off, -12 * first)})
        if last is not None:
            within &= Q(**{f"{field}__gt": months_after(cut_off, -12 * (last + 1))})
        return within

    return on


def _band(first: int, last: int | None) -> Any:
    return f"{first}–{last}" if last is not None else f"{first}+"


OF_ALL = Group(
    "general", _("In brief"),
    (
        Line("women", _("women"), Q(member__sex="F"), "D2"),
        Line("minority", _("ethnic minority"), Q(member__private__is_minority=True), "D3", is_private=True),
        Line("religious", _("with a religion"), Q(member__private__is_religious=True), "D3", is_private=True),
        Line("youth", _("Youth Union"), Q(member__private__is_youth_union=True), "D2", is_private=True),
    ),
)  # fmt: skip
BY_WORK = Group(
    "work", _("Occupations"),
    tuple(
        Line(
            occupation.value, occupation.label, Q(member__private__occupation=occupation.value), "D2", is_private=True
        )
        for occupation in Occupation if occupation.value
    ),
)  # fmt: skip
BY_AGE = Group(
    "age", _("Age"),
    tuple(
        Line(f"age_{first}", _band(first, last), full_years_between("member__born_on", first, last, lowest=18))
        for first, last in AGES
    ),
)  # fmt: skip
BY_EDUCATION = Group(
    "education", _("Education"),
    tuple(
        Line(f"education_{education.name.lower()}", education.label, Q(member__education=education.value))
        for education in Education if education.value
    ),
)  # fmt: skip
BY_THEORY = Group(
    "theory", _("Political theory"),
    tuple(
        Line(f"theory_{theory.name.lower()}", theory.label, Q(member__theory=theory.value))
        for theory in Theory if theory.value
    ),
)  # fmt: skip
BY_PARTY_AGE = Group(
    "party_age", _("Party age"),
    tuple(
        Line(
            f"party_age_{first}", _band(first, last),
            full_years_between("member__party_age_from_on", first, last),
        )
        for first, last in PARTY_AGES
    ),
    of_admissions=False,
)  # fmt: skip
GROUPS = (OF_ALL, BY_WORK, BY_AGE, BY_EDUCATION, BY_THEORY, BY_PARTY_AGE)


def key_of(total: str, line: Line) -> str:
    """The key of a figure: `members_total` and a line, or `members_admitted` and a line."""
    return f"{'members' if total == 'members_total' else total}_{line.key}"
