"""The only writes of badges: proposals, awards, withdrawals."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.core.states import Moves
from tongket.members.badges import rules
from tongket.members.badges.queries import Day
from tongket.members.models import Badge, Member
from tongket.members.models.badges import BadgeState, Early
from tongket.members.rules import ON_ROLL, MemberState
from tongket.org import access, audit, frozen, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person
from tongket.regulations.queries import NoRegulation

MOVES: Moves = {
    "award": ({BadgeState.PROPOSED}, BadgeState.AWARDED),
    "withdraw": ({BadgeState.PROPOSED}, BadgeState.WITHDRAWN),
    "take award back": ({BadgeState.AWARDED}, BadgeState.PROPOSED),
}


@transaction.atomic
def propose(
    member: Member, *, years: int, day: date, months_off: int = 0, early: str = "", penalty: str = "",
    penalty_on: date | None = None, by: Person, on: date,
) -> Badge:  # fmt: skip
    """Propose a badge for a day.

    months_off: months outside the Party, entered by hand. early: a code of Early. penalty, penalty_on: a penalty being
    served, asked to work out until when the award waits, and not kept. Raises NotAllowed, ValidationError.
    Source: R-BDG-01, R-BDG-02, R-BDG-03, R-BDG-06.
    """
    access.require(by, "badge.propose", member, on=on)
    the_day = _day(day)
    if years not in the_day.text.years:
        marks = ", ".join(str(mark) for mark in the_day.text.years)
        raise ValidationError({"years": _("There are badges of %(marks)s years only.") % {"marks": marks}})
    _check_person(member, early)
    full_on = rules.reached_on(member.party_age_from_on, years, months_off)
    months = rules.early_limit(the_day.text, years, early)
    if not rules.is_full_enough(full_on, day, months):
        words = _("%(years)s years are full on %(full)s; on %(day)s that is too early.")
        values = {"years": years, "full": dates.dmy(full_on), "day": dates.dmy(day)}
        raise ValidationError({"years": words % values})
    _check_penalty(the_day, penalty, penalty_on)
    if Badge.objects.filter(member=member, years=years).exclude(state=BadgeState.WITHDRAWN).exists():
        raise ValidationError({"years": _("This badge has been proposed or awarded already.")})
    badge = Badge.objects.create(
        unit_id=member.unit_id, member=member, years=years, day=day, party_age_months_off=months_off,
        early=early if full_on > day else Early.NO if early != Early.POSTHUMOUS else early,
        amount=the_day.amount(years),
    )  # fmt: skip
    audit.record(by, "badge.propose", badge, on=on, fields=["years", "day"])
    return badge


def _day(day: date) -> Day:
    try:
        return Day.of(day)
    except NoRegulation as unknown:
        raise ValidationError({"day": str(unknown)}) from unknown


def _check_person(member: Member, early: str) -> None:
    is_dead = member.state == MemberState.DECEASED
    if early == Early.POSTHUMOUS and not is_dead:
        raise ValidationError({"early": _("A posthumous badge is for a member who has died.")})
    if early != Early.POSTHUMOUS and member.state not in ON_ROLL:
        raise ValidationError(_("%(name)s is not on the roll.") % {"name": member.name})


def _check_penalty(the_day: Day, penalty: str, penalty_on: date | None) -> None:
    """Raise ValidationError while a member serves a penalty. Source: R-BDG-06."""
    if not penalty:
        return
    if penalty not in the_day.text.wait_months or penalty_on is None:
        raise ValidationError({"penalty_on": _("Enter the day from which the penalty holds.")})
    until = rules.waits_until(the_day.text, penalty, penalty_on)
    if until > the_day.day:
        words = _("The badge waits until %(day)s: propose it for a later day.") % {"day": dates.dmy(until)}
        raise ValidationError({"penalty": words})


@transaction.atomic
def propose_many(members: Sequence[Member], *, day: date, by: Person, on: date) -> list[Badge]:
    """Propose for each the mark reached by the day; all or none. Raises NotAllowed, ValidationError."""
    the_day = _day(day)
    made = []
    for member in members:
        years = the_day.mark(member)
        if years is None:
            raise ValidationError(_("%(name)s reaches no mark by that day.") % {"name": member.name})
        made.append(propose(member, years=years, day=day, by=by, on=on))
    return made


@transaction.atomic
def award(
    badges: Sequence[Badge], *, decision_number: str, decided_on: date, decided_by: str, by: Person, on: date
) -> list[Badge]:
    """Record the decision that awards some badges; all or none. Raises NotAllowed, WrongState, ValidationError.

    The money is worked out anew for the day of the award. Source: R-BDG-05.
    """
    number, decider = text.clean(decision_number), text.clean(decided_by)
    if not badges:
        raise ValidationError(_("Choose at least one proposal."))
    validate.not_in_future(decided_on, "decided_on", on=on)
    for badge in badges:
        access.require(by, "badge.award", badge, on=on)
        saving.move(
            badge, MOVES, "award", by=by, amount=_day(badge.day).amount(badge.years),
            decision_number=number, decided_on=decided_on, decided_by=decider,
        )  # fmt: skip
        fields = ["state", "decision_number", "decided_on", "decided_by"]
        audit.record(by, "badge.award", badge, on=on, fields=fields)
    return list(badges)


@transaction.atomic
def withdraw(badge: Badge, *, reason: str, by: Person, on: date) -> None:
    """Take back a proposal. Raises NotAllowed, WrongState, ValidationError."""
    access.require(by, "badge.propose", badge, on=on)
    saving.move(badge, MOVES, "withdraw", by=by, because=validate.reason(reason))
    audit.record(by, "badge.propose", badge, on=on, fields=["state"])


@transaction.atomic
def correct_award(
    badge: Badge,
    *,
    decision_number: str,
    decided_on: date,
    decided_by: str,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Badge:
    """Correct the decision that awarded a badge. Raises NotAllowed, WrongState, ValidationError, Conflict."""
    access.require(by, "badge.award", badge, on=on)
    if badge.state != BadgeState.AWARDED:
        raise saving.wrong_state(badge, "correct")
    validate.not_in_future(decided_on, "decided_on", on=on)
    number, decider = text.clean(decision_number), text.clean(decided_by)
    if not number:
        raise ValidationError({"decision_number": _("Enter the number of the decision, like 125-QĐ/ĐUK.")})
    return correcting.correct(
        badge,
        verb="badge.award",
        because=because,
        paper=paper,
        days=["day", "decided_on"],
        seen=seen,
        by=by,
        on=on,
        decision_number=number,
        decided_on=decided_on,
        decided_by=decider,
    )


@transaction.atomic
def take_award_back(badge: Badge, *, reason: str, by: Person, on: date) -> Badge:
    """Make an award that was entered by a slip a proposal again. Raises NotAllowed, WrongState, ValidationError."""
    access.require(by, "badge.award", badge, on=on)
    why = validate.reason(reason)
    frozen.require_uncounted(badge.unit, [badge.day, badge.decided_on])
    decision: dict[str, Any] = {"decision_number": "", "decided_on": None, "decided_by": ""}
    saving.move(badge, MOVES, "take award back", by=by, because=why, **decision)
    audit.record(by, "badge.award", badge, on=on, fields=["state", *decision])
    return badge
