"""Who reads the roll, who changes it, who records admissions; what waits for them (docs/reference/rights.md)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongket.members import queries
from tongket.members.badges import policy as _badges  # noqa: F401  its verbs and due items
from tongket.members.life import policy as _life  # noqa: F401  its due items
from tongket.members.models import Spell
from tongket.members.private import policy as _private  # noqa: F401  its verbs and due items
from tongket.members.statistics import policy as _statistics  # noqa: F401  its verbs
from tongket.members.units import policy as _units  # noqa: F401  its notices and due items
from tongket.org import seams
from tongket.org.access import MINE, OWN, TREE, declare
from tongket.org.models import Unit
from tongket.pages import due, menu
from tongket.pages.links import link

declare(
    "member.read",
    gettext_lazy("read the roll of members"),
    data_class="D2",
    grants={
        "self": MINE,
        "lead_cell": OWN,
        "lead_committee": TREE,
        "office": TREE,
        "org": TREE,
        "insp": TREE,
    },
)
declare(
    "member.write",
    gettext_lazy("keep the roll of members"),
    data_class="D2",
    writes=True,
    grants={"org": TREE, "lead_cell": OWN},
)
declare(
    "member.admit",
    gettext_lazy("record admissions"),
    data_class="D2",
    writes=True,
    grants={"org": TREE, "lead_cell": OWN},
)

menu.add(gettext_lazy("Members"), "members:list", "member.read", group="", order=40, icon="users")


@due.source
def ceremonies_to_record(person: Any, on: date) -> Iterator[due.DueItem]:
    """Admissions decided without a ceremony so far: one item for all of them."""
    waiting = queries.without_ceremony(person, on)
    if waiting:
        yield due.DueItem(
            title=ngettext(
                "%(count)s admission waits for its ceremony",
                "%(count)s admissions wait for their ceremony",
                len(waiting),
            )
            % {"count": len(waiting)},
            text=", ".join(sorted({admission.unit.place.short_name for admission in waiting}))[:200],
            due_on=queries.Deadlines().ceremony_due_on(waiting[0].decided_on, waiting[0].received_on),
            action_label=_("Show them"),
            action_url=link(reverse("members:admissions"), ceremony="none"),
        )


@due.source
def probations_to_end(person: Any, on: date) -> Iterator[due.DueItem]:
    """Probationary members whose 12 months are over: one item for all of them (R-MEM-09)."""
    waiting = queries.past_probation(person, on)
    if waiting:
        yield due.DueItem(
            title=ngettext(
                "%(count)s member has completed the probation",
                "%(count)s members have completed the probation",
                len(waiting),
            )
            % {"count": len(waiting)},
            text=_("The cell considers them within 30 working days."),
            due_on=queries.Deadlines().recognition_due_on(waiting[0]),
            action_label=_("Show them"),
            action_url=link(reverse("members:list"), state="PROBATION_OVER"),
        )


@seams.hindrance
def members_stay_behind(unit: Unit) -> str:
    """Members move with their file before their cell ends (R-ORG-11)."""
    count = Spell.objects.filter(unit=unit, until_on__isnull=True).count()  # unscoped: a number
    if not count:
        return ""
    words = ngettext(
        "%(count)s member still stands in %(unit)s: transfer the member first.",
        "%(count)s members still stand in %(unit)s: transfer them first.",
        count,
    )
    return words % {"count": count, "unit": unit.name}
