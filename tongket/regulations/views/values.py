"""What units have set for themselves: the page of one value; correcting, ending, taking it back."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access
from tongket.pages import history
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import OfficeForm, ReasonForm, posted
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request
from tongket.regulations import actions
from tongket.regulations.forms.editors import correction_of
from tongket.regulations.forms.values import EndForm
from tongket.regulations.models import LocalValue, Setting
from tongket.regulations.wording import key_words, value_words, words_of


def _above(row: LocalValue) -> list[tuple[Any, str]]:
    if row.topic == Setting.PAPERS:
        papers = (_("Papers of the organisation"), reverse("regulations:papers"))
        return [papers, (row.unit.place.short_name, reverse("regulations:paper", args=[row.unit.code]))]
    if row.topic == Setting.CALENDAR:
        return [(_("Calendar of the year"), reverse("regulations:calendar", args=[row.unit.code, row.from_on.year]))]
    if row.topic == Setting.WORKDAYS:
        return [(_("Holidays and swapped days"), f"{reverse('regulations:workdays')}?year={row.from_on.year}")]
    if row.topic == Setting.OUTLINE:
        url = reverse("review:outline", args=[row.unit.code, row.from_on.year])
        return [(row.get_topic_display(), url)]
    query = urlencode({"unit": row.unit.code, "topic": row.topic})
    return [(_("Which text holds?"), f"{reverse('regulations:in_force')}?{query}")]


VALUES: Rows[LocalValue] = Rows(
    query=lambda: LocalValue.objects.select_related("unit__place", "set_by"),
    crumbs=_above,
    name=lambda row: key_words(row.topic, row.key).capitalize(),
    url=lambda row: reverse("regulations:value", args=[row.pk]),
)


def home_of(row: LocalValue) -> str:
    """The page that a value is seen on among others."""
    return str(_above(row)[-1][1])


def state_of(row: LocalValue, request: Request) -> Cell:
    """Whether it holds today."""
    if row.withdrawn_on is not None:
        return Cell(_("withdrawn"), state="mut")
    if row.holds(request.today):
        return Cell(_("temporary") if row.is_temporary else _("in force"), state="ok")
    return Cell(_("to come"), state="info") if row.from_on > request.today else Cell(_("ended"), state="mut")


@require_GET
@access.policy("setting.read")
def value(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = VALUES.find(request, "setting.read", pk=pk)
    state = state_of(row, request)
    may_write = access.may(request.person, actions.VERBS[row.topic], row, on=request.today)
    facts = [
        Fact(_("Value"), words_of(row)),
        Fact(_("Holds from"), dates.dmy(row.from_on)),
        Fact(_("Holds no more from"), dates.dmy(row.until_on) if row.until_on else _("no end set")),
        Fact(_("Decision or ground"), row.decision),
        Fact(_("Entered by"), row.set_by.full_name if row.set_by else _("at the opening of the books")),
        Fact(_("Entered on"), dates.dmy_or_empty(row.set_on)),
    ]
    if row.withdrawn_on is not None:
        facts.append(Fact(_("Withdrawn on"), dates.dmy(row.withdrawn_on), state="warn"))
    if row.remark:
        facts.append(Fact(_("Reason of the last change"), row.remark))
    return Record(
        title=VALUES.name(row),
        subtitle=f"{row.unit.place.name} · {row.get_topic_display()}",
        crumbs=VALUES.above(row),
        chips=[(state.text, state.state)],
        buttons=_buttons(row) if may_write and row.withdrawn_on is None else [],
        sections=[Section(_("In brief"), facts=facts), *_history(row)],
    ).respond(request)


def _buttons(row: LocalValue) -> list[Button]:
    buttons = [withdraw_value.button(row)]
    if row.topic == Setting.OUTLINE:
        return buttons  # it is changed where the outline is, beside the list of figures
    if row.until_on is None:
        buttons.append(end_value.button(row, is_danger=False))
    return [*buttons, correct_value.button(row, is_primary=True)]


def _history(row: LocalValue) -> list[Section]:
    def words(_model: Any, name: str, before: Any, after: Any) -> str | None:
        if name != "value":
            return None
        return f"{value_words(row.topic, row.key, before)} → {value_words(row.topic, row.key, after)}"

    return history.section(row, "setting.read", words=words)


# --- Correcting, ending, taking back: the right is that of the topic (S-13) -----------------------------------------


def _correction(request: Request, row: LocalValue) -> OfficeForm:
    _require(request, row)
    if row.topic == Setting.OUTLINE:
        raise Http404  # it is changed where the outline is
    return correction_of(row, request.person, *posted(request), on=request.today)


def _require(request: Request, row: LocalValue) -> None:
    access.require(request.person, actions.VERBS[row.topic], row, on=request.today)


@deed(
    "regulations:correct_value",
    verb="setting.read",  # the form and the action ask for the right of the topic
    row=VALUES,
    form=_correction,
    title=gettext_lazy("Correct"),
    label=gettext_lazy("Save"),
    note=gettext_lazy(
        "Only what was entered by a slip is corrected. What changes from a day on is set anew from that day."
    ),
    done=gettext_lazy("It was corrected; the history keeps what it said."),
    to=lambda row: VALUES.around(row)[-1][1],
)
def correct_value(row: LocalValue, data: Data, who: Who) -> LocalValue:
    return actions.correct_value(row, **data, **who)


def _end_form(request: Request, row: LocalValue) -> OfficeForm:
    _require(request, row)
    return EndForm(*posted(request), initial={"seen": row.version, "until_on": request.today})


@deed(
    "regulations:end_value",
    verb="setting.read",  # as above
    row=VALUES,
    form=_end_form,
    title=gettext_lazy("End it"),
    done=gettext_lazy("It ends on that day."),
    to=lambda row: VALUES.around(row)[-1][1],
    is_danger=True,
)
def end_value(row: LocalValue, data: Data, who: Who) -> LocalValue:
    return actions.end_value(row, **data, **who)


def _withdrawal(request: Request, row: LocalValue) -> OfficeForm:
    _require(request, row)
    return ReasonForm(*posted(request))


@deed(
    "regulations:withdraw_value",
    verb="setting.read",  # as above
    row=VALUES,
    form=_withdrawal,
    title=gettext_lazy("Withdraw it"),
    note=gettext_lazy("It counts as never set, and what it had ended holds on. The history keeps it."),
    done=gettext_lazy("It was withdrawn; what held before it holds again."),
    to=home_of,
    is_danger=True,
)
def withdraw_value(row: LocalValue, data: Data, who: Who) -> LocalValue:
    return actions.withdraw_value(row, **data, **who)
