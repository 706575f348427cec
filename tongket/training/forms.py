"""What an officer enters about schools, classes, their days and learners."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.members.models import Candidacy, Member
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages.columns import unit_name
from tongket.pages.forms import DayField, OfficeForm, UnitField, seen_field
from tongket.pages.picker import PickerField
from tongket.training import queries
from tongket.training.actions import Outcome
from tongket.training.models import Learner, TrainingClass
from tongket.training.rules import Grade, Kind, Result, is_for

MOST_PICKED = 300
FEW_SCHOOLS = 40


class SchoolForm(OfficeForm):
    """A school; field names are those of actions.keep_school."""

    name = forms.CharField(label=gettext_lazy("Name of the school"), max_length=200)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ClassForm(OfficeForm):
    """A class; field names are those of actions.open_class."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of class"), choices=Kind)
    title = forms.CharField(label=gettext_lazy("Name of the class"), max_length=200)
    opened_on = DayField(
        label=gettext_lazy("Opened on"), help_text=gettext_lazy("The class counts in the year of this day.")
    )
    closed_on = DayField(label=gettext_lazy("Closed on"), required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=60, required=False)
    decided_on = DayField(label=gettext_lazy("Decided on"), required=False)
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=200, required=False)
    learners = forms.IntegerField(
        label=gettext_lazy("Learners"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=gettext_lazy("As many as the class was reported with; it grows with the list."),
    )

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"] = PickerField(
            "school",
            person,
            "training.read",
            on=on,
            few=FEW_SCHOOLS,
            required=False,
            empty_label=gettext_lazy("no school"),
        )
        self.order_fields(["kind", "title", "opened_on", "closed_on", "school", "place"])

    @property
    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "learners": self.cleaned_data.get("learners") or 0}


class SessionForm(OfficeForm):
    """A day of a class; field names are those of actions.add_session."""

    held_on = DayField(label=gettext_lazy("Day"))
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    speaker = forms.CharField(label=gettext_lazy("Speaker"), max_length=160, required=False)


# --- The list of a class ----------------------------------------------------------------------------------------------


class UnderForm(OfficeForm):
    """Under which unit learners are picked."""

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(unit=UnitField(person, "learning.write", on=on))


class MembersField(forms.ModelMultipleChoiceField[Member]):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.born}, {unit_name(obj)})"


class CandidatesField(forms.ModelMultipleChoiceField[Candidacy]):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({dates.dmy(obj.born_on)}, {unit_name(obj)})"


class PickForm(OfficeForm):
    """Who of a unit is put on the list of a class."""

    def __init__(
        self, *args: Any, training_class: TrainingClass, under: Unit, person: access.Reader, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        name, label, field, rows = self._offered(training_class, under, person, on)
        count = rows.order_by().count()
        help_text = ""
        if count > MOST_PICKED:
            help_text = _("Of %(count)s the first %(most)s are shown: choose a smaller unit for the others.")
            help_text = help_text % {"count": count, "most": MOST_PICKED}
        elif not count:
            help_text = _("Nobody is left to choose in this unit.")
        self.fields[name] = field
        field.label, field.help_text = label % {"unit": under.place.short_name}, help_text
        if count > MOST_PICKED:
            field.choices = [(row.pk, field.label_from_instance(row)) for row in rows[:MOST_PICKED]]

    @staticmethod
    def _offered(
        training_class: TrainingClass, under: Unit, person: access.Reader, on: date
    ) -> tuple[str, str, Any, Any]:
        """The field for members or for candidates: its name, label, itself, and the rows."""
        if is_for(training_class.kind, is_member=True):
            members = queries.members_to_pick(training_class, under, person, on)
            return "members", _("Members of %(unit)s"), MembersField(members, required=False), members
        candidates = queries.candidates_to_pick(training_class, under, person, on)
        return "candidates", _("Candidates of %(unit)s"), CandidatesField(candidates, required=False), candidates


class AddForm(OfficeForm):
    """One member, found by name or card."""

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(member=PickerField("member", person, "member.read", on=on))

    @property
    def values(self) -> dict[str, Any]:
        return {"members": [self.cleaned_data["member"]]}


def outcomes(*, with_listed: bool = True) -> list[tuple[str, str]]:
    """All results with their grades as the options of one list, "PASSED:GOOD" for one who passed with a grade."""
    options = [("", _("nothing yet"))] if with_listed else []
    options += [
        (f"{Result.PASSED}:{grade.value}" if grade else str(Result.PASSED.value), _passed(grade))
        for grade in (*(grade for grade in Grade if grade), Grade.NONE)
    ]
    others = (Result.NOT_PASSED, Result.LEFT, Result.ABSENT)
    return options + [(result.value, str(result.label)) for result in others]


def _passed(grade: Grade) -> str:
    return f"{Result.PASSED.label}, {grade.label}" if grade else str(Result.PASSED.label)


def _outcome(value: str) -> Outcome:
    result, _colon, grade = value.partition(":")
    return Outcome(result, grade)


class ResultsForm(OfficeForm):
    """A result for each learner who has none; one for all others saves choosing it again and again."""

    def __init__(self, *args: Any, rows: list[Learner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.learners = {f"r{number}": row for number, row in enumerate(rows)}
        self.fields["others"] = forms.ChoiceField(
            label=_("All others"),
            choices=outcomes(),
            required=False,
            help_text=_("For all for whom nothing is chosen below."),
        )
        for name, row in self.learners.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{row.name} ({unit_name(row)})", choices=outcomes(), required=False
            )

    @property
    def values(self) -> dict[str, Any]:
        others = self.cleaned_data["others"]
        chosen = {row.pk: self.cleaned_data.get(name) or others for name, row in self.learners.items()}
        given: dict[UUID, Outcome] = {pk: _outcome(value) for pk, value in chosen.items() if value}
        return {"outcomes": given}


class CertifyForm(OfficeForm):
    """Certificates for all who passed; field names are those of actions.certify."""

    certified_on = DayField(label=gettext_lazy("Certificates issued on"))
    first_number = forms.CharField(
        label=gettext_lazy("First number"),
        max_length=40,
        help_text=gettext_lazy("Counted on for the others in the order of the list: 01/GCN, 02/GCN …"),
    )


class LearnerForm(OfficeForm):
    """Result and certificate of one learner."""

    outcome = forms.ChoiceField(label=gettext_lazy("Result"))
    certificate_number = forms.CharField(label=gettext_lazy("Number of the certificate"), max_length=40, required=False)
    certified_on = DayField(label=gettext_lazy("Certificate issued on"), required=False)

    def __init__(self, *args: Any, row: Learner, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "outcome": f"{row.result}:{row.grade}" if row.grade else row.result,
            "certificate_number": row.certificate_number,
            "certified_on": row.certified_on,
            "seen": row.version,
        }
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = [(Result.LISTED.value, str(Result.LISTED.label)), *outcomes(with_listed=False)]
        self.fields["seen"] = seen_field()

    @property
    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        outcome = _outcome(given.pop("outcome"))
        return {**given, "result": outcome.result, "grade": outcome.grade}
