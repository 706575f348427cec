"""What is entered about targets and key tasks."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.core.compare import Comparator
from tongket.figures.declare import listed
from tongket.org import access
from tongket.org.forms import DayField, OfficeForm, UnitField, year_field
from tongket.targets import queries
from tongket.targets.actions import FIRST_YEAR
from tongket.targets.rules import Grade


def _figures() -> list[tuple[str, Any]]:
    figures = [(figure.key, figure.label) for figure in listed() if queries.is_countable(figure.key)]
    return [("", _("none: the result is entered by hand")), *figures]


class PlacedForm(OfficeForm):
    """Something of a unit and a year; as it stands, what is said of both alone."""

    def put_place_first(self, person: access.Reader, *, on: date) -> None:
        self.put_first(unit=UnitField(person, "target.write", on=on), year=year_field(first=FIRST_YEAR))


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
    value = forms.DecimalField(label=_("Value"), min_value=0, max_digits=12, decimal_places=2, localize=True)
    is_share = forms.BooleanField(label=_("A share in percent"), required=False)
    measure = forms.CharField(
        label=_("Measure"), max_length=40, required=False, help_text=_("What is counted: members, classes, dossiers.")
    )
    is_main = forms.BooleanField(label=_("Main target"), required=False)
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999, initial=0)


class ResolutionForm(PlacedForm):
    """The resolution by which targets are valid."""

    resolution_number = forms.CharField(
        label=_("Resolution"), max_length=40, help_text=_("Its number and symbol: 01-NQ/ĐU.")
    )
    resolution_on = DayField(label=_("Resolution of"))


class ResultForm(OfficeForm):
    result = forms.DecimalField(
        label=_("Result"), min_value=0, max_digits=12, decimal_places=2, localize=True, required=False
    )
    note = forms.CharField(label=_("Note on the result"), max_length=300, required=False)


class DropForm(OfficeForm):
    note = forms.CharField(
        label=_("With whose consent"), max_length=300, help_text=_("Who consented, by which paper and of which day.")
    )


class TaskForm(PlacedForm):
    """A key task; field names are those of actions.take_on."""

    title = forms.CharField(label=_("Task"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    carrier = forms.CharField(label=_("Carried by"), max_length=160, help_text=_("A body or an office."))
    due_on = DayField(label=_("Due on"))
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999, initial=0)


class FinishForm(OfficeForm):
    done_on = DayField(label=_("Done on"))
    grade = forms.ChoiceField(label=_("How well it was done"), choices=Grade, widget=forms.RadioSelect)
