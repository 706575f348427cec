"""Spans that follow one another."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.regulations.rules import Span, first_overlap

DAY = date(2020, 1, 1)


def span(start: int, end: int | None) -> Span:
    return Span(DAY + timedelta(days=start), None if end is None else DAY + timedelta(days=end))


SPANS = st.builds(
    lambda start, length: span(start, None if length is None else start + length),
    st.integers(0, 40),
    st.none() | st.integers(1, 30),
)


@pytest.mark.parametrize(
    ("one", "other", "overlaps"),
    [
        (span(0, 10), span(10, None), False),  # the day of the end belongs to the next
        (span(0, 11), span(10, None), True),
        (span(0, None), span(5, 6), True),
        (span(0, None), span(9, None), True),
        (span(5, 6), span(0, 5), False),
    ],
)
def test_spans_overlap_where_both_hold(one: Span, other: Span, overlaps: bool) -> None:
    assert one.overlaps(other) == overlaps


@given(one=SPANS, other=SPANS)
def test_overlap_means_a_shared_day(one: Span, other: Span) -> None:
    days = [DAY + timedelta(days=number) for number in range(80)]

    shares = any(one.holds(day) and other.holds(day) for day in days)

    assert one.overlaps(other) == other.overlaps(one) == shares


@given(new=SPANS, known=st.lists(SPANS, max_size=5))
def test_first_overlap_is_the_earliest(new: Span, known: list[Span]) -> None:
    found = first_overlap(new, known)

    clashes = [one for one in known if new.overlaps(one)]
    assert found == min(clashes, key=lambda one: one.from_on, default=None)
