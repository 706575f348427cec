"""What is entered about mail and reminders."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.pages.forms import OfficeForm
from tongket.pages.models import How

WEEKDAYS = [
    (0, gettext_lazy("Monday")),
    (1, gettext_lazy("Tuesday")),
    (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")),
    (4, gettext_lazy("Friday")),
    (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
]


def email_field(**options: Any) -> forms.EmailField:
    return forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=120,
        error_messages={"invalid": gettext_lazy("This is no e-mail address: write it like ten@coquan.gov.vn.")},
        **options,
    )


class EmailForm(OfficeForm):
    """Where mail to an account goes."""

    email = email_field(help_text=gettext_lazy("Leave it empty where no mail is wanted."))


class RemindersForm(OfficeForm):
    """How somebody wants to be reminded."""

    how = forms.ChoiceField(label=gettext_lazy("How I am told what is due"), choices=How, widget=forms.RadioSelect)
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day of the weekly mail"), choices=WEEKDAYS, coerce=int, initial=0
    )
    email = email_field()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("how") in {How.DAILY, How.WEEKLY} and "email" in values and not values["email"]:
            self.add_error("email", _("Mail was chosen: write where it shall go."))
        return values
