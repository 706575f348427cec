"""What is entered about periodic reports."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.directives.forms import AddresseesForm
from tongket.figures.declare import REGISTRY
from tongket.org.forms import DayField, OfficeForm
from tongket.reports.actions import is_reportable
from tongket.reports.models import Form

FIGURE = "figure_"  # before the key of a figure in the name of its field
LARGEST = 10**9 - 1


class AskForm(AddresseesForm):
    """From whom which report is asked for."""

    form = forms.ModelChoiceField(label=_("Report form"), queryset=Form.objects.all(), to_field_name="code")
    period = forms.CharField(
        label=_("Period"), max_length=7, help_text=_("2026M03 for March 2026, 2026 for the whole year.")
    )
    due_on = DayField(label=_("Due on"))


class FillForm(OfficeForm):
    """One number for each figure of the form, and a text; on a phone one column of number pads."""

    def __init__(self, form: Form, counted: Mapping[str, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in form.keys:
            if is_reportable(key):
                said = _("Counted from records: %(number)s.") % {"number": counted[key]} if key in counted else ""
                self.fields[FIGURE + key] = forms.IntegerField(
                    label=str(REGISTRY[key].label),
                    min_value=0,
                    max_value=LARGEST,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                    help_text=said,
                )
        self.fields["text"] = forms.CharField(
            label=_("What else is to be said"),
            widget=forms.Textarea(attrs={"rows": 5}),
            max_length=5000,
            required=False,
            help_text=_("Difficulties, proposals; without names of persons."),
        )

    def content(self) -> dict[str, Any]:
        """What actions.send takes."""
        figures = {
            name.removeprefix(FIGURE): value for name, value in self.cleaned_data.items() if name.startswith(FIGURE)
        }
        return {"figures": figures, "text": self.cleaned_data["text"]}


class ReturnForm(OfficeForm):
    reason = forms.CharField(
        label=_("What is to be corrected"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class PaperForm(OfficeForm):
    sent_on = DayField(label=_("Received on"))
