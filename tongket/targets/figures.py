"""What is counted of key tasks. Their grades are no ratings of bodies (R-TGT-05)."""

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongket.figures.declare import TASK, Reach, flow, present
from tongket.pages.columns import choice, day, text, unit
from tongket.targets.models import KeyTask
from tongket.targets.rules import Grade

SHARED: dict[str, Any] = {
    "of": TASK,
    "rows": KeyTask,
    "verb": "target.read",
    "year": "year",
    "reach": Reach.OWN,
}

flow("key_tasks_total", _("Key tasks"), **SHARED)
DONE: dict[str, Any] = {**SHARED, "falls_on": "done_on"}
flow("key_tasks_completed", _("Key tasks completed"), where=Q(done_on__isnull=False), **DONE)
flow("key_tasks_excellent", _("Key tasks done excellently"), where=Q(grade=Grade.EXCELLENT), **DONE)
flow("key_tasks_good", _("Key tasks done well"), where=Q(grade=Grade.GOOD), **DONE)
flow("key_tasks_late", _("Key tasks done late"), where=Q(done_on__gt=F("due_on")), **DONE)
flow("key_tasks_open", _("Key tasks not completed"), where=Q(done_on__isnull=True), **SHARED)

present(
    KeyTask,
    columns=[
        text("title", _("Task"), order=(), phone="title"),
        unit(),
        text("carrier", _("Carried by")),
        day("due_on", _("Due on")),
        day("done_on", _("Done on"), phone="figure"),
        choice("grade", _("Grade")),
    ],
    order=("unit__place__pos", "order", "due_on"),
    related=("unit__place",),
)
