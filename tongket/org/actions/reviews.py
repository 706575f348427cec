"""The quarterly review of rights: each running grant is looked at once, and kept or ended (S-45)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.org import access, audit, grant_rules, saving
from tongket.org.actions.grants import end_grant
from tongket.org.models import Grant, Person, ReviewedGrant, RightsReview, Unit
from tongket.org.queries import grants as queries

Verdict = ReviewedGrant.Verdict


@transaction.atomic
def open_review(unit: Unit, *, due_on: date, suspends: bool, by: Person, on: date) -> RightsReview:
    """Begin the review of this quarter over a unit and all under it, with every grant that runs there today.

    suspends: what nobody has looked at by `due_on` gives nothing from the next day on, until somebody does. Raises
    NotAllowed, ValidationError.
    """
    access.require(by, "grant.review", unit, on=on)
    quarter = str(grant_rules.quarter_of(on))
    if due_on < on:
        raise ValidationError({"due_on": _("The review is to be done today or later.")})
    if RightsReview.objects.filter(unit=unit, quarter=quarter).exists():
        raise ValidationError(_("The review of this quarter was begun already."))
    review = RightsReview.objects.create(
        unit=unit, quarter=quarter, due_on=due_on, suspends=suspends, opened_by=by, opened_on=on
    )
    rows = list(queries.under(unit).filter(queries.running_on(on)))
    ReviewedGrant.objects.bulk_create(
        [ReviewedGrant(unit_id=row.unit_id, review=review, grant=row) for row in rows], batch_size=500
    )
    if suspends:
        for row in rows:
            saving.update(row, seen=row.version, by=by, suspends_on=due_on + timedelta(days=1))
    audit.record(by, "grant.review", review, on=on, fields={"quarter": quarter, "due_on": due_on.isoformat()})
    return review


@transaction.atomic
def keep_grants(lines: Iterable[ReviewedGrant], *, by: Person, on: date) -> int:
    """Say of grants that they are still needed; suspended ones run again. Nobody says so of their own. Returns how
    many. Raises NotAllowed, ValidationError.
    """
    kept = 0
    for line in lines:
        row = _look_at(line, Verdict.KEPT, by, on)
        if row.suspends_on is not None:
            saving.update(row, seen=row.version, by=by, suspends_on=None)
        kept += 1
    return kept


@transaction.atomic
def end_reviewed(line: ReviewedGrant, *, by: Person, on: date) -> ReviewedGrant:
    """End a grant that is not needed any more, from today on. Raises NotAllowed, GrantRefused, ValidationError."""
    row = _look_at(line, Verdict.ENDED, by, on)
    end_grant(
        row, until_on=on, reason=_("Review of rights, %(quarter)s") % {"quarter": line.review.quarter}, by=by, on=on
    )
    return line


def _look_at(line: ReviewedGrant, verdict: str, by: Person, on: date) -> Grant:
    access.require(by, "grant.review", line, on=on)
    row = Grant.objects.select_related("office_term", "unit__place").get(pk=line.grant_id)
    if row.person_id == by.pk:
        raise ValidationError(_("Somebody else looks at your own rights."))
    if line.verdict:
        raise ValidationError(_("Somebody has looked at this right already."))
    moved = ReviewedGrant.objects.filter(pk=line.pk, verdict="")
    if not moved.update(verdict=verdict, by=by, looked_on=on):
        raise ValidationError(_("Somebody has looked at this right already."))
    audit.record(by, "grant.review", row, on=on, fields={"verdict": str(verdict)})
    return row
