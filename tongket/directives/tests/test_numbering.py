"""Numbers of our own documents: their series, and clients at once."""

import os
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tests.databases import ROOT
from tongket.directives.actions import numbering
from tongket.org.models import CommitteeTerm, NumberSeries

SERIES = date(2020, 6, 18)


def make_term(unit: Any, **fields: Any) -> CommitteeTerm:
    """The term 2020-2025, whose congress closed on 17 June 2020."""
    given: dict[str, Any] = {
        "kind": "executive", "name": "2020-2025", "how": "elected", "from_on": date(2020, 6, 17),
        "until_on": date(2025, 6, 17), "congress_on": date(2020, 6, 17), "committee_size": 7,
    }  # fmt: skip
    return CommitteeTerm.objects.create(unit=unit, **{**given, **fields})


@pytest.mark.rule("R-DOC-02")
def test_each_kind_and_term_counts_from_one_and_goes_on_over_the_year(cast: Any) -> None:
    north = cast.unit("north")

    given = [numbering.give(north, kind, SERIES) for kind in ("BC", "BC", "NQ", "BC")]
    new_term = numbering.give(north, "BC", date(2025, 8, 21))
    other_unit = numbering.give(cast.unit("south"), "BC", SERIES)

    assert given == [1, 2, 1, 3]
    assert (new_term, other_unit) == (1, 1)


@pytest.mark.rule("R-DOC-02")
def test_the_series_of_a_day_is_that_of_the_term_that_runs(cast: Any) -> None:
    north = cast.unit("north")
    make_term(
        north, name="2015-2020", from_on=date(2015, 6, 2), until_on=date(2020, 6, 17), congress_on=date(2015, 6, 2)
    )
    make_term(north)

    assert numbering.term_start(north, date(2021, 1, 4)) == SERIES
    assert numbering.term_start(north, date(2020, 6, 17)) == date(2015, 6, 3)  # the day of the congress itself
    assert numbering.congress_series(north, date(2020, 6, 16)) == date(2020, 6, 17)


@pytest.mark.rule("R-DOC-02")
def test_without_a_committee_the_day_is_typed_once_and_known_after(cast: Any) -> None:
    north = cast.unit("north")

    with pytest.raises(ValidationError) as refusal:
        numbering.term_start(north, date(2021, 1, 4))
    numbering.give(north, "BC", numbering.term_start(north, date(2021, 1, 4), SERIES))

    assert list(refusal.value.error_dict) == ["term_from_on"]
    assert numbering.term_start(north, date(2021, 2, 4)) == SERIES
    assert NumberSeries.objects.get().last == 1


@pytest.mark.rule("R-DOC-02")
def test_nothing_is_numbered_before_the_day_after_the_congress(cast: Any) -> None:
    north = cast.unit("north")
    make_term(north)

    with pytest.raises(ValidationError) as refusal:
        numbering.term_start(north, date(2020, 6, 17))

    assert list(refusal.value.error_dict) == ["issued_on"]


@pytest.mark.rule("R-DOC-02")
def test_clients_at_once_get_no_number_twice_and_leave_no_gap(empty_database: str) -> None:
    """A process for each client; some of their transactions fail. The benchmark does the same with sixteen."""
    command = [sys.executable, str(ROOT / "benchmarks" / "number_series.py"), "4", "--each", "3", "--here"]
    environment = {**os.environ, "DATABASE_URL": empty_database}

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{connection.vendor}: 4 clients, 12 numbers" in done.stdout
