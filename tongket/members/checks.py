"""What is asked of an entry before it is saved; every refusal names the field and what to do."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.members import rules
from tongket.members.models import Member
from tongket.org import saving
from tongket.org.kinds import Kind
from tongket.org.models import Person, Unit, UnitPeriod
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, in_force


def may_become_member(person: Person) -> bool:
    """Whether somebody known can be entered as a member: not who is on the roll, or was."""
    return not hasattr(person, "membership")


def check_decision(number: str, decided_on: date, *, on: date) -> None:
    if not number:
        raise ValidationError({"decision_number": _("Enter the number of the decision, like 125-QĐ/ĐUK.")})
    if decided_on > on:
        raise ValidationError(
            {
                "decided_on": _("%(day)s has not come yet: enter the day written in the decision.")
                % {"day": dates.dmy(decided_on)}
            }
        )


def check_card(number: str, *, of: Member) -> None:
    """Raise ValidationError where another member has this card number, however it is spelled."""
    spellings = rules.spellings_of_card(number)
    if number and Member.objects.filter(card_number__in=spellings).exclude(pk=of.pk).exists():  # unscoped: a check
        raise ValidationError({"card_number": _("Another member has this card number.")})


def check_ceremony(ceremony_on: date | None, decided_on: date, *, on: date) -> None:
    if ceremony_on is None:
        return
    if ceremony_on < decided_on:
        raise ValidationError(
            {
                "ceremony_on": _(
                    "The ceremony of %(ceremony)s lies before the decision of %(decision)s: "
                    "correct one of the two days."
                )
                % {"ceremony": dates.dmy(ceremony_on), "decision": dates.dmy(decided_on)}
            }
        )
    if ceremony_on > on:
        raise ValidationError(
            {
                "ceremony_on": _("%(day)s has not come yet: leave the ceremony empty and record it after it was held.")
                % {"day": dates.dmy(ceremony_on)}
            }
        )


def check_received(received_on: date | None, decided_on: date, ceremony_on: date | None, *, on: date) -> None:
    """Raise ValidationError unless the cell received the decision after it was issued and before the ceremony."""
    if received_on is None:
        return
    if not decided_on <= received_on <= (ceremony_on or on):
        raise ValidationError(
            {
                "received_on": _(
                    "The cell receives the decision after it was issued and before the ceremony: correct it."
                )
            }
        )


def check_cell(periods: Mapping[object, list[UnitPeriod]], unit: Unit, day: date, *, field: str = "unit") -> None:
    """Raise ValidationError unless the unit was a cell on that day."""
    for period in periods.get(unit.pk, ()):
        if period.from_on <= day and (period.until_on is None or day < period.until_on):
            if Kind(period.kind).is_cell:
                return
            raise ValidationError(
                {
                    field: _("Members stand in cells, and %(unit)s is none: choose a cell under it.")
                    % {"unit": period.name}
                }
            )
    raise ValidationError(
        {
            field: _("The unit %(code)s did not exist on %(day)s: choose another cell or correct the day.")
            % {"code": unit.code, "day": dates.dmy(day)}
        }
    )


def check_birth(born_on: date, party_age_from_on: date) -> None:
    """Raise ValidationError unless somebody born on that day can have been admitted on the other."""
    if born_on >= party_age_from_on or rules.is_too_young(born_on, party_age_from_on, youngest=18):
        raise ValidationError(
            {
                "born_on": _("Born on %(birth)s, the member would have been admitted before the age of 18: correct it.")
                % {"birth": dates.dmy(born_on)}
            }
        )


def check_probation_over(member: Member, day: date, *, field: str) -> None:
    """Raise unless somebody is on the roll, not official yet, with the probation over on that day. Source: R-MEM-09."""
    if not member.is_on_roll or member.official_on is not None:
        raise saving.wrong_state(member, "official_status")
    ends_on = rules.probation_ends_on(member.ceremony_on or member.party_age_from_on)
    if day < ends_on:
        raise ValidationError(
            {
                field: _("The 12 months of probation end on %(end)s: a decision of %(day)s is too early.")
                % {"end": dates.dmy(ends_on), "day": dates.dmy(day)}
            }
        )


def check_age(born_on: date, decided_on: date, age_reason: str) -> None:
    """Raise ValidationError for an age at which nobody is admitted, or only with a consent.

    decided_on: the day of the cell's vote where it is known, else of the decision. Source: R-MEM-01.
    """
    try:
        ages = in_force(Topic.ADMISSION, decided_on).parameters
    except NoRegulation as unknown:
        raise ValidationError({"decided_on": str(unknown)}) from unknown
    youngest, oldest = int(ages["min_age"]), int(ages["max_age"])
    if born_on >= decided_on:
        raise ValidationError(
            {
                "born_on": _("The day of birth, %(birth)s, lies after the decision: correct it.")
                % {"birth": dates.dmy(born_on)}
            }
        )
    if rules.is_too_young(born_on, decided_on, youngest=youngest):
        raise ValidationError(
            {
                "born_on": _("On %(day)s this person was %(age)s years old; nobody is admitted under %(youngest)s.")
                % {"day": dates.dmy(decided_on), "age": rules.full_years(born_on, decided_on), "youngest": youngest}
            }
        )
    if rules.is_past_ordinary_age(born_on, decided_on, oldest=oldest) and not age_reason:
        raise ValidationError(
            {
                "age_reason": _(
                    "On %(day)s this person was %(age)s years old. From %(oldest)s on a higher committee consents: "
                    "enter the number and date of its consent."
                )
                % {"day": dates.dmy(decided_on), "age": rules.full_years(born_on, decided_on), "oldest": oldest}
            }
        )
