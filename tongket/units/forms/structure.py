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
from tongket.org.models import Ended, Office, OfficeTerm, Unit
from tongket.pages.forms import DayField, OfficeForm, UnitField
from tongket.units import rules
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


class DissolveForm(DecisionForm):
    """The end of a unit, and who takes its members."""

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = _("Where it has members: the cell that they go to.")
        field = UnitField(
            person, "unit.write", on=on, label=_("Its members go to"), required=False, help_text=help_text
        )
        self.fields["goes_to"] = field


class KindForm(DecisionForm):
    """Another kind or sector."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector)
    field_order = ("kind", "sector")

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        return {**values, "kind": Kind(values["kind"]), "sector": Sector(values["sector"])}


class EventForm(OfficeForm):
    """The paper of an event, to be corrected."""

    number = forms.CharField(label=_("Number of the decision"), max_length=40)
    decided_on = DayField(label=_("Date of the decision"))
    issuer = forms.CharField(label=_("Issued by"), max_length=200)


class SplitForm(DecisionForm):
    """New units out of one: each with its name; short name and code are made where they are left empty. Lines left
    empty are no units.
    """

    BESIDE, UNDER = "beside", "under"
    LIVES, ENDS = "lives", "ends"

    kind = forms.ChoiceField(label=_("Kind of the new units"), choices=Kind)
    stands = forms.ChoiceField(
        label=_("Where the new units stand"),
        choices=[(BESIDE, _("beside the old one")), (UNDER, _("under the old one"))],
        widget=forms.RadioSelect,
    )
    ends = forms.ChoiceField(
        label=_("What becomes of the old unit"),
        choices=[
            (LIVES, _("it lives on, and gives a part away")),
            (ENDS, _("it ends, and the new ones take its place")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, unit: Unit, *args: Any, parts: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.parts = unit, parts
        lines: dict[str, forms.Field] = {}
        for number in range(1, parts + 1):
            of = {"number": number}
            lines[f"name_{number}"] = forms.CharField(
                label=_("New unit %(number)s: name") % of, max_length=200, required=number == 1
            )
            lines[f"short_name_{number}"] = forms.CharField(
                label=_("New unit %(number)s: short name") % of, max_length=80, required=False,
                help_text=_("Empty: made of the name."),
            )  # fmt: skip
            lines[f"code_{number}"] = forms.CharField(
                label=_("New unit %(number)s: code") % of, max_length=32, required=False, validators=[CODE],
                help_text=_("Empty: the next one after %(code)s.") % {"code": unit.code},
            )  # fmt: skip
        self.fields = {**lines, **self.fields}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        codes: set[str] = set()
        typed = {data.get(f"code_{number}", "") for number in range(1, self.parts + 1)}
        taken = {*Unit.objects.values_list("code", flat=True), *typed}  # unscoped: a code is given once
        for number in range(1, self.parts + 1):
            parts = {name: data.get(f"{name}_{number}", "") for name in ("name", "short_name", "code")}
            if not any(parts.values()):
                continue
            if not parts["name"]:
                if f"name_{number}" not in self.errors:
                    self.add_error(f"name_{number}", _("Enter the name of this unit."))
                continue
            if not parts["short_name"]:
                data[f"short_name_{number}"] = rules.short_name_for(parts["name"])
            if not parts["code"] and f"code_{number}" not in self.errors:
                parts["code"] = data[f"code_{number}"] = rules.code_beside(self.unit.code, taken)
                taken.add(parts["code"])
            if parts["code"] in codes:
                self.add_error(f"code_{number}", _("Two of the units have this code."))
            codes |= {parts["code"]} - {""}
        ends = data.get("ends") == self.ENDS
        if ends and len(codes) < 2 and not self.errors:
            self.add_error("ends", _("A unit that ends is split into two units at least: enter the second."))
        if ends and data.get("stands") == self.UNDER:
            self.add_error("stands", _("A unit that ends has none under it: put the new ones beside it."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        is_under = values.pop("stands") == self.UNDER
        parent = self.unit if is_under else self.unit.place.parent
        kind, sector = Kind(values.pop("kind")), Sector(self.unit.place.sector)
        parts = []
        for number in range(1, self.parts + 1):
            names = {name: values.pop(f"{name}_{number}") for name in ("name", "short_name", "code")}
            if names["code"]:
                parts.append(NewUnit(**names, kind=kind, parent=parent, sector=sector))
        return {**values, "ends": values["ends"] == self.ENDS, "parts": parts}


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
