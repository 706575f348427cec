"""The unit and the year that lists and forms open with."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tongket.pages import context
from tongket.pages.columns import Column, unit
from tongket.pages.filters import Filter, reachable_units
from tongket.pages.forms import posted
from tongket.pages.request import Request
from tongket.targets.forms import PlacedForm


def place_of(request: Request) -> tuple[str, int]:
    """Code of the unit and the year that the lists open with: those the person works on."""
    unit, year = context.here(request, request.person)
    return unit.code if unit is not None else "", year


def placed(form_class: type[PlacedForm], **initial: Any) -> Callable[[Request, Any], PlacedForm]:
    """Makes the form of something new of a unit and a year, which come first."""

    def make(request: Request, _row: None) -> PlacedForm:
        unit, year = place_of(request)
        form = form_class(*posted(request), initial={"unit": unit, "year": year, **initial})
        form.put_place_first(request.person, on=request.today)
        return form

    return make


def exact_unit(default: str) -> Filter:
    """Rows of one unit alone, not of those under it."""
    return Filter(
        "unit",
        _("Unit"),
        lambda rows, code: rows.filter(unit__code=code),
        options=reachable_units,
        default=default,
        follows=context.is_reach_too_wide,
    )


def unit_column(request: Request, filter_of_unit: Filter) -> list[Column[Any]]:
    """The column of the unit, where the list is not of one unit alone."""
    if request.GET.get("unit", filter_of_unit.starts_at(request)):
        return []
    return [unit(phone="")]
