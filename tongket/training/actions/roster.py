"""Who stands on the list of a class."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.members.models import Candidacy, Member
from tongket.org import access, audit, saving
from tongket.org.actions import correcting
from tongket.org.models import Person
from tongket.training import rules
from tongket.training.actions.certificates import take_back
from tongket.training.models import Learner, TrainingClass


@transaction.atomic
def add_learners(
    training_class: TrainingClass,
    *,
    members: Collection[Member] = (),
    candidates: Collection[Candidacy] = (),
    by: Person,
    on: date,
) -> list[Learner]:
    """Put members or candidates on the list of a class; who is younger than it is meant for is warned of, not refused.

    Raises NotAllowed, ValidationError. Source: R-TRN-01, R-TRN-02.
    """
    access.require(by, "learning.write", training_class, on=on)
    _require_within_reach(members, candidates, by, on)
    if not members and not candidates:
        raise ValidationError(_("Choose at least one person."))
    if members and not rules.is_for(training_class.kind, is_member=True):
        raise ValidationError({"members": _("This class is for those who want to become members.")})
    if candidates and not rules.is_for(training_class.kind, is_member=False):
        raise ValidationError({"candidates": _("This class is for members.")})
    _require_new(training_class, members, candidates)
    rows = [
        *(
            Learner(unit=member.unit, training_class=training_class, member=member, name_order=member.name_order)
            for member in members
        ),
        *(
            Learner(unit=row.unit, training_class=training_class, candidacy=row, name_order=row.name_order)
            for row in candidates
        ),
    ]
    Learner.objects.bulk_create(rows, batch_size=500)
    listed = training_class.roster.count()
    if listed > training_class.learners:
        saving.update(training_class, seen=training_class.version, by=by, learners=listed)
    audit.record(by, "learning.write", training_class, on=on, fields={"added": len(rows)})
    return rows


@transaction.atomic
def withdraw_learner(row: Learner, *, reason: str, by: Person, on: date) -> None:
    """Take somebody off the list who was put on it by a slip, with result and certificate. Raises NotAllowed,
    ValidationError.
    """
    access.require(by, "learning.write", row, on=on)
    take_back(row, because=reason, by=by, on=on)
    correcting.withdraw(
        row, verb="learning.write", reason=reason, counted_on=[row.training_class.opened_on], by=by, on=on
    )


def _require_within_reach(members: Collection[Member], candidates: Collection[Candidacy], by: Person, on: date) -> None:
    """Raise NotAllowed unless the person reads the file of each (S-15)."""
    of_members = Member.objects.filter(pk__in=[row.pk for row in members])
    of_candidates = Candidacy.objects.filter(pk__in=[row.pk for row in candidates])
    if members and access.scope(of_members, by, "member.read", on=on).count() < len(members):
        raise access.NotAllowed("member.read")
    if candidates and access.scope(of_candidates, by, "member.admit", on=on).count() < len(candidates):
        raise access.NotAllowed("member.admit")


def _require_new(training_class: TrainingClass, members: Collection[Member], candidates: Collection[Candidacy]) -> None:
    listed = training_class.roster.filter(member__in=members).select_related("member__person", "candidacy")
    again = [*listed, *training_class.roster.filter(candidacy__in=candidates).select_related("member", "candidacy")]
    if again:
        names = ", ".join(row.name for row in again)
        raise ValidationError(_("On the list already: %(names)s.") % {"names": names})
