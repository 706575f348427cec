"""What waits for those who keep the roll: applications, probations, standings, transfers, notices (R-MEM-05 … 16)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.members import queries, rules
from tongket.members.models import Candidacy
from tongket.org import access
from tongket.pages import due
from tongket.pages.links import link
from tongket.votes.rules import State as VoteState


@due.source
def applications_to_vote_on(person: Any, on: date) -> Iterator[due.DueItem]:
    """Candidates who have applied and on whom the cell has not voted: one item for all of them.

    Whose vote is being counted waits for the counting, which is told by the votes.
    """
    being_counted = [VoteState.OPEN, VoteState.COUNTED]
    rows = Candidacy.objects.filter(state=Candidacy.State.APPLIED).exclude(vote__state__in=being_counted)
    waiting = list(access.scope(rows, person, "member.admit", on=on).order_by("application_on")[: queries.MOST_ITEMS])
    if waiting:
        words = ngettext(
            "%(count)s application waits for the vote of the cell",
            "%(count)s applications wait for the vote of the cell",
            len(waiting),
        )
        yield due.DueItem(
            title=words % {"count": len(waiting)},
            text=", ".join(row.full_name for row in waiting)[:200],
            due_on=None,
            action_label=_("Show them"),
            action_url=link(reverse("members:candidates"), state="APPLIED"),
        )


@due.source
def probations_near_the_end(person: Any, on: date) -> Iterator[due.DueItem]:
    """Members whose 12 months end soon, so that the cell prepares to consider them (R-MEM-09)."""
    waiting = queries.near_end_of_probation(person, on, queries.Deadlines())
    if waiting:
        words = ngettext(
            "The probation of %(count)s member ends soon", "The probation of %(count)s members ends soon", len(waiting)
        )
        first = waiting[0]
        yield due.DueItem(
            title=words % {"count": len(waiting)},
            text=_("Course for new members, comment of the helper, self-review: before the cell considers it."),
            due_on=rules.probation_ends_on(first.ceremony_on or first.party_age_from_on),
            action_label=_("Open the record"),
            action_url=first.get_absolute_url(),
        )


@due.source
def side_states_that_end(person: Any, on: date) -> Iterator[due.DueItem]:
    """Exemptions, absences and suspensions that end soon: one item each (R-MEM-12, R-MEM-13, R-DIS-11)."""
    for row in queries.ending_side_states(person, on, queries.Deadlines())[:20]:
        yield due.DueItem(
            title=capfirst(_("%(kind)s ends: %(name)s") % {"kind": row.get_kind_display(), "name": row.member.name}),
            text=_("The member returns to activity, or the cell decides anew."),
            due_on=row.until_on,
            action_label=_("Open the record"),
            action_url=row.get_absolute_url(),
        )


@due.source
def transfers_to_accept(person: Any, on: date) -> Iterator[due.DueItem]:
    """Transfers to a cell of the person's reach that wait for its answer (R-MEM-11)."""
    waiting = queries.waiting_transfers(person, on)
    if waiting:
        words = ngettext(
            "%(count)s transfer waits for acceptance", "%(count)s transfers wait for acceptance", len(waiting)
        )
        yield due.DueItem(
            title=words % {"count": len(waiting)},
            text=", ".join(row.member.name for row in waiting)[:200],
            due_on=queries.Deadlines().transfer_present_due_on(waiting[0]),
            action_label=_("Show them"),
            action_url=link(reverse("members:transfers"), which="waits"),
        )


@due.source
def slips_not_presented(person: Any, on: date) -> Iterator[due.DueItem]:
    """Transfers that nobody has accepted for longer than three months (R-MEM-11); for those who keep the roll."""
    if not access.holds(person, "member.write", on=on):
        return
    late = queries.late_slips(person, on, queries.Deadlines())
    if late:
        words = ngettext(
            "%(count)s transfer is late for more than 3 months",
            "%(count)s transfers are late for more than 3 months",
            len(late),
        )
        yield due.DueItem(
            title=words % {"count": len(late)},
            text=_("The committee checks the slips every 3 months and reports the late ones."),
            due_on=queries.Deadlines().slip_late_from(late[0]),
            action_label=_("Show them"),
            action_url=link(reverse("members:transfers"), which="late"),
        )


@due.source
def notices_to_send(person: Any, on: date) -> Iterator[due.DueItem]:
    """Deaths and departures whose notice has not gone up (R-MEM-16)."""
    waiting = queries.without_notice(person, on)
    if waiting:
        words = ngettext(
            "%(count)s notice of a death or departure is to be sent",
            "%(count)s notices of deaths or departures are to be sent",
            len(waiting),
        )
        yield due.DueItem(
            title=words % {"count": len(waiting)},
            text=_("Notice and file go up within 30 working days."),
            due_on=queries.Deadlines().notice_due_on(waiting[0].left_on),
            action_label=_("Show them"),
            action_url=link(reverse("members:endings"), notice="waits"),
        )
