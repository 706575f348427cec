"""Classes: the list, one class, recording, correcting, taking out."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.org import access
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import choice, day, number, text, unit
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_year
from tongket.pages.forms import correction_form, unit_form
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.training import actions
from tongket.training.forms import ClassForm
from tongket.training.models import Kind, TrainingClass

CLASSES: Listing[TrainingClass] = Listing(
    title=gettext_lazy("Training"),
    verb="training.read",
    columns=[
        text("title", gettext_lazy("Class"), phone="title"),
        unit(),
        choice("kind", gettext_lazy("Kind of class")),
        day("opened_on", gettext_lazy("Opened on")),
        day("closed_on", gettext_lazy("Closed on")),
        number("learners", gettext_lazy("Learners"), phone="figure"),
    ],
    filters=[
        by_choice("kind", gettext_lazy("Kind of class"), Kind.choices),
        by_year("opened_on"),
        by_unit(),
    ],
    order=("-opened_on", "unit__place__pos"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy(
        "No class has been recorded yet. The organisation board records a class once it has begun."
    ),
)


@require_GET
@access.policy("training.read")
def class_list(request: Request) -> HttpResponse:
    rows = access.scope(TrainingClass.objects.all(), request.person, "training.read", on=request.today)
    return CLASSES.respond(
        request,
        rows.select_related("unit__place"),
        buttons=main_button(request, "training.write", _("Record a class"), "training:new"),
    )


@require_GET
@access.policy("training.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = ROWS.find(request, "training.read", pk=pk)
    return Record(
        title=row.title,
        subtitle=row.unit.place.name,
        crumbs=ROWS.above(row),
        about=About(row, "training.read"),
        chips=[(str(row.get_kind_display()), "mut")],
        buttons=_buttons(request, row),
        sections=[
            Section(
                _("In brief"),
                facts=[
                    Fact(_("Unit"), row.unit.place.name, row.unit.get_absolute_url()),
                    Fact(_("Opened on"), dates.dmy(row.opened_on)),
                    Fact(_("Closed on"), dates.dmy_or_empty(row.closed_on)),
                    Fact(_("Organiser"), row.organiser),
                    Fact(_("Learners"), numbers.number(row.learners)),
                ],
            )
        ],
    ).respond(request)


def _buttons(request: Request, row: TrainingClass) -> list[Button]:
    if not access.may(request.person, "training.write", row, on=request.today):
        return []
    return [remove.button(row), correct.button(row, _("Correct"), is_primary=True)]


# --- Deeds -----------------------------------------------------------------------------------------------------------

CRUMBS = [(gettext_lazy("Training"), "training:list")]
ROWS = Rows(
    query=lambda: TrainingClass.objects.select_related("unit__place"), crumbs=CRUMBS, name=lambda row: row.title
)


@deed(
    "training:new",
    verb="training.write",
    form=unit_form(ClassForm, "training.write", lambda request: {"opened_on": request.today}),
    title=gettext_lazy("Record a class"),
    label=gettext_lazy("Record"),
    crumbs=CRUMBS,
    done=gettext_lazy("The class was recorded."),
)
def new(data: Data, who: Who) -> TrainingClass:
    return actions.open_class(**data, **who)


@deed(
    "training:correct",
    verb="training.write",
    row=ROWS,
    form=correction_form(ClassForm, actions.FIELDS),
    title=gettext_lazy("Correct the class"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The class was corrected."),
)
def correct(row: TrainingClass, data: Data, who: Who) -> TrainingClass:
    return actions.correct(row, **data, **who)


@deed(
    "training:remove",
    verb="training.write",
    row=ROWS,
    title=gettext_lazy("Take out"),
    confirm=gettext_lazy("The class disappears from the list and from the figures. Take it out?"),
    done=gettext_lazy("The class was taken out."),
    is_danger=True,
    to=lambda _result: reverse("training:list"),
)
def remove(row: TrainingClass, _data: Data, who: Who) -> None:
    actions.remove(row, **who)
