"""The calendar of the working year, holidays and swapped days."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, workdays
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import context
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import OfficeForm, posted
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.regulations import actions, calendar
from tongket.regulations.forms.calendar import MoveForm, SwapForm
from tongket.regulations.models import LocalValue, Setting

TITLE, DAYS_OFF = gettext_lazy("Calendar of the year"), gettext_lazy("Holidays and swapped days")
FIRST, LAST = 2000, 2100


def calendar_url(unit: Unit, year: int) -> str:
    return reverse("regulations:calendar", args=[unit.code, year])


UNITS: Rows[Unit] = Rows(
    query=lambda: Unit.objects.filter(place__is_living=True).select_related("place__parent__place"),
    crumbs=[(TITLE, "regulations:calendars")],
    name=lambda unit: unit.place.name,
    subtitle=lambda _unit: "",
    lookup={"code": "code"},
    url=None,
)


@require_GET
@access.policy("setting.read")
def calendars(request: Request) -> HttpResponse:
    """The calendar of the unit and year that the page is about."""
    unit, year = context.here(request, request.person)
    unit = unit or Unit.objects.filter(place__level=1).select_related("place").order_by("place__pos").first()
    if unit is None:
        raise Http404
    return redirect(calendar_url(unit, year))


@require_GET
@access.policy("setting.read")
def year_calendar(request: Request, code: str, year: int) -> HttpResponse:
    unit = UNITS.find(request, "setting.read", code=code)
    if not FIRST <= year <= LAST:
        raise Http404
    may_write = access.may(request.person, "calendar.write", unit, on=request.today)
    return Record(
        title=_("Calendar of %(year)s") % {"year": year},
        subtitle=unit.place.name,
        crumbs=[(_("Administration"), reverse("units:administration"))],
        buttons=[
            Button(_("Year %(year)s") % {"year": year - 1}, calendar_url(unit, year - 1)),
            Button(_("Year %(year)s") % {"year": year + 1}, calendar_url(unit, year + 1)),
            Button(DAYS_OFF, f"{reverse('regulations:workdays')}?{urlencode({'year': year})}"),
        ],
        sections=[_days(unit, year, request, may_write=may_write)],
    ).respond(request)


def _days(unit: Unit, year: int, request: Request, *, may_write: bool) -> Section:
    swapped = calendar.load_swapped()
    lines: list[list[Cell | str]] = []
    for day in calendar.year_days(unit, year):
        label = str(day.label)
        line: list[Cell | str] = [
            Cell(f"{label[:1].upper()}{label[1:]}"),
            dates.dmy(day.on),
            _why(day),
            "" if workdays.is_working(day.on, swapped) else Cell(_("falls on a day off"), state="warn"),
        ]
        if may_write:
            query = urlencode({"key": day.key, "year": year})
            line.append(Cell(_("Move the day"), f"{reverse('regulations:move_day', args=[unit.code])}?{query}"))
        lines.append(line)
    heads = [
        (_("Work of the year"), "start"),
        (_("On which day"), "start"),
        (_("Ground"), "start"),
        (_("To note"), "start"),
    ]
    note = _("As it usually falls, until somebody moves it; a day moved above holds for the units below.")
    return Section("", note=note, table=SmallTable([*heads, ("", "start")] if may_write else heads, lines))


def _why(day: calendar.YearDay) -> Cell | str:
    if day.value is None:
        return _("as usual")
    words = _("moved from %(day)s: %(decision)s")
    said = words % {"day": dates.dmy(day.usual), "decision": day.value.decision}
    return Cell(said, reverse("regulations:value", args=[day.value.pk]))


def _move_form(request: Request, unit: Unit) -> OfficeForm:
    day, year = _asked(request, unit)
    return MoveForm(*posted(request), initial={"key": day.key, "year": year, "day": day.on})


def _asked(request: Request, unit: Unit) -> tuple[calendar.YearDay, int]:
    """The day that the page is about: by the address, else the first of the year."""
    key = str(request.POST.get("key") or request.GET.get("key") or "")
    typed = str(request.POST.get("year") or request.GET.get("year") or "")
    is_year = typed.isascii() and typed.isdigit() and len(typed) == 4 and FIRST <= int(typed) <= LAST
    year = int(typed) if is_year else request.today.year
    days = calendar.year_days(unit, year)
    return next((day for day in days if day.key == key), days[0]), year


@deed(
    "regulations:move_day",
    verb="calendar.write",
    row=UNITS,
    form=_move_form,
    title=gettext_lazy("Move a day of the year"),
    label=gettext_lazy("Move the day"),
    note=gettext_lazy("It holds for the unit and those under it. Reports that were asked for already keep their day."),
    done=gettext_lazy("The day was moved."),
    to=lambda row: calendar_url(row.unit, row.from_on.year),
)
def move_day(unit: Unit, data: Data, who: Who) -> LocalValue:
    return actions.set_value(unit, topic=Setting.CALENDAR, **data, **who)


# --- Working days ----------------------------------------------------------------------------------------------------


@require_GET
@access.policy("setting.read")
def days_off(request: Request) -> HttpResponse:
    typed = request.GET.get("year", "")
    is_year = typed.isascii() and typed.isdigit() and len(typed) == 4 and FIRST <= int(typed) <= LAST
    year = int(typed) if is_year else request.today.year
    url = reverse("regulations:workdays")
    buttons = [Button(_("Year %(year)s") % {"year": one}, f"{url}?year={one}") for one in (year - 1, year + 1)]
    tops = access.scope(_tops(), request.person, "calendar.write", on=request.today)
    buttons += [swap.button(unit, is_primary=True) for unit in tops[:1]]
    return Record(
        title=_("Holidays and swapped days of %(year)s") % {"year": year},
        crumbs=[(_("Administration"), reverse("units:administration"))],
        buttons=buttons,
        sections=[_swapped(request, year), _of_the_state(year)],
    ).respond(request)


def _tops() -> Any:
    """The units at the top: what they swap holds for everybody."""
    units = Unit.objects.filter(place__level=1, place__is_living=True).select_related("place")
    return units.order_by("place__pos")


def _swapped(request: Request, year: int) -> Section:
    rows = LocalValue.objects.filter(topic=Setting.WORKDAYS).between(date(year, 1, 1), date(year, 12, 31))
    lines: list[list[Cell | str]] = [
        [
            Cell(_span(row), reverse("regulations:value", args=[row.pk])),
            _("worked") if row.value[calendar.IS_WORKING] else _("day off"),
            row.value["note"],
            row.decision,
            Cell(_("withdrawn"), state="mut") if row.withdrawn_on else "",
        ]
        for row in access.scope(rows, request.person, "setting.read", on=request.today).order_by("from_on")
    ]
    heads = [(_("Day"), "start"), (_("What is decided"), "start"), (_("For what"), "start")]
    heads += [(_("Decision or ground"), "start"), (_("State"), "start")]
    empty = _("Nothing was swapped: the calendar of the State holds as it is.")
    return Section(_("Swapped by decision"), table=SmallTable(heads, lines, empty_text=empty))


def _span(row: LocalValue) -> str:
    last = (row.until_on or row.from_on + timedelta(days=1)) - timedelta(days=1)
    return dates.dmy(row.from_on) if last == row.from_on else f"{dates.dmy(row.from_on)} – {dates.dmy(last)}"


def _of_the_state(year: int) -> Section:
    days = {day: (name, _("day off")) for day, name in workdays.public_holidays(year).items()}
    days |= {day: (_("worked instead of a day between"), _("worked")) for day in workdays.weekend_workdays(year)}
    lines: list[list[Cell | str]] = [[dates.dmy(day), *words] for day, words in sorted(days.items())]
    heads = [(_("Day"), "start"), (_("What"), "start"), (_("What is decided"), "start")]
    note = _("Kept by the program and renewed with it; compare it with the notice of each year.")
    return Section(_("Calendar of the State"), note=note, table=SmallTable(heads, lines))


@deed(
    "regulations:swap",
    verb="calendar.write",
    row=UNITS,
    form=lambda request, _unit: SwapForm(*posted(request), initial={"from_on": request.GET.get("day")}),
    title=gettext_lazy("Swap working days"),
    label=gettext_lazy("Save"),
    note=gettext_lazy("It holds for everybody: deadlines that count working days follow it."),
    done=gettext_lazy("The days were swapped."),
    to=lambda row: f"{reverse('regulations:workdays')}?{urlencode({'year': row.from_on.year})}",
)
def swap(unit: Unit, data: Data, who: Who) -> LocalValue:
    return actions.swap_days(unit, **data, **who)
