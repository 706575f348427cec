"""What is entered about votes."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongket.org import access
from tongket.pages.forms import LARGEST, DayField, OfficeForm, UnitField, seen_field
from tongket.votes.models import Vote
from tongket.votes.rules import Decision, Standing, Voter, Way

CHOICE = "votes_"  # before the order of a choice in the name of its field
MOST_NAMES = 600
BESIDE = {"electorate": "names", "choices": "candidates"}  # what actions.open_vote calls them: the field here


class OpenForm(OfficeForm):
    """A vote whose base the office works out itself; votes on members are opened on the pages of members."""

    decision = forms.ChoiceField(label=_("Kind of decision"), choices=Decision)
    subject = forms.CharField(label=_("What is voted on"), max_length=300)
    held_on = DayField(label=_("Held on"))
    way = forms.ChoiceField(label=_("How"), choices=Way, widget=forms.RadioSelect)
    names = forms.CharField(
        label=_("Who is entitled to vote"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=60_000,
        help_text=_("One name on each line. Who is left out: a minus before the name and the reason after a colon."),
    )
    present = forms.IntegerField(label=_("Present"), min_value=1, max_value=LARGEST)
    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=200, required=False, help_text=_("For an election only.")
    )
    candidates = forms.CharField(
        label=_("Candidates"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        required=False,
        help_text=_("For an election: one name on each line, in the order of the ballot."),
    )

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(unit=UnitField(person, "vote.write", on=on))

    def clean_names(self) -> list[Voter]:
        lines = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(lines) > MOST_NAMES:
            raise ValidationError(gettext("These are more than %(most)s names.") % {"most": MOST_NAMES})
        return [self._voter(line) for line in lines]

    def _voter(self, line: str) -> Voter:
        if line[0] not in "-–":
            return Voter(line, True, Standing.ENTITLED)
        name, _colon, reason = line[1:].partition(":")
        if not name.strip() or not reason.strip():
            raise ValidationError(gettext("Say after a colon why somebody is left out: %(line)s") % {"line": line[:60]})
        return Voter(name.strip(), False, Standing.WRITTEN, reason=reason.strip())

    def clean_candidates(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["candidates"].splitlines() if line.strip()]
        if names and self.cleaned_data.get("decision") != Decision.ELECTION:
            raise ValidationError(gettext("Only an election has candidates."))
        return names

    def takes_error(self, name: str) -> bool:
        return name in self.fields or name in BESIDE

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with the base or the list stands beside the lines that it was typed in."""
        super().add_error(BESIDE.get(field or "", field), error)

    @property
    def values(self) -> dict[str, Any]:
        """What actions.open_vote takes."""
        plain = dict(self.cleaned_data)
        return {"electorate": plain.pop("names"), "choices": plain.pop("candidates"), **plain}


class VoteCorrectionForm(OfficeForm):
    """What may be corrected before the count; field names are those of actions.correct."""

    subject = forms.CharField(label=_("What is voted on"), max_length=300)
    held_on = DayField(label=_("Held on"))
    way = forms.ChoiceField(label=_("How"), choices=Way, widget=forms.RadioSelect)
    present = forms.IntegerField(label=_("Present"), min_value=1, max_value=LARGEST)


class CountForm(OfficeForm):
    """The tally sheet; field names are those of actions.count."""

    issued = forms.IntegerField(label=_("Ballots given out"), min_value=0, max_value=LARGEST)
    collected = forms.IntegerField(label=_("Ballots collected"), min_value=0, max_value=LARGEST)
    valid = forms.IntegerField(label=_("Valid ballots"), min_value=0, max_value=LARGEST)
    invalid = forms.IntegerField(label=_("Invalid ballots"), min_value=0, max_value=LARGEST)

    def __init__(self, vote: Vote, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if vote.way == Way.SHOW_OF_HANDS:
            labels = {"issued": _("Votes asked for"), "collected": _("Hands counted")}
            labels |= {"valid": _("Of these counted"), "invalid": _("Not counted")}
            for name, label in labels.items():
                self.fields[name].label = label
        self.choices = list(vote.choices.order_by("order"))
        for choice in self.choices:
            self.fields[f"{CHOICE}{choice.order}"] = forms.IntegerField(
                label=capfirst(choice.label), min_value=0, max_value=LARGEST
            )
        self.fields["counters"] = forms.CharField(
            label=_("Counting team"), max_length=300, help_text=_("Head, secretary and members of the team.")
        )
        self.fields["seen"] = seen_field()

    def takes_error(self, name: str) -> bool:
        return name in self.fields or name == "votes"

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with the votes together stands beside the first of them."""
        super().add_error(f"{CHOICE}1" if field == "votes" else field, error)

    @property
    def values(self) -> dict[str, Any]:
        """What actions.count takes."""
        votes = [self.cleaned_data[f"{CHOICE}{choice.order}"] for choice in self.choices]
        plain = {name: value for name, value in self.cleaned_data.items() if not name.startswith(CHOICE)}
        return {**plain, "votes": votes}


class SeenForm(OfficeForm):
    seen = seen_field()
