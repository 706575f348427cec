"""Who reads targets and key tasks, who takes them on (docs/reference/rights.md)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongket.org import access, corrections, seams
from tongket.org.access import OWN, TREE, declare
from tongket.org.models import Opening
from tongket.pages import due, menu, setting_up
from tongket.pages.reminders import matters
from tongket.targets import queries
from tongket.targets.actions import handover
from tongket.targets.models import Extension, KeyTask, Milestone, Progress, Target, TargetResult, TargetSheet

declare(
    "target.read",
    gettext_lazy("read targets and key tasks"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)
declare(
    "target.write",
    gettext_lazy("set targets, take on key tasks, enter their results"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "office": TREE},
)

menu.add(gettext_lazy("Targets and tasks"), "targets:list", "target.read", group="year", order=120, icon="target")

SOON = timedelta(days=30)
LATE = matters.add(
    matters.Matter(
        name="tasks",
        read="target.read",
        act="target.write",
        model=KeyTask,
        late=lambda on: Q(done_on__isnull=True, due_on__lt=on),
        due_field="due_on",
        title=lambda task: task.title,
    )
)
MOST_ITEMS = 20


@due.source
def tasks_due(person: Any, on: date) -> Iterator[due.DueItem]:
    """Key tasks of the units of the person's own grants that are overdue or due within a month."""
    own = {grant.unit_id for grant in person.running_grants(on)}
    rows = access.scope(KeyTask.objects.filter(unit__in=own), person, "target.write", on=on)
    open_ones = rows.filter(done_on__isnull=True, due_on__lte=on + SOON).select_related("unit__place")
    for task in open_ones.order_by("due_on", "order")[:MOST_ITEMS]:
        yield due.DueItem(
            title=task.title,
            text=_("Key task of %(unit)s, carried by: %(carrier)s")
            % {"unit": task.unit.place.short_name, "carrier": task.carrier},
            due_on=task.due_on,
            action_label=_("Record as done"),
            action_url=reverse("targets:finish", args=[task.pk]),
            about=LATE.key(task),
        )


def _targets(opening: Opening, on: date) -> setting_up.State:
    years = set(
        Target.objects.filter(year__in=[on.year - 1, on.year]).values_list("year", flat=True)
    )  # unscoped: years
    if on.year in years:
        count = Target.objects.filter(year=on.year).count()  # unscoped: a number, for who sets the system up
        words = ngettext("%(count)s target for %(year)s", "%(count)s targets for %(year)s", count)
        return setting_up.State(words % {"count": count, "year": on.year}, is_done=True)
    if on.year - 1 in years:
        words = _("none for %(year)s yet; those of the year before can be carried over")
    else:
        words = _("none for %(year)s yet")
    return setting_up.State(words % {"year": on.year}, is_done=False)


setting_up.add(
    "targets",
    gettext_lazy("Targets of the year"),
    gettext_lazy("Out of last year's file, carried over from the year before, or typed."),
    "targets:list",
    "target.write",
    order=90,
    state=_targets,
    also=["targets:new", "targets:next", "targets:adopt", "targets:new_sheet", "targets:sheet"],
    lists=["targets:list"],
)

seams.goes_along(
    seams.GoesAlong(
        name="targets",
        label=gettext_lazy("Targets of the year and later"),
        note=gettext_lazy("Those that the unit taking over has not set itself go to it; the others end."),
        order=3,
        can_end=True,
        things=queries.targets_to_hand_over,
        hand_over=handover.hand_over_targets,
    )
)
seams.goes_along(
    seams.GoesAlong(
        name="tasks",
        label=gettext_lazy("Key tasks not done yet"),
        note=gettext_lazy("They go to the unit that takes over, with their steps and days."),
        order=3,
        can_end=True,
        things=queries.tasks_to_hand_over,
        hand_over=handover.hand_over_tasks,
    )
)

# How each table is put right (docs/reference/corrections.md).
corrections.add(Target, ["targets:correct", "targets:take_up"], ["targets:withdraw", "targets:drop"])
corrections.add(TargetResult, ["targets:correct_result"], ["targets:withdraw_result"])
corrections.add(KeyTask, ["targets:correct_task", "targets:expect", "targets:reopen"], ["targets:remove_task"])
corrections.add(Milestone, ["targets:correct_step"], ["targets:withdraw_step"])
corrections.add(Progress, ["targets:correct_progress"], ["targets:withdraw_progress"])
corrections.add(Extension, ["targets:correct_extension"], ["targets:withdraw_extension"])
corrections.add(TargetSheet, ["targets:answer_sheet"], ["targets:undo_sheet", "targets:discard_sheet"])
