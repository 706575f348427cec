"""Texts that follow one another: for each topic one at a time, without overlap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Span:
    """From one day until the day before another; until None: still running."""

    from_on: date
    until_on: date | None = None

    def holds(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def overlaps(self, other: "Span") -> bool:
        """Whether there is a day on which both hold."""
        starts_before_end = other.until_on is None or self.from_on < other.until_on
        return starts_before_end and (self.until_on is None or other.from_on < self.until_on)


def first_overlap(new: Span, known: Iterable[Span]) -> Span | None:
    """The first of the known spans that shares a day with the new one, or None. Source: R-REG-01."""
    return next((span for span in sorted(known, key=lambda one: one.from_on) if new.overlaps(span)), None)
