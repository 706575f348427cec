"""One's own record with who looked at it; requests for corrections, asked and answered."""

import uuid
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.members.models import CorrectionRequest, Member, Private, RequestState
from tongket.members.private import actions
from tongket.members.private.forms import AnswerForm, AskForm
from tongket.members.private.views.restricted import facts_of, reads
from tongket.members.views.record import page_of
from tongket.org import access
from tongket.org.models import Person
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, choice, day, text, unit, unit_name
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request

NOBODY = gettext_lazy("No member's record belongs to you. Ask the organisation board if it should.")
ASKED = Rows(
    query=lambda: CorrectionRequest.objects.select_related(
        "member__person", "unit__place", "answered_by", "entered_by"
    ),
    crumbs=[(gettext_lazy("Requests for corrections"), "members:requests")],
    name=lambda row: row.member.name,
    subtitle=lambda row: row.wanted[:80],
)


# --- One's own record ------------------------------------------------------------------------------------------------


@require_GET
@access.policy("member.ask")
def me(request: Request) -> HttpResponse:
    """Everything that is kept of oneself, who looked at it, and what one has asked for."""
    member = _own(request.person)
    acting = _acting(request)
    if member is None:
        return Record(title=_("My record"), sections=[Section("", note=NOBODY), *acting]).respond(request)
    record = page_of(member, request.person, request.today)
    row = Private.objects.filter(member=member).first()  # unscoped: one's own
    sections = [
        *record.sections,
        Section(_("Restricted data"), facts=facts_of(row), note="" if row else _("Nothing is kept.")),
        Section(_("Who has looked at it"), table=reads(member)),
        Section(_("What you asked for"), table=_asked(member)),
        *acting,
    ]
    buttons = [Button(_("Ask for a correction"), reverse("members:ask"), is_primary=True)]
    if row is not None and (row.identity_number or row.phone):
        buttons.insert(0, Button(_("Show a number"), reverse("members:reveal", args=[member.pk])))
    return Record(
        title=_("My record"), subtitle=member.name, chips=record.chips, buttons=buttons, sections=sections
    ).respond(request)


def _own(person: Person) -> Member | None:
    rows = Member.objects.filter(person=person)  # unscoped: one's own
    return rows.select_related("person", "unit__place__parent__place").first()


def _acting(request: Request) -> list[Section]:
    """The members without a device for whom the reader enters what they ask for (S-08)."""
    acting = [acting.person_id for acting in request.person.acting(request.today) if acting.person_id]
    if not acting:
        return []
    rows = access.scope(Member.objects.filter(person__in=acting), request.person, "member.ask", on=request.today)
    heads = [(_("Member"), "start"), (_("Cell"), "start"), (_("Last request"), "start")]
    lines: list[list[Cell | str]] = []
    for member in rows.select_related("person", "unit__place__parent__place").order_by("name_order"):
        last = member.requests.order_by("-asked_on").first()
        told = Cell(dates.dmy(last.asked_on), last.get_absolute_url()) if last else "–"
        lines.append([Cell(member.name, reverse("members:ask_for", args=[member.pk])), unit_name(member), told])
    return [
        Section(
            _("Members you act for"),
            table=SmallTable(heads, lines, _("None of them is on a list of members.")),
            note=_("Choose a member to enter what they ask for on paper."),
        )
    ]


def _asked(member: Member) -> SmallTable:
    rows: list[list[Cell | str]] = [
        [
            Cell(dates.dmy(row.asked_on), row.get_absolute_url()),
            str(row.get_about_display()),
            row.wanted,
            _state(row),
            row.answer,
        ]
        for row in member.requests.order_by("-asked_on")
    ]
    heads = [(_("Asked on"), "start"), (_("What is wrong"), "start"), (_("What it should say"), "start")]
    return SmallTable(
        heads=[*heads, (_("State"), "start"), (_("Answer"), "start")],
        rows=rows,
        empty_text=_("You have not asked for anything."),
    )


def _state(row: CorrectionRequest) -> Cell:
    colour = {RequestState.OPEN: "warn", RequestState.DONE: "ok"}.get(RequestState(row.state), "mut")
    return Cell(str(row.get_state_display()), state=colour)


