"""How much of a roster the reader gets right: before a clerk answers anything, and after.

Reads a file as the page of a roster and `tongket import` do, up to the preview: the child process turns it into sheets,
the check makes persons of them, matches their cells and says what it would write, asks and tells.
"""

import copy
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.rosters.damage import tones_last
from benchmarks.rosters.people import TODAY
from benchmarks.rosters.truth import Entry, Fault, Roster
from tongket.core.text import fold
from tongket.org.models import Person as Officer
from tongket.org.models import Unit
from tongket.rosters import mending
from tongket.rosters.models import Batch
from tongket.rosters.plan import Choices, Question
from tongket.rosters.queries.checking import Check, check
from tongket.sheets import child
from tongket.sheets.files import Refused
from tongket.sheets.shape import Sheet

# Our fields, and what the reader calls them. Those that the reader has no place for are counted apart.
FIELDS = {
    "name": "full_name",
    "sex": "sex",
    "born": "born_on",
    "born_precision": "born_precision",
    "cell": "unit",
    "joined": "party_age_from_on",
    "ceremony": "ceremony_on",
    "official": "official_on",
    "card": "card_number",
    "education": "education",
    "theory": "theory",
    "identity": "identity_number",
    "phone": "phone",
    "ethnic": "is_minority",
    "home": "home_place",
    "residence": "residence",
    "religion": "religion",
    "email": "email",
    "post": "party_post",
    "office": "occupation_text",
    "file": "file_number",
}

ROUNDS = 4  # how often a clerk answers and looks again


@dataclass
class Office:
    """The unit of a roster in the database, its cells by id, and who imports."""

    unit: Unit
    cells: Mapping[Any, str]
    officer: Officer


@dataclass
class Read:
    """What a check makes of a file, by what its truth can be compared with."""

    rows: list[dict[str, Any]] = field(
        default_factory=list
    )  # fields, and "at": (sheet, row), "written": would be imported
    told: dict[tuple[int, int], set[str]] = field(
        default_factory=dict
    )  # (sheet, row): fields of the reader, "" for all
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)  # as tongket.sheets.choices.ReadTable
    refused: str = ""
    sheets: list[str] = field(default_factory=list)
    cells: dict[tuple[int, int], dict[str, list[str]]] = field(
        default_factory=dict
    )  # where an answer is typed, by row and field


Choose = Callable[[Roster, Read], Choices]


@dataclass
class Result:
    """How one roster was read."""

    stated: int = 0  # people of the file
    people: int = 0  # without a planted fault
    right: int = 0
    lost: Counter[str] = field(default_factory=Counter)  # a field that the file states came out empty, untold
    silent: list[str] = field(default_factory=list)  # a wrong value, untold
    told: Counter[str] = field(default_factory=Counter)  # a field not right, but told or asked
    missing: int = 0  # people not there at all
    faults: Counter[str] = field(default_factory=Counter)
    faults_told: Counter[str] = field(default_factory=Counter)
    untold: list[str] = field(default_factory=list)
    by_class: Counter[tuple[int, str]] = field(default_factory=Counter)
    no_place: Counter[str] = field(default_factory=Counter)  # stated, but the reader has no such field
    seconds: float = 0.0
    refused: str = ""


def read(sheets: list[Sheet], name: str, office: Office, choices: Choices) -> Read:
    """The plan for the sheets of a roster, as a page would show it."""
    batch = Batch(unit=office.unit, file_name=name, from_on=TODAY, entered_by=office.officer)
    given = copy.deepcopy(sheets)  # the check empties its list
    return _plain(check(batch, given, choices, by=office.officer, on=TODAY), office, [sheet.name for sheet in sheets])


def _plain(checked: Check, office: Office, sheet_names: list[str]) -> Read:
    plan = checked.plan
    numbers = {name: number for number, name in enumerate(sheet_names, 1)}
    people = plan.people
    said = checked.of_reading
    notes = [*said["notes"], *said["warnings"]]
    made = Read(questions=[*plan.questions], notes=notes, tables=said["tables"], sheets=sheet_names)
    new, keys = set(plan.new), [name for name in people.fields if name != "unit"]
    for index in range(len(people.places)):
        sheet, row = people.at(index)
        values = {name: people.fields[name][index] for name in keys}
        unit = plan.units[index] if index < len(plan.units) else None
        values["unit"] = office.cells.get(unit, "")
        made.rows.append(values | {"at": (numbers.get(str(sheet), 0), row), "written": index in new})
    for problem in plan.problems:
        place = (numbers.get(problem.sheet, 0), problem.row)
        made.told.setdefault(place, set()).add(problem.field)
        if problem.cell:
            made.cells.setdefault(place, {}).setdefault(problem.field, []).append(f"{problem.sheet}!{problem.cell}")
            continue
        for key, _words in mending.places({**asdict(problem), "label": ""}, made.tables):
            if name := _field_typed(key, made.tables):
                made.cells.setdefault(place, {}).setdefault(name, []).append(key)
    return made


