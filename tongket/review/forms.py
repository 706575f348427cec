"""Input of a review made clean."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.directives.forms import TermForm
from tongket.pages.forms import DayField, OfficeForm, seen_field
from tongket.review.rules import Levels, in_order, placed, siblings


class DetailsForm(OfficeForm):
    """What the head and the foot of the paper say, and up to which day the figures run."""

    seen = seen_field()
    cut_off = DayField(label=_("Figures up to"), help_text=_("31 December unless the office closes its books earlier."))
    place = forms.CharField(
        label=_("Place of issue"), max_length=80, help_text=_("As it stands before the date in the head of the paper.")
    )
    superior = forms.CharField(
        label=_("Line above the issuer"),
        required=False,
        max_length=120,
        help_text=_(
            "The superior organisation, where it keeps no books here. Empty: the unit directly above in the tree."
        ),
    )
    recipients = forms.CharField(
        label=_("Recipients"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One recipient on each line, without a hyphen before it."),
    )

    def clean_recipients(self) -> list[str]:
        return [
            line.strip(" -;.,") for line in str(self.cleaned_data["recipients"]).splitlines() if line.strip(" -;.,")
        ]


class FreeTextForm(OfficeForm):
    """Free text of one section."""

    seen = seen_field(first=0)
    text = forms.CharField(
        label=_("Your text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Stands below the generated sentences. Each line becomes a paragraph. "
            "Figures are generated: write no numbers here that the records count."
        ),
    )


class ApproveForm(TermForm):
    """The day of the paper, and where no committee is recorded the term whose series gives its number."""

    issued_on = DayField(
        label=_("Day of issue"), help_text=_("The day in the head of the paper; it decides the layout.")
    )


class ReasonForm(OfficeForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The office reads it; it is kept with the review."),
    )


def _ground() -> forms.CharField:
    return forms.CharField(
        label=_("Decision or ground"),
        max_length=200,
        min_length=5,
        help_text=_("Why the outline is changed, such as the guidance of the superior with its number."),
    )


class OutlineForm(OfficeForm):
    """One section of the outline."""

    heading = forms.CharField(label=_("Heading"), max_length=200)
    sentences = forms.CharField(
        label=_("Sentences"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One sentence on each line. A figure stands in braces, as {members_admitted}; "
            "{members_admitted:target} adds the comparison with the target, {members_admitted:last} the one with last "
            "year. A bar | begins a part that is left "
            "out when its figures are zero."
        ),
    )
    is_shown = forms.BooleanField(label=_("Is part of the report"), required=False)
    decision = _ground()

    def clean_sentences(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["sentences"]).splitlines() if line.strip()]


class OrderForm(OfficeForm):
    """The sections of the outline in an order that is being made. order: as it is shown; the number field of a section
    gives its place among those beside it.
    """

    seen = seen_field(first=0)
    order = forms.CharField(widget=forms.HiddenInput, max_length=2000)
    decision = _ground()

    def __init__(self, levels: Levels, order: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels, self.shown = levels, in_order(levels, order)
        self.groups = siblings(levels)
        for group in self.groups.values():
            members = [section for section in self.shown if section in group]
            for at, section in enumerate(members, start=1):
                field = forms.IntegerField(min_value=1, max_value=len(members), initial=at, required=False)
                field.widget.attrs["inputmode"] = "numeric"
                self.fields[place_name(section)] = field

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        places = {section: cleaned.pop(place_name(section), None) for section in self.levels}
        typed = {section: place for section, place in places.items() if place is not None}
        return cleaned | {"order": placed(self.levels, self.shown, typed)}


def place_name(section: str) -> str:
    """The number field of a section."""
    return f"place_{section}"
