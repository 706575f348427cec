"""What is entered to propose and to award badges."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.members.badges.queries import Day
from tongket.members.models import Badge, Member
from tongket.members.models.badges import Early
from tongket.pages.forms import DayField, OfficeForm

MOST = 200
PENALTIES = [
    ("", gettext_lazy("none")),
    ("reprimand", gettext_lazy("reprimand")),
    ("warning", gettext_lazy("warning")),
    ("removal", gettext_lazy("removal from office")),
]


class Members(forms.ModelMultipleChoiceField[Member]):
    """Members with the mark that each reaches."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, rows: QuerySet[Member], the_day: Day, **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.the_day = the_day

    def label_from_instance(self, obj: Any) -> str:
        words = _("%(name)s · %(cell)s · %(years)s years")
        return words % {"name": obj.name, "cell": obj.unit.place.short_name, "years": self.the_day.mark(obj)}


class Badges(forms.ModelMultipleChoiceField[Badge]):
    """Proposals."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        words = _("%(name)s · %(cell)s · %(years)s years")
        return words % {"name": obj.member.name, "cell": obj.unit.place.short_name, "years": obj.years}


class ProposeManyForm(OfficeForm):
    """Those who reach a mark by a day; all are ticked at first."""

    def __init__(self, rows: QuerySet[Member], the_day: Day, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = list(rows.values_list("pk", flat=True)[:MOST])
        self.fields["members"] = Members(rows, the_day, label=_("Members"), initial=shown)


class ProposeForm(OfficeForm):
    """One badge, also one that comes early or that counts without time outside the Party."""

    years = forms.IntegerField(label=gettext_lazy("Years of Party age"), min_value=30, max_value=100)
    day = DayField(label=gettext_lazy("For the day"))
    months_off = forms.IntegerField(
        label=gettext_lazy("Months outside the Party"),
        min_value=0,
        max_value=600,
        initial=0,
        help_text=gettext_lazy("Time that does not count; after a readmission the case decides."),
    )
    early = forms.ChoiceField(label=gettext_lazy("Before the years are full"), choices=Early.choices, required=False)
    penalty = forms.ChoiceField(
        label=gettext_lazy("Penalty being served"),
        choices=PENALTIES,
        required=False,
        help_text=gettext_lazy("Asked to work out how long the badge waits; it is not kept."),
    )
    penalty_on = DayField(label=gettext_lazy("Penalty since"), required=False)


class AwardedForm(OfficeForm):
    """The decision of an award; field names are those of actions.correct_award."""

    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=40)
    decided_on = DayField(label=gettext_lazy("Date of the decision"))
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=200)


class AwardForm(AwardedForm):
    """The decision that awards some of the proposals of a day."""

    def __init__(self, rows: QuerySet[Badge], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = list(rows.values_list("pk", flat=True)[:MOST])
        self.put_first(badges=Badges(rows, label=_("Proposals"), initial=shown))
