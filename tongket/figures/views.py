"""The rows behind a figure."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.figures.counting import count, records
from tongket.figures.declare import PRESENTATIONS, REGISTRY, Figure, Kind
from tongket.figures.showing import Showing
from tongket.org import access, audit, saving
from tongket.org.models import AuditRow, Unit
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request


@require_GET
@access.policy("figure.read")
def rows(request: Request, key: str, code: str, year: int) -> HttpResponse:
    """One figure of a unit and year: its number, and the rows behind it that the reader may open."""
    figure = REGISTRY.get(key)
    if figure is None:
        raise Http404
    reach = access.scope(Unit.objects.all(), request.person, "figure.read", on=request.today)
    unit = get_object_or_404(reach.select_related("place"), code=code)
    cut_off, from_on = _day_of(request.GET.get("until", ""), year), _day_of(request.GET.get("from", ""), year)
    if from_on is not None and figure.is_restricted:
        raise Http404  # day by day, the numbers would tell of single persons (S-20)
    days: dict[str, Any] = {"cut_off": cut_off, "from_on": from_on}
    try:
        counted = count(year, under=unit, figures=[figure], **days)
        behind = records(figure, unit=unit, year=year, person=request.person, on=request.today, **days)
    except LookupError as unknown:
        raise Http404 from unknown
    shown = Showing(counted, request.person, on=request.today).of(key)
    name = next(place.name for place in counted.places if place.unit_id == unit.pk)
    until = _("year %(year)s, figures up to %(day)s") % {"year": year, "day": dates.dmy(counted.cut_off)}
    if from_on is not None and figure.kind is not Kind.STOCK:
        until = _("from %(first)s to %(last)s") % {"first": dates.dmy(from_on), "last": dates.dmy(counted.cut_off)}
    note = shown.note
    if figure.kind is Kind.RATIO and figure.part is not None:
        note = _("%(part)s of %(whole)s. The list shows all that were counted in.") % {
            "part": shown.value.part,
            "whole": shown.value.whole,
        }
    return rows_page(
        request,
        figure,
        behind,
        unit=unit,
        text=shown.text,
        is_suppressed=shown.is_suppressed,
        subtitle=f"{name} · {until}",
        crumbs=[(name, f"/units/{code}/{year}/")],
        note=note,
    )


def _day_of(typed: str, year: int) -> date | None:
    """A day of the address, if it is one of the year."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year == year else None


def rows_page(
    request: Request,
    figure: Figure,
    behind: QuerySet[Any],
    *,
    unit: Unit,
    text: str,
    is_suppressed: bool,
    subtitle: str,
    crumbs: list[tuple[str, str]],
    note: str = "",
) -> HttpResponse:
    """The rows behind a number, or the number alone for those who may not open them. behind: scoped by the caller.

    Rows of class D3 or D4 are never exported from here, and each time they are opened, or refused, is logged (S-34).
    """
    policy = access.POLICIES[figure.verb]
    is_sensitive = policy.data_class in {"D3", "D4"}
    may_open = access.holds(request.person, figure.verb, on=request.today)
    is_closed = not may_open or is_suppressed or (policy.is_fenced and not request.person.is_past_fence)
    if is_sensitive:
        with saving.durable():
            result = AuditRow.Result.REFUSED if is_closed else AuditRow.Result.DONE
            audit.record(request.person, figure.verb, on=request.today, unit=unit, result=result, fields=[figure.key])
    title = f"{figure.label}: {text}"
    if is_closed:
        words = _("You may see this number, but not the rows behind it: they are kept for those who work on them.")
        section = Section(_("The number alone"), facts=[Fact(str(figure.label), text)], note=words)
        return Record(title=title, subtitle=subtitle, crumbs=crumbs, sections=[section]).respond(request)
    shows = PRESENTATIONS[behind.model]
    listing: Listing[Any] = Listing(
        title=title,
        verb=figure.verb,
        subtitle=subtitle,
        note=note,
        crumbs=crumbs,
        columns=shows.columns,
        order=shows.order,
        url_of=lambda row: row.get_absolute_url() if hasattr(row, "get_absolute_url") else None,
        empty_text=_("No row has been recorded for this figure."),
        can_export=not is_sensitive,
    )
    return listing.respond(request, behind.select_related(*shows.related))
