"""How many votes are needed, what must add up, who is elected: with the examples of the rule book."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.votes.rules import (
    Elected,
    Share,
    Standing,
    Tally,
    congress_is_valid,
    elected,
    form_of_discipline,
    most_candidates,
    must_be_secret,
    needed,
    should_be_secret,
    tally_faults,
    why,
)


def test_what_an_office_wrote_stays() -> None:
    assert why(Standing.WRITTEN, None, "ốm nặng") == "ốm nặng"


@pytest.mark.rule("R-VOTE-02")
@pytest.mark.parametrize(
    ("share", "base", "votes"),
    [
        (Share.TWO_THIRDS, 20, 14),  # 13.33 rounded up
        (Share.TWO_THIRDS, 21, 14),
        (Share.TWO_THIRDS, 1, 1),
        (Share.OVER_HALF, 20, 11),
        (Share.OVER_HALF, 21, 11),
        (Share.OVER_HALF, 151, 76),
    ],
)
def test_votes_needed(share: Share, base: int, votes: int) -> None:
    assert needed(share, base) == votes


@pytest.mark.rule("R-VOTE-02")
def test_a_vote_without_a_base_is_refused() -> None:
    with pytest.raises(ValueError, match="base"):
        needed(Share.OVER_HALF, 0)


@pytest.mark.rule("R-VOTE-02")
@given(base=st.integers(1, 10**6), share=st.sampled_from(Share))
def test_needed_is_the_least_number_that_reaches_the_share(base: int, share: Share) -> None:
    votes = needed(share, base)

    def reaches(count: int) -> bool:
        return 3 * count >= 2 * base if share == Share.TWO_THIRDS else 2 * count > base

    assert reaches(votes)
    assert not reaches(votes - 1)
    assert votes <= base


@pytest.mark.parametrize(
    ("summoned", "present", "units", "represented", "is_valid"),
    [(151, 101, 12, 8, True), (151, 100, 12, 12, False), (151, 151, 12, 7, False)],
)
def test_a_congress_is_valid_with_two_thirds_of_persons_and_of_units(
    summoned: int, present: int, units: int, represented: int, is_valid: bool
) -> None:
    assert congress_is_valid(summoned, present, units, represented) is is_valid


@pytest.mark.parametrize(
    ("votes", "seats", "chosen", "tied"),
    [
        ([120, 90, 80, 70], 3, [0, 1, 2], []),  # 151 summoned: 76 needed
        ([120, 90, 80, 77], 3, [0, 1, 2], []),  # more pass than there are seats: from the top
        ([120, 90, 80, 80], 3, [0, 1], [2, 3]),  # a tie at the last seat: voted on again
        ([75, 75, 75], 2, [], []),
        ([90, 90, 90], 2, [], [0, 1, 2]),
        ([80, 120], 2, [1, 0], []),
    ],
)
def test_elected_are_those_over_half_of_the_summoned(
    votes: list[int], seats: int, chosen: list[int], tied: list[int]
) -> None:
    found = elected(dict(enumerate(votes)), seats=seats, needed=needed(Share.OVER_HALF, 151))

    assert found == Elected(chosen, tied)


@given(votes=st.lists(st.integers(0, 60), min_size=1, max_size=20), seats=st.integers(1, 10), base=st.integers(1, 60))
def test_nobody_is_elected_below_the_threshold_and_never_more_than_there_are_seats(
    votes: list[int], seats: int, base: int
) -> None:
    enough = needed(Share.OVER_HALF, base)

    found = elected(dict(enumerate(votes)), seats=seats, needed=enough)

    assert len(found.chosen) <= seats
    assert all(votes[at] >= enough for at in [*found.chosen, *found.tied])
    assert not set(found.chosen) & set(found.tied)
    left_out = [votes[at] for at in range(len(votes)) if at not in found.chosen]
    assert all(votes[at] >= other for at in found.chosen for other in left_out)


@pytest.mark.parametrize(("seats", "most"), [(15, 19), (3, 3), (4, 5), (10, 13)])
def test_a_list_holds_three_tenths_more_than_seats_at_most(seats: int, most: int) -> None:
    assert most_candidates(seats, 30) == most


@pytest.mark.rule("R-VOTE-04")
@pytest.mark.parametrize(
    ("decision", "must", "should"),
    [("election", True, False), ("discipline", False, True), ("expulsion", False, True), ("resolution", False, False)],
)
def test_elections_must_be_secret_and_discipline_is_by_custom(decision: str, must: bool, should: bool) -> None:
    assert (must_be_secret(decision), should_be_secret(decision)) == (must, should)


@pytest.mark.rule("R-DIS-03")
@pytest.mark.parametrize(
    ("votes", "base", "form"),
    [
        ({"expulsion": 3, "removal": 4, "warning": 5, "reprimand": 8}, 20, "warning"),  # 3, 7, 12 of 11
        ({"expulsion": 11}, 20, "expulsion"),
        ({"reprimand": 11, "expulsion": 9}, 20, "reprimand"),  # a majority of its own
        ({"expulsion": 10, "reprimand": 10}, 20, "reprimand"),  # ten of twenty are not more than half
        ({"expulsion": 2, "reprimand": 8}, 20, None),
        ({"removal": 2, "reprimand": 11}, 20, "reprimand"),
        ({"reprimand": 10}, 20, None),
        ({}, 20, None),
    ],
)
def test_discipline_adds_up_from_the_heaviest_form(votes: dict[str, int], base: int, form: str | None) -> None:
    forms = ("expulsion", "removal", "warning", "reprimand")

    assert form_of_discipline(votes, forms, needed=needed(Share.OVER_HALF, base)) == form


@pytest.mark.parametrize(
    ("tally", "fields"),
    [
        (Tally(17, 17, 16, 1, [14, 2, 0]), set()),
        (Tally(18, 17, 16, 1, [14, 2, 0]), {"issued"}),
        (Tally(16, 17, 16, 1, [14, 2, 0]), {"collected"}),
        (Tally(17, 17, 16, 0, [14, 2, 0]), {"valid"}),
        (Tally(17, 17, 16, 1, [17, 0, 0]), {"votes"}),
        (Tally(17, 17, 16, 1, [14, 1, 0]), {"votes"}),
    ],
)
def test_sums_of_a_sheet_agree(tally: Tally, fields: set[str]) -> None:
    assert set(tally_faults(tally, present=17, is_election=False)) == fields


def test_on_a_list_each_name_has_votes_of_its_own() -> None:
    assert not tally_faults(Tally(17, 17, 17, 0, [17, 16, 15]), present=17, is_election=True)


FORMS = ("expulsion", "removal", "warning", "reprimand")


@given(numbers=st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_a_form_with_a_majority_of_its_own_is_never_overtaken(numbers: list[int]) -> None:
    """Adding from the heaviest form gives the form that has more than half by itself, where one has."""
    votes = dict(zip(FORMS, numbers, strict=True))
    enough = needed(Share.OVER_HALF, max(sum(numbers), 1))

    form = form_of_discipline(votes, FORMS, needed=enough)

    majority = [one for one in FORMS if votes[one] >= enough]
    assert not majority or form == majority[0]
    assert form is None or sum(votes[one] for one in FORMS[: FORMS.index(form)]) < enough
