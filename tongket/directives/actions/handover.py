"""What a unit that ends still has to do for directives goes to its successor, or ends where that has it already."""

from django.db.models import Model

from tongket.directives import queries
from tongket.directives.models import ActionProgramme, ProgressReview, Receipt, StudySession
from tongket.org import audit
from tongket.org.models import Unit
from tongket.org.seams import Handover


def hand_over(handover: Handover) -> None:
    """Let the receipts with something left to do go to the successor where it has not received the directive itself;
    of the others the duties end. Source: R-ORG-11, R-DIR-01.
    """
    for receipt in queries.open_receipts(handover.unit):
        to = handover.chosen("directives", receipt.pk) or (handover.successor if handover.ends else None)
        own = None if to is None else Receipt.objects.filter(unit=to, directive=receipt.directive_id).first()
        if to is not None and own is None:
            _move(handover, receipt, to)
        elif handover.ends:
            handover.change(receipt, study_due_on=None, needs_programme=False, programme_due_on=None)
            if to is not None and own is not None:
                _move_reviews(handover, receipt, own)
        else:
            continue
        audit.record(handover.by, "directive.study", receipt, on=handover.on, fields=["unit", "needs_programme"])


def _move(handover: Handover, receipt: Receipt, to: Unit) -> None:
    handover.change(receipt, unit=to)
    parts: list[type[Model]] = [StudySession, ActionProgramme, ProgressReview]
    for part in parts:
        for row in part._default_manager.filter(receipt=receipt):  # unscoped: of a receipt that goes along
            handover.change(row, unit=to)


def _move_reviews(handover: Handover, receipt: Receipt, own: Receipt) -> None:
    """Reviews that are not held yet become duties of the successor, unless it has the same one."""
    there = list(ProgressReview.objects.filter(receipt=own).values_list("kind", "due_on"))  # unscoped: a check
    has_final = any(kind == ProgressReview.Kind.FINAL for kind, _due_on in there)
    for review in ProgressReview.objects.filter(receipt=receipt, done_on=None):  # unscoped: of a receipt that ends
        is_there = (review.kind, review.due_on) in there or (review.kind == ProgressReview.Kind.FINAL and has_final)
        if not is_there:
            handover.change(review, receipt=own, unit=own.unit)
