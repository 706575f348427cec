"""The papers of a file, its conclusion, what has to be corrected and what one saw of it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from tongket.core import text
from tongket.inspection.rules import FoundBy, Matter, PaperKind, PointKind, Progress, Way
from tongket.org import access
from tongket.pages.forms import DayField, OfficeForm, UnitField
from tongket.pages.upload import MB, UploadField
from tongket.sheets.files import Refused
from tongket.sheets.marks import CheckedFile, check_file

MOST_BYTES = 10 * MB
ENDINGS = (".pdf", ".docx")


class PaperForm(OfficeForm):
    """Number and day of a paper; field names are those of actions.correct_paper."""

    number = forms.CharField(label=gettext_lazy("Number"), max_length=40, required=False)
    dated_on = DayField(label=gettext_lazy("Dated"))


class NotePaperForm(PaperForm):
    """A paper of the file; field names are those of actions.note_paper."""

    field_order = ("kind", "number", "dated_on")
    kind = forms.ChoiceField(
        label=gettext_lazy("Paper"),
        choices=[(kind.value, kind.label) for kind in PaperKind if kind != PaperKind.CONCLUSION],
    )


class FileForm(OfficeForm):
    """The file of a paper; field names are those of actions.attach."""

    file = UploadField(
        help_text=gettext_lazy("Never a document with a classification mark."), endings=ENDINGS, most_bytes=MOST_BYTES
    )
    is_not_classified = forms.BooleanField(
        label=gettext_lazy("I confirm that the document is not classified"),
        help_text=gettext_lazy("The program looks for marks, but it cannot find every one of them."),
    )

    def clean_file(self) -> CheckedFile:
        sent = self.cleaned_data["file"]
        try:
            return check_file(text.clean(sent.name or "")[-160:], sent.read())
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal


class PurposeForm(OfficeForm):
    """What a file is taken out for: asked and logged, since it is restricted."""

    reason = forms.CharField(
        label=gettext_lazy("What the file is for"),
        max_length=200,
        min_length=5,
        help_text=gettext_lazy("The reason is kept in the log."),
    )


class ConcludeForm(OfficeForm):
    """The notice of the conclusion; field names are those of actions.conclude."""

    number = forms.CharField(label=gettext_lazy("Number of the notice"), max_length=40)
    concluded_on = DayField(label=gettext_lazy("Concluded on"))


class CloseForm(OfficeForm):
    """When the file is closed; field names are those of actions.close."""

    closed_on = DayField(label=gettext_lazy("File closed on"))


class PointForm(OfficeForm):
    """A point of the conclusion; field names are those of actions.add_point."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=PointKind)
    matter = forms.ChoiceField(label=gettext_lazy("Matter"), choices=Matter)
    found_by = forms.ChoiceField(
        label=gettext_lazy("Found by"),
        choices=[("", gettext_lazy("no violation")), *FoundBy.choices],
        required=False,
        help_text=gettext_lazy("Of a violation: what a unit found itself is counted apart."),
    )


class RemedyForm(OfficeForm):
    """What has to be corrected; field names are those of actions.ask_remedy."""

    matter = forms.ChoiceField(label=gettext_lazy("Matter"), choices=Matter)
    task = forms.CharField(
        label=gettext_lazy("What has to be done"), max_length=200, help_text=gettext_lazy("Without names of persons.")
    )
    due_on = DayField(label=gettext_lazy("Due on"))

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"] = UnitField(person, "inspection.write", on=on, label=gettext_lazy("Who corrects it"))


class FollowUpForm(OfficeForm):
    """What one saw; field names are those of actions.follow_up."""

    looked_on = DayField(label=gettext_lazy("Looked at on"))
    way = forms.ChoiceField(label=gettext_lazy("Way of looking"), choices=Way)
    progress = forms.ChoiceField(label=gettext_lazy("How far"), choices=Progress)
    next_on = DayField(label=gettext_lazy("Next look on"), required=False)


class CloseRemedyForm(OfficeForm):
    """By which report a correction is closed; field names are those of actions.close_remedy."""

    closed_on = DayField(label=gettext_lazy("Correction closed on"))
    closed_by = forms.CharField(label=gettext_lazy("Report"), max_length=40)
