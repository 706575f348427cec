"""What every page gets: menu, person, the unit and year it is about. Made for each page, so kept cheap."""

import uuid
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tongket.core import dates, periods
from tongket.org import access
from tongket.org.models import Person, Place, RunningGrant, Unit, YearPlace
from tongket.pages import menu, setting_up
from tongket.pages.request import Reached, Request

FIRST_YEAR = 2015
TABS = ("web:home", "web:overview", "reports:list")
MOST_REACHED, MOST_SWITCHED = 100, 60
DEEPEST = 6  # levels of the tree
NOWHERE = "no-unit"  # a code that no unit has, for the pattern of an address


def page(any_request: HttpRequest) -> dict[str, Any]:
    """The variable `page` of every template, also of an error page that the gate has not seen."""
    request = cast(Request, any_request)
    person: Person | None = getattr(request, "person", None)
    today = getattr(request, "today", None)
    base: dict[str, Any] = {
        "demo": {"is_on": settings.TONGKET_DEMO, "today": dates.dmy_or_empty(today)},
        "today": dates.dmy_or_empty(today),
        "menu": [],
        "tabs": [],
        "search_url": None,
        "person": None,
        "here": {"unit": None, "year": 0, "years": [], "units": [], "switch_url": "/units/"},
    }
    if person is None or today is None:
        return {"page": base}
    unit, year = here(request, person)
    code = unit.code if unit else ""
    groups = _menu(request, person, code, year)
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    name = person.full_name
    there = _with_place(request, NOWHERE, year)
    return {
        "page": {
            **base,
            "menu": groups,
            "setting_up": setting_up.frame(person, view_name, on=today),
            "step_of_list": partial(setting_up.step_of_list, person, view_name, on=today),
            "tabs": _tabs(groups),
            "person": {
                "name": name,
                "role": menu.role(person, on=today),
                "initials": "".join(word[0] for word in name.split()[-2:]),
            },
            "here": {
                "unit": {"code": unit.code, "name": unit.place.short_name, "url": unit.get_absolute_url()}
                if unit
                else None,
                "year": year,
                "years": [
                    {"year": one, "url": _with_place(request, code, one), "is_current": one == year}
                    for one in range(today.year, FIRST_YEAR + 3, -1)
                ],
                "units": [
                    {
                        "code": one.code,
                        "name": one.name,
                        "level": one.level,
                        "url": there.replace(NOWHERE, one.code),
                        "is_current": one.code == code,
                    }
                    for one in reached(request)[:MOST_SWITCHED]
                ],
                "switch_url": menu.address("units:units"),
            },
        }
    }


def reached(request: Request) -> list[Reached]:
    """The living units that somebody chooses between, in the order of the tree, asked once for a page: those of their
    grants and under them; where these are too many, the way to the unit of the page and what stands under each of it.
    """
    if request.reached is None:
        units = Unit.objects.filter(place__is_living=True).order_by("place__pos")
        if is_reach_too_wide(request):
            way = _way(request)
            # Found first: the range of the grant would be walked instead.
            units = units.filter(place__in=Place.objects.filter(Q(unit__in=way) | Q(parent__in=way)))
        rows = access.scope(units, request.person, "figure.read", on=request.today)
        request.reached = [Reached(*row) for row in rows.values_list("code", "place__short_name", "place__level")]
    return request.reached


def is_reach_too_wide(request: Request) -> bool:
    """Whether somebody reaches more units than one chooses from, so that the choice goes down the tree step by step."""
    return sum(grant.last - grant.pos + 1 for grant in _grants(request)) > MOST_REACHED


def _way(request: Request) -> list[uuid.UUID]:
    """The units from the top of the person's reach down to that of the page."""
    tops = list(dict.fromkeys(grant.unit_id for grant in _grants(request)))
    unit, _year = here(request, request.person)
    at = unit.place if unit is not None and unit.pk not in tops else None
    above = [getattr(at, f"a{level}") for level in range(1, DEEPEST + 1)] if at else []
    return [*tops, *filter(None, above)]


