"""Votes: the list, one vote with its base and outcome, opening, counting, confirming, the printed sheet."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.core.text import fold
from tongket.org import access
from tongket.pages import exporting, history
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, day, number, text, unit, unit_name
from tongket.pages.corrections import correction
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_year
from tongket.pages.forms import ReasonForm
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.votes import actions, minutes, queries
from tongket.votes.forms import CountForm, OpenForm, SeenForm, VoteCorrectionForm
from tongket.votes.models import Vote
from tongket.votes.rules import Decision, State

CHIPS = {State.OPEN: "info", State.COUNTED: "warn", State.CONFIRMED: "ok", State.CANCELLED: "mut"}


def state_cell(vote: Vote) -> Cell:
    return Cell(str(vote.get_state_display()), state=CHIPS[State(vote.state)])


VOTES: Listing[Vote] = Listing(
    title=gettext_lazy("Votes"),
    verb="vote.read",
    columns=[
        text("subject", gettext_lazy("What is voted on"), phone="title"),
        unit(),
        choice("decision", gettext_lazy("Kind of decision"), order=()),
        day("held_on", gettext_lazy("Held on"), phone="figure"),
        number("base", gettext_lazy("Base")),
        number("needed", gettext_lazy("Votes needed"), order=()),
        Column("state", gettext_lazy("State"), state_cell, ("state",), phone="state"),
    ],
    order=("-held_on", "subject"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No vote has been recorded yet."),
)


@require_GET
@access.policy("vote.read")
def votes(request: Request) -> HttpResponse:
    rows = access.scope(Vote.objects.all(), request.person, "vote.read", on=request.today)
    return VOTES.respond(
        request,
        rows,
        filters=[
            by_unit(starts_here=False),
            by_year("held_on"),
            by_choice("decision", _("Kind of decision"), Decision.choices),
            by_choice("state", _("State"), State.choices),
        ],
        buttons=main_button(request, "vote.write", _("Open a vote"), "votes:new"),
    )


@require_GET
@access.policy("vote.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    vote = ROWS.find(request, "vote.read", pk=pk)
    chip = state_cell(vote)
    return Record(
        title=vote.subject,
        subtitle=unit_name(vote),
        crumbs=ROWS.above(vote),
        about=About(vote, "vote.read"),
        chips=[(chip.text, chip.state)],
        buttons=_buttons(request, vote),
        sections=[
            Section(_("In brief"), facts=_facts(vote)),
            Section(_("Count"), table=_count_table(vote)),
            Section(_("Base"), table=_base_table(vote), note=minutes.base_words(vote)),
            *history.section(vote, "vote.read"),
        ],
    ).respond(request)


def _facts(vote: Vote) -> list[Fact]:
    facts = [
        Fact(_("Outcome"), minutes.outcome_words(vote)),
        Fact(_("Kind of decision"), str(vote.get_decision_display())),
        Fact(_("Held on"), dates.dmy(vote.held_on)),
        Fact(_("How"), str(vote.get_way_display())),
        Fact(_("Present"), _("%(present)s of %(base)s") % {"present": vote.present, "base": vote.base}),
    ]
    if vote.seats is not None:
        facts.append(Fact(_("Seats"), str(vote.seats)))
    if vote.collected is not None:
        facts += [
            Fact(_("Ballots given out"), numbers.number(vote.issued or 0)),
            Fact(_("Ballots collected"), numbers.number(vote.collected)),
            Fact(_("Valid ballots"), numbers.number(vote.valid or 0)),
            Fact(_("Invalid ballots"), numbers.number(vote.invalid or 0)),
            Fact(_("Counting team"), vote.counters),
        ]
    for label, person in ((_("Count entered by"), vote.counted_by), (_("Confirmed by"), vote.confirmed_by)):
        if person is not None:
            facts.append(Fact(label, person.full_name))
    if vote.note:
        facts.append(Fact(_("Note"), vote.note))
    return [*facts, *(Fact(_("Please check"), said, state="warn") for said in queries.warnings(vote))]


def _count_table(vote: Vote) -> SmallTable:
    rows: list[list[Cell | str]] = []
    for option in vote.choices.order_by("order"):
        if option.votes is None:
            continue
        mark: Cell | str = ""
        if option.is_tied:
            mark = Cell(_("tie: voted on again"), state="warn")
        elif option.is_chosen:
            mark = Cell(pgettext("candidate", "elected") if vote.is_election else _("enough"), state="ok")
        share = numbers.percent(option.votes, vote.base)
        rows.append([option.label, numbers.number(option.votes), share, mark])
    return SmallTable(
        heads=[
            (_("Choice"), "start"),
            (_("Number of votes"), "end"),
            (_("Of the base"), "end"),
            (_("Outcome"), "start"),
        ],
        rows=rows,
        empty_text=_("Nothing has been counted yet."),
    )


def _base_table(vote: Vote) -> SmallTable:
    rows: list[list[Cell | str]] = [
        [row.name, Cell(_("in the base"), state="ok") if row.is_in else Cell(_("not in it"), state="mut"), row.why]
        for row in vote.base_rows.order_by("order")
    ]
    return SmallTable(heads=[(_("Name"), "start"), (_("Base"), "start"), (_("Why"), "start")], rows=rows)


def _buttons(request: Request, vote: Vote) -> list[Button]:
    """What may be done next, the main thing last."""
    minutes_button = Button(_("Sheet for the minutes (Word)"), reverse("votes:sheet", args=[vote.pk]))
    if not access.may(request.person, "vote.write", vote, on=request.today):
        return [minutes_button]
    if vote.state == State.OPEN:
        return [
            cancel.button(vote),
            correct.button(vote, _("Correct")),
            minutes_button,
            count.button(vote, is_primary=True),
        ]
    if vote.state == State.CONFIRMED:
        return [count_again.button(vote), minutes_button]
    if vote.state != State.COUNTED:
        return [minutes_button]
    buttons = [cancel.button(vote), minutes_button, send_back.button(vote)]
    if vote.counted_by_id != request.person.pk:
        buttons.append(confirm.button(vote, _("Compare and confirm"), is_primary=True))
    return buttons


# --- Deeds -----------------------------------------------------------------------------------------------------------

ROWS = Rows(
    query=lambda: Vote.objects.select_related("unit__place__parent__place", "counted_by", "confirmed_by"),
    crumbs=[(gettext_lazy("Votes"), "votes:list")],
    name=lambda vote: vote.subject,
)


def _open_form(request: Request, _row: None) -> OpenForm:
    return OpenForm(request.person, request.POST or None, on=request.today, initial={"held_on": request.today})


@deed(
    "votes:new",
    verb="vote.write",
    form=_open_form,
    title=gettext_lazy("Open a vote"),
    label=gettext_lazy("Open the vote"),
    note=gettext_lazy(
        "Votes on admissions and members are opened on the page of the candidate or member: the base is known."
    ),
    crumbs=[(gettext_lazy("Votes"), "votes:list")],
    done=minutes.base_words,
    warnings=queries.warnings,
)
def new(data: Data, who: Who) -> Vote:
    return actions.open_vote(**data, **who)


def _count_form(request: Request, vote: Vote) -> CountForm:
    return CountForm(vote, request.POST or None, initial={"issued": vote.present, "seen": vote.version})


@deed(
    "votes:count",
    verb="vote.write",
    row=ROWS,
    form=_count_form,
    title=gettext_lazy("Enter the count"),
    label=gettext_lazy("Enter"),
    note=minutes.base_words,
    done=gettext_lazy("The count was entered. A second person compares it with the sheet and confirms."),
)
def count(vote: Vote, data: Data, who: Who) -> Vote:
    return actions.count(vote, **data, **who)


@deed(
    "votes:confirm",
    verb="vote.write",
    row=ROWS,
    form=SeenForm,
    title=gettext_lazy("Confirm the count"),
    label=gettext_lazy("Confirm"),
    note=minutes.count_words,
    done=minutes.outcome_words,
)
def confirm(vote: Vote, data: Data, who: Who) -> Vote:
    return actions.confirm(vote, **data, **who)


@deed(
    "votes:send_back",
    verb="vote.write",
    row=ROWS,
    form=ReasonForm,
    title=gettext_lazy("Send the count back"),
    label=gettext_lazy("Send back"),
    done=gettext_lazy("The count is to be entered again."),
)
def send_back(vote: Vote, data: Data, who: Who) -> Vote:
    return actions.send_back(vote, **data, **who)


@correction(
    "votes:correct",
    verb="vote.write",
    row=ROWS,
    form=VoteCorrectionForm,
    fields=("subject", "held_on", "way", "present"),
    title=gettext_lazy("Correct the vote"),
    note=gettext_lazy("A vote opened over a wrong base, or with wrong choices, is cancelled and opened again."),
)
def correct(vote: Vote, data: Data, who: Who) -> Vote:
    return actions.correct(vote, **data, **who)


@deed(
    "votes:count_again",
    verb="vote.write",
    row=ROWS,
    form=ReasonForm,
    title=gettext_lazy("Enter the count again"),
    note=gettext_lazy(
        "For a count that was entered wrong and confirmed: its numbers are taken out and kept in the history, then it "
        "is entered and confirmed by two persons once more."
    ),
    done=gettext_lazy("The count is to be entered again."),
    is_danger=True,
)
def count_again(vote: Vote, data: Data, who: Who) -> Vote:
    return actions.count_again(vote, **data, **who)


@deed(
    "votes:cancel",
    verb="vote.write",
    row=ROWS,
    form=ReasonForm,
    title=gettext_lazy("Cancel the vote"),
    done=gettext_lazy("The vote was cancelled."),
    is_danger=True,
)
def cancel(vote: Vote, data: Data, who: Who) -> Vote:
    return actions.cancel(vote, **data, **who)


@require_GET
@access.policy("vote.read")
def sheet(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The minutes of the count as a Word file: blank before the count, filled in after it."""
    vote = ROWS.find(request, "vote.read", pk=pk)
    body = minutes.as_word(vote)
    name = f"bien-ban-kiem-phieu-{fold(vote.unit.code)}-{vote.held_on:%d-%m-%Y}.docx"
    return exporting.send(request, body, name, verb="vote.read", row=vote)
