"""The menu lines of units and the log, and how forms find a unit; their verbs stand in `org.policy`."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tongket.core import numbers
from tongket.org import access
from tongket.org.models import Person, Unit
from tongket.org.queries import people
from tongket.pages import administration, menu, picker, setting_up
from tongket.units import queries, steps

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

administration.add(
    _("Setting up"),
    _("What is there, what is still missing; each step can be left and taken up again."),
    "units:setting_up",
    "setup.write",
    group="system",
    order=10,
)
setting_up.add(
    "organisation",
    _("The organisation"),
    _("Its name as on the papers, its superior, the place for the date line."),
    "units:organisation",
    "setup.write",
    order=10,
    state=steps.organisation,
    is_optional=False,
)
setting_up.add(
    "founders",
    _("Administrator and secretary"),
    _("Both sign in with their slips; the secretary confirms the office."),
    "units:founders",
    "setup.write",
    order=20,
    state=steps.founders,
    is_optional=False,
)
setting_up.add(
    "units",
    _("Units"),
    _("The tree of organisations, from a file or typed."),
    "units:opening_units",
    "unit.write",
    order=30,
    state=steps.units,
    also=["units:new_sheet", "units:sheet", "units:correct_unit"],
)
setting_up.add(
    "people",
    _("People, accounts, rights"),
    _("Who leads each unit here, with an account and a slip to sign in."),
    "units:people",
    "person.read",
    order=50,
    state=steps.people,
    also=["units:person", "units:make_account"],
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
