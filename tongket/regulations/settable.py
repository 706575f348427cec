"""What a text, or the program, leaves to a unit to set for itself and all under it, and within which bounds."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongket.core import numbers
from tongket.org.models import Place, Unit
from tongket.regulations.models import Setting, Topic
from tongket.regulations.queries import in_force, local_value

SMALL_CELL = "small_cell"
LARGEST_SMALL_CELL = 50
KEYS: dict[str, tuple[str, ...]] = {  # the rules ask for these with the unit they are about
    Topic.STATUTE.value: ("term_months", "cell_term_months"),
    Topic.RATING.value: ("cap_percent", "base_mode", "min_one"),
    Topic.VOTES.value: ("rating", "rating_excellent", "progress", "list_surplus_percent"),
    Setting.FIGURES.value: (SMALL_CELL,),
}
BASE_MODES = ("GOOD_ONLY", "GOOD_OR_BETTER")  # what the cap of the rating is taken of: both are practice (R-RATE-13)
AT_MOST_THE_TEXT = {(Topic.RATING.value, "cap_percent"), (Topic.VOTES.value, "list_surplus_percent")}


def is_settable(topic: str, key: str) -> bool:
    return key in KEYS.get(topic, ())


def usual(topic: str, key: str, on: date) -> Any:
    """What holds where no unit has set anything. Raises NoRegulation."""
    if topic == Setting.FIGURES:
        return settings.TONGKET_SMALL_CELL
    return in_force(topic, on).parameters.get(key)


def _most(topic: str, key: str, on: date) -> Any:
    """The highest value that the text in force allows: for the cap that of an outstanding unit, where it names one."""
    outstanding = usual(topic, f"{key}_outstanding", on) if topic == Topic.RATING else None
    return usual(topic, key, on) if outstanding is None else outstanding


def check(unit: Unit, topic: str, key: str, value: Any, from_on: date) -> None:
    """Raise ValidationError for a value that the text does not leave room for. Source: R-REG-01, S-20."""
    if topic == Setting.FIGURES:
        _check_small_cell(unit, value)
        return
    if (topic, key) == (Topic.RATING, "base_mode") and value not in BASE_MODES:
        raise ValidationError({"value": _("Please choose from the list.")})
    limit = _most(topic, key, from_on)
    if (topic, key) in AT_MOST_THE_TEXT and limit is not None and value > limit:
        words = _("The text in force allows %(most)s at most.")
        raise ValidationError({"value": words % {"most": numbers.number(limit)}})


def smallest_shown(unit: Unit, year: int) -> int:
    """Restricted counts below this are not shown: as set for the whole tree at the end of the year (S-20)."""
    row = local_value(Setting.FIGURES, SMALL_CELL, date(year, 12, 31), unit)
    return int(row.value) if row is not None else settings.TONGKET_SMALL_CELL


def _check_small_cell(unit: Unit, value: Any) -> None:
    least = settings.TONGKET_SMALL_CELL
    if not least <= int(value) <= LARGEST_SMALL_CELL:
        words = _("Choose a number from %(least)s to %(most)s: below it, small groups would tell of single persons.")
        raise ValidationError({"value": words % {"least": least, "most": LARGEST_SMALL_CELL}})
    if Place.objects.get(unit=unit).level != 1:
        raise ValidationError(
            _("The limit is the same for the whole organisation: it is set for the unit at the top alone.")
        )
