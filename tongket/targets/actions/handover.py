"""Open targets and key tasks go along when their unit ends, or where they were chosen to when it is split."""

from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org import audit
from tongket.org.models import Unit
from tongket.org.seams import Handover
from tongket.targets import queries
from tongket.targets.models import Extension, Milestone, Progress, Target, TargetResult
from tongket.targets.rules import State


def hand_over_targets(handover: Handover) -> None:
    """Let the targets of the year of the event, and of later ones, go to the successor where it has none of the kind;
    the others end with the unit. Those of earlier years stay with it. Source: R-ORG-11.
    """
    for target in queries.open_targets(handover.unit, handover.from_on):
        to = handover.chosen("targets", target.pk) or (handover.successor if handover.ends else None)
        if to is not None and not _has_alike(to, target):
            handover.change(target, unit=to)
            for entry in TargetResult.objects.filter(target=target):  # unscoped: of a target that goes along
                handover.change(entry, unit=to)
        elif handover.ends:
            words = _("The unit ended on %(day)s by decision %(number)s.")
            note = words % {"day": dates.dmy(handover.from_on), "number": handover.number}
            handover.change(target, state=State.DROPPED, result_note=note[:300])
        else:
            continue
        audit.record(handover.by, "target.write", target, on=handover.on, fields=["unit", "state"])


def _has_alike(unit: Unit, target: Target) -> bool:
    """Whether a unit has a target of its own for the same figure, or of the same words where no figure is counted."""
    rows = Target.objects.filter(unit=unit, year=target.year).exclude(state=State.DROPPED)  # unscoped: a check
    alike = rows.filter(key=target.key) if target.key else rows.filter(label__iexact=target.label)
    return alike.exists() or (target.given_by_id is not None and rows.filter(given_by=target.given_by_id).exists())


def hand_over_tasks(handover: Handover) -> None:
    """Let the key tasks that are not done go to the successor with their steps; where there is none they stay with the
    unit that ended. Source: R-ORG-11.
    """
    for task in queries.open_tasks(handover.unit):
        to = handover.chosen("tasks", task.pk) or (handover.successor if handover.ends else None)
        if to is None:
            continue
        handover.change(task, unit=to)
        for part in (Milestone, Progress, Extension):
            for row in part.objects.filter(task=task):  # unscoped: of a task that goes along
                handover.change(row, unit=to)
        audit.record(handover.by, "target.write", task, on=handover.on, fields=["unit"])
