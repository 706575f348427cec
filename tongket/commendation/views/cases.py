"""Commendation cases: the list, one case with its steps, and what is done at each."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tongket.commendation import actions
from tongket.commendation.actions.cases import how_many
from tongket.commendation.forms import (
    CaseForm,
    CouncilForm,
    DecideForm,
    HandOverForm,
    NomineeCorrectionForm,
    NomineeForm,
    ProposeForm,
    case_correction_form,
)
from tongket.commendation.models import Case, Nominee
from tongket.commendation.queries import eligibility, giving
from tongket.commendation.rules import RUN, Ground, State, levels_of_kind
from tongket.commendation.views.awards import CRUMBS
from tongket.commendation.views.eligible import address, question
from tongket.core import dates, numbers
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import context, corrections, history
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, text, unit, unit_name
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed, who
from tongket.pages.filters import by_choice, by_unit, by_year, this_year
from tongket.pages.forms import OfficeForm, ReasonForm, posted
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.papers import showing
from tongket.papers.queries import papers_of
from tongket.rating.models import Rating
from tongket.rating.rules import review_year

STATES = {
    State.CHOOSING: "info",
    State.PROPOSED: "info",
    State.CONSIDERED: "info",
    State.DECIDED: "ok",
    State.HANDED: "ok",
    State.WITHDRAWN: "mut",
}
CASE_CRUMBS = [*CRUMBS, (gettext_lazy("Cases"), "commendation:cases")]
ROWS: Rows[Case] = Rows(
    query=lambda: Case.objects.select_related("unit__place__parent__place", "giver_unit__place", "topic", "meeting"),
    crumbs=CASE_CRUMBS,
    name=lambda case: case.title,
)
NOMINEES: Rows[Nominee] = Rows(
    query=lambda: Nominee.objects.select_related("case__unit__place", "unit__place", "member__person", "model"),
    crumbs=lambda nominee: [
        *((label, reverse(name)) for label, name in CASE_CRUMBS),
        (nominee.case.title, nominee.case.get_absolute_url()),
    ],
    name=lambda nominee: nominee.recipient_name,
    url=None,
)
CASES: Listing[Case] = Listing(
    title=gettext_lazy("Commendation cases"),
    verb="award.read",
    columns=[
        text("title", gettext_lazy("Award title"), order=(), phone="title"),
        unit(),
        choice("recipient", gettext_lazy("Recipient")),
        choice("form", gettext_lazy("Form of award")),
        text("period", gettext_lazy("For the years"), order=("from_year", "to_year"), phone="figure"),
        Column("state", gettext_lazy("State"), lambda row: state_chip(row), order=("state",), phone="state"),
    ],
    filters=[by_year("year", default=this_year), by_choice("state", gettext_lazy("State"), State.choices), by_unit()],
    order=("-year", "unit__place__pos", "pk"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No case has been opened: choose among those eligible, or open one for a subject."),
)


def state_chip(case: Case) -> Cell:
    return Cell(str(case.get_state_display()), state=STATES[State(case.state)])


@require_GET
@access.policy("award.read")
def cases(request: Request) -> HttpResponse:
    rows = access.scope(Case.objects.all(), request.person, "award.read", on=request.today)
    _unit, year = context.here(request, request.person)
    return CASES.respond(
        request,
        rows.select_related("unit__place__parent__place"),
        buttons=[
            Button(_("Who is eligible"), f"{reverse('commendation:eligible')}?year={year}"),
            *main_button(request, "award.write", _("Open a case"), "commendation:case_new"),
        ],
        crumbs=[(label, reverse(name)) for label, name in CRUMBS],
    )


# --- One case ---------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("award.read")
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = ROWS.find(request, "award.read", pk=pk)
    nominees = list(access.scope(giving.nominees(row), request.person, "award.read", on=request.today))
    may_write = access.may(request.person, "award.write", row, on=request.today)
    chip = state_chip(row)
    return Record(
        title=row.title,
        subtitle=f"{unit_name(row)} · {row.period}",
        crumbs=ROWS.above(row),
        about=About(row, "award.read"),
        chips=[(chip.text, chip.state)],
        buttons=_buttons(row, nominees) if may_write else [],
        sections=[
            Section(_("Steps"), facts=_steps(row, nominees)),
            Section(_("In brief"), facts=_facts(row, nominees)),
            Section(_("List"), table=_list(row, nominees, may_write=may_write), note=_list_note(row)),
            *showing.section(row, request.person, request.today),
            *history.section(row, "award.read", words=giving.meeting_in_words),
        ],
    ).respond(request)


def _steps(row: Case, nominees: list[Nominee]) -> list[Fact]:
    """The five steps, each with what it has brought so far."""
    supported = sum(nominee.is_supported is True for nominee in nominees)
    order = [State.CHOOSING, State.PROPOSED, State.CONSIDERED, State.DECIDED, State.HANDED]
    at = order.index(State(row.state)) if row.state in order else -1
    brought = [
        _("%(count)s on the list") % {"count": numbers.number(len(nominees))},
        _day(row.proposal_number, row.proposed_on),
        _("%(day)s: %(count)s supported") % {"day": dates.dmy(row.council_on), "count": supported}
        if row.council_on
        else "",
        _day(row.decision_number, row.decided_on),
        dates.dmy_or_empty(row.handed_over_on),
    ]
    labels = [_("1. Choice"), _("2. Proposal"), _("3. Council"), _("4. Decision"), _("5. Handing over")]
    return [
        Fact(
            label, brought[step] or ("…" if step == at + 1 else "–"), state="ok" if step <= at and brought[step] else ""
        )
        for step, label in enumerate(labels)
    ]


def _day(number: str, day: Any) -> str:
    return f"{number}, {dates.dmy(day)}" if day else ""


def _facts(row: Case, nominees: list[Nominee]) -> list[Fact]:
    facts = [
        Fact(_("Form of award"), str(row.get_form_display()).capitalize()),
        Fact(_("Given for"), str(row.get_ground_display()).capitalize()),
        Fact(_("Given by"), row.giver),
        Fact(_("Counts in"), str(row.year)),
    ]
    if row.topic is not None:
        facts.append(Fact(_("Subject of commendation"), row.topic.name))
    if row.council:
        words = _("%(present)s of %(size)s took part") % {"present": row.council_present, "size": row.council_size}
        facts.append(Fact(_("Council"), f"{row.council}: {words}"))
    amounts = [nominee.award.amount for nominee in nominees if hasattr(nominee, "award") and nominee.award.amount]
    if amounts:
        facts.append(Fact(_("Money in all (dong)"), numbers.number(sum(amounts))))
        facts.append(Fact(_("Base salary"), numbers.number(row.base_salary or 0)))
    if row.meeting is not None:
        facts.append(Fact(_("Handed over at"), row.meeting.title, row.meeting.get_absolute_url()))
    return facts


def _list_note(row: Case) -> str:
    if row.state == State.CHOOSING:
        return _("Changed until it is proposed.")
    return ""


def _list(row: Case, nominees: list[Nominee], *, may_write: bool) -> SmallTable:
    heads: list[tuple[Any, str]] = [(_("Whom it is about"), "start"), (_("Unit"), "start"), (_("Achievement"), "start")]
    has_votes, has_awards = row.council_on is not None, row.decided_on is not None
    if has_votes:
        heads += [(_("Votes for"), "end"), (_("Council"), "start")]
    if has_awards:
        heads += [(_("Number in the register"), "end"), (_("Money (dong)"), "end")]
    is_open = may_write and row.state in actions.NOT_DECIDED
    if is_open:
        heads += corrections.LINK_HEADS
    lines = []
    for nominee in nominees:
        award = getattr(nominee, "award", None)
        line: list[Cell | str] = [
            Cell(nominee.recipient_name, award.get_absolute_url() if award is not None else None),
            unit_name(nominee),
            nominee.achievement,
        ]
        if has_votes:
            said = {True: (_("supported"), "ok"), False: (_("not supported"), "bad"), None: ("", "")}
            words, state = said[nominee.is_supported]
            line += ["" if nominee.votes_for is None else str(nominee.votes_for), Cell(words, state=state)]
        if has_awards:
            line += [
                award.register_number if award is not None else "",
                numbers.number(award.amount) if award is not None and award.amount else "",
            ]
        if is_open:
            line += corrections.links(nominee, nominee_correct, nominee_drop)
        lines.append(line)
    return SmallTable(heads, lines, _("Nobody is on the list yet."))


def _buttons(row: Case, nominees: list[Nominee]) -> list[Button]:
    """What can be done next stands last, as the main button."""
    buttons: list[Button] = []
    if row.state in actions.NOT_DECIDED:
        buttons.append(case_withdraw.button(row, _("Give up the case")))
    if row.state in actions.BACK:
        buttons.append(take_back.button(row, _("Take the last step back")))
    if row.state != State.WITHDRAWN:
        buttons.append(case_correct.button(row, _("Correct")))
    if row.state == State.CHOOSING:
        buttons.append(nominate.button(row, _("Add somebody"), is_primary=not nominees))
        if nominees:
            buttons.append(propose.button(row, _("Propose"), is_primary=True))
    following = {
        State.PROPOSED: (consider, _("Enter what the council said")),
        State.CONSIDERED: (decide, _("Record the decision")),
        State.DECIDED: (hand_over, _("Record the handing over")),
    }
    if row.state in {State.DECIDED, State.HANDED}:
        buttons.append(Button(_("Print certificates"), reverse("commendation:certificates", args=[row.pk])))
    if State(row.state) in following:
        step, label = following[State(row.state)]
        buttons.append(step.button(row, label, is_primary=True))
    return buttons


# --- Opening and choosing ---------------------------------------------------------------------------------------------


def _case_form(request: Request, _row: None) -> OfficeForm:
    year = review_year(request.today)
    unit, _year = context.here(request, request.person)
    initial: Data = {"year": year, "from_year": year, "to_year": year}
    if unit is not None:  # its own body decides, unless somebody chooses another
        initial["giver_level"] = levels_of_kind(unit.place.kind)
    initial |= request.GET.dict()
    return CaseForm(posted(request)[0], initial=initial, person=request.person, on=request.today)


@deed(
    "commendation:case_new",
    verb="award.write",
    form=_case_form,
    title=gettext_lazy("Open a case"),
    label=gettext_lazy("Open the case"),
    note=gettext_lazy("For titles of a year and for five years begin on the page of who is eligible."),
    crumbs=CASE_CRUMBS,
    done=gettext_lazy("The case was opened."),
)
def case_new(data: Data, who: Who) -> Case:
    return actions.open_case(**data, **who)


@require_POST
@access.policy("award.write")
@saves
def choose(request: Request) -> HttpResponse:
    """Put those who were ticked on the list that is being drawn up for the same award, or on a new one."""
    asked = question(request)
    back = redirect(address(asked))
    picked = request.POST.getlist("pick")[: eligibility.MOST_LISTED]
    if asked.unit is None or not picked:
        messages.error(request, _("Choose a unit, and tick at least one who is eligible."))
        return back
    unit = access.find(
        Unit.objects.select_related("place"), request.person, "award.write", asked.unit.pk, on=request.today
    )
    ratings = access.scope(Rating.objects.filter(pk__in=_ids(picked)), request.person, "rating.read", on=request.today)
    ratings = ratings.filter(year=asked.year, subject=asked.recipient)
    ratings = ratings.select_related("unit__place__parent__place", "member__person").order_by("unit__place__pos", "pk")
    candidates = eligibility.judged(list(ratings), asked, request.person, on=request.today)
    try:
        row = _case_for(request, unit, asked)
        added = actions.choose(row, candidates, **who(request))
    except ValidationError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
        return back
    messages.success(request, how_many(added))
    return redirect(row)


def _ids(picked: list[str]) -> list[uuid.UUID]:
    """The ids that were ticked; what is none is left out."""
    ids = []
    for typed in picked:
        try:
            ids.append(uuid.UUID(typed))
        except ValueError:
            continue
    return ids


def _case_for(request: Request, unit: Unit, asked: eligibility.Question) -> Case:
    same = Case.objects.filter(
        unit=unit, year=asked.year, recipient=asked.recipient, ground=asked.ground, state=State.CHOOSING
    )
    open_case = (
        access.scope(same, request.person, "award.write", on=request.today).select_related("unit__place").first()
    )
    if open_case is not None:
        return open_case
    forms = giving.forms_given_by(unit, asked.recipient, asked.ground)
    if not forms:
        raise ValidationError(_("No award of this kind is given here: choose the unit whose committee gives it."))
    form, level = forms[0]
    first = asked.year - RUN + 1 if asked.ground == Ground.STREAK else asked.year
    return actions.open_case(
        unit, year=asked.year, recipient=asked.recipient, ground=asked.ground, form=form, giver_level=level,
        from_year=first, to_year=asked.year, **who(request),
    )  # fmt: skip


def _nominee_form(request: Request, row: Case) -> OfficeForm:
    initial = {"unit": row.unit.code}
    return NomineeForm(posted(request)[0], initial=initial, person=request.person, on=request.today)


@deed(
    "commendation:nominate",
    verb="award.write",
    row=ROWS,
    form=_nominee_form,
    title=gettext_lazy("Add somebody to the list"),
    label=gettext_lazy("Add"),
    note=gettext_lazy("Without member, model and collective the unit itself is nominated."),
    done=gettext_lazy("Put on the list."),
    to=lambda nominees: nominees[0].case.get_absolute_url(),
)
def nominate(row: Case, data: Data, who: Who) -> list[Nominee]:
    return actions.nominate(row, [actions.Named(**data)], **who)


@correction(
    "commendation:nominee_correct",
    verb="award.write",
    row=NOMINEES,
    form=NomineeCorrectionForm,
    fields=["achievement", "is_supported"],
    title=gettext_lazy("Correct a line of the list"),
    to=lambda nominee: nominee.case.get_absolute_url(),
)
def nominee_correct(nominee: Nominee, data: Data, who: Who) -> Nominee:
    return actions.correct_nominee(nominee, **data, **who)


@withdrawal(
    "commendation:nominee_drop",
    verb="award.write",
    row=NOMINEES,
    title=gettext_lazy("Take off the list"),
    to=lambda row: row.get_absolute_url(),
)
def nominee_drop(nominee: Nominee, data: Data, who: Who) -> Case:
    actions.drop_nominee(nominee, **data, **who)
    return nominee.case


# --- Steps ------------------------------------------------------------------------------------------------------------


def _from_paper(form: str, number: str, day: str) -> Any:
    """The number and day of the paper that was issued about the case, where there is one."""

    def initial(request: Request, row: Case) -> Data:
        paper = next((paper for paper in papers_of(row) if paper.form == form and paper.state == "ISSUED"), None)
        return {number: paper.printed, day: paper.issued_on} if paper is not None else {day: request.today}

    return initial


@deed(
    "commendation:propose",
    verb="award.write",
    row=ROWS,
    form=ProposeForm,
    initial=_from_paper("proposal", "proposal_number", "proposed_on"),
    title=gettext_lazy("Propose"),
    label=gettext_lazy("Propose"),
    done=gettext_lazy("The list was proposed."),
)
def propose(row: Case, data: Data, who: Who) -> Case:
    data.pop("seen", None)
    return actions.propose(row, **data, **who)


def _council_form(request: Request, row: Case) -> OfficeForm:
    initial = {"council": "Hội đồng thi đua – khen thưởng", "council_on": request.today}
    return CouncilForm(posted(request)[0], initial=initial, nominees=list(giving.nominees(row)))


@deed(
    "commendation:consider",
    verb="award.write",
    row=ROWS,
    form=_council_form,
    title=gettext_lazy("What the council said"),
    label=gettext_lazy("Save"),
    note=gettext_lazy("More than half of the members of the council support somebody; a single line can be corrected."),
    done=gettext_lazy("What the council said was recorded."),
)
def consider(row: Case, data: Data, who: Who) -> Case:
    return actions.consider(row, **data, **who)


@deed(
    "commendation:decide",
    verb="award.write",
    row=ROWS,
    form=DecideForm,
    initial=_from_paper("decision", "decision_number", "decided_on"),
    title=gettext_lazy("Record the decision"),
    label=gettext_lazy("Record"),
    note=lambda row: _("Decides: %(giver)s. Each who was supported gets the award.") % {"giver": row.giver},
    done=gettext_lazy("The decision was recorded; the awards stand in the register."),
)
def decide(row: Case, data: Data, who: Who) -> Case:
    data.pop("seen", None)
    return actions.decide(row, **data, **who)


def _hand_over_form(request: Request, row: Case) -> OfficeForm:
    return HandOverForm(posted(request)[0], case=row, person=request.person, on=request.today)


@deed(
    "commendation:hand_over",
    verb="award.write",
    row=ROWS,
    form=_hand_over_form,
    title=gettext_lazy("Record the handing over"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The awards were handed over."),
)
def hand_over(row: Case, data: Data, who: Who) -> Case:
    return actions.hand_over(row, **data, **who)


@deed(
    "commendation:take_back",
    verb="award.write",
    row=ROWS,
    form=ReasonForm,
    title=gettext_lazy("Take the last step back"),
    label=gettext_lazy("Take back"),
    note=gettext_lazy("What came of the step goes with it: of the decision the awards, of the council its votes."),
    done=gettext_lazy("The last step was taken back; the history keeps what it said."),
    is_danger=True,
)
def take_back(row: Case, data: Data, who: Who) -> Case:
    return actions.take_back(row, **data, **who)


@correction(
    "commendation:case_correct",
    verb="award.write",
    row=ROWS,
    form=case_correction_form,
    is_counted=True,
    title=gettext_lazy("Correct the case"),
    note=gettext_lazy("Awards that came of it follow."),
)
def case_correct(row: Case, data: Data, who: Who) -> Case:
    return actions.correct_case(row, **data, **who)


@withdrawal("commendation:case_withdraw", verb="award.write", row=ROWS, title=gettext_lazy("Give up the case"))
def case_withdraw(row: Case, data: Data, who: Who) -> Case:
    return actions.withdraw_case(row, **data, **who)
