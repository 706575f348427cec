"""Self-reviews: a member writes theirs, on a phone as well; those who lead an organisation write that of it; the cell
reads what was handed in.
"""

import uuid

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, text
from tongket.org import access, audit, saving
from tongket.org.models import Office, OfficeTerm
from tongket.pages import exporting
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, unit
from tongket.pages.corrections import withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_unit, by_words
from tongket.pages.forms import OfficeForm, posted
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.rating import actions
from tongket.rating.exports import self_reviews as exports
from tongket.rating.forms.self_reviews import OnPaperForm, SelfReviewForm
from tongket.rating.models import Candidate, SelfReview
from tongket.rating.queries.self_reviews import review_of
from tongket.rating.round_rules import CandidateState, RoundState
from tongket.rating.rules import Level
from tongket.rating.self_review_rules import Group, SelfReviewState, forms_of, is_open

READ, WRITE = "selfreview.read", "selfreview.write"
LEADING = (Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.STANDING_MEMBER, Office.INSPECTION_HEAD)


CANDIDATES: Rows[Candidate] = Rows(
    query=lambda: Candidate.objects.select_related(
        "unit__place", "member__person", "round__unit__place", "self_review"
    ),
    crumbs=[(gettext_lazy("Self-reviews"), "rating:self_reviews")],
    name=lambda candidate: candidate.name,
    subtitle=lambda candidate: str(candidate.round.period),
    url=lambda candidate: reverse("rating:self_review", args=[candidate.pk]),
)


# --- Who has handed in ------------------------------------------------------------------------------------------------


def _state(row: Candidate) -> Cell:
    review = getattr(row, "self_review", None)
    if review is None or review.state != SelfReviewState.SENT:
        return Cell(_("not handed in"), state="warn")
    return Cell(_("on paper") if review.is_on_paper else _("handed in"), state="ok")


LIST: Listing[Candidate] = Listing(
    title=gettext_lazy("Self-reviews"),
    verb=READ,
    columns=[
        Column("name", gettext_lazy("Whose self-review"), lambda row: row.name, phone="title"),
        Column("period", gettext_lazy("Year"), lambda row: row.round.period, phone="sub"),
        unit(),
        Column("state", gettext_lazy("State"), _state, phone="state"),
    ],
    filters=[by_unit(), by_words("member__name_fold", gettext_lazy("Name of the member"))],
    order=("-round__year", "unit__place__pos", "member__name_order"),
    url_of=lambda row: reverse("rating:self_review", args=[row.pk]),
    note=gettext_lazy("Of open rounds: who has handed in, and who has not. What was written stands on its page."),
    empty_text=gettext_lazy("No round of a whole year is open now."),
    can_export=False,
)


@require_GET
@access.policy(READ)
def self_review_list(request: Request) -> HttpResponse:
    """Those of open rounds, with whether they have handed in; nothing of what was written."""
    rows = access.scope(Candidate.objects.all(), request.person, READ, on=request.today)
    open_now = rows.filter(round__state=RoundState.OPEN, round__quarter=0)
    waiting = open_now.filter(state__in=[CandidateState.WAITING, CandidateState.DECIDED])
    return LIST.respond(
        request,
        waiting.select_related("unit__place", "member__person", "round", "self_review"),
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
    )


# --- One self-review --------------------------------------------------------------------------------------------------


