"""Merge, split, dissolve: first what was decided, then a look at all that goes along, then the deed (R-ORG-11)."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tongket.core import dates, numbers
from tongket.org import access, actions, seams
from tongket.org.models import Place, Unit
from tongket.pages import once
from tongket.pages.deeds import Data, who
from tongket.pages.forms import OfficeForm, posted, run_on
from tongket.pages.request import Request
from tongket.units.forms.structure import DissolveForm, MergeForm, SplitForm
from tongket.units.views.structure import NOTE, UNITS, decided_above

LOOK, BACK, MORE, SAVE = "look", "back", "more", "save"
CHILDREN = "children"
PARTS, MOST_PARTS = 2, 8
OWN: Final = {"csrfmiddlewaretoken", "idempotency_key", "step"}


@dataclass(frozen=True)
class Line:
    """Something that goes along. name: of the field in which is chosen where to; value: what is chosen."""

    label: str
    about: str
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Part:
    """The things of one kind. options: value and label, where there is something to choose."""

    title: Any
    note: Any
    lines: Sequence[Line]
    options: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def count(self) -> str:
        return numbers.number(len(self.lines))


@dataclass(frozen=True)
class Step:
    """One of the three pages that end or split a unit."""

    title: Any
    label: Any
    note: Any
    done: Any
    form: Callable[[Request, Unit, Any], OfficeForm]
    save: Callable[[Unit, Data, Request], Unit]
    words: Callable[[Data], str]  # what was decided, in a sentence
    ends: Callable[[Data], bool] = lambda data: True
    parts: Callable[[Data], Sequence[str]] = lambda data: ()  # names of what can be chosen between
    takes_children: bool = True

    def answer(self, request: Request, code: str) -> HttpResponse:
        unit = UNITS.find(request, "unit.write", code=code)
        if request.method == "GET":
            return self._form_page(request, unit, self.form(request, unit, None))
        step = request.POST.get("step", LOOK)
        if step in {BACK, MORE}:
            return self._form_page(request, unit, self._again(request, unit))
        form = self.form(request, unit, posted(request)[0])
        if step == SAVE:
            return once.take(
                request,
                lambda: self._save(request, unit, form),
                prepare=lambda: None if form.is_valid() else self._form_page(request, unit, form),
            )
        return self._look_page(request, unit, form) if form.is_valid() else self._form_page(request, unit, form)

    def _again(self, request: Request, unit: Unit) -> OfficeForm:
        """The form with what was typed, not checked yet."""
        form = self.form(request, unit, None)
        form.initial.update({name: value for name, value in request.POST.items() if name not in OWN})
        return form

    def _save(self, request: Request, unit: Unit, form: OfficeForm) -> HttpResponse:
        chosen = {name: value for name, value in request.POST.items() if "-" in name}
        result = run_on(form, lambda: self.save(unit, {**form.values, "chosen": chosen}, request))
        if form.errors or result is None:
            return self._form_page(request, unit, form)
        messages.success(request, self.done)
        return redirect(result.get_absolute_url())

    def _form_page(self, request: Request, unit: Unit, form: OfficeForm) -> HttpResponse:
        buttons = [(LOOK, _("Look at what goes along"), "button-main")]
        if isinstance(form, SplitForm) and form.parts < MOST_PARTS:
            buttons.append((MORE, _("One more unit"), ""))
        hidden = [(name, value) for name, value in request.POST.items() if "-" in name]  # what was chosen by lines
        page = self._page(request, unit, buttons, hidden=hidden, form=form, note=self.note)
        page.status_code = 422 if form.is_bound and form.errors else 200
        return page

    def _look_page(self, request: Request, unit: Unit, form: OfficeForm) -> HttpResponse:
        data = form.values
        buttons = [(SAVE, self.label, "button-danger-full"), (BACK, _("Change what was entered"), "")]
        hidden = [(name, value) for name, value in request.POST.items() if name not in OWN and "-" not in name]
        parts = list(self._parts(request, unit, data))
        return self._page(request, unit, buttons, hidden=hidden, parts=parts, note=self._decided(data))

    def _decided(self, data: Data) -> str:
        decision = data["decision"]
        words = _("Decision %(number)s of %(decided)s, holds from %(day)s. %(what)s")
        return words % {
            "number": decision.number, "decided": dates.dmy(decision.decided_on), "day": dates.dmy(data["from_on"]),
            "what": self.words(data),
        }  # fmt: skip

    def _parts(self, request: Request, unit: Unit, data: Data) -> Iterator[Part]:
        """All that goes along, by kinds."""
        ends, names = self.ends(data), self.parts(data)
        numbered = [(str(number), name) for number, name in enumerate(names)]
        stays = [] if ends else [("", _("stays with %(unit)s") % {"unit": unit.place.short_name})]
        if self.takes_children:
            note = _("They stand under the new unit from that day, with all under them.") if not names else ""
            children = [(place.unit.code, place.name, place.get_kind_display()) for place in _children(unit)]
            yield _part(request, _("Units directly under it"), note, CHILDREN, children, names and [*stays, *numbered])
        for kind in seams.GOES_ALONG:
            if not (ends or kind.is_choice):
                continue
            things = kind.things(unit, request.person, data["from_on"])
            rows = [(thing.key, thing.label, thing.about) for thing in things]
            is_choice = bool(names) and kind.is_choice
            options = [*stays, *([("", _("ends"))] if ends and kind.can_end else []), *numbered] if is_choice else []
            yield _part(request, kind.label, "" if is_choice else kind.note, kind.name, rows, options)

    def _page(
        self, request: Request, unit: Unit, buttons: Sequence[tuple[str, Any, str]], **context: Any
    ) -> HttpResponse:
        crumbs = UNITS.around(unit)
        shown = {
            "title": self.title,
            "subtitle": unit.place.name,
            "crumbs": crumbs,
            "cancel_url": crumbs[-1][1],
            "buttons": buttons,
            "idempotency_key": request.POST.get("idempotency_key") or uuid.uuid4().hex,
            **context,
        }
        return render(request, "units/reorganise.html", shown)


def _children(unit: Unit) -> list[Place]:
    return list(Place.objects.filter(parent=unit, is_living=True).select_related("unit").order_by("pos"))


def _part(
    request: Request, title: Any, note: Any, kind: str, rows: Sequence[tuple[str, str, str]], options: Any
) -> Part:
    first = options[0][0] if options else ""
    lines = []
    for key, label, about in rows:
        name = f"{kind}-{key}"
        lines.append(Line(label, about, name if options else "", request.POST.get(name, first)))
    return Part(title, note, lines, options or ())


def _number(value: str, names: Sequence[Any]) -> int | None:
    """What was chosen in a line: the number of a new unit, or none."""
    return int(value) if value in {str(number) for number in range(len(names))} else None


# --- Merge ------------------------------------------------------------------------------------------------------------


def _merge_form(request: Request, unit: Unit, typed: Any) -> MergeForm:
    return MergeForm(request.person, typed, on=request.today, initial=decided_above(unit))


def _merge(unit: Unit, data: Data, request: Request) -> Unit:
    return actions.merge([unit], data["into"], data["decision"], from_on=data["from_on"], **who(request))


MERGE = Step(
    title=gettext_lazy("Merge the unit into another"),
    label=gettext_lazy("Merge"),
    note=NOTE,
    done=gettext_lazy("The unit was merged; its records stay with it and open through its successor."),
    form=_merge_form,
    save=_merge,
    words=lambda data: _("It is merged into %(unit)s and ends.") % {"unit": data["into"].place.name},
)


@require_http_methods(["GET", "POST"])
@access.policy("unit.write")
def merge(request: Request, code: str) -> HttpResponse:
    """End the unit and let another one take it over, with what stands under it and its members."""
    return MERGE.answer(request, code)


# --- Dissolve ---------------------------------------------------------------------------------------------------------


def _dissolve_form(request: Request, unit: Unit, typed: Any) -> DissolveForm:
    return DissolveForm(request.person, typed, on=request.today, initial=decided_above(unit))


def _dissolve(unit: Unit, data: Data, request: Request) -> Unit:
    actions.dissolve(unit, data["decision"], from_on=data["from_on"], goes_to=data["goes_to"], **who(request))
    return unit


def _dissolved_words(data: Data) -> str:
    if data["goes_to"] is None:
        return _("The unit ends.")
    return _("The unit ends; its members go to %(unit)s.") % {"unit": data["goes_to"].place.name}


DISSOLVE = Step(
    title=gettext_lazy("Dissolve the unit"),
    label=gettext_lazy("Dissolve"),
    note=NOTE,
    done=gettext_lazy("The unit was dissolved; its records can still be read."),
    form=_dissolve_form,
    save=_dissolve,
    words=_dissolved_words,
    takes_children=False,
)


@require_http_methods(["GET", "POST"])
@access.policy("unit.write")
def dissolve(request: Request, code: str) -> HttpResponse:
    """End a unit; its members go to another cell by the same decision."""
    return DISSOLVE.answer(request, code)


# --- Split ------------------------------------------------------------------------------------------------------------


def _split_form(request: Request, unit: Unit, typed: Any) -> SplitForm:
    named = [name for name in request.POST if name.startswith("name_")]
    parts = max(PARTS, len(named)) + (request.POST.get("step") == MORE)
    initial = decided_above(unit) | {"kind": unit.place.kind, "stands": SplitForm.BESIDE, "ends": SplitForm.LIVES}
    return SplitForm(unit, typed, parts=min(parts, MOST_PARTS), initial=initial)


def _split(unit: Unit, data: Data, request: Request) -> Unit:
    chosen: dict[str, str] = data["chosen"]
    parts = data["parts"]
    children = {
        place.unit: number
        for place in _children(unit)
        if (number := _number(chosen.get(f"{CHILDREN}-{place.unit.code}", ""), parts)) is not None
    }
    goes_to: dict[str, dict[str, int]] = {}
    for kind in seams.GOES_ALONG:
        for thing in kind.things(unit, request.person, data["from_on"]):
            number = _number(chosen.get(f"{kind.name}-{thing.key}", ""), parts)
            if number is not None:
                goes_to.setdefault(kind.name, {})[thing.key] = number
    actions.split(
        unit, parts, data["decision"], from_on=data["from_on"], ends=data["ends"], children=children, goes_to=goes_to,
        **who(request),
    )  # fmt: skip
    return unit


def _split_words(data: Data) -> str:
    names = ", ".join(f"{part.name} ({part.short_name}, {part.code})" for part in data["parts"])
    if data["ends"]:
        return _("The unit ends and is split into: %(units)s.") % {"units": names}
    return _("New units: %(units)s. Choose below what goes to them; the rest stays.") % {"units": names}


SPLIT = Step(
    title=gettext_lazy("Split the unit"),
    label=gettext_lazy("Split"),
    note=NOTE,
    done=gettext_lazy("The unit was split. Rights in the new units are given apart."),
    form=_split_form,
    save=_split,
    words=_split_words,
    ends=lambda data: data["ends"],
    parts=lambda data: [part.short_name for part in data["parts"]],
)


@require_http_methods(["GET", "POST"])
@access.policy("unit.write")
def split(request: Request, code: str) -> HttpResponse:
    """Make new units out of one, and choose line by line what goes to which."""
    return SPLIT.answer(request, code)
