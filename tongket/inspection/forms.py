"""What an inspector enters. Units and members are looked up only among those that the person may read (S-15)."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.inspection.actions import Inspected
from tongket.inspection.rules import Act, DecidedBy, Form, Manner, Owner
from tongket.members.models import Member
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages.forms import DayField, OfficeForm, year_field


class PlanForm(OfficeForm):
    """An item of a programme; field names are those of actions.plan."""

    owner = forms.ChoiceField(label=gettext_lazy("Whose programme"), choices=Owner)
    act = forms.ChoiceField(label=gettext_lazy("Act"), choices=Act)
    manner = forms.ChoiceField(
        label=gettext_lazy("Manner"),
        choices=Manner,
        help_text=gettext_lazy("An inspection for signs of violation never stands in the programme that others see."),
    )
    subject = forms.CharField(
        label=gettext_lazy("Theme"), max_length=200, help_text=gettext_lazy("Without names of persons.")
    )
    year = year_field()
    due_on = DayField(label=gettext_lazy("Due on"))
    programme_number = forms.CharField(label=gettext_lazy("Programme"), max_length=40, required=False)


def members_with_cards(cards: list[str], person: access.Reader, *, on: date) -> list[Member]:
    """The members with these card numbers, among those that the person may read. Raises ValidationError."""
    found = access.scope(Member.objects.filter(card_number__in=cards), person, "member.read", on=on)
    by_card = {member.card_number: member for member in found.select_related("person", "unit__place")}
    unknown = [card for card in cards if card not in by_card]
    if unknown:
        raise ValidationError(
            _("No member of your reach has the card number %(cards)s.") % {"cards": ", ".join(unknown)}
        )
    return [by_card[card] for card in cards]


def units_with_codes(codes: list[str], person: access.Reader, verb: str, *, on: date) -> list[Unit]:
    """The units with these codes, among those over which the person holds the verb. Raises ValidationError."""
    found = access.scope(Unit.objects.filter(code__in=codes), person, verb, on=on).select_related("place")
    by_code = {unit.code: unit for unit in found}
    unknown = [code for code in codes if code not in by_code]
    if unknown:
        raise ValidationError(_("No unit of your reach has the code %(codes)s.") % {"codes": ", ".join(unknown)})
    return [by_code[code] for code in codes]


class CarryOutForm(OfficeForm):
    """Whom an item inspected: units by their codes, members by their card numbers, one on a line."""

    done_on = DayField(label=gettext_lazy("Done on"))
    units = forms.CharField(
        label=gettext_lazy("Organisations inspected"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("The code of each unit, one on a line."),
    )
    members = forms.CharField(
        label=gettext_lazy("Members inspected"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("The card number of each member, one on a line."),
    )

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.on = on

    def clean_units(self) -> list[Unit]:
        return units_with_codes(self.cleaned_data["units"].split(), self.person, "inspection.write", on=self.on)

    def clean_members(self) -> list[Member]:
        lines = [line.strip() for line in self.cleaned_data["members"].splitlines()]
        return members_with_cards([line for line in lines if line], self.person, on=self.on)

    @property
    def values(self) -> dict[str, Any]:
        units = [Inspected(unit=unit) for unit in self.cleaned_data["units"]]
        members = [Inspected(member=member) for member in self.cleaned_data["members"]]
        return {"done_on": self.cleaned_data["done_on"], "parties": units + members}


class DisciplineForm(OfficeForm):
    """A decision on one member, by card number, or on one organisation, by code."""

    card_number = forms.CharField(
        label=gettext_lazy("Card number of the member"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Leave it empty for a decision on an organisation."),
    )
    unit_code = forms.CharField(
        label=gettext_lazy("Code of the organisation"),
        max_length=32,
        required=False,
        help_text=gettext_lazy("Leave it empty for a decision on a member."),
    )
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
        self.person = person
        self.on = on

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        card, code = values.get("card_number", ""), values.get("unit_code", "")
        if bool(card) == bool(code):
            raise ValidationError(_("Name an organisation or a member: one of the two."))
        if card:
            member = members_with_cards([card], self.person, on=self.on)[0]
            values["unit"], values["party"] = member.unit, Inspected(member=member)
        else:
            unit = units_with_codes([code], self.person, "discipline.write", on=self.on)[0]
            values["unit"], values["party"] = unit, Inspected(unit=unit)
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What the decision takes: the member or organisation looked up in place of card number and code."""
        names = ("unit", "party", "form", "decided_by", "number", "decided_on", "effective_on")
        return {name: self.cleaned_data[name] for name in names}
