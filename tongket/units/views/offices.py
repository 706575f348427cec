"""The offices held in a unit and all under it, as of any day."""

from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.core.dated import runs_on
from tongket.org import access
from tongket.org.models import Office, OfficeTerm, Unit
from tongket.org.queries.units import DayTree
from tongket.pages.columns import Column, day, text
from tongket.pages.filters import as_of, by_choice, day_asked
from tongket.pages.listing import Listing
from tongket.pages.request import Request
from tongket.units.views.structure import UNITS


@require_GET
@access.policy("unit.read")
def offices(request: Request, code: str) -> HttpResponse:
    units = access.scope(Unit.objects.filter(place__isnull=False), request.person, "unit.read", on=request.today)
    unit = get_object_or_404(units.select_related("place"), code=code)
    asked = day_asked(request)
    tree = DayTree(asked or request.today)
    listing: Listing[OfficeTerm] = Listing(
        title=_("Offices held on a day"),
        subtitle=unit.place.name,
        verb="unit.read",
        columns=[
            text("person__full_name", _("Person"), key="person", order=("person__name_order",), phone="title"),
            Column(
                "office",
                pgettext("of a person", "Office"),
                lambda term: term.get_office_display(),
                order=("rank",),
                phone="state",
            ),
            Column("unit", _("Unit"), lambda term: tree.name_of(term.unit), order=("unit__place__pos",), phone="sub"),
            day("from_on", _("Since")),
            Column("until_on", _("Until"), lambda term: dates.dmy_or_empty(term.until_on), order=("until_on",)),
            Column("how", _("How"), lambda term: f"{term.get_how_display()} · {term.decision}"),
        ],
        filters=[as_of(), by_choice("office", pgettext("of a person", "Office"), Office.choices)],
        order=("unit__place__pos", "rank", "person__name_order"),
        crumbs=UNITS.around(unit),
        note=_("Of the unit and all that stood under it on that day, by the names of that day."),
        empty_text=_("No office was held on that day."),
    )
    rows = _rows(request, asked or request.today, tree.under(unit))
    return listing.respond(request, rows if asked is not None else rows.none())


def _rows(request: Request, then: date, units: list[UUID]) -> QuerySet[OfficeTerm]:
    terms = access.scope(OfficeTerm.objects.filter(unit__in=units), request.person, "unit.read", on=request.today)
    ranks = [When(office=office, then=Value(office.rank)) for office in Office]
    rank = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    return terms.filter(runs_on(then)).select_related("person").annotate(rank=rank)
