"""A new text takes the place of the one before it; what was entered by a slip is corrected and taken back."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.org import access, audit, saving, validate
from tongket.org.models import Person
from tongket.regulations.models import Mark, Regulation, Topic
from tongket.regulations.rules import Span, first_overlap


@transaction.atomic
def enact(
    topic: str,
    *,
    symbol: str,
    issued_on: date,
    issuer: str,
    title: str,
    valid_from: date,
    parameters: dict[str, Any] | None = None,
    mark: str = Mark.VERIFIED,
    by: Person,
    on: date,
) -> Regulation:
    """Enter a text that takes the place of the open one of its topic. parameters: None takes over those of the text
    before it. Raises NotAllowed, ValidationError (an overlap). Source: R-REG-01.
    """
    _require(by, on)
    fields = _cleaned(symbol, title, issuer)
    texts = Regulation.objects.kept().filter(topic=topic)
    before = texts.filter(valid_until__isnull=True, valid_from__lt=valid_from).first()
    if before is not None:
        saving.update(before, seen=before.version, by=by, valid_until=valid_from)
    known = [Span(*pair) for pair in texts.values_list("valid_from", "valid_until")]
    clash = first_overlap(Span(valid_from), known)
    if clash is not None:
        raise _taken(topic, clash.from_on)
    regulation = Regulation.objects.create(
        topic=topic,
        issued_on=issued_on,
        valid_from=valid_from,
        mark=mark,
        parameters=(before.parameters if before else {}) if parameters is None else parameters,
        **fields,
    )
    audit.record(by, "regulation.write", regulation, on=on, fields={"symbol": symbol, "valid_from": str(valid_from)})
    return regulation


@transaction.atomic
def correct_text(
    row: Regulation,
    *,
    seen: int,
    symbol: str,
    issued_on: date,
    issuer: str,
    title: str,
    valid_from: date,
    mark: str,
    reason: str,
    by: Person,
    on: date,
) -> Regulation:
    """Correct what was entered of a text by a slip; where its first day moves, the text before it ends on that day.

    Raises NotAllowed, ValidationError, Conflict.
    """
    _require(by, on)
    _must_be_kept(row)
    fields = _cleaned(symbol, title, issuer)
    if valid_from != row.valid_from:
        _move_border(row, valid_from, by)
    saving.update(
        row, seen=seen, by=by, issued_on=issued_on, valid_from=valid_from, mark=mark, remark=validate.reason(reason),
        **fields,
    )  # fmt: skip
    audit.record(by, "regulation.write", row, on=on, fields=[*fields, "issued_on", "valid_from", "mark", "remark"])
    return row


@transaction.atomic
def set_parameter(row: Regulation, *, key: str, value: Any, seen: int, reason: str, by: Person, on: date) -> Regulation:
    """Correct one number that the rules take from a text. Raises NotAllowed, ValidationError, Conflict."""
    _require(by, on)
    _must_be_kept(row)
    parameters = row.parameters | {key: value}
    saving.update(row, seen=seen, by=by, parameters=parameters, remark=validate.reason(reason))
    audit.record(by, "regulation.write", row, on=on, fields={"parameter": key})
    return row


@transaction.atomic
def withdraw_text(row: Regulation, *, reason: str, by: Person, on: date) -> Regulation:
    """Take back a text that was entered by a slip: it counts as never entered, and the one before it holds on.

    Raises NotAllowed, ValidationError.
    """
    _require(by, on)
    _must_be_kept(row)
    before = _before(row)
    saving.update(row, seen=row.version, by=by, withdrawn_on=on, remark=validate.reason(reason))
    if before is not None:
        saving.update(before, seen=before.version, by=by, valid_until=row.valid_until)
    audit.record(by, "regulation.write", row, on=on, fields=["withdrawn_on", "remark"])
    return row


def _require(by: Person, on: date) -> None:
    if not access.holds(by, "regulation.write", on=on):
        raise access.NotAllowed("regulation.write")


def _cleaned(symbol: str, title: str, issuer: str) -> dict[str, str]:
    fields = {"symbol": text.clean(symbol), "title": text.clean(title), "issuer": text.clean(issuer)}
    if not fields["symbol"] or not fields["title"]:
        raise ValidationError(_("Enter the number and symbol of the text, and its title."))
    return fields


def _before(row: Regulation) -> Regulation | None:
    """The text whose place this one took."""
    return Regulation.objects.kept().filter(topic=row.topic, valid_until=row.valid_from).first()


def _move_border(row: Regulation, valid_from: date, by: Person) -> None:
    before = _before(row)
    if before is not None and valid_from <= before.valid_from:
        raise _taken(row.topic, before.valid_from)
    if row.valid_until is not None and valid_from >= row.valid_until:
        raise ValidationError({"valid_from": _("It ends on %(day)s already.") % {"day": dates.dmy(row.valid_until)}})
    if before is not None:
        saving.update(before, seen=before.version, by=by, valid_until=valid_from)


def _must_be_kept(row: Regulation) -> None:
    if row.withdrawn_on is not None:
        raise ValidationError(_("It was withdrawn already."))


def _taken(topic: str, day: date) -> ValidationError:
    words = _("Another text on “%(topic)s” is in force from %(start)s on: the new one must begin later.")
    return ValidationError({"valid_from": words % {"topic": Topic(topic).label, "start": dates.dmy(day)}})
