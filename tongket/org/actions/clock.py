"""The latest moment that this system has seen: what a clock that is set back cannot undo (S-03)."""

from datetime import date, datetime

from tongket.org import audit
from tongket.org.models import ClockMark, Session


def note_time(now: datetime, on: date) -> None:
    """Keep the moment and the day of business, if they are later than what was seen before."""
    mark = ClockMark.objects.filter(pk=ClockMark.ONLY)
    if not mark.exists():
        ClockMark.objects.bulk_create([ClockMark(at=now, on=on)], ignore_conflicts=True)
        return
    mark.filter(at__lt=now).update(at=now)
    mark.filter(on__lt=on).update(on=on)


def clock_went_back(now: datetime, on: date) -> int:
    """End all sessions: how fresh a sign-in is cannot be told any more. Returns how many ended.

    The latest day stays as it is: a grant that was seen to have ended stays ended.
    """
    ended: int = Session.objects.exclude(account=None).delete()[0]
    ClockMark.objects.filter(pk=ClockMark.ONLY).update(at=now)
    audit.record(None, "clock.back", on=on)
    return ended
