"""Which text holds on a day for a matter, with its numbers and what units have set on top; setting such a value."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import context
from tongket.pages.columns import Cell
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import DayField, OfficeForm, posted, year_field
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.regulations import actions, settable
from tongket.regulations.forms.editors import form_of, initial_of
from tongket.regulations.models import LocalValue, Mark, Regulation, Setting, Topic
from tongket.regulations.queries import NoRegulation, in_force, local_value, reference_day
from tongket.regulations.wording import REFERENCES, key_words, shown

TITLE = gettext_lazy("Which text holds?")
UNITS: Rows[Unit] = Rows(
    query=lambda: Unit.objects.filter(place__is_living=True).select_related("place"),
    crumbs=[(TITLE, "regulations:in_force")],
    name=lambda unit: unit.place.name,
    subtitle=lambda _unit: "",
    lookup={"code": "code"},
    url=lambda unit: f"{reverse('regulations:in_force')}?{urlencode({'unit': unit.code})}",
)


class AskForm(OfficeForm):
    """On what, and the date that the topic wants: a day, of the rating the year; the unit is that of the page. Source:
    R-REG-02.
    """

    on = DayField(label=gettext_lazy("On the day"))
    year = year_field(gettext_lazy("Year reviewed"))
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        required=False,
        choices=[("", gettext_lazy("all")), *Topic.choices, (Setting.FIGURES.value, Setting.FIGURES.label)],
    )

    def __init__(self, topic: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["on" if topic == Topic.RATING else "year"]
        if topic in REFERENCES and "on" in self.fields:
            words = str(REFERENCES[topic])
            self.fields["on"].label = f"{words[:1].upper()}{words[1:]}"

    @property
    def day(self) -> date:
        """The day that was asked for; the end of the year, where that is what the topic wants."""
        typed = self.cleaned_data
        return typed["on"] if "on" in typed else date(typed["year"], 12, 31)


@require_GET
@access.policy("regulation.read")
def which(request: Request) -> HttpResponse:
    unit, year = context.here(request, request.person)
    topic, typed_day = request.GET.get("topic", ""), request.GET.get("on") or dates.dmy(request.today)
    form = AskForm(
        topic, {"topic": topic, "on": typed_day, "year": request.GET.get("year") or _year_in(typed_day) or year}
    )
    day = request.today
    if form.is_valid():
        day = form.day
    elif "topic" in form.errors:
        topic = ""
    sections = _of_topic(request, topic, day, unit) if topic else [_all_topics(day, unit)]
    record = Record(
        title=TITLE,
        subtitle=_subtitle(day, unit),
        crumbs=[(_("Regulations"), reverse("regulations:list"))],
        sections=sections,
    )
    code = unit.code if unit else ""
    return render(request, "regulations/in_force.html", {"record": record, "form": form, "code": code})


def _year_in(typed: str) -> str:
    """The year of a day that was asked for before the topic was changed."""
    return match[0] if (match := re.search(r"\d{4}", typed, re.ASCII)) else ""


def _subtitle(day: date, unit: Unit | None) -> str:
    if unit is None:
        return _("On %(day)s") % {"day": dates.dmy(day)}
    return _("On %(day)s, for %(unit)s") % {"day": dates.dmy(day), "unit": unit.place.name}


def _address(topic: str, day: date, unit: Unit | None) -> str:
    query = {"on": dates.dmy(day), "topic": topic} | ({"unit": unit.code} if unit else {})
    return f"{reverse('regulations:in_force')}?{urlencode(query)}"


def _all_topics(day: date, unit: Unit | None) -> Section:
    """One line for each topic; of the rating the text of the year of that day."""
    lines: list[list[Cell | str]] = []
    for topic in Topic:
        name = Cell(str(topic.label).capitalize(), _address(topic, day, unit))
        try:
            text = in_force(topic, reference_day(topic, day, unit))
        except NoRegulation:
            lines.append([name, Cell(_("no text is known for that day"), state="bad"), "", str(REFERENCES[topic]), ""])
            continue
        own = sum(local_value(topic, key, day, unit) is not None for key in settable.KEYS.get(topic, ()) if unit)
        local = Cell(_("%(n)s of its own") % {"n": own}, state="info") if own else ""
        lines.append(
            [
                name,
                Cell(text.symbol, text.get_absolute_url()),
                dates.dmy(text.valid_from),
                str(REFERENCES[topic]),
                local,
            ]
        )
    lines.append([Cell(str(Setting.FIGURES.label).capitalize(), _address(Setting.FIGURES, day, unit)), "", "", "", ""])
    heads = [
        (_("Topic"), "start"),
        (_("Text in force"), "start"),
        (_("In force from"), "start"),
        (_("Which date counts"), "start"),
    ]
    return Section(_("By topic"), table=SmallTable([*heads, (_("Set by units"), "start")], lines))


def _of_topic(request: Request, topic: str, day: date, unit: Unit | None) -> list[Section]:
    if topic == Setting.FIGURES:
        parameters, sections = {settable.SMALL_CELL: settable.usual(topic, settable.SMALL_CELL, day)}, []
    else:
        try:
            text = in_force(topic, reference_day(topic, day, unit))
        except NoRegulation as missing:
            none = Fact(_("Number and symbol"), _("no text is known for that day"), state="bad")
            return [Section(_("The text"), note=str(missing), facts=[none])]
        parameters, sections = text.parameters, [_text(text, reference_day(topic, day, unit))]
    may_set = unit is not None and access.may(request.person, "regulation.set", unit, on=request.today)
    lines: list[list[Cell | str]] = []
    for key, value in parameters.items():
        is_open = settable.is_settable(topic, key)
        own = local_value(topic, key, day, unit) if unit is not None and is_open else None
        lines.append(_line(topic, key, value, own, unit if may_set and is_open else None))
    heads = [(_("What"), "start"), (_("Applied"), "start"), (_("By the text"), "start"), (_("Set by"), "start")]
    if may_set:
        heads.append(("", "start"))
        lines = [line if len(line) == len(heads) else [*line, ""] for line in lines]
    empty = _("The rules take no number from this text.")
    return [*sections, Section(_("Numbers that hold"), table=SmallTable(heads, lines, empty_text=empty))]


def _text(text: Regulation, day: date) -> Section:
    note = ""
    if text.topic == Topic.RATING:
        note = _(
            "The review of %(year)s begins on %(day)s by the calendar: the text in force on that day holds for its "
            "ratings, also for those decided in the next year."
        ) % {"year": day.year, "day": dates.dmy(day)}
    return Section(
        _("The text"),
        note=note,
        facts=[
            Fact(_("Number and symbol"), text.symbol, text.get_absolute_url()),
            Fact(_("Title of the text"), text.title),
            Fact(_("Issued by"), f"{text.issuer}, {dates.dmy(text.issued_on)}"),
            Fact(_("In force from"), dates.dmy(text.valid_from)),
            Fact(_("In force until"), dates.dmy(text.valid_until) if text.valid_until else _("no end set")),
            Fact(_("How sure"), str(text.get_mark_display()), state="" if text.mark == Mark.VERIFIED else "warn"),
        ],
    )


def _line(topic: str, key: str, value: Any, own: LocalValue | None, unit: Unit | None) -> list[Cell | str]:
    line: list[Cell | str] = [key_words(topic, key).capitalize(), shown(own.value if own else value), shown(value)]
    if own is None:
        line.append("")
    else:
        words = _("%(unit)s, %(decision)s, from %(day)s")
        said = {"unit": own.unit.place.short_name, "decision": own.decision, "day": dates.dmy(own.from_on)}
        line.append(Cell(words % said, reverse("regulations:value", args=[own.pk])))
    if unit is not None:
        query = urlencode({"topic": topic, "key": key})
        line.append(Cell(_("Set its own"), f"{reverse('regulations:set_value', args=[unit.code])}?{query}"))
    return line


# --- Setting ----------------------------------------------------------------------------------------------------------


def _local_form(request: Request, unit: Unit) -> OfficeForm:
    topic, key = _asked(request)
    today = request.today
    own = local_value(topic, key, today, unit)
    try:
        usual = settable.usual(topic, key, today)
    except NoRegulation as missing:
        raise Http404 from missing
    initial = initial_of(topic, key, own.value if own else usual) | {"from_on": today}
    return form_of(unit, topic, key, *posted(request), on=today, initial=initial)


def _asked(request: Request) -> tuple[str, str]:
    """What is set: by the address, else the first thing that may be."""
    topic = str(request.POST.get("topic") or request.GET.get("topic") or "")
    key = str(request.POST.get("key") or request.GET.get("key") or "")
    if settable.is_settable(topic, key):
        return topic, key
    first = next(iter(settable.KEYS))
    return first, settable.KEYS[first][0]


@deed(
    "regulations:set_value",
    verb="regulation.set",
    row=UNITS,
    form=_local_form,
    title=gettext_lazy("Set its own value"),
    label=gettext_lazy("Save"),
    note=gettext_lazy("It holds for the unit and all under it, from the day on; earlier periods keep what they had."),
    done=gettext_lazy("It holds from that day on."),
    to=lambda row: reverse("regulations:value", args=[row.pk]),
)
def set_value(unit: Unit, data: Data, who: Who) -> LocalValue:
    return actions.set_value(unit, **data, **who)
