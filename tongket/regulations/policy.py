"""Everybody reads the texts; the operator enters them; a committee sets what they leave to it."""

from django.utils.translation import gettext_lazy as _

from tongket.org import corrections, seams
from tongket.org.access import ALL, LINE, OWN, TREE, declare
from tongket.pages import administration, menu, setting_up
from tongket.regulations import steps
from tongket.regulations.actions.founding import set_papers
from tongket.regulations.models import LocalValue, Regulation

declare("regulation.read", _("read the regulations"), data_class="D0", grants={"self": ALL})
declare("regulation.write", _("enter regulations"), data_class="D0", writes=True, grants={"sys": ALL})
declare(
    "regulation.set",
    _("set what a regulation leaves to the unit"),
    data_class="D1",
    writes=True,
    grants={"lead_committee": TREE},
)

declare("setting.read", _("read what units have set for themselves"), data_class="D1", grants={"self": LINE})
declare(
    "papers.read",
    _("see the head and foot of the papers of units"),
    data_class="D1",
    grants={"office": TREE, "org": TREE, "lead_committee": TREE, "lead_cell": OWN, "sys": TREE},
)
declare(
    "calendar.write",
    _("move days of the year, swap working days"),
    data_class="D1",
    writes=True,
    grants={"office": TREE},
)
declare(
    "papers.write",
    _("set the head and foot of the papers of a unit"),
    data_class="D1",
    writes=True,
    grants={"office": TREE, "lead_cell": OWN},
)

menu.add(_("Regulations"), "regulations:list", "regulation.read", group="system", order=920, icon="scale")

administration.add(
    _("Regulations"),
    _("Which text holds for which matter, and what the organisation has set itself."),
    "regulations:list",
    "regulation.read",
    group="rules",
    order=10,
)

administration.add(
    _("Which text holds?"),
    _("On any day and for any matter: the text, its numbers, and what the units have set themselves."),
    "regulations:in_force",
    "regulation.read",
    group="rules",
    order=5,
)
administration.add(
    _("Papers of the organisation"),
    _("Names, symbol, place, recipients and signer in the head and foot of its papers, from day to day."),
    "regulations:papers",
    "papers.read",
    group="organisation",
    order=40,
)

seams.at_founding(set_papers)
setting_up.add(
    "regulations",
    _("Regulations and local values"),
    _("The texts that hold are there; what they leave to the organisation is set here."),
    "regulations:list",
    "setup.write",
    order=60,
    state=steps.regulations,
    also=["regulations:record", "regulations:in_force", "regulations:set_value"],
)
administration.add(
    _("Calendar of the year"),
    _("What falls due when in the working year; each day can be moved."),
    "regulations:calendars",
    "setting.read",
    group="rules",
    order=20,
)
administration.add(
    _("Holidays and swapped days"),
    _("Days off by the calendar of the State, and what was decided against it."),
    "regulations:workdays",
    "setting.read",
    group="rules",
    order=25,
)

setting_up.add(
    "calendar",
    _("Calendar of the year"),
    _("What falls due when in the working year; each day can be moved."),
    "regulations:calendars",
    "calendar.write",
    order=65,
    state=steps.calendar,
    also=["regulations:calendar", "regulations:move_day", "regulations:workdays", "regulations:swap"],
)

# How each table is put right (docs/reference/corrections.md).
corrections.add(Regulation, ["regulations:correct_text", "regulations:parameter"], ["regulations:withdraw_text"])
corrections.add(LocalValue, ["regulations:correct_value"], ["regulations:withdraw_value"])
