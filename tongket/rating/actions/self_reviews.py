"""Self-reviews: written, handed in, taken back until the cell has proposed; received on paper; forgotten in time."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.org import access, audit, saving, validate
from tongket.org.models import Person
from tongket.rating.actions.proposals import propose, withdraw_proposal
from tongket.rating.models import Candidate, Proposal, SelfReview
from tongket.rating.round_rules import Body, CandidateState, ProposalState, RoundState
from tongket.rating.rules import Level
from tongket.rating.self_review_rules import (
    LONGEST_TEXT,
    SELF_REVIEW_MOVES,
    TEXTS,
    Group,
    SelfReviewState,
    first_kept_year,
    forms_of,
    is_open,
    missing,
)

VERB = "selfreview.write"


@transaction.atomic
def write(
    candidate: Candidate, *, group: str, level: str = "", seen: int = 0, by: Person, on: date, **texts: str
) -> SelfReview:
    """Keep what somebody has written of their own self-review; nobody else sees it before it is handed in.

    texts: of the parts of its form (TEXTS). seen: the version that was looked at, 0 for the first time.
    Raises NotAllowed (another person's), ValidationError, Conflict. No part is on political quality (R-DAT-07).
    """
    _require_author(candidate, by, on)
    _check_open(candidate)
    form = forms_of(candidate.round.year).get(group)
    if form is None or (group == Group.UNIT) != (candidate.member_id is None):
        raise ValidationError({"group": _("Please choose from the list.")})
    if level and level not in Level.values:
        raise ValidationError({"level": _("Choose a level.")})
    written = {name: text.nfc(texts.get(name, "")).strip() for name in TEXTS}
    if foreign := [name for name in TEXTS if written[name] and name not in form.parts]:
        words = _("This part is not in the form chosen above: choose the other form, or leave it empty.")
        raise ValidationError(dict.fromkeys(foreign, words))
    for name, value in written.items():
        if len(value) > LONGEST_TEXT:
            raise ValidationError(
                {name: _("This is too long: %(limit_value)d characters at most.") % {"limit_value": LONGEST_TEXT}}
            )
    review = SelfReview.objects.filter(candidate=candidate).first()
    if review is None:
        review = SelfReview.objects.create(
            candidate=candidate, unit=candidate.unit, group=group, level=level, entered_by=by, **written
        )
    elif review.is_on_paper or review.state != SelfReviewState.DRAFT:
        raise ValidationError(_("It was handed in: take it back to change it."))
    else:
        saving.update(review, seen=seen, by=by, group=group, level=level, **written)
    audit.record(by, VERB, review, on=on, fields=["draft"])
    return review


@transaction.atomic
def send(review: SelfReview, *, by: Person, on: date) -> SelfReview:
    """Hand a self-review in: the cell reads it, and its level is what somebody proposes for themself.

    Raises NotAllowed, WrongState, ValidationError. Source: R-RATE-05.
    """
    candidate = review.candidate
    _require_author(candidate, by, on)
    _check_open(candidate)
    gaps = missing({name: getattr(review, name) for name in TEXTS}, review.level)
    if gaps:
        labels = ", ".join(str(SelfReview.label_of(name)) for name in gaps)
        raise ValidationError(_("Before you hand it in, fill in: %(labels)s.") % {"labels": labels})
    saving.move(review, SELF_REVIEW_MOVES, "send", by=by, sent_on=on)
    propose(candidate, body=Body.SELF, level=review.level, proposed_on=on, by=by, on=on)
    audit.record(by, VERB, review, on=on, fields=["state"])
    return review


@transaction.atomic
def take_back(review: SelfReview, *, by: Person, on: date) -> SelfReview:
    """Take a self-review back to change it, while the cell has not proposed. Raises NotAllowed, WrongState,
    ValidationError.
    """
    _require_author(review.candidate, by, on)
    if review.is_on_paper:
        raise ValidationError(_("It was received on paper: who recorded it withdraws that."))
    _require_before_the_cell(review)
    saving.move(review, SELF_REVIEW_MOVES, "take back", by=by, sent_on=None)
    _withdraw_level(review.candidate, _("the self-review was taken back"), by=by, on=on)
    audit.record(by, VERB, review, on=on, fields=["state"])
    return review


@transaction.atomic
def receive_on_paper(candidate: Candidate, *, level: str, sent_on: date, by: Person, on: date) -> SelfReview:
    """Record that somebody without a device handed the self-review in on paper: its level, and nothing of what it says.

    Raises NotAllowed, ValidationError (also for one's own).
    """
    access.require(by, VERB, candidate, on=on)
    _check_open(candidate)
    validate.not_in_future(sent_on, "sent_on", on=on)
    if candidate.member is not None and candidate.member.person_id == by.pk:
        raise ValidationError(_("Write your own self-review here."))
    if level not in Level.values:
        raise ValidationError({"level": _("Choose a level.")})
    review = SelfReview.objects.filter(candidate=candidate).first()
    if review is not None:
        raise ValidationError(_("A self-review has been begun here already."))
    group = Group.UNIT if candidate.member_id is None else Group.MEMBER
    review = SelfReview.objects.create(
        candidate=candidate, unit=candidate.unit, group=group, level=level, state=SelfReviewState.SENT,
        is_on_paper=True, sent_on=sent_on, entered_by=by,
    )  # fmt: skip
    propose(candidate, body=Body.SELF, level=level, proposed_on=sent_on, by=by, on=on)
    audit.record(by, VERB, review, on=on, fields=["on_paper"])
    return review


@transaction.atomic
def withdraw_paper(review: SelfReview, *, reason: str, by: Person, on: date) -> Candidate:
    """Take back what was recorded of a self-review on paper. Raises NotAllowed, ValidationError."""
    access.require(by, VERB, review, on=on)
    candidate = review.candidate
    if not review.is_on_paper:
        raise ValidationError(_("It was not received on paper: who wrote it takes it back."))
    _require_before_the_cell(review)
    why = validate.reason(reason)
    _withdraw_level(candidate, why, by=by, on=on)
    audit.record(by, VERB, review, on=on, fields=["withdrawn"])
    saving.remove(review, by=by, because=why)
    return candidate


@transaction.atomic
def forget_old(on: date) -> int:
    """Remove the self-reviews of years that are no longer kept; the ratings stay. Returns how many.

    Source: R-MEM-18, R-DAT-06.
    """
    old = SelfReview.objects.filter(candidate__round__year__lt=first_kept_year(on))
    gone = list(old)
    for review in gone:
        audit.record(None, VERB, review, on=on, fields=["forgotten"])
    old.delete()
    return len(gone)


# --- Parts ------------------------------------------------------------------------------------------------------------


def _require_author(candidate: Candidate, by: Person, on: date) -> None:
    """A member writes their own; that of an organisation is written by those who lead it."""
    access.require(by, VERB, candidate, on=on)
    if candidate.member is not None and candidate.member.person_id != by.pk:
        raise access.NotAllowed(VERB)


def _check_open(candidate: Candidate) -> None:
    if candidate.round.state != RoundState.OPEN:
        raise ValidationError(_("This round is closed."))
    if candidate.state != CandidateState.WAITING:
        raise ValidationError(_("The level is decided, or none is: nothing is handed in any more."))


def _require_before_the_cell(review: SelfReview) -> None:
    _check_open(review.candidate)
    if not is_open(review.state, bodies(review.candidate)):
        raise ValidationError(_("The cell has proposed already: nothing is changed any more."))


def bodies(candidate: Candidate) -> set[str]:
    """The bodies that have proposed a level."""
    living = candidate.proposals.exclude(state=ProposalState.WITHDRAWN)
    return set(living.values_list("body", flat=True))


def _withdraw_level(candidate: Candidate, why: str, *, by: Person, on: date) -> None:
    living = Proposal.objects.filter(candidate=candidate, body=Body.SELF)  # unscoped: of a candidate that was found
    for proposal in living.exclude(state=ProposalState.WITHDRAWN).select_related("candidate__round", "unit__place"):
        withdraw_proposal(proposal, reason=why, by=by, on=on)