@require_GET
@access.policy(READ)
def self_review(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What was written; of another what was handed in, and that somebody read it is logged (S-34)."""
    candidate = CANDIDATES.find(request, READ, pk=pk)
    review = review_of(candidate, request.person, request.today)
    is_author = _is_author(request, candidate)
    if review is not None and not is_author:
        with saving.durable():
            audit.record(request.person, READ, review, on=request.today, fields=["read"])
    state = _("not written yet") if review is None else str(review.get_state_display())
    is_sent = review is not None and review.state == SelfReviewState.SENT
    return Record(
        title=_("Self-review of %(year)s") % {"year": candidate.round.year},
        subtitle=f"{candidate.name} · {candidate.unit.place.name}",
        crumbs=CANDIDATES.above(candidate),
        about=About(candidate, READ),
        chips=[(state, "ok" if is_sent else "warn")],
        buttons=_buttons(request, candidate, review, is_author=is_author),
        sections=_sections(candidate, review),
    ).respond(request)


def _is_author(request: Request, candidate: Candidate) -> bool:
    """Whether the person writes it: the member, or who leads the organisation."""
    if candidate.member is not None:
        return candidate.member.person_id == request.person.pk
    return access.may(request.person, WRITE, candidate, on=request.today)


def _buttons(request: Request, candidate: Candidate, review: SelfReview | None, *, is_author: bool) -> list[Button]:
    is_waiting = candidate.round.state == RoundState.OPEN and candidate.state == CandidateState.WAITING
    buttons = []
    if review is not None and not review.is_on_paper and (is_author or review.state == SelfReviewState.SENT):
        buttons.append(Button(_("Word file"), reverse("rating:self_review_word", args=[candidate.pk])))
    if not is_waiting:
        return buttons
    if is_author and (review is None or review.state == SelfReviewState.DRAFT):
        buttons.append(write.button(candidate, _("Go on writing") if review else _("Write"), is_primary=review is None))
        if review is not None:
            buttons.append(hand_in.button(candidate, is_primary=True))
    elif is_author and review is not None and not review.is_on_paper:
        if is_open(review.state, actions.bodies(candidate)):
            buttons.append(take_back.button(candidate))
    elif access.may(request.person, WRITE, candidate, on=request.today):
        if review is None and not hasattr(candidate, "self_review"):
            buttons.append(receive_on_paper.button(candidate, is_primary=True))
        elif review is not None and review.is_on_paper:
            buttons.append(withdraw_paper.button(candidate))
    return buttons


def _sections(candidate: Candidate, review: SelfReview | None) -> list[Section]:
    if review is None:
        return [Section(_("In brief"), note=_("Nothing has been handed in yet."))]
    form = forms_of(candidate.round.year)[review.group]
    level = str(Level(review.level).label).capitalize() if review.level else _("not chosen yet")
    facts = [
        Fact(_("Form"), form.code or form.title),
        Fact(_("Level somebody gives themself"), level),
        Fact(_("Handed in on"), dates.dmy(review.sent_on) if review.sent_on else ""),
    ]
    if review.is_on_paper:
        note = _("Received on paper: the level alone is recorded here; the paper lies in the file of the cell.")
        return [Section(_("In brief"), facts=facts, note=note)]
    parts = [Section(SelfReview.label_of(name), note=getattr(review, name) or "–") for name in form.parts]
    note = _("Political quality, morals and discipline are written by hand on the printed form and never kept here.")
    return [Section(_("In brief"), facts=facts, note=note), *parts]


@require_GET
@access.policy(READ)
def word(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The self-review in its form, to be printed and signed."""
    candidate = CANDIDATES.find(request, READ, pk=pk)
    review = review_of(candidate, request.person, request.today)
    if review is None or review.is_on_paper:
        raise Http404
    review.candidate, review.unit = candidate, candidate.unit
    name = f"tu-kiem-diem-{candidate.round.year}-{text.fold(candidate.name).replace(' ', '-')}.docx"
    return exporting.send(request, exports.as_word(review, request.today), name, verb=READ, row=review)


# --- Written and handed in --------------------------------------------------------------------------------------------


def _form(request: Request, candidate: Candidate) -> OfficeForm:
    if candidate.member is not None and candidate.member.person_id != request.person.pk:
        raise access.NotAllowed(WRITE)
    review = review_of(candidate, request.person, request.today)
    group: str = Group.UNIT
    if candidate.member is not None:
        terms = OfficeTerm.objects.on(request.today)  # unscoped: of who asks
        leads = terms.filter(person=request.person, office__in=LEADING).exists()
        group = Group.LEADER if leads else Group.MEMBER
    return SelfReviewForm(*posted(request), candidate=candidate, review=review, group=group)


@deed(
    "rating:write_self_review",
    verb=WRITE,
    row=CANDIDATES,
    form=_form,
    title=gettext_lazy("Write the self-review"),
    label=gettext_lazy("Save"),
    note=gettext_lazy(
        "Saved for you alone until you hand it in. Write facts of your work; political quality, morals and discipline "
        "are written by hand on the printed form."
    ),
    done=gettext_lazy("Saved. Nobody else sees it before you hand it in."),
)
def write(candidate: Candidate, data: Data, who: Who) -> SelfReview:
    return actions.write_self_review(candidate, **data, **who)


def _own(candidate: Candidate) -> SelfReview:
    review: SelfReview | None = getattr(candidate, "self_review", None)
    if review is None:
        raise Http404
    review.candidate = candidate
    return review


@deed(
    "rating:hand_in_self_review",
    verb=WRITE,
    row=CANDIDATES,
    title=gettext_lazy("Hand in"),
    done=gettext_lazy("Handed in: the cell can read it now. It can be taken back until the cell has met."),
)
def hand_in(candidate: Candidate, data: Data, who: Who) -> SelfReview:
    return actions.send_self_review(_own(candidate), **who)


@deed(
    "rating:take_back_self_review",
    verb=WRITE,
    row=CANDIDATES,
    title=gettext_lazy("Take back"),
    done=gettext_lazy("Taken back: change it, then hand it in again."),
)
def take_back(candidate: Candidate, data: Data, who: Who) -> SelfReview:
    return actions.take_back_self_review(_own(candidate), **who)


@deed(
    "rating:self_review_on_paper",
    verb=WRITE,
    row=CANDIDATES,
    form=OnPaperForm,
    initial=lambda request, _row: {"sent_on": request.today},
    title=gettext_lazy("Received on paper"),
    label=gettext_lazy("Record"),
    note=gettext_lazy("For a member without a device: the level alone is recorded, nothing of what the paper says."),
    done=gettext_lazy("The level was recorded."),
)
def receive_on_paper(candidate: Candidate, data: Data, who: Who) -> SelfReview:
    return actions.receive_self_review_on_paper(candidate, **data, **who)


@withdrawal(
    "rating:withdraw_self_review_paper",
    verb=WRITE,
    row=CANDIDATES,
    title=gettext_lazy("Withdraw what came on paper"),
    to=lambda candidate: reverse("rating:self_review", args=[candidate.pk]),
)
def withdraw_paper(candidate: Candidate, data: Data, who: Who) -> Candidate:
    return actions.withdraw_self_review_paper(_own(candidate), **data, **who)
