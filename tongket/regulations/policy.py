"""Everybody reads the texts; the operator enters them; a committee sets what they leave to it."""

from django.utils.translation import gettext_lazy as _

from tongket.org.access import ALL, TREE, declare
from tongket.pages import administration, menu

declare("regulation.read", _("read the regulations"), data_class="D0", grants={"self": ALL})
declare("regulation.write", _("enter regulations"), data_class="D0", writes=True, grants={"sys": ALL})
declare(
    "regulation.set",
    _("set what a regulation leaves to the unit"),
    data_class="D1",
    writes=True,
    grants={"lead_committee": TREE},
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
