"""What every action asks of a reason and of a day that somebody enters."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongket.core import dates, text

SHORTEST = 5  # characters: a word or two, not a dot


def reason(typed: str, *, field: str = "reason") -> str:
    """The reason as it is kept. Raises ValidationError when there is none."""
    why = text.clean(typed)
    if len(why) < SHORTEST:
        raise ValidationError({field: _("Say in a few words why.")})
    return why


def full_name(typed: str, *, field: str = "full_name") -> str:
    """The name as it is kept. Raises ValidationError when it has no second word; H'Lươn and K'Brôi need none."""
    name = " ".join(text.clean(typed).split())
    if len(name.split()) < 2 and "'" not in name:
        raise ValidationError({field: _("Enter the family name and the given name.")})
    return name


def not_in_future(day: date | None, field: str, *, on: date) -> None:
    """Raise ValidationError for a day after `on`; no day is no fault."""
    if day is not None and day > on:
        raise ValidationError(
            {field: _("%(day)s has not come yet: enter it when it has happened.") % {"day": dates.dmy(day)}}
        )
