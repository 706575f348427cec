"""Self-reviews that a person may read; those who have not handed in."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongket.org import access
from tongket.rating.models import Candidate, SelfReview
from tongket.rating.round_rules import CandidateState, RoundState
from tongket.rating.self_review_rules import SelfReviewState


def review_of(candidate: Candidate, person: access.Reader, on: date) -> SelfReview | None:
    """The self-review of a candidate as far as the person may read it: one's own, and of others what was handed in."""
    rows = access.scope(SelfReview.objects.filter(candidate=candidate), person, "selfreview.read", on=on)
    mine = Q(candidate__member__person=person.pk)
    of_own_unit = Q(candidate__member=None, unit__in=[grant.unit_id for grant in person.running_grants(on)])
    return rows.filter(Q(state=SelfReviewState.SENT) | mine | of_own_unit).first()


def waiting_for(rows: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Those of open rounds who have handed nothing in, as far as they wait for a level."""
    sent = SelfReview.objects.filter(candidate=OuterRef("pk"), state=SelfReviewState.SENT)  # unscoped: of scoped rows
    open_now = rows.filter(round__state=RoundState.OPEN, round__quarter=0, state=CandidateState.WAITING)
    return open_now.filter(~Exists(sent))
