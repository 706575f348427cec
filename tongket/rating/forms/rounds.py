"""What is entered about a round, about one in it, and about what a body proposed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.org.kinds import Kind
from tongket.pages.forms import DayField, OfficeForm, seen_field, year_field
from tongket.rating.models import MARKS, Candidate, Proposal
from tongket.rating.models.rounds import LONGEST_ANSWER
from tongket.rating.regime_rules import Grade, Regime
from tongket.rating.round_rules import Body
from tongket.rating.rules import Level, NotRated, Subject

QUARTERS = [
    (0, _("the whole year")),
    (1, _("Quarter I")),
    (2, _("Quarter II")),
    (3, _("Quarter III")),
    (4, _("Quarter IV")),
]


class RoundForm(OfficeForm):
    """A new round; field names are those of actions.open_round."""

    year = year_field()
    quarter = forms.TypedChoiceField(
        label=_("Time"), choices=QUARTERS, coerce=int, initial=0, required=False,
        help_text=_("Quarters are rated from 2025 on."),
    )  # fmt: skip
    subject = forms.ChoiceField(label=_("Whose level"), choices=Subject)
    kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=[("", _("all of them")), *Kind.choices],
        required=False,
        help_text=_("Organisations of one kind alone, where your body compares them by kind."),
    )
    cut_off_on = DayField(
        label=_("Months are counted on"), required=False,
        help_text=_("For who was admitted lately. Without it: the last day of the year or quarter."),
    )  # fmt: skip


class CloseForm(OfficeForm):
    """The decision on a round."""

    decision_number = forms.CharField(label=_("Number and symbol of the decision"), max_length=60)
    decision_on = DayField(label=_("Date of the decision"))
    published_on = DayField(label=_("Published in the unit on"), required=False)


class LeaveOutForm(OfficeForm):
    """Why somebody is not rated."""

    seen = seen_field()
    not_rated_reason = forms.ChoiceField(label=_("Why not rated"), choices=NotRated)


class DecideOneForm(OfficeForm):
    """The level of one in a round; field names are those of actions.decide."""

    seen = seen_field()
    level = forms.ChoiceField(label=_("Level"), choices=Level, widget=forms.RadioSelect)
    decided_on = DayField(label=_("Decided on"))
    answer = forms.CharField(
        label=_("Answer to what does not fit"), max_length=LONGEST_ANSWER, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    override_reason = forms.CharField(
        label=_("Why before those under it"), max_length=300, required=False,
        help_text=_("Only where those under it are not all decided yet."),
    )  # fmt: skip

    def __init__(self, candidate: Candidate, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if candidate.member_id is not None:
            del self.fields["override_reason"]


class DecideManyForm(OfficeForm):
    """When the levels proposed for those ticked were decided."""

    decided_on = DayField(label=_("Decided on"))


class MarksForm(OfficeForm):
    """Points or grades, by the regime of the year; field names are those of actions.mark."""

    seen = seen_field()

    def __init__(self, candidate: Candidate, regime: Regime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = MARKS if regime.has_points else ("common_grade", "task_grade")
        for name in names:
            if name.endswith("_grade") == regime.has_points:
                continue
            label = Candidate.label_of(name)
            if name.endswith("_grade"):
                field: forms.Field = forms.ChoiceField(label=label, choices=[("", "–"), *Grade.choices], required=False)
            else:
                field = forms.IntegerField(label=label, min_value=0, max_value=999, required=False)
            field.initial = getattr(candidate, name)
            self.fields[name] = field


BALLOTS = ("issued", "collected", "valid", "votes_for")


def _ballot(name: str, *, required: bool) -> forms.IntegerField:
    return forms.IntegerField(label=Proposal.label_of(name), min_value=0, max_value=9999, required=required)


class CountAgainForm(OfficeForm):
    """The ballots once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in BALLOTS:
            self.fields[name] = _ballot(name, required=True)


class ProposalForm(OfficeForm):
    """What a body proposed; field names are those of actions.propose."""

    body = forms.ChoiceField(label=_("Proposed by"), choices=Body)
    body_name = forms.CharField(
        label=_("Which organisation"), max_length=120, required=False, help_text=_("For a mass organisation alone.")
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level)
    proposed_on = DayField(label=_("Proposed on"))

    def __init__(self, *args: Any, with_body: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_body:
            del self.fields["body"], self.fields["body_name"]
        for name in BALLOTS:
            self.fields[name] = _ballot(name, required=False)
        self.fields["issued"].help_text = _("With ballots, another person enters the same numbers once more.")


class ObjectionForm(OfficeForm):
    """When somebody objected."""

    filed_on = DayField(label=_("Objected on"))


class AnswerForm(OfficeForm):
    """What came of an objection; field names are those of actions.answer_objection."""

    is_changed = forms.TypedChoiceField(
        label=_("What came of it"),
        choices=[("0", _("the level is kept")), ("1", _("the level is decided again"))],
        coerce=lambda value: value == "1",
    )
    answered_on = DayField(label=_("Answered on"))
    answer_number = forms.CharField(label=_("Number of the answer"), max_length=60)
