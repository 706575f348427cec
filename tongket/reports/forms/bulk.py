"""What is entered about an act on many reports: which, and why."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.pages.forms import OfficeForm

LONGEST_CHOICE = 5000 * 33  # characters: as many reports as one act takes


class ManyForm(OfficeForm):
    """The reports as they were shown when the person decided; what has changed since is looked at again."""

    chosen = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_CHOICE, required=False)

    def clean_chosen(self) -> list[UUID]:
        try:
            return [UUID(key) for key in self.cleaned_data["chosen"].split(",") if key]
        except ValueError:
            raise forms.ValidationError(_("Choose the reports again.")) from None


class ReturnManyForm(ManyForm):
    reason = forms.CharField(
        label=_("What is to be corrected"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("All units chosen read the same words."),
    )
