"""Pages that change the tree and the offices held: each a form, an event with its decision, and back to the unit."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.org import actions
from tongket.org.kinds import Kind, kind_version
from tongket.org.models import OfficeTerm, Unit, UnitPeriod
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import OfficeForm, posted
from tongket.pages.request import Request
from tongket.units.forms.structure import (
    DecisionForm,
    FoundForm,
    LeaveForm,
    MergeForm,
    MoveForm,
    RenameForm,
    TakeOfficeForm,
)

CRUMBS = [(gettext_lazy("Units"), "units:units")]
UNITS = Rows(
    query=lambda: Unit.objects.filter(place__is_living=True).select_related("place"),
    crumbs=CRUMBS,
    name=lambda unit: unit.place.name,
    lookup={"code": "code"},
)
NOTE = gettext_lazy("The change holds from its day on; nothing of earlier years is changed.")


def _of_reach(form_class: Callable[..., OfficeForm]) -> Callable[[Request, Any], OfficeForm]:
    """A form that offers the units within the reach of the person."""
    return lambda request, _unit: form_class(
        request.person, posted(request)[0], on=request.today, initial={"parent": request.GET.get("under")}
    )


def _names(_request: Request, unit: Unit) -> Data:
    return {"name": unit.place.name, "short_name": unit.place.short_name}


def _doubts(unit: Unit) -> list[str]:
    """That the source which allows a unit of this kind there is not sure."""
    period = UnitPeriod.objects.select_related("parent__place").get(unit=unit)
    above = period.parent.place.the_kind if period.parent else None
    version = kind_version(Kind(period.kind), above, period.from_on)
    if version is None or version.is_sure:
        return []
    words = _("Our source for this kind of unit under that one is not sure (%(source)s): compare the original.")
    return [words % {"source": version.source}]


@deed(
    "units:found",
    verb="unit.write",
    form=_of_reach(FoundForm),
    title=gettext_lazy("Found a unit"),
    label=gettext_lazy("Found"),
    note=NOTE,
    crumbs=CRUMBS,
    done=gettext_lazy("The unit was founded."),
    warnings=_doubts,
)
def found(data: Data, who: Who) -> Unit:
    return actions.create(**data, **who)


@deed(
    "units:rename",
    verb="unit.write",
    row=UNITS,
    form=RenameForm,
    initial=_names,
    title=gettext_lazy("Rename the unit"),
    label=gettext_lazy("Rename"),
    note=NOTE,
    done=gettext_lazy("The unit has its new name."),
)
def rename(unit: Unit, data: Data, who: Who) -> None:
    actions.rename(unit, **data, **who)


@deed(
    "units:move",
    verb="unit.write",
    row=UNITS,
    form=_of_reach(MoveForm),
    title=gettext_lazy("Put the unit under another"),
    label=gettext_lazy("Move"),
    note=NOTE,
    done=gettext_lazy("The unit stands under another, with all under it."),
)
def move(unit: Unit, data: Data, who: Who) -> None:
    actions.move(unit, **data, **who)


@deed(
    "units:merge",
    verb="unit.write",
    row=UNITS,
    form=_of_reach(MergeForm),
    title=gettext_lazy("Merge the unit into another"),
    label=gettext_lazy("Merge"),
    note=NOTE,
    done=gettext_lazy("The unit was merged; its records stay with it and open through its successor."),
    is_danger=True,
)
def merge(unit: Unit, data: Data, who: Who) -> Unit:
    """End the unit and let another one take it over, with what stands under it."""
    return actions.merge([unit], **data, **who)


@deed(
    "units:dissolve",
    verb="unit.write",
    row=UNITS,
    form=DecisionForm,
    title=gettext_lazy("Dissolve the unit"),
    label=gettext_lazy("Dissolve"),
    note=NOTE,
    done=gettext_lazy("The unit was dissolved; its records can still be read."),
    is_danger=True,
)
def dissolve(unit: Unit, data: Data, who: Who) -> None:
    actions.dissolve(unit, **data, **who)


# --- Offices ---------------------------------------------------------------------------------------------------------

TERMS = Rows(
    query=lambda: OfficeTerm.objects.select_related("unit__place", "person"),
    crumbs=lambda term: UNITS.around(term.unit),
    name=lambda term: f"{term.person} · {term.get_office_display()}",
    subtitle=lambda _term: "",
    lookup={"code": "unit__code", "pk": "pk"},
    url=None,
)


def _office_form(request: Request, _unit: Unit) -> TakeOfficeForm:
    return TakeOfficeForm(posted(request)[0], reader=request.person, verb="office.write", on=request.today)


@deed(
    "units:take_office",
    verb="office.write",
    row=UNITS,
    form=_office_form,
    title=gettext_lazy("Record an office"),
    label=gettext_lazy("Record"),
    note=NOTE,
    done=gettext_lazy("The office was recorded. Rights are given apart."),
    to=lambda term: term.unit.get_absolute_url(),
)
def take_office(unit: Unit, data: Data, who: Who) -> OfficeTerm:
    """Record that somebody holds an office in the unit."""
    return actions.take_office_by_name(unit, **data, **who)


@deed(
    "units:leave_office",
    verb="office.write",
    row=TERMS,
    form=LeaveForm,
    initial=lambda request, _term: {"until_on": request.today},
    title=gettext_lazy("End an office"),
    label=gettext_lazy("End"),
    note=NOTE,
    done=gettext_lazy("The office ended, and with it the rights that hung on it."),
    to=lambda term: term.unit.get_absolute_url(),
    is_danger=True,
)
def leave_office(term: OfficeTerm, data: Data, who: Who) -> OfficeTerm:
    return actions.leave_office(term, **data, **who)
