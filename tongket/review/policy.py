"""Who reads, writes and approves a review (docs/reference/rights.md)."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongket.core import dates
from tongket.org import access, corrections, frozen
from tongket.org.access import OWN, TREE, declare
from tongket.org.models import Unit, YearPlace
from tongket.pages import administration, due, menu
from tongket.rating.rules import review_year
from tongket.regulations.calendar import fixed_day
from tongket.review import queries
from tongket.review.models import FreeText, FrozenFigure, FrozenText, OutlineSection, Review
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


SOON = timedelta(days=30)
DRAFTED = "report_drafted"  # the day in the calendar of the year
WRITERS = {"lead_cell", "office"}


@due.source
def reviews_that_wait(person: Any, on: date) -> Iterator[due.DueItem]:
    """Reviews that wait for the person's approval, by the day of the conference, and drafts that were returned to them,
    by the day set for the draft (R-CAL-01).
    """
    waiting = access.scope(Review.objects.filter(state=State.SUBMITTED), person, "review.approve", on=on)
    for review in waiting.select_related("unit__place"):
        yield _item(review, gettext("Review %(year)s waits for your approval"), "", gettext("Read and approve"))
    returned = Review.objects.filter(state=State.DRAFT).exclude(reopen_reason="")
    for review in access.scope(returned, person, "review.write", on=on).select_related("unit__place"):
        yield _item(
            review, gettext("Review %(year)s came back to you"), review.reopen_reason, gettext("Open the draft")
        )


@due.source
def reviews_to_write(person: Any, on: date) -> Iterator[due.DueItem]:
    """Reviews of the person's own units that are not written yet, by the day set for the draft; of those whose office
    or leadership it is. Source: R-CAL-01.
    """
    own = {grant.unit_id for grant in person.running_grants(on) if grant.domain in WRITERS}
    units = Unit.objects.filter(pk__in=own, place__is_living=True)
    year = review_year(on)
    for unit in access.scope(units, person, "review.write", on=on).select_related("place"):
        due_on = fixed_day(unit, DRAFTED, year)
        if due_on > on + SOON or not YearPlace.objects.filter(year=year, unit=unit).exists():
            continue
        review = queries.newest(unit, year)
        if review is None or (review.state == State.DRAFT and not review.reopen_reason):
            yield due.DueItem(
                title=gettext("Year-end review %(year)s") % {"year": year},
                text=" · ".join(
                    [unit.place.short_name, gettext("not begun yet") if review is None else gettext("draft")]
                ),
                due_on=due_on,
                action_label=gettext("Begin the draft") if review is None else gettext("Open the draft"),
                action_url=reverse("review:review", args=[unit.code, year]),
            )


def _item(review: Review, title: str, reason: str, action: str) -> due.DueItem:
    name = review.unit.place.short_name
    return due.DueItem(
        title=title % {"year": review.year},
        text=f"{name} · {reason}" if reason else name,
        due_on=fixed_day(review.unit, "conference" if review.state == State.SUBMITTED else DRAFTED, review.year),
        action_label=action,
        action_url=reverse("review:review", args=[review.unit.code, review.year]),
    )


@frozen.source
def approved_reviews(unit: Unit, days: Collection[date]) -> Iterator[frozen.Issued]:
    """The approved reviews of a unit and of those above it that counted its records."""
    pos = unit.place.pos
    above = Review.objects.filter(  # unscoped: only their names are told, to who may correct a record in them
        state=State.APPROVED, unit__place__pos__lte=pos, unit__place__last__gte=pos
    )
    if days:
        above = above.filter(year__in={day.year for day in days})
    last = {(review.year, review.unit_id): review for review in above.select_related("unit__place").order_by("edition")}
    for review in last.values():
        about = {"year": review.year, "unit": review.unit.place.name, "day": dates.dmy_or_empty(review.approved_on)}
        yield frozen.Issued(gettext("Year-end review %(year)s of %(unit)s, approved on %(day)s") % about, is_final=True)


# How each table is put right (docs/reference/corrections.md).
corrections.add(Review, ["review:correct", "review:details"], because="never withdrawn: a new edition corrects it")
corrections.add(OutlineSection, because="came with the system; an office says otherwise by a local value")
corrections.add(FreeText, ["review:text"], ["review:text"])
for part in (FrozenFigure, FrozenText):
    corrections.add(part, because="frozen by the approval; a new edition has its own")
