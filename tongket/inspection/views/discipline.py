"""Decisions of discipline behind the fence (D4): the list, one decision, one's own. Nothing of it can be exported."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.inspection import actions, queries
from tongket.inspection.forms.discipline import DisciplineForm
from tongket.inspection.models import DisciplineDecision
from tongket.inspection.rules import Form
from tongket.inspection.views.programme import CRUMBS, log_read
from tongket.org import access
from tongket.pages.buttons import main_button
from tongket.pages.columns import Cell, Column, choice, day, text, unit, unit_name
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_year
from tongket.pages.forms import posted
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request
from tongket.pages.who_sees import About

DISCIPLINE: Listing[DisciplineDecision] = Listing(
    title=gettext_lazy("Discipline decisions"),
    verb="discipline.read",
    columns=[
        text("party_name", gettext_lazy("Whom it is about"), key="party", order=(), phone="title"),
        unit(),
        Column(
            "form",
            gettext_lazy("Form of discipline"),
            lambda row: Cell(row.get_form_display(), state="bad"),
            phone="state",
        ),
        choice("decided_by", gettext_lazy("Decided by")),
        text("number", gettext_lazy("Decision"), order=()),
        day("effective_on", gettext_lazy("In force from"), phone="figure"),
    ],
    filters=[
        by_year("effective_on"),
        by_choice("form", gettext_lazy("Form of discipline"), Form.choices),
        by_unit(),
    ],
    order=("-effective_on",),
    url_of=lambda row: row.get_absolute_url(),
    note=gettext_lazy("Restricted: each time this list is opened is logged."),
    empty_text=gettext_lazy("No decision has been recorded."),
    can_export=False,
)
DECISIONS = Rows(
    query=queries.decisions,
    crumbs=[*CRUMBS, (gettext_lazy("Discipline decisions"), "inspection:discipline")],
    name=lambda decision: decision.party_name,
)


@require_GET
@access.policy("discipline.read")
def discipline(request: Request) -> HttpResponse:
    rows = access.scope(queries.decisions(), request.person, "discipline.read", on=request.today)
    log_read(request, "discipline.read")
    new = main_button(request, "discipline.write", _("Record a decision"), "inspection:decide")
    return DISCIPLINE.respond(
        request, rows, crumbs=[(str(label), reverse(name)) for label, name in CRUMBS], buttons=new
    )


@require_GET
@access.policy("discipline.read")
def decision_record(request: Request, pk: uuid.UUID) -> HttpResponse:
    decision = DECISIONS.find(request, "discipline.read", pk=pk)
    log_read(request, "discipline.read", decision)
    return _decision_record(decision).respond(request)


@require_GET
@access.policy("discipline.own")
def own(request: Request) -> HttpResponse:
    """Decisions on oneself: not for the inspectors alone, but behind the fence all the same (S-04)."""
    rows = access.scope(queries.decisions(), request.person, "discipline.own", on=request.today)
    log_read(request, "discipline.own")
    return DISCIPLINE.respond(
        request, rows, title=_("Decisions on myself"), verb="discipline.own", filters=[], url_of=lambda row: None
    )


def _decision_record(decision: DisciplineDecision) -> Record:
    return Record(
        title=decision.party_name,
        subtitle=unit_name(decision),
        crumbs=DECISIONS.above(decision),
        about=About(decision, "discipline.read", also=("discipline.own",)),
        chips=[(decision.get_form_display(), "bad")],
        sections=[
            Section(
                _("In brief"),
                facts=[
                    Fact(_("Form of discipline"), decision.get_form_display()),
                    Fact(_("Decided by"), decision.get_decided_by_display()),
                    Fact(_("Decision"), decision.number),
                    Fact(_("Decided on"), dates.dmy(decision.decided_on)),
                    Fact(_("In force from"), dates.dmy(decision.effective_on)),
                ],
            )
        ],
    )


def _decide_form(request: Request, _row: None) -> DisciplineForm:
    return DisciplineForm(*posted(request), person=request.person, on=request.today)


@deed(
    "inspection:decide",
    verb="discipline.write",
    form=_decide_form,
    title=gettext_lazy("Record a discipline decision"),
    label=gettext_lazy("Record"),
    crumbs=[*CRUMBS, (gettext_lazy("Discipline decisions"), "inspection:discipline")],
    done=gettext_lazy("The decision was recorded."),
    to=lambda _decision: reverse("inspection:discipline"),
)
def decide(data: Data, who: Who) -> DisciplineDecision:
    return actions.decide_discipline(**data, **who)
