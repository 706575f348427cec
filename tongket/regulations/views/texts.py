"""Which texts hold, and what the rules take from them."""

import uuid
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access
from tongket.pages import history
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, day, text
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import Filter, by_choice
from tongket.pages.forms import ReasonForm, correction_form, posted
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.regulations import actions
from tongket.regulations.forms.texts import CorrectTextForm, NewTextForm, ParameterForm
from tongket.regulations.models import LocalValue, Mark, Regulation, Topic
from tongket.regulations.wording import KEYS, shown

NOW, PAST, TO_COME, WITHDRAWN = "now", "past", "to_come", "withdrawn"


def _standing(row: Regulation, on: date) -> Cell:
    if row.withdrawn_on is not None:
        return Cell(_("withdrawn"), state="mut")
    if row.holds(on):
        return Cell(_("in force"), state="ok")
    return Cell(_("to come"), state="info") if row.valid_from > on else Cell(_("replaced"), state="mut")


def _by_standing(request: Request) -> Filter:
    on = request.today

    def apply(rows: Any, value: str) -> Any:
        wanted = [row.pk for row in rows if _standing_key(row, on) == value]
        return rows.filter(pk__in=wanted)

    options = [(NOW, _("in force")), (PAST, _("replaced")), (TO_COME, _("to come")), (WITHDRAWN, _("withdrawn"))]
    return Filter("state", gettext_lazy("State"), apply, options=lambda request: options)


def _standing_key(row: Regulation, on: date) -> str:
    if row.withdrawn_on is not None:
        return WITHDRAWN
    if row.holds(on):
        return NOW
    return TO_COME if row.valid_from > on else PAST


@require_GET
@access.policy("regulation.read")
def regulation_list(request: Request) -> HttpResponse:
    rows = access.scope(Regulation.objects.all(), request.person, "regulation.read", on=request.today)
    listing: Listing[Regulation] = Listing(
        title=_("Regulations"),
        verb="regulation.read",
        note=_("For each topic one text holds on a day; figures and checks of a year follow the text of that year."),
        columns=[
            text("symbol", _("Number and symbol"), phone="title"),
            choice("topic", _("Topic"), order=("topic", "valid_from"), phone="sub"),
            day("issued_on", _("Issued on")),
            day("valid_from", _("In force from"), key="from", phone="figure"),
            day("valid_until", _("In force until"), key="until"),
            Column("state", _("State"), lambda row: _standing(row, request.today), phone="state"),
        ],
        filters=[by_choice("topic", _("Topic"), Topic.choices), _by_standing(request)],
        order=("topic", "-valid_from"),
        url_of=lambda row: row.get_absolute_url(),
        empty_text=_("No text has been entered yet. The operator enters them."),
        buttons=[
            Button(_("Which text holds?"), reverse("regulations:in_force")),
            *main_button(request, "regulation.write", _("Enter a text"), "regulations:new_text"),
        ],
    )
    return listing.respond(request, rows)


