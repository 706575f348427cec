"""What is entered about forms of reports: the form itself, its versions, its fields, what must agree."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongket.core.periods import PeriodKind
from tongket.figures.declare import REGISTRY
from tongket.org.kinds import Kind
from tongket.pages.forms import DayField, OfficeForm, UnitField, seen_field
from tongket.reports import queries
from tongket.reports.actions.forms import AT_START, WRITE
from tongket.reports.consistency import LARGEST_CHANGE, Rule
from tongket.reports.forms.reports import FormChoice
from tongket.reports.models import FieldKind, Form, FormField, is_counted_within_a_year, is_reportable
from tongket.reports.rules import Span

LONGEST_WAIT = 366  # days after a period until a report of it is due


class Ticks(forms.CheckboxSelectMultiple):
    """Groups that open, for more choices than fit a page."""

    template_name = "web/ticks.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["groups"] = [
            {"label": label, "options": options, "is_open": any(option["selected"] for option in options)}
            for label, options, _index in widget["optgroups"]
        ]
        return context


class VersionForm(OfficeForm):
    """What a version of a form says of itself."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kinds = forms.MultipleChoiceField(
        label=_("Which kinds of unit owe it"),
        choices=Kind,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: all kinds."),
    )
    due_days = forms.IntegerField(
        label=_("Days after the period until it is due"), min_value=0, max_value=LONGEST_WAIT, initial=5
    )
    from_on = DayField(label=_("Valid from"), help_text=_("It is owed for the periods that end on this day or later."))
    seen = seen_field()


