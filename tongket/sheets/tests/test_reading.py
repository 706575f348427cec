"""Rosters as offices send them, read by the child process, and files that mean harm refused by it."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from tongket.sheets import child, reading
from tongket.sheets.files import Refused
from tongket.sheets.shape import FIELDS, Sheet
from tongket.sheets.tests.files import DU, HEAD, HOSTILE, MAU, ROSTERS, THU

TODAY = date(2026, 11, 25)
OF_OTHER_TABLES = {39, 40, 41}  # words of ratings, amounts and units of money: no column of a roster


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("name", ROSTERS)
def test_a_roster_is_read_as_expected(name: str, tmp_path: Path) -> None:
    ending, make, expected = ROSTERS[name]
    path = tmp_path / f"body.{ending}"
    make(path)

    found = reading.read(child.read_file(path, path.name), today=TODAY)

    assert {key: found.fields[key] for key in expected.columns} == expected.columns
    assert {one.code for one in found.problems} == expected.codes
    assert {one.code: one.mend for one in found.problems if one.code in expected.mends} == expected.mends
    assert len(found.questions) == expected.asks
    assert all(any(piece in note for note in found.notes) for piece in expected.notes), found.notes
    assert found.fields.keys() == set(FIELDS)
    assert {len(column) for column in found.fields.values()} == {len(found.places)}


def test_every_point_of_the_list_is_covered() -> None:
    covered = {point for _ending, _make, expected in ROSTERS.values() for point in expected.points}

    assert covered == set(range(1, 46)) - OF_OTHER_TABLES
    assert len(ROSTERS) >= 25


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    ending, code, make = HOSTILE[name]
    path = tmp_path / "body"
    make(path)

    with pytest.raises(Refused) as refusal:
        child.read_file(path, f"ds.{ending}")

    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")
    assert peak_memory(path) < 400 * 1024


def peak_memory(path: Path) -> int:
    """KiB that the child takes for a file; a small process in between, since a child counts its parent's memory too."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3, stderr=-3);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", code, sys.executable, "-m", "tongket.sheets.child", str(path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True, env={"PYTHONPATH": str(child.ROOT)})
    return int(done.stdout)


def sheet(*rows: list[object], name: str = "DS") -> Sheet:
    return Sheet(name, [HEAD, *rows])  # type: ignore[list-item]


def test_a_mended_cell_takes_the_place_of_what_the_file_says() -> None:
    wrong = [1, "Ng. Văn Mẫu", "Nam", "31/02/1987", *MAU[4:]]

    before = reading.read([sheet(wrong, DU)], today=TODAY)
    after = reading.read([sheet(wrong, DU)], mends={"DS!B2": "Nguyễn Văn Mẫu", "DS!D2": "25/02/1987"}, today=TODAY)

    assert {(one.cell, one.code) for one in before.problems} == {("B2", "short_name"), ("D2", "impossible_day")}
    assert not after.problems
    assert after.fields["born_on"][0] == date(1987, 2, 25)


@pytest.mark.parametrize(("answer", "day"), [("dmy", date(1987, 5, 2)), ("mdy", date(1987, 2, 5))])
def test_an_answer_settles_the_order_of_a_column(answer: str, day: date) -> None:
    rows = Sheet("DS", [["STT", "Họ và tên", "Ngày sinh"], [1, "Nguyễn Văn Mẫu", "2/5/1987"]])

    asked = reading.read([rows], today=TODAY)
    found = reading.read([rows], answers={asked.questions[0].key: answer}, today=TODAY)

    assert [one.key for one in asked.questions] == ["DS:born_on"]
    assert not found.questions
    assert found.fields["born_on"] == [day]


def test_numbers_of_persons_are_masked_in_problems() -> None:
    rows = Sheet("DS", [["STT", "Họ và tên", "Ngày sinh", "CCCD"], [1, "Nguyễn Văn Mẫu", "25/02/1987", "00108700"]])

    found = reading.read([rows], today=TODAY)

    assert [(one.code, one.value, one.is_error) for one in found.problems] == [("identity_number", "•••••700", True)]


def test_lost_zeros_stay_lost_where_nothing_proves_them() -> None:
    rows = Sheet("DS", [["STT", "Họ và tên", "Ngày sinh", "CCCD"], [1, "Nguyễn Văn Mẫu", "25/02/1987", 1087000123]])

    found = reading.read([rows], today=TODAY)

    assert found.fields["identity_number"] == [""]
    assert [(one.code, one.mend) for one in found.problems] == [("identity_number", "001087000123")]


def test_reading_leaves_the_sheets_as_they_are() -> None:
    given = sheet(MAU, DU, THU)
    before = [list(row) for row in given.rows]

    reading.read([given], mends={"DS!B2": "X"}, today=TODAY)

    assert given.rows == before
