"""What is entered for a structural event or an office: always with the decision behind it (R-ORG-10)."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from tongket.core import text
from tongket.org import access
from tongket.org.actions import Decision, NewUnit
from tongket.org.kinds import Kind, Sector
from tongket.org.models import Ended, Office, OfficeTerm
from tongket.pages.forms import DayField, OfficeForm, UnitField
from tongket.units.forms.known import NamedPersonForm

CODE = RegexValidator(r"^[A-Z0-9][A-Z0-9-]{1,31}$", _("Capital letters, digits and hyphens only, such as GDDT-4."))


class DecisionForm(OfficeForm):
    """The paper behind an event, and the day from which it holds."""

    number = forms.CharField(label=_("Number of the decision"), max_length=40, help_text=_("Such as 125-QĐ/ĐUK."))
    decided_on = DayField(label=_("Date of the decision"))
    issuer = forms.CharField(label=_("Issued by"), max_length=200)
    from_on = DayField(label=_("Holds from"), help_text=_("A day to come is kept and takes effect by itself."))

    def clean_number(self) -> str:
        return text.clean(str(self.cleaned_data["number"]))

    @property
    def values(self) -> dict[str, Any]:
        """What the actions take: the three fields of the paper as one decision."""
        values = dict(self.cleaned_data)
        decision = Decision(values.pop("number"), values.pop("decided_on"), values.pop("issuer"))
        return {**values, "decision": decision}


class NamedForm(DecisionForm):
    """With a name and a short name."""

    name = forms.CharField(
        label=_("Name of the unit"), max_length=200, help_text=_("In full, such as Đảng bộ Sở Tư pháp.")
    )
    short_name = forms.CharField(label=_("Short name"), max_length=80, help_text=_("For lists and phones."))
    field_order: tuple[str, ...] = ("name", "short_name")


class RenameForm(NamedForm):
    """Another name."""


class FoundForm(NamedForm):
    """A new unit."""

    code = forms.CharField(label=_("Code"), max_length=32, validators=[CODE], help_text=_("It never changes."))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector)
    field_order = ("parent", "name", "short_name", "code", "kind", "sector")

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(parent=UnitField(person, "unit.write", on=on, label=_("Directly under")))

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        kind, sector = Kind(values.pop("kind")), Sector(values.pop("sector"))
        names = {name: values.pop(name) for name in ("code", "name", "short_name", "parent")}
        return {**values, "new": NewUnit(**names, kind=kind, sector=sector)}


class MoveForm(DecisionForm):
    """Another parent."""

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(parent=UnitField(person, "unit.write", on=on, label=_("Directly under")))


class MergeForm(DecisionForm):
    """The unit that takes over."""

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(into=UnitField(person, "unit.write", on=on, label=_("Merged into")))


class TakeOfficeForm(NamedPersonForm):
    """Somebody in an office."""

    office = forms.ChoiceField(label=_("Office held"), choices=Office)
    how = forms.ChoiceField(label=_("How"), choices=OfficeTerm.How)
    decision = forms.CharField(label=_("Decision or minutes"), max_length=60)
    from_on = DayField(label=_("Since"))


class LeaveForm(OfficeForm):
    until_on = DayField(label=_("Ends on"), help_text=_("The first day on which the office is no longer held."))
    because = forms.ChoiceField(label=_("Why it ends"), choices=[("", _("not said")), *Ended.choices], required=False)
    note = forms.CharField(
        label=_("Handed over"),
        max_length=300,
        required=False,
        help_text=_("Papers, seals and files, to whom and when; no opinion of the person."),
    )


class DayForm(OfficeForm):
    day = DayField(label=_("Day"))
