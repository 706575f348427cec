"""Pages that change the tree and the offices held: each a form, an event with its decision, and back to the unit."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongket.org import access, actions
from tongket.org.actions import Decision, NewUnit
from tongket.org.kinds import Kind, Sector, kind_version
from tongket.org.models import Office, OfficeTerm, Person, Unit
from tongket.pages.forms import OfficeForm, form_page, run_if_posted
from tongket.pages.once import saves
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


def _unit(request: Request, code: str, verb: str = "unit.write") -> Unit:
    rows = access.scope(Unit.objects.filter(place__is_living=True), request.person, verb, on=request.today)
    return get_object_or_404(rows.select_related("place"), code=code)


def _decision(data: dict[str, Any]) -> Decision:
    return Decision(data["number"], data["decided_on"], data["issuer"])


def _page(
    request: Request, form: OfficeForm, deed: Callable[[], Unit], *, title: str, label: str, done: str, back: str,
    subtitle: str = "", is_danger: bool = False,
) -> HttpResponse:  # fmt: skip
    """The form, and after it the unit that it was about."""
    unit = run_if_posted(request, form, deed)
    if unit is not None:
        messages.success(request, done)
        return redirect("units:unit", unit.code)
    return form_page(
        request, form, title=title, subtitle=subtitle, submit_label=label, cancel_url=back, is_danger=is_danger,
        crumbs=[(_("Units"), reverse("units:units"))],
        note=_("The change holds from its day on; nothing of earlier years is changed."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@access.policy("unit.write")
@saves
def found(request: Request) -> HttpResponse:
    """Found a unit under another."""
    form = FoundForm(
        request.person, request.POST or None, on=request.today, initial={"parent": request.GET.get("under")}
    )

    def deed() -> Unit:
        data = form.cleaned_data
        new = NewUnit(
            data["code"], data["name"], data["short_name"], Kind(data["kind"]), data["parent"], Sector(data["sector"])
        )
        made = actions.create(new, _decision(data), from_on=data["from_on"], by=request.person, on=request.today)
        version = kind_version(new.kind, data["parent"].place.the_kind, data["from_on"])
        if version is not None and not version.is_sure:
            words = _("Our source for this kind of unit under that one is not sure (%(source)s): compare the original.")
            messages.warning(request, words % {"source": version.source})
        return made

    return _page(
        request, form, deed, title=_("Found a unit"), label=_("Found"), done=_("The unit was founded."),
        back=reverse("units:units"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@access.policy("unit.write")
@saves
def rename(request: Request, code: str) -> HttpResponse:
    unit = _unit(request, code)
    initial = {"name": unit.place.name, "short_name": unit.place.short_name}
    form = RenameForm(request.POST or None, initial=initial)

    def deed() -> Unit:
        data = form.cleaned_data
        actions.rename(
            unit, _decision(data), name=data["name"], short_name=data["short_name"], from_on=data["from_on"],
            by=request.person, on=request.today,
        )  # fmt: skip
        return unit

    return _page(
        request, form, deed, title=_("Rename the unit"), subtitle=unit.place.name, label=_("Rename"),
        done=_("The unit has its new name."), back=unit.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@access.policy("unit.write")
@saves
def move(request: Request, code: str) -> HttpResponse:
    unit = _unit(request, code)
    form = MoveForm(request.person, request.POST or None, on=request.today)

    def deed() -> Unit:
        data = form.cleaned_data
        actions.move(
            unit, _decision(data), parent=data["parent"], from_on=data["from_on"], by=request.person, on=request.today
        )
        return unit

    return _page(
        request, form, deed, title=_("Put the unit under another"), subtitle=unit.place.name, label=_("Move"),
        done=_("The unit stands under another, with all under it."), back=unit.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@access.policy("unit.write")
@saves
def merge(request: Request, code: str) -> HttpResponse:
    """End the unit and let another one take it over, with what stands under it."""
    unit = _unit(request, code)
    form = MergeForm(request.person, request.POST or None, on=request.today)

    def deed() -> Unit:
        data = form.cleaned_data
        return actions.merge(
            [unit], data["into"], _decision(data), from_on=data["from_on"], by=request.person, on=request.today
        )

    return _page(
        request, form, deed, title=_("Merge the unit into another"), subtitle=unit.place.name, label=_("Merge"),
        done=_("The unit was merged; its records stay with it and open through its successor."),
        back=unit.get_absolute_url(), is_danger=True,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@access.policy("unit.write")
@saves
def dissolve(request: Request, code: str) -> HttpResponse:
    unit = _unit(request, code)
    form = DecisionForm(request.POST or None)

    def deed() -> Unit:
        data = form.cleaned_data
        actions.dissolve(unit, _decision(data), from_on=data["from_on"], by=request.person, on=request.today)
        return unit

    return _page(
        request, form, deed, title=_("Dissolve the unit"), subtitle=unit.place.name, label=_("Dissolve"),
        done=_("The unit was dissolved; its records can still be read."), back=unit.get_absolute_url(), is_danger=True,
    )  # fmt: skip


# --- Offices ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("office.write")
@saves
def take_office(request: Request, code: str) -> HttpResponse:
    """Record that somebody holds an office in the unit."""
    unit = _unit(request, code, "office.write")
    form = TakeOfficeForm(request.POST or None)

    def deed() -> Unit:
        data = form.cleaned_data
        person = _holder(request, unit, data["full_name"])
        actions.take_office(
            person, unit, Office(data["office"]), how=data["how"], decision=data["decision"], from_on=data["from_on"],
            by=request.person, on=request.today,
        )  # fmt: skip
        return unit

    return _page(
        request, form, deed, title=_("Record an office"), subtitle=unit.place.name, label=_("Record"),
        done=_("The office was recorded. Rights are given apart."), back=unit.get_absolute_url(),
    )  # fmt: skip


def _holder(request: Request, unit: Unit, full_name: str) -> Person:
    """The person of that name who holds an office in the unit already, or a new one: never matched beyond the unit."""
    named = Person.named(full_name)
    terms = access.scope(OfficeTerm.objects.filter(unit=unit), request.person, "office.write", on=request.today)
    known = terms.filter(person__full_name=named.full_name).select_related("person").first()
    if known is not None:
        return known.person
    named.save(force_insert=True)
    return named


@require_http_methods(["GET", "POST"])
@access.policy("office.write")
@saves
def leave_office(request: Request, code: str, pk: uuid.UUID) -> HttpResponse:
    terms = OfficeTerm.objects.filter(unit__code=code).select_related("unit__place", "person")
    term = access.find(terms, request.person, "office.write", pk, on=request.today)
    form = LeaveForm(request.POST or None, initial={"until_on": request.today})

    def deed() -> Unit:
        data = form.cleaned_data
        until: date = data["until_on"]
        actions.leave_office(
            term, until_on=until, because=data["because"], note=data["note"], by=request.person, on=request.today
        )
        return term.unit

    return _page(
        request, form, deed, title=_("End an office"), subtitle=f"{term.person} · {term.get_office_display()}",
        label=_("End"), done=_("The office ended, and with it the rights that hung on it."),
        back=term.unit.get_absolute_url(), is_danger=True,
    )  # fmt: skip
