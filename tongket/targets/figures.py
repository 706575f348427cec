"""What is counted of key tasks. Their grades are no ratings of bodies (R-TGT-05)."""

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongket.core import dates
from tongket.figures.declare import TASK, Reach, flow, present
from tongket.pages.listing import Column, unit_name
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
flow("key_tasks_completed", _("Key tasks completed"), where=Q(done_on__isnull=False), **SHARED)
flow("key_tasks_excellent", _("Key tasks done excellently"), where=Q(grade=Grade.EXCELLENT), **SHARED)
flow("key_tasks_good", _("Key tasks done well"), where=Q(grade=Grade.GOOD), **SHARED)
flow("key_tasks_late", _("Key tasks done late"), where=Q(done_on__gt=F("due_on")), **SHARED)
flow("key_tasks_open", _("Key tasks not completed"), where=Q(done_on__isnull=True), **SHARED)

present(
    KeyTask,
    columns=[
        Column("title", _("Task"), lambda row: row.title, phone="title"),
        Column("unit", _("Unit"), unit_name, order=("unit__place__pos",), phone="sub"),
        Column("carrier", _("Carried by"), lambda row: row.carrier, order=("carrier",)),
        Column("due_on", _("Due on"), lambda row: dates.dmy(row.due_on), order=("due_on",)),
        Column(
            "done_on",
            _("Done on"),
            lambda row: dates.dmy_or_empty(row.done_on),
            order=("done_on",),
            phone="figure",
        ),
        Column("grade", _("Grade"), lambda row: str(row.get_grade_display()), order=("grade",)),
    ],
    order=("unit__place__pos", "order", "due_on"),
    related=("unit__place",),
)
