"""Numbers of texts as somebody types them, and back: each of the kind of the value whose place it takes."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongket.core import text

LARGEST = 10**12


def as_typed(value: Any) -> str:
    """A value as it stands in a field."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, list):
        return "; ".join(as_typed(each) for each in value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {as_typed(each)}" for key, each in value.items())
    return str(value)


def parse_like(sample: Any, typed: str) -> Any:
    """A typed value of the kind of another. Raises ValidationError."""
    typed = text.clean(typed)
    if isinstance(sample, bool):
        if typed not in {"0", "1"}:
            raise ValidationError(_("Please choose from the list."))
        return typed == "1"
    if isinstance(sample, int):
        return _whole(typed)
    if isinstance(sample, float):
        return float(_number(typed))
    if isinstance(sample, list):
        like = sample[0] if sample else ""
        return [parse_like(like, part) for part in typed.split(";") if part.strip()]
    if isinstance(sample, dict):
        return _pairs(next(iter(sample.values()), 0.0), typed)
    return typed


def _pairs(like: Any, typed: str) -> dict[str, Any]:
    pairs = {}
    for line in typed.split("\n"):
        key, colon, value = line.partition(":")
        if not colon or not key.strip():
            raise ValidationError(_("Write one pair on each line, such as 30: 1,5."))
        pairs[key.strip()] = parse_like(like, value)
    return pairs


def _whole(typed: str) -> int:
    digits = typed.replace(".", "")  # as numbers are written: 1.250
    if not digits.isascii() or not digits.isdigit() or int(digits) > LARGEST:
        raise ValidationError(_("This is not a whole number: write digits alone, like 12."))
    return int(digits)


def _number(typed: str) -> Decimal:
    try:
        number = Decimal(typed.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= LARGEST:
        raise ValidationError(_("This is not a number: write it like 1,5."))
    return number
