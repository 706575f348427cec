"""What a unit sets for itself, typed: each kind of value with its own fields, and for all of them from when and why."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.pages.forms import DayField, OfficeForm, seen_field


class ValueForm(OfficeForm):
    """The fields that every value has; those of the value itself stand before them."""

    order_last: ClassVar[tuple[str, ...]] = ("from_on", "until_on", "decision", "reason")

    from_on = DayField(
        label=_("Holds from"), help_text=_("What was made for an earlier day stays as it was. A day to come is kept.")
    )
    decision = forms.CharField(
        label=_("Decision or ground"),
        max_length=200,
        help_text=_("Number and date of the decision, or what else it rests on, such as Quyết định số 12-QĐ/ĐU."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_value_first()

    def put_value_first(self) -> None:
        """Put from when and why it holds after the value."""
        last = [name for name in self.order_last if name in self.fields]
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def ask_why(self) -> None:
        """Make it the form of a correction."""
        self.fields["reason"] = forms.CharField(
            label=_("Why it is corrected"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields["seen"] = seen_field()
        if not self.initial.get("until_on"):
            self.fields.pop("until_on", None)
        self.put_value_first()

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """The fields that show a value."""
        return {"value": value}

    def value(self) -> Any:
        """What the fields hold, as it is kept."""
        return self.cleaned_data["value"]

    @property
    def values(self) -> dict[str, Any]:
        """What the actions take."""
        about = {*self.order_last, "seen"}
        return {"value": self.value()} | {name: held for name, held in self.cleaned_data.items() if name in about}


class EndForm(OfficeForm):
    """From when a value holds no more, and why."""

    seen = seen_field()
    until_on = DayField(label=_("Holds no more from"), help_text=_("From that day on what is set above holds again."))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
