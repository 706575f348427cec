"""Setting targets, correcting them, entering what came of them, dropping and adopting them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tongket.core.compare import Comparator
from tongket.org import access
from tongket.org.forms import accepted, form_page, seen_field
from tongket.org.listing import link
from tongket.org.models import Unit
from tongket.org.request import Request
from tongket.org.saving import saves
from tongket.targets import actions
from tongket.targets.forms import DropForm, PlacedForm, ResolutionForm, ResultForm, TargetForm
from tongket.targets.models import Target
from tongket.targets.views import place_of


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def new(request: Request) -> HttpResponse:
    unit, year = place_of(request)
    initial = {"unit": unit, "year": year, "comparator": Comparator.GE}
    form = TargetForm(request.POST or None, initial=initial)
    resolution = ResolutionForm().fields
    for field in resolution.values():
        field.required = False
    form.put_place_first(request.person, on=request.today)
    form.fields.update(resolution)
    made = accepted(request, form, lambda: actions.set_target(**form.cleaned_data, by=request.person, on=request.today))
    if made is not None:
        messages.success(request, _("The target was set."))
        return redirect(made)
    note = _("A target is valid only with the number and the day of a resolution; without them it stays a draft.")
    return _page(request, form, title=_("Set a target"), submit_label=_("Set the target"), note=note)


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def correct(request: Request, pk: uuid.UUID) -> HttpResponse:
    target = _to_write(request, pk)
    initial = {name: getattr(target, name) for name in actions.TARGET_FIELDS} | {"seen": target.version}
    form = TargetForm(request.POST or None, initial=initial)
    form.fields["seen"] = seen_field()
    done = accepted(
        request, form, lambda: actions.correct(target, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The target was corrected."))
        return redirect(target)
    return _page(request, form, title=_("Correct the target"), submit_label=_("Save"), target=target)


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def result(request: Request, pk: uuid.UUID) -> HttpResponse:
    target = _to_write(request, pk)
    initial = {"result": target.result, "note": target.result_note, "seen": target.version}
    form = ResultForm(request.POST or None, initial=initial)
    form.fields["seen"] = seen_field()
    done = accepted(
        request, form, lambda: actions.enter_result(target, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The result was entered."))
        return redirect(target)
    return _page(request, form, title=_("Enter the result"), submit_label=_("Save"), target=target)


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def drop(request: Request, pk: uuid.UUID) -> HttpResponse:
    target = _to_write(request, pk)
    form = DropForm(request.POST or None)
    done = accepted(
        request, form, lambda: actions.drop(target, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The target was dropped."))
        return redirect(target)
    note = _("A target that was dropped no longer counts among the targets of the year. It stays on record.")
    return _page(
        request, form, title=_("Drop the target"), submit_label=_("Drop"), target=target, note=note, is_danger=True
    )


def _to_write(request: Request, pk: uuid.UUID) -> Target:
    rows = Target.objects.select_related("unit__place")
    return access.find(rows, request.person, "target.write", pk, on=request.today)


# --- All targets of a unit and year ----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def adopt(request: Request) -> HttpResponse:
    unit, year = place_of(request)
    form = ResolutionForm(request.POST or None, initial={"unit": unit, "year": year})
    form.put_place_first(request.person, on=request.today)
    done = accepted(request, form, lambda: actions.adopt(**form.cleaned_data, by=request.person, on=request.today))
    if done is not None:
        said = ngettext("%(n)s target is valid now.", "%(n)s targets are valid now.", len(done))
        messages.success(request, said % {"n": len(done)})
        return _to_list(form.cleaned_data["unit"], form.cleaned_data["year"])
    note = _("All draft targets of the unit and year become valid by this resolution.")
    return _page(request, form, title=_("Make drafts valid"), submit_label=_("Make valid"), note=note)


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def carry_over(request: Request) -> HttpResponse:
    unit, year = place_of(request)
    form = PlacedForm(request.POST or None, initial={"unit": unit, "year": year})
    form.put_place_first(request.person, on=request.today)
    done = accepted(
        request, form, lambda: actions.draft_next_year(**form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        said = ngettext("%(n)s draft was made.", "%(n)s drafts were made.", len(done)) % {"n": len(done)}
        messages.success(request, said)
        return _to_list(form.cleaned_data["unit"], form.cleaned_data["year"] + 1)
    note = _("The targets of this year are copied into the next one as drafts, to be changed there.")
    return _page(request, form, title=_("Carry over to next year"), submit_label=_("Carry over"), note=note)


def _to_list(unit: Unit, year: int) -> HttpResponse:
    return redirect(link(reverse("targets:list"), unit=unit.code, year=year))


def _page(
    request: Request,
    form: Any,
    *,
    title: str,
    submit_label: str,
    target: Target | None = None,
    note: str = "",
    is_danger: bool = False,
) -> HttpResponse:
    crumbs = [(_("Targets"), reverse("targets:list"))]
    if target is not None:
        crumbs.append((target.label, target.get_absolute_url()))
    return form_page(
        request,
        form,
        title=title,
        subtitle=f"{target.label} · {target.unit.place.short_name} · {target.year}" if target is not None else "",
        submit_label=submit_label,
        cancel_url=target.get_absolute_url() if target is not None else reverse("targets:list"),
        crumbs=crumbs,
        note=note,
        is_danger=is_danger,
    )
