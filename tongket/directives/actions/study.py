"""What a unit makes of a directive after its study: coverage, carrying out, reviews, a directive for those below."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.directives.actions import directives
from tongket.directives.kinds import kind_of_letters
from tongket.directives.models import ActionProgramme, Directive, ProgressReview, Receipt
from tongket.org import access, audit, saving, validate
from tongket.org.models import Person, Unit


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


@transaction.atomic
def carry_out(receipt: Receipt, *, carried_out_on: date, seen: int, by: Person, on: date) -> Receipt:
    """Record that the unit has carried its programme out. Raises NotAllowed, ValidationError, Conflict.

    Source: R-DIR-02.
    """
    access.require(by, "directive.study", receipt, on=on)
    if receipt.programme_on is None:
        raise ValidationError(_("Without a programme there is nothing to carry out: record the programme first."))
    validate.not_in_future(carried_out_on, "carried_out_on", on=on)
    if carried_out_on < receipt.programme_on:
        words = _("The programme is of %(day)s; it cannot have been carried out before.")
        raise ValidationError({"carried_out_on": words % {"day": dates.dmy(receipt.programme_on)}})
    saving.update(receipt, seen=seen, by=by, carried_out_on=carried_out_on)
    audit.record(by, "directive.study", receipt, on=on, fields=["carried_out_on"])
    return receipt


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
    directives.after_receipt(review.receipt, "done_on", done_on, on)
    saving.update(review, seen=seen, by=by, done_on=done_on, document=text.clean(document))
    audit.record(by, "directive.study", review, on=on, fields=["done_on", "document"])
    return review


@transaction.atomic
def hand_on(
    programme: ActionProgramme,
    units: Sequence[Unit],
    *,
    received_on: date,
    study_due_on: date | None = None,
    needs_programme: bool = False,
    by: Person,
    on: date,
) -> Directive:
    """Make the programme of a unit a directive for units under it, linked to the one that it carries out.

    08-NQ/TU → 03-NQ/ĐUK → the programme of the grassroots → the resolution of the cell. Handed on again, it goes to
    further units. Raises NotAllowed, ValidationError. Source: R-DIR-04.
    """
    access.require(by, "directive.write", programme, on=on)
    receipt = programme.receipt
    place = receipt.unit.place
    outside = [unit for unit in units if not place.pos < unit.place.pos <= place.last]
    if outside or not units:
        raise ValidationError({"units": _("A programme is handed on to units under its own.")})
    directive = programme.directive
    if directive is None:
        source = receipt.directive
        directive = directives.register(
            kind=kind_of_letters(programme.symbol.partition("/")[0]),
            number=programme.number,
            symbol=programme.symbol,
            issued_on=programme.issued_on,
            issuer=place.name,
            subject=f"Thực hiện {source.printed}: {source.subject}"[:400],
            parent=source,
            by=by,
            on=on,
        )
        saving.update(programme, seen=programme.version, by=by, directive=directive)
    directives.receive_many(
        directive,
        units,
        received_on=received_on,
        study_due_on=study_due_on,
        needs_programme=needs_programme,
        by=by,
        on=on,
    )
    return directive
