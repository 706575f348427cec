"""Objections to a level: taken in, answered, withdrawn; a level that is changed is decided again."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.org import access, audit, saving, validate
from tongket.org.models import Person
from tongket.rating.models import Objection, Rating
from tongket.rating.round_rules import OBJECTION_MOVES, ObjectionState


@transaction.atomic
def object_to(rating: Rating, *, filed_on: date, by: Person, on: date) -> Objection:
    """Take in that somebody objects to a level: the member, or who received it on paper. Raises NotAllowed,
    ValidationError. Source: R-RATE-21.
    """
    access.require(by, "rating.object", rating, on=on)
    if not rating.decided_on <= filed_on <= on:
        raise ValidationError({"filed_on": _("It comes after the decision, and not after today.")})
    if rating.objections.filter(state=ObjectionState.OPEN).exists():
        raise ValidationError(_("An objection to this level waits for its answer already."))
    objection = Objection.objects.create(rating=rating, unit=rating.unit, filed_on=filed_on)
    audit.record(by, "rating.object", objection, on=on, fields=["filed_on"])
    return objection


@transaction.atomic
def answer_objection(
    objection: Objection, *, is_changed: bool, answered_on: date, answer_number: str, by: Person, on: date
) -> Objection:
    """Say what came of an objection: the level is kept, or decided again (rate_again). Raises NotAllowed, WrongState,
    ValidationError.
    """
    access.require(by, "rating.decide", objection.rating.decided_by or objection.unit, on=on)
    number = text.clean(answer_number)
    if not number:
        raise ValidationError({"answer_number": _("Name the paper that answers it.")})
    if not objection.filed_on <= answered_on <= on:
        raise ValidationError({"answered_on": _("It is answered after it came, and not after today.")})
    verb = "change" if is_changed else "keep"
    saving.move(objection, OBJECTION_MOVES, verb, by=by, answered_on=answered_on, answer_number=number)
    audit.record(by, "rating.decide", objection, on=on, fields=["state", "answered_on", "answer_number"])
    return objection


@transaction.atomic
def reopen_objection(objection: Objection, *, reason: str, by: Person, on: date) -> Objection:
    """Take an answer back that was entered wrong: the objection waits again. Raises NotAllowed, WrongState,
    ValidationError.
    """
    access.require(by, "rating.decide", objection.rating.decided_by or objection.unit, on=on)
    why = validate.reason(reason)
    saving.move(objection, OBJECTION_MOVES, "open again", by=by, because=why, answered_on=None, answer_number="")
    audit.record(by, "rating.decide", objection, on=on, fields=["state"])
    return objection


@transaction.atomic
def withdraw_objection(objection: Objection, *, reason: str, by: Person, on: date) -> Objection:
    """Withdraw an objection. Raises NotAllowed, WrongState, ValidationError."""
    access.require(by, "rating.object", objection, on=on)
    saving.move(objection, OBJECTION_MOVES, "withdraw", by=by, because=validate.reason(reason))
    audit.record(by, "rating.object", objection, on=on, fields=["state"])
    return objection
