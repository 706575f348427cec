"""Who reads the programme, and who is behind the fence (R-DIS-14)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tongket.inspection import queries
from tongket.inspection.models import (
    ConclusionPoint,
    DisciplineDecision,
    FilePaper,
    FollowUp,
    InspectedParty,
    PaperFile,
    ProgrammeItem,
    Remedy,
    TeamMember,
)
from tongket.org import access, corrections
from tongket.org.access import MINE, OWN, TREE, declare
from tongket.pages import due, menu

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

SOON = timedelta(days=14)
MOST_ITEMS = 20


@due.source
def items_to_carry_out(person: Any, on: date) -> Iterator[due.DueItem]:
    """Items of the programmes of the units of which the person is the inspector, overdue or due within two weeks.

    The theme stands on the approved list; who is inspected is not told here. Source: R-INS-03.
    """
    own = {grant.unit_id for grant in person.running_grants(on)}
    rows = access.scope(queries.programme().filter(unit__in=own), person, "inspection.plan", on=on)
    for item in rows.filter(queries.overdue(on + SOON)).order_by("due_on", "pk")[:MOST_ITEMS]:
        yield due.DueItem(
            title=item.subject,
            text=f"{item.unit.place.short_name} · {item.get_act_display()}",
            due_on=item.due_on,
            action_label=gettext("Open the page"),
            action_url=item.get_absolute_url(),
        )


@due.source
def corrections_to_follow_up(person: Any, on: date) -> Iterator[due.DueItem]:
    """Corrections that conclusions asked for and that are overdue: one item with their number alone (D4). Source:
    R-INS-06.
    """
    if not access.holds(person, "inspection.plan", on=on):
        return
    own = {grant.unit_id for grant in person.running_grants(on)}
    rows = Remedy.objects.filter(unit__in=own, closed_on=None, due_on__lt=on)
    late = access.scope(rows, person, "inspection.plan", on=on).order_by("due_on")
    days = list(late.values_list("due_on", flat=True))
    if days:
        words = ngettext("%(count)s correction is overdue", "%(count)s corrections are overdue", len(days))
        yield due.DueItem(
            title=words % {"count": len(days)},
            text=gettext("Asked for by conclusions of the inspection"),
            due_on=days[0],
            action_label=gettext("Show them"),
            action_url=reverse("inspection:remedies"),
        )


# How each table is put right (docs/reference/corrections.md).
corrections.add(
    ProgrammeItem,
    ["inspection:correct_item", "inspection:take_up"],
    ["inspection:withdraw_item", "inspection:drop"],
)
corrections.add(InspectedParty, [], ["inspection:withdraw_party"], because="named anew after it was withdrawn")
corrections.add(TeamMember, [], ["inspection:withdraw_team_member"], because="named anew after it was withdrawn")
corrections.add(FilePaper, ["inspection:correct_paper"], ["inspection:withdraw_paper"])
corrections.add(PaperFile, ["inspection:attach"], ["inspection:remove_file"])
corrections.add(ConclusionPoint, ["inspection:correct_point"], ["inspection:withdraw_point"])
corrections.add(Remedy, ["inspection:correct_remedy", "inspection:open_remedy"], ["inspection:withdraw_remedy"])
corrections.add(FollowUp, [], ["inspection:withdraw_look"], because="put down anew after it was withdrawn")
corrections.add(
    DisciplineDecision,
    ["inspection:correct_decision", "inspection:change_decision", "inspection:take_back_complaint"],
    ["inspection:withdraw_decision"],
)
