"""Decisions of discipline, complaints against them."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.inspection.actions import Inspected
from tongket.inspection.rules import Answer, DecidedBy, Form, Matter
from tongket.org import access
from tongket.pages.forms import DayField, OfficeForm, UnitField
from tongket.pages.picker import PickerField

VOTES = "votes_"  # before the name of a form


class DecisionForm(OfficeForm):
    """A decision as it is corrected; field names are those of actions.correct_discipline, with a field for the votes of
    each form.
    """

    form = forms.ChoiceField(label=gettext_lazy("Form of discipline"), choices=Form)
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=Matter)
    decided_by = forms.ChoiceField(label=gettext_lazy("Decided by"), choices=DecidedBy)
    number = forms.CharField(label=gettext_lazy("Decision"), max_length=40)
    decided_on = DayField(label=gettext_lazy("Decided on"))
    effective_on = DayField(
        label=gettext_lazy("In force from"),
        required=False,
        help_text=gettext_lazy("Of a cell the day on which the vote was announced; empty: the day of the decision."),
    )
    documented_on = DayField(
        label=gettext_lazy("Document dated"),
        required=False,
        help_text=gettext_lazy("Empty: the day of the decision."),
    )
    acted_from_on = DayField(label=gettext_lazy("Act from"), required=False)
    acted_to_on = DayField(label=gettext_lazy("Act to"), required=False)

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act_unit"] = UnitField(
            person,
            "discipline.write",
            on=on,
            also_ended=True,
            required=False,
            label=_("Unit of the act"),
            empty_label=_("The unit of the member"),
        )
        self.fields["votes_base"] = forms.IntegerField(
            label=_("Those who may vote"),
            min_value=1,
            max_value=32000,
            required=False,
            help_text=_("Votes are added from the heaviest form down until they are more than half."),
        )
        for form in Form:
            self.fields[f"{VOTES}{form.value}"] = forms.IntegerField(
                label=_("Votes for: %(form)s") % {"form": form.label}, min_value=0, max_value=32000, required=False
            )

    @property
    def values(self) -> dict[str, Any]:
        """The votes of all forms in one."""
        values = {name: value for name, value in self.cleaned_data.items() if not _is_vote(name)}
        values["votes"] = {
            name.removeprefix(VOTES): value for name, value in self.cleaned_data.items() if _is_vote(name) and value
        }
        return values


def _is_vote(name: str) -> bool:
    return name.startswith(VOTES) and name.removeprefix(VOTES) in Form.values


class DisciplineForm(DecisionForm):
    """A decision on one member or on one organisation, each picked."""

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, person=person, on=on, **kwargs)
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
        values = super().values
        unit, member = values.pop("party_unit"), values.pop("party_member")
        return {**values, "unit": unit or member.unit, "party": Inspected(unit=unit, member=member)}


class ComplaintForm(OfficeForm):
    """When a complaint was received; nothing of what it says is kept."""

    complained_on = DayField(label=gettext_lazy("Complaint received on"))


class AnswerForm(OfficeForm):
    """What became of a complaint; field names are those of actions.answer_complaint."""

    answer = forms.ChoiceField(label=gettext_lazy("Outcome of the complaint"), choices=Answer)
    answer_number = forms.CharField(label=gettext_lazy("Answer"), max_length=40)
    answered_on = DayField(label=gettext_lazy("Complaint answered on"))
