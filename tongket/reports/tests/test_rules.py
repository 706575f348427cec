"""States of a report, and whether it came in time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.reports.rules import MOVES, State, Timing, days_late, timing

DUE = date(2020, 12, 5)


@pytest.mark.rule("R-REP-01")
@pytest.mark.parametrize(
    ("state", "verb", "after"),
    [
        (State.DUE, "send", State.SENT),
        (State.RETURNED, "send", State.SENT),
        (State.SENT, "return", State.RETURNED),
        (State.SENT, "accept", State.ACCEPTED),
        (State.SENT, "send", None),
        (State.SENT, "take back", State.DUE),
        (State.DUE, "take back", None),
        (State.RETURNED, "take back", None),
        (State.ACCEPTED, "take back", None),
        (State.ACCEPTED, "send", None),
        (State.ACCEPTED, "return", None),
        (State.DUE, "accept", None),
        (State.RETURNED, "accept", None),
        (State.DUE, "excuse", State.EXCUSED),
        (State.SENT, "excuse", None),
        (State.EXCUSED, "ask again", State.DUE),
        (State.EXCUSED, "send", None),
        (State.ACCEPTED, "reopen", State.RETURNED),
        (State.SENT, "reopen", None),
    ],
)
def test_a_report_moves_only_as_the_table_says(state: State, verb: str, after: State | None) -> None:
    allowed, leads_to = MOVES[verb]

    assert (leads_to if state in allowed else None) == after


@pytest.mark.rule("R-REP-01")
@pytest.mark.parametrize(
    ("sent_on", "on", "how", "late"),
    [
        (None, date(2020, 11, 27), Timing.AHEAD, 0),
        (None, date(2020, 11, 28), Timing.SOON, 0),
        (None, DUE, Timing.SOON, 0),
        (None, date(2020, 12, 6), Timing.MISSING, 1),
        (DUE, date(2021, 1, 4), Timing.ON_TIME, 0),
        (date(2020, 12, 9), date(2021, 1, 4), Timing.LATE, 4),
    ],
)
def test_timing_by_the_due_day(sent_on: date | None, on: date, how: Timing, late: int) -> None:
    assert (timing(DUE, sent_on, on=on), days_late(DUE, sent_on, on=on)) == (how, late)


@given(sent=st.none() | st.integers(-60, 60), on=st.integers(-60, 400))
def test_a_report_is_late_or_missing_exactly_when_it_has_days_of_delay(sent: int | None, on: int) -> None:
    sent_on = None if sent is None else DUE + timedelta(days=sent)
    day = DUE + timedelta(days=on)

    is_delayed = timing(DUE, sent_on, on=day) in {Timing.LATE, Timing.MISSING}

    assert is_delayed == (days_late(DUE, sent_on, on=day) > 0)
