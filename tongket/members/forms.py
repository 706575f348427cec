"""What an officer enters about members."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import clock
from tongket.members import checks
from tongket.members.models import Education, Member, Precision, Sex, Theory
from tongket.members.queries import namesakes
from tongket.members.rules import WAYS_OUT, Closed
from tongket.org import access
from tongket.org.models import Person
from tongket.pages.forms import FEW_UNITS, DayField, OfficeForm, seen_field
from tongket.pages.picker import PickerField
from tongket.units.forms.known import NamedPersonForm
from tongket.votes.models import Vote
from tongket.votes.rules import Decision, State


class CellField(PickerField):
    """A living cell over which the person holds a verb, by its code: a list, or where there are many a search."""

    def __init__(self, person: access.Reader, verb: str, *, on: date, **kwargs: Any) -> None:
        super().__init__("cell", person, verb, on=on, few=FEW_UNITS, empty_label=_("Choose a cell"), **kwargs)


class NewMemberForm(NamedPersonForm):
    """Somebody who becomes a member here: one who holds an office already, or another account, is offered."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def may_be(self, person: Person) -> bool:
        return checks.may_become_member(person)


class AdmissionForm(NewMemberForm):
    """An admission; field names are those of actions.admit, and a tick for namesakes.

    What only a few admissions need is kept back until it is asked for.
    """

    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=Sex, widget=forms.RadioSelect)
    born_on = DayField(label=gettext_lazy("Born on"))
    decision_number = forms.CharField(
        label=gettext_lazy("Number of the decision"), max_length=40, help_text=gettext_lazy("For example 125-QĐ/ĐUK.")
    )
    decided_on = DayField(
        label=gettext_lazy("Date of the decision"),
        help_text=gettext_lazy("As written in the decision. Party age counts from this day."),
    )
    decided_by = forms.CharField(
        label=gettext_lazy("Decided by"),
        max_length=200,
        help_text=gettext_lazy("The body, as the decision names it."),
    )
    ceremony_on = DayField(
        label=gettext_lazy("Admission ceremony on"),
        required=False,
        help_text=gettext_lazy("Leave it empty while the ceremony has not been held; probation counts from it."),
    )
    education = forms.ChoiceField(label=gettext_lazy("Education"), choices=Education, required=False)
    theory = forms.ChoiceField(label=gettext_lazy("Political theory"), choices=Theory, required=False)
    age_reason = forms.CharField(
        label=gettext_lazy("Consent to the age"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Number, date and body of the consent."),
    )
    is_other_person = forms.BooleanField(
        label=gettext_lazy("I have checked it: this is another person"), required=False
    )

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, reader=person, verb="member.admit", on=on, **kwargs)
        self.person, self.on = person, on
        self.put_first(unit=CellField(person, "member.admit", on=on))
        self.kept_back = {
            name: self.fields.pop(name) for name in ("age_reason", "is_other_person") if name not in self.data
        }

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "is_other_person"}

    def clean(self) -> dict[str, Any]:
        """Ask whether it is another person where somebody of that name and birthday stands on the roll."""
        values = super().clean() or {}
        if not self.errors and not values.get("is_other_person"):
            known = namesakes(values["full_name"], values["born_on"], self.person, on=self.on)
            if known:
                words = _(
                    "The roll holds somebody of that name and birthday already (%(listed)s). "
                    "If it is another person, tick this."
                )
                listed = "; ".join(f"{member.name}, {member.unit.place.name}" for member in known)
                self.add_error("is_other_person", words % {"listed": listed})
        return values

    def takes_error(self, name: str) -> bool:
        return name in self.kept_back or super().takes_error(name)

    def add_error(self, field: str | None, error: Any) -> None:
        if field in self.kept_back:
            self.fields[field] = self.kept_back.pop(field)
        if field == "age_reason":
            self.fields[field].required = True  # from now on it may not stay empty, and says so
        super().add_error(field, error)


class CeremonyForm(OfficeForm):
    ceremony_on = DayField(label=gettext_lazy("Admission ceremony on"))
    received_on = DayField(
        label=gettext_lazy("Received by the cell on"),
        required=False,
        help_text=gettext_lazy("Until July 2026 the 30 working days count from this day."),
    )


class RecognitionForm(OfficeForm):
    """Field names are those of actions.recognise."""

    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=40)
    decided_on = DayField(label=gettext_lazy("Date of the decision"))

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        votes = Vote.objects.filter(  # unscoped: of the member's own cell
            unit=member.unit_id, decision=Decision.OFFICIAL_STATUS, state=State.CONFIRMED
        )
        self.fields["vote"] = forms.ModelChoiceField(
            votes.order_by("-held_on"), label=gettext_lazy("Vote of the cell"), required=False
        )


