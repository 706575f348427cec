"""Subjects of commendation, emulation movements with their models, and themes."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.commendation import actions
from tongket.commendation.forms import ModelsForm, MovementForm, TopicForm
from tongket.commendation.models import Movement, ThematicTopic
from tongket.commendation.views.awards import CRUMBS
from tongket.figures.declare import PRESENTATIONS
from tongket.org import access
from tongket.pages.buttons import main_button
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_unit, by_year
from tongket.pages.forms import correction_form, unit_form
from tongket.pages.listing import Listing
from tongket.pages.request import Request

MOVEMENTS: Listing[Movement] = Listing(
    title=gettext_lazy("Emulation movements"),
    verb="movement.read",
    columns=PRESENTATIONS[Movement].columns,
    filters=[by_year("year"), by_unit(starts_here=False)],
    order=("-year", "unit__place__pos", "name"),
    empty_text=gettext_lazy("No movement has been recorded yet."),
)
TOPICS: Listing[ThematicTopic] = Listing(
    title=gettext_lazy("Subjects of commendation"),
    verb="movement.read",
    columns=PRESENTATIONS[ThematicTopic].columns,
    filters=[by_year("year"), by_unit(starts_here=False)],
    order=("-year", "unit__place__pos", "order", "name"),
    empty_text=gettext_lazy("No subject has been opened yet."),
)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Commendation"), reverse("commendation:list"))]


@require_GET
@access.policy("movement.read")
def topics(request: Request) -> HttpResponse:
    rows = access.scope(ThematicTopic.objects.all(), request.person, "movement.read", on=request.today)
    return TOPICS.respond(
        request,
        rows.select_related("unit__place"),
        buttons=main_button(request, "movement.write", _("Open a subject"), "commendation:topic_new"),
        crumbs=_crumbs(),
    )


@require_GET
@access.policy("movement.read")
def movements(request: Request) -> HttpResponse:
    rows = access.scope(Movement.objects.all(), request.person, "movement.read", on=request.today)
    may_write = access.holds(request.person, "movement.write", on=request.today)
    return MOVEMENTS.respond(
        request,
        rows.select_related("unit__place"),
        buttons=main_button(request, "movement.write", _("Record a movement"), "commendation:movement_new"),
        url_of=(lambda row: reverse("commendation:movement", args=[row.pk])) if may_write else (lambda row: None),
        crumbs=_crumbs(),
    )


@deed(
    "commendation:topic_new",
    verb="movement.write",
    form=unit_form(TopicForm, "movement.write", lambda request: {"year": request.today.year}),
    title=gettext_lazy("Open a subject of commendation"),
    label=gettext_lazy("Open the subject"),
    crumbs=[*CRUMBS, (gettext_lazy("Subjects of commendation"), "commendation:topics")],
    done=gettext_lazy("The subject was opened."),
    to=lambda _topic: reverse("commendation:topics"),
)
def topic_new(data: Data, who: Who) -> ThematicTopic:
    return actions.open_topic(**data, **who)


MOVEMENT_CRUMBS = [*CRUMBS, (gettext_lazy("Emulation movements"), "commendation:movements")]
MOVEMENT_ROWS: Rows[Movement] = Rows(
    query=lambda: Movement.objects.select_related("unit__place"),
    crumbs=MOVEMENT_CRUMBS,
    name=lambda movement: movement.unit.place.name,
    subtitle=lambda movement: str(movement.year),
    url=None,
)


@deed(
    "commendation:movement_new",
    verb="movement.write",
    form=unit_form(
        MovementForm, "movement.write", lambda request: {"year": request.today.year, "models_recognised": 0}
    ),
    title=gettext_lazy("Record an emulation movement"),
    label=gettext_lazy("Record"),
    crumbs=MOVEMENT_CRUMBS,
    done=gettext_lazy("The movement was recorded."),
    to=lambda _movement: reverse("commendation:movements"),
)
def movement_new(data: Data, who: Who) -> Movement:
    return actions.record_movement(**data, **who)


@deed(
    "commendation:movement",
    verb="movement.write",
    row=MOVEMENT_ROWS,
    form=correction_form(ModelsForm, ["models_registered", "models_recognised"]),
    title=lambda movement: movement.name,
    label=gettext_lazy("Save"),
    done=gettext_lazy("The movement was changed."),
    to=lambda _movement: reverse("commendation:movements"),
)
def movement(row: Movement, data: Data, who: Who) -> Movement:
    return actions.count_models(row, **data, **who)
