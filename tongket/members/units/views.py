"""The page of all units of a board that depart from the sizes of the Statute."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongket.members.units.queries import look_at, places_of
from tongket.org import access
from tongket.pages.columns import Cell
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request


@require_GET
@access.policy("office.write")
def units(request: Request) -> HttpResponse:
    """All units of the board that depart from a rule, each with what is to be done."""
    rows: list[list[Cell | str]] = [
        [
            Cell(departure.place.name, departure.place.unit.get_absolute_url()),
            Cell(departure.words, departure.url),
            departure.slip.rule,
        ]
        for departure in look_at(places_of(request.person, request.today), request.today)
    ]
    heads = [(_("Unit"), "start"), (_("What departs from a rule"), "start"), (_("Rule"), "start")]
    table = SmallTable(heads=heads, rows=rows, empty_text=_("Every unit keeps to the sizes of the Statute."))
    return Record(
        title=_("Sizes of the units"), crumbs=[(_("Members"), reverse("members:list"))],
        sections=[Section("", table=table)],
    ).respond(request)  # fmt: skip
