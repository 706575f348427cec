"""Lists of many persons that somebody took, for those who are told of it (S-49)."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.org import access
from tongket.pages import actions
from tongket.pages.columns import Cell, Column, number, text, unit, unit_name
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.listing import Listing
from tongket.pages.models import LargeExport
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request

TITLE = gettext_lazy("Large lists taken")
CRUMBS = [(gettext_lazy("Administration"), "units:administration"), (TITLE, "units:large_exports")]
EXPORTS: Rows[LargeExport] = Rows(
    lambda: LargeExport.objects.select_related("unit__place__parent__place", "by", "seen_by"),
    crumbs=CRUMBS,
    name=lambda row: row.title,
)


def _state(row: LargeExport) -> Cell:
    return Cell(_("looked into"), state="ok") if row.seen_by_id else Cell(_("new"), state="warn")


LIST: Listing[LargeExport] = Listing(
    title=TITLE,
    verb="export.watch",
    columns=[
        text("title", gettext_lazy("List"), phone="title"),
        Column("by", gettext_lazy("Taken by"), lambda row: str(row.by), ("by__name_order",), phone="sub"),
        Column("at", gettext_lazy("When"), lambda row: dates.moment(row.at), ("at",)),
        number("count", gettext_lazy("Persons"), phone="figure"),
        unit(gettext_lazy("Unit")),
        Column("state", gettext_lazy("State"), _state, ("seen_on",), phone="state"),
    ],
    order=("-at",),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("Nobody has taken a list of more than 200 persons."),
    crumbs=[(gettext_lazy("Administration"), "/admin/")],
    can_export=False,
)


@require_GET
@access.policy("export.watch")
def exports(request: Request) -> HttpResponse:
    rows = access.scope(LargeExport.objects.select_related("by"), request.person, "export.watch", on=request.today)
    return LIST.respond(request, rows)


@require_GET
@access.policy("export.watch")
def export(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = EXPORTS.find(request, "export.watch", pk=pk)
    state = _state(row)
    may_see = row.seen_by_id is None and row.by_id != request.person.pk
    facts = [
        Fact(_("Taken by"), str(row.by)),
        Fact(_("When"), dates.moment(row.at)),
        Fact(_("Persons"), numbers.number(row.count)),
        Fact(_("What the file is for"), row.reason),
    ]
    if row.seen_by is not None and row.seen_on is not None:
        facts.append(Fact(_("Looked into by"), f"{row.seen_by}, {dates.dmy(row.seen_on)}"))
    return Record(
        title=row.title,
        subtitle=unit_name(row),
        crumbs=EXPORTS.above(row),
        chips=[(state.text, state.state)],
        buttons=[seen.button(row, is_primary=True)] if may_see else [],
        sections=[Section(_("In brief"), facts=facts)],
    ).respond(request)


@deed(
    "units:export_seen",
    verb="export.watch",
    row=EXPORTS,
    title=gettext_lazy("I have looked into it"),
    done=gettext_lazy("It waits for nobody any more."),
)
def seen(row: LargeExport, data: Data, who: Who) -> LargeExport:
    return actions.see_export(row, **who)