def _field_typed(key: str, tables: list[dict[str, Any]]) -> str:
    """The field of the reader that the key of a mend is about: "DS!D12" by its column, "DS!sex:12" by its name."""
    sheet, _mark, place = key.rpartition("!")
    if ":" in place:
        return place.partition(":")[0]
    written = re.match(r"([A-Z]+)(\d+)(?:/(\d))?$", place)
    for table in tables if written else ():
        if table["sheet"] == sheet and table["head_rows"][1] < int(written[2]) <= table["last_row"]:
            column = next((column for column in table["columns"] if column["letters"] == written[1]), {})
            return str(column["parts"][int(written[3]) - 1] if written[3] else column.get("kind", ""))
    return ""


# --- Whom a row means -------------------------------------------------------------------------------------------------


def match(entries: list[Entry], rows: list[dict[str, Any]]) -> dict[int, int]:
    """The row that was read of each entry: the one that agrees most, among those of its place and of its name."""
    by_row: dict[int, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        by_row.setdefault(row["at"][1], []).append(number)
        by_name.setdefault(fold(row.get("full_name") or ""), []).append(number)
    pairs = []
    for place, entry in enumerate(entries):
        name = fold(entry.facts.get("name", ""))
        for number in {*by_row.get(entry.row, ()), *by_name.get(name, ())}:
            likeness = 4 * (rows[number]["at"] == (entry.sheet, entry.row)) + 2 * (rows[number]["at"][1] == entry.row)
            likeness += sum(
                _agrees(entry, key, rows[number]) for key in ("name", "born", "card", "identity", "phone", "joined")
            )
            if likeness > 2:
                pairs.append((-likeness, place, number))
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _likeness, place, number in sorted(pairs):
        if place not in matched and number not in taken:
            matched[place] = number
            taken.add(number)
    return matched


def _agrees(entry: Entry, key: str, row: Mapping[str, Any]) -> bool:
    return bool(entry.facts.get(key)) and same(key, entry.facts[key], row.get(FIELDS[key]))


def same(key: str, stated: Any, value: Any) -> bool:
    """Whether a value that was read is the one stated."""
    if key == "card":
        return _digits(stated) == _digits(value)
    if key == "ethnic":
        return value in ((stated != "Kinh"), stated)
    if key in ("home", "residence", "religion", "post", "office", "email", "file"):
        return fold(str(value or "")) == fold(str(stated or ""))
    if key == "name":
        return tones_last(str(value or "")) == tones_last(stated)
    if key == "cell":
        return fold(str(value or "")) == fold(str(stated))
    return bool((value or "") == (stated or ""))


def _digits(value: Any) -> str:
    return "".join(sign for sign in str(value or "") if sign.isalnum())


# --- The score --------------------------------------------------------------------------------------------------------


def score(roster: Roster, office: Office, choose: Choose | None) -> tuple[Result, Result]:
    """How a roster is read before any answer, and after those of a clerk; without `choose` the first alone."""
    began = time.perf_counter()
    try:
        sheets = child.read(roster.body, roster.name)
    except Refused as refusal:
        got = Read(refused=str(refusal))
        return compare(roster, got, is_answered=False), compare(roster, got, is_answered=True)
    got = read(sheets, roster.name, office, Choices())
    before = compare(roster, got, is_answered=False)
    before.seconds = time.perf_counter() - began
    choices = Choices()
    for _round in range(ROUNDS if choose else 0):
        assert choose
        more = choose(roster, got)
        last, choices = (
            choices,
            Choices({**choices.corrections, **more.corrections}, {**choices.answers, **more.answers}),
        )
        if choices == last:
            break
        got = read(sheets, roster.name, office, choices)
    return before, compare(roster, got, is_answered=True)


def compare(roster: Roster, got: Read, *, is_answered: bool) -> Result:
    """What was read beside the truth. is_answered: people with a planted fault count too, since it could be mended."""
    result = Result(stated=len(roster.entries), refused=got.refused)
    matched = match(roster.entries, got.rows)
    for place, entry in enumerate(roster.entries):
        row = got.rows[matched[place]] if place in matched else None
        verdict = _judge(entry, row, got, result, roster, is_answered=is_answered)
        if entry.is_clean or is_answered:
            result.people += 1
            result.right += verdict == "right"
            for number in entry.classes:
                result.by_class[number, "people"] += 1
                result.by_class[number, verdict] += 1
    _judge_outsiders(roster, got, matched, result)
    for fault in roster.faults:
        result.faults[fault.kind] += 1
        if is_told(fault, roster, got):
            result.faults_told[fault.kind] += 1
        else:
            result.untold.append(f"{roster.label}: {fault.kind} {fault.sheet}!{fault.row}")
    return result


def add(total: Result, part: Result) -> None:
    """Add the counts of a part to a total."""
    for name, value in vars(part).items():
        old = getattr(total, name)
        if isinstance(old, Counter):
            old.update(value)
        else:
            setattr(total, name, old + value)


def _judge(
    entry: Entry, row: Mapping[str, Any] | None, got: Read, result: Result, roster: Roster, *, is_answered: bool
) -> str:
    """ "right", "told", "lost", "silent" or "missing": how the worst field of a person was read."""
    if row is None:
        result.missing += entry.is_clean
        return "missing"
    told = got.told.get(row["at"], set())
    verdict = "right" if row["written"] else "told"
    for key, stated in entry.facts.items():
        name = FIELDS[key]
        result.no_place[key] += name not in row
        if name not in row or (key in entry.planted and not is_answered) or same(key, stated, row[name]):
            continue
        if name in told or "" in told or (name == "born_precision" and "born_on" in told) or is_asked(name, got):
            result.told[key] += key not in entry.planted
            verdict = "told" if verdict == "right" else verdict
        elif not row["written"]:
            continue
        elif row[name] in ("", None):
            result.lost[key] += key not in entry.planted
            verdict = "lost" if verdict != "silent" else verdict
        else:
            if key not in entry.planted:
                result.silent.append(
                    f"{roster.label}: {entry.sheet}!{entry.row} {key} {stated!s} read as {row[name]!s}"
                )
            verdict = "silent"
    if not row["written"] and not told and not got.questions:
        verdict = "lost"
    return verdict


ASKS = {  # the kinds of questions, and the fields that each is about
    "day_order": {"born_on", "party_age_from_on", "official_on", "born_precision", "ceremony_on"},
    "true_days": {"born_on", "party_age_from_on", "official_on", "born_precision", "ceremony_on"},
    "unit": {"unit"},
    "official": {"official_on"},
}


def is_asked(name: str, got: Read) -> bool:
    """Whether an open question is about this field."""
    return any(name in ASKS.get(question.kind, ()) or name in question.key for question in got.questions)


def _judge_outsiders(roster: Roster, got: Read, matched: Mapping[int, int], result: Result) -> None:
    """Rows that mean nobody, or somebody who is gone, and would be written without a word."""
    taken = set(matched.values())
    for number, row in enumerate(got.rows):
        told = got.told.get(row["at"])
        if number not in taken and row["written"] and not told:
            result.silent.append(f"{roster.label}: {row['at']} is no member but was read as {row['full_name']!s}")


def is_told(fault: Fault, roster: Roster, got: Read) -> bool:
    """Whether the reader says what was planted: on its row, or in a note or question on the file."""
    if fault.words:
        texts = [*got.notes, *(question.text for question in got.questions)]
        return any(set(fault.words) <= set(re.findall(r"\d+", text)) for text in texts) or bool(
            got.told.get((fault.sheet, fault.row))
        )
    if not fault.row:
        return bool(got.questions or got.notes)
    if fault.kind in ("hidden row", "struck-out row"):
        is_read = any(row["at"] == (fault.sheet, fault.row) for row in got.rows)
        return bool(got.told.get((fault.sheet, fault.row))) or (not is_read and bool(got.notes))
    told = got.told.get((fault.sheet, fault.row), set())
    return any(FIELDS[key] in told or is_asked(FIELDS[key], got) for key in fault.fields) or "" in told
