"""Decisions of discipline behind the fence (D4): the list, one decision, one's own. Nothing of it can be exported."""

import uuid
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.inspection import actions, queries, rules
from tongket.inspection.forms.discipline import VOTES, AnswerForm, ComplaintForm, DecisionForm, DisciplineForm
from tongket.inspection.models import DisciplineDecision
from tongket.inspection.rules import DecidedBy, Form
from tongket.inspection.views.programme import CRUMBS, log_read
from tongket.org import access
from tongket.pages import history
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, day, text, unit, unit_name
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_year
from tongket.pages.forms import ReasonForm, posted, seen_field
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
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
    return _decision_record(request, decision).respond(request)


@require_GET
@access.policy("discipline.own")
def own(request: Request) -> HttpResponse:
    """Decisions on oneself: not for the inspectors alone, but behind the fence all the same (S-04)."""
    rows = access.scope(queries.decisions(), request.person, "discipline.own", on=request.today)
    log_read(request, "discipline.own")
    return DISCIPLINE.respond(
        request, rows, title=_("Decisions on myself"), verb="discipline.own", filters=[], url_of=lambda row: None
    )


def _decision_record(request: Request, decision: DisciplineDecision) -> Record:
    chips = [(str(decision.get_form_display()), "bad")]
    if decision.ended_on is not None:
        chips.append((_("changed or repealed"), "mut"))
    may_write = access.may(request.person, "discipline.write", decision, on=request.today)
    return Record(
        title=decision.party_name,
        subtitle=unit_name(decision),
        crumbs=DECISIONS.above(decision),
        about=About(decision, "discipline.read", also=("discipline.own",)),
        chips=chips,
        buttons=_buttons(decision) if may_write else [],
        sections=[
            Section(_("In brief"), facts=[*_facts(decision), *_hints(decision, request.today)]),
            *_votes(decision),
            *history.section(decision, "discipline.read"),
        ],
    )


def _facts(decision: DisciplineDecision) -> list[Fact]:
    facts = [
        Fact(_("Form of discipline"), decision.get_form_display()),
        Fact(_("Ground"), decision.get_ground_display()),
        Fact(_("Decided by"), decision.get_decided_by_display()),
        Fact(_("Decision"), decision.number),
        Fact(_("Decided on"), dates.dmy(decision.decided_on)),
        Fact(_("In force from"), dates.dmy(decision.effective_on)),
        Fact(_("Document dated"), dates.dmy_or_empty(decision.documented_on)),
    ]
    if decision.acted_from_on and decision.acted_to_on:
        days = {"first": dates.dmy(decision.acted_from_on), "last": dates.dmy(decision.acted_to_on)}
        facts.append(Fact(_("When the act was done"), _("from %(first)s to %(last)s") % days))
    if decision.act_unit is not None:
        facts.append(Fact(_("Unit of the act"), decision.act_unit.place.name))
    if decision.corrects is not None:
        facts.append(Fact(_("Changes"), decision.corrects.number, decision.corrects.get_absolute_url()))
    facts += [
        Fact(_("Changed by"), later.number, later.get_absolute_url())
        for later in decision.corrected_by.order_by("effective_on")
    ]
    if decision.complained_on:
        facts.append(Fact(_("Complaint received on"), dates.dmy(decision.complained_on)))
    if decision.answer and decision.answered_on:
        answered = {
            "answer": decision.get_answer_display(),
            "number": decision.answer_number,
            "day": dates.dmy(decision.answered_on),
        }
        facts.append(Fact(_("Outcome of the complaint"), _("%(answer)s (%(number)s of %(day)s)") % answered))
    return facts


def _hints(decision: DisciplineDecision, on: date) -> list[Fact]:
    """What the days say of a decision: hints, never refusals."""
    hints = []
    if decision.acted_to_on is not None:
        ended_on = rules.limitation_ended_on(decision.form, decision.acted_to_on)
        if ended_on is not None and ended_on < decision.decided_on:
            words = _("The time for this form had run out on %(day)s, unless the act has no limitation.")
            hints.append(Fact(_("Please check"), words % {"day": dates.dmy(ended_on)}, state="warn"))
    if decision.decided_by == DecidedBy.CELL and decision.documented_on:
        due_on = rules.document_due_on(decision.effective_on)
        if decision.documented_on > due_on:
            words = _("The document of a cell's decision was due on %(day)s.")
            hints.append(Fact(_("Please check"), words % {"day": dates.dmy(due_on)}, state="warn"))
    if decision.complained_on is None:
        until = rules.complaint_until(decision.documented_on or decision.decided_on)
        if until >= on:
            hints.append(Fact(_("May be complained of until"), dates.dmy(until)))
    elif not decision.answer:
        due_on = rules.answer_due_on(decision.complained_on)
        state = "warn" if due_on < on else ""
        hints.append(Fact(_("Complaint to be answered by"), dates.dmy(due_on), state=state))
    barred = rules.barred_until(decision.form, decision.effective_on)
    if barred is not None and barred >= on and decision.ended_on is None:
        hints.append(Fact(_("Not elected or appointed until"), dates.dmy(barred)))
    return hints


