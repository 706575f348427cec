"""What is entered about targets and key tasks."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.core.compare import Comparator
from tongket.figures.declare import listed
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages.forms import DayField, OfficeForm, UnitField, seen_field, year_field
from tongket.pages.upload import UploadField
from tongket.sheets import child, files
from tongket.targets import queries, sheet_rules
from tongket.targets.actions import FIRST_YEAR
from tongket.targets.rules import Grade, Way
from tongket.units.forms.opening import SHEET_BYTES, SHEET_ENDINGS
from tongket.units.rules import rows_of


def _figures() -> list[tuple[str, Any]]:
    figures = [(figure.key, figure.label) for figure in listed() if queries.is_countable(figure.key)]
    return [("", _("none: the result is entered by hand")), *figures]


class PlacedForm(OfficeForm):
    """Something of a unit and a year; as it stands, what is said of both alone."""

    def put_place_first(self, person: access.Reader, *, on: date) -> None:
        unit = UnitField(person, "target.write", on=on, also_ended=True)
        self.put_first(unit=unit, year=year_field(first=FIRST_YEAR))


class AmountField(forms.DecimalField):
    """A number that is shown as somebody would type it: 10, not 10,00."""

    def prepare_value(self, value: Any) -> Any:
        is_whole = isinstance(value, Decimal) and value == value.to_integral_value()
        return super().prepare_value(int(value) if is_whole else value)


class TargetForm(PlacedForm):
    """A target; field names are those of actions.set_target."""

    label = forms.CharField(label=_("Target"), max_length=240)
    key = forms.ChoiceField(
        label=_("Figure"),
        choices=_figures,
        required=False,
        help_text=_("The figure whose counted value stands beside the target."),
    )
    comparator = forms.ChoiceField(label=_("How it is meant"), choices=Comparator)
    value = AmountField(label=_("Value"), min_value=0, max_digits=12, decimal_places=2, localize=True)
    is_share = forms.BooleanField(label=_("A share in percent"), required=False)
    measure = forms.CharField(
        label=_("Measure"), max_length=40, required=False, help_text=_("What is counted: members, classes, dossiers.")
    )
    field = forms.CharField(
        label=_("Field of work"), max_length=120, required=False, help_text=_("Under which the resolution names it.")
    )
    carrier = forms.CharField(
        label=_("Carried by"), max_length=160, required=False, help_text=_("A body or an office.")
    )
    is_main = forms.BooleanField(label=_("Main target"), required=False)
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=100,
        initial=1,
        required=False,
        help_text=_("1 for most; more for a target that counts for more than another."),
    )
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999, initial=0)


class ResolutionForm(PlacedForm):
    """The resolution by which targets are valid."""

    resolution_number = forms.CharField(
        label=_("Resolution"), max_length=40, help_text=_("Its number and symbol: 01-NQ/ĐU.")
    )
    resolution_on = DayField(label=_("Resolution of"))


class TargetSheetForm(ResolutionForm):
    """A table of targets: read here, before any transaction begins, in a process of its own (S-36)."""

    file = UploadField(label=_("File with the targets"), endings=SHEET_ENDINGS, most_bytes=SHEET_BYTES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("resolution_number", "resolution_on"):
            self.fields[name].required = False

    def clean_file(self) -> tuple[str, list[dict[str, Any]]]:
        """The name of the file and its rows."""
        file = self.cleaned_data["file"]
        try:
            sheets = child.read(file.read(), file.name)
        except files.Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        rows = rows_of((sheet.rows for sheet in sheets if not sheet.is_hidden), sheet_rules.HEADS, must="label")
        if not rows:
            raise forms.ValidationError(
                _("No table of targets was found: a column has to be called “Chỉ tiêu”, as in the template.")
            )
        return file.name, rows


class NewTargetForm(ResolutionForm, TargetForm):
    """A new target; without a resolution it stays a draft."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("resolution_number", "resolution_on"):
            self.fields[name].required = False


