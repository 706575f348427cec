"""Pages that change the tree and the offices held: each a form, an event with its decision, and back to the unit."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.org import actions
from tongket.org.kinds import Kind, kind_version
from tongket.org.models import EventUnit, OfficeTerm, Unit, UnitPeriod
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import OfficeForm, ReasonForm, posted, seen_field
from tongket.pages.request import Request
from tongket.units.forms.structure import (
    EventForm,
    FoundForm,
    KindForm,
    LeaveForm,
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


def decided_above(unit: Unit) -> Data:
    """What stands in the form at first: the unit above is the one that decides as a rule."""
    above = unit.place.parent
    return {"issuer": above.place.name} if above is not None else {}


def _names(_request: Request, unit: Unit) -> Data:
    return decided_above(unit) | {"name": unit.place.name, "short_name": unit.place.short_name}


def _kind(_request: Request, unit: Unit) -> Data:
    return decided_above(unit) | {"kind": unit.place.kind, "sector": unit.place.sector}


def _doubts(unit: Unit) -> list[str]:
    """That the source which allows a unit of this kind there is not sure."""
    period = UnitPeriod.objects.select_related("parent__place").get(unit=unit, until_on__isnull=True)
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
    "units:change_kind",
    verb="unit.write",
    row=UNITS,
    form=KindForm,
    initial=_kind,
    title=gettext_lazy("Change kind or sector"),
    label=gettext_lazy("Change"),
    note=NOTE,
    done=gettext_lazy("The unit has its new kind and sector."),
    warnings=_doubts,
    to=lambda unit: unit.get_absolute_url(),
)
def change_kind(unit: Unit, data: Data, who: Who) -> Unit:
    actions.change_kind(unit, **data, **who)
    return unit


# --- Events once entered ---------------------------------------------------------------------------------------------


EVENTS = Rows(
    query=lambda: EventUnit.objects.filter(event__withdrawn_on__isnull=True).select_related("event", "unit__place"),
    crumbs=lambda link: UNITS.around(link.unit),
    name=lambda link: f"{link.event.get_kind_display()}, {dates.dmy(link.event.on)}",
    subtitle=lambda link: link.event.number,
    lookup={"code": "unit__code", "pk": "pk"},
    url=None,
)


def _paper(_request: Request, link: EventUnit) -> Data:
    event = link.event
    return {"number": event.number, "decided_on": event.decided_on, "issuer": event.issuer, "seen": event.version}


def _event_form(request: Request, link: EventUnit) -> EventForm:
    form = EventForm(*posted(request), initial=_paper(request, link))
    form.fields["seen"] = seen_field()
    return form


@deed(
    "units:correct_event",
    verb="unit.write",
    row=EVENTS,
    form=_event_form,
    title=gettext_lazy("Correct the decision"),
    label=gettext_lazy("Save"),
    note=gettext_lazy("The day from which it holds is not corrected here: withdraw the event and enter it anew."),
    done=gettext_lazy("The decision was corrected."),
)
def correct_event(link: EventUnit, data: Data, who: Who) -> Unit:
    actions.correct_event(link.event, **data, **who)
    return link.unit


@deed(
    "units:withdraw_event",
    verb="unit.write",
    row=EVENTS,
    form=ReasonForm,
    title=gettext_lazy("Withdraw the event"),
    label=gettext_lazy("Withdraw the event"),
    note=gettext_lazy(
        "For what was entered by mistake. The tree, members, offices, rights and all else that went along become as "
        "they were before; units that began with the event are removed. The event stays in the history with the reason."
    ),
    done=gettext_lazy("The event was withdrawn: everything is as it was before."),
    to=lambda unit: unit.get_absolute_url() if unit else reverse("units:units"),
    is_danger=True,
)
def withdraw_event(link: EventUnit, data: Data, who: Who) -> Unit | None:
    """Take the event back; the unit may have begun with it."""
    actions.withdraw_event(link.event, **data, **who)
    return Unit.objects.filter(pk=link.unit_id).first()


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
