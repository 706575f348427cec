"""Who is not rated and why, sums of ballots, who proposes before whom, counts of a round."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.rating import round_rules as rules
from tongket.rating.round_rules import Body, Counts, Tally
from tongket.rating.rules import NotRated

EXCLUDED = (NotRated.EXEMPT, NotRated.SUSPENDED, NotRated.TOO_NEW)


@pytest.mark.rule("R-RATE-02")
@pytest.mark.parametrize(
    ("cut_off", "admitted_on", "min_months", "reason"),
    [
        (date(2025, 12, 31), date(2025, 8, 20), 6, NotRated.TOO_NEW),  # the example of the rule book: 4 months
        (date(2020, 12, 31), date(2020, 8, 20), 0, None),
        (date(2020, 12, 31), date(2020, 12, 30), 0, None),
        (date(2025, 12, 31), date(2025, 7, 1), 6, None),
        (date(2025, 12, 31), date(2025, 7, 2), 6, NotRated.TOO_NEW),
        (date(2025, 12, 31), date(2020, 7, 2), 6, None),
        (date(2025, 12, 5), date(2025, 6, 6), 6, None),  # counted on the day of the review meeting
        (date(2025, 12, 5), date(2025, 6, 7), 6, NotRated.TOO_NEW),
    ],
)
def test_new_member_is_rated_by_the_regulation_of_the_year(
    cut_off: date, admitted_on: date, min_months: int, reason: NotRated | None
) -> None:
    assert rules.reason_not_rated(cut_off, excluded=EXCLUDED, min_months=min_months, admitted_on=admitted_on) == reason


@pytest.mark.rule("R-RATE-02")
@pytest.mark.parametrize(
    ("is_exempt", "is_suspended", "reason"),
    [(True, False, NotRated.EXEMPT), (False, True, NotRated.SUSPENDED), (False, False, None)],
)
def test_exempt_and_suspended_are_not_rated(is_exempt: bool, is_suspended: bool, reason: NotRated | None) -> None:
    found = rules.reason_not_rated(
        date(2020, 12, 31), excluded=EXCLUDED, min_months=0, is_exempt=is_exempt, is_suspended=is_suspended
    )

    assert found == reason


@given(numbers=st.tuples(*[st.integers(0, 12)] * 4))
def test_ballots_are_refused_unless_they_add_up(numbers: tuple[int, int, int, int]) -> None:
    issued, collected, valid, votes_for = numbers

    faults = rules.tally_faults(Tally(*numbers))

    assert (not faults) == (issued >= collected >= valid >= votes_for)


@pytest.mark.rule("R-RATE-05")
@pytest.mark.parametrize(
    ("body", "proposed", "is_member", "missing"),
    [
        (Body.COMMITTEE, {Body.SELF}, True, [Body.CELL]),
        (Body.COMMITTEE, {Body.SELF, Body.CELL}, True, []),
        (Body.HIGHER, set(), False, [Body.SELF, Body.COMMITTEE]),
        (Body.SELF, set(), True, []),
    ],
)
def test_lower_body_proposes_before_the_higher(
    body: Body, proposed: set[Body], is_member: bool, missing: list[Body]
) -> None:
    assert rules.missing_before(body, proposed, is_member=is_member) == missing


@pytest.mark.rule("R-RATE-04")
def test_total_is_those_rated_and_those_not() -> None:
    """The example of the rule book: 120 members, 7 not rated, 113 rated, 105 of them GOOD or better."""
    counts = rules.moved(Counts(excellent=15, good=89, fulfilled=8, not_rated=7, waiting=1), [("waiting", "good")])

    assert (counts.total, counts.rated, counts.good_or_better) == (120, 113, 105)
