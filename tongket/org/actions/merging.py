"""Two records of one human made one, and parted again."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongket.core import clock
from tongket.org import access, audit, saving, seams, validate
from tongket.org.actions.accounts import end_sessions_of
from tongket.org.models import Person, PersonMerge, UnitOwned
from tongket.org.queries import merging

VERB = "person.write"


@transaction.atomic
def merge_people(kept: Person, merged: Person, *, digest: str, reason: str, by: Person, on: date) -> PersonMerge:
    """Let all that hangs on one record go to another record of the same human.

    digest: of the plan that was looked at; another one is refused. Raises NotAllowed (also for one's own records),
    ValidationError. Rights that need a second person are given to no account by it (S-07).
    """
    _require(kept, merged, by=by, on=on)
    if kept.pk == merged.pk:
        raise ValidationError(_("These are one record: choose the other one."))
    plan = merging.plan(kept, merged, on=on)
    if plan.hindrances:
        raise ValidationError(plan.hindrances)
    if plan.digest != digest:
        raise ValidationError(_("The records have changed since you looked: look at what goes where once more."))
    why = validate.reason(reason)
    try:
        with transaction.atomic():
            moved = {move.key: _go(move.key, move.ids, merged, kept, by=by) for move in plan.moves}
    except IntegrityError as clash:
        raise ValidationError(_("Both records hold something that only one may have.")) from clash
    row = PersonMerge.objects.create(kept=kept, merged=merged, moved=moved, reason=why, made_by=by, made_at=clock.now())
    _tell_others(kept, merged)
    for person in (kept, merged):
        audit.record(by, VERB, person, on=on, fields=["merged"])
    return row


@transaction.atomic
def part_people(merge: PersonMerge, *, reason: str, by: Person, on: date) -> PersonMerge:
    """Undo a merger: what went over goes back, what came since stays. The last merger of a record is undone first.

    Raises NotAllowed, ValidationError.
    """
    kept, merged = merge.kept, merge.merged
    _require(kept, by=by, on=on)
    if merged.pk == by.pk:
        raise access.NotAllowed(VERB)
    later = PersonMerge.objects.filter(kept=kept, undone_at=None, made_at__gt=merge.made_at)
    if merge.undone_at is not None or later.exists():
        raise ValidationError(_("Another record was merged into this one later: part that one first."))
    why = validate.reason(reason)
    done = PersonMerge.objects.filter(pk=merge.pk, undone_at=None)
    if not done.update(undone_by=by, undone_at=clock.now(), undo_reason=why):
        raise ValidationError(_("This merger has been undone already."))
    try:
        with transaction.atomic():
            for key, ids in merge.moved.items():
                _go(key, ids, kept, merged, by=by)
    except IntegrityError as clash:
        raise ValidationError(_("What came since does not let the records part.")) from clash
    _tell_others(kept, merged)
    for person in (kept, merged):
        audit.record(by, VERB, person, on=on, fields=["parted"])
    merge.refresh_from_db()
    return merge


def _require(*people: Person, by: Person, on: date) -> None:
    for person in people:
        if person.pk == by.pk:
            raise access.NotAllowed(VERB)
        access.require(by, VERB, person, on=on)


def _go(key: str, ids: list[str], origin: Person, to: Person, *, by: Person) -> list[str]:
    """Let rows that name one record name another; those that have changed meanwhile stay. Returns the ids."""
    one: Any = merging.field_of(key)
    rows = one.model._base_manager.filter(pk__in=ids, **{one.name: origin})
    going = list(rows)
    changes: dict[str, Any] = {one.name: to}
    if issubclass(one.model, UnitOwned):
        changes["version"] = F("version") + 1
        for row in going:
            old: dict[str, Any] = {one.name: str(origin.pk)}
            saving.keep_old(row, by, **old)
    rows.update(**changes)
    return [str(row.pk) for row in going]


def _tell_others(*people: Person) -> None:
    """Sessions end, and what repeats a name takes that of its person."""
    for person in people:
        end_sessions_of(person.pk)
        for refresh in seams.NAME_COPIES:
            refresh(Person.objects.get(pk=person.pk))


def last_merge(kept: Person) -> PersonMerge:
    """The merger into a record that is undone first. Raises ValidationError where there is none."""
    row = merging.merges_of(kept).filter(undone_at=None).first()
    if row is None:
        raise ValidationError(_("No record has been merged into this one."))
    return row
