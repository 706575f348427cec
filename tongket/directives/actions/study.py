"""How units study a directive: their sessions, and how many have studied it."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.directives.actions.receipts import after_receipt
from tongket.directives.models import Receipt, StudySession
from tongket.org import access, audit, saving
from tongket.org.actions import correcting
from tongket.org.models import Person

SESSION_FIELDS = ("held_on", "form", "invited", "present", "speaker")


@transaction.atomic
def hold_study(
    receipt: Receipt,
    *,
    held_on: date,
    form: str,
    invited: int,
    present: int,
    speaker: str = "",
    by: Person,
    on: date,
) -> StudySession:
    """Record a session in which the unit studied the directive; the earliest one ends the lag.

    speaker: the office of who spoke; invited, present: numbers, never names. Raises NotAllowed, ValidationError.
    Source: R-DIR-01, R-DIR-06.
    """
    access.require(by, "directive.study", receipt, on=on)
    values = checked_session(
        receipt, held_on=held_on, form=form, invited=invited, present=present, speaker=speaker, on=on
    )
    session = StudySession.objects.create(receipt=receipt, unit_id=receipt.unit_id, **values)
    keep_study(receipt)
    audit.record(by, "directive.study", session, on=on, fields=["held_on", "form", "invited", "present"])
    return session


@transaction.atomic
def correct_session(
    session: StudySession, *, because: str, paper: str = "", seen: int, by: Person, on: date, **changes: Any
) -> StudySession:
    """Correct a study session: names of SESSION_FIELDS. Raises NotAllowed, ValidationError, Conflict."""
    access.require(by, "directive.study", session, on=on)
    old = {name: getattr(session, name) for name in SESSION_FIELDS}
    values = checked_session(session.receipt, **{**old, **changes}, on=on)
    correcting.correct(
        session,
        verb="directive.study",
        because=because,
        paper=paper,
        days=["held_on"],
        seen=seen,
        by=by,
        on=on,
        **values,
    )
    keep_study(session.receipt)
    return session


@transaction.atomic
def remove_session(session: StudySession, *, reason: str, by: Person, on: date) -> None:
    """Remove a session entered by a slip; the next earliest one ends the lag then. Raises NotAllowed."""
    receipt = session.receipt
    correcting.withdraw(session, verb="directive.study", reason=reason, days=["held_on"], by=by, on=on)
    keep_study(receipt)


@transaction.atomic
def confirm_coverage(receipt: Receipt, *, to_cover: int, covered: int, seen: int, by: Person, on: date) -> Receipt:
    """Confirm how many had to study a directive and how many did: two numbers, nothing about a person.

    to_cover: without those who are exempt or long absent. Raises NotAllowed, ValidationError, Conflict.
    Source: R-DIR-02, R-DIR-06.
    """
    access.require(by, "directive.study", receipt, on=on)
    if receipt.first_studied_on is None:
        raise ValidationError(_("Record the session first, then how many have studied."))
    if to_cover < 1:
        raise ValidationError({"to_cover": _("Please write a number from %(limit_value)s up.") % {"limit_value": 1}})
    if not 0 <= covered <= to_cover:
        raise ValidationError({"covered": _("No more can have studied than had to.")})
    saving.update(receipt, seen=seen, by=by, to_cover=to_cover, covered=covered)
    audit.record(by, "directive.study", receipt, on=on, fields={"covered": covered, "to_cover": to_cover})
    return receipt


def checked_session(
    receipt: Receipt, *, held_on: date, form: str, invited: int, present: int, speaker: str, on: date
) -> dict[str, Any]:
    """The columns of a study session. Raises ValidationError. Source: R-DIR-06."""
    after_receipt(receipt, "held_on", held_on, on)
    form = text.clean(form)
    if not form:
        raise ValidationError({"form": _("Say in what form it was studied: a conference, a cell meeting, online.")})
    if invited < 1:
        raise ValidationError({"invited": _("A session needs at least one person who was invited.")})
    if not 0 <= present <= invited:
        raise ValidationError({"present": _("No more can be present than were invited.")})
    return {
        "held_on": held_on, "form": form, "invited": invited, "present": present, "speaker": text.clean(speaker),
    }  # fmt: skip


def keep_study(receipt: Receipt) -> None:
    """Keep on the receipt the day of its first session, which ends the lag; whoever else records one waits."""
    Receipt.objects.select_for_update().get(pk=receipt.pk)
    receipt.first_studied_on = receipt.sessions.aggregate(day=Min("held_on"))["day"]
    Receipt.objects.filter(pk=receipt.pk).update(first_studied_on=receipt.first_studied_on)
