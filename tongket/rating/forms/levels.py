"""What an officer enters about levels and titles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.pages.forms import DayField, OfficeForm
from tongket.rating.rules import Level, NotRated

CHOICES: list[Any] = [
    ("", _("not decided yet")),
    *Level.choices,
    (_("Not rated"), [(f"-{value}", label) for value, label in NotRated.choices]),
]


class AgainForm(OfficeForm):
    """A later decision on one level."""

    level = forms.ChoiceField(label=_("Level"), choices=Level)
    decided_on = DayField(label=_("Decided on"))
    source = forms.CharField(label=_("Decision"), max_length=120)
