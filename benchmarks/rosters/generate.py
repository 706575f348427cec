"""Draws a roster by lot: an office, its people, its way of keeping lists, the road that the file came, planted faults.

python -m benchmarks.rosters.generate FOLDER [FIRST] [COUNT]   writes files with the truth beside them, to look at
"""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.rosters import damage, faults, files
from benchmarks.rosters.drawing import Drawing
from benchmarks.rosters.truth import Fault, Roster

DAMAGES: dict[str, tuple[int, Callable[[str], str]]] = {
    "TCVN3": (22, damage.tcvn3),
    "VNI": (24, damage.vni),
    "NFD": (21, damage.decomposed),
    "tones": (27, damage.other_tone_place),
    "UTF-8": (25, damage.utf8_as_cp1252),
    "TCVN3 without ư": (23, damage.tcvn3_without_hyphens),
    "twice": (25, damage.doubly_converted),
    "look-alikes": (26, damage.look_alikes),
    "TCVN3 capitals": (22, damage.tcvn3_capitals),
}
LOSSY: dict[str, Callable[[str], str]] = {
    "TCVN3 without ư": lambda text: re.sub("[ưƯ]", "", text),
    "twice": damage.doubly_converted,
}


def roster(seed: int, size: int = 0) -> Roster:
    """The roster of a seed; `size`: about how many people, 0 for a number by lot."""
    lots = Random(seed)
    kind = lots.choices(("xlsx", "xls", "csv", "docx", "html"), (50, 13, 12, 15, 10))[0]
    layouts = {"plain": 30, "groups": 22, "form7": 8, "below": 8}
    layouts |= {"sheets": 16, "beside": 10} if kind in ("xlsx", "xls") else {}
    layout = lots.choices(list(layouts), list(layouts.values()))[0]
    drawing = Drawing(lots, kind, layout)
    drawing.draw(size or lots.randrange(8, 45))
    _repeat_numbers(drawing)
    damaged = _damage(drawing)
    name, body = _file(drawing, damaged)
    if drawing.is_order_open or drawing.has_swapped:
        drawing.classes.add(15)
        drawing.faults.append(Fault("order of day and month open", fields=("joined", "born", "official")))
    for entry in drawing.entries:
        entry.classes |= drawing.classes
    return Roster(
        name,
        body,
        drawing.office.code,
        drawing.entries,
        drawing.faults,
        f"{seed} {kind} {layout} {damaged}".strip(),
        drawing.outsiders,
        drawing.columns,
        drawing.month_first,
    )


def _repeat_numbers(drawing: Drawing) -> None:
    """The card of one person given to another too, at times."""
    lots = drawing.lots
    able = [entry for entry in drawing.entries if entry.is_clean and len(str(entry.facts.get("card", ""))) == 8]
    if len(able) < 6 or lots.random() > 0.3:
        return
    first, second = lots.sample(able, 2)
    grid = drawing.grids[second.sheet - 1]
    spelled = re.compile(
        re.escape(second.facts["card"][:2])
        + r"\D?"
        + re.escape(second.facts["card"][2:5])
        + r"\D?"
        + second.facts["card"][5:]
    )
    for place, value in grid.cells.items():
        if place[0] == second.row - 1 and isinstance(value, str | int) and spelled.search(str(value)):
            grid.cells[place] = f"{first.facts['card'][:2]}.{first.facts['card'][2:]}"
            drawing.faults.append(Fault("duplicate card", second.sheet, second.row, ("card",)))
            first.planted.add("card")
            second.planted.add("card")
            return


def _damage(drawing: Drawing) -> str:
    """Damage all text of a file at times. Returns the name of what was done."""
    lots = drawing.lots
    if lots.random() > 0.3:
        return ""
    name = lots.choices(list(DAMAGES), (5, 4, 4, 4, 2, 3, 1, 4, 1 if drawing.is_workbook else 0))[0]
    kind, change = DAMAGES[name]
    if name in LOSSY:
        drawing.faults += faults.lose_letters(LOSSY[name], drawing.entries)
    font = {"TCVN3": ".VnTime", "TCVN3 without ư": ".VnTime", "TCVN3 capitals": ".VnTimeH", "VNI": "VNI-Times"}.get(
        name, ""
    )
    for grid in drawing.grids:
        for place, value in grid.cells.items():
            if isinstance(value, str):
                grid.cells[place] = change(value)
                if font:
                    grid.fonts[place] = font
    drawing.classes.add(kind)
    return name


def _file(drawing: Drawing, damaged: str) -> tuple[str, bytes]:
    lots, grids = drawing.lots, drawing.grids
    if drawing.kind == "xlsx":
        return "ds.xlsx", files.xlsx(grids, is_1904=drawing.is_1904)
    if drawing.kind == "xls":
        return "ds.xls", files.xls(grids, is_1904=drawing.is_1904)
    if drawing.kind == "docx":
        return "ds.docx", files.word(grids)
    drawing.classes.add(12)
    if drawing.kind == "html":
        return lots.choice(("ds.xls", "ds.doc")), files.web_page(grids)
    encoding = lots.choice(("utf-8-sig", "utf-8-sig", "utf-8", "utf-16"))
    if damaged in ("TCVN3", "VNI") and lots.random() < 0.7:
        encoding = "cp1252"
    return "ds.csv", files.separated(grids[0], sign=lots.choice(",;;\t"), encoding=encoding)


def main() -> None:
    folder, first, count = Path(sys.argv[1]), *(int(word) for word in (*sys.argv[2:], "0", "10")[:2])
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(first, first + count):
        made = roster(seed)
        (folder / f"{seed}-{made.name}").write_bytes(made.body)
        truth: dict[str, Any] = {
            "label": made.label,
            "entries": [asdict(entry) for entry in made.entries],
            "faults": [asdict(fault) for fault in made.faults],
        }
        (folder / f"{seed}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set) else value.isoformat() if isinstance(value, date) else str(value)


if __name__ == "__main__":
    main()
