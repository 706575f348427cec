"""Pages of what others decided and the office records: levels of mass organisations, titles of agencies."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.figures.declare import PRESENTATIONS
from tongket.org import access
from tongket.pages.buttons import main_button
from tongket.pages.columns import Column
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_year, this_year
from tongket.pages.forms import unit_form
from tongket.pages.listing import Listing
from tongket.pages.request import Request
from tongket.rating import actions, rules
from tongket.rating.forms.recorded import MASS_KINDS, MassForm, TitleForm
from tongket.rating.models import AgencyTitle, MassOrganisationLevel
from tongket.rating.rules import Level

YEAR: Column[Any] = Column("year", gettext_lazy("Year"), lambda row: str(row.year), order=("year",), phone="none")
MASS: Listing[MassOrganisationLevel] = Listing(
    title=gettext_lazy("Levels of mass organisations"),
    verb="recorded.read",
    columns=[*PRESENTATIONS[MassOrganisationLevel].columns, YEAR],
    filters=[
        by_year("year", default=this_year),
        by_choice("body__kind", gettext_lazy("Type"), MASS_KINDS),
        by_choice("level", gettext_lazy("Level"), Level.choices),
        by_unit(),
    ],
    order=("-year", "unit__place__pos", "body__kind"),
    url_of=lambda row: row.body.get_absolute_url(),
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
    url_of=lambda row: row.body.get_absolute_url(),
    empty_text=gettext_lazy("No title of an agency has been recorded yet."),
)


@require_GET
@access.policy("recorded.read")
def mass(request: Request) -> HttpResponse:
    rows = access.scope(MassOrganisationLevel.objects.all(), request.person, "recorded.read", on=request.today)
    return MASS.respond(
        request,
        rows.select_related("unit__place", "body"),
        buttons=main_button(request, "recorded.write", _("Record"), "rating:mass_new"),
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
    )


@require_GET
@access.policy("recorded.read")
def titles(request: Request) -> HttpResponse:
    rows = access.scope(AgencyTitle.objects.all(), request.person, "recorded.read", on=request.today)
    return TITLES.respond(
        request,
        rows.select_related("unit__place", "body"),
        buttons=main_button(request, "recorded.write", _("Record"), "rating:title_new"),
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
    )


def _this_review(request: Request) -> Data:
    return {"year": rules.review_year(request.today)}


@deed(
    "rating:mass_new",
    verb="recorded.write",
    form=unit_form(MassForm, "recorded.write", _this_review, also_ended=True),
    title=gettext_lazy("Record the level of a mass organisation"),
    label=gettext_lazy("Record"),
    crumbs=[(gettext_lazy("Levels of mass organisations"), "rating:mass")],
    done=gettext_lazy("The level was recorded."),
    to=lambda _rows: reverse("rating:mass"),
)
def mass_new(data: Data, who: Who) -> None:
    actions.record_mass([actions.NewMassLevel(**data)], **who)


@deed(
    "rating:title_new",
    verb="recorded.write",
    form=unit_form(TitleForm, "recorded.write", _this_review, also_ended=True),
    title=gettext_lazy("Record the title of an agency"),
    label=gettext_lazy("Record"),
    crumbs=[(gettext_lazy("Titles of agencies"), "rating:titles")],
    done=gettext_lazy("The title was recorded."),
    to=lambda _rows: reverse("rating:titles"),
)
def title_new(data: Data, who: Who) -> None:
    actions.record_titles([actions.NewTitle(**data)], **who)