@require_GET
@access.policy("regulation.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = Regulation.objects.all()
    row = access.find(rows, request.person, "regulation.read", pk, on=request.today)
    chip = _standing(row, request.today)
    may_write = access.holds(request.person, "regulation.write", on=request.today) and row.withdrawn_on is None
    own = access.scope(
        LocalValue.objects.kept().filter(topic=row.topic, until_on__isnull=True),
        request.person,
        "regulation.read",
        on=request.today,
    ).select_related("unit__place")
    sections = [
        Section(
            _("In brief"),
            facts=[
                Fact(_("Topic"), str(row.get_topic_display())),
                Fact(_("Issued by"), row.issuer),
                Fact(_("Issued on"), dates.dmy(row.issued_on)),
                Fact(_("In force from"), dates.dmy(row.valid_from)),
                Fact(_("In force until"), dates.dmy(row.valid_until) if row.valid_until else _("no end set")),
                Fact(_("How sure"), str(row.get_mark_display()), state="" if row.mark == Mark.VERIFIED else "warn"),
            ],
        ),
        _numbers(row, may_write=may_write),
    ]
    own_rows: list[list[Cell | str]] = [
        [
            Cell(one.unit.place.name, reverse("regulations:value", args=[one.pk])),
            str(KEYS.get(one.key, one.key)),
            shown(one.value),
            one.decision,
            dates.dmy(one.from_on),
        ]
        for one in access.scope(own, request.person, "unit.read", on=request.today).order_by("unit__place__pos")
    ]
    if own_rows:
        heads = [(_("Unit"), "start"), (_("What"), "start"), (_("Value"), "start")]
        heads += [(_("Decision"), "start"), (_("From"), "start")]
        sections.append(Section(_("Values of units"), table=SmallTable(heads=heads, rows=own_rows)))
    sections += history.section(row, "regulation.read", words=_history_words)
    buttons = [withdraw_text.button(row), correct_text.button(row, is_primary=True)] if may_write else []
    return Record(
        title=row.symbol,
        subtitle=row.title,
        crumbs=[(_("Regulations"), reverse("regulations:list"))],
        chips=[(chip.text, chip.state)],
        buttons=buttons,
        sections=sections,
    ).respond(request)


def _numbers(row: Regulation, *, may_write: bool) -> Section:
    lines: list[list[Cell | str]] = []
    for key, value in row.parameters.items():
        url = f"{reverse('regulations:parameter', args=[row.pk])}?{urlencode({'key': key})}" if may_write else None
        lines.append([Cell(str(KEYS.get(key, key)), url), shown(value)])
    heads = [(_("What"), "start"), (_("Value"), "start")]
    empty = _("The rules take no number from this text.")
    return Section(_("What the rules take from it"), table=SmallTable(heads=heads, rows=lines, empty_text=empty))


def _history_words(_model: Any, name: str, before: Any, after: Any) -> str | None:
    """The numbers that were changed, of all that the text gives."""
    if name != "parameters":
        return None
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return "; ".join(f"{KEYS.get(key, key)}: {shown(before.get(key))} → {shown(after.get(key))}" for key in changed)


# --- Entering, correcting, taking back --------------------------------------------------------------------------------

CRUMBS = [(gettext_lazy("Regulations"), "regulations:list")]
TEXTS: Rows[Regulation] = Rows(query=lambda: Regulation.objects.all(), crumbs=CRUMBS, subtitle=lambda row: row.title)


@deed(
    "regulations:new_text",
    verb="regulation.write",
    form=lambda request, _row: NewTextForm(*posted(request), initial={"valid_from": request.today}),
    title=gettext_lazy("Enter a text"),
    note=gettext_lazy(
        "It takes the place of the text in force on its topic and begins with the same numbers: change those that "
        "differ on its page."
    ),
    done=gettext_lazy("The text was entered. Now see whether its numbers are right."),
    crumbs=CRUMBS,
)
def new_text(data: Data, who: Who) -> Regulation:
    return actions.enact(**data, **who)


@deed(
    "regulations:correct_text",
    verb="regulation.write",
    row=TEXTS,
    form=correction_form(CorrectTextForm, ("symbol", "title", "issuer", "issued_on", "valid_from", "mark")),
    title=gettext_lazy("Correct the text"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("It was corrected; the history keeps what it said."),
)
def correct_text(row: Regulation, data: Data, who: Who) -> Regulation:
    return actions.correct_text(row, **data, **who)


def _parameter_form(request: Request, row: Regulation) -> ParameterForm:
    key = _key(request, row)
    form = ParameterForm(key, row.parameters.get(key, 0), *posted(request), initial={"seen": row.version})
    form.fields["key"] = forms.CharField(widget=forms.HiddenInput, initial=key)
    return form


def _key(request: Request, row: Regulation) -> str:
    """The number that the page is about: by the address, else the first."""
    asked = str(request.POST.get("key") or request.GET.get("key") or "")
    return asked if asked in row.parameters else next(iter(row.parameters), "")


@deed(
    "regulations:parameter",
    verb="regulation.write",
    row=TEXTS,
    form=_parameter_form,
    title=gettext_lazy("Correct a number of the text"),
    label=gettext_lazy("Save"),
    note=gettext_lazy(
        "The number holds as long as the text does, also for days that are past. What a later text says otherwise is "
        "entered as a new text."
    ),
    done=gettext_lazy("It was corrected; the history keeps what it said."),
)
def parameter(row: Regulation, data: Data, who: Who) -> Regulation:
    return actions.set_parameter(row, **data, **who)


@deed(
    "regulations:withdraw_text",
    verb="regulation.write",
    row=TEXTS,
    form=ReasonForm,
    title=gettext_lazy("Withdraw it"),
    note=gettext_lazy("It counts as never entered, and the text before it holds on. The history keeps it."),
    done=gettext_lazy("It was withdrawn; what held before it holds again."),
    is_danger=True,
)
def withdraw_text(row: Regulation, data: Data, who: Who) -> Regulation:
    return actions.withdraw_text(row, **data, **who)
