"""What an officer enters about awards and runs of years."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.commendation.models import EmulationModel, ThematicTopic
from tongket.commendation.rules import Family, Form, Ground, RunDecisionKind
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages.forms import LARGEST, DayField, OfficeForm, UnitField, year_field
from tongket.pages.picker import PickerField


class AwardForm(OfficeForm):
    """An award; field names are those of actions.NewAward. Without member, model and collective it goes to the unit."""

    name = forms.CharField(
        label=gettext_lazy("Collective that is no Party unit"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example a department or a trade union; else leave it empty."),
    )
    form = forms.ChoiceField(label=gettext_lazy("Form of award"), choices=Form)
    ground = forms.ChoiceField(label=gettext_lazy("Given for"), choices=Ground)
    topic = forms.ModelChoiceField(
        ThematicTopic.objects.none(),
        label=gettext_lazy("Subject of commendation"),
        required=False,
        empty_label=gettext_lazy("no subject"),
    )
    model = forms.ModelChoiceField(
        EmulationModel.objects.none(), label=gettext_lazy("Model"), required=False, empty_label=gettext_lazy("no model")
    )
    family = forms.ChoiceField(label=gettext_lazy("Kind of award"), choices=Family, initial=Family.PARTY)
    title = forms.CharField(label=gettext_lazy("Award title"), max_length=200)
    giver = forms.CharField(label=gettext_lazy("Given by"), max_length=200)
    from_year = year_field(gettext_lazy("From year"))
    to_year = year_field(gettext_lazy("To year"))
    year = year_field(gettext_lazy("Counts in"), help_text=gettext_lazy("The year in whose review the award counts."))
    decision_number = forms.CharField(label=gettext_lazy("Decision"), max_length=60)
    decided_on = DayField(label=gettext_lazy("Decided on"))

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics: Any = self.fields["topic"]
        topics.queryset = access.scope(ThematicTopic.objects.all(), person, "movement.read", on=on).order_by("-year")
        models: Any = self.fields["model"]
        models.queryset = access.scope(EmulationModel.objects.all(), person, "movement.read", on=on).order_by("name")
        self.put_first(
            unit=UnitField(person, "award.write", on=on, also_ended=True),
            member=PickerField(
                "member", person, "member.read", on=on, required=False,
                help_text=gettext_lazy("Leave it empty to commend the unit itself."),
            ),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One is commended; the award of a member belongs to the cell of that member."""
        values = self.cleaned_data
        named = [name for name in ("member", "model", "name") if values.get(name)]
        if len(named) > 1:
            self.add_error(named[-1], ValidationError(_("Name one: a member, a model or a collective.")))
        if values.get("member") is not None:
            values["unit"] = values["member"].unit
        return values


class AwardCorrectionForm(OfficeForm):
    """What is corrected of an award: whom it is for stays, another one is withdrawn and entered anew."""

    name = forms.CharField(label=gettext_lazy("Collective that is no Party unit"), max_length=200, required=False)
    form = forms.ChoiceField(label=gettext_lazy("Form of award"), choices=Form)
    ground = forms.ChoiceField(label=gettext_lazy("Given for"), choices=Ground)
    title = forms.CharField(label=gettext_lazy("Award title"), max_length=200)
    giver = forms.CharField(label=gettext_lazy("Given by"), max_length=200)
    from_year = year_field(gettext_lazy("From year"))
    to_year = year_field(gettext_lazy("To year"))
    year = year_field(gettext_lazy("Counts in"))
    decision_number = forms.CharField(label=gettext_lazy("Decision"), max_length=60)
    decided_on = DayField(label=gettext_lazy("Decided on"))
    amount = forms.IntegerField(label=gettext_lazy("Money (dong)"), min_value=0, max_value=LARGEST, required=False)
    handed_over_on = DayField(label=gettext_lazy("Handed over on"), required=False)
    register_number = forms.CharField(label=gettext_lazy("Number in the register"), max_length=40, required=False)


AWARD_FIELDS = tuple(AwardCorrectionForm.base_fields)


class RunDecisionForm(OfficeForm):
    """A decision on a run of years, but for the unit that it is about."""

    kind = forms.ChoiceField(label=gettext_lazy("Decided"), choices=RunDecisionKind)
    year = year_field(gettext_lazy("Year without a level"), required=False)
    number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=60)
    decided_on = DayField(label=gettext_lazy("Decided on"))
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=200)

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(
            unit=UnitField(person, "award.write", on=on),
            predecessor=UnitField(
                person, "award.write", on=on, also_ended=True, required=False,
                label=gettext_lazy("Predecessor"), help_text=gettext_lazy("The unit that was merged or split."),
            ),
            member=PickerField(
                "member", person, "member.read", on=on, required=False,
                help_text=gettext_lazy("Whose year it is; empty: that of the unit."),
            ),
        )  # fmt: skip
        self.order_fields(["kind", "unit", "predecessor", "member", "year"])


class RunPaperForm(OfficeForm):
    """The paper of a decision on a run of years."""

    number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=60)
    decided_on = DayField(label=gettext_lazy("Decided on"))
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=200)


def chosen_unit(person: access.Reader, code: str, *, on: date) -> Unit | None:
    """The unit with that code among those whose figures the person reads; None: none chosen, or not theirs."""
    units = access.scope(Unit.objects.filter(code=code), person, "figure.read", on=on)
    return units.select_related("place").first() if code else None
