"""Subjects of commendation and emulation movements: entering them and putting them right."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.commendation import actions
from tongket.commendation.forms import ModelsForm, MovementForm, TopicCorrectionForm, TopicForm
from tongket.commendation.models import Movement, ThematicTopic
from tongket.commendation.views.awards import CRUMBS
from tongket.figures.declare import PRESENTATIONS
from tongket.org import access
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_unit, by_year
from tongket.pages.forms import unit_form
from tongket.pages.listing import Listing
from tongket.pages.request import Request

TOPIC_CRUMBS = [*CRUMBS, (gettext_lazy("Subjects of commendation"), "commendation:topics")]
MOVEMENT_CRUMBS = [*CRUMBS, (gettext_lazy("Emulation movements"), "commendation:movements")]
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
MOVEMENT_ROWS: Rows[Movement] = Rows(
    query=lambda: Movement.objects.select_related("unit__place"),
    crumbs=MOVEMENT_CRUMBS,
    name=lambda movement: movement.name,
    subtitle=lambda movement: f"{movement.unit.place.name}, {movement.year}",
    url=None,
)
TOPIC_ROWS: Rows[ThematicTopic] = Rows(
    query=lambda: ThematicTopic.objects.select_related("unit__place"),
    crumbs=TOPIC_CRUMBS,
    name=lambda topic: topic.name,
    subtitle=lambda topic: f"{topic.unit.place.name}, {topic.year}",
    url=None,
)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Commendation"), reverse("commendation:list"))]


def to_withdraw(name: str) -> Column[Any]:
    """A column that leads to where a row is withdrawn."""
    return Column("withdraw", "", lambda row: Cell(_("Withdraw"), reverse(name, args=[row.pk])))


@require_GET
@access.policy("movement.read")
def topics(request: Request) -> HttpResponse:
    rows = access.scope(ThematicTopic.objects.all(), request.person, "movement.read", on=request.today)
    may_write = access.holds(request.person, "movement.write", on=request.today)
    columns = [*TOPICS.columns, *([to_withdraw("commendation:topic_withdraw")] if may_write else [])]
    return TOPICS.respond(
        request,
        rows.select_related("unit__place"),
        buttons=main_button(request, "movement.write", _("Open a subject"), "commendation:topic_new"),
        columns=columns,
        url_of=(lambda row: reverse("commendation:topic", args=[row.pk])) if may_write else (lambda row: None),
        crumbs=_crumbs(),
    )


@require_GET
@access.policy("movement.read")
def movements(request: Request) -> HttpResponse:
    rows = access.scope(Movement.objects.all(), request.person, "movement.read", on=request.today)
    may_write = access.holds(request.person, "movement.write", on=request.today)
    columns = [*MOVEMENTS.columns, *([to_withdraw("commendation:movement_withdraw")] if may_write else [])]
    return MOVEMENTS.respond(
        request,
        rows.select_related("unit__place"),
        buttons=[
            Button(_("Models"), reverse("commendation:models")),
            Button(_("Themes"), reverse("commendation:themes")),
            *main_button(request, "movement.write", _("Record a movement"), "commendation:movement_new"),
        ],
        columns=columns,
        url_of=(lambda row: reverse("commendation:movement", args=[row.pk])) if may_write else (lambda row: None),
        crumbs=_crumbs(),
    )


@deed(
    "commendation:topic_new",
    verb="movement.write",
    form=unit_form(TopicForm, "movement.write", lambda request: {"year": request.today.year}),
    title=gettext_lazy("Open a subject of commendation"),
    label=gettext_lazy("Open the subject"),
    crumbs=TOPIC_CRUMBS,
    done=gettext_lazy("The subject was opened."),
    to=lambda _topic: reverse("commendation:topics"),
)
def topic_new(data: Data, who: Who) -> ThematicTopic:
    return actions.open_topic(**data, **who)


@correction(
    "commendation:topic",
    verb="movement.write",
    row=TOPIC_ROWS,
    form=TopicCorrectionForm,
    fields=["name", "order"],
    is_counted=True,
    title=gettext_lazy("Correct the subject"),
    to=lambda _topic: reverse("commendation:topics"),
)
def topic(row: ThematicTopic, data: Data, who: Who) -> ThematicTopic:
    return actions.correct_topic(row, **data, **who)


@withdrawal(
    "commendation:topic_withdraw",
    verb="movement.write",
    row=TOPIC_ROWS,
    title=gettext_lazy("Withdraw the subject"),
    to=lambda _topic: reverse("commendation:topics"),
)
def topic_withdraw(row: ThematicTopic, data: Data, who: Who) -> None:
    actions.withdraw(row, **data, **who)


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


@correction(
    "commendation:movement",
    verb="movement.write",
    row=MOVEMENT_ROWS,
    form=ModelsForm,
    fields=["name", "models_registered", "models_recognised"],
    is_counted=True,
    title=gettext_lazy("Change the movement"),
    to=lambda _movement: reverse("commendation:movements"),
)
def movement(row: Movement, data: Data, who: Who) -> Movement:
    return actions.correct_movement(row, **data, **who)


@withdrawal(
    "commendation:movement_withdraw",
    verb="movement.write",
    row=MOVEMENT_ROWS,
    title=gettext_lazy("Withdraw the movement"),
    to=lambda _movement: reverse("commendation:movements"),
)
def movement_withdraw(row: Movement, data: Data, who: Who) -> None:
    actions.withdraw(row, **data, **who)
