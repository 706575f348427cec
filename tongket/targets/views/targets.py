"""Targets: what a unit took on for a year, and where it stands."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.figures.declare import REGISTRY
from tongket.figures.showing import rows_url
from tongket.org import access
from tongket.pages import history
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column
from tongket.pages.corrections import LINK_HEADS, links
from tongket.pages.filters import Filter, by_choice, by_year
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.targets import queries, rules
from tongket.targets.models import Target
from tongket.targets.queries import Result
from tongket.targets.rules import State
from tongket.targets.views import corrections
from tongket.targets.views import target_deeds as deeds
from tongket.targets.views.place import exact_unit, place_of, unit_column
from tongket.targets.words import bound_text, number_text, phrase, result_cell, state_cell

# --- The list --------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("target.read")
def target_list(request: Request) -> HttpResponse:
    """The targets of one unit and year: those missed first, each with its counted value."""
    unit, year = place_of(request)
    rows = access.scope(Target.objects.all(), request.person, "target.read", on=request.today)
    place = [exact_unit(unit), by_year("year", default=str(year))]
    shown = list(_narrowed(request, rows, place))
    results = queries.results(shown)
    answers = {target.pk: results[target.pk].is_met(target) for target in shown if target.state != State.DROPPED}
    listing = _listing(request, shown, results, place)
    return listing.respond(request, _with_attention(rows, answers))


def _narrowed(request: Request, rows: QuerySet[Target], filters: Sequence[Filter]) -> QuerySet[Target]:
    """The rows that the filters let through, as the list will apply them."""
    for narrowing in filters:
        value = request.GET.get(narrowing.key, narrowing.starts_at(request)).strip()
        if narrowing.options is not None and value in {key for key, _label in narrowing.options(request)}:
            rows = narrowing.apply(rows, value)
    return rows


def _with_attention(rows: QuerySet[Target], answers: Mapping[uuid.UUID, bool | None]) -> QuerySet[Target]:
    """The rows with `attention`: 0 missed, 1 unknown, 2 met, 3 dropped."""

    def those(met: bool) -> list[uuid.UUID]:
        return [pk for pk, answer in answers.items() if answer is met]

    attention = Case(
        When(state=State.DROPPED, then=Value(3)),
        When(pk__in=those(False), then=Value(0)),
        When(pk__in=those(True), then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return rows.annotate(attention=attention).select_related("unit__place")


def _listing(
    request: Request, shown: Sequence[Target], results: Mapping[uuid.UUID, Result], place: Sequence[Filter]
) -> Listing[Target]:
    share = rules.share_met(results[target.pk].is_met(target) for target in shown if target.state != State.DROPPED)
    listing: Listing[Target] = Listing(
        title=_("Targets"),
        verb="target.read",
        subtitle=_summary(share) if share.all else "",
        columns=[
            Column("label", _("Target"), _label, order=("label",), phone="title"),
            *unit_column(request, place[0]),
            Column("goal", _("To be reached"), bound_text),
            Column(
                "result",
                _("Result"),
                lambda row: result_cell(row, results[row.pk]),
                phone="figure",
            ),
            Column("comparison", _("Comparison"), lambda row: phrase(row, results[row.pk])),
            Column(
                "state",
                _("State"),
                lambda row: state_cell(row, results[row.pk], request),
                order=("attention",),
                phone="state",
            ),
        ],
        filters=[*place, by_choice("state", _("State"), State.choices)],
        order=("attention", "unit__place__pos", "order", "label"),
        url_of=lambda row: row.get_absolute_url(),
        buttons=_list_buttons(request, shown),
        empty_text=_("No target has been set here. The office sets those of the year's resolution."),
    )
    return listing


def _summary(share: rules.Share) -> str:
    summary = _("%(met)s of %(all)s targets met, %(missed)s not met") % {
        "met": share.met,
        "all": share.all,
        "missed": share.missed,
    }
    if share.unknown:
        without = ngettext("%(n)s without a result", "%(n)s without a result", share.unknown) % {"n": share.unknown}
        summary = f"{summary}, {without}"
    return summary


def _label(row: Target) -> str:
    return f"★ {row.label}" if row.is_main else row.label


def _list_buttons(request: Request, shown: Sequence[Target]) -> list[Button]:
    buttons = [Button(_("Key tasks"), reverse("targets:tasks"))]
    if access.holds(request.person, "target.write", on=request.today):
        unit, year = place_of(request)
        chosen = {"unit": request.GET.get("unit") or unit, "year": request.GET.get("year") or year}
        states = {target.state for target in shown}
        if State.VALID in states:
            buttons.append(Button(_("Carry over to next year"), link(reverse("targets:next"), **chosen)))
        if State.DRAFT in states:
            buttons.append(Button(_("Make drafts valid"), link(reverse("targets:adopt"), **chosen)))
        buttons.append(Button(_("Targets out of a file"), link(reverse("targets:new_sheet"), **chosen)))
        buttons.append(Button(_("Set a target"), link(reverse("targets:new"), **chosen), is_primary=True))
    return buttons


# --- One target ------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("target.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    target = access.find(
        Target.objects.select_related("unit__place", "given_by__unit__place"),
        request.person,
        "target.read",
        pk,
        on=request.today,
    )
    result = queries.results([target])[target.pk]
    may_write = access.may(request.person, "target.write", target, on=request.today)
    state = state_cell(target, result, request)
    chips = [(state.text, state.state)]
    if target.is_main:
        chips.append((_("main target"), "info"))
    url = rows_url(REGISTRY[target.key], target.unit.code, target.year) if result.is_counted else None
    where = _("counted from records") if result.is_counted else _("entered by hand")
    resolution = ""
    if target.resolution_on is not None:
        resolution = f"{target.resolution_number} · {dates.dmy(target.resolution_on)}"
    return Record(
        title=target.label,
        subtitle=f"{target.unit.place.short_name} · {target.year}",
        about=About(target, "target.read"),
        crumbs=[(_("Targets"), link(reverse("targets:list"), unit=target.unit.code, year=target.year))],
        chips=chips,
        buttons=_buttons(target) if may_write else [],
        sections=[
            Section(
                _("Result"),
                facts=[
                    Fact(_("To be reached"), bound_text(target)),
                    Fact(_("Result"), number_text(target, result.value), url),
                    Fact(_("Comparison"), phrase(target, result)),
                    Fact(_("Where the result comes from"), where),
                    Fact(_("Note on the result"), target.result_note),
                ],
            ),
            *_entries(target, may_write=may_write),
            *_given(target, request),
            Section(
                _("In brief"),
                facts=[
                    Fact(_("Unit"), target.unit.place.name, target.unit.get_absolute_url()),
                    Fact(_("Year"), str(target.year)),
                    Fact(_("Figure"), str(REGISTRY[target.key].label) if target.key in REGISTRY else ""),
                    Fact(_("Resolution"), resolution or _("none yet: a draft")),
                    *(Fact(label, value) for label, value in _own_words(target) if value),
                    Fact(_("Weight"), str(target.weight) if target.weight > 1 else ""),
                    _giver(target, request),
                ],
            ),
            *history.section(target, "target.read", words=_words),
        ],
    ).respond(request)


def _own_words(target: Target) -> list[tuple[str, str]]:
    return [(_("Field of work"), target.field), (_("Carried by"), target.carrier)]


def _words(_model: Any, name: str, before: Any, after: Any) -> str | None:
    if name != "key":
        return None
    labels = (str(REGISTRY[key].label) if key in REGISTRY else "–" for key in (before, after))
    return " → ".join(labels)


def _giver(target: Target, request: Request) -> Fact:
    """From whom the target came, led to where the reader may see it."""
    source = target.given_by
    if source is None:
        return Fact(_("Given down from"), "")
    may_read = access.may(request.person, "target.read", source, on=request.today)
    name = source.unit.place.short_name
    return Fact(_("Given down from"), name, source.get_absolute_url() if may_read else None)


def _entries(target: Target, *, may_write: bool) -> list[Section]:
    """What was entered by hand, the last day first; nothing for a result that is counted."""
    rows: list[list[Cell | str]] = [
        [
            dates.dmy(row.as_of_on),
            number_text(target, row.value),
            row.evidence,
            *(links(row, corrections.correct_result, corrections.withdraw_result) if may_write else []),
        ]
        for row in target.entries.order_by("-as_of_on")
    ]
    if not rows:
        return []
    heads = [(_("As of"), "start"), (_("Result"), "end"), (_("Paper that shows it"), "start")]
    heads += LINK_HEADS if may_write else []
    return [Section(_("Entered by day"), table=SmallTable(heads=heads, rows=rows))]


def _given(target: Target, request: Request) -> list[Section]:
    """What each unit under it carries of the target, what came of it, and whether the numbers add up."""
    parts = queries.given_down(target)
    if not parts:
        return []
    results = queries.results(parts)
    rows: list[list[Cell | str]] = [
        [
            Cell(row.unit.place.short_name, row.get_absolute_url()),
            number_text(row, row.value),
            replace(result_cell(row, results[row.pk]), state="", share=None),  # its state stands beside it
            state_cell(row, results[row.pk], request),
        ]
        for row in parts
    ]
    heads = [(_("Unit"), "start"), (_("To be reached"), "end"), (_("Result"), "end"), (_("State"), "start")]
    return [Section(_("Given down"), table=SmallTable(heads=heads, rows=rows), note=_sum_text(target, parts))]


def _sum_text(target: Target, parts: Sequence[Target]) -> str:
    if target.is_share:
        return _("A share is carried by each unit for itself; it is not added up.")
    together = sum((row.value for row in parts), Decimal(0))
    difference = rules.sum_differs(target.value, [row.value for row in parts], target.comparator)
    values = {"sum": number_text(target, together), "value": number_text(target, target.value)}
    if difference is None:
        return _("Together %(sum)s: this covers the target of %(value)s.") % values
    return _("Together %(sum)s: this does not cover the target of %(value)s.") % values


def _buttons(target: Target) -> list[Button]:
    if target.state == State.DROPPED:
        return [corrections.take_up.button(target)]
    buttons = [
        corrections.withdraw.button(target, _("Withdraw")),
        deeds.drop.button(target, _("Drop with consent")),
        corrections.correct.button(target, _("Correct")),
    ]
    if target.given_by_id is not None:
        del buttons[0]  # it is taken back by who gave it
    if queries.receivers(target.unit):
        buttons.append(Button(_("Give down"), reverse("targets:give", args=[target.pk])))
    if not queries.is_countable(target.key):
        buttons.append(deeds.result.button(target, is_primary=True))
    return buttons
