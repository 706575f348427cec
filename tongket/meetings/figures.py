"""What is counted of meetings."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongket.core import dates
from tongket.figures.declare import MEETING, MEMBER, flow, present, ratio
from tongket.meetings.models import Kind, Meeting
from tongket.pages.listing import Column, unit_name

CELL_MEETING = Q(kind=Kind.CELL)
SHARED: dict[str, Any] = {"rows": Meeting, "verb": "meeting.read", "day": "held_on"}

flow("meetings_held", _("Cell meetings held"), of=MEETING, where=CELL_MEETING, **SHARED)
flow("thematic_meetings", _("Cell meetings on a theme"), of=MEETING, where=CELL_MEETING & Q(is_thematic=True), **SHARED)
flow("congresses_held", _("Congresses held"), of=MEETING, where=Q(kind=Kind.CONGRESS), **SHARED)
ATTENDED = flow(
    "meetings_attended",
    _("Attendances of cell meetings"),
    of=MEMBER,
    where=CELL_MEETING,
    amount="present",
    is_listed=False,
    **SHARED,
)
SUMMONED = flow(
    "meetings_summoned",
    _("Summonses to cell meetings"),
    of=MEMBER,
    where=CELL_MEETING,
    amount="summoned",
    is_listed=False,
    **SHARED,
)
ratio("meeting_attendance_pct", _("Attendance of cell meetings"), part=ATTENDED, whole=SUMMONED)

present(
    Meeting,
    columns=[
        Column("title", _("Meeting"), lambda row: row.title, phone="title"),
        Column("unit", _("Unit"), unit_name, order=("unit__place__pos",), phone="sub"),
        Column("held_on", _("Held on"), lambda row: dates.dmy(row.held_on), order=("held_on",)),
        Column(
            "present", _("Present"), lambda row: f"{row.present}/{row.summoned}", ("present",), "end", phone="figure"
        ),
    ],
    order=("held_on", "unit__place__pos"),
    related=("unit__place",),
)
