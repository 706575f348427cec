"""The part of forms that names a person: whoever is known by that name is offered first."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.core import text
from tongket.org import access
from tongket.org.models import Person
from tongket.org.queries.known import Match, matches
from tongket.pages.forms import OfficeForm

ANOTHER = "another"
SAY_WHO = _("Somebody of this name is known already: say who is meant.")


def who_field(matches: Sequence[Match]) -> forms.ChoiceField:
    """Which of those known by a name is meant, or somebody else."""
    choices = [(str(match.person.pk), match.label) for match in matches]
    field = forms.ChoiceField(
        label=_("Who is meant?"), choices=[*choices, (ANOTHER, _("Somebody else of the same name"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    vars(field)["missing"] = SAY_WHO
    return field


def with_person(values: Mapping[str, Any], matches: Sequence[Match]) -> dict[str, Any]:
    """The values of a form with the person who was chosen, and whether somebody else of that name is meant."""
    chosen = values.get("person", "")
    people = {str(match.person.pk): match.person for match in matches}
    return {**values, "person": people.get(chosen), "is_another": chosen == ANOTHER}


class NamedPersonForm(OfficeForm):
    """Somebody by name. Once the name is typed and known, the form asks who is meant: nobody is taken silently, and no
    second record of one human is made unasked.
    """

    full_name = forms.CharField(label=_("Full name"), max_length=120)

    def __init__(self, *args: Any, reader: access.Reader, verb: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matches: list[Match] = []
        typed = " ".join(str(self.data.get(self.add_prefix("full_name"), "")).split()) if self.is_bound else ""
        if typed and len(typed) <= 120:
            self.matches = [match for match in matches(typed, reader, verb, on=on) if self.may_be(match.person)]
        if self.matches:
            self._ask_who()

    def may_be(self, person: Person) -> bool:
        """Whether somebody known can be meant at all."""
        return True

    def _ask_who(self) -> None:
        field = who_field(self.matches)
        fields: dict[str, forms.Field] = {}
        for name, own in self.fields.items():
            fields[name] = own
            if name == "full_name":
                fields["person"] = field
        self.fields = fields

    def clean_full_name(self) -> str:
        name = " ".join(text.clean(str(self.cleaned_data["full_name"])).split())
        if len(name.split()) < 2:
            raise forms.ValidationError(_("Enter the family name and the given name."))
        return name

    @property
    def values(self) -> dict[str, Any]:
        """With the person who was chosen, and whether somebody else of that name is meant."""
        return with_person(super().values, self.matches)