class ResultForm(OfficeForm):
    as_of_on = DayField(label=_("As of"))
    result = AmountField(
        label=_("Result"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        localize=True,
        required=False,
        help_text=_("All that was reached from the beginning of the year. Empty: what was entered is taken back."),
    )
    note = forms.CharField(label=_("Paper that shows it"), max_length=300, required=False)
    seen = seen_field()


class EntryForm(OfficeForm):
    """What was entered for a day, to be corrected; field names are those of actions.correct_result."""

    as_of_on = DayField(label=_("As of"))
    value = AmountField(label=_("Result"), min_value=0, max_digits=12, decimal_places=2, localize=True)
    evidence = forms.CharField(label=_("Paper that shows it"), max_length=300, required=False)


class WayForm(OfficeForm):
    """How a target is divided before it is looked over."""

    way = forms.ChoiceField(label=_("How it is divided"), choices=Way, widget=forms.RadioSelect, initial=Way.BY_SIZE)


class SharesForm(OfficeForm):
    """A number for each unit that may carry a part of the target; empty: it carries none."""

    reason = forms.CharField(
        label=_("Why the numbers differ from the target"),
        max_length=300,
        required=False,
        help_text=_("Only where they do not add up to it on purpose."),
    )

    def __init__(self, *args: Any, units: Sequence[Unit], places: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {f"u{number}": unit for number, unit in enumerate(units)}
        for name, unit in self.units.items():
            self.fields[name] = AmountField(
                label=unit.place.short_name,
                min_value=0,
                max_digits=12,
                decimal_places=places,
                required=False,
                localize=True,
            )
        self.order_fields([*self.units, "reason"])

    @property
    def values(self) -> dict[str, Any]:
        """What each unit carries, of those that carry something, and the reason."""
        amounts = {unit: self.cleaned_data.get(name) for name, unit in self.units.items()}
        shares = {unit: amount for unit, amount in amounts.items() if amount is not None}
        return {"shares": shares, "reason": self.cleaned_data["reason"]}


class DropForm(OfficeForm):
    note = forms.CharField(
        label=_("With whose consent"), max_length=300, help_text=_("Who consented, by which paper and of which day.")
    )


class TaskForm(PlacedForm):
    """A key task; field names are those of actions.take_on. Its due day is entered once, then moved by
    decision.
    """

    title = forms.CharField(label=_("Task"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    carrier = forms.CharField(label=_("Carried by"), max_length=160, help_text=_("A body or an office."))
    co_carriers = forms.CharField(label=_("Together with"), max_length=300, required=False)
    due_on = DayField(label=_("Due on"))
    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=200,
        required=False,
        help_text=_("A resolution or a conclusion, with its day."),
    )
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999, initial=0)


class FinishForm(OfficeForm):
    done_on = DayField(label=_("Done on"))
    result = forms.CharField(
        label=_("What came of it"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    grade = forms.ChoiceField(label=_("How well it was done"), choices=Grade, widget=forms.RadioSelect)
    graded_by = forms.CharField(label=_("Graded by"), max_length=160, help_text=_("The body that decided how well."))


class ExpectForm(OfficeForm):
    grade = forms.ChoiceField(
        label=_("How well it will be done"),
        choices=[*Grade.choices, ("", _("nothing is expected yet"))],
        required=False,
        widget=forms.RadioSelect,
    )


class StepForm(OfficeForm):
    title = forms.CharField(label=_("Step"), max_length=200)
    due_on = DayField(label=_("Due on"))


class StepDoneForm(OfficeForm):
    done_on = DayField(label=_("Done on"))


class StepCorrectionForm(StepForm):
    done_on = DayField(label=_("Done on"), required=False, help_text=_("Empty: the step is not done."))


class ProgressForm(OfficeForm):
    as_of_on = DayField(label=_("As of"))
    percent = forms.IntegerField(label=_("Done so far, percent"), min_value=0, max_value=100)
    note = forms.CharField(label=_("What was done"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.CharField(label=_("Paper that shows it"), max_length=300, required=False)


class ExtensionForm(OfficeForm):
    """The decision that puts a due day off; field names are those of actions.extend."""

    to_on = DayField(label=_("Due now on"))
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=40)
    decided_on = DayField(label=_("Date of the decision"))
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ExtensionCorrectionForm(ExtensionForm):
    """The same decision to be corrected: its reason is called grounds, beside the reason of the correction."""

    reason = None  # type: ignore[assignment]  # how Django takes a field of the class above away
    grounds = forms.CharField(label=_("Reason of the decision"), max_length=300)
