"""One value of one person as an office writes it. Numbers are those of the classes of documents.md 8.13 to 8.38."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from benchmarks.rosters.people import PROFESSIONS, THEORIES, Person

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
MONTHS = ("", *["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"], "mười một", "mười hai")
NOTHING = ("", "0", "x", "không", "-", "chưa có", "chưa cấp", "//")  # 8.35


def serial(day: date, *, is_1904: bool = False) -> int:
    return (day - (date(1904, 1, 1) if is_1904 else date(1899, 12, 30))).days


def short(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year % 100:02}"


DAY_FORMS: dict[str, tuple[int, Callable[[date], Any]]] = {  # name: (class, how it is written)
    "slashes": (13, lambda day: f"{day:%d/%m/%Y}"),
    "no zeros": (13, lambda day: f"{day.day}/{day.month}/{day.year}"),
    "two digits": (17, short),
    "hyphens": (13, lambda day: f"{day:%d-%m-%Y}"),
    "dots": (13, lambda day: f"{day:%d.%m.%Y}"),
    "spaced": (13, lambda day: f"{day.day} / {day.month} / {day.year}"),
    "with a word": (13, lambda day: f"ngày {day:%d/%m/%Y}"),
    "true": (14, lambda day: day),
    "serial": (14, serial),
    "month first": (15, lambda day: f"{day.month}/{day.day}/{day.year}"),
    "swapped": (15, lambda day: date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}"),
    "year first": (13, lambda day: f"{day:%Y-%m-%d}"),
    "eight digits": (13, lambda day: f"{day:%d%m%Y}"),
    "roman": (13, lambda day: f"{day.day:02}/{ROMAN[day.month]}/{day.year}"),
    "in words": (13, lambda day: f"{day.day:02} tháng {day.month:02} năm {day.year}"),
    "months in words": (13, lambda day: f"ngày {day.day:02} tháng {MONTHS[day.month]} năm {day.year}"),
    "letter O": (20, lambda day: f"{day:%d/%m/%Y}".replace("0", "O", 2) if "0" in f"{day:%d%m}" else f"{day:%d/%m/%Y}"),
    "apostrophe": (20, lambda day: f"'{day:%d/%m/%Y}"),
    "no-break": (20, lambda day: f"\u00a0{day:%d/%m/%Y} "),
}
STATED_MONTH = ("{m:02}/{y}", "{m}/{y}", "T{m}/{y}", "tháng {m}/{y}", "{m:02}-{y}")


def month_only(day: date, lots: Random) -> str:
    return lots.choice(STATED_MONTH).format(m=day.month, y=day.year)


def year_only(day: date, lots: Random) -> Any:
    return lots.choice((day.year, str(day.year), f" {day.year}"))


# --- Names ------------------------------------------------------------------------------------------------------------

TITLES = ("Đ/c ", "Đồng chí ", "Ông ", "Bà ", "BS. ", "ThS. ", "BSCKI. ", "Hạ sĩ ", "Trung tá ", "đ/c ")
POSTS_AFTER = (" - BT", " (Bí thư)", " - PBT", " (BTCB)", ", CUV")


def name(person: Person, lots: Random) -> str:
    """A name with one of the quirks of 8.28 and 8.9 that leave no doubt about the name itself."""
    written = person.name
    title = lots.choice(
        [
            title
            for title in TITLES
            if not ((title == "Ông " and person.sex == "F") or (title == "Bà " and person.sex == "M"))
        ]
    )
    return lots.choice(
        (
            written.upper(),
            written.lower(),
            written.replace(" ", "  ", 1),
            f" {written} ",
            title + written,
            written + lots.choice(POSTS_AFTER),
            written.replace(" ", "\n", 1),
            written.replace(" ", "\u00a0"),
            written.upper(),
            f"{lots.randrange(1, 60)}. {written}",
            f"{written} (tức {lots.choice(('Hùng', 'Lan', 'Ba', 'Tư'))})",
        )
    )


def split_name(written: str) -> tuple[str, str]:
    family, _space, given = written.rpartition(" ")
    return family, given


# --- Numbers ----------------------------------------------------------------------------------------------------------


def identity(number: str, form: str) -> Any:
    return {
        "text": number,
        "spaced": f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}",
        "number": int(number),
        "letter O": number.replace("0", "O", 1),
        "apostrophe": f"'{number}",
        "dotted": f"{number[:3]}.{number[3:6]}.{number[6:9]}.{number[9:]}",
    }[form]


def card(number: str, form: str) -> Any:
    return {
        "plain": number,
        "dot": f"{number[:2]}.{number[2:]}",
        "hyphen": f"{number[:2]}-{number[2:]}",
        "space": f"{number[:2]} {number[2:]}",
        "dots": f"{number[:2]}.{number[2:5]}.{number[5:]}",
        "word": f"Số {number[:2]}.{number[2:]}",
        "new": f"{number[:2]}.{number[2:]} (mới)",
        "number": int(number),
    }[form]


def phone(number: str, form: str) -> Any:
    return {
        "plain": number,
        "spaced": f"{number[:4]} {number[4:7]} {number[7:]}",
        "dots": f"{number[:4]}.{number[4:7]}.{number[7:]}",
        "number": int(number),
        "country": f"+84 {number[1:]}",
        "hyphens": f"{number[:3]}-{number[3:6]}-{number[6:]}",
    }[form]


# --- Values -----------------------------------------------------------------------------------------------------------

SEX = {
    "words": ("Nam", "Nữ"),
    "small": ("nam", "nữ"),
    "capitals": ("NAM", "NỮ"),
    "letters": ("M", "F"),
    "plain": ("Nam", "Nu"),
    "marks": ("", "x"),
    "big marks": ("", "X"),
    "one": (0, 1),
    "ticks": ("", "✓"),
}


def ethnic(person: Person, lots: Random) -> str:
    if person.ethnic == "Kinh":
        return lots.choice(("Kinh", "Kinh", "Kinh", "kinh", "KINH", "K"))
    return lots.choice((person.ethnic, person.ethnic, person.ethnic.lower(), person.ethnic.upper()))


def religion(person: Person, lots: Random) -> Any:
    if person.religion == "Không":
        return lots.choice(("Không", "không", "0", "", "K", "Ko"))
    return lots.choice((person.religion, person.religion.replace(" giáo", "")))


def school(person: Person, lots: Random, *, may_be_day: bool) -> tuple[Any, int]:
    """Also the class: 38 where Excel made a date of it."""
    if may_be_day and person.school in ("12/12", "10/10") and lots.random() < 0.5:
        year = lots.randrange(2015, 2026)
        return (date(year, 12, 12) if person.school == "12/12" else date(year, 10, 10)), 38
    words = {"12/12": ("12/12", "12/12", "THPT", "Cấp III", "Lớp 12", "12/12 "), "9/12": ("9/12", "THCS", "Cấp II")}
    return lots.choice(words.get(person.school, (person.school,))), 38


def professional(person: Person, lots: Random) -> str:
    return lots.choice(PROFESSIONS[person.professional])


def theory(person: Person, lots: Random) -> str:
    return lots.choice(THEORIES[person.theory])


def cell(person: Person, form: str) -> str:
    bare = person.cell.removeprefix("Chi bộ ")
    bare_capital = bare[0].upper() + bare[1:]
    return {
        "full": person.cell,
        "CB": f"CB {bare}",
        "bare": bare_capital,
        "capitals": person.cell.upper(),
        "C.bộ": f"C.bộ {bare_capital}",
        "title": f"Chi bộ {bare_capital}",
        "spaced": f"Chi  bộ {bare} ",
        "Cbộ": f"Cbộ {bare}",
    }[form]
