"""Setting targets, correcting them, entering what came of them, dropping and adopting them."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tongket.core.compare import Comparator
from tongket.org import access
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import form_page, posted
from tongket.pages.links import link
from tongket.pages.request import Request
from tongket.targets import actions, queries, rules
from tongket.targets.forms import (
    DropForm,
    NewTargetForm,
    PlacedForm,
    ResolutionForm,
    ResultForm,
    SharesForm,
    WayForm,
)
from tongket.targets.models import Target
from tongket.targets.rules import Way
from tongket.targets.views.place import placed
from tongket.targets.words import bound_text

CRUMBS = [(gettext_lazy("Targets"), "targets:list")]
ROWS = Rows(
    query=lambda: Target.objects.select_related("unit__place"),
    crumbs=CRUMBS,
    name=lambda target: target.label,
    subtitle=lambda target: f"{target.unit.place.short_name} · {target.year}",
)


@deed(
    "targets:new",
    verb="target.write",
    form=placed(NewTargetForm, comparator=Comparator.GE),
    title=gettext_lazy("Set a target"),
    label=gettext_lazy("Set the target"),
    note=gettext_lazy(
        "A target is valid only with the number and the day of a resolution; without them it stays a draft."
    ),
    crumbs=CRUMBS,
    done=gettext_lazy("The target was set."),
)
def new(data: Data, who: Who) -> Target:
    return actions.set_target(**data, **who)


@deed(
    "targets:result",
    verb="target.write",
    row=ROWS,
    form=ResultForm,
    initial=lambda request, target: {"as_of_on": request.today, "note": target.result_note},
    title=gettext_lazy("Enter the result"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The result was entered."),
)
def result(target: Target, data: Data, who: Who) -> Target:
    return actions.enter_result(target, **data, **who)


@deed(
    "targets:drop",
    verb="target.write",
    row=ROWS,
    form=DropForm,
    title=gettext_lazy("Drop the target"),
    label=gettext_lazy("Drop"),
    note=gettext_lazy("A target that was dropped no longer counts among the targets of the year. It stays on record."),
    done=gettext_lazy("The target was dropped."),
    is_danger=True,
)
def drop(target: Target, data: Data, who: Who) -> Target:
    return actions.drop(target, **data, **who)


# --- Given down ------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("target.write")
def give(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Choose how a target is divided, before the numbers are looked over."""
    target = ROWS.find(request, "target.write", pk=pk)
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
        crumbs=ROWS.above(target),
        method="get",
    )


def _shares_form(request: Request, target: Target) -> SharesForm:
    """The number of each unit: worked out for the way that was chosen, or as given before; changed by hand at will."""
    units = queries.receivers(target.unit)
    places = 0 if target.value == target.value.to_integral_value() and not target.is_share else 2
    form = SharesForm(*posted(request), units=units, places=places)
    form.initial = _proposed(form, target, request.GET.get("way", ""), places)
    return form


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


def _given_note(target: Target) -> str:
    note = _("To be carried together: %(bound)s. Leave a unit empty that carries none.")
    return note % {"bound": bound_text(target)}


def _given_to(given: list[Target]) -> str:
    n = len(given)
    return ngettext("The target was given to %(n)s unit.", "The target was given to %(n)s units.", n) % {"n": n}


@deed(
    "targets:give_shares",
    verb="target.write",
    row=ROWS,
    form=_shares_form,
    title=gettext_lazy("Give the target down"),
    label=gettext_lazy("Give down"),
    note=_given_note,
    done=_given_to,
)
def give_shares(target: Target, data: Data, who: Who) -> list[Target]:
    return actions.give_down(target, **data, **who)


# --- All targets of a unit and year ----------------------------------------------------------------------------------


def _list_of(targets: list[Target]) -> str:
    return link(reverse("targets:list"), unit=targets[0].unit.code, year=targets[0].year)


def _made_valid(targets: list[Target]) -> str:
    n = len(targets)
    return ngettext("%(n)s target is valid now.", "%(n)s targets are valid now.", n) % {"n": n}


@deed(
    "targets:adopt",
    verb="target.write",
    form=placed(ResolutionForm),
    title=gettext_lazy("Make drafts valid"),
    label=gettext_lazy("Make valid"),
    note=gettext_lazy("All draft targets of the unit and year become valid by this resolution."),
    crumbs=CRUMBS,
    done=_made_valid,
    to=_list_of,
)
def adopt(data: Data, who: Who) -> list[Target]:
    return actions.adopt(**data, **who)


def _drafts_made(drafts: list[Target]) -> str:
    n = len(drafts)
    return ngettext("%(n)s draft was made.", "%(n)s drafts were made.", n) % {"n": n}


@deed(
    "targets:next",
    verb="target.write",
    form=placed(PlacedForm),
    title=gettext_lazy("Carry over to next year"),
    label=gettext_lazy("Carry over"),
    note=gettext_lazy("The targets of this year are copied into the next one as drafts, to be changed there."),
    crumbs=CRUMBS,
    done=_drafts_made,
    to=_list_of,
)
def carry_over(data: Data, who: Who) -> list[Target]:
    return actions.draft_next_year(**data, **who)
