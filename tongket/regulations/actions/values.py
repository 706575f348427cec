"""A unit sets something for itself and all under it from a day on; it corrects and takes back what it set."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.org import access, audit, saving, validate
from tongket.org.actions.opening import require_unless_opening
from tongket.org.models import Person, Unit
from tongket.regulations.calendar import IS_WORKING
from tongket.regulations.models import LocalValue, LocalValues, Setting, Topic
from tongket.regulations.settable import check, is_settable

VERBS: dict[str, str] = dict.fromkeys(Topic.values, "regulation.set") | {
    Setting.PAPERS.value: "papers.write",
    Setting.CALENDAR.value: "calendar.write",
    Setting.WORKDAYS.value: "calendar.write",
    Setting.FIGURES.value: "regulation.set",
    Setting.OUTLINE.value: "review.write",
}


@transaction.atomic
def set_value(
    unit: Unit,
    *,
    topic: str,
    key: str,
    value: Any,
    decision: str,
    from_on: date,
    until_on: date | None = None,
    by: Person | None,
    on: date,
) -> LocalValue:
    """Set a value for a unit and all under it from a day on; it ends the one that the unit had set before.

    until_on: it lies on top of what holds otherwise, until the day before this one. by None: the office opens its
    books. Raises NotAllowed, ValidationError (no decision, a later value is there already).
    """
    verb = VERBS[topic]
    require_unless_opening(by, unit, on=on, verb=verb)
    if not text.clean(decision):
        raise ValidationError({"decision": _("Enter the decision that sets the value.")})
    if is_settable(topic, key):
        check(unit, topic, key, value, from_on)
    is_temporary = until_on is not None
    if until_on is not None and until_on <= from_on:
        raise ValidationError({"until_on": _("It ends after the day on which it begins.")})
    own = LocalValue.objects.kept().filter(unit=unit, topic=topic, key=key, is_temporary=is_temporary)
    if is_temporary:
        later = own.filter(from_on=from_on).first()
    else:
        later = own.filter(from_on__gte=from_on).order_by("from_on").first()
        if later is None:
            _end(own, from_on, by)
    if later is not None:
        raise _set_already(later.from_on)
    row = LocalValue.objects.create(
        unit=unit,
        topic=topic,
        key=key,
        value=value,
        decision=text.clean(decision),
        from_on=from_on,
        until_on=until_on,
        is_temporary=is_temporary,
        set_by=by,
        set_on=on,
    )
    audit.record(by, verb, row, on=on, fields={"topic": topic, "key": key, "from_on": str(from_on)})
    return row


@transaction.atomic
def swap_days(
    unit: Unit, *, value: Any, decision: str, from_on: date, until_on: date, by: Person, on: date
) -> LocalValue:
    """Let days be worked, or not, against the calendar, until the day before `until_on`; it holds for everybody, so
    that the unit at the top decides it. Raises NotAllowed, ValidationError.
    """
    if unit.place.level != 1:
        raise ValidationError(_("Working days are the same for everybody: the unit at the top alone swaps them."))
    return set_value(
        unit, topic=Setting.WORKDAYS, key=IS_WORKING, value=value, decision=decision, from_on=from_on,
        until_on=until_on, by=by, on=on,
    )  # fmt: skip


@transaction.atomic
def correct_value(
    row: LocalValue,
    *,
    seen: int,
    reason: str,
    value: Any,
    decision: str,
    from_on: date,
    until_on: date | None = None,
    by: Person,
    on: date,
) -> LocalValue:
    """Correct what was set by a slip: value, decision, first day, and of a temporary one the end. What it said before
    stays in the history.

    Raises NotAllowed, ValidationError, Conflict.
    """
    access.require(by, VERBS[row.topic], row, on=on)
    _must_be_kept(row)
    why = validate.reason(reason)
    if not text.clean(decision):
        raise ValidationError({"decision": _("Enter the decision that sets the value.")})
    if is_settable(row.topic, row.key):
        check(row.unit, row.topic, row.key, value, from_on)
    end = until_on if row.is_temporary and until_on is not None else row.until_on
    if end is not None and end <= from_on:
        raise ValidationError({"until_on": _("It ends after the day on which it begins.")})
    if from_on != row.from_on:
        _make_room(row, from_on, by)
    saving.update(
        row, seen=seen, by=by, value=value, decision=text.clean(decision), from_on=from_on, until_on=end, remark=why
    )
    audit.record(by, VERBS[row.topic], row, on=on, fields=["value", "decision", "from_on", "remark"])
    return row


@transaction.atomic
def end_value(row: LocalValue, *, seen: int, until_on: date, reason: str, by: Person, on: date) -> LocalValue:
    """End it: from that day on the unit follows again what holds above it. Raises NotAllowed, ValidationError,
    Conflict.
    """
    access.require(by, VERBS[row.topic], row, on=on)
    _must_be_kept(row)
    why = validate.reason(reason)
    if until_on <= row.from_on:
        raise ValidationError({"until_on": _("It ends after the day on which it begins.")})
    if row.until_on is not None and until_on > row.until_on:
        raise ValidationError({"until_on": _("It ends on %(day)s already.") % {"day": dates.dmy(row.until_on)}})
    saving.update(row, seen=seen, by=by, until_on=until_on, remark=why)
    audit.record(by, VERBS[row.topic], row, on=on, fields=["until_on", "remark"])
    return row


@transaction.atomic
def withdraw_value(row: LocalValue, *, reason: str, by: Person, on: date) -> LocalValue:
    """Take back what was set by a slip: it counts as never set, and what it had ended holds on.

    Raises NotAllowed, ValidationError.
    """
    access.require(by, VERBS[row.topic], row, on=on)
    _must_be_kept(row)
    before = _before(row)
    until_on = row.until_on
    saving.update(row, seen=row.version, by=by, withdrawn_on=on, remark=validate.reason(reason))
    if before is not None:
        saving.update(before, seen=before.version, by=by, until_on=until_on)
    audit.record(by, VERBS[row.topic], row, on=on, fields=["withdrawn_on", "remark"])
    return row


def _end(rows: LocalValues, day: date, by: Person | None) -> None:
    """End those among these that would run on a day."""
    for row in rows.on(day):
        saving.update(row, seen=row.version, by=by, until_on=day)


def _make_room(row: LocalValue, from_on: date, by: Person) -> None:
    """Let the value before this one end on another day. Raises ValidationError where the day is not free."""
    if row.is_temporary:
        if _same(row).filter(from_on=from_on).exists():
            raise _set_already(from_on)
        return
    before = _same(row).filter(from_on__lt=row.from_on).order_by("-from_on").first()
    if before is None:
        return
    if from_on <= before.from_on:
        raise _set_already(before.from_on)
    if before.until_on == row.from_on or (before.until_on is not None and before.until_on > from_on):
        saving.update(before, seen=before.version, by=by, until_on=from_on)


def _before(row: LocalValue) -> LocalValue | None:
    """The value that this one had ended."""
    if row.is_temporary:
        return None
    return _same(row).filter(until_on=row.from_on).first()


def _same(row: LocalValue) -> LocalValues:
    """The other values of the same thing that the unit has set, as lasting or as temporary."""
    rows = LocalValue.objects.kept().filter(unit=row.unit, topic=row.topic, key=row.key)
    return rows.filter(is_temporary=row.is_temporary).exclude(pk=row.pk)


def _must_be_kept(row: LocalValue) -> None:
    if row.withdrawn_on is not None:
        raise ValidationError(_("It was withdrawn already."))


def _set_already(day: date) -> ValidationError:
    words = _("The unit has set this from %(start)s on already: choose a later day.")
    return ValidationError({"from_on": words % {"start": dates.dmy(day)}})
