"""What an officer enters when a paper is issued or signed. A paper is made while its form is checked, so that nothing
is drawn inside the transaction that gives the number (S-22).
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tongket.core import text
from tongket.org.models import NumberSeries
from tongket.pages.forms import DayField, OfficeForm
from tongket.pages.upload import MB, UploadField
from tongket.papers import exports, queries
from tongket.papers.actions import MadePaper
from tongket.papers.registry import PaperForm
from tongket.sheets.files import Refused
from tongket.sheets.marks import CheckedFile, check_file


class IssueForm(OfficeForm):
    """The day of a paper and, where another register gives it, its number."""

    issued_on = DayField(label=_("Signed on"))
    number = forms.IntegerField(
        label=_("Number"),
        required=False,
        min_value=1,
        max_value=99_999,
        help_text=_("Leave it empty: the register here gives the next number. Fill it in where your office gave one."),
    )
    term_from_on = DayField(
        label=_("First day of the term"),
        required=False,
        help_text=_("The day after the congress; asked for because no committee is recorded here."),
    )

    def __init__(self, *args: Any, record: Any, form: PaperForm, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.form, self.on = record, form, on
        number, day = form.given(record)
        self.initial["number"], self.initial["issued_on"] = number, day or on
        if not self.is_bound and NumberSeries.objects.filter(unit=form.unit(record)).exists():
            del self.fields["term_from_on"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day = values.get("issued_on")
        if self.errors or day is None:
            return values
        unit, typed, term = self.form.unit(self.record), values.get("number"), values.get("term_from_on")
        try:
            if typed:
                numbered = queries.as_numbered(unit, self.form, number=typed, issued_on=day)
            else:
                numbered = queries.next_numbered(unit, self.form, issued_on=day, term_from_on=term, on=self.on)
        except LookupError as unknown:
            raise ValidationError({"issued_on": str(unknown)}) from unknown
        name = exports.file_name(numbered, self.form.name)
        values["made"] = MadePaper(
            numbered, name, self.form.make(self.record, numbered), is_typed=bool(typed), term_from_on=term
        )
        return values

    @property
    def values(self) -> dict[str, Any]:
        return {"made": self.cleaned_data["made"]}


class ReplaceForm(IssueForm):
    """A later paper, and why it takes the place of the first."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "reason": self.cleaned_data["reason"]}


class SignedForm(OfficeForm):
    """The scan with signature and seal, or the PDF that was signed digitally."""

    file = UploadField(label=_("Signed file"), endings=(".pdf",), most_bytes=10 * MB)
    is_not_classified = forms.BooleanField(
        label=_("I confirm that the document is not classified"),
        help_text=_("The program looks for marks, but it cannot find every one of them."),
    )

    def clean_file(self) -> CheckedFile:
        sent = self.cleaned_data["file"]
        try:
            return check_file(text.clean(sent.name or "")[-160:], sent.read())
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
