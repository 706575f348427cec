"""What is counted of meetings."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongket.figures.declare import MEETING, MEMBER, flow, present, ratio
from tongket.meetings.models import Kind, Meeting
from tongket.pages.columns import Column, day, text, unit

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
        text("title", _("Meeting"), order=(), phone="title"),
        unit(),
        day("held_on", _("Held on")),
        Column(
            "present", _("Present"), lambda row: f"{row.present}/{row.summoned}", ("present",), "end", phone="figure"
        ),
    ],
    order=("held_on", "unit__place__pos"),
    related=("unit__place",),
)
