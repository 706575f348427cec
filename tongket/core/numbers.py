"""Numbers as Vietnamese offices write them, counted exactly and rounded half up; floats are refused."""

import re
from decimal import Decimal
from fractions import Fraction

Exact = Decimal | int | Fraction

_WRITTEN = re.compile(
    r"(?P<sign>[-−+]?)(?:(?P<grouped>[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+)(?:,(?P<part>\d+))?"
    r"|(?P<whole>\d+)(?:[,.](?P<decimals>\d+))?) ?%?"
)


def exact(value: Exact) -> Fraction:
    """The value as a fraction. Raises TypeError for a float, ValueError when it is not finite."""
    if not isinstance(value, Decimal | int | Fraction):
        raise TypeError(f"exact numbers only, not {type(value).__name__}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value} is no number to print")
    return Fraction(value)


def round_half_up(value: Exact, places: int) -> Decimal:
    """The value with `places` decimals, 0 or more; a half goes away from zero, and there is no minus zero.

    Source: documents.md 3.3.
    """
    if places < 0:
        raise ValueError(f"places={places}")
    scaled = abs(exact(value)) * 10**places
    digits = int(scaled + Fraction(1, 2))
    sign = 1 if value < 0 and digits else 0
    return Decimal((sign, tuple(int(digit) for digit in str(digits)), -places))


def ratio_percent(part: Exact, whole: Exact) -> Fraction:
    """`part` of `whole` in percent, unrounded. Raises ValueError when the whole is 0."""
    if not whole:
        raise ValueError("no share of nothing")
    return exact(part) * 100 / exact(whole)


def number(value: Exact, places: int | None = None) -> str:
    """ "1.250", "15,8", "-3". With `places` that many decimals, always; without, those it has. Source: 3.1.

    A fraction without `places` is rounded to 6 decimals.
    """
    if places is not None:
        rounded = round_half_up(value, places)
    elif isinstance(value, Fraction):
        rounded = round_half_up(value, 6)
    else:
        exact(value)
        rounded = Decimal(value)
    text = f"{rounded:,f}".translate(str.maketrans(",.", ".,"))
    if places is None and "," in text:
        text = text.rstrip("0").rstrip(",")
    return "0" if text == "-0" else text


def percent(value: Exact, whole: Exact | None = None, *, places: int = 1, fixed: bool = False) -> str:
    """ "15,8%", "100%": `value` in percent or, with `whole`, `value` as a share of it.

    Half up to `places` decimals; zeros at the end are dropped in text. `fixed` is for table columns that say
    % in their head: all decimals and no sign ("100,0"). Raises ValueError when the whole is 0. Source: 3.2.
    """
    share = exact(value) if whole is None else ratio_percent(value, whole)
    rounded = round_half_up(share, places)
    return number(rounded, places) if fixed else f"{number(rounded)}%"


def count(n: int, *, leading_zero: bool = True) -> str:
    """A number of things or people in a sentence: "08", "12", "1.250"; nothing is "0". Source: 3.7.

    n: 0 or more, otherwise ValueError. `leading_zero` is a setting of the office.
    """
    if n < 0:
        raise ValueError(f"n={n}")
    return f"{n:02d}" if leading_zero and 0 < n < 10 else number(n)


def parse_number(text: str) -> Decimal:
    """The number written in a cell or form: "1.250" is 1250, "15,8" and "15,8%" are 15.8.

    A dot before each group of three digits parts thousands; elsewhere it is read as a decimal point
    ("15.8", "0.158"). A percent sign is dropped. Raises ValueError for everything else. Source: 8.40.
    """
    written = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    match = _WRITTEN.fullmatch(written)
    if not match:
        raise ValueError(f"not a number: {text!r}")
    whole = re.sub(r"[. ]", "", match["grouped"] or match["whole"])
    decimals = match["part"] or match["decimals"]
    value = Decimal(f"{whole}.{decimals}" if decimals else whole)
    return -value if match["sign"] in {"-", "−"} and value else value
