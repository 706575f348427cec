"""Who reads the programme, and who is behind the fence (R-DIS-14)."""

from django.utils.translation import gettext_lazy as _

from tongket.inspection.models import DisciplineDecision, InspectedParty, ProgrammeItem, TeamMember
from tongket.org import corrections
from tongket.org.access import MINE, OWN, TREE, declare
from tongket.pages import menu

declare(
    "inspection.programme",
    _("read the inspection programme and its progress"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)
declare("inspection.plan", _("keep the inspection programme"), data_class="D1", writes=True, grants={"insp": TREE})
declare("inspection.read", _("read who was inspected"), data_class="D4", grants={"insp": TREE})
declare("inspection.write", _("record who was inspected"), data_class="D4", writes=True, grants={"insp": TREE})
declare("discipline.read", _("read discipline decisions"), data_class="D4", grants={"insp": TREE})
declare("discipline.write", _("record discipline decisions"), data_class="D4", writes=True, grants={"insp": TREE})
# A verb of its own, so that nobody holds discipline.read by being a member.
declare("discipline.own", _("read a discipline decision on oneself"), data_class="D4", grants={"self": MINE})

menu.add(
    _("Inspection and supervision"),
    "inspection:list",
    "inspection.programme",
    group="judge",
    order=210,
    icon="clipboard-check",
)

# How each table is put right (docs/reference/corrections.md).
corrections.add(
    ProgrammeItem,
    ["inspection:correct_item", "inspection:take_up"],
    ["inspection:withdraw_item", "inspection:drop"],
)
corrections.add(InspectedParty, [], ["inspection:withdraw_party"], because="named anew after it was withdrawn")
corrections.add(TeamMember, [], ["inspection:withdraw_team_member"], because="named anew after it was withdrawn")
corrections.add(DisciplineDecision, because="open", issue=13)
