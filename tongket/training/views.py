"""Classes: the list, one class, recording, correcting, taking out."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.core import dates, numbers
from tongket.org import access
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import choice, day, number, text, unit
from tongket.pages.filters import by_choice, by_unit, by_year
from tongket.pages.forms import UnitField, form_page, run_if_posted, seen_field
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request
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
    row = _find(request, pk, "training.read")
    return Record(
        title=row.title,
        subtitle=row.unit.place.name,
        crumbs=[(_("Training"), reverse("training:list"))],
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
    return [
        Button(
            _("Take out"),
            reverse("training:remove", args=[row.pk]),
            method="post",
            is_danger=True,
            confirm=_("The class disappears from the list and from the figures. Take it out?"),
        ),
        Button(_("Correct"), reverse("training:correct", args=[row.pk]), is_primary=True),
    ]


@require_http_methods(["GET", "POST"])
@access.policy("training.write")
@saves
def new(request: Request) -> HttpResponse:
    form = ClassForm(request.POST or None, initial={"unit": request.GET.get("unit"), "opened_on": request.today})
    form.put_first(unit=UnitField(request.person, "training.write", on=request.today))
    row = run_if_posted(
        request, form, lambda: actions.open_class(**form.cleaned_data, by=request.person, on=request.today)
    )
    if row is not None:
        messages.success(request, _("The class was recorded."))
        return redirect(row)
    return form_page(
        request,
        form,
        title=_("Record a class"),
        submit_label=_("Record"),
        cancel_url=reverse("training:list"),
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
@access.policy("training.write")
@saves
def correct(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk, "training.write")
    initial = {name: getattr(row, name) for name in actions.FIELDS} | {"seen": row.version}
    form = ClassForm(request.POST or None, initial=initial)
    form.fields["seen"] = seen_field()
    done = run_if_posted(
        request, form, lambda: actions.correct(row, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The class was corrected."))
        return redirect(row)
    return form_page(
        request,
        form,
        title=_("Correct the class"),
        subtitle=row.title,
        submit_label=_("Save"),
        cancel_url=row.get_absolute_url(),
        crumbs=[*_crumbs(), (row.title, row.get_absolute_url())],
    )


@require_POST
@access.policy("training.write")
@saves
def remove(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk, "training.write")
    actions.remove(row, by=request.person, on=request.today)
    messages.success(request, _("The class was taken out."))
    return redirect("training:list")


def _find(request: Request, pk: uuid.UUID, verb: str) -> TrainingClass:
    return access.find(TrainingClass.objects.select_related("unit__place"), request.person, verb, pk, on=request.today)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Training"), reverse("training:list"))]
