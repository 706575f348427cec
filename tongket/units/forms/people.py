"""What is entered for an account and for a person."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.org import access
from tongket.org.models import Office, OfficeTerm, Person
from tongket.pages.forms import DayField, OfficeForm, ReasonForm, UnitField
from tongket.pages.picker import PickerField
from tongket.units.forms.known import NamedPersonForm


class AccountForm(OfficeForm):
    """An account for a person: its login name, and the unit whose administrators keep it."""

    login = forms.CharField(
        label=_("Login name"),
        max_length=60,
        help_text=_("Small letters, digits and dots. It is typed at each sign-in."),
    )

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = _("Its administrators, and those above, keep the account.")
        self.put_first(unit=UnitField(person, "account.write", on=on, label=_("Administered by"), help_text=help_text))

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"]).strip().lower()


class AddPersonForm(NamedPersonForm):
    """Somebody who gets an account."""

    login = forms.CharField(
        label=_("Login name"), max_length=60, required=False,
        help_text=_("Leave it empty for one made of the name: Phạm Văn Tra gets tra.pham."),
    )  # fmt: skip

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, reader=person, verb="account.write", on=on, **kwargs)
        help_text = _("Its administrators, and those above, keep the account.")
        unit = UnitField(person, "account.write", on=on, label=_("Administered by"), help_text=help_text)
        self.fields = {name: field for name, field in self.fields.items() if name != "login"} | {
            "unit": unit, "login": self.fields["login"],
        }  # fmt: skip

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"]).strip().lower()


class NameForm(ReasonForm):
    """The name of somebody known, and why it is corrected."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    field_order = ["full_name", "reason"]


class PersonOfficeForm(OfficeForm):
    """An office that somebody known takes."""

    office = forms.ChoiceField(label=_("Office held"), choices=Office)
    how = forms.ChoiceField(label=_("How"), choices=OfficeTerm.How)
    decision = forms.CharField(label=_("Decision or minutes"), max_length=60)
    from_on = DayField(label=_("Since"))

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(unit=UnitField(person, "office.write", on=on))


class OtherRecordForm(OfficeForm):
    """Another record, found by name."""

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(other=PickerField("person", person, "person.write", on=on, label=_("The other record")))


class MergeForm(ReasonForm):
    """The record that was looked at, and a digest of what was shown of it."""

    other = forms.CharField(widget=forms.HiddenInput, max_length=36)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finder = PickerField("person", person, "person.write", on=on)

    def person(self, key: str) -> Person | None:
        """The record of an id, within reach (S-15)."""
        found: Person | None = self.finder.get(key) if key else None
        return found

    def clean_other(self) -> Person:
        other = self.person(str(self.cleaned_data["other"]))
        if other is None:
            raise forms.ValidationError(_("Choose the other record first, and look at what goes where."))
        return other
