"""What an officer uploads: the file, the unit that it is about, from when its members stand on the roll."""

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.org import access
from tongket.pages.forms import DayField, OfficeForm, UnitField, seen_field
from tongket.rosters.actions import MAX_BYTES

ENDINGS = (".xlsx", ".xls", ".csv", ".docx")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was uploaded."""

    name: str
    body: bytes


class UploadForm(OfficeForm):
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("Excel (.xlsx, .xls), .csv or a table in Word (.docx), up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    from_on = DayField(
        label=gettext_lazy("New members stand on the roll from"),
        help_text=gettext_lazy("The day on which the books of the cell begin here, or today."),
    )

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(
            unit=UnitField(
                person,
                "member.import",
                on=on,
                help_text=gettext_lazy("The cell of the file, or the committee whose cells it names."),
            )
        )

    def clean_file(self) -> Upload:
        file = self.cleaned_data["file"]
        if PurePath(file.name or "").suffix.lower() not in ENDINGS:
            raise ValidationError(
                _("This kind of file is not read: save it as one of %(endings)s.") % {"endings": ", ".join(ENDINGS)}
            )
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(_("The file is larger than 20 MB: send it in parts."))
        return Upload(file.name, file.read())


class ShownForm(OfficeForm):
    """The version of the batch that the officer looked at.

    It is not called `seen`, so that who was overtaken looks at the batch again instead of sending the form once more.
    """

    shown = seen_field()
