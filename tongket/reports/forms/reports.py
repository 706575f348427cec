"""What is entered about periodic reports."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongket.core.periods import PeriodKind
from tongket.directives.forms import AddresseesForm
from tongket.pages.forms import DayField, OfficeForm, PeriodField, seen_field
from tongket.reports import queries
from tongket.reports.content import LONGEST_EXPLANATION, MOST_TEXT, TO_EXPLAIN, whole_number
from tongket.reports.models import FieldKind, Form, FormField, Report, is_reportable
from tongket.reports.rules import NOT_APPLICABLE


class FormChoice(forms.ModelChoiceField[Form]):
    """A form by its code, with who keeps it, since names could be the same."""

    def __init__(self, rows: QuerySet[Form], **kwargs: Any) -> None:
        super().__init__(rows.select_related("unit__place"), to_field_name="code", **kwargs)

    def label_from_instance(self, obj: Form) -> str:
        return f"{obj.name} ({obj.unit.place.short_name})" if obj.unit is not None else obj.name


FIGURE, WHY = "figure_", "why_"  # before the code of a field in the name of its field here, and of its explanation
LONGEST_NUMBER = 20  # characters


class AskForm(AddresseesForm):
    """From whom which report is asked for."""

    form = FormChoice(Form.objects.none(), label=_("Report form"))
    due_on = DayField(
        label=_("Due on"), required=False, help_text=_("Empty: as many days after the period as the form gives.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields["form"]
        known.queryset = queries.newest(queries.forms_near(self.person, on=self.on)).select_related("unit__place")
        kinds = {PeriodKind(one) for one in known.queryset.order_by().values_list("cadence", flat=True)}
        self.fields["period"] = PeriodField(
            on=self.on, kinds=kinds, is_over=True, help_text=_("Of the kind that the form comes for.")
        )
        self.order_fields(["unit", "reach", "form", "period", "due_on"])
        self.fields["reach"] = forms.ChoiceField(
            label=_("To whom"),
            choices=[
                ("owing", _("all below that owe it by the calendar")),
                ("children", _("the units directly under it")),
                ("all", _("it and all units under it")),
                ("one", _("this unit alone")),
            ],
            help_text=_("Units that have it already are left out."),
        )

    @property
    def values(self) -> dict[str, Any]:
        """What actions.ask takes: units one by one, or None for those that owe the report by the calendar."""
        fields = {name: self.cleaned_data[name] for name in ("unit", "form", "period", "due_on")}
        return {**fields, "units": None if self.cleaned_data["reach"] == "owing" else list(self.units())}


class FillForm(OfficeForm):
    """One field for each thing that the form asks for; on a phone one column of number pads.

    A number may be 0 for none, or a dash where the question does not apply; left empty it is missing. Where a number
    contradicts the records or the last period, a field for a word of explanation opens beside it.
    """

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [field for field in report.form.asked.values() if not field.is_figure or is_reportable(field.line)]
        for asked in self.asked:
            field = _field(asked, asked.section)
            if remark := report.remarks.get(asked.code):
                vars(field)["remark"] = gettext("To be corrected: %(remark)s") % {"remark": remark}
            self.fields[FIGURE + asked.code] = field
            if self.initial.get(WHY + asked.code) or WHY + asked.code in self.data:
                self.fields[WHY + asked.code] = _why(asked)
        self.fields["text"] = forms.CharField(
            label=_("What else is to be said"),
            widget=forms.Textarea(attrs={"rows": 4}),
            max_length=MOST_TEXT,
            required=False,
            help_text=_("Difficulties, proposals; without names of persons."),
        )
        numbers = [(asked.code, asked.name) for asked in self.asked if asked.kind == FieldKind.NUMBER]
        self.fields["estimates"] = forms.MultipleChoiceField(
            label=_("Numbers that are estimates"),
            choices=numbers,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Tick what is not final yet; the final number is entered later, and both stay."),
        )
        self.fields["seen"] = seen_field()
        self.fields["counted"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def stand_beside(self, counted: Mapping[str, int], seal: str) -> None:
        """Write what the records say under the fields, and let the form bring it back. seal: the same, sealed."""
        if self.is_bound:
            data: Any = self.data
            data = data.copy()
            data["counted"] = seal
            self.data = data
        self.initial["counted"] = seal
        for asked in self.asked:
            if asked.code in counted:
                hint = gettext("Counted from records: %(number)s.") % {"number": counted[asked.code]}
                help_text = " · ".join(part for part in (asked.section, hint) if part)
                self.fields[FIGURE + asked.code].help_text = help_text
                if self.is_bound:  # its errors were looked for already, and with that its hints were kept
                    self[FIGURE + asked.code].help_text = help_text

    def takes_error(self, name: str) -> bool:
        return name in self.fields or FIGURE + name in self.fields

    def add_error(self, field: str | None, error: Any) -> None:
        """Errors of the action name the code of a field of the report; what may be explained opens a field for that."""
        name = field if field is None or field in self.fields else FIGURE + field
        super().add_error(name, error)
        if name is not None and any(one.code == TO_EXPLAIN for one in self.errors.as_data().get(name, ())):
            self._open_explanation(name.removeprefix(FIGURE))

    def _open_explanation(self, code: str) -> None:
        asked = next((field for field in self.asked if field.code == code), None)
        if asked is None or WHY + code in self.fields:
            return
        names = list(self.fields)
        self.fields[WHY + code] = _why(asked)
        names.insert(names.index(FIGURE + code) + 1, WHY + code)
        self.order_fields(names)

    def content(self) -> dict[str, Any]:
        """What actions.send takes."""
        return self.typed(self.cleaned_data)

    def typed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The same of values that were not checked: a draft."""
        content: dict[str, Any] = {"figures": {}, "texts": {}}
        for asked in self.asked:
            part = content["figures" if asked.kind == FieldKind.NUMBER else "texts"]
            part[asked.code] = values.get(FIGURE + asked.code, "")
        reasons = {asked.code: values.get(WHY + asked.code, "") for asked in self.asked}
        explanations = {code: reason for code, reason in reasons.items() if reason}
        ticked = values.getlist("estimates") if isinstance(values, QueryDict) else values.get("estimates", [])
        return content | {"text": values.get("text", ""), "explanations": explanations, "estimates": ticked}


