"""What is entered of restricted data and requests."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.members.models import About, Occupation
from tongket.org.models import Person
from tongket.pages.forms import LARGEST, DayField, OfficeForm, seen_field
from tongket.units.forms.grants import ActForm


def _number_field(label: Any, inputmode: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": inputmode, "autocomplete": "off"}),
        help_text=_("Empty: the number stays as it is. A minus: it is taken out."),
    )


def _number(typed: str) -> str | None:
    typed = typed.strip()
    return None if not typed else "" if typed in {"-", "–"} else typed


class PhoneForm(OfficeForm):
    """Field names are those of actions.keep_phone."""

    phone = _number_field(_("Phone"), "tel")
    seen = seen_field(first=0)

    def clean_phone(self) -> str | None:
        return _number(self.cleaned_data["phone"])


class RestrictedForm(PhoneForm):
    """Field names are those of actions.keep. A number left empty stays as it is; a minus takes it out."""

    identity_number = _number_field(_("Identity number"), "numeric")
    is_minority = forms.BooleanField(label=_("Of an ethnic minority"), required=False)
    is_religious = forms.BooleanField(
        label=_("Has a religion"), required=False, help_text=_("For statistics only; which one is not kept.")
    )
    is_youth_union = forms.BooleanField(label=_("In the Youth Union"), required=False)
    occupation = forms.ChoiceField(label=_("Occupation"), choices=Occupation, required=False)

    field_order = ("identity_number", "phone")

    def clean_identity_number(self) -> str | None:
        return _number(self.cleaned_data["identity_number"])


class ReasonForm(OfficeForm):
    reason = forms.CharField(
        label=_("What it is needed for"),
        max_length=200,
        help_text=_("The reason is logged, and the member sees who looked and when."),
    )


LABELS = {"identity_number": _("Identity number"), "phone": _("Phone")}


class RevealForm(ReasonForm):
    name = forms.ChoiceField(label=_("Which number"), choices=list(LABELS.items()), widget=forms.RadioSelect)

    field_order = ("name", "reason")


class RevealPhoneForm(ReasonForm):
    @property
    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "name": "phone"}


class AskForm(OfficeForm):
    about = forms.ChoiceField(label=_("What is wrong"), choices=About)
    wanted = forms.CharField(label=_("What it should say"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AskForForm(OfficeForm):
    """What a member has asked for on paper. Restricted data are the member's own to ask for (S-08)."""

    about = forms.ChoiceField(
        label=_("What is wrong"), choices=[choice for choice in About.choices if choice[0] != About.RESTRICTED]
    )
    wanted = forms.CharField(label=_("What it should say"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    paper_on = DayField(label=_("Paper handed in on"), help_text=_("The answer is due ten days after it."))


class ActForMemberForm(ActForm):
    """Somebody who enters the requests of one member for them. Field names are those of actions.let_act_for."""

    def __init__(self, giver: Person, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(giver, *args, on=on, **kwargs)
        del self.fields["unit"]


class AnswerForm(OfficeForm):
    is_done = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("1", _("It was corrected")), ("0", _("It is not corrected"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("What the member is told"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class CheckForm(OfficeForm):
    """Field names are those of actions.check_files, but for `found`, since a form has `files` of its own."""

    checked_on = DayField(label=_("Compared on"))
    listed = forms.IntegerField(label=_("Members on the list"), min_value=0, max_value=LARGEST)
    found = forms.IntegerField(label=_("Files found"), min_value=0, max_value=LARGEST)
    differing = forms.IntegerField(label=_("Files that differ from the list"), min_value=0, max_value=LARGEST)
