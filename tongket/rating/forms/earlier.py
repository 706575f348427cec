"""What is entered of the levels of earlier years."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.core import clock
from tongket.pages.forms import DayField, OfficeForm, year_field
from tongket.pages.upload import UploadField
from tongket.rating import earlier_rules
from tongket.rating.forms.levels import CHOICES
from tongket.rating.rules import Subject
from tongket.sheets import child, files
from tongket.units.forms.opening import SHEET_BYTES, SHEET_ENDINGS
from tongket.units.rules import rows_of


class EarlierSheetForm(OfficeForm):
    """A table of earlier levels: read here, before any transaction begins, in a process of its own (S-36)."""

    subject = forms.ChoiceField(label=_("Whose level"), choices=Subject.choices)
    source = forms.CharField(
        label=_("Source"),
        max_length=earlier_rules.LONGEST_SOURCE,
        help_text=_("The paper that the levels are taken from; a column Căn cứ names others for single rows."),
    )
    file = UploadField(label=_("File with the levels"), endings=SHEET_ENDINGS, most_bytes=SHEET_BYTES)

    def clean_file(self) -> tuple[str, list[dict[str, Any]]]:
        """The name of the file and its rows."""
        file = self.cleaned_data["file"]
        try:
            sheets = child.read(file.read(), file.name)
        except files.Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        tables = (earlier_rules.as_text(sheet.rows) for sheet in sheets if not sheet.is_hidden)
        rows = rows_of(tables, earlier_rules.heads(clock.today().year), must="name")
        if not rows:
            raise forms.ValidationError(
                _("No table of levels was found: a column has to hold the names, as in the template.")
            )
        return file.name, earlier_rules.without_empty(rows)


class EarlierForm(OfficeForm):
    """An earlier level with its paper; field names are those of actions.NewRating."""

    year = year_field(first=earlier_rules.FIRST_YEAR)
    level = forms.ChoiceField(label=_("Level"), choices=CHOICES[1:])
    decided_on = DayField(label=_("Decided on"))
    source = forms.CharField(label=_("Source"), max_length=earlier_rules.LONGEST_SOURCE)

    @property
    def values(self) -> dict[str, Any]:
        level: str = self.cleaned_data["level"]
        reason = level[1:] if level.startswith("-") else ""
        return {**self.cleaned_data, "level": "" if reason else level, "not_rated_reason": reason}
