"""Decisions of discipline."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.inspection.actions import Inspected
from tongket.inspection.rules import DecidedBy, Form
from tongket.org import access
from tongket.pages.forms import DayField, OfficeForm, UnitField
from tongket.pages.picker import PickerField


class DisciplineForm(OfficeForm):
    """A decision on one member or on one organisation, each picked."""

    form = forms.ChoiceField(label=gettext_lazy("Form of discipline"), choices=Form)
    decided_by = forms.ChoiceField(label=gettext_lazy("Decided by"), choices=DecidedBy)
    number = forms.CharField(label=gettext_lazy("Decision"), max_length=40)
    decided_on = DayField(label=gettext_lazy("Decided on"))
    effective_on = DayField(
        label=gettext_lazy("In force from"),
        required=False,
        help_text=gettext_lazy("Empty: from the day of the decision."),
    )

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(
            party_member=PickerField("member", person, "member.read", on=on, required=False, label=_("Member")),
            party_unit=UnitField(
                person,
                "discipline.write",
                on=on,
                required=False,
                label=_("Organisation"),
                empty_label=_("None: it is about a member"),
            ),
        )

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        unit, member = values.get("party_unit"), values.get("party_member")
        if bool(unit) == bool(member) and not {"party_unit", "party_member"} & self.errors.keys():
            raise ValidationError(_("Name an organisation or a member: one of the two."))
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What the decision takes: the unit to which the member or organisation belongs beside it."""
        values = dict(self.cleaned_data)
        unit, member = values.pop("party_unit"), values.pop("party_member")
        return {**values, "unit": unit or member.unit, "party": Inspected(unit=unit, member=member)}
