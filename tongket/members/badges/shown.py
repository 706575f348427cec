"""The way from a member's page to a badge."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from tongket.members.models import Member
from tongket.members.rules import ON_ROLL, MemberState, full_years
from tongket.org import access
from tongket.org.models import Person
from tongket.pages.buttons import Button

FIRST_YEARS = 29  # a year before the first mark, when an early award may come


def deeds(member: Member, person: Person, on: date) -> list[Button]:
    """The button to propose a badge, for members whose Party age is near the first mark, living or dead."""
    is_old = member.party_age_from_on <= on and full_years(member.party_age_from_on, on) >= FIRST_YEARS
    if not is_old or member.state not in {*ON_ROLL, MemberState.DECEASED}:
        return []
    if not access.may(person, "badge.propose", member, on=on):
        return []
    return [Button(_("Propose a badge"), reverse("members:badge_propose", args=[member.pk]))]