def _grants(request: Request) -> Sequence[RunningGrant]:
    """The grants of the person, each unit once: one may hold several for it."""
    grants = request.person.running_grants(request.today)
    return list({grant.unit_id: grant for grant in grants}.values())


def here(request: Request, person: Person) -> tuple[Unit | None, int]:
    """The unit and the year that the page is about: of its address, else of the last page that had one, else the
    person's own; never a unit whose figures the person may not read, so that the menu leads to no refusal.
    """
    if request.here is None:
        keywords = request.resolver_match.kwargs if request.resolver_match else {}
        last_code, last_year = request.session.get("here", ["", 0])
        code = str(keywords.get("code") or request.GET.get("unit") or last_code)
        year = str(keywords.get("year") or request.GET.get("year") or last_year or "")
        units = Unit.objects.filter(code=code, place__isnull=False).select_related("place")
        unit = access.scope(units, person, "figure.read", on=request.today).first() if code else None
        request.here = (
            unit or person.own_unit(request.today),
            periods.year_of(year) or default_year(request.today),
        )
    return request.here


def start(request: Request) -> tuple[str, int]:
    """The code and the year that a page is about as long as its own address says nothing."""
    code, year = request.session.get("here", ["", 0])
    own = None if code else request.person.own_unit(request.today)
    return str(code) or (own.code if own else ""), int(year) or default_year(request.today)


def default_year(today: date) -> int:
    """The year that an office works on: until March it still closes the year before."""
    return today.year if today.month > 3 else today.year - 1


def remember(request: HttpRequest) -> None:
    """Keep the unit and year of this page for the next one; it says nothing about rights."""
    match = request.resolver_match
    if match is not None and match.kwargs.get("code") and match.kwargs.get("year"):
        place = [str(match.kwargs["code"]), int(match.kwargs["year"])]
        if request.session.get("here") != place and YearPlace.objects.filter(unit__code=place[0]).exists():
            request.session["here"] = place


def _with_place(request: HttpRequest, code: str, year: int) -> str:
    """This page about another unit or year; a page without a unit leads to the overview."""
    match = request.resolver_match
    if not code:
        return "?"
    if match is not None and {"code", "year"} <= set(match.kwargs):
        return reverse(match.view_name, kwargs={**match.kwargs, "code": code, "year": year})
    return menu.address("web:overview", code, year)


def _menu(request: Request, person: access.Reader, code: str, year: int) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    urls: dict[str, str] = {}
    for entry in menu.entries_for(person, on=request.today):
        if entry.with_place and not code:
            continue
        try:
            url = entry.url(code, year)
        except NoReverseMatch:
            continue
        urls[entry.url_name] = url
        groups.setdefault(entry.group, []).append(
            {
                "label": entry.label,
                "url": url,
                "icon": entry.icon,
                "badge": None,
                "is_active": False,
                "name": entry.url_name,
            }
        )
    active = _active(request, urls)
    for items in groups.values():
        for item in items:
            item["is_active"] = item["name"] == active
    return [{"title": menu.GROUPS[key], "items": items} for key, items in groups.items()]


def _active(request: HttpRequest, urls: dict[str, str]) -> str:
    """The entry that a page belongs to: its own, else that of its package whose address the page's begins with."""
    match = request.resolver_match
    if match is None or match.view_name in urls or match.namespace in {"web", "units"}:
        return match.view_name if match else ""
    own = [name for name in urls if name.split(":")[0] == match.namespace]
    around = [name for name in urls if urls[name] != "/" and request.path.startswith(urls[name])]
    return max(
        [name for name in around if name in own] or around,
        key=lambda name: len(urls[name]),
        default=own[0] if own else "",
    )


def _tabs(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    items = {item["name"]: item for group in groups for item in group["items"]}
    tabs = [items[name] for name in TABS if name in items]
    return [*tabs, {"label": _("More"), "url": reverse("web:menu"), "icon": "menu", "badge": None, "is_active": False}]
