"""Rosters as offices send them, and files that mean harm."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from tongket.sheets import child, opening, reading
from tongket.sheets.files import Refused
from tongket.sheets.shape import FIELDS, Cell, Sheet
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

    roster = reading.read(opening.sheets_of(path), today=TODAY)

    suggested = {problem.code: problem.suggestion for problem in roster.problems}
    assert {key: roster.fields[key] for key in expected.columns} == expected.columns
    assert {problem.code for problem in roster.problems} == expected.codes
    assert {code: suggested[code] for code in expected.suggestions} == expected.suggestions
    assert len(roster.questions) == expected.questions
    assert all(any(piece in note for note in roster.notes) for piece in expected.notes), roster.notes
    assert roster.fields.keys() == set(FIELDS)
    assert {len(column) for column in roster.fields.values()} == {len(roster.places)}


@pytest.mark.parametrize("name", ["tcvn3_capitals", "old_workbook", "word_table", "vni", "title_block"])
def test_child_process_hands_over_the_sheets_as_they_are(name: str, tmp_path: Path) -> None:
    ending, make, _expected = ROSTERS[name]
    path = tmp_path / f"body.{ending}"
    make(path)

    assert child.read_file(path, path.name) == opening.sheets_of(path)


def test_every_point_of_the_list_is_covered() -> None:
    covered = {point for _ending, _make, expected in ROSTERS.values() for point in expected.points}

    assert covered == set(range(1, 46)) - OF_OTHER_TABLES
    assert len(ROSTERS) >= 25


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Each hostile file handed to the child process: the code of the refusal, and the place that it names.

    One small process starts all the children and measures them: a child counts the memory of its parent too.
    """
    folder = tmp_path_factory.mktemp("hostile")
    for name, (ending, _code, make) in HOSTILE.items():
        make(folder / f"{name}.{ending}")
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(folder)],
        capture_output=True,
        check=True,
        text=True,
        env={"PYTHONPATH": str(child.ROOT)},
    )
    refusals: dict[str, list[str]] = json.loads(done.stdout)
    return refusals


READ_ALL = """
import json, resource, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tongket.sheets import child, files
def read(path):
    try:
        child.read_file(path, path.name)
    except files.Refused as refusal:
        return refusal.code, refusal.where
paths = list(Path(sys.argv[1]).iterdir())
with ThreadPoolExecutor(2) as pool:
    refusals = dict(zip([path.stem for path in paths], pool.map(read, paths)))
refusals["kibibytes"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps(refusals))
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name: str, refusals: dict[str, list[str]]) -> None:
    _ending, expected, _make = HOSTILE[name]

    code, where = refusals[name]

    assert code == expected
    assert str(Refused(code, where)).endswith(".")


def test_no_hostile_file_takes_much_memory(refusals: dict[str, list[str]]) -> None:
    assert int(str(refusals["kibibytes"])) < 400 * 1024


def sheet(*rows: list[Cell], name: str = "DS") -> Sheet:
    return Sheet(name, [HEAD, *rows])


def test_a_corrected_cell_takes_the_place_of_what_the_file_says() -> None:
    wrong = [1, "Ng. Văn Mẫu", "Nam", "31/02/1987", *MAU[4:]]

    before = reading.read([sheet(wrong, DU)], today=TODAY)
    after = reading.read(
        [sheet(wrong, DU)], corrections={"DS!B2": "Nguyễn Văn Mẫu", "DS!D2": "25/02/1987"}, today=TODAY
    )

    assert {(problem.cell, problem.code) for problem in before.problems} == {
        ("B2", "short_name"),
        ("D2", "impossible_day"),
    }
    assert not after.problems
    assert after.fields["born_on"][0] == date(1987, 2, 25)


@pytest.mark.parametrize(("answer", "day"), [("dmy", date(1987, 5, 2)), ("mdy", date(1987, 2, 5))])
def test_an_answer_settles_the_order_of_a_column(answer: str, day: date) -> None:
    rows = Sheet("DS", [["STT", "Họ và tên", "Ngày sinh"], [1, "Nguyễn Văn Mẫu", "2/5/1987"]])

    before = reading.read([rows], today=TODAY)
    after = reading.read([rows], answers={before.questions[0].key: answer}, today=TODAY)

    assert [question.key for question in before.questions] == ["DS:born_on"]
    assert not after.questions
    assert after.fields["born_on"] == [day]


def test_numbers_of_persons_are_masked_in_problems() -> None:
    rows = Sheet("DS", [["STT", "Họ và tên", "Ngày sinh", "CCCD"], [1, "Nguyễn Văn Mẫu", "25/02/1987", "00108700"]])

    [problem] = reading.read([rows], today=TODAY).problems

    assert (problem.code, problem.value, problem.is_error) == ("identity_number", "•••••700", True)


def test_lost_zeros_stay_lost_where_nothing_proves_them() -> None:
    rows = Sheet("DS", [["STT", "Họ và tên", "Ngày sinh", "CCCD"], [1, "Nguyễn Văn Mẫu", "25/02/1987", 1087000123]])

    roster = reading.read([rows], today=TODAY)

    assert roster.fields["identity_number"] == [""]
    assert [(problem.code, problem.suggestion) for problem in roster.problems] == [("identity_number", "001087000123")]


def test_reading_leaves_the_sheets_as_they_are() -> None:
    given = sheet(MAU, DU, THU)
    before = [list(row) for row in given.rows]

    reading.read([given], corrections={"DS!B2": "X"}, today=TODAY)

    assert given.rows == before