class ActForm(FillForm):
    """The same, entered by the office above for a unit that has no device."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on_behalf_of"] = forms.CharField(
            label=_("Numbers given by"),
            max_length=120,
            help_text=_("Who of the unit gave the numbers: name and office."),
        )
        self.order_fields(["on_behalf_of"])


class NumberField(forms.CharField):
    """A whole number as a clerk writes it, or a dash where the question does not apply."""

    def clean(self, value: Any) -> str:
        written = super().clean(value).strip()
        if written.lower() in {"-", "–", NOT_APPLICABLE}:
            return NOT_APPLICABLE
        number = whole_number(written)
        if number is None:
            raise forms.ValidationError(
                gettext("Write a whole number: 0 for none, a dash (–) where the question does not apply.")
            )
        return str(number)


def _field(asked: FormField, hint: str) -> forms.Field:
    if asked.kind == FieldKind.TEXT:
        area = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(label=asked.label, max_length=MOST_TEXT, required=False, widget=area, help_text=hint)
    pad = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return NumberField(label=asked.name, max_length=LONGEST_NUMBER, widget=pad, help_text=hint)


def _why(asked: FormField) -> forms.Field:
    label = gettext("Why this number is right: %(label)s") % {"label": asked.name}
    hint = _("A few words; the office above reads them beside the number. Not needed once the number is corrected.")
    return forms.CharField(label=label, max_length=LONGEST_EXPLANATION, required=False, help_text=hint)


class ReturnForm(OfficeForm):
    """Why a report goes back, as a whole and field by field."""

    reason = forms.CharField(
        label=_("What is to be corrected"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in report.form.fields_asked():
            sent = report.values.get(asked.code) or report.texts.get(asked.code, "")
            label = gettext("Remark on: %(label)s") % {"label": asked.name}
            hint = gettext("Reported: %(value)s") % {"value": sent[:80]} if sent else ""
            self.fields[FIGURE + asked.code] = forms.CharField(
                label=label, max_length=200, required=False, help_text=hint
            )

    @property
    def values(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name.startswith(FIGURE) and value}
        remarks = {name.removeprefix(FIGURE): value for name, value in given.items()}
        return {"reason": self.cleaned_data["reason"], "remarks": remarks}


class DueForm(OfficeForm):
    due_on = DayField(label=_("Due on"))


class NumberRightForm(OfficeForm):
    """Another number than was sent, or the final one in the place of an estimate."""

    code = forms.ChoiceField(label=_("Which number"))
    after = forms.CharField(
        label=_("The right number"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("May stay empty for the final number of an estimate."),
    )
    seen = seen_field()

    def __init__(self, report: Report, data: Any) -> None:
        super().__init__(data, initial={"seen": report.version})
        names = [(field.code, field.name) for field in report.form.fields_asked() if field.code in report.values]
        code: Any = self.fields["code"]
        code.choices = [(key, f"{name}: {report.values[key]}") for key, name in names]


class PaperForm(OfficeForm):
    sent_on = DayField(label=_("Received on"))
