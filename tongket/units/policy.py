"""The menu lines of units and the log; their verbs stand in `org.policy`."""

from django.utils.translation import gettext_lazy as _

from tongket.pages import menu

menu.add(_("Units"), "units:units", "unit.read", group="", order=30, icon="network")
menu.add(_("Audit log"), "units:audit", "audit.read", group="system", order=910, icon="scroll-text")
