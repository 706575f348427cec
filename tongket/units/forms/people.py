"""What is entered for an account and for a person."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.org import access
from tongket.org.models import Office, OfficeTerm
from tongket.pages.forms import DayField, OfficeForm, UnitField
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


class PersonOfficeForm(OfficeForm):
    """An office that somebody known takes."""

    office = forms.ChoiceField(label=_("Office held"), choices=Office)
    how = forms.ChoiceField(label=_("How"), choices=OfficeTerm.How)
    decision = forms.CharField(label=_("Decision or minutes"), max_length=60)
    from_on = DayField(label=_("Since"))

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(unit=UnitField(person, "office.write", on=on))
