"""The columns of a roster: in which words their heads stand, and how their cells are written."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.rosters import writing
from benchmarks.rosters.damage import without_marks
from benchmarks.rosters.people import Person

WORDS: dict[str, Any] = json.loads(Path(__file__).with_name("words.json").read_text())
RATINGS = ("HTXSNV", "HTTNV", "HTNV", "Hoàn thành tốt", "XS", "Tốt", "Đủ tư cách HTTNV", "KHTNV", "")
FEES = ("1.250", "15,8", "52.000", "30.000đ", "30", "≈ 40", "trên 90%", "15.8%", "0,5%", 52000, 15.8)
BANDS = {
    "levels": ("school", "professional", "theory"),
    "party": ("joined", "official"),
    "posts": ("post", "office"),
    "reach": ("phone", "email"),
}
CLASS_OF = {
    "ethnic": 37,
    "religion": 37,
    "school": 38,
    "professional": 38,
    "theory": 38,
    "rating": 39,
    "file": 33,
    "identity": 31,
    "card": 32,
    "phone": 34,
}


@dataclass
class Style:
    """How one office writes its lists. keys: its columns in their order; forms: by column how values are written."""

    keys: list[str]
    labels: dict[str, tuple[str, ...]]  # by key its words from the top down
    forms: dict[str, str] = field(default_factory=dict)
    true_dates: bool = True
    is_1904: bool = False
    name_case: str = ""

    @property
    def depth(self) -> int:
        """How many rows its head takes."""
        return max(len(label) for label in self.labels.values())


@dataclass
class Written:
    """The cells of one person by column, what they state, and the classes of mess in them."""

    values: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    classes: set[int] = field(default_factory=set)


def heading(key: str, lots: Random) -> str:
    """One wording of the list, sometimes changed as offices change them."""
    words: str = lots.choice(WORDS["columns"][key])
    return _changed(words, lots)


def _changed(words: str, lots: Random) -> str:
    if len(words) > 5 and lots.random() < 0.15:
        return lots.choice(
            (without_marks(words), words.upper(), words.replace(" ", "\n", 1), f"{words}:", f" {words} ", words.lower())
        )
    return words


def choose(lots: Random, *, true_dates: bool, with_cell: bool, month_first: bool, is_1904: bool) -> Style:
    """How an office writes its lists."""
    born = lots.choices(("born", "years", "born"), (6, 2, 1))[0]
    keys = ["order", *(("family", "given") if lots.random() < 0.2 else ("name",))]
    middle = ["born_man", "born_woman"] if born == "years" else ["born", lots.choice(("sex", "sex", "female"))]
    rest = ["card", *(["days"] if not month_first and lots.random() < 0.12 else ["joined", "official"])]
    rest += [
        key
        for key, share in (("identity", 0.7), ("phone", 0.5), ("ethnic", 0.7), ("theory", 0.7))
        if lots.random() < share
    ]
    rest += lots.choice((["school", "professional"], ["school"], ["professional"], ["school", "professional"], []))
    rest += [
        key
        for key, share in (("home", 0.5), ("residence", 0.4), ("religion", 0.4), ("post", 0.4), ("office", 0.4))
        if lots.random() < share
    ]
    rest += [
        key
        for key, share in (
            ("email", 0.2),
            ("file", 0.3),
            ("rating", 0.3),
            ("fee", 0.3),
            ("language", 0.2),
            ("note", 0.4),
        )
        if lots.random() < share
    ]
    if with_cell:
        rest.append("cell")
    if lots.random() < 0.6:
        lots.shuffle(rest)
    keys += middle + rest
    labels: dict[str, tuple[str, ...]] = {}
    for band, under in BANDS.items():
        if all(key in keys for key in under) and lots.random() < 0.5:
            keys = _together(keys, under)
            over = _changed(lots.choice(WORDS["bands"][band]["over"]), lots)
            labels |= {key: (over, lots.choice(WORDS["bands"][band]["under"][key])) for key in under}
    if "born_man" in keys:
        over = lots.choice(WORDS["bands"]["years"]["over"])
        labels |= {
            key: (over, lots.choice(WORDS["bands"]["years"]["under"][key])) for key in ("born_man", "born_woman")
        }
    if "family" in keys and lots.random() < 0.5:
        labels |= dict.fromkeys(("family", "given"), (heading("name", lots),))  # one head over both columns
    labels = {key: labels.get(key) or (heading(key, lots),) for key in keys}
    style = Style(
        keys, labels, true_dates=true_dates, is_1904=is_1904, name_case=lots.choice(("", "", "", "upper", "lower"))
    )
    for key in keys:
        style.forms[key] = _form(key, lots, true_dates=true_dates, month_first=month_first)
    return style


def _together(keys: list[str], under: Sequence[str]) -> list[str]:
    """The keys with those of a band side by side, at the place of the first."""
    first = min(keys.index(key) for key in under)
    before = [key for key in keys[:first] if key not in under]
    return [*before, *under, *(key for key in keys[first:] if key not in under)]


def _form(key: str, lots: Random, *, true_dates: bool, month_first: bool) -> str:
    if key in ("born", "joined", "official"):
        if month_first:
            return "month first"
        forms = [
            form
            for form in writing.DAY_FORMS
            if form not in ("month first", "swapped") and (true_dates or form not in ("true", "serial"))
        ]
        if key == "born" and lots.random() < 0.2:
            return lots.choice(("years", "years and days"))
        return lots.choice([*forms, "mixed", *(("true", "true") if true_dates else ())])
    if key in ("born_man", "born_woman"):
        return "years"
    if key == "sex":
        return lots.choice(("words", "words", "small", "capitals", "letters", "plain"))
    if key == "female":
        return lots.choice(("marks", "marks", "big marks", "one", "ticks"))
    choices = {
        "days": ("\n", "\n", "; ", " - ", " / "),
        "identity": ("text", "text", "spaced", "number", "letter O", "apostrophe", "dotted"),
        "card": ("plain", "dot", "dot", "hyphen", "space", "dots", "word", "new", "number", "mixed"),
        "phone": ("plain", "spaced", "dots", "number", "country", "hyphens"),
        "cell": ("full", "CB", "bare", "capitals", "C.bộ", "title", "spaced", "Cbộ"),
    }
    return lots.choice(choices.get(key, ("",)))


def write(person: Person, style: Style, lots: Random, number: int) -> Written:
    """All cells of one person."""
    made = Written()
    for key in style.keys:
        form = style.forms[key]
        made.classes |= {CLASS_OF[key]} if key in CLASS_OF else set()
        if key in ("born", "joined", "official"):
            _write_day(made, key, getattr(person, key), form, style, lots)
        elif key == "days":
            _write_both_days(made, person, form)
        elif key == "order":
            made.values[key] = number
        elif key in ("name", "family"):
            _write_name(made, person, style, lots)
        elif key in ("born_man", "born_woman"):
            made.classes |= {16, 36}
            if (key == "born_man") == (person.sex == "M"):
                made.values[key] = lots.choice((person.born.year, str(person.born.year)))
            made.facts |= {"sex": person.sex, "born": date(person.born.year, 1, 1), "born_precision": "year"}
        elif key in ("sex", "female"):
            made.classes.add(36)
            made.values[key] = writing.SEX[form][person.sex == "F"]
            made.facts["sex"] = person.sex
        elif key in ("identity", "card", "phone"):
            _write_number(made, key, getattr(person, key), form, lots)
        elif key == "cell":
            made.classes.add(42)
            made.values[key] = writing.cell(person, form)
            made.facts["cell"] = person.cell
        elif key != "given":
            _write_other(made, key, person, style, lots)
    levels = [person.professional] if "professional" in style.keys else []
    levels += [person.school_code] if "school" in style.keys else []
    if any(levels):
        made.facts["education"] = next(level for level in levels if level)
    return made


def _write_name(made: Written, person: Person, style: Style, lots: Random) -> None:
    made.facts["name"] = person.name
    written = person.name
    if style.name_case == "upper":
        written, made.classes = written.upper(), made.classes | {28}
    elif style.name_case == "lower":
        written, made.classes = written.lower(), made.classes | {28}
    if "family" in style.keys:
        made.classes.add(28)
        made.values["family"], made.values["given"] = writing.split_name(written)
        return
    if lots.random() < 0.12:
        written = writing.name(person, lots)
        made.classes |= {28, 9} if "\n" in written else {28}
    made.values["name"] = written


def _write_day(made: Written, key: str, day: date | None, form: str, style: Style, lots: Random) -> None:
    if day is None:
        made.values[key] = ""
        return
    made.facts[key] = day
    if key == "born":
        made.facts["born_precision"] = "day"
        if form == "years" or (form == "years and days" and lots.random() < 0.4) or lots.random() < 0.03:
            is_month = form != "years" and lots.random() < 0.3
            made.values[key] = writing.month_only(day, lots) if is_month else writing.year_only(day, lots)
            made.facts["born"] = date(day.year, day.month if is_month else 1, 1)
            made.facts["born_precision"] = "month" if is_month else "year"
            made.classes.add(16)
            return
        form = "no zeros" if form == "years and days" else form
    if form == "mixed":
        # true dates over 12 alone: beside text they would else look as if a program had turned day and month round
        form = lots.choice(("slashes", "true" if style.true_dates and day.day > 12 else "hyphens", "dots", "no zeros"))
    kind, as_written = writing.DAY_FORMS[form]
    made.classes.add(kind)
    made.values[key] = writing.serial(day, is_1904=style.is_1904) if form == "serial" else as_written(day)
    if form == "true":
        made.classes.add(14)


def _write_both_days(made: Written, person: Person, sign: str) -> None:
    """The days of admission and recognition in one cell."""
    made.classes |= {9, 13, 18}
    days = [day for day in (person.joined, person.official) if day]
    made.values["days"] = sign.join(f"{day:%d/%m/%Y}" for day in days)
    made.facts |= dict(zip(("joined", "official"), days, strict=False))


def _write_number(made: Written, key: str, number: str, form: str, lots: Random) -> None:
    if lots.random() < 0.04:
        made.values[key], made.facts[key] = lots.choice(writing.NOTHING), ""
        made.classes.add(35)
        return
    made.facts[key] = number
    if key == "card":
        form = lots.choice(("plain", "dot", "hyphen", "space")) if form == "mixed" else form
        form = "dot" if form == "number" and number.startswith("0") else form
        made.values[key] = writing.card(number, form)
    elif key == "identity":
        made.values[key] = writing.identity(number, form)
    else:
        made.values[key] = writing.phone(number, form)
    if form in ("apostrophe", "letter O"):
        made.classes.add(20)


def _write_other(made: Written, key: str, person: Person, style: Style, lots: Random) -> None:
    value: Any = ""
    if key == "ethnic":
        value, made.facts["ethnic"] = writing.ethnic(person, lots), person.ethnic
    elif key == "religion":
        value, made.facts["religion"] = writing.religion(person, lots), person.religion
    elif key == "school":
        value, kind = writing.school(person, lots, may_be_day=style.true_dates)
        made.classes.add(kind)
    elif key == "professional":
        value = writing.professional(person, lots)
    elif key == "theory":
        value, made.facts["theory"] = writing.theory(person, lots), person.theory
    elif key in ("home", "residence", "post", "email", "file"):
        value = made.facts[key] = getattr(person, key)
    elif key == "office":
        value = made.facts["office"] = person.work
    elif key == "rating":
        value = lots.choice(RATINGS)
    elif key == "fee":
        value = lots.choice(FEES)
        made.classes |= {40, 41}
    elif key == "language":
        value = lots.choice(("A", "B", "Anh B1", "", "C", "Tiếng Anh A2"))
    elif key == "note":
        value = lots.choice(("", "", "", "Miễn SHĐ", "Ốm", "Hưu"))
    made.values[key] = value
