"""What is entered and corrected of mass organisations and agencies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.pages.forms import DayField, OfficeForm, year_field
from tongket.rating.models import AgencyTitle, BodyKind
from tongket.rating.rules import Level

MASS_KINDS = [(kind.value, kind.label) for kind in BodyKind if kind != BodyKind.AGENCY]


class LevelForm(OfficeForm):
    """A level as its superior gave it; field names are those of actions.correct_level."""

    level_text = forms.CharField(label=_("Level in its own words"), max_length=80, required=False)
    level = forms.ChoiceField(
        label=_("Which of our levels it is"),
        choices=[("", _("as its words say")), *Level.choices],
        required=False,
        help_text=_("Needed only where its own words are not known here."),
    )
    document = forms.CharField(label=_("Document"), max_length=120, required=False)
    not_applicable = forms.BooleanField(
        label=_("Not rated for this year"), required=False, help_text=_("Then it is in no share.")
    )

    @property
    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        is_applicable = not values.pop("not_applicable")
        return {**values, "is_applicable": is_applicable}


class MassForm(LevelForm):
    """A level of a mass organisation; field names are those of actions.NewMassLevel."""

    kind = forms.ChoiceField(label=_("Type"), choices=MASS_KINDS)
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As it stands here, if it was recorded for another year.")
    )
    year = year_field()
    field_order = ("kind", "name", "year")


class LevelOfBodyForm(LevelForm):
    """A level of one that is known; the kind and the name are its own."""

    year = year_field()
    field_order = ("year",)


class TitleResultForm(OfficeForm):
    """Whether a title was reached; field names are those of actions.correct_title."""

    is_recognised = forms.BooleanField(label=_("Recognised"), required=False)
    document = forms.CharField(
        label=_("Document"), max_length=120, required=False, help_text=_("Needed where the agency was recognised.")
    )
    not_applicable = forms.BooleanField(
        label=_("Cannot apply for it"), required=False, help_text=_("Then it is in no share.")
    )

    @property
    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        is_applicable = not values.pop("not_applicable")
        return {**values, "is_applicable": is_applicable}


class TitleForm(TitleResultForm):
    """A title of an agency; field names are those of actions.NewTitle."""

    kind = forms.ChoiceField(label=_("Title of an agency"), choices=AgencyTitle.Kind)
    year = year_field()
    name = forms.CharField(
        label=_("Agency"),
        max_length=120,
        required=False,
        help_text=_("Empty: the name of the unit without “Đảng bộ”, “Chi bộ”."),
    )
    field_order = ("kind", "year", "name")


class TitleOfBodyForm(TitleResultForm):
    """A title of an agency that is known."""

    kind = forms.ChoiceField(label=_("Title of an agency"), choices=AgencyTitle.Kind)
    year = year_field()
    field_order = ("kind", "year")


class BodyForm(OfficeForm):
    """What a body is called, and until when it was; field names are those of actions.correct_body."""

    name = forms.CharField(label=_("Name"), max_length=120)
    ended_on = DayField(label=_("Ended on"), required=False)


class MembersForm(OfficeForm):
    """How many members; field names are those of actions.count_members."""

    year = year_field()
    members = forms.IntegerField(label=_("Members"), min_value=0, max_value=10_000_000)
