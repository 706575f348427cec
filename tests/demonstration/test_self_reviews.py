"""The self-reviews of one whole cell of the demonstration."""

from tongket.org.models import Account
from tongket.rating.models import Candidate, SelfReview
from tongket.rating.queries.self_reviews import review_of
from tongket.rating.round_rules import CandidateState
from tongket.rating.self_review_rules import SelfReviewState

CELL, YEAR = "GDDT-4", 2021


def test_everybody_of_a_cell_has_handed_in_and_the_secretary_reads_it(organisations: object, db: None) -> None:
    rated = Candidate.objects.filter(round__year=YEAR, unit__code=CELL, member__isnull=False)
    reviews = SelfReview.objects.filter(candidate__in=rated)
    secretary = Account.objects.get(username="bithu.gddt4").person
    assert secretary is not None

    on = reviews[0].sent_on
    assert on is not None
    assert reviews.count() == rated.filter(state=CandidateState.DECIDED).count() > 5
    assert set(reviews.values_list("state", flat=True)) == {SelfReviewState.SENT}
    assert reviews.filter(is_on_paper=True).count() == 1
    assert all(review_of(candidate, secretary, on) for candidate in rated.filter(state=CandidateState.DECIDED)[:3])
