"""Who reads, writes and approves a review (docs/reference/rights.md)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongket.org import access
from tongket.org.access import OWN, TREE, declare
from tongket.pages import administration, due, menu
from tongket.review.models import Review
from tongket.review.rules import State

declare(
    "review.read",
    _("read the year-end review"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)
declare(
    "review.write",
    _("write the year-end review"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "office": OWN, "org": OWN},
)
declare(
    "review.submit",
    _("submit the year-end review for approval"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "office": OWN, "org": OWN},
)
declare(
    "review.approve",
    _("approve the year-end review"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "lead_committee": OWN},
)
declare(
    "review.export",
    _("take the year-end review out as a file"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE},
)
declare(
    "review.exact",
    _("see small numbers of persons in an approved review"),
    data_class="D3",
    grants={"lead_cell": OWN, "lead_committee": OWN},
)

administration.add(
    _("Outline of the review"),
    _("Headings and sentences of the year-end report, changed from a year on."),
    "review:outlines",
    "review.write",
    group="rules",
    order=40,
)
menu.add(
    _("Year-end review"), "review:review", "review.read", group="end", order=310, icon="file-text", with_place=True
)


@due.source
def reviews_that_wait(person: Any, on: date) -> Iterator[due.DueItem]:
    """Reviews that wait for the person's approval, and drafts that were returned to them."""
    waiting = access.scope(Review.objects.filter(state=State.SUBMITTED), person, "review.approve", on=on)
    for review in waiting.select_related("unit__place"):
        yield _item(review, gettext("Review %(year)s waits for your approval"), "", gettext("Read and approve"))
    returned = Review.objects.filter(state=State.DRAFT).exclude(reopen_reason="")
    for review in access.scope(returned, person, "review.write", on=on).select_related("unit__place"):
        yield _item(
            review, gettext("Review %(year)s came back to you"), review.reopen_reason, gettext("Open the draft")
        )


def _item(review: Review, title: str, reason: str, action: str) -> due.DueItem:
    name = review.unit.place.short_name
    return due.DueItem(
        title=title % {"year": review.year},
        text=f"{name} · {reason}" if reason else name,
        due_on=None,
        action_label=action,
        action_url=reverse("review:review", args=[review.unit.code, review.year]),
    )
