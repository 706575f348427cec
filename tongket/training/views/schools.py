"""Schools that a unit trains with: the list, one of them with its classes."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.org import access
from tongket.pages import history
from tongket.pages.buttons import main_button
from tongket.pages.columns import Cell, text, unit, unit_name
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.filters import by_unit, by_words
from tongket.pages.forms import unit_form
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.training import actions
from tongket.training.forms import SchoolForm
from tongket.training.models import School
from tongket.training.views.rows import CRUMBS, SCHOOL_CRUMBS, SCHOOLS

LIST: Listing[School] = Listing(
    title=gettext_lazy("Schools"),
    verb="training.read",
    columns=[
        text("name", gettext_lazy("Name of the school"), order=("name_fold",), phone="title"),
        text("address", gettext_lazy("Address"), phone="sub"),
        unit(gettext_lazy("Kept by")),
    ],
    filters=[by_words("name_fold", gettext_lazy("Name of the school")), by_unit()],
    order=("name_fold",),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No school has been named yet."),
)


@require_GET
@access.policy("training.read")
def school_list(request: Request) -> HttpResponse:
    rows = access.scope(School.objects.all(), request.person, "training.read", on=request.today)
    return LIST.respond(
        request,
        rows,
        crumbs=[(label, reverse(name)) for label, name in CRUMBS],
        buttons=main_button(request, "training.write", _("Name a school"), "training:new_school"),
    )


@require_GET
@access.policy("training.read")
def school(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = SCHOOLS.find(request, "training.read", pk=pk)
    may_write = access.may(request.person, "training.write", row, on=request.today)
    classes = access.scope(row.classes.all(), request.person, "training.read", on=request.today)
    lines: list[list[Cell | str]] = [
        [
            Cell(each.title, each.get_absolute_url()),
            str(each.get_kind_display()),
            unit_name(each),
            dates.dmy(each.opened_on),
            numbers.number(each.learners),
        ]
        for each in classes.select_related("unit__place__parent__place").order_by("-opened_on", "pk")
    ]
    heads = [
        (_("Class"), "start"), (_("Kind of class"), "start"), (_("Unit"), "start"), (_("Opened on"), "start"),
        (_("Learners"), "end"),
    ]  # fmt: skip
    return Record(
        title=row.name,
        subtitle=unit_name(row),
        crumbs=SCHOOLS.above(row),
        about=About(row, "training.read"),
        buttons=[withdraw_school.button(row, _("Withdraw")), correct_school.button(row, _("Correct"))]
        if may_write
        else [],
        sections=[
            Section(_("In brief"), facts=[Fact(_("Address"), row.address), Fact(_("Note"), row.note)]),
            Section(_("Classes"), table=SmallTable(heads, lines, _("No class has been held here yet."))),
            *history.section(row, "training.read"),
        ],
    ).respond(request)


@deed(
    "training:new_school",
    verb="training.write",
    form=unit_form(SchoolForm, "training.write"),
    title=gettext_lazy("Name a school"),
    label=gettext_lazy("Save"),
    crumbs=SCHOOL_CRUMBS,
    done=gettext_lazy("The school was kept."),
)
def new_school(data: Data, who: Who) -> School:
    return actions.keep_school(**data, **who)


@correction(
    "training:correct_school",
    verb="training.write",
    row=SCHOOLS,
    form=SchoolForm,
    fields=("name", "address", "note"),
    title=gettext_lazy("Correct the school"),
)
def correct_school(row: School, data: Data, who: Who) -> School:
    return actions.correct_school(row, **data, **who)


@withdrawal(
    "training:withdraw_school",
    verb="training.write",
    row=SCHOOLS,
    title=gettext_lazy("Withdraw the school"),
    to=lambda _result: reverse("training:schools"),
)
def withdraw_school(row: School, data: Data, who: Who) -> None:
    actions.withdraw_school(row, **data, **who)
