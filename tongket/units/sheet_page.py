"""What the page of a sheet of units shows, and what was typed on it."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from tongket.org.kinds import Kind
from tongket.org.models import SheetState, UnitSheet
from tongket.units import queries, rules

TYPED = re.compile(r"([a-z_]+)-(\d{1,6})")
LONGEST = 200


def shown(sheet: UnitSheet, most: int) -> dict[str, Any]:
    """What the template shows: the rows in doubt all, of the others the first `most`."""
    planned = queries.planned(sheet) if sheet.state == SheetState.CHECKED else []
    names = {unit.row: unit.name for unit in planned}
    rows = [_row(unit, names) for unit in planned]
    left_out = [row for row in sheet.rows if sheet.answers.get(str(row["row"]), {}).get("skip")]
    doubts = sum(bool(unit.doubts) for unit in planned)
    return {
        "sheet": sheet,
        "rows": [row for at, row in enumerate(rows) if row["doubts"] or at < most],
        "count": len(planned),
        "doubts": doubts,
        "is_checked": sheet.state == SheetState.CHECKED,
        "is_saved": sheet.state == SheetState.SAVED,
        "is_ready": bool(planned) and not doubts,
        "left_out": left_out,
        "kinds": [(kind.value, kind.label) for kind in Kind],
        "key": uuid.uuid4().hex,
    }


def _row(unit: rules.Planned, names: Mapping[int, str]) -> dict[str, Any]:
    above = names.get(unit.above, "") if isinstance(unit.above, int) else unit.typed["superior"]
    return {
        "number": unit.row,
        "name": unit.name,
        "kind": str(unit.kind.label) if unit.kind else unit.typed["kind"],
        "kind_value": unit.kind.value if unit.kind else "",
        "above": above,
        "code": unit.code,
        "doubts": list(unit.doubts.values()),
        "is_same": "same" in unit.doubts,
        "typed": unit.typed,
        "asks": [name for name in rules.FIELDS if name in unit.doubts],
    }


def typed(sheet: UnitSheet, data: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What was typed over the fields of rows of the sheet, by the number of the row; `skip` leaves a row out."""
    numbers = {str(row["row"]) for row in sheet.rows}
    answers: dict[str, dict[str, str]] = {}
    for name, value in data.items():
        place = TYPED.fullmatch(name)
        if place and place[2] in numbers and place[1] in {*rules.FIELDS, "skip"}:
            answers.setdefault(place[2], {})[place[1]] = " ".join(value.split())[:LONGEST]
    return answers


def version(data: Mapping[str, str]) -> int:
    """The version that the page showed; 0, which no sheet has, where the form does not say."""
    shown = data.get("shown", "")
    return int(shown) if shown.isdecimal() and len(shown) < 10 else 0
