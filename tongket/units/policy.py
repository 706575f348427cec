"""The menu lines of units and the log, and how forms find a unit; their verbs stand in `org.policy`."""

from django.utils.translation import gettext_lazy as _

from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import administration, menu, picker
from tongket.units import queries

menu.add(_("Units"), "units:units", "unit.read", group="", order=30, icon="network")
menu.add(_("Administration"), "units:administration", "admin.read", group="system", order=900, icon="settings")
menu.add(_("Audit log"), "units:audit", "audit.read", group="system", order=910, icon="scroll-text")

administration.add(
    _("Audit log"),
    _("Who did what and when, chained so that no line can be changed unseen."),
    "units:audit",
    "audit.read",
    group="system",
    order=90,
)

picker.add(
    picker.row_source(
        lambda scope: (
            access.scope(Unit.objects.filter(place__is_living=True), scope.person, scope.verb, on=scope.on)
            .select_related("place__parent__place")
            .order_by("place__pos")
        ),
        name="unit",
        key="code",
        label=_("Unit"),
        hint=_("Name or code (marks are not needed)"),
        find=lambda units, words: queries.by_name(units, words, most=picker.MOST_SHOWN + 1),
        exact=lambda units, words: units.filter(code__iexact=words),
        choice=queries.choice,
        option=lambda unit: f"{'– ' * (unit.place.level - 1)}{unit.place.short_name}",
    )
)
