"""The conditions of an admission, by the text in force on the day the cell votes, each met or not."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.members import rules
from tongket.members.models import Candidacy, Member
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, in_force, parameter


@dataclass(frozen=True)
class Condition:
    """One condition. field: beside which it is said; is_hard: no reason helps; text: what holds, or what is missing."""

    field: str
    label: str
    is_met: bool
    text: str
    is_hard: bool = False


def of(candidacy: Candidacy, vote_on: date) -> list[Condition]:
    """All conditions, for a vote of the cell on that day. Raises NoRegulation.

    Source: R-MEM-01, R-MEM-02, R-MEM-03, R-MEM-04, R-MEM-05.
    """
    return [
        _age(candidacy, vote_on),
        _education(candidacy, vote_on),
        _certificate(candidacy, vote_on),
        _introducers(candidacy, vote_on),
        _together(candidacy, vote_on),
        _papers(candidacy, vote_on),
    ]


def of_now(candidacy: Candidacy, vote_on: date) -> list[Condition]:
    """As `of`; empty where no text is known for that day."""
    try:
        return of(candidacy, vote_on)
    except NoRegulation:
        return []


def _age(candidacy: Candidacy, vote_on: date) -> Condition:
    ages = in_force(Topic.ADMISSION, vote_on).parameters
    youngest, oldest = int(ages["min_age"]), int(ages["max_age"])
    if candidacy.born_on >= vote_on or rules.is_too_young(candidacy.born_on, vote_on, youngest=youngest):
        text = _("under %(age)s on %(day)s") % {"age": youngest, "day": dates.dmy(vote_on)}
        return Condition("born_on", _("Age"), False, text, is_hard=True)
    years = rules.full_years(candidacy.born_on, vote_on)
    if rules.is_past_ordinary_age(candidacy.born_on, vote_on, oldest=oldest) and not candidacy.age_reason:
        text = _("%(years)s years: from %(oldest)s on a higher committee consents") % {"years": years, "oldest": oldest}
        return Condition("age_reason", _("Age"), False, text, is_hard=True)
    return Condition("born_on", _("Age"), True, _("%(years)s years") % {"years": years})


def _education(candidacy: Candidacy, vote_on: date) -> Condition:
    in_force(Topic.ADMISSION, vote_on)
    if not candidacy.education:
        return Condition("education", _("Education"), False, _("lower secondary at least, or consent to less"))
    return Condition("education", _("Education"), True, str(candidacy.get_education_display()))


def _certificate(candidacy: Candidacy, vote_on: date) -> Condition:
    label = _("Certificate of the course for candidates")
    months = int(parameter(Topic.DEADLINES, "certificate_months", vote_on))
    day = candidacy.certificate_on
    if day is None:
        return Condition("certificate_on", label, False, _("none recorded"))
    last = dates.months_after(day, months)
    text = _("of %(day)s, valid to %(last)s") % {"day": dates.dmy(day), "last": dates.dmy(last)}
    return Condition("certificate_on", label, rules.certificate_holds(day, vote_on, months=months), text)


def _introducers(candidacy: Candidacy, vote_on: date) -> Condition:
    official = [member for member, _since in introducers(candidacy) if is_official(member, vote_on)]
    is_met = rules.has_introducers(len(official), has_organisation=bool(candidacy.organisation))
    names = [member.name for member in official]
    if candidacy.organisation:
        names.append(str(candidacy.get_organisation_display()))
    text = ", ".join(names)
    missing = _("two official members, or one and the Youth Union or trade union")
    return Condition("first_introducer", _("Introducers"), is_met, text if is_met else missing, is_hard=True)


def _together(candidacy: Candidacy, vote_on: date) -> Condition:
    months = int(parameter(Topic.DEADLINES, "introduced_months", vote_on))
    short = [
        member.name
        for member, since_on in introducers(candidacy)
        if since_on is None or not rules.knows_long_enough(since_on, vote_on, months=months)
    ]
    label = _("%(months)s months together with each introducer") % {"months": months}
    text = _("not yet: %(names)s") % {"names": ", ".join(short)} if short else _("yes")
    return Condition("first_since_on", label, not short, text)


def _papers(candidacy: Candidacy, vote_on: date) -> Condition:
    label = _("Application and verification")
    if candidacy.application_on is None:
        return Condition("application_on", label, False, _("no application recorded"), is_hard=True)
    if candidacy.verified_on is None or not candidacy.verification_number:
        return Condition("verified_on", label, False, _("verification not complete"))
    if not candidacy.application_on <= candidacy.verified_on <= vote_on:
        return Condition("verified_on", label, False, _("application, verification, vote: in this order"))
    text = _("%(number)s of %(day)s") % {
        "number": candidacy.verification_number,
        "day": dates.dmy(candidacy.verified_on),
    }
    return Condition("verified_on", label, True, text)


def introducers(candidacy: Candidacy) -> list[tuple[Member, date | None]]:
    """The introducing members, with the day since when each has worked together with the candidate."""
    both = [
        (candidacy.first_introducer, candidacy.first_since_on),
        (candidacy.second_introducer, candidacy.second_since_on),
    ]
    return [(member, since_on) for member, since_on in both if member is not None]


def is_official(member: Member, on: date) -> bool:
    """Whether somebody on the roll was an official member on a day."""
    return member.is_on_roll and member.official_on is not None and member.official_on <= on
