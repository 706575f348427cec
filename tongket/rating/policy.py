"""Who reads and who decides ratings (docs/reference/rights.md)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tongket.directives.kinds import Kind
from tongket.members import parts
from tongket.org import access, corrections
from tongket.org.access import MINE, OWN, TREE, declare
from tongket.org.models import Unit
from tongket.pages import due, menu
from tongket.pages.links import link
from tongket.papers import registry as papers
from tongket.papers.registry import Matter, PaperForm
from tongket.rating import of_member, queries
from tongket.rating.exports import rounds
from tongket.rating.models import (
    AgencyTitle,
    BodyMembers,
    Candidate,
    EarlierSheet,
    MassOrganisationLevel,
    Objection,
    Proposal,
    Rating,
    RecordedBody,
    Round,
    SelfReview,
)
from tongket.rating.queries.self_reviews import waiting_for
from tongket.rating.round_rules import RoundState
from tongket.rating.rules import Subject, review_year
from tongket.regulations.calendar import fixed_day

declare(
    "rating.read",
    _("read ratings"),
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
    "rating.decide",
    _("decide ratings"),
    data_class="D2",
    writes=True,
    grants={"lead_committee": TREE, "org": TREE},
)
declare(
    "rating.ask",
    _("see that the inspection commission is to be asked before a rating"),
    data_class="D2",
    grants={"lead_committee": TREE, "org": TREE},
)
declare(
    "rating.object",
    _("object to a rating, or take an objection in"),
    data_class="D2",
    writes=True,
    grants={"self": MINE, "lead_cell": OWN, "lead_committee": TREE, "org": TREE},
)
# Proposals are D3: those who work on a rating read them, not those who read its outcome; a member reads and enters
# their own (docs/security: S-05).
declare(
    "proposal.read",
    _("read what was proposed for a rating"),
    data_class="D3",
    grants={"self": MINE, "lead_cell": OWN, "lead_committee": TREE, "org": TREE},
)
declare(
    "proposal.write",
    _("enter what a body proposes for a rating"),
    data_class="D3",
    writes=True,
    grants={"lead_cell": OWN, "lead_committee": TREE, "org": TREE},
)
declare(
    "proposal.self",
    _("enter how somebody rates themself"),
    data_class="D3",
    writes=True,
    grants={"self": MINE, "lead_cell": OWN, "lead_committee": TREE, "org": TREE},
)
declare(
    "selfreview.read",
    _("read self-reviews that were handed in"),
    data_class="D3",
    grants={"self": MINE, "lead_cell": OWN, "lead_committee": TREE, "org": TREE},
)
declare(
    "selfreview.write",
    _("write one's own self-review, and that of an organisation one leads"),
    data_class="D3",
    writes=True,
    grants={"self": MINE, "lead_cell": OWN, "lead_committee": OWN},
)
declare(
    "recorded.read",
    _("read the levels of mass organisations and the titles of agencies"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)
declare(
    "recorded.write",
    _("record the levels of mass organisations and the titles of agencies"),
    data_class="D1",
    writes=True,
    grants={"office": TREE, "org": TREE},
)

papers.add(
    Matter(
        "rounds",
        Round,
        read="rating.read",
        write="rating.decide",
        query=lambda: Round.objects.select_related("unit__place"),  # unscoped: papers finds it in scope
        forms=[
            PaperForm(
                "decision",
                _("Decision on the levels, with the list"),
                Kind.QD,
                rounds.title_of_decision,
                rounds.decision,
                is_due=rounds.is_closed,
                given=rounds.number_given,
            ),
            PaperForm(
                "summary",
                _("Report with the summary of levels"),
                Kind.BC,
                rounds.title_of_summary,
                rounds.summary,
                is_due=rounds.is_closed,
            ),
        ],
    )
)

menu.add(_("Review and rating"), "rating:list", "rating.read", group="judge", order=220, icon="star")

parts.add("ratings", 10, of_member.sections)

SOON = timedelta(days=30)
MOST_SELF_REVIEWS = 20


@due.source
def ratings_to_work_on(person: Any, on: date) -> Iterator[due.DueItem]:
    """Members of the person's own cell, and organisations under the person's own committee, without a level for the
    year, by the days that the calendar of the unit gives. Source: R-CAL-01.
    """
    grants = [grant for grant in person.running_grants(on) if grant.domain in {"lead_cell", "lead_committee"}]
    leads = {grant.unit_id: grant.domain == "lead_cell" for grant in grants}
    year = review_year(on)
    for unit in Unit.objects.filter(pk__in=leads, place__is_living=True).select_related("place"):
        is_cell = leads[unit.pk]
        due_on = fixed_day(unit, "cells_rated" if is_cell else "organisations_rated", year)
        if due_on <= on + SOON:
            yield from _members(unit, year, due_on) if is_cell else _organisations(unit, year, due_on)


@due.source
def level_to_read(person: Any, on: date) -> Iterator[due.DueItem]:
    """One's own level, for a month after it was published in the unit: the notice to the member (R-RATE-22)."""
    rows = Rating.objects.filter(  # unscoped: the person's own
        member__person=person.pk,
        candidate__round__state=RoundState.CLOSED,
        candidate__round__published_on__range=(on - SOON, on),
    )
    for rating in rows.select_related("candidate__round", "unit__place"):
        assert rating.candidate is not None
        published_on = rating.candidate.round.published_on
        yield due.DueItem(
            title=gettext("Your rating of %(year)s was decided") % {"year": rating.year},
            text=f"{rating.words} · {rating.source}",
            due_on=published_on + SOON if published_on else None,
            action_label=gettext("Read"),
            action_url=rating.get_absolute_url(),
        )


