"""What a clerk enters about a meeting; the choice of a unit that later packages share."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tongket.meetings.models import Kind, PartOfDay
from tongket.org import access
from tongket.org.forms import DayField
from tongket.org.models import Unit

T = TypeVar("T")
FIRST_YEAR, LAST_YEAR = 2000, 2100


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic class while running
    """A living unit over which the person holds a verb, by its code, in the order of the tree."""

    def __init__(self, person: access.Reader, verb: str, *, on: date, **kwargs: Any) -> None:
        units = access.scope(Unit.objects.filter(place__is_living=True), person, verb, on=on)
        kwargs.setdefault("label", _("Unit"))
        super().__init__(units.select_related("place").order_by("place__pos"), to_field_name="code", **kwargs)

    def label_from_instance(self, obj: Unit) -> str:
        return f"{'– ' * (obj.place.level - 1)}{obj.place.short_name}"


def tried(form: forms.Form, deed: Callable[[], T]) -> T | None:
    """Do a deed; where it refuses the values, put what it says beside the fields and return None."""
    try:
        return deed()
    except ValidationError as refusal:
        if not hasattr(refusal, "error_dict"):
            form.add_error(None, refusal)
            return None
        for name, errors in refusal.error_dict.items():
            form.add_error(name if name in form.fields else None, ValidationError(errors))
        return None


def seen_field() -> forms.IntegerField:
    """The version that the person looks at while editing (S-23)."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class MeetingForm(forms.Form):
    """A meeting; field names are those of actions.NewMeeting."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind)
    year = forms.IntegerField(label=_("Year it is about"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    title = forms.CharField(label=_("Title"), max_length=200)
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


class PhotoForm(forms.Form):
    caption = forms.CharField(label=_("What the picture shows"), max_length=300)
