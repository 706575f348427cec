"""Record pages as every package shows them: facts in sections, chips, buttons, small tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import rights, who_sees
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.request import Request
from tongket.pages.tables import Head, Row, Table
from tongket.pages.who_sees import About, Holder

ASKS_WHO = "who"  # in the address of a record: who may see it, instead of the record itself


@dataclass(frozen=True)
class Fact:
    label: Any
    text: str
    url: str | None = None
    state: str = ""


@dataclass(frozen=True)
class SmallTable:
    """A table inside a record page: heads (label, align) and rows of cells. sums: how many of the last rows add up
    those above.
    """

    heads: Sequence[tuple[Any, str]]
    rows: Sequence[Sequence[Cell | str]]
    empty_text: Any = ""
    sums: int = 0

    def as_table(self) -> Table:
        """The table for the template. On a phone a line has one state: the first that is coloured."""
        heads = [Head(label, align, "title" if at == 0 else "") for at, (label, align) in enumerate(self.heads)]
        first_sum = len(self.rows) - self.sums
        rows = [Row(_with_phones(cells), is_sum=at >= first_sum) for at, cells in enumerate(self.rows)]
        return Table(heads, rows, self.empty_text)


def _with_phones(cells: Sequence[Cell | str]) -> list[Cell | str]:
    """The cells, the coloured ones with what they are on a phone; the first cell is the title whatever its colour."""
    placed: list[Cell | str] = []
    phone = "state"
    for at, cell in enumerate(cells):
        if isinstance(cell, Cell) and cell.state:
            placed.append(replace(cell, phone=phone) if at else cell)
            phone = "sub"
        else:
            placed.append(cell)
    return placed


@dataclass(frozen=True)
class Section:
    """A part of a record page. buttons: buttons that are about this part alone. is_folded: opened by its title."""

    title: Any
    facts: Sequence[Fact] = field(default_factory=tuple)
    table: SmallTable | None = None
    note: Any = ""
    buttons: Sequence[Button] = field(default_factory=tuple)
    is_folded: bool = False


@dataclass(frozen=True)
class Record:
    """A page about one row. about: the row, where those who may read the rights over its unit can ask who sees it; that
    page has the same address, so that it is found, refused and logged as the row itself is (S-10).
    """

    title: Any
    subtitle: Any = ""
    crumbs: Sequence[tuple[Any, str]] = field(default_factory=tuple)
    chips: Sequence[tuple[Any, str]] = field(default_factory=tuple)  # text, state
    buttons: Sequence[Button] = field(default_factory=tuple)
    sections: Sequence[Section] = field(default_factory=tuple)
    about: About | None = None

    def respond(self, request: Request) -> HttpResponse:
        shown, about = self, self.about
        if about is not None:
            unit = who_sees.may_ask(about, request.person, request.today)
            if ASKS_WHO in request.GET:
                if unit is None:
                    raise access.NotAllowed("grant.read")
                shown = _who_sees(self, about, unit, request)
            elif unit is not None:
                ask = Button(_("Who may see this?"), f"{request.path}?{ASKS_WHO}=sees")
                shown = replace(self, buttons=[ask, *self.buttons])
        return render(request, "web/record.html", {"record": shown})


def _who_sees(record: Record, about: About, unit: Unit, request: Request) -> Record:
    day = _("on %(day)s") % {"day": dates.dmy(request.today)}
    return Record(
        title=_("Who may see this?"),
        subtitle=f"{record.title} · {day}",
        crumbs=[*record.crumbs, (record.title, request.path)],
        sections=[_sees_by(about, verb, unit, request) for verb in (about.verb, *about.also)],
    )


def _sees_by(about: About, verb: str, unit: Unit, request: Request) -> Section:
    """Who may use one verb on the row."""
    policy = access.POLICIES[verb]
    holders = who_sees.holders(about, verb, unit, request.person, request.today)
    rows = [_holder(holder) for holder in holders]
    others = who_sees.without_right(about, verb)
    if others:
        rows.append([others, "", _("none needed"), "", ""])
    note = _("Class of the data: %(data_class)s.") % {"data_class": rights.CLASSES[policy.data_class]}
    if policy.is_fenced:
        note += " " + _(
            "Nobody else sees it, whatever other right they hold, also from above; each of these needs the second step "
            "and a sign-in of at most 15 minutes ago."
        )
    return Section(
        str(policy.label).capitalize(),
        note=note,
        table=SmallTable(
            heads=[
                (_("Person"), "start"),
                (_("Office held"), "start"),
                (_("Right"), "start"),
                (_("Over"), "start"),
                (_("Until"), "start"),
            ],
            rows=rows,
            empty_text=_("Nobody today."),
        ),
    )


def _holder(holder: Holder) -> list[Cell | str]:
    grant = holder.grant
    if grant is None:
        return [_("not named here"), "", holder.right, holder.over, ""]
    office = rights.office_name(grant.office_term)
    return [
        Cell(str(grant.person), grant.get_absolute_url()), office, holder.right, holder.over, rights.until(grant),
    ]  # fmt: skip
