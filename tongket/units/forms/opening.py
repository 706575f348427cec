"""What the first visitor enters; a unit as it is entered when the books are opened; a sheet of units."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.core import text
from tongket.org import access
from tongket.org.actions.founding import Founder, Organisation
from tongket.org.kinds import Kind, Sector, kind_version
from tongket.org.models import Domain, Office, Unit
from tongket.pages.forms import DayField, OfficeForm, UnitField, seen_field
from tongket.pages.upload import MB, UploadField
from tongket.sheets import child, files
from tongket.units import rules
from tongket.units.forms.structure import CODE

SHEET_ENDINGS = (".xlsx", ".xls", ".csv")
SHEET_BYTES = 5 * MB
OF_ADMINISTRATOR = (Office.OPERATOR, Office.CLERK, Office.ORGANISATION_OFFICER, Office.DEPUTY_SECRETARY)
OF_SECRETARY = (Office.SECRETARY, Office.DEPUTY_SECRETARY)


def _full_name(typed: str) -> str:
    name = " ".join(text.clean(typed).split())
    if len(name.split()) < 2:
        raise forms.ValidationError(_("Enter the family name and the given name."))
    return name


def _lines(typed: str) -> str:
    """The lines of a text as they were typed, each clean."""
    return "\n".join(line for line in (" ".join(text.clean(line).split()) for line in typed.splitlines()) if line)


class FoundingForm(OfficeForm):
    """The organisation and two people."""

    printed_name = forms.CharField(
        label=_("Name of the organisation"), max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        help_text=_("As on its papers, such as Đảng bộ xã Mẫu Sơn; break the line where the papers do."),
    )  # fmt: skip
    superior = forms.CharField(
        label=_("Superior organisation"), max_length=120, required=False,
        help_text=_("As it stands above the name on the papers, such as Đảng bộ tỉnh Sông Mẫu."),
    )  # fmt: skip
    province = forms.CharField(label=_("Province or city"), max_length=80)
    place = forms.CharField(
        label=_("Place in the date line"), max_length=80, required=False,
        help_text=_("“Mẫu Sơn, ngày …” on the papers. Empty: the province."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), initial=Kind.GRASSROOTS_COMMITTEE)
    code = forms.CharField(
        label=_("Code"), max_length=32, required=False, validators=[CODE],
        help_text=_("Short, for lists and addresses; it never changes. Empty: made from the name, such as MAUSON."),
    )  # fmt: skip
    from_on = DayField(label=_("The books begin on"), help_text=_("Units and figures are kept here from this day on."))
    administrator_name = forms.CharField(label=_("Full name"), max_length=120)
    administrator_office = forms.ChoiceField(
        label=_("Office held"), choices=[(office.value, office.label) for office in OF_ADMINISTRATOR]
    )
    administrator_decision = forms.CharField(
        label=_("Number of the decision"), max_length=60, help_text=_("By which the person was given this work.")
    )
    also = forms.MultipleChoiceField(
        label=_("Does this too, until others are appointed"),
        choices=[
            (Domain.ORG.value, _("the work of the organisation board: units, members, offices")),
            (Domain.OFFICE.value, _("the work of the office: reports, targets, the review")),
        ],
        initial=[Domain.ORG.value, Domain.OFFICE.value],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    secretary_name = forms.CharField(label=_("Full name"), max_length=120)
    secretary_office = forms.ChoiceField(
        label=_("Office held"), choices=[(office.value, office.label) for office in OF_SECRETARY]
    )
    secretary_decision = forms.CharField(
        label=_("Number of the decision"), max_length=60,
        help_text=_("Of the approval or the appointment. Leadership runs once the secretary has confirmed it here."),
    )  # fmt: skip
    ORGANISATION = ("printed_name", "kind", "superior", "province", "place", "code", "from_on")
    ADMINISTRATOR = ("administrator_name", "administrator_office", "administrator_decision", "also")
    SECRETARY = ("secretary_name", "secretary_office", "secretary_decision")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        kinds = [kind for kind in Kind if kind_version(kind, None, on) is not None]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, str(kind.label).capitalize()) for kind in kinds]
        self.fields["from_on"].initial = date(on.year, 1, 1)

    def clean_printed_name(self) -> str:
        return _lines(str(self.cleaned_data["printed_name"]))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["place"] = data.get("place") or data.get("province", "")
        return data

    def clean_from_on(self) -> date:
        day: date = self.cleaned_data["from_on"]
        if day > self.on:
            raise forms.ValidationError(_("The books begin today at the latest."))
        return day

    def clean_administrator_name(self) -> str:
        return _full_name(str(self.cleaned_data["administrator_name"]))

    def clean_secretary_name(self) -> str:
        return _full_name(str(self.cleaned_data["secretary_name"]))

    def sections(self) -> list[dict[str, Any]]:
        """The fields in three groups, with what each is about."""
        groups = [
            (_("The organisation"), "", self.ORGANISATION),
            (_("The administrator"), _("Makes accounts and sets the system up."), self.ADMINISTRATOR),
            (
                _("The secretary"),
                _("Another person: answers for the organisation, and for who may do what."),
                self.SECRETARY,
            ),
        ]
        return [
            {"title": title, "text": words, "fields": [self[name] for name in names]} for title, words, names in groups
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        name = " ".join(data["printed_name"].split())
        organisation = Organisation(
            printed_name=data["printed_name"],
            code=data["code"] or rules.code_for(name, ()),
            kind=Kind(data["kind"]),
            sector=rules.sector_by_name(name),
            province=data["province"],
            superior=data["superior"],
            place=data["place"],
            from_on=data["from_on"],
        )
        administrator, secretary = (
            Founder(data[f"{who}_name"], Office(data[f"{who}_office"]), data[f"{who}_decision"])
            for who in ("administrator", "secretary")
        )
        also = [Domain(domain) for domain in data["also"]]
        return {"organisation": organisation, "administrator": administrator, "secretary": secretary, "also": also}


class ConfirmForm(OfficeForm):
    """Nothing is typed; what is confirmed stands above the button."""

    what_is_confirmed = ""


class AddUnitForm(OfficeForm):
    """A unit that was there before the books: a name is mostly enough."""

    name = forms.CharField(
        label=_("Name of the unit"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=80, required=False)
    code = forms.CharField(
        label=_("Code"), max_length=32, required=False, validators=[CODE], help_text=_("Empty: made from the name.")
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    decision = forms.CharField(label=_("Number of the decision"), max_length=40, required=False)
    FIRST = ("name", "kind", "parent")
    MORE = ("short_name", "code", "sector", "decision")

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(parent=UnitField(person, "unit.write", on=on, label=_("Directly under")))
        _choose(self, "kind", [("", _("by the name")), *((kind.value, kind.label) for kind in Kind)])
        _choose(self, "sector", [("", _("as the unit above")), *Sector.choices])

    def clean_name(self) -> str:
        return " ".join(text.clean(str(self.cleaned_data["name"])).split())

    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class CorrectUnitForm(OfficeForm):
    """How a unit was entered, put right."""

    name = forms.CharField(label=_("Name of the unit"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector)
    seen = seen_field()

    def __init__(self, unit: Unit, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_top = unit.place.parent_id is None
        if not self.is_top:
            self.put_first(parent=UnitField(person, "unit.write", on=on, label=_("Directly under")))

    @property
    def values(self) -> dict[str, Any]:
        return {"parent": None, **super().values}


class SheetForm(OfficeForm):
    """A table of units: read here, before any transaction begins, in a process of its own (S-36)."""

    file = UploadField(label=_("File with the units"), endings=SHEET_ENDINGS, most_bytes=SHEET_BYTES)

    def clean_file(self) -> tuple[str, list[dict[str, Any]]]:
        """The name of the file and its rows."""
        file = self.cleaned_data["file"]
        try:
            sheets = child.read(file.read(), file.name)
        except files.Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        rows = rules.rows_of(sheet.rows for sheet in sheets if not sheet.is_hidden)
        if not rows:
            raise forms.ValidationError(
                _("No table of units was found: a column has to be called “Tên đơn vị”, as in the template.")
            )
        return file.name, rows


class ShownForm(OfficeForm):
    """The version of the sheet that was looked at."""

    shown = seen_field()