def _votes(decision: DisciplineDecision) -> list[Section]:
    if not decision.votes_base:
        return []
    rows: list[list[Cell | str]] = [
        [str(form.label), numbers.number(decision.votes.get(form.value, 0))]
        for form in Form
        if form.value in decision.votes
    ]
    note = _("Of %(base)s who may vote; votes are added from the heaviest form down until they are more than half.")
    heads = [(_("Form of discipline"), "start"), (_("Number of votes"), "end")]
    return [Section(_("Votes"), table=SmallTable(heads, rows), note=note % {"base": decision.votes_base})]


def _buttons(decision: DisciplineDecision) -> list[Button]:
    buttons = [correct_decision.button(decision, _("Correct")), withdraw_decision.button(decision, _("Withdraw"))]
    if decision.complained_on is None and decision.ended_on is None:
        buttons.append(complain.button(decision))
    elif decision.complained_on is not None and not decision.corrected_by.exists():
        buttons.append(take_back_complaint.button(decision))
    if decision.complained_on is not None and not decision.answer:
        buttons.append(answer.button(decision))
    if decision.ended_on is None:
        buttons.append(change.button(decision))
    return buttons


# --- Deeds -----------------------------------------------------------------------------------------------------------


@deed(
    "inspection:decide",
    verb="discipline.write",
    form=lambda request, _row: DisciplineForm(*posted(request), person=request.person, on=request.today),
    title=gettext_lazy("Record a discipline decision"),
    label=gettext_lazy("Record"),
    crumbs=[*CRUMBS, (gettext_lazy("Discipline decisions"), "inspection:discipline")],
    done=gettext_lazy("The decision was recorded."),
    to=lambda _decision: reverse("inspection:discipline"),
)
def decide(data: Data, who: Who) -> DisciplineDecision:
    return actions.decide_discipline(**data, **who)


def _form_of(request: Request, decision: DisciplineDecision) -> DecisionForm:
    """The form with what stands in a decision, and the version that the person looks at."""
    initial = {name: getattr(decision, name) for name in actions.DECISION_FIELDS} | {"seen": decision.version}
    initial |= {f"{VOTES}{name}": count for name, count in decision.votes.items()}
    form = DecisionForm(*posted(request), person=request.person, on=request.today, initial=initial)
    form.fields["seen"] = seen_field()
    return form


@correction(
    "inspection:correct_decision",
    verb="discipline.write",
    row=DECISIONS,
    form=_form_of,
    is_counted=True,
    title=gettext_lazy("Correct what was entered"),
    note=gettext_lazy("Only what was entered otherwise than the decision says: a decision is changed by a later one."),
)
def correct_decision(decision: DisciplineDecision, data: Data, who: Who) -> DisciplineDecision:
    return actions.correct_discipline(decision, **data, **who)


@withdrawal(
    "inspection:withdraw_decision",
    verb="discipline.write",
    row=DECISIONS,
    title=gettext_lazy("Withdraw the decision"),
    note=gettext_lazy(
        "Only what was entered by mistake: a decision that was made is repealed by an answer or a later one."
    ),
    to=lambda _none: reverse("inspection:discipline"),
)
def withdraw_decision(decision: DisciplineDecision, data: Data, who: Who) -> None:
    actions.withdraw_discipline(decision, **data, **who)


@deed(
    "inspection:change_decision",
    verb="discipline.write",
    row=DECISIONS,
    form=lambda request, _row: DecisionForm(*posted(request), person=request.person, on=request.today),
    title=gettext_lazy("Record a later decision"),
    label=gettext_lazy("Record"),
    note=gettext_lazy("It changes this one, which stays as it was decided."),
    done=gettext_lazy("The decision was recorded."),
)
def change(decision: DisciplineDecision, data: Data, who: Who) -> DisciplineDecision:
    party = actions.Inspected(unit=decision.party_unit, member=decision.party_member)
    return actions.decide_discipline(decision.unit, party=party, corrects=decision, **data, **who)


@deed(
    "inspection:complain",
    verb="discipline.write",
    row=DECISIONS,
    form=ComplaintForm,
    title=gettext_lazy("Note a complaint"),
    label=gettext_lazy("Note"),
    note=gettext_lazy("The decision holds meanwhile. Nothing of what the complaint says is kept here."),
    done=gettext_lazy("The complaint was noted."),
)
def complain(decision: DisciplineDecision, data: Data, who: Who) -> DisciplineDecision:
    return actions.note_complaint(decision, **data, **who)


@deed(
    "inspection:answer_complaint",
    verb="discipline.write",
    row=DECISIONS,
    form=AnswerForm,
    title=gettext_lazy("Record the answer"),
    label=gettext_lazy("Record"),
    note=gettext_lazy("Where another form was decided, record that decision afterwards."),
    done=gettext_lazy("The answer was recorded."),
)
def answer(decision: DisciplineDecision, data: Data, who: Who) -> DisciplineDecision:
    return actions.answer_complaint(decision, **data, **who)


@deed(
    "inspection:take_back_complaint",
    verb="discipline.write",
    row=DECISIONS,
    form=ReasonForm,
    title=gettext_lazy("Take the complaint back"),
    done=gettext_lazy("The complaint was taken back."),
)
def take_back_complaint(decision: DisciplineDecision, data: Data, who: Who) -> DisciplineDecision:
    return actions.take_back_complaint(decision, **data, **who)
