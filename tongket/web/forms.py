"""The form of the page of components: a field of every kind."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.pages.forms import DayField, OfficeForm, PeriodField, UnitField
from tongket.pages.picker import PickerField
from tongket.pages.request import Request
from tongket.pages.upload import MB, UploadField

LEVELS = [("ok", gettext_lazy("met")), ("warn", gettext_lazy("at risk")), ("bad", gettext_lazy("missed"))]


class ComponentsForm(OfficeForm):
    """A field of every kind; whatever is entered, the last one refuses it where `is_refused`."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("A hint stands here."))
    day = DayField(label=gettext_lazy("Day"))
    number = forms.IntegerField(label=gettext_lazy("Number"), min_value=0, max_value=100)
    level = forms.ChoiceField(label=gettext_lazy("One of few, as a list"), choices=LEVELS)
    radio = forms.ChoiceField(label=gettext_lazy("One of few"), choices=LEVELS, widget=forms.RadioSelect)
    ticks = forms.MultipleChoiceField(
        label=gettext_lazy("Several of few"), choices=LEVELS, widget=forms.CheckboxSelectMultiple, required=False
    )
    is_sure = forms.BooleanField(label=gettext_lazy("I confirm this"))
    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    shown = forms.CharField(label=gettext_lazy("Shown, not to be changed"), disabled=True, required=False)
    file = UploadField(endings=[".docx", ".pdf"], most_bytes=10 * MB)

    def __init__(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, on = request.person, request.today
        self.fields["period"] = PeriodField(on=on)
        self.fields["unit"] = UnitField(person, "unit.read", on=on)
        member = PickerField("member", person, "member.read", on=on, required=False)
        self.fields["member"] = member
        self.fields["figure"] = PickerField("figure", person, "figure.read", on=on, required=False)
        self.order_fields(["name", "day", "period", "number", "level", "radio", "ticks", "is_sure", "unit", "member"])
        self.fields["number"].remark = _("To be corrected: a remark of the office above.")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        raise ValidationError(_("Nothing is ever saved on this page."))
