"""Pages of what others decided and the office records: levels of mass organisations, titles of agencies."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tongket.directives.forms import UnitField, tried
from tongket.figures.declare import PRESENTATIONS
from tongket.org import access
from tongket.org.forms import form_page
from tongket.org.listing import Action, Column, Listing, by_choice, by_unit, by_year
from tongket.org.request import Request
from tongket.org.saving import saves
from tongket.rating import actions, rules
from tongket.rating.forms import MassForm, TitleForm
from tongket.rating.models import AgencyTitle, MassOrganisationLevel
from tongket.rating.rules import Level

YEAR: Column[Any] = Column("year", gettext_lazy("Year"), lambda row: str(row.year), order=("year",))
MASS: Listing[MassOrganisationLevel] = Listing(
    title=gettext_lazy("Levels of mass organisations"),
    verb="recorded.read",
    columns=[*PRESENTATIONS[MassOrganisationLevel].columns, YEAR],
    filters=[
        by_year("year"),
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
    filters=[by_year("year"), by_choice("kind", gettext_lazy("Type"), AgencyTitle.Kind.choices), by_unit()],
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
        actions=_new(request, "rating:mass_new"),
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
    )


@require_GET
@access.policy("recorded.read")
def titles(request: Request) -> HttpResponse:
    rows = access.scope(AgencyTitle.objects.all(), request.person, "recorded.read", on=request.today)
    return TITLES.respond(
        request,
        rows.select_related("unit__place"),
        actions=_new(request, "rating:title_new"),
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
    )


def _new(request: Request, url_name: str) -> list[Action]:
    if not access.holds(request.person, "recorded.write", on=request.today):
        return []
    return [Action(_("Record"), reverse(url_name), is_primary=True)]


@require_http_methods(["GET", "POST"])
@access.policy("recorded.write")
@saves
def mass_new(request: Request) -> HttpResponse:
    form = MassForm(request.POST or None, initial=_initial(request))
    form.fields = {"unit": UnitField(request.person, "recorded.write", on=request.today), **form.fields}
    if request.method == "POST" and form.is_valid():
        new = actions.NewMassLevel(**form.cleaned_data)
        if tried(form, lambda: actions.record_mass([new], by=request.person, on=request.today)) is not None:
            messages.success(request, _("The level was recorded."))
            return redirect("rating:mass")
    return form_page(
        request,
        form,
        title=_("Record the level of a mass organisation"),
        submit_label=_("Record"),
        cancel_url=reverse("rating:mass"),
        crumbs=[{"label": _("Levels of mass organisations"), "url": reverse("rating:mass")}],
    )


@require_http_methods(["GET", "POST"])
@access.policy("recorded.write")
@saves
def title_new(request: Request) -> HttpResponse:
    form = TitleForm(request.POST or None, initial=_initial(request))
    form.fields = {"unit": UnitField(request.person, "recorded.write", on=request.today), **form.fields}
    if request.method == "POST" and form.is_valid():
        new = actions.NewTitle(**form.cleaned_data)
        if tried(form, lambda: actions.record_titles([new], by=request.person, on=request.today)) is not None:
            messages.success(request, _("The title was recorded."))
            return redirect("rating:titles")
    return form_page(
        request,
        form,
        title=_("Record the title of an agency"),
        submit_label=_("Record"),
        cancel_url=reverse("rating:titles"),
        crumbs=[{"label": _("Titles of agencies"), "url": reverse("rating:titles")}],
    )


def _initial(request: Request) -> dict[str, Any]:
    return {"unit": request.GET.get("unit"), "year": rules.review_year(request.today)}
