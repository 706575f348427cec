"""The rounds of the demonstration: what does not fit is answered or moved down, and the cap stands."""

import pytest
from django.core.exceptions import ValidationError

from tongket.core import clock
from tongket.org.models import Account
from tongket.rating import actions, queries
from tongket.rating.models import Candidate, Proposal, Round
from tongket.rating.queries.beside import beside
from tongket.rating.round_rules import Body, CandidateState, ProposalState, RoundState
from tongket.rating.rules import Level, Subject


@pytest.fixture
def bloc(organisations: None, db: None) -> Round:
    """The round of the organisations of a bloc for 2021."""
    return Round.objects.select_related("unit__place").get(unit__code="KHOI1", year=2021, subject=Subject.ORGANISATION)


def of(bloc: Round) -> list[Candidate]:
    return list(bloc.candidates.select_related("round__unit__place", "unit__place", "member"))


@pytest.mark.rule("R-RATE-18")
def test_mismatches_are_answered_in_writing_or_the_level_was_moved_down(bloc: Round) -> None:
    candidates, regime = of(bloc), queries.regime(2021, bloc.unit)
    known = beside(bloc, candidates)

    misfits = [each for each in candidates if known[each.pk].mismatches(regime, each.proposed)]

    assert len(misfits) >= 3
    assert any(each.answer and each.level == each.proposed == Level.EXCELLENT for each in misfits)
    assert any((each.proposed, each.level) == (Level.EXCELLENT, Level.GOOD) for each in misfits)
    assert all(each.answer or each.level != each.proposed for each in misfits)


@pytest.mark.rule("R-RATE-13")
def test_one_more_excellent_than_the_cap_is_refused(bloc: Round) -> None:
    clerk = Account.objects.get(username="tochuc.khoi1").person
    assert clerk is not None
    on = clock.today()
    actions.reopen(bloc, reason="xem lại một tổ chức", by=clerk, on=on)
    good = [each for each in of(bloc) if each.level == Level.GOOD]
    allowed = queries.regime(2021, bloc.unit).cap(bloc.counts.good_or_better)
    assert allowed is not None

    for candidate in good[: allowed - bloc.excellent]:
        actions.decide(candidate, level=Level.EXCELLENT, decided_on=on, answer="Đã xem xét", by=clerk, on=on)
    with pytest.raises(ValidationError) as refused:
        actions.decide(good[-1], level=Level.EXCELLENT, decided_on=on, answer="Đã xem xét", by=clerk, on=on)

    assert "level" in refused.value.message_dict
    assert Round.objects.get(pk=bloc.pk).excellent == allowed


def test_one_whole_cell_has_the_proposals_of_each_body(bloc: Round) -> None:
    rows = Proposal.objects.filter(unit__code="GDDT-4", candidate__round__year=2021)
    members = Candidate.objects.filter(unit__code="GDDT-4", round__year=2021, state=CandidateState.DECIDED).exclude(
        member=None
    )

    by_body = {body: rows.filter(body=body).count() for body in (Body.SELF, Body.CELL, Body.COMMITTEE)}

    assert set(by_body.values()) == {members.count()}
    assert not rows.exclude(state=ProposalState.CONFIRMED).exists()
    assert not Round.objects.exclude(state=RoundState.CLOSED).exists()
