"""Days of the year, typed: one that is moved, some that are worked or not against the calendar."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from tongket.core import dates, text
from tongket.pages.forms import DayField, OfficeForm
from tongket.regulations.calendar import IS_WORKING
from tongket.regulations.forms.values import ValueForm

MOST_DAYS = 31


class SwapForm(ValueForm):
    """Days that offices work, or do not work, against the calendar of the State."""

    is_working = forms.ChoiceField(label=_("What is decided"), choices=[("0", _("day off")), ("1", _("worked"))])
    note = forms.CharField(label=_("For what"), max_length=200, required=False, help_text=_("Such as nghỉ bù Tết."))
    until_on = DayField(label=_("Up to and with"), required=False, help_text=_("Empty: the first day alone."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].label = _("First day")
        self.fields["from_on"].help_text = ""
        if self.initial.get("until_on"):
            self.initial["until_on"] -= timedelta(days=1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_on"), cleaned.get("until_on") or cleaned.get("from_on")
        if first and last and not 0 <= (last - first).days < MOST_DAYS:
            self.add_error("until_on", say("The last day follows the first one, within a month."))
        elif last:
            cleaned["until_on"] = last + timedelta(days=1)
        return cleaned

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        return {"is_working": "1" if value[IS_WORKING] else "0", "note": value["note"]}

    def value(self) -> dict[str, Any]:
        note = text.clean(self.cleaned_data["note"])
        return {IS_WORKING: self.cleaned_data["is_working"] == "1", "note": note}


class MovedForm(ValueForm):
    """The day that something of the year falls on."""

    value_field = DayField(label=_("Day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].widget = forms.HiddenInput()
        if "until_on" in self.fields:
            del self.fields["until_on"]

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        return {"value_field": date.fromisoformat(value)}

    def clean_value_field(self) -> date:
        return check_near(self.cleaned_data["value_field"], self.initial["from_on"].year)

    def value(self) -> str:
        return str(self.cleaned_data["value_field"].isoformat())


class MoveForm(OfficeForm):
    """A day of the year that is moved, for this year or from this year on."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    year = forms.IntegerField(widget=forms.HiddenInput, min_value=2000, max_value=2100)
    day = DayField(label=_("Day"))
    is_lasting = forms.BooleanField(
        label=_("In the years after, too"), required=False, help_text=_("Earlier years keep their day.")
    )
    decision = forms.CharField(
        label=_("Decision or ground"),
        max_length=200,
        help_text=_("Number and date of the decision, or what else it rests on, such as Quyết định số 12-QĐ/ĐU."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day") and cleaned.get("year"):
            try:
                check_near(cleaned["day"], cleaned["year"])
            except forms.ValidationError as far:
                self.add_error("day", far)
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes: the value holds in the year, or from it on."""
        year = self.cleaned_data["year"]
        until_on = None if self.cleaned_data["is_lasting"] else date(year + 1, 1, 1)
        return {
            "key": self.cleaned_data["key"],
            "value": self.cleaned_data["day"].isoformat(),
            "decision": self.cleaned_data["decision"],
            "from_on": date(year, 1, 1),
            "until_on": until_on,
        }


def check_near(day: date, year: int) -> date:
    """The day, if it lies in the working year: from December before it until March after it. Raises ValidationError."""
    first, last = date(year - 1, 12, 1), date(year + 1, 3, 31)
    if not first <= day <= last:
        words = say("Choose a day from %(first)s to %(last)s.")
        raise forms.ValidationError(words % {"first": dates.dmy(first), "last": dates.dmy(last)})
    return day
