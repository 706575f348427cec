"""What an officer uploads: the file, the unit that it is about, from when its members stand on the roll."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from tongket.org import access
from tongket.pages.forms import DayField, OfficeForm, UnitField, seen_field
from tongket.pages.upload import UploadField
from tongket.rosters.actions import MAX_BYTES
from tongket.sheets import child
from tongket.sheets.files import Refused
from tongket.sheets.marks import CheckedFile

ENDINGS = (".xlsx", ".xls", ".csv", ".docx", ".doc")


class UploadForm(OfficeForm):
    file = UploadField(label=gettext_lazy("Roster file"), endings=ENDINGS, most_bytes=MAX_BYTES)
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

    def clean_file(self) -> CheckedFile:
        file = self.cleaned_data["file"]
        try:
            return child.check(file.read(), file.name)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal


class ShownForm(OfficeForm):
    """The version of the batch that the officer looked at.

    It is not called `seen`, so that who was overtaken looks at the batch again instead of sending the form once more.
    """

    shown = seen_field()
