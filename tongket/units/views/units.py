"""The tree, a unit with its history and offices."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.core.dated import runs_on
from tongket.org import access, snapshots
from tongket.org.kinds import Kind
from tongket.org.models import (
    EventUnit,
    Office,
    OfficeTerm,
    Place,
    StructuralEvent,
    Unit,
    UnitPeriod,
)
from tongket.org.queries.units import UnitEnd, ends_of
from tongket.pages import context, menu, notices
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, text
from tongket.pages.filters import Filter, by_choice
from tongket.pages.forms import form_page
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.units.forms.structure import DayForm
from tongket.units.queries import end_in_words, named, state_cell

UNITS: Listing[Unit] = Listing(
    title=gettext_lazy("Units"),
    verb="unit.read",
    columns=[
        Column(
            "name",
            gettext_lazy("Unit"),
            lambda unit: Cell(unit.place.name, depth=unit.place.level - 1),
            phone="title",
        ),
        text("code", gettext_lazy("Code")),
        choice("place__kind", gettext_lazy("Kind"), phone="sub"),
        choice("place__sector", gettext_lazy("Sector")),
        Column("state", gettext_lazy("State"), lambda unit: state_cell(unit, {}), phone="state"),
    ],
    filters=[
        Filter(
            "q",
            gettext_lazy("Name or code (marks are not needed)"),
            lambda rows, value: rows.filter(pk__in=list(named(rows, value))),
        ),
        by_choice("kind", gettext_lazy("Kind"), Kind.choices, "place__kind"),
        by_choice(
            "living",
            gettext_lazy("State"),
            [("True", gettext_lazy("active")), ("False", gettext_lazy("ended"))],
            "place__is_living",
        ),
    ],
    order=("place__pos",),
    url_of=lambda unit: unit.get_absolute_url(),
    empty_text=gettext_lazy("No unit has been founded yet. The operator founds the first one when opening the books."),
)


ON_DAYS = [  # lists of later packages
    ("member.read", gettext_lazy("Roll on a day"), "members:roll_on"),
    ("report.read", gettext_lazy("Reports on a day"), "reports:list"),
]


def _columns_of(ends: Mapping[uuid.UUID, UnitEnd]) -> list[Column[Unit]]:
    """The columns of the list, which says of each unit that has ended what became of it."""
    state: Column[Unit] = Column("state", gettext_lazy("State"), lambda unit: state_cell(unit, ends), phone="state")
    return [*UNITS.columns[:-1], state]


def _ended(units: QuerySet[Unit]) -> QuerySet[Unit]:
    return units.filter(place__is_living=False)


@require_GET
@access.policy("unit.read")
def units(request: Request) -> HttpResponse:
    rows = access.scope(Unit.objects.all(), request.person, "unit.read", on=request.today)
    buttons = [
        *main_button(request, "unit.write", _("Found a unit"), "units:found"),
        Button(_("The tree on another day"), reverse("units:units_on")),
    ]
    ends = ends_of(_ended(rows).values_list("pk", flat=True), request.today)
    shown = rows.filter(place__isnull=False).select_related("place")
    return UNITS.respond(request, shown, buttons=buttons, columns=_columns_of(ends))


@require_GET
@access.policy("unit.read")
def units_on(request: Request) -> HttpResponse:
    """The tree as it stood on any day, with the names of that day."""
    form = DayForm(request.GET or None, initial={"day": request.today})
    if not form.is_bound or not form.is_valid():
        return form_page(
            request,
            form,
            title=_("The tree on another day"),
            submit_label=_("Show"),
            cancel_url=reverse("units:units"),
            method="get",
            crumbs=[(_("Units"), reverse("units:units"))],
        )
    day = form.cleaned_data["day"]
    readable = set(
        access.scope(Unit.objects.all(), request.person, "unit.read", on=request.today).values_list("pk", flat=True)
    )
    rows: list[list[Cell | str]] = [
        [
            Cell(f"{'– ' * (at.level - 1)}{period.name}", reverse("units:unit", args=[period.unit.code])),
            period.get_kind_display(),
            dates.dmy(period.from_on),
        ]
        for at, period in snapshots.tree_on(day)
        if period.unit_id in readable
    ]
    return Record(
        title=_("The tree on %(day)s") % {"day": dates.dmy(day)},
        subtitle=ngettext("%(count)s unit", "%(count)s units", len(rows)) % {"count": numbers.number(len(rows))},
        crumbs=[(_("Units"), reverse("units:units"))],
        buttons=[Button(_("Another day"), reverse("units:units_on"))],
        sections=[
            Section(
                "",
                table=SmallTable(
                    heads=[(_("Unit"), "start"), (_("Kind"), "start"), (_("So since"), "start")],
                    rows=rows,
                    empty_text=_("On that day no unit existed."),
                ),
            )
        ],
    ).respond(request)


@require_GET
@access.policy("unit.read")
def unit(request: Request, code: str) -> HttpResponse:
    rows = access.scope(Unit.objects.all(), request.person, "unit.read", on=request.today)
    the_unit = get_object_or_404(rows.filter(place__isnull=False).select_related("place__parent__place"), code=code)
    place = the_unit.place
    above = place.parent.place if place.parent else None
    ends = ends_of([the_unit.pk], date.max)
    state = state_cell(the_unit, ends)
    record = Record(
        title=place.name,
        subtitle=place.get_kind_display(),
        about=About(the_unit, "unit.read"),
        crumbs=[(_("Units"), "/units/")],
        chips=[(state.text, state.state), *_to_come(request, the_unit, ends)],
        buttons=_buttons(request, the_unit),
        sections=[
            Section(
                _("In brief"),
                facts=[
                    Fact(_("Code"), the_unit.code),
                    *_successors(the_unit, ends),
                    Fact(
                        _("Directly under"),
                        above.name if above else "–",
                        above.unit.get_absolute_url() if above else None,
                    ),
                    Fact(_("Sector"), place.get_sector_display()),
                    *([Fact(_("Official code"), the_unit.official_code)] if the_unit.official_code else []),
                    Fact(
                        _("Committees and offices"), _("Show them"), reverse("units:committees", args=[the_unit.code])
                    ),
                ],
            ),
            *_notices(request, the_unit),
            Section(_("Offices held"), table=_offices(request, the_unit), buttons=_on_days(request, the_unit)),
            Section(_("Units directly under it"), table=_children(request, the_unit)),
            Section(_("History"), table=_history(request, the_unit)),
            *_changes(request, the_unit),
        ],
    )
    return record.respond(request)


def _on_days(request: Request, unit: Unit) -> list[Button]:
    """The lists of the unit as they stood on any day, for those who may read them."""
    buttons = [Button(_("Offices on a day"), reverse("units:offices", args=[unit.code]))]
    for verb, label, url_name in ON_DAYS:
        if access.may(request.person, verb, unit, on=request.today):
            buttons.append(Button(label, link(menu.address(url_name), unit=unit.code)))
    return buttons


def _notices(request: Request, unit: Unit) -> list[Section]:
    """What departs from a rule in the unit, for those who record its offices or lead it."""
    verbs = ("office.write", "figure.read")
    is_theirs = any(access.may(request.person, verb, unit, on=request.today) for verb in verbs)
    if not unit.place.is_living or not is_theirs:
        return []
    rows: list[list[Cell | str]] = [
        [Cell(notice.text, notice.url or None, state="warn"), notice.rule] for notice in notices.of(unit, request.today)
    ]
    if not rows:
        return []
    heads = [(_("What departs from a rule"), "start"), (_("Rule"), "start")]
    return [Section(_("To be looked at"), table=SmallTable(heads=heads, rows=rows))]


def _buttons(request: Request, unit: Unit) -> list[Button]:
    """The way to the overview, for those who may read its figures; offices, for those who record them."""
    deeds = []
    if unit.place.is_living and access.may(request.person, "office.write", unit, on=request.today):
        deeds.append(Button(_("Record an office"), reverse("units:take_office", args=[unit.code])))
    if access.may(request.person, "figure.read", unit, on=request.today):
        _unit, year = context.here(request, request.person)
        url = reverse("web:overview", args=[unit.code, year])
        deeds.append(Button(_("Open the overview"), url, is_primary=True))
    return deeds


def _changes(request: Request, unit: Unit) -> list[Section]:
    """What an organisation officer can do with the unit."""
    if not unit.place.is_living or not access.may(request.person, "unit.write", unit, on=request.today):
        return []
    ways = [
        ("rename", _("Rename")),
        ("move", _("Put under another")),
        ("change_kind", _("Change kind or sector")),
        ("merge", _("Merge")),
        ("split", _("Split")),
        ("dissolve", _("Dissolve")),
        ("official_code", _("Official code")),
    ]
    rows: list[list[Cell | str]] = [[Cell(label, reverse(f"units:{name}", args=[unit.code]))] for name, label in ways]
    rows.append([Cell(_("Found a unit under it"), f"{reverse('units:found')}?under={unit.code}")])
    table = SmallTable(heads=[(_("With number and date of the decision"), "start")], rows=rows)
    return [Section(_("Change the tree"), table=table)]


def _children(request: Request, unit: Unit) -> SmallTable:
    readable = access.scope(Unit.objects.filter(place__parent=unit), request.person, "unit.read", on=request.today)
    places = list(Place.objects.filter(unit__in=readable).select_related("unit").order_by("pos"))
    ends = ends_of([place.unit_id for place in places if not place.is_living], date.max)
    return SmallTable(
        heads=[(_("Unit"), "start"), (_("Kind"), "start"), (_("State"), "start")],
        rows=[
            [Cell(place.name, place.unit.get_absolute_url()), place.get_kind_display(), state_cell(place.unit, ends)]
            for place in places
        ],
        empty_text=_("No unit stands under it."),
    )


def _offices(request: Request, unit: Unit) -> SmallTable:
    terms = access.scope(OfficeTerm.objects.filter(unit=unit), request.person, "unit.read", on=request.today)
    running = terms.filter(runs_on(request.today))
    may_end = access.may(request.person, "office.write", unit, on=request.today)
    return SmallTable(
        heads=[
            (pgettext("of a person", "Office"), "start"),
            (_("Person"), "start"),
            (_("Since"), "start"),
            (_("How"), "start"),
        ],
        rows=[
            [
                Cell(term.get_office_display(), _end_url(unit, term) if may_end else None),
                term.person.full_name,
                dates.dmy(term.from_on),
                f"{term.get_how_display()} · {term.decision}",
            ]
            for term in sorted(running.select_related("person"), key=_by_rank)
        ],
        empty_text=_("No office has been recorded."),
    )


def _by_rank(term: OfficeTerm) -> tuple[int, str]:
    return Office(term.office).rank, term.person.name_order


def _end_url(unit: Unit, term: OfficeTerm) -> str:
    return reverse("units:leave_office", args=[unit.code, term.pk])


def _successors(unit: Unit, ends: Mapping[uuid.UUID, UnitEnd]) -> list[Fact]:
    """The units that came of one that has ended, each with its page."""
    end = ends.get(unit.pk)
    if unit.place.is_living or end is None:
        return []
    label = _("Split into") if end.kind == StructuralEvent.Kind.SPLIT else _("Merged into")
    return [Fact(label, successor.place.name, successor.get_absolute_url()) for successor in end.successors]


def _to_come(request: Request, unit: Unit, ends: Mapping[uuid.UUID, UnitEnd]) -> list[tuple[str, str]]:
    """That a unit which lives still ends on a day to come, or has ended and something could not go along."""
    end = ends.get(unit.pk)
    if end is None:
        return []
    if unit.place.is_living:
        return [(_("from %(day)s: %(what)s") % {"day": dates.dmy(end.on), "what": end_in_words(end)}, "warn")]
    links = EventUnit.objects.filter(unit=unit, event__withdrawn_on__isnull=True, event__on__lte=request.today)
    waits = links.filter(event__handed_over_on__isnull=True).exists()
    return [(_("members or offices still stand here: withdraw the event and enter it anew"), "bad")] if waits else []


def _history(request: Request, unit: Unit) -> SmallTable:
    """The events of a unit, the newest first; who changes the tree corrects each, and withdraws the latest."""
    links = EventUnit.objects.filter(unit=unit).select_related("event").prefetch_related("event__units__unit__place")
    of_event = {each.event: each for each in links.order_by("event__on", "side")}
    names = {period.opened_by_id: period.name for period in UnitPeriod.objects.filter(unit=unit)}
    may_write = access.may(request.person, "unit.write", unit, on=request.today)
    rows: list[list[Cell | str]] = []
    is_latest = True
    for event, about in reversed(of_event.items()):
        others = {other.unit for other in event.units.all() if other.unit_id != unit.pk}
        known = sorted((other for other in others if hasattr(other, "place")), key=lambda other: other.place.name)
        paper = f"{event.number} · {dates.dmy(event.decided_on)} · {event.issuer}"
        row: list[Cell | str] = [
            dates.dmy(event.on),
            event.get_kind_display(),
            names.get(event.pk, ""),
            _with(known),
        ]
        if event.withdrawn_on is not None:
            said = {"day": dates.dmy(event.withdrawn_on), "why": event.withdrawn_because}
            row += [paper, Cell(_("withdrawn on %(day)s: %(why)s") % said, state="mut")]
        else:
            row.append(Cell(paper, _event_url("correct", unit, about) if may_write else None))
            can_withdraw = may_write and is_latest
            row.append(Cell(_("Withdraw the event"), _event_url("withdraw", unit, about)) if can_withdraw else "")
            is_latest = False
        rows.append(row)
    return SmallTable(
        heads=[
            (_("From"), "start"),
            (_("Event"), "start"),
            (_("Name since then"), "start"),
            (_("With"), "start"),
            (_("Decision"), "start"),
            (_("Withdrawal"), "start"),
        ],
        rows=rows,
        empty_text=_("Nothing has been recorded."),
    )


def _with(units: Sequence[Unit]) -> Cell | str:
    """The other units of an event; a single one is led to."""
    if len(units) == 1:
        return Cell(units[0].place.name, units[0].get_absolute_url())
    return ", ".join(unit.place.name for unit in units)


def _event_url(deed: str, unit: Unit, about: EventUnit) -> str:
    return reverse(f"units:{deed}_event", args=[unit.code, about.pk])
