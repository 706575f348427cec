"""Items of the programme, cases, whom they are about and who carries them out."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.inspection.actions import Inspected
from tongket.inspection.rules import CASES, OPEN_MANNERS, Act, Owner, Role
from tongket.org import access
from tongket.pages.forms import DayField, OfficeForm, UnitField, year_field
from tongket.pages.picker import PickerField


class ItemForm(OfficeForm):
    """An item as it is corrected; field names are those of actions.plan."""

    owner = forms.ChoiceField(label=gettext_lazy("Whose programme"), choices=Owner)
    act = forms.ChoiceField(label=gettext_lazy("Act"), choices=Act)
    manner = forms.ChoiceField(
        label=gettext_lazy("Manner"), choices=[(manner.value, manner.label) for manner in OPEN_MANNERS]
    )
    subject = forms.CharField(
        label=gettext_lazy("Theme"), max_length=200, help_text=gettext_lazy("Without names of persons.")
    )
    year = year_field()
    start_on = DayField(label=gettext_lazy("Planned start"), required=False)
    due_on = DayField(label=gettext_lazy("Due on"))
    period_from_on = DayField(label=gettext_lazy("Period inspected from"), required=False)
    period_to_on = DayField(label=gettext_lazy("Period inspected to"), required=False)
    programme_number = forms.CharField(label=gettext_lazy("Programme"), max_length=40, required=False)


class PlanForm(ItemForm):
    """An item of a programme, or one besides it; field names are those of actions.plan."""

    is_outside = forms.BooleanField(
        label=gettext_lazy("Outside the programme"),
        required=False,
        help_text=gettext_lazy("Extraordinary items are counted apart and are not on the list that others see."),
    )

    @property
    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        is_outside = values.pop("is_outside")
        return {**values, "is_planned": not is_outside}


class CaseForm(OfficeForm):
    """Signs of violation or a complaint; field names are those of actions.enter_case."""

    owner = forms.ChoiceField(label=gettext_lazy("Whose programme"), choices=Owner)
    manner = forms.ChoiceField(label=gettext_lazy("Manner"), choices=[(manner.value, manner.label) for manner in CASES])
    number = forms.CharField(
        label=gettext_lazy("Register number"),
        max_length=40,
        help_text=gettext_lazy("Nothing of who it is about or what it says is kept here."),
    )
    received_on = DayField(label=gettext_lazy("Received on"))
    due_on = DayField(label=gettext_lazy("Due on"))


class _PartyForm(OfficeForm):
    """A unit or a member, each picked."""

    def __init__(self, *args: Any, person: access.Reader, verb: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party_unit"] = UnitField(
            person, verb, on=on, required=False, label=_("Organisation"), empty_label=_("None: it is about a member")
        )
        self.fields["party_member"] = PickerField(
            "member", person, "member.read", on=on, required=False, label=_("Member")
        )

    @property
    def party(self) -> Inspected | None:
        unit, member = self.cleaned_data.get("party_unit"), self.cleaned_data.get("party_member")
        return Inspected(unit=unit, member=member) if unit or member else None


class PartyForm(_PartyForm):
    """Whom an item is about: an organisation or a member."""

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if bool(values.get("party_unit")) == bool(values.get("party_member")) and not self.errors:
            raise ValidationError(_("Name an organisation or a member: one of the two."))
        return values

    @property
    def values(self) -> dict[str, Any]:
        return {"party": self.party}


class TeamForm(OfficeForm):
    """Who carries an item out; field names are those of actions.name_team_member."""

    role = forms.ChoiceField(label=gettext_lazy("Part in the team"), choices=Role)

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(member=PickerField("member", person, "member.read", on=on))


class StartForm(OfficeForm):
    """By which decision an item is opened; field names are those of actions.start."""

    opened_on = DayField(label=gettext_lazy("Item opened on"))
    opening_number = forms.CharField(label=gettext_lazy("Decision that opens it"), max_length=40, required=False)


class ExtendForm(OfficeForm):
    """Until when the time limit is extended; field names are those of actions.extend."""

    limit_on = DayField(label=gettext_lazy("To be concluded by"))
    extended_by = forms.CharField(label=gettext_lazy("Decision"), max_length=40)


class DropForm(OfficeForm):
    """By which decision an item is dropped; field names are those of actions.drop."""

    decision = forms.CharField(label=gettext_lazy("Decision"), max_length=40)
    decided_on = DayField(label=gettext_lazy("Decided on"))
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class PostponeForm(DropForm):
    """To which day an item is postponed; field names are those of actions.postpone."""

    field_order = ("due_on", "decision", "decided_on", "why")
    due_on = DayField(label=gettext_lazy("New day"))


class CarryOutForm(_PartyForm):
    """On which day an item was carried out, and whom it inspected beside those named before."""

    done_on = DayField(label=gettext_lazy("Done on"))

    @property
    def values(self) -> dict[str, Any]:
        parties = [Inspected(unit=unit) for unit in [self.cleaned_data.get("party_unit")] if unit is not None] + [
            Inspected(member=member) for member in [self.cleaned_data.get("party_member")] if member is not None
        ]
        return {"done_on": self.cleaned_data["done_on"], "parties": parties}
