"""What was issued with a record counted in it, and stays as it was issued (S-06).

Later packages say what they have frozen. A record that was counted in it is not withdrawn any more, and is corrected by
a paper of its own, which its history names beside what had counted it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from tongket.core import text
from tongket.org import validate
from tongket.org.models import Unit


@dataclass(frozen=True)
class Issued:
    """Something that counted records. is_final: whether it was approved, so that a correction needs a paper."""

    name: str
    is_final: bool


Source = Callable[[Unit, Collection[date]], Iterable[Issued]]
SOURCES: list[Source] = []


def source(source: Source) -> Source:
    """Add what tells, of a unit and the days of its records, what was issued that counted them; no days: any day."""
    SOURCES.append(source)
    return source


def counted_in(unit: Unit, days: Collection[date | None] = ()) -> list[Issued]:
    """What was issued that counted the records of a unit of these days."""
    known = {day for day in days if day is not None}
    return [issued for source in SOURCES for issued in source(unit, known)]


def why_corrected(because: str, paper: str, unit: Unit, days: Collection[date | None]) -> str:
    """The reason of a correction as history keeps it, with its paper and with what had counted the record.

    Raises ValidationError without a reason, and without a paper where something approved had counted it.
    """
    why, by_paper = validate.reason(because, field="because"), text.clean(paper)
    if not any(days):
        return f"{why} ({by_paper})" if by_paper else why
    with override("vi"):  # kept in the language of the papers of an office
        counted = counted_in(unit, days)
        names = "; ".join(issued.name for issued in counted)
        after = _("counted before in: %(names)s") % {"names": names}
    if any(issued.is_final for issued in counted) and not by_paper:
        words = _("This was counted in: %(names)s. It stays as issued: enter number and day of the correcting paper.")
        raise ValidationError({"paper": words % {"names": _names(unit, days)}})
    return " · ".join(part for part in (why, by_paper, after if counted else "") if part)


def require_uncounted(unit: Unit, days: Collection[date | None]) -> None:
    """Raise ValidationError where something approved has counted the record, so that it is not withdrawn."""
    if any(days) and any(issued.is_final for issued in counted_in(unit, days)):
        words = _("This was counted in: %(names)s. It is not withdrawn any more: correct it, by a paper of its own.")
        raise ValidationError(words % {"names": _names(unit, days)})


def _names(unit: Unit, days: Collection[date | None]) -> str:
    return "; ".join(issued.name for issued in counted_in(unit, days) if issued.is_final)
