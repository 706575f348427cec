"""What is entered about periodic reports."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongket.core.periods import PeriodKind
from tongket.directives.forms import AddresseesForm
from tongket.pages.forms import DayField, OfficeForm, PeriodField, seen_field
from tongket.reports import queries
from tongket.reports.actions import MOST_TEXT, is_reportable, whole_number
from tongket.reports.models import FieldKind, Form, FormField, Report
from tongket.reports.rules import NOT_APPLICABLE


class FormChoice(forms.ModelChoiceField[Form]):
    """A form by its code, with who keeps it, since names could be the same."""

    def __init__(self, rows: QuerySet[Form], **kwargs: Any) -> None:
        super().__init__(rows.select_related("unit__place"), to_field_name="code", **kwargs)

    def label_from_instance(self, obj: Form) -> str:
        return f"{obj.name} ({obj.unit.place.short_name})" if obj.unit is not None else obj.name


FIGURE = "figure_"  # before the code of a field in the name of its field here
MOST_EXPLANATION, LONGEST_NUMBER = 1000, 20  # characters


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


class FillForm(OfficeForm):
    """One field for each thing that the form asks for; on a phone one column of number pads.

    A number may be 0 for none, or a dash where the question does not apply; left empty it is missing.
    """

    def __init__(self, report: Report, counted: Mapping[str, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [one for one in report.form.fields_asked() if not one.is_figure or is_reportable(one.code)]
        for one in self.asked:
            asked = _field(one, one.section)
            if report.remarks.get(one.code):
                asked.remark = gettext("To be corrected: %(remark)s") % {"remark": report.remarks[one.code]}  # type: ignore[attr-defined]
            self.fields[FIGURE + one.code] = asked
        self.fields["text"] = forms.CharField(
            label=_("What else is to be said"),
            widget=forms.Textarea(attrs={"rows": 4}),
            max_length=MOST_TEXT,
            required=False,
            help_text=_("Difficulties, proposals; without names of persons."),
        )
        self.fields["explanation"] = forms.CharField(
            label=_("Explanation of numbers that stand out"),
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=MOST_EXPLANATION,
            required=False,
        )
        self.fields["seen"] = seen_field()
        self.stand_beside(counted)

    def stand_beside(self, counted: Mapping[str, int]) -> None:
        """Write what the records say under the fields."""
        for one in self.asked:
            if one.code in counted:
                hint = gettext("Counted from records: %(number)s.") % {"number": counted[one.code]}
                said = " · ".join(part for part in (one.section, hint) if part)
                self.fields[FIGURE + one.code].help_text = said
                if self.is_bound:  # its errors were looked for already, and with that its hints were kept
                    self[FIGURE + one.code].help_text = said

    @classmethod
    def plain(cls, report: Report, post: Mapping[str, str]) -> tuple[dict[str, Any], int] | None:
        """What actions.send takes and the version seen, of a form in which every field plainly holds what it may.

        None where one does not: the form itself then says which, and why. Most forms are right, and need no more.
        """
        content: dict[str, Any] = {"figures": {}, "texts": {}}
        for one in report.form.fields_asked():
            said = post.get(FIGURE + one.code, "")
            if one.kind == FieldKind.TEXT:
                content["texts"][one.code] = said
            elif not one.is_figure or is_reportable(one.code):
                content["figures"][one.code] = number_said(said)
        content |= {name: post.get(name, "") for name in ("text", "explanation")}
        texts, seen = [*content["texts"].values(), content["text"]], post.get("seen", "")
        is_plain = (
            None not in content["figures"].values()
            and all(len(said) <= MOST_TEXT and "\0" not in said for said in texts)
            and len(content["explanation"]) <= MOST_EXPLANATION
            and "\0" not in content["explanation"]
            and seen.isdecimal()
            and 1 <= len(seen) <= 9
        )
        return (content, int(seen)) if is_plain else None

    def takes_error(self, name: str) -> bool:
        return name in self.fields or FIGURE + name in self.fields

    def add_error(self, field: str | None, error: Any) -> None:
        """Errors of the action name the code of a field of the report."""
        name = field if field is None or field in self.fields else FIGURE + field
        super().add_error(name, error)

    def content(self) -> dict[str, Any]:
        """What actions.send takes."""
        return self.typed(self.cleaned_data)

    def typed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The same of values that were not checked: a draft."""
        found: dict[str, Any] = {"figures": {}, "texts": {}}
        for one in self.asked:
            part = found["figures" if one.kind == FieldKind.NUMBER else "texts"]
            part[one.code] = values.get(FIGURE + one.code, "")
        for name in ("text", "explanation"):
            found[name] = values.get(name, "")
        return found


class ActForm(FillForm):
    """The same, entered by the office above for a unit that has no device."""

    @classmethod
    def plain(cls, report: Report, post: Mapping[str, str]) -> None:
        return None  # who gave the numbers is looked at too

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on_behalf_of"] = forms.CharField(
            label=_("Numbers given by"),
            max_length=120,
            help_text=_("Who of the unit gave the numbers: name and office."),
        )
        self.order_fields(["on_behalf_of"])


def number_said(value: str) -> str | None:
    """What a clerk wrote into a field for a number, as a report keeps it; None where it is no number."""
    said = value.strip()
    if len(said) > LONGEST_NUMBER:
        return None
    if said.lower() in {"-", "–", NOT_APPLICABLE}:
        return NOT_APPLICABLE
    number = whole_number(said)
    return None if number is None else str(number)


class NumberField(forms.CharField):
    """A whole number as a clerk writes it, or a dash where the question does not apply."""

    def clean(self, value: Any) -> str:
        number = number_said(super().clean(value))
        if number is None:
            raise forms.ValidationError(
                gettext("Write a whole number: 0 for none, a dash (–) where the question does not apply.")
            )
        return number


def _field(one: FormField, hint: str) -> forms.Field:
    if one.kind == FieldKind.TEXT:
        area = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(label=one.label, max_length=MOST_TEXT, required=False, widget=area, help_text=hint)
    pad = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return NumberField(label=one.label, max_length=LONGEST_NUMBER, widget=pad, help_text=hint)


class ReturnForm(OfficeForm):
    """Why a report goes back, as a whole and field by field."""

    reason = forms.CharField(
        label=_("What is to be corrected"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in report.form.fields_asked():
            said = report.values.get(one.code) or report.texts.get(one.code, "")
            label = gettext("Remark on: %(label)s") % {"label": one.label}
            hint = gettext("Reported: %(value)s") % {"value": said[:80]} if said else ""
            self.fields[FIGURE + one.code] = forms.CharField(
                label=label, max_length=200, required=False, help_text=hint
            )

    @property
    def remarks(self) -> dict[str, str]:
        return {
            name.removeprefix(FIGURE): value
            for name, value in self.cleaned_data.items()
            if name.startswith(FIGURE) and value
        }


class PaperForm(OfficeForm):
    sent_on = DayField(label=_("Received on"))
