"""What a clerk enters about a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.meetings.models import Kind, PartOfDay
from tongket.pages.forms import DayField, OfficeForm, year_field


class MeetingForm(OfficeForm):
    """A meeting; field names are those of actions.NewMeeting."""

    kind = forms.ChoiceField(label=_("Type"), choices=Kind)
    year = year_field(_("Year it is about"))
    title = forms.CharField(label=_("Name of the meeting"), max_length=200)
    held_on = DayField(label=_("Held on"))
    part_of_day = forms.ChoiceField(
        label=_("Part of the day"), choices=[("", _("not said")), *PartOfDay.choices], required=False
    )
    body = forms.CharField(label=_("Body"), max_length=120, required=False)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    chair = forms.CharField(
        label=_("Chair"), max_length=120, required=False, help_text=_("The office, not the name of the person.")
    )
    term = forms.CharField(
        label=_("Term"), max_length=20, required=False, help_text=_("Of a congress only: 2020-2025, for example.")
    )
    is_thematic = forms.BooleanField(label=_("Meeting on a theme"), required=False)
    summoned = forms.IntegerField(label=_("Summoned"), min_value=0, max_value=100_000)
    present = forms.IntegerField(label=_("Present"), min_value=0, max_value=100_000)
    conclusions_text = forms.CharField(
        label=_("Conclusions of the chair"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text=_("In summary, without names of those who spoke."),
    )


class PhotoForm(OfficeForm):
    caption = forms.CharField(label=_("What the picture shows"), max_length=300)
