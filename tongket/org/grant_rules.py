"""Who may give which right to whom: decisions on plain values (docs/security.md: S-01, S-03, S-07, S-08, S-45)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core.periods import Period, PeriodKind, period_at
from tongket.org.models import Domain, Office

ALONE, SECOND = "alone", "second"  # by one person; only once a second one has confirmed it

# By the domain of whoever gives, over the unit: what they give, and how. What is not written here they cannot give.
GIVES: Mapping[str, Mapping[str, str]] = {
    "lead_committee": dict.fromkeys(Domain.values, ALONE),
    "org": {Domain.ORG: ALONE, Domain.LEAD: SECOND, Domain.OFFICE: SECOND, Domain.ACT: SECOND},
    "insp": {Domain.INSP: ALONE},
    "sys": dict.fromkeys(Domain.values, SECOND) | {Domain.OFFICE: ALONE},
}
# By the domain of whoever confirms: all, or inspection alone.
CONFIRMS: Mapping[str, Collection[str]] = {
    "lead_committee": Domain.values,
    "lead_cell": Domain.values,
    "insp": (Domain.INSP,),
}
NEVER_IN_ONE_HAND = {Domain.INSP: Domain.AUDIT, Domain.AUDIT: Domain.INSP}

# What usually goes with an office: nothing follows by itself, it is proposed. In a cell its committee leads too.
USUAL = {
    Office.SECRETARY: Domain.LEAD,
    Office.DEPUTY_SECRETARY: Domain.LEAD,
    Office.STANDING_MEMBER: Domain.LEAD,
    Office.INSPECTION_HEAD: Domain.INSP,
    Office.INSPECTION_MEMBER: Domain.INSP,
    Office.ORGANISATION_OFFICER: Domain.ORG,
    Office.CLERK: Domain.OFFICE,
    Office.OPERATOR: Domain.SYS,
    Office.AUDITOR: Domain.AUDIT,
}
LONGEST_STAND_IN = timedelta(days=366)


class Refusal(TextChoices):
    """Why a right cannot be given, confirmed or changed, for whoever tried."""

    ONESELF = "oneself", _("Nobody gives a right to themselves or changes their own: somebody else does.")
    NOT_YOURS = "not_yours", _("Your own rights over this unit do not reach so far: ask its secretary.")
    ONE_HAND = "one_hand", _("Inspection and log supervision of one unit are never in one hand.")
    NO_DECISION = "no_decision", _("Enter the number of the decision by which the right is given.")
    NO_SECOND = "no_second", _("Choose the second person: without their confirmation this right gives nothing.")
    SECOND_IS_GIVER = "second_is_giver", _("Who gives the right does not confirm it: choose somebody else.")
    SECOND_IS_RECEIVER = "second_is_receiver", _("Who gets the right does not confirm it: choose somebody else.")
    SECOND_MAY_NOT = "second_may_not", _("This person cannot confirm such a right over this unit.")
    NOT_NAMED = "not_named", _("Somebody else was chosen to confirm this right.")
    OFFICE_ENDED = "office_ended", _("The office has ended, and with it what it gave.")
    BEFORE_OFFICE = "before_office", _("The right cannot begin before the office.")
    ENDS_FIRST = "ends_first", _("The right ends after the day on which it begins.")
    UNIT_ENDED = "unit_ended", _("The unit has ended: nothing is given over it any more.")
    TWICE = "twice", _("This office has this right over this unit at that time already.")
    NO_END = "no_end", _("Who stands in or acts for somebody does so until a day: enter it.")
    TOO_LONG = "too_long", _("Standing in lasts a year at most.")
    OWN_ABSENCE = "own_absence", _("Nobody stands in for themselves.")
    NOT_STANDING_IN = "not_standing_in", _("Only a right of one's own can be stood in for, neither acting for others.")
    WIDER = "wider", _("Only who may give this right alone makes it longer. Give a new one for the other days.")


@dataclass(frozen=True)
class Gift:
    """A right about to be given. domains: those of the giver over the unit, None for the operator who opens the books;
    second: the domains of the second person over the unit, None where nobody was chosen. Days as they will hold.
    """

    domain: str
    domains: Collection[str] | None
    decision: str
    valid_from: date
    valid_until: date | None
    office_from: date
    office_until: date | None
    is_oneself: bool = False
    is_unit_living: bool = True
    is_one_hand: bool = False  # with a right of the other kind over the unit, one above or one below, at that time
    is_twice: bool = False
    second: Collection[str] | None = None
    second_is_giver: bool = False
    second_is_receiver: bool = False


def way(domains: Collection[str] | None, domain: str) -> str | None:
    """How somebody gives a right: ALONE, SECOND, or None for not at all. domains: theirs over the unit; None: the
    operator, who opens the books. Source: S-07.
    """
    if domains is None:
        return ALONE
    ways = {GIVES.get(own, {}).get(domain) for own in domains}
    return ALONE if ALONE in ways else SECOND if SECOND in ways else None


def may_confirm(domains: Collection[str], domain: str) -> bool:
    """Whether somebody may be the second person of a right. domains: theirs over the unit (S-07)."""
    return any(domain in CONFIRMS.get(own, ()) for own in domains)


def refusal(gift: Gift) -> Refusal | None:
    """The first reason why a right cannot be given, or None. Source: S-01, S-07."""
    how = way(gift.domains, gift.domain)
    reasons = [
        (gift.is_oneself, Refusal.ONESELF),
        (how is None, Refusal.NOT_YOURS),
        (not gift.is_unit_living, Refusal.UNIT_ENDED),
        (not gift.decision, Refusal.NO_DECISION),
        (gift.office_until is not None and gift.office_until <= gift.valid_from, Refusal.OFFICE_ENDED),
        (gift.valid_from < gift.office_from, Refusal.BEFORE_OFFICE),
        (gift.valid_until is not None and gift.valid_until <= gift.valid_from, Refusal.ENDS_FIRST),
        (gift.is_one_hand, Refusal.ONE_HAND),
        (gift.is_twice, Refusal.TWICE),
        (how == SECOND and gift.second is None, Refusal.NO_SECOND),
        (how == SECOND and gift.second_is_giver, Refusal.SECOND_IS_GIVER),
        (how == SECOND and gift.second_is_receiver, Refusal.SECOND_IS_RECEIVER),
        (how == SECOND and not may_confirm(gift.second or (), gift.domain), Refusal.SECOND_MAY_NOT),
    ]
    return next((reason for is_so, reason in reasons if is_so), None)


def confirmation_refusal(
    domain: str, *, domains: Collection[str], is_giver: bool, is_receiver: bool, is_named: bool, is_one_hand: bool
) -> Refusal | None:
    """Why somebody cannot confirm a proposed right, or None. domains: theirs over the unit. Source: S-07."""
    reasons = [
        (is_giver, Refusal.SECOND_IS_GIVER),
        (is_receiver, Refusal.SECOND_IS_RECEIVER),
        (not may_confirm(domains, domain), Refusal.SECOND_MAY_NOT),
        (not is_named, Refusal.NOT_NAMED),
        (is_one_hand, Refusal.ONE_HAND),
    ]
    return next((reason for is_so, reason in reasons if is_so), None)


def usual_domain(office: str, *, is_cell: bool) -> Domain | None:
    """The domain that usually goes with an office; None where nothing does. Source: S-01."""
    if office == Office.COMMITTEE_MEMBER and is_cell:
        return Domain.LEAD
    return USUAL.get(Office(office))


def is_wider(old: tuple[date, date | None], new: tuple[date, date | None]) -> bool:
    """Whether new days hold any that the old did not. Each: first day, and the day on which it holds no longer."""
    return new[0] < old[0] or (old[1] is not None and (new[1] is None or new[1] > old[1]))


def overlaps(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two spans share a day. Each: first day, and the day on which it holds no longer."""
    return (one[1] is None or other[0] < one[1]) and (other[1] is None or one[0] < other[1])


def quarter_of(day: date) -> Period:
    return period_at(PeriodKind.QUARTER, day)


def review_due_on(quarter: Period) -> date:
    """The day by which a quarter's review should be through: the 15th of its last month."""
    return quarter.last.replace(day=15)
