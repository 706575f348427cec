"""Each row of a file gets its cell, by the name that the file gives it or by the officer's answer."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.members import checks, queries
from tongket.org import access
from tongket.org.models import Unit
from tongket.rosters.plan import SKIP, Question
from tongket.rosters.queries.cells import Cells, Meant
from tongket.rosters.queries.draft import REFUSED, SKIPPED, Draft

CELL = "unit"  # the kind of question
WORDS_FOR_CELL = "Chi bộ"


def assign_cells(draft: Draft, *, unit: Unit, from_on: date, by: access.Reader, on: date) -> None:
    """Find the cell of each row, ask where its name is not clear, refuse rows of a cell that was none on `from_on`."""
    cells = Cells(unit, by, on=on)
    meant: dict[str, Meant] = {}
    unclear: dict[str, list[int]] = {}
    written: list[str] = draft.people.fields["unit"]
    for index in draft.rows():
        name = written[index]
        if name not in meant:
            chosen = cells.by_code.get(draft.answers.get(f"{CELL}:{name}", ""))
            meant[name] = Meant(chosen.pk) if chosen else cells.find(name)
        unit_id = meant[name].unit_id
        if unit_id is not None:
            draft.plan.units[index] = unit_id
        elif draft.answers.get(f"{CELL}:{name}") == SKIP:
            draft.status[index] = SKIPPED
        else:
            draft.status[index] = REFUSED
            unclear.setdefault(name, []).append(index)
    for pattern, names in _patterns(cells, unclear, draft.answers.keys()).items():
        rows = sorted(index for name in names for index in unclear.pop(name))
        draft.plan.questions.append(_pattern_question(draft, pattern, names, rows))
    for name, rows in unclear.items():
        draft.plan.questions.append(_question(draft, unit, name, rows, meant[name].choices))
    _check_day(draft, cells, from_on)


def pattern_key(beginning: str) -> str:
    """The key of the answer for all names that begin with a word; answered by that word itself, each is asked."""
    return f"pattern:{CELL}:{beginning} "


def _patterns(cells: Cells, unclear: Mapping[str, Sequence[int]], answered: Collection[str]) -> dict[str, list[str]]:
    """Beginnings that several unclear names share, each with the names that mean a cell if it stands for "Chi bộ"."""
    patterns: dict[str, list[str]] = {}
    for name in unclear:
        beginning, _space, rest = name.partition(" ")
        if (
            rest
            and pattern_key(beginning) not in answered
            and cells.find(f"{WORDS_FOR_CELL} {rest}").unit_id is not None
        ):
            patterns.setdefault(beginning, []).append(name)
    return {beginning: names for beginning, names in patterns.items() if len(names) > 1}


def _pattern_question(draft: Draft, beginning: str, names: Sequence[str], rows: Sequence[int]) -> Question:
    """One answer for all names that begin alike."""
    words = _("%(count)s names of cells begin with “%(beginning)s”. What does it stand for?")
    choice = f"{beginning} X → {WORDS_FOR_CELL} X"
    persons = ngettext("%(count)s person", "%(count)s persons", len(rows)) % {"count": len(rows)}
    return Question(
        key=pattern_key(beginning),
        kind=CELL,
        text=words % {"count": len(names), "beginning": beginning},
        choices=[(WORDS_FOR_CELL, choice), (beginning, _("Ask for each of them"))],
        examples=[*names[:5], persons],
    )


def _question(draft: Draft, unit: Unit, name: str, rows: Sequence[int], choices: list[tuple[str, str]]) -> Question:
    words = (
        _("Which cell is “%(name)s”? No cell under %(unit)s bears that name.")
        if name
        else _("Which cell do the rows belong to that name none?")
    )
    example = ngettext(
        "%(sheet)s, row %(row)s: %(count)s person",
        "%(sheet)s, from row %(row)s on: %(count)s persons",
        len(rows),
    )
    sheet, row = draft.people.at(rows[0])
    return Question(
        key=f"{CELL}:{name}",
        kind=CELL,
        text=words % {"name": name, "unit": unit.place.name},
        choices=[*choices, (SKIP, _("Leave these rows out"))],
        examples=[example % {"sheet": sheet, "row": row, "count": len(rows)}],
    )


def _check_day(draft: Draft, cells: Cells, from_on: date) -> None:
    """Refuse rows of a cell that did not exist yet on the day from which the members are to stand in it."""
    used = {unit_id for unit_id in draft.plan.units if unit_id is not None}
    periods = queries.periods_of([cells.by_id[unit_id] for unit_id in used])
    refusals: dict[uuid.UUID | None, str] = {}
    for unit_id in used:
        try:
            checks.check_cell(periods, cells.by_id[unit_id], from_on)
        except ValidationError as refusal:
            refusals[unit_id] = " ".join(refusal.messages)
    if refusals:
        for index, cell_id in enumerate(draft.plan.units):
            if cell_id in refusals:
                draft.refuse(index, "unit", "no_cell_on_day", refusals[cell_id])
