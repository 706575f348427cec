"""What is entered about a commendation case and its steps."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.commendation.models import Case, EmulationModel, Nominee, ThematicTopic
from tongket.commendation.rules import Form, GiverLevel, Ground, Recipient, State
from tongket.core import dates
from tongket.meetings.models import Meeting
from tongket.org import access
from tongket.pages.forms import DayField, OfficeForm, UnitField, posted, seen_field, year_field
from tongket.pages.picker import PickerField
from tongket.pages.request import Request

MOST_OF_A_COUNCIL = 500


class MeetingChoice(forms.ModelChoiceField[Meeting]):
    """A meeting by its day and name."""

    def label_from_instance(self, obj: Meeting) -> str:
        return f"{dates.dmy(obj.held_on)} · {obj.title}"


class CaseForm(OfficeForm):
    """A case of any kind; those for the levels of years are begun on the page of who is eligible."""

    year = year_field(gettext_lazy("Counts in"))
    ground = forms.ChoiceField(label=gettext_lazy("Given for"), choices=Ground, initial=Ground.THEMATIC)
    recipient = forms.ChoiceField(label=gettext_lazy("Mainly for"), choices=Recipient)
    topic = forms.ModelChoiceField(
        ThematicTopic.objects.none(), label=gettext_lazy("Subject of commendation"), required=False,
        empty_label=gettext_lazy("no subject"),
    )  # fmt: skip
    form = forms.ChoiceField(label=gettext_lazy("Form of award"), choices=Form)
    giver_level = forms.ChoiceField(label=gettext_lazy("Level of who decides"), choices=GiverLevel)
    title = forms.CharField(
        label=gettext_lazy("Award title"), max_length=200, required=False,
        help_text=gettext_lazy("Empty: the title that goes with the level of that year."),
    )  # fmt: skip
    giver = forms.CharField(
        label=gettext_lazy("Given by"), max_length=200, required=False,
        help_text=gettext_lazy("Empty: the body of that level, as the tree has it."),
    )  # fmt: skip
    from_year = year_field(gettext_lazy("From year"))
    to_year = year_field(gettext_lazy("To year"))

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics: Any = self.fields["topic"]
        topics.queryset = access.scope(ThematicTopic.objects.all(), person, "movement.read", on=on).order_by("-year")
        self.put_first(unit=UnitField(person, "award.write", on=on))


class NomineeForm(OfficeForm):
    """Somebody to be put on a list: without member, model and collective the unit itself."""

    model = forms.ModelChoiceField(
        EmulationModel.objects.none(), label=gettext_lazy("Model"), required=False, empty_label=gettext_lazy("no model")
    )
    name = forms.CharField(
        label=gettext_lazy("Collective that is no Party unit"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example a department or a trade union; else leave it empty."),
    )
    achievement = forms.CharField(
        label=gettext_lazy("Achievement"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        models: Any = self.fields["model"]
        models.queryset = access.scope(EmulationModel.objects.all(), person, "movement.read", on=on).order_by("name")
        self.put_first(
            unit=UnitField(person, "award.write", on=on),
            member=PickerField("member", person, "member.read", on=on, required=False),
        )

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        named = [name for name in ("member", "model", "name") if values.get(name)]
        if len(named) > 1:
            self.add_error(named[-1], ValidationError(_("Name one: a member, a model or a collective.")))
        if values.get("member") is not None:
            values["unit"] = values["member"].unit
        return values


class NomineeCorrectionForm(OfficeForm):
    achievement = forms.CharField(
        label=gettext_lazy("Achievement"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_supported = forms.NullBooleanField(label=gettext_lazy("Supported by the council"), required=False)


class ProposeForm(OfficeForm):
    proposal_number = forms.CharField(label=gettext_lazy("Number of the proposal"), max_length=60)
    proposed_on = DayField(label=gettext_lazy("Proposed on"))


class CouncilForm(OfficeForm):
    """What the council said, with the votes for each nominee: `votes_<id>`."""

    council = forms.CharField(label=gettext_lazy("Council"), max_length=200)
    council_on = DayField(label=gettext_lazy("Council met on"))
    council_size = forms.IntegerField(
        label=gettext_lazy("Members of the council"), min_value=1, max_value=MOST_OF_A_COUNCIL
    )
    council_present = forms.IntegerField(
        label=gettext_lazy("Took part"), min_value=1, max_value=MOST_OF_A_COUNCIL,
        help_text=gettext_lazy("At the meeting, or with an opinion in writing."),
    )  # fmt: skip

    def __init__(self, *args: Any, nominees: list[Nominee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nominees = nominees
        for nominee in nominees:
            self.fields[f"votes_{nominee.pk}"] = forms.IntegerField(
                label=_("Votes for %(who)s") % {"who": nominee.recipient_name},
                min_value=0,
                max_value=MOST_OF_A_COUNCIL,
            )

    @property
    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["votes"] = {nominee.pk: values.pop(f"votes_{nominee.pk}") for nominee in self.nominees}
        return values


class DecideForm(OfficeForm):
    decision_number = forms.CharField(label=gettext_lazy("Decision"), max_length=60)
    decided_on = DayField(label=gettext_lazy("Decided on"))
    register_from = forms.IntegerField(
        label=gettext_lazy("First number in the register"), min_value=1, max_value=1_000_000, required=False,
        help_text=gettext_lazy("The others follow in the order of the list; empty: no numbers."),
    )  # fmt: skip


class HandOverForm(OfficeForm):
    meeting = MeetingChoice(
        Meeting.objects.none(), label=gettext_lazy("Handed over at"), required=False,
        empty_label=gettext_lazy("no conference that is recorded"),
    )  # fmt: skip
    handed_over_on = DayField(label=gettext_lazy("Handed over on"))

    def __init__(self, *args: Any, case: Case, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [unit for unit in {case.unit_id, case.giver_unit_id} if unit is not None]
        rows = Meeting.objects.filter(unit__in=places)
        if case.decided_on is not None:
            rows = rows.filter(held_on__gte=case.decided_on)
        meetings: Any = self.fields["meeting"]
        meetings.queryset = access.scope(rows, person, "meeting.read", on=on).order_by("held_on")

    def clean(self) -> dict[str, Any]:
        """The day of the conference is the day."""
        values = self.cleaned_data
        if values.get("meeting") is not None and not values.get("handed_over_on"):
            self.errors.pop("handed_over_on", None)
            values["handed_over_on"] = values["meeting"].held_on
        return values


STEP_FIELDS: dict[str, list[str]] = {  # what each step has filled in
    State.CHOOSING: ["title", "giver", "form", "giver_level", "year"],
    State.PROPOSED: ["proposal_number", "proposed_on"],
    State.CONSIDERED: ["council", "council_on", "council_size", "council_present"],
    State.DECIDED: ["decision_number", "decided_on"],
    State.HANDED: ["handed_over_on"],
}


class _AllFields(OfficeForm):
    title = forms.CharField(label=gettext_lazy("Award title"), max_length=200)
    giver = forms.CharField(label=gettext_lazy("Given by"), max_length=200)
    form = forms.ChoiceField(label=gettext_lazy("Form of award"), choices=Form)
    giver_level = forms.ChoiceField(label=gettext_lazy("Level of who decides"), choices=GiverLevel)
    year = year_field(gettext_lazy("Counts in"))
    proposal_number = forms.CharField(label=gettext_lazy("Number of the proposal"), max_length=60)
    proposed_on = DayField(label=gettext_lazy("Proposed on"))
    council = forms.CharField(label=gettext_lazy("Council"), max_length=200)
    council_on = DayField(label=gettext_lazy("Council met on"))
    council_size = forms.IntegerField(label=gettext_lazy("Members of the council"), min_value=1, max_value=500)
    council_present = forms.IntegerField(label=gettext_lazy("Took part"), min_value=1, max_value=500)
    decision_number = forms.CharField(label=gettext_lazy("Decision"), max_length=60)
    decided_on = DayField(label=gettext_lazy("Decided on"))
    handed_over_on = DayField(label=gettext_lazy("Handed over on"))


def case_correction_form(request: Request, case: Case) -> OfficeForm:
    """The form of a case as its steps have filled it in, up to where it stands. Once decided, the form of award and the
    body stay: the decision says them.
    """
    states = list(STEP_FIELDS)
    reached = states[: states.index(case.state) + 1] if case.state in states else states[:1]
    names = [name for state in reached for name in STEP_FIELDS[state]]
    if case.state in {State.DECIDED, State.HANDED}:
        names = [name for name in names if name not in {"form", "giver_level"}]
    form = _AllFields(*posted(request), initial={name: getattr(case, name) for name in names} | {"seen": case.version})
    form.fields = {name: form.fields[name] for name in names} | {"seen": seen_field()}
    return form
