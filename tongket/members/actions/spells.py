"""Times in a cell: ended on a day, official from a day."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.members.models import Member, Spell
from tongket.members.rules import Closed
from tongket.org import saving, validate
from tongket.org.models import Person


def end_spell(member: Member, day: date, how: Closed, *, field: str, by: Person | None, on: date) -> Spell:
    """End the running time in a cell on a day; that day is the first one on which it no longer holds."""
    spell = Spell.objects.get(member=member, until_on__isnull=True)
    validate.not_in_future(day, field, on=on)
    if day <= spell.from_on:
        raise ValidationError(
            {
                field: _("The member has stood in this cell since %(start)s: enter a later day.")
                % {"start": dates.dmy(spell.from_on)}
            }
        )
    official_from_on = spell.official_from_on if spell.official_from_on and spell.official_from_on < day else None
    return saving.update(
        spell, seen=spell.version, by=by, until_on=day, closed_by=how, official_from_on=official_from_on
    )


def set_official_from(member: Member, official_on: date, *, by: Person) -> None:
    """Set official_from_on on each spell still running that day."""
    for spell in Spell.objects.filter(member=member):
        start = max(spell.from_on, official_on)
        if spell.until_on is None or start < spell.until_on:
            saving.update(spell, seen=spell.version, by=by, official_from_on=start)
