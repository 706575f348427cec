"""The menu lines of units and the log, and how forms find a unit; their verbs stand in `org.policy`."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tongket.core import numbers
from tongket.org import access
from tongket.org.models import Person, Unit
from tongket.org.queries import people
from tongket.pages import administration, menu, picker
from tongket.units import queries

menu.add(_("Units"), "units:units", "unit.read", group="", order=30, icon="network")
menu.add(_("Administration"), "units:administration", "admin.read", group="system", order=900, icon="settings")
menu.add(_("People and rights"), "units:people", "person.read", group="system", order=905, icon="user-cog")
menu.add(_("Audit log"), "units:audit", "audit.read", group="system", order=910, icon="scroll-text")


def _people_to_look_at(person: Person, on: date) -> str:
    count = people.needing_attention(person, on=on)
    words = ngettext("%(count)s person needs attention", "%(count)s people need attention", count)
    return words % {"count": numbers.number(count)} if count else ""


administration.add(
    _("People and rights"),
    _("Who holds an office, who may do what, whose account is open."),
    "units:people",
    "person.read",
    group="people",
    order=10,
    attention=_people_to_look_at,
)
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