@deed(
    "members:ask",
    verb="member.ask",
    form=AskForm,
    title=gettext_lazy("Ask for a correction"),
    label=gettext_lazy("Ask"),
    crumbs=[(gettext_lazy("My record"), "members:me")],
    done=lambda row: _("You asked for a correction. It is answered by %(day)s.") % {"day": dates.dmy(row.due_on)},
    to=lambda _row: reverse("members:me"),
)
def ask(data: Data, who: Who) -> CorrectionRequest:
    member = _own(who["by"])
    if member is None:
        raise ValidationError(str(NOBODY))
    return actions.ask(member, **data, **who)


# --- Requests --------------------------------------------------------------------------------------------------------

REQUESTS: Listing[CorrectionRequest] = Listing(
    title=gettext_lazy("Requests for corrections"),
    verb="member.answer",
    columns=[
        text("member__name", gettext_lazy("Member"), order=("member__name_order",), phone="title"),
        unit(gettext_lazy("Cell")),
        choice("about", gettext_lazy("What is wrong"), order=()),
        day("due_on", gettext_lazy("Answer due on"), phone="figure"),
        Column("state", gettext_lazy("State"), _state, ("state",), phone="state"),
    ],
    order=("due_on",),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No member has asked for a correction."),
)


@require_GET
@access.policy("member.answer")
def requests(request: Request) -> HttpResponse:
    rows = access.scope(CorrectionRequest.objects.all(), request.person, "member.answer", on=request.today)
    return REQUESTS.respond(
        request,
        rows.select_related("member__person"),
        filters=[
            by_unit(starts_here=False),
            replace(by_choice("state", _("State"), RequestState.choices), default=RequestState.OPEN.value),
        ],
        crumbs=[(_("Members"), reverse("members:list"))],
        buttons=[Button(_("Leavers"), reverse("members:closed"))],
    )


@require_GET
@access.policy("member.ask")
def request_record(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One request, for the member who asked and for those who answer."""
    asks = access.scope(CorrectionRequest.objects.filter(pk=pk), request.person, "member.ask", on=request.today)
    may_ask = asks.exists()
    row = ASKED.find(request, "member.ask" if may_ask else "member.answer", pk=pk)
    may_answer = request.person.pk not in {row.member.person_id, row.entered_by_id}
    may_answer = may_answer and access.may(request.person, "member.answer", row, on=request.today)
    buttons = []
    if row.state == RequestState.OPEN and may_ask:
        buttons = [withdraw.button(row)]
    if row.state == RequestState.OPEN and may_answer:
        correct = Button(_("Correct the record"), reverse("members:correct", args=[row.member_id]))
        buttons += [correct, answer.button(row, _("Answer"), is_primary=True)]
    chip = _state(row)
    return Record(
        title=str(row.get_about_display()).capitalize(),
        subtitle=f"{row.member.name} · {row.unit.place.name}",
        crumbs=[(_("My record"), reverse("members:me"))] if may_ask else ASKED.above(row),
        chips=[(chip.text, chip.state)],
        buttons=buttons,
        sections=[
            Section(
                "",
                facts=[
                    Fact(_("What it should say"), row.wanted),
                    Fact(_("Asked on"), dates.dmy(row.asked_on)),
                    *([Fact(_("Entered from paper by"), str(row.entered_by))] if row.entered_by else []),
                    Fact(_("Answer due on"), dates.dmy(row.due_on)),
                    Fact(_("Answer"), row.answer),
                    Fact(_("Answered on"), dates.dmy_or_empty(row.answered_on)),
                ],
            )
        ],
    ).respond(request)


@deed(
    "members:withdraw_request",
    verb="member.ask",
    row=ASKED,
    title=gettext_lazy("Withdraw"),
    done=gettext_lazy("The request was withdrawn."),
    to=lambda _row: reverse("members:me"),
    confirm=gettext_lazy("The request is taken back. Continue?"),
)
def withdraw(row: CorrectionRequest, data: Data, who: Who) -> CorrectionRequest:
    return actions.withdraw(row, **who)


@deed(
    "members:answer",
    verb="member.answer",
    row=ASKED,
    form=AnswerForm,
    title=gettext_lazy("Answer the request"),
    label=gettext_lazy("Answer"),
    done=gettext_lazy("The member sees the answer."),
    to=lambda _row: reverse("members:requests"),
)
def answer(row: CorrectionRequest, data: Data, who: Who) -> CorrectionRequest:
    return actions.answer(row, **data, **who)
