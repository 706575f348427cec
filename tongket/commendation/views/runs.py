"""Decisions on a run of years: the list, entering one, putting it right."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.commendation import actions
from tongket.commendation.forms import RunDecisionForm, RunPaperForm
from tongket.commendation.models import RunDecision
from tongket.commendation.views.awards import CRUMBS
from tongket.core import dates
from tongket.org import access
from tongket.pages import history
from tongket.pages.buttons import main_button
from tongket.pages.columns import Column, choice, text, unit, unit_name
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_unit
from tongket.pages.forms import posted
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request
from tongket.pages.who_sees import About

RUN_CRUMBS = [*CRUMBS, (gettext_lazy("Decisions on runs of years"), "commendation:runs")]
ROWS: Rows[RunDecision] = Rows(
    query=lambda: RunDecision.objects.select_related(
        "unit__place__parent__place", "predecessor__place", "member__person"
    ),
    crumbs=RUN_CRUMBS,
    name=lambda decision: decision.number,
    url=lambda decision: reverse("commendation:run", args=[decision.pk]),
)


def _about(decision: RunDecision) -> str:
    """Which predecessor counts, or which year is excused and whose."""
    if decision.predecessor is not None:
        return decision.predecessor.place.name
    name = decision.member.person.full_name if decision.member is not None else ""
    return ", ".join(part for part in (name, str(decision.year)) if part)


LIST: Listing[RunDecision] = Listing(
    title=gettext_lazy("Decisions on runs of years"),
    verb="award.read",
    columns=[
        unit(),
        choice("kind", gettext_lazy("Decided"), phone="title"),
        Column("about", gettext_lazy("Predecessor or year"), _about, phone="sub"),
        text("number", gettext_lazy("Decision"), order=()),
        Column("decided_on", gettext_lazy("Decided on"), lambda row: dates.dmy(row.decided_on), order=("decided_on",)),
    ],
    filters=[by_unit(starts_here=False)],
    order=("-decided_on", "pk"),
    url_of=lambda row: reverse("commendation:run", args=[row.pk]),
    empty_text=gettext_lazy("No decision has been recorded: each run counts by the levels alone."),
)


@require_GET
@access.policy("award.read")
def runs(request: Request) -> HttpResponse:
    rows = access.scope(RunDecision.objects.all(), request.person, "award.read", on=request.today)
    return LIST.respond(
        request,
        rows.select_related("unit__place__parent__place", "predecessor__place", "member__person"),
        buttons=main_button(request, "award.write", _("Record a decision on a run"), "commendation:run_new"),
        crumbs=[(label, reverse(name)) for label, name in CRUMBS],
    )


@require_GET
@access.policy("award.read")
def run(request: Request, pk: uuid.UUID) -> HttpResponse:
    decision = ROWS.find(request, "award.read", pk=pk)
    facts = [
        Fact(_("Unit"), decision.unit.place.name, decision.unit.get_absolute_url()),
        Fact(_("Decided"), decision.get_kind_display()),
        Fact(_("Predecessor or year"), _about(decision)),
        Fact(_("Decision"), f"{decision.number}, {dates.dmy(decision.decided_on)}"),
        Fact(_("Issued by"), decision.issuer),
    ]
    buttons = []
    if access.may(request.person, "award.write", decision, on=request.today):
        buttons = [run_withdraw.button(decision, _("Withdraw")), run_correct.button(decision, _("Correct"))]
    return Record(
        title=decision.get_kind_display(),
        subtitle=unit_name(decision),
        crumbs=ROWS.above(decision),
        about=About(decision, "award.read"),
        buttons=buttons,
        sections=[Section(_("In brief"), facts=facts), *history.section(decision, "award.read")],
    ).respond(request)


def _form(request: Request, _row: None) -> RunDecisionForm:
    data, _files = posted(request)
    return RunDecisionForm(data, initial=request.GET.dict(), person=request.person, on=request.today)


@deed(
    "commendation:run_new",
    verb="award.write",
    form=_form,
    title=gettext_lazy("Record a decision on a run"),
    label=gettext_lazy("Record"),
    note=gettext_lazy(
        "The run of an organisation does not pass to its successor by itself, and a year without a level breaks a run, "
        "unless the competent body decides otherwise."
    ),
    crumbs=RUN_CRUMBS,
    done=gettext_lazy("The decision was recorded."),
    to=lambda decision: reverse("commendation:run", args=[decision.pk]),
)
def run_new(data: Data, who: Who) -> RunDecision:
    return actions.decide_on_run(**data, **who)


@correction(
    "commendation:run_correct",
    verb="award.write",
    row=ROWS,
    form=RunPaperForm,
    fields=["number", "decided_on", "issuer"],
    title=gettext_lazy("Correct the decision"),
    to=lambda decision: reverse("commendation:run", args=[decision.pk]),
)
def run_correct(decision: RunDecision, data: Data, who: Who) -> RunDecision:
    return actions.correct_run_decision(decision, **data, **who)


@withdrawal(
    "commendation:run_withdraw",
    verb="award.write",
    row=ROWS,
    title=gettext_lazy("Withdraw the decision"),
    to=lambda _decision: reverse("commendation:runs"),
)
def run_withdraw(decision: RunDecision, data: Data, who: Who) -> None:
    actions.withdraw_run_decision(decision, **data, **who)
