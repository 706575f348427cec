"""Pages of what others decided and the office records: levels of mass organisations, titles of agencies."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tongket.figures.declare import PRESENTATIONS
from tongket.org import access
from tongket.pages.buttons import main_button
from tongket.pages.columns import Column
from tongket.pages.filters import by_choice, by_unit, by_year, this_year
from tongket.pages.forms import UnitField, form_page, run_if_posted
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.request import Request
from tongket.rating import actions, rules
from tongket.rating.forms import MassForm, TitleForm
from tongket.rating.models import AgencyTitle, MassOrganisationLevel
from tongket.rating.rules import Level

YEAR: Column[Any] = Column("year", gettext_lazy("Year"), lambda row: str(row.year), order=("year",), phone="none")
MASS: Listing[MassOrganisationLevel] = Listing(
    title=gettext_lazy("Levels of mass organisations"),
    verb="recorded.read",
    columns=[*PRESENTATIONS[MassOrganisationLevel].columns, YEAR],
    filters=[
        by_year("year", default=this_year),
        by_choice("kind", gettext_lazy("Type"), MassOrganisationLevel.Kind.choices),
        by_choice("level", gettext_lazy("Level"), Level.choices),
        by_unit(),
    ],
    order=("-year", "unit__place__pos", "kind"),
    note=gettext_lazy("Each mass organisation is rated by its own superior; the office records what it decided."),
    empty_text=gettext_lazy("No level of a mass organisation has been recorded yet."),
)
TITLES: Listing[AgencyTitle] = Listing(
    title=gettext_lazy("Titles of agencies"),
    verb="recorded.read",
    columns=[*PRESENTATIONS[AgencyTitle].columns, YEAR],
    filters=[
        by_year("year", default=this_year),
        by_choice("kind", gettext_lazy("Type"), AgencyTitle.Kind.choices),
        by_unit(),
    ],
    order=("-year", "unit__place__pos", "kind"),
    empty_text=gettext_lazy("No title of an agency has been recorded yet."),
)


@require_GET
@access.policy("recorded.read")
def mass(request: Request) -> HttpResponse:
    rows = access.scope(MassOrganisationLevel.objects.all(), request.person, "recorded.read", on=request.today)
    return MASS.respond(
        request,
        rows.select_related("unit__place"),
        buttons=main_button(request, "recorded.write", _("Record"), "rating:mass_new"),
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
    )


@require_GET
@access.policy("recorded.read")
def titles(request: Request) -> HttpResponse:
    rows = access.scope(AgencyTitle.objects.all(), request.person, "recorded.read", on=request.today)
    return TITLES.respond(
        request,
        rows.select_related("unit__place"),
        buttons=main_button(request, "recorded.write", _("Record"), "rating:title_new"),
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
    )


@require_http_methods(["GET", "POST"])
@access.policy("recorded.write")
@saves
def mass_new(request: Request) -> HttpResponse:
    form = MassForm(request.POST or None, initial=_initial(request))
    form.put_first(unit=UnitField(request.person, "recorded.write", on=request.today))
    made = run_if_posted(
        request,
        form,
        lambda: actions.record_mass([actions.NewMassLevel(**form.cleaned_data)], by=request.person, on=request.today),
    )
    if made is not None:
        messages.success(request, _("The level was recorded."))
        return redirect("rating:mass")
    return form_page(
        request,
        form,
        title=_("Record the level of a mass organisation"),
        submit_label=_("Record"),
        cancel_url=reverse("rating:mass"),
        crumbs=[(_("Levels of mass organisations"), reverse("rating:mass"))],
    )


@require_http_methods(["GET", "POST"])
@access.policy("recorded.write")
@saves
def title_new(request: Request) -> HttpResponse:
    form = TitleForm(request.POST or None, initial=_initial(request))
    form.put_first(unit=UnitField(request.person, "recorded.write", on=request.today))
    made = run_if_posted(
        request,
        form,
        lambda: actions.record_titles([actions.NewTitle(**form.cleaned_data)], by=request.person, on=request.today),
    )
    if made is not None:
        messages.success(request, _("The title was recorded."))
        return redirect("rating:titles")
    return form_page(
        request,
        form,
        title=_("Record the title of an agency"),
        submit_label=_("Record"),
        cancel_url=reverse("rating:titles"),
        crumbs=[(_("Titles of agencies"), reverse("rating:titles"))],
    )


def _initial(request: Request) -> dict[str, Any]:
    return {"unit": request.GET.get("unit"), "year": rules.review_year(request.today)}
