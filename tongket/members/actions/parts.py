"""What the deeds on a member share: ending a time in a cell, changing the state of the row that was read."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.core.states import WrongState
from tongket.members.models import Member, Spell
from tongket.members.rules import Closed, MemberState
from tongket.org import validate


def close(now: Member, day: date, how: Closed, *, field: str, on: date) -> Spell:
    """End the running membership of a unit on a day; that day is the first one on which it no longer holds."""
    spell = Spell.objects.get(member=now, until_on__isnull=True)
    validate.not_in_future(day, field, on=on)
    if day <= spell.from_on:
        raise ValidationError(
            {
                field: _("The member has stood in this cell since %(start)s: enter a later day.")
                % {"start": dates.dmy(spell.from_on)}
            }
        )
    official_from_on = spell.official_from_on if spell.official_from_on and spell.official_from_on < day else None
    closed = Spell.objects.filter(pk=spell.pk, until_on__isnull=True, version=spell.version)
    if not closed.update(until_on=day, closed_by=how, official_from_on=official_from_on, version=F("version") + 1):
        raise WrongState(MemberState(now.state), how)
    return spell


def put(now: Member, state: str, verb: str, **changes: Any) -> None:
    """Change the state only if the row is still the one that was read."""
    moved = Member.objects.filter(pk=now.pk, state=now.state, version=now.version)
    if not moved.update(state=state, version=F("version") + 1, **changes):
        raise WrongState(MemberState(now.state), verb)


def set_official_from(now: Member, official_on: date) -> None:
    """Say in each time in a unit from when the member was official, as far as it lasted until then."""
    for spell in Spell.objects.filter(member=now):
        start = max(spell.from_on, official_on)
        if spell.until_on is None or start < spell.until_on:
            Spell.objects.filter(pk=spell.pk).update(official_from_on=start, version=F("version") + 1)


def reload(member: Member) -> None:
    """Let the instance of the caller say what is kept now."""
    member.refresh_from_db(fields=["state", "unit", "version", "official_on", "ceremony_on", "party_age_from_on"])