class TransferForm(OfficeForm):
    """Field names are those of actions.transfer."""

    moved_on = DayField(
        label=gettext_lazy("From"), help_text=gettext_lazy("The day from which the new cell counts the member.")
    )

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(to=CellField(person, "member.write", on=on, label=gettext_lazy("New cell")))


class LeaveForm(OfficeForm):
    """Field names are those of actions.leave."""

    how = forms.ChoiceField(
        label=gettext_lazy("How it ended"),
        widget=forms.RadioSelect,
        choices=[
            (Closed.TRANSFERRED_OUT, gettext_lazy("transferred to a unit that keeps no books here")),
            *[(how.value, how.label) for how in Closed if how in WAYS_OUT and how != Closed.TRANSFERRED_OUT],
        ],
    )
    left_on = DayField(
        label=gettext_lazy("Day of the end"),
        help_text=gettext_lazy("The first day on which the cell no longer counts the member."),
    )
    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=40, required=False)
    decided_on = DayField(label=gettext_lazy("Date of the decision"), required=False)
    decided_by = forms.CharField(
        label=gettext_lazy("Decided by"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Removal and resignation: the body that decides on admissions."),
    )
    discipline_decision = forms.CharField(
        label=gettext_lazy("Discipline decision"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Of an expulsion: number and day."),
    )
    to_text = forms.CharField(label=gettext_lazy("Went to"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Removal and resignation are decided by a body, whose decision is named (R-MEM-14, R-MEM-15)."""
        values = super().clean() or {}
        if values.get("how") in {Closed.REMOVED, Closed.RESIGNED}:
            for name in ("decision_number", "decided_on", "decided_by"):
                if not values.get(name):
                    self.add_error(name, _("Please fill in: %(label)s.") % {"label": self[name].label})
        return values


class CorrectionForm(OfficeForm):
    """Field names are those of actions.correct; seen: the version that the officer looks at (S-23)."""

    seen = seen_field()
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=Sex, widget=forms.RadioSelect)
    born_on = DayField(label=gettext_lazy("Born on"))
    born_precision = forms.ChoiceField(
        label=gettext_lazy("Known of the birth"),
        choices=Precision,
        required=False,
        help_text=gettext_lazy("Where only the year or the month is known, the rest of the day above does not count."),
    )
    card_number = forms.CharField(label=gettext_lazy("Card number"), max_length=20, required=False)
    education = forms.ChoiceField(label=gettext_lazy("Education"), choices=Education, required=False)
    theory = forms.ChoiceField(label=gettext_lazy("Political theory"), choices=Theory, required=False)

    party_age_from_on = DayField(label=gettext_lazy("Party age counts from"))
    ceremony_on = DayField(label=gettext_lazy("Admission ceremony on"), required=False)
    official_on = DayField(label=gettext_lazy("Official member from"))


class AdmissionCorrectionForm(OfficeForm):
    """Field names are those of actions.correct_admission."""

    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=40)
    decided_on = DayField(label=gettext_lazy("Date of the decision"))
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=200)
    ceremony_on = DayField(label=gettext_lazy("Admission ceremony on"), required=False)
    received_on = DayField(label=gettext_lazy("Received by the cell on"), required=False)
    age_reason = forms.CharField(label=gettext_lazy("Consent to the age"), max_length=300, required=False)


class DecisionForm(OfficeForm):
    """A decision by its number and day."""

    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=40)
    decided_on = DayField(label=gettext_lazy("Date of the decision"))


class CancelForm(OfficeForm):
    reason = forms.CharField(
        label=gettext_lazy("Why the entry is taken back"),
        max_length=200,
        help_text=gettext_lazy("It is kept in the history, with what the entry said."),
    )


class ConfirmForm(OfficeForm):
    """Asks for nothing but to be confirmed."""


class ExtractForm(OfficeForm):
    """Why a file leaves the system on paper."""

    reason = forms.CharField(
        label=gettext_lazy("What the extract is for"),
        max_length=200,
        min_length=5,
        help_text=gettext_lazy("The reason is kept in the log."),
    )


class DayForm(OfficeForm):
    day = DayField(label=gettext_lazy("As of day"))

    def clean_day(self) -> date:
        then: date = self.cleaned_data["day"]
        if then > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return then
