"""Home, menu, and the overview of a unit."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import due, setting_up
from tongket.pages.request import Request
from tongket.web.overview import Overview

SOON = timedelta(days=5)


@require_GET
@access.policy("home.read")
def home(request: Request) -> HttpResponse:
    """What waits for the person, each with the one button that does it."""
    items = []
    for item in due.items(request.person, on=request.today):
        is_late = item.due_on is not None and item.due_on < request.today
        is_soon = item.due_on is not None and item.due_on <= request.today + SOON
        items.append(
            {
                "title": item.title,
                "text": item.text,
                "due_text": _due_text(item, request) if item.due_on else "",
                "due_state": "bad" if is_late else "warn" if is_soon else "info",
                "action_label": item.action_label,
                "action_url": item.action_url,
                "is_urgent": is_late,
            }
        )
    name = request.person.full_name.split()[-1]
    greeting = (
        ngettext(
            "Good day, comrade %(name)s: %(count)s thing waits for you",
            "Good day, comrade %(name)s: %(count)s things wait for you",
            len(items),
        )
        % {"name": name, "count": len(items)}
        if items
        else _("Good day, comrade %(name)s") % {"name": name}
    )
    context = {
        "greeting": greeting,
        "today_text": f"{_weekday(request)}, {dates.dmy(request.today)}",
        "items": items[:50],
        "missing": setting_up.missing_for(request.person, on=request.today),
        "done_text": _("Nothing waits for you today. The menu leads to the work of your unit."),
    }
    return render(request, "web/home.html", context)


def _due_text(item: due.DueItem, request: Request) -> str:
    assert item.due_on is not None
    days = (item.due_on - request.today).days
    if days == 0:
        return _("due today")
    if days < 0:
        return _("%(days)s days late") % {"days": -days}
    return _("due on %(day)s") % {"day": dates.dmy(item.due_on)}


def _weekday(request: Request) -> str:
    names = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
    return names[request.today.weekday()]


@require_GET
@access.policy(access.SIGNED_IN)
def menu(request: Request) -> HttpResponse:
    return render(request, "web/menu.html")


@require_GET
@access.policy("figure.read")
def overview(request: Request, code: str, year: int) -> HttpResponse:
    """How a unit stands: figures against target and last year, children side by side, what is late."""
    reach = access.scope(Unit.objects.filter(place__isnull=False), request.person, "figure.read", on=request.today)
    unit = get_object_or_404(reach.select_related("place"), code=code)
    try:
        shape = request.GET.get("compare", "")
        page = Overview(unit, year, reader=request.person, on=request.today, shape=shape)
    except LookupError as unknown:
        raise Http404 from unknown
    if request.GET.get("export") == "xlsx":
        return page.as_excel(request)
    context: dict[str, Any] = page.context()
    if page.is_empty:
        context |= {"is_empty": True, "missing": setting_up.missing_for(request.person, on=request.today)}
    return render(request, "web/overview.html", context)
