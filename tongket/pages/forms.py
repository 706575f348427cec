"""How forms look, what they say, and the fields that they share."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core.periods import PeriodKind, last_ended, period_at, periods_of
from tongket.org import access
from tongket.pages import context, drafts
from tongket.pages.picker import PickerField, is_search_step
from tongket.pages.request import Request

T = TypeVar("T")
FIRST_YEAR, LAST_YEAR = 2000, 2100
NOTHING_CHOSEN = "---------"  # how Django says it
SHORTEST_FIRST = [PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR]
YEARS_OF_PERIODS = 3  # offered: this year's and those of the two before
AHEAD = timedelta(days=31)
FEW_UNITS = 40  # offered as a list
LARGEST = 2**31 - 1  # what an integer column of either database holds


class Renderer(DjangoTemplates):
    """Fields by our own template, found through the project's loaders."""

    field_template_name = "web/field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("web/"):
            return get_template(template_name)
        return super().get_template(template_name)


class DayField(forms.DateField):
    """A day, typed as dd/mm/yyyy."""

    widget = forms.DateInput(
        format="%d/%m/%Y",
        attrs={"inputmode": "numeric", "placeholder": gettext_lazy("dd/mm/yyyy"), "autocomplete": "off"},
    )
    input_formats = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
    default_error_messages = {
        "invalid": gettext_lazy("This is not a day: write day/month/year, like 05/02/2026."),
    }


