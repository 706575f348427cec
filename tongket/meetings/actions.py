"""Recording meetings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.meetings.models import Kind, Meeting, Photo
from tongket.org import access, audit, saving
from tongket.org.models import Person, Unit

FIELDS = (
    "kind",
    "year",
    "held_on",
    "title",
    "part_of_day",
    "body",
    "place",
    "chair",
    "term",
    "is_thematic",
    "summoned",
    "present",
    "conclusions_text",
)


@dataclass(frozen=True)
class NewMeeting:
    """A meeting as it is to be recorded. year: the year it is about; chair: the office of who led it."""

    unit: Unit
    kind: str
    year: int
    held_on: date
    title: str
    part_of_day: str = ""
    body: str = ""
    place: str = ""
    chair: str = ""
    term: str = ""
    is_thematic: bool = False
    summoned: int = 0
    present: int = 0
    conclusions_text: str = ""


@transaction.atomic
def hold(unit: Unit, *, by: Person, on: date, **fields: Any) -> Meeting:
    """Record a meeting that was held; fields as in NewMeeting. Raises NotAllowed, ValidationError."""
    access.require(by, "meeting.write", unit, on=on)
    meeting = _row(NewMeeting(unit=unit, **fields), on)
    meeting.save(force_insert=True)
    audit.record(by, "meeting.write", meeting, on=on, fields=["kind", "held_on", "title"])
    return meeting


@transaction.atomic
def hold_many(rows: Sequence[NewMeeting], *, by: Person, on: date) -> list[Meeting]:
    """Record many meetings at once; one audit row per unit. Raises NotAllowed, ValidationError: then none is saved."""
    units = {row.unit.pk: row.unit for row in rows}
    for unit in units.values():
        access.require(by, "meeting.write", unit, on=on)
    meetings = Meeting.objects.bulk_create([_row(row, on) for row in rows], batch_size=500)
    counts = Counter(row.unit.pk for row in rows)
    for pk, unit in units.items():
        audit.record(by, "meeting.write", unit, on=on, fields={"meetings": counts[pk]})
    return meetings


@transaction.atomic
def correct(meeting: Meeting, *, seen: int, by: Person, on: date, **changes: Any) -> Meeting:
    """Correct what was recorded of a meeting. Raises NotAllowed, ValidationError, Conflict."""
    access.require(by, "meeting.write", meeting, on=on)
    before = {name: getattr(meeting, name) for name in FIELDS}
    checked = _row(NewMeeting(unit=meeting.unit, **{**before, **changes}), on)
    changed = {name: getattr(checked, name) for name in FIELDS if getattr(checked, name) != before[name]}
    if changed:
        saving.update(meeting, seen=seen, by=by, **changed)
        audit.record(by, "meeting.write", meeting, on=on, fields=sorted(changed))
    return meeting


@transaction.atomic
def add_photo(meeting: Meeting, *, caption: str, by: Person, on: date) -> Photo:
    """Add the caption of a picture, after those that are there. Raises NotAllowed, ValidationError."""
    access.require(by, "meeting.write", meeting, on=on)
    caption = text.clean(caption)
    if not caption:
        raise ValidationError(_("Say what the picture shows."))
    last = meeting.photos.aggregate(last=Max("order"))["last"] or 0
    photo = Photo.objects.create(unit=meeting.unit, meeting=meeting, caption=caption, order=last + 1)
    audit.record(by, "meeting.write", photo, on=on, fields=["caption"])
    return photo


def _row(new: NewMeeting, on: date) -> Meeting:
    title = text.clean(new.title)
    if not title:
        raise ValidationError({"title": _("A meeting needs a title.")})
    if new.kind not in Kind.values:
        raise ValidationError({"kind": _("Choose what kind of meeting it was.")})
    if new.held_on > on:
        raise ValidationError(
            {
                "held_on": _("%(day)s has not come yet: a meeting is recorded once it was held.")
                % {"day": dates.dmy(new.held_on)}
            }
        )
    if new.present > new.summoned:
        raise ValidationError({"present": _("No more can be present than were summoned.")})
    return Meeting(
        unit=new.unit,
        kind=new.kind,
        year=new.year,
        held_on=new.held_on,
        title=title,
        part_of_day=new.part_of_day,
        body=text.clean(new.body),
        place=text.clean(new.place),
        chair=text.clean(new.chair),
        term=text.clean(new.term),
        is_thematic=new.is_thematic,
        summoned=new.summoned,
        present=new.present,
        conclusions_text=text.clean(new.conclusions_text),
    )
