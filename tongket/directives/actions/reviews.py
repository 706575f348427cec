"""Interim and final reviews of how units carry a directive out: asked for, held."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.directives.actions.receipts import after_receipt
from tongket.directives.models import ProgressReview, Receipt
from tongket.org import access, audit, saving
from tongket.org.actions import correcting
from tongket.org.models import Person


@transaction.atomic
def ask_review(receipt: Receipt, *, kind: str, due_on: date, by: Person, on: date) -> ProgressReview:
    """Set the day by which a unit holds an interim or the final review of a directive.

    Raises NotAllowed, ValidationError.
    """
    access.require(by, "directive.study", receipt, on=on)
    if kind not in ProgressReview.Kind.values:
        raise ValidationError({"kind": _("Please choose from the list.")})
    if due_on < receipt.received_on:
        raise ValidationError({"due_on": _("A review cannot be due before the day of receipt.")})
    if receipt.reviews.filter(kind=kind, due_on=due_on).exists():
        raise ValidationError({"due_on": _("This review is asked for already.")})
    if kind == ProgressReview.Kind.FINAL and receipt.reviews.filter(kind=kind).exists():
        raise ValidationError({"kind": _("A directive has one final review: remove the other first.")})
    review = ProgressReview.objects.create(unit_id=receipt.unit_id, receipt=receipt, kind=kind, due_on=due_on)
    audit.record(by, "directive.study", review, on=on, fields={"kind": kind, "due_on": str(due_on)})
    return review


@transaction.atomic
def hold_review(
    review: ProgressReview, *, done_on: date, document: str, seen: int, by: Person, on: date
) -> ProgressReview:
    """Record the day of a review, and number and symbol of its report. Raises NotAllowed, ValidationError, Conflict."""
    access.require(by, "directive.study", review, on=on)
    after_receipt(review.receipt, "done_on", done_on, on)
    saving.update(review, seen=seen, by=by, done_on=done_on, document=text.clean(document))
    audit.record(by, "directive.study", review, on=on, fields=["done_on", "document"])
    return review


@transaction.atomic
def correct_review(
    review: ProgressReview,
    *,
    due_on: date,
    done_on: date | None,
    document: str,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> ProgressReview:
    """Correct a review: its due day, and how it was held; without a day it was not. Raises NotAllowed, ValidationError,
    Conflict.
    """
    if due_on < review.receipt.received_on:
        raise ValidationError({"due_on": _("A review cannot be due before the day of receipt.")})
    if review.receipt.reviews.filter(kind=review.kind, due_on=due_on).exclude(pk=review.pk).exists():
        raise ValidationError({"due_on": _("This review is asked for already.")})
    if done_on is not None:
        after_receipt(review.receipt, "done_on", done_on, on)
    return correcting.correct(
        review,
        verb="directive.study",
        because=because,
        paper=paper,
        days=["done_on"],
        seen=seen,
        by=by,
        on=on,
        due_on=due_on,
        done_on=done_on,
        document=text.clean(document) if done_on is not None else "",
    )


@transaction.atomic
def remove_review(review: ProgressReview, *, reason: str, by: Person, on: date) -> None:
    """Remove a review that was asked for by a slip. Raises NotAllowed."""
    correcting.withdraw(review, verb="directive.study", reason=reason, by=by, on=on)
