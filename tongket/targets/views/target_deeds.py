"""Setting targets, correcting them, entering what came of them, dropping and adopting them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core.compare import Comparator
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages.forms import form_page, run_if_posted, seen_field
from tongket.pages.links import link
from tongket.pages.once import saves
from tongket.pages.request import Request
from tongket.targets import actions, queries, rules
from tongket.targets.forms import DropForm, PlacedForm, ResolutionForm, ResultForm, SharesForm, TargetForm, WayForm
from tongket.targets.models import Target
from tongket.targets.rules import Way
from tongket.targets.views.targets import place_of
from tongket.targets.words import bound_text


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
    made = run_if_posted(
        request, form, lambda: actions.set_target(**form.cleaned_data, by=request.person, on=request.today)
    )
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
    done = run_if_posted(
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
    initial = {"as_of_on": request.today, "note": target.result_note, "seen": target.version}
    form = ResultForm(request.POST or None, initial=initial)
    form.fields["seen"] = seen_field()
    done = run_if_posted(
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
    done = run_if_posted(
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


# --- Given down ------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("target.write")
def give(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Choose how a target is divided, before the numbers are looked over."""
    target = _to_write(request, pk)
    form = WayForm(request.GET if "way" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect(link(reverse("targets:give_shares", args=[target.pk]), way=form.cleaned_data["way"]))
    note = _("The target is divided among the units directly under %(unit)s; you look the numbers over next.")
    return form_page(
        request,
        form,
        title=_("Give the target down"),
        subtitle=f"{target.label} · {bound_text(target)}",
        submit_label=_("Go on"),
        cancel_url=target.get_absolute_url(),
        note=note % {"unit": target.unit.place.short_name},
        crumbs=[(_("Targets"), reverse("targets:list"))],
        method="get",
    )


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def give_shares(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The number of each unit: worked out for the way that was chosen, or as given before; changed by hand at will."""
    target = _to_write(request, pk)
    units = queries.receivers(target.unit)
    places = 0 if target.value == target.value.to_integral_value() and not target.is_share else 2
    form = SharesForm(request.POST or None, units=units, places=places)
    form.initial = _proposed(form, target, request.GET.get("way", ""), places)
    given = run_if_posted(
        request,
        form,
        lambda: actions.give_down(
            target, form.shares, reason=form.cleaned_data["reason"], by=request.person, on=request.today
        ),
    )
    if given is not None:
        said = ngettext("The target was given to %(n)s unit.", "The target was given to %(n)s units.", len(given))
        messages.success(request, said % {"n": len(given)})
        return redirect(target)
    note = _("To be carried together: %(bound)s. Leave a unit empty that carries none.")
    return _page(
        request,
        form,
        title=_("Give the target down"),
        submit_label=_("Give down"),
        target=target,
        note=note % {"bound": bound_text(target)},
    )


def _proposed(form: SharesForm, target: Target, way: str, places: int) -> dict[str, Any]:
    before = {row.unit_id: row.value for row in queries.given_down(target)}
    if way not in Way.values:
        return {name: before.get(unit.pk) for name, unit in form.units.items()}
    if way == Way.BY_HAND or not form.units:
        return {}
    if target.is_share:
        return dict.fromkeys(form.units, target.value)
    sizes = queries.sizes(target.unit, target.year) if way == Way.BY_SIZE else {}
    weights = [sizes.get(unit.pk, 0) if way == Way.BY_SIZE else 1 for unit in form.units.values()]
    return dict(zip(form.units, rules.divided(target.value, weights, places=places), strict=True))


# --- All targets of a unit and year ----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def adopt(request: Request) -> HttpResponse:
    unit, year = place_of(request)
    form = ResolutionForm(request.POST or None, initial={"unit": unit, "year": year})
    form.put_place_first(request.person, on=request.today)
    done = run_if_posted(request, form, lambda: actions.adopt(**form.cleaned_data, by=request.person, on=request.today))
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
    done = run_if_posted(
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