@due.source
def self_reviews_to_write(person: Any, on: date) -> Iterator[due.DueItem]:
    """One's own self-review, and that of an organisation one leads, while a round is open. Source: R-RATE-05."""
    rows = access.scope(Candidate.objects.all(), person, "selfreview.write", on=on)
    leads = {grant.unit_id for grant in person.running_grants(on) if grant.domain in {"lead_cell", "lead_committee"}}
    mine = rows.filter(Q(member__person=person.pk) | Q(member=None, unit__in=leads))
    waiting = waiting_for(mine).select_related("round__unit__place", "unit__place", "member__person")
    for candidate in waiting.order_by("round__year", "unit__place__pos")[:MOST_SELF_REVIEWS]:
        yield due.DueItem(
            title=gettext("Self-review of %(year)s") % {"year": candidate.round.year},
            text=candidate.unit.place.short_name,
            due_on=fixed_day(candidate.round.unit, "cells_rated", candidate.round.year),
            action_label=gettext("Write"),
            action_url=reverse("rating:self_review", args=[candidate.pk]),
        )


def _members(cell: Unit, year: int, due_on: date) -> Iterator[due.DueItem]:
    if count := queries.undecided_members(cell, year).count():
        words = ngettext("%(count)s member has no level yet", "%(count)s members have no level yet", count)
        decided_by = gettext("decided by %(unit)s") % {"unit": queries.decider_of_members(cell).place.short_name}
        yield due.DueItem(
            title=gettext("Review and rating of the members, %(year)s") % {"year": year},
            text=f"{cell.place.short_name} · {words % {'count': count}} · {decided_by}",
            due_on=due_on,
            action_label=gettext("See the levels"),
            action_url=link(reverse("rating:list"), unit=cell.code, year=year, subject=Subject.MEMBER),
        )


def _organisations(committee: Unit, year: int, due_on: date) -> Iterator[due.DueItem]:
    if count := len(queries.undecided_units(committee, year)):
        words = ngettext("%(count)s organisation has no level yet", "%(count)s organisations have no level yet", count)
        yield due.DueItem(
            title=gettext("Rating of the organisations, %(year)s") % {"year": year},
            text=f"{committee.place.short_name} · {words % {'count': count}}",
            due_on=due_on,
            action_label=gettext("Rounds"),
            action_url=link(reverse("rating:rounds"), unit=committee.code, year=year, subject=Subject.ORGANISATION),
        )


# How each table is put right (docs/reference/corrections.md).
corrections.add(Rating, ["rating:again"], because="open: withdrawing", issue=13)
corrections.add(Round, ["rating:round_correct"], ["rating:round_withdraw"])
corrections.add(Candidate, ["rating:decide"], ["rating:withdraw_decision"])
corrections.add(Proposal, ["rating:proposal_correct"], ["rating:proposal_withdraw"])
corrections.add(Objection, ["rating:objection_reopen"], ["rating:objection_withdraw"])
corrections.add(MassOrganisationLevel, ["rating:correct_level"], ["rating:withdraw_level"])
corrections.add(AgencyTitle, ["rating:correct_title"], ["rating:withdraw_title"])
corrections.add(RecordedBody, ["rating:correct_body"], ["rating:withdraw_body"])
corrections.add(BodyMembers, ["rating:correct_members"], ["rating:withdraw_members"])
corrections.add(EarlierSheet, ["rating:answer_sheet"], ["rating:undo_sheet", "rating:discard_sheet"])
corrections.add(
    SelfReview,
    ["rating:write_self_review"],
    ["rating:take_back_self_review", "rating:withdraw_self_review_paper"],
)
