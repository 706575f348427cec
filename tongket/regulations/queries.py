"""Which text holds, and what number it gives; a unit's own value where it has set one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.core.dated import runs_on
from tongket.org.models import Place, Unit
from tongket.regulations import calendar
from tongket.regulations.models import LocalValue, LocalValues, Regulation, Topic


class NoRegulation(LookupError):
    """No text, or no number in it, is known for a topic on a day: nothing may be worked out (R-REG-01)."""


def in_force(topic: str, on: date) -> Regulation:
    """The one text on a topic that holds on a day. Raises NoRegulation. Source: R-REG-01."""
    running = runs_on(on, first="valid_from", end="valid_until")
    regulation = Regulation.objects.kept().filter(running, topic=topic).order_by("-valid_from").first()
    if regulation is None:
        raise _no_text(topic, on)
    return regulation


class Texts:
    """All texts on one topic, read once, for working out many days."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.rows = list(Regulation.objects.kept().filter(topic=topic))

    def number(self, key: str, on: date) -> int:
        """A whole number that the text in force on a day gives. Raises NoRegulation."""
        for row in self.rows:
            if row.holds(on):
                return int(_value(row, key))
        raise _no_text(self.topic, on)


def rating_for_year(year: int, unit: Unit | None = None) -> Regulation:
    """The text that the rating of a year follows: the one in force when the review of that year begins, whenever its
    ratings are decided; a text issued later waits for the next year. A unit begins on the day in its calendar, so that
    who moves that day by a decision goes over to another text. Raises NoRegulation. Source: R-REG-02, R-REG-04.
    """
    return in_force(Topic.RATING, reference_day(Topic.RATING, date(year, 12, 31), unit))


def reference_day(topic: str, day: date, unit: Unit | None) -> date:
    """The day whose text counts for something of a day: for the rating the day on which the review of that year
    begins, else the day itself (wording.REFERENCES). Source: R-REG-02.
    """
    if topic != Topic.RATING:
        return day
    if unit is None:
        return calendar.usual_day(calendar.REVIEW_BEGINS, day.year)
    return calendar.fixed_day(unit, calendar.REVIEW_BEGINS, day.year)


def parameter(topic: str, key: str, on: date, unit: Unit | None = None) -> Any:
    """A value of the text in force; what `unit`, or the nearest unit above it, has set instead, wins.

    Raises NoRegulation where there is no text, or the text has no such value. Source: R-REG-01.
    """
    own = local_value(topic, key, on, unit) if unit is not None else None
    return own.value if own is not None else _value(in_force(topic, on), key)


def local_values(topic: str, keys: Iterable[str], on: date, unit: Unit) -> dict[str, Any]:
    """What the unit, or the nearest unit above it, has set of these values that hold on a day; others are left out."""
    rows = _above(topic, on, unit).filter(key__in=list(keys))
    return {row.key: row.value for row in reversed(rows.strongest_first())}


def local_value(topic: str, key: str, on: date, unit: Unit) -> LocalValue | None:
    """What the unit, or the nearest unit above it, has set that holds on a day; None: nobody has set it."""
    return _above(topic, on, unit).filter(key=key).strongest_first().first()


def _above(topic: str, on: date, unit: Unit) -> LocalValues:
    """What the unit and those above it have set of a topic that holds on a day."""
    place = Place.objects.get(unit=unit)
    return LocalValue.objects.kept().filter(  # unscoped: what holds for everybody under the unit
        runs_on(on), topic=topic, unit__place__pos__lte=place.pos, unit__place__last__gte=place.last
    )


def own_values(unit: Unit, topic: str, on: date) -> dict[str, LocalValue]:
    """What the unit itself has set of a topic that holds on a day, by key."""
    rows = LocalValue.objects.kept().on(on).filter(unit=unit, topic=topic)  # unscoped: of a unit that was found
    return {row.key: row for row in reversed(rows.strongest_first())}


def _value(regulation: Regulation, key: str) -> Any:
    if key not in regulation.parameters:
        raise NoRegulation(
            _("%(symbol)s gives no value for “%(key)s”: add it to the text or as a local value.")
            % {"symbol": regulation.symbol, "key": key}
        )
    return regulation.parameters[key]


def _no_text(topic: str, on: date) -> NoRegulation:
    return NoRegulation(
        _("No text on “%(topic)s” is known for %(day)s: enter it before going on.")
        % {"topic": Topic(topic).label, "day": dates.dmy(on)}
    )
