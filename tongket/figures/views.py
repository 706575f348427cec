"""The rows behind a figure."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.figures.counting import count, records, year_end
from tongket.figures.declare import PRESENTATIONS, REGISTRY, Kind
from tongket.figures.showing import Showing
from tongket.org import access, audit, saving
from tongket.org.listing import Listing
from tongket.org.models import Unit
from tongket.org.record import Fact, Record, Section
from tongket.org.request import Request


@require_GET
@access.policy("figure.read")
def rows(request: Request, key: str, code: str, year: int) -> HttpResponse:
    """One figure of a unit and year: its number, and the rows behind it that the reader may open."""
    figure = REGISTRY.get(key)
    if figure is None:
        raise Http404
    reach = access.scope(Unit.objects.all(), request.person, "figure.read", on=request.today)
    unit = get_object_or_404(reach.select_related("place"), code=code)
    try:
        counted = count(year, under=unit, figures=[figure])
        behind = records(figure, unit=unit, year=year, person=request.person, on=request.today)
    except LookupError as unknown:
        raise Http404 from unknown
    shown = Showing(counted, request.person, on=request.today).of(key)
    name = next(place.name for place in counted.places if place.unit_id == unit.pk)
    crumbs = [(name, f"/units/{code}/{year}/")]
    until = _("year %(year)s, figures up to %(day)s") % {"year": year, "day": dates.dmy(year_end(year))}
    subtitle = f"{name} · {until}"
    may_open = access.holds(request.person, figure.verb, on=request.today)
    if not may_open or shown.is_suppressed or (figure.is_restricted and not request.person.is_past_fence):
        policy = access.POLICIES[figure.verb]
        if policy.is_fenced:
            with saving.lasting():
                audit.record(request.person, figure.verb, on=request.today, unit=unit, result="refused", fields=[key])
        return Record(
            title=f"{figure.label}: {shown.text}",
            subtitle=subtitle,
            crumbs=crumbs,
            sections=[
                Section(
                    _("The number alone"),
                    facts=[Fact(str(figure.label), shown.text)],
                    note=_(
                        "You may see this number, but not the rows behind it: they are kept for those who work on them."
                    ),
                )
            ],
        ).respond(request)
    shows = PRESENTATIONS[behind.model]
    if access.POLICIES[figure.verb].data_class in {"D3", "D4"}:
        with saving.lasting():
            audit.record(request.person, figure.verb, on=request.today, unit=unit, fields=[key])
    note = ""
    if figure.kind is Kind.RATIO and figure.part is not None:
        note = _("%(part)s of %(whole)s. The list shows all that were counted in.") % {
            "part": shown.value.part,
            "whole": shown.value.whole,
        }
    elif shown.note:
        note = shown.note
    listing: Listing[Unit] = Listing(
        title=f"{figure.label}: {shown.text}",
        verb=figure.verb,
        subtitle=subtitle,
        note=note,
        crumbs=crumbs,
        columns=shows.columns,
        order=shows.order,
        url_of=lambda row: row.get_absolute_url() if hasattr(row, "get_absolute_url") else None,
        empty_text=_("No row has been recorded for this figure."),
    )
    return listing.respond(request, behind.select_related(*shows.related))