class PeriodField(forms.ChoiceField):
    """A period in words (“Tháng 3/2026”, “Quý I/2026”), by its code: of some kinds, from two years before the year of
    `on` until those that begin within a month, the newest first.

    The present one of the shortest kind is chosen; is_over: the last one that is over.
    """

    def __init__(
        self, *, on: date, kinds: Iterable[PeriodKind] = PeriodKind, is_over: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault("label", gettext_lazy("Period"))
        offered = set(kinds)
        wanted = [kind for kind in SHORTEST_FIRST if kind in offered]
        if wanted:
            kwargs.setdefault("initial", (last_ended if is_over else period_at)(wanted[0], on).code)
        super().__init__(choices=[_kind_of_period(kind, on) for kind in wanted], **kwargs)


def _kind_of_period(kind: PeriodKind, on: date) -> tuple[str, list[tuple[str, str]]]:
    last = (on + AHEAD).year
    years = range(last, on.year - YEARS_OF_PERIODS, -1)
    offered = [period for year in years for period in reversed(periods_of(kind, year)) if period.first <= on + AHEAD]
    return str(kind.label), [(period.code, period.label()) for period in offered]


class UnitField(PickerField):
    """A living unit over which the person holds a verb, by its code: a list in the order of the tree, or where there
    are many a search. also_ended: for what is of the past, with those that have ended since.
    """

    def __init__(self, person: access.Reader, verb: str, *, on: date, also_ended: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", gettext_lazy("Choose a unit"))
        source = "unit_also_ended" if also_ended else "unit"
        super().__init__(source, person, verb, on=on, few=FEW_UNITS, **kwargs)


def year_field(
    label: Any = "", *, first: int = FIRST_YEAR, help_text: Any = "", required: bool = True
) -> forms.IntegerField:
    """A year from `first` on; without a label it is called “Year”."""
    words = label or gettext_lazy("Year")
    return forms.IntegerField(label=words, min_value=first, max_value=LAST_YEAR, help_text=help_text, required=required)


def seen_field(*, first: int = 1) -> forms.IntegerField:
    """The version that the person looks at while editing (S-23); `first` 0 where the row may not be there yet."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=first, max_value=LARGEST)


MESSAGES = {
    "min_value": gettext_lazy("Please write a number from %(limit_value)s up."),
    "max_value": gettext_lazy("Please write a number up to %(limit_value)s."),
    "max_length": gettext_lazy("This is too long: %(limit_value)d characters at most."),
}
NOT_IN_LIST = gettext_lazy("Please choose from the list.")


def _ask_for(label: Any) -> str:
    return _("Please fill in: %(label)s.") % {"label": label}


_missing: Callable[[Any], Any] = lazy(_ask_for, str)


class OfficeForm(forms.Form):
    """The form of the house: it says itself what is missing or wrong, in the language of the page, instead of leaving
    it to the browser.
    """

    use_required_attribute = False

    def put_first(self, **fields: forms.Field) -> None:
        """Fields that depend on who asks, before those of the class."""
        self.fields = {**fields, **self.fields}

    def full_clean(self) -> None:
        for name, field in self.fields.items():  # said when it is needed: most forms have nothing wrong
            label = pretty_name(name) if field.label is None else field.label
            field.error_messages["required"] = getattr(field, "missing", None) or _missing(label)
            for code, message in MESSAGES.items():
                field.error_messages.setdefault(code, message)
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = NOT_IN_LIST
        super().full_clean()
        if is_search_step(self):
            self.errors.clear()  # nothing was sent to be saved yet

    def is_valid(self) -> bool:
        return super().is_valid() and not is_search_step(self)

    @property
    def values(self) -> dict[str, Any]:
        """What the form holds, as the action takes it."""
        return self.cleaned_data

    @property
    def has_search(self) -> bool:
        """Whether something in it is found by typing, so that a button of its own shows choices."""
        return any(isinstance(field, PickerField) and field.offered is None for field in self.fields.values())

    def takes_error(self, name: str) -> bool:
        """Whether an error of that name can stand beside a field."""
        return name in self.fields


class ReasonForm(OfficeForm):
    """Why something is taken back, excused, sent back: kept with the row or in its history."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent to a form, fields and files; nothing while it is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def unit_form(
    form_class: type[OfficeForm],
    verb: str,
    initial: Callable[[Request], dict[str, Any]] = lambda request: {},
    *,
    also_ended: bool = False,
) -> Callable[[Request, Any], OfficeForm]:
    """Makes the form of something new in a unit over which the person holds the verb; the unit comes first. also_ended:
    as UnitField takes it.
    """

    def make(request: Request, _row: None) -> OfficeForm:
        chosen = {"unit": request.GET.get("unit"), **initial(request)}
        form = form_class(*posted(request), initial=chosen)
        form.put_first(unit=UnitField(request.person, verb, on=request.today, also_ended=also_ended))
        return form

    return make


def correction_form(form_class: type[OfficeForm], names: Iterable[str]) -> Callable[[Request, Any], OfficeForm]:
    """Makes the form that shows what a row holds, with the version that the person looks at (S-23)."""
    fields = tuple(names)

    def make(request: Request, row: Any) -> OfficeForm:
        initial = {name: getattr(row, name) for name in fields} | {"seen": row.version}
        form = form_class(*posted(request), initial=initial)
        form.fields["seen"] = seen_field()
        return form

    return make


def run_on(form: OfficeForm, deed: Callable[[], T]) -> T | None:
    """Do a deed; where it refuses the values, put what it says beside the fields and return None."""
    try:
        return deed()
    except ValidationError as refusal:
        errors_by_field: dict[Any, Any] = (
            dict(refusal.error_dict) if hasattr(refusal, "error_dict") else {None: refusal}
        )
        for name, errors in errors_by_field.items():
            form.add_error(name if name is not None and form.takes_error(name) else None, errors)
        return None


def run_if_posted(request: HttpRequest, form: OfficeForm, deed: Callable[[], T]) -> T | None:
    """What the deed of a form returned; None where the form is only looked at, has errors or was refused."""
    return run_on(form, deed) if request.method == "POST" and form.is_valid() else None


def _start_at_unit(request: HttpRequest, form: forms.BaseForm) -> None:
    """Choose the unit that the page is about, or the only one there is, where the view has chosen none."""
    field = form.fields.get("unit")
    person = getattr(request, "person", None)
    if form.is_bound or not isinstance(field, PickerField) or form.initial.get("unit") or person is None:
        return
    unit, _year = context.here(cast(Request, request), person)
    if unit is not None and field.get(unit.code) is not None:
        form.initial["unit"] = unit.code
    elif field.offered is not None and len(field.offered) == 1:
        form.initial["unit"] = next(iter(field.offered))


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: str,
    submit_label: str,
    cancel_url: str,
    subtitle: str = "",
    note: str = "",
    crumbs: Sequence[tuple[Any, str]] = (),
    is_danger: bool = False,
    method: str = "post",
    keeps_draft: bool = False,
    autosave_url: str = "",
) -> HttpResponse:
    """A page with one form; crumbs: label and address. A form with errors keeps what was typed and answers 422.

    keeps_draft: what is typed is kept as one types, and offered again on return (pages.drafts). autosave_url: where it
    goes instead, for a form whose row keeps it; the answer is that of drafts.answer.
    """
    _start_at_unit(request, form)
    draft = drafts.offer(cast(Request, request), form) if keeps_draft else None
    if draft is not None and draft.state != "offered":  # what was offered is not overwritten before it was decided on
        autosave_url = reverse("web:save_draft")
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and field.empty_label == NOTHING_CHOSEN:
            field.empty_label = _("Choose from the list")
    key = request.POST.get("idempotency_key") or uuid.uuid4().hex
    context = {
        "title": title,
        "subtitle": subtitle,
        "crumbs": crumbs,
        "form": form,
        "submit_label": submit_label,
        "cancel_url": cancel_url,
        "idempotency_key": key,
        "note": note,
        "is_danger": is_danger,
        "method": method,
        "autosave_url": autosave_url,
        "draft": draft,
    }
    return render(request, "web/form.html", context, status=422 if form.is_bound and form.errors else 200)
