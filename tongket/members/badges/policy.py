"""Who proposes and awards badges, and what waits before each of the four days."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongket.core import dates
from tongket.members.badges import queries, rules
from tongket.org import access
from tongket.org.access import MINE, OWN, TREE, declare
from tongket.pages import due
from tongket.pages.links import link
from tongket.regulations.queries import NoRegulation

AHEAD_DAYS = 60

declare(
    "badge.read",
    gettext_lazy("read badges of Party age"),
    data_class="D2",
    grants={"self": MINE, "lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE},
)
declare(
    "badge.propose",
    gettext_lazy("propose badges of Party age"),
    data_class="D2",
    writes=True,
    grants={"lead_cell": OWN, "org": TREE},
)
declare(
    "badge.award",
    gettext_lazy("record the award of badges"),
    data_class="D2",
    writes=True,
    grants={"org": TREE},
)


@due.source
def badges_to_propose(person: Any, on: date) -> Iterator[due.DueItem]:
    """Members who reach a mark by the next day of award and have not been proposed. Source: R-BDG-04."""
    if not access.holds(person, "badge.propose", on=on):
        return
    try:
        day = rules.next_day(queries.text_on(on), on)
        text = queries.text_on(day)
    except NoRegulation:
        return
    if day - on > timedelta(days=AHEAD_DAYS):
        return
    count = queries.to_propose(person, day, text, on=on).count()
    if count:
        yield due.DueItem(
            title=ngettext(
                "%(count)s member reaches a badge of Party age", "%(count)s members reach a badge of Party age", count
            )
            % {"count": count},
            text=_("To be proposed for %(day)s.") % {"day": dates.dmy(day)},
            due_on=day,
            action_label=_("Show them"),
            action_url=link(reverse("members:badges"), day=day.isoformat()),
        )
