"""Who reads and records meetings (docs/reference/rights.md)."""

from django.utils.translation import gettext_lazy as _

from tongket.meetings.models import Meeting, Photo
from tongket.org import corrections
from tongket.org.access import OWN, TREE, declare
from tongket.pages import menu

declare(
    "meeting.read",
    _("read meetings"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)
declare("meeting.write", _("record meetings"), data_class="D1", writes=True, grants={"lead_cell": OWN, "office": TREE})

menu.add(_("Meetings"), "meetings:list", "meeting.read", group="year", order=140, icon="presentation")

# How each table is put right (docs/reference/corrections.md).
corrections.add(Meeting, ["meetings:correct"], because="open: withdrawing", issue=14)
corrections.add(Photo, because="open", issue=14)
