"""What is entered for an account and for a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.org import access
from tongket.pages.forms import OfficeForm, UnitField


class AccountForm(OfficeForm):
    """An account for a person: its login name, and the unit whose administrators keep it."""

    login = forms.CharField(
        label=_("Login name"),
        max_length=60,
        help_text=_("Small letters, digits and dots. It is typed at each sign-in."),
    )

    def __init__(self, person: access.Reader, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = _("Its administrators, and those above, keep the account.")
        self.put_first(unit=UnitField(person, "account.write", on=on, label=_("Administered by"), help_text=help_text))

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"]).strip().lower()
