"""Who reads votes, who opens, counts and confirms them; what waits for the second person (docs/reference/rights.md)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.org import access, corrections
from tongket.org.access import OWN, TREE, declare
from tongket.pages import due, menu
from tongket.votes.models import BaseRow, Choice, Vote
from tongket.votes.rules import State

declare(
    "vote.read",
    gettext_lazy("read votes: bases, totals, outcomes"),
    data_class="D2",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)
declare(
    "vote.write",
    gettext_lazy("open votes, enter and confirm their count"),
    data_class="D2",
    writes=True,
    grants={"lead_cell": OWN, "office": TREE, "org": TREE},
)

menu.add(gettext_lazy("Votes"), "votes:list", "vote.read", group="year", order=135, icon="vote")

MOST_ITEMS = 20


@due.source
def votes_to_confirm(person: Any, on: date) -> Iterator[due.DueItem]:
    """Counts that somebody else has entered, of the person's reach."""
    rows = access.scope(Vote.objects.filter(state=State.COUNTED), person, "vote.write", on=on)
    for vote in rows.exclude(counted_by=person).select_related("unit__place").order_by("held_on")[:MOST_ITEMS]:
        yield due.DueItem(
            title=_("A count waits for a second person: %(subject)s") % {"subject": vote.subject},
            text=f"{vote.unit.place.short_name} · {dates.dmy(vote.held_on)}",
            due_on=None,
            action_label=_("Compare and confirm"),
            action_url=reverse("votes:confirm", args=[vote.pk]),
        )


# How each table is put right (docs/reference/corrections.md).
corrections.add(Vote, ["votes:correct", "votes:count_again"], ["votes:cancel"])
corrections.add(BaseRow, because="a vote opened over a wrong base is cancelled and opened again")
corrections.add(Choice, ["votes:count_again"], because="a vote with wrong choices is cancelled and opened again")
