"""Texts and their numbers, typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.pages.forms import DayField, OfficeForm, seen_field
from tongket.regulations import typed
from tongket.regulations.forms.values import ValueForm
from tongket.regulations.models import Mark, Topic
from tongket.regulations.wording import VALUES, key_words, shown

YES_NO = [("1", _("yes")), ("0", _("no"))]


class TextForm(OfficeForm):
    """A text as it is cited, and from when it holds."""

    symbol = forms.CharField(label=_("Number and symbol"), max_length=60, help_text=_("Such as 208-QĐ/TW."))
    title = forms.CharField(label=_("Title of the text"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    issuer = forms.CharField(label=_("Issued by"), max_length=120)
    issued_on = DayField(label=_("Issued on"))
    valid_from = DayField(
        label=_("In force from"), help_text=_("The text before it ends the day before; what it ruled stays as it was.")
    )
    mark = forms.ChoiceField(
        label=_("How sure"), choices=Mark, help_text=_("What was not read in the text itself warns and never forbids.")
    )


class NewTextForm(TextForm):
    """A new text."""

    topic = forms.ChoiceField(label=_("Topic"), choices=Topic)
    field_order = ("topic", *TextForm.base_fields)


class CorrectTextForm(TextForm):
    """What was entered of a text by a slip."""

    seen = seen_field()
    reason = forms.CharField(label=_("Why it is corrected"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def number_field(sample: Any, **kwargs: Any) -> forms.Field:
    """The field in which a value of that kind is typed."""
    if isinstance(sample, bool):
        return forms.ChoiceField(choices=YES_NO, **kwargs)
    if isinstance(sample, str) and sample in VALUES:
        return forms.ChoiceField(choices=list(VALUES.items()), **kwargs)
    widget = forms.Textarea(attrs={"rows": 6}) if isinstance(sample, dict) else forms.TextInput()
    return forms.CharField(widget=widget, max_length=2000, **kwargs)


class ParameterForm(OfficeForm):
    """One number of a text, of the kind that it is; the form is made for that number."""

    seen = seen_field()
    reason = forms.CharField(label=_("Why it is corrected"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, key: str, sample: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sample = sample
        label = key_words("", key).capitalize()
        self.put_first(value=number_field(sample, label=label, initial=typed.as_typed(sample)))

    def clean_value(self) -> Any:
        return typed.parse_like(self.sample, self.cleaned_data["value"])


class LocalForm(ValueForm):
    """What a unit sets instead of the number of a text."""

    def __init__(self, topic: str, key: str, sample: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sample = sample
        words = _("Without it: %(value)s") % {"value": shown(sample)}
        self.put_first(value=number_field(sample, label=key_words(topic, key).capitalize(), help_text=words))
        self.fields["topic"] = forms.CharField(widget=forms.HiddenInput, initial=topic)
        self.fields["key"] = forms.CharField(widget=forms.HiddenInput, initial=key)

    def clean_value(self) -> Any:
        return typed.parse_like(self.sample, self.cleaned_data["value"])

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        return {"value": typed.as_typed(value)}

    @property
    def values(self) -> dict[str, Any]:
        about = {} if "seen" in self.fields else {name: self.cleaned_data[name] for name in ("topic", "key")}
        return {**super().values, **about}
