"""What somebody writes of their own year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.pages.forms import DayField, OfficeForm, seen_field
from tongket.rating.models import Candidate, SelfReview
from tongket.rating.rules import Level
from tongket.rating.self_review_rules import LONGEST_TEXT, TEXTS, Group, forms_of

HELP = {
    "duties": _("What you were charged with this year, and what came of it, with numbers where there are any."),
    "leading": _("Of those you lead: what was decided, carried out and reached."),
    "commitment": _("What you promised at the beginning of the year, and what came of it."),
    "faults": _("Of your own work, as facts; with the causes."),
    "corrected": _("Of those named at the last review."),
    "answers": _("Only if somebody asked you to explain something."),
    "own_share": _("Only if the collective has named shortcomings."),
    "measures": _("What you will do, and until when."),
}
OF_UNIT = {
    "duties": _("What the organisation was charged with this year, and what came of it, with numbers."),
    "faults": _("As facts; with the causes."),
    "answers": _("Only if the superior asked for an explanation."),
    "measures": _("What will be done, and until when."),
}
LEVELS = [("", _("not chosen yet")), *Level.choices]


class SelfReviewForm(OfficeForm):
    """The parts that the form of the year has; those of a leading post stay empty for others."""

    group = forms.ChoiceField(label=_("Who writes"))
    level = forms.ChoiceField(label=_("Level you give yourself"), choices=LEVELS, required=False)
    seen = seen_field(first=0)
    field_order = ("group", *TEXTS, "level", "seen")

    def __init__(self, *args: Any, candidate: Candidate, review: SelfReview | None, group: str, **kwargs: Any) -> None:
        is_unit = candidate.member_id is None
        known = forms_of(candidate.round.year)
        initial = {"group": group, "seen": 0}
        if review is not None:
            initial = {name: getattr(review, name) for name in (*TEXTS, "group", "level")} | {"seen": review.version}
        super().__init__(*args, **kwargs)
        self.initial = initial
        groups: Any = self.fields["group"]
        groups.choices = [(value, Group(value).label) for value in known if (value == Group.UNIT) == is_unit]
        if is_unit:
            self.fields["group"].widget = forms.HiddenInput()
            self.fields["level"].label = _("Level that the collective gives itself")
        ours = [form for value, form in known.items() if (value == Group.UNIT) == is_unit]
        for name in TEXTS:
            if not any(name in form.parts for form in ours):
                continue
            self.fields[name] = forms.CharField(
                label=SelfReview.label_of(name),
                required=False,
                max_length=LONGEST_TEXT,
                help_text=(OF_UNIT if is_unit else HELP).get(name, ""),
                widget=forms.Textarea(attrs={"rows": 5 if name == "duties" else 3}),
            )
        self.order_fields(self.field_order)


class OnPaperForm(OfficeForm):
    """The level of a self-review that came on paper; field names are those of actions.receive_on_paper."""

    level = forms.ChoiceField(label=_("Level somebody gives themself"), choices=Level.choices)
    sent_on = DayField(label=_("Handed in on"))
