"""What an officer enters about levels and titles."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.pages.forms import DayField, OfficeForm, year_field
from tongket.rating.rules import Level, NotRated

CHOICES: list[Any] = [
    ("", _("not decided yet")),
    *Level.choices,
    (_("Not rated"), [(f"-{value}", label) for value, label in NotRated.choices]),
]


class GroupForm(OfficeForm):
    """Which unit and year levels are to be decided for."""

    year = year_field()


class DecideForm(OfficeForm):
    """A level for each of a group; who is left at “not decided yet” waits. Fields: the id of each, in hexadecimal."""

    decided_on = DayField(label=_("Decided on"))
    source = forms.CharField(label=_("Decision"), max_length=120, required=False)

    def __init__(self, *args: Any, group: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whose = []
        for key, name in group:
            self.fields[key] = forms.ChoiceField(label=name, choices=CHOICES, required=False)
            self.whose.append(key)

    def decided(self) -> list[tuple[str, str, str]]:
        """Key, level and reason of all that were given one."""
        levels = []
        for key in self.whose:
            value = self.cleaned_data[key]
            if value:
                levels.append((key, "", value[1:]) if value.startswith("-") else (key, value, ""))
        return levels


class AgainForm(OfficeForm):
    """A later decision on one level."""

    level = forms.ChoiceField(label=_("Level"), choices=Level)
    decided_on = DayField(label=_("Decided on"))
    source = forms.CharField(label=_("Decision"), max_length=120)
