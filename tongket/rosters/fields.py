"""The fields of a roster: where the roll keeps them, what they are called, how their values are compared and shown."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.members.models import Education, Member, Occupation, Precision, Private, Sex, Theory

OF_MEMBER = (
    *("sex", "born_on", "born_precision", "card_number", "education", "theory"),
    *("party_age_from_on", "ceremony_on", "official_on"),
)
OF_PRIVATE = ("identity_number", "phone", "is_minority", "occupation")
MASKED = frozenset({"identity_number", "phone"})
_CHOICES: Mapping[str, type[TextChoices]] = {
    "sex": Sex,
    "born_precision": Precision,
    "education": Education,
    "theory": Theory,
    "occupation": Occupation,
}
_PUNCTUATION = re.compile(r"[^0-9a-z]+")


@cache
def _folded_word(word: str) -> str:
    return text.fold(word)


def name_fold(name: str) -> str:
    """`text.fold` of a name, word by word, since names are made of few words."""
    return " ".join(map(_folded_word, name.split()))


def card_key(number: str) -> str:
    """A card number without what its spelling adds: 60.027445 is 60-027445."""
    digits = number.replace(".", "")
    if digits.isdecimal() and digits.isascii():  # as nearly all are
        return digits
    return _PUNCTUATION.sub("", number.lower())


def label(name: str) -> str:
    """What a field is called on the screen; empty where it has no name."""
    if name == "full_name":
        return _("Full name")
    if name == "unit":
        return _("Cell")
    model: Any = Member if name in OF_MEMBER else Private if name in OF_PRIVATE else None
    return str(model.label_of(name)) if model else ""


def shown(name: str, value: Any) -> str:
    """A value as a preview shows it."""
    if value is None or value == "":
        return "–"
    if name in MASKED:
        return text.masked(str(value), visible=3)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return dates.dmy(value)
    if name in _CHOICES:
        return str(dict(_CHOICES[name].choices).get(value, value))
    return str(value)
