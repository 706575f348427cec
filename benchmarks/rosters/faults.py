"""Faults planted in a roster: what no clerk could put right from the file alone, so a reader has to tell or ask."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.rosters.columns import Style, Written
from benchmarks.rosters.people import TODAY, Person
from benchmarks.rosters.truth import Entry, Fault

DAYS = ("born", "joined", "official")


def plant(written: Written, style: Style, entry: Entry, person: Person, lots: Random) -> list[Fault]:
    """Plant one fault in the row of a person, if its columns allow the one that is drawn."""
    for _trial in range(4):
        kind = lots.choices(list(KINDS), [OFTEN.get(kind, 1) for kind in KINDS])[0]
        if kind in OF_DAYS and "month first" in style.forms.values():
            continue  # its day first would unsettle the whole column
        fields = KINDS[kind](written, style, person, lots)
        if fields:
            entry.planted |= set(fields)
            entry.classes.add(CLASS_OF[kind])
            return [Fault(kind, entry.sheet, entry.row, fields)]
    return []


def _day(written: Written, key: str, text: Any) -> bool:
    """Write a text where the day of a column stands; whether it has such a column."""
    if not written.values.get(key):
        return False
    written.values[key] = text
    return True


def impossible(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    key = lots.choice(DAYS)
    text = lots.choice(
        (f"31/02/{getattr(person, key) and getattr(person, key).year}", "00/00/1987", "32/13/2001", "31/04/1999")
    )
    return (key,) if _day(written, key, text) else ()


def future(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    later = TODAY + timedelta(days=lots.randrange(400, 4000))
    return ("joined", "official") if _day(written, "joined", f"{later:%d/%m/%Y}") else ()


def far_past(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    if not _day(written, "born", f"15/05/{person.born.year - 100}"):
        return ()
    return ("born", "joined")


def wrong_order(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    if style.forms.get("joined") == "month first" or not written.values.get("official"):
        return ()
    earlier = person.joined - timedelta(days=lots.randrange(30, 900))
    return ("official", "joined") if _day(written, "official", f"{earlier:%d/%m/%Y}") else ()


def child(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    young = date(person.born.year + lots.randrange(8, 16), 3, 20)
    if "official" in style.keys:
        written.values["official"] = f"{date(young.year + 1, 3, 20):%d/%m/%Y}"
    return ("joined", "born", "official") if _day(written, "joined", f"{young:%d/%m/%Y}") else ()


def second_day(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    """Three days for two fields."""
    if not written.values.get("official") or person.official is None or style.forms.get("joined") == "month first":
        return ()
    later = date(person.joined.year + 3, 4, 17)
    return ("joined", "official") if _day(written, "joined", f"{person.joined:%d/%m/%Y}\n{later:%d/%m/%Y}") else ()


def no_name(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    for key in ("name", "family", "given"):
        written.values[key] = ""
    return ("name",)


def no_sex(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    if "sex" not in style.keys:
        return ()
    written.values["sex"] = ""
    return ("sex",)


def both_sexes(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    if "born_man" not in style.keys:
        return ()
    written.values |= {"born_man": person.born.year, "born_woman": person.born.year}
    return ("sex", "born")


def short_card(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    """A zero at the end that a number with a decimal point has lost."""
    written.values["card"] = f"{person.card[:2]}.{person.card[2:-1]}"
    return ("card",)


def rounded_identity(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    if "identity" not in style.keys:
        return ()
    written.values["identity"] = f"{int(person.identity):.3E}"
    return ("identity",)


def short_identity(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    if "identity" not in style.keys:
        return ()
    written.values["identity"] = person.identity[:-1] if not person.identity.startswith("0") else person.identity + "7"
    return ("identity",)


def short_phone(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    if "phone" not in style.keys:
        return ()
    written.values["phone"] = person.phone[:7]
    return ("phone",)


def two_phones(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    if "phone" not in style.keys:
        return ()
    written.values["phone"] = f"{person.phone}; 09{person.phone[3:]}1"
    return ("phone",)


def broken_reference(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    key = lots.choice(("joined", "card", "born"))
    if key not in style.keys:
        return ()
    written.values[key] = lots.choice(("#REF!", "#N/A", "#VALUE!"))
    return (key,)


def unknown_cell(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    if "cell" not in style.keys:
        return ()
    written.values["cell"] = lots.choice(("Chi bộ Hợp tác xã", "CB Xóm Mới", "Chi bộ đường phố 9"))
    return ("cell",)


def lost_letter(written: Written, style: Style, person: Person, lots: Random) -> tuple[str, ...]:
    """A name through TCVN3 and a program that drops its ư, read as Unicode since."""
    if "name" not in style.keys or "ư" not in person.name.split(" ")[-1]:
        return ()
    given = person.name.split(" ")[-1]
    written.values["name"] = person.name.removesuffix(given) + given.replace("ư", "")
    return ("name",)


KINDS: dict[str, Callable[[Written, Style, Person, Random], tuple[str, ...]]] = {
    "impossible date": impossible,
    "date to come": future,
    "a hundred years too old": far_past,
    "official before admission": wrong_order,
    "admitted as a child": child,
    "a date too many in a cell": second_day,
    "missing name": no_name,
    "missing sex": no_sex,
    "both sexes": both_sexes,
    "card too short": short_card,
    "rounded identity number": rounded_identity,
    "identity number of another length": short_identity,
    "phone too short": short_phone,
    "two phones": two_phones,
    "broken reference": broken_reference,
    "unknown cell": unknown_cell,
    "lost letter in a name": lost_letter,
}
OF_DAYS = (
    *("impossible date", "date to come", "a hundred years too old", "official before admission", "admitted as a child"),
    "a date too many in a cell",
)
OFTEN = {"official before admission": 4, "admitted as a child": 4, "both sexes": 3, "unknown cell": 2}
CLASS_OF = {
    "impossible date": 17,
    "date to come": 17,
    "a hundred years too old": 17,
    "official before admission": 19,
    "admitted as a child": 19,
    "a date too many in a cell": 18,
    "missing name": 28,
    "missing sex": 36,
    "both sexes": 36,
    "card too short": 32,
    "rounded identity number": 31,
    "identity number of another length": 31,
    "phone too short": 34,
    "two phones": 34,
    "broken reference": 10,
    "unknown cell": 42,
    "lost letter in a name": 23,
}


def lose_letters(change: Callable[[str], str], entries: Sequence[Entry]) -> list[Fault]:
    """Plant what a way of damage that cannot be taken back does to the words of people."""
    faults = []
    for entry in entries:
        harmed = {
            key
            for key in ("name", "cell", "ethnic")
            if change(str(entry.facts.get(key, ""))) != str(entry.facts.get(key, ""))
        }
        if harmed:
            entry.planted |= harmed
            faults.append(Fault("lost letters", entry.sheet, entry.row, tuple(sorted(harmed))))
    return faults