class NewForm(VersionForm):
    cadence = forms.ChoiceField(label=_("How often"), choices=PeriodKind, initial=PeriodKind.MONTH)

    def __init__(self, person: Any, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen"]
        self.fields["model"] = FormChoice(
            queries.newest(queries.forms_near(person, on=on)),
            label=_("With the fields of"),
            required=False,
            empty_label=_("no other form: I add the fields afterwards"),
        )
        self.put_first(unit=UnitField(person, WRITE, on=on, label=_("Kept by")))
        self.order_fields(["unit", "name", "cadence", "kinds", "due_days", "from_on", "model"])


class NewVersionForm(OfficeForm):
    from_on = DayField(
        label=_("Valid from"),
        help_text=_("The version before stays for the periods that end earlier."),
    )


class OweForm(OfficeForm):
    owed_from_on = DayField(
        label=_("Owed by itself from"),
        required=False,
        help_text=_("For periods that end on this day or later. Empty: units owe it only when they are asked."),
    )
    seen = seen_field()


class EndForm(OfficeForm):
    until_on = DayField(
        label=_("Ends on"), help_text=_("For periods that end on this day or later it is owed no more.")
    )
    seen = seen_field()


class SeenForm(OfficeForm):
    """Nothing but the version that the person looks at."""

    seen = seen_field()


# --- Fields ----------------------------------------------------------------------------------------------------------


class PlacedForm(OfficeForm):
    """Where a field stands."""

    section = forms.CharField(
        label=_("Heading"),
        max_length=120,
        required=False,
        help_text=_("What it stands under, as “Meetings”; the same for all fields that belong together."),
    )
    after = forms.ChoiceField(label=_("Stands after"))
    seen = seen_field()

    def __init__(self, form: Form, *args: Any, but: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(line.code, line.label) for line in form.lines() if line.code != but]
        places: Any = self.fields["after"]
        places.choices = [(AT_START, gettext("nothing: it comes first")), *others]
        self.initial.setdefault("after", others[-1][0] if others else AT_START)
        self.initial.setdefault("seen", form.version)
        self.fields["span"] = forms.ChoiceField(
            label=_("Which days it counts"),
            choices=self.spans(),
            required=False,
            help_text=_("Of numbers that stand at a day, as of members: that day, or the start and the end."),
        )

    def spans(self) -> list[tuple[str, Any]]:
        return list(Span.choices)


class FiguresForm(PlacedForm):
    """Counted figures to ask for."""

    keys = forms.MultipleChoiceField(
        label=_("Counted figures"),
        widget=Ticks,
        help_text=_("The form starts with what the records say; the unit may correct it."),
    )

    def __init__(self, form: Form, *args: Any, **kwargs: Any) -> None:
        super().__init__(form, *args, **kwargs)
        known = {field["code"] for field in form.fields}
        keys: Any = self.fields["keys"]
        keys.choices = figures_by_subject(known, is_yearly=form.cadence == PeriodKind.YEAR)
        self.order_fields(["keys", "span", "section", "after"])


def figures_by_subject(known: Collection[str], *, is_yearly: bool = True) -> list[tuple[str, list[tuple[str, str]]]]:
    """The figures that a unit may report, without those known: the subject, then key and label of each; finer ones
    stand apart.
    """
    found: dict[tuple[str, bool], list[tuple[str, str]]] = {}
    for key, figure in REGISTRY.items():
        if key in known or not is_reportable(key) or figure.model is None:
            continue
        if not is_yearly and not is_counted_within_a_year(key):
            continue
        group = (figure.model._meta.app_label, figure.is_listed)
        found.setdefault(group, []).append((key, str(figure.label)))
    named = []
    for app in reversed(list(apps.get_app_configs())):  # packages stand before those that they build on
        for is_listed in (True, False):
            subject = str(app.verbose_name)
            label = subject if is_listed else gettext("%(subject)s, in detail") % {"subject": subject}
            if (app.label, is_listed) in found:
                named.append((label, found[app.label, is_listed]))
    return named


class OwnFieldForm(PlacedForm):
    """A number or a text that no record knows."""

    label = forms.CharField(label=_("What is asked for"), max_length=160)
    kind = forms.ChoiceField(
        label=_("Answered with"),
        choices=[(FieldKind.NUMBER, _("a whole number")), (FieldKind.TEXT, _("a text"))],
        widget=forms.RadioSelect,
        initial=FieldKind.NUMBER,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["label", "kind", "span", "section", "after"])

    def spans(self) -> list[tuple[str, Any]]:
        return [("", _("as its name says")), *super().spans()]


# --- What must agree -------------------------------------------------------------------------------------------------


def number_choices(form: Form) -> list[tuple[str, str]]:
    return [(field.code, field.name) for field in form.fields_asked() if field.kind == FieldKind.NUMBER]


class CheckForm(OfficeForm):
    """A check of one kind; the names of its fields are those of consistency.checked."""

    seen = seen_field()

    def __init__(self, form: Form, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.choices = self.offered(field, number_choices(form))
        self.initial.setdefault("seen", form.version)

    def offered(self, field: forms.ChoiceField, numbers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        if isinstance(field, forms.MultipleChoiceField):
            return list(numbers)
        return [("", gettext("Choose from the list")), *numbers]


class SumForm(CheckForm):
    parts = forms.MultipleChoiceField(label=_("Parts"), widget=forms.CheckboxSelectMultiple)
    total = forms.ChoiceField(label=_("Make this total"))


class AtMostForm(CheckForm):
    value = forms.ChoiceField(label=_("This number"))
    limit = forms.ChoiceField(
        label=_("is not more than"),
        help_text=_("For instance the total number of members, where the form asks for it."),
    )


class ChangeForm(CheckForm):
    value = forms.ChoiceField(label=_("This number"))
    percent = forms.IntegerField(
        label=_("is explained when it changes by more than (%)"),
        min_value=1,
        max_value=LARGEST_CHANGE,
        initial=30,
        help_text=_("Against the report of the same unit for the period before."),
    )


class BalanceForm(CheckForm):
    start = forms.ChoiceField(label=_("At the start"))
    plus = forms.MultipleChoiceField(label=_("plus what came"), widget=forms.CheckboxSelectMultiple, required=False)
    minus = forms.MultipleChoiceField(label=_("minus what went"), widget=forms.CheckboxSelectMultiple, required=False)
    end = forms.ChoiceField(label=_("makes what is there at the end"))


CHECK_FORMS: dict[Rule, type[CheckForm]] = {
    Rule.SUM: SumForm,
    Rule.AT_MOST: AtMostForm,
    Rule.BALANCE: BalanceForm,
    Rule.CHANGE: ChangeForm,
}


def placed_initial(form: Form, code: str) -> dict[str, Any]:
    """What the page of one field starts with."""
    fields = list(form.lines())
    at = next(number for number, field in enumerate(fields) if field.code == code)
    field: FormField = fields[at]
    after = fields[at - 1].code if at else AT_START
    return {
        "label": field.label, "kind": field.kind, "section": field.section, "after": after, "span": str(field.span),
    }  # fmt: skip
