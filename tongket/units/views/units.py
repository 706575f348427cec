"""The tree, a unit with its history and offices, the audit log."""

import uuid

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.core.dated import runs_on
from tongket.org import access, audit, saving, snapshots
from tongket.org.kinds import Kind
from tongket.org.models import AuditRow, Office, OfficeTerm, Person, Place, StructuralEvent, Unit, UnitPeriod
from tongket.pages import context, notices
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, text
from tongket.pages.exporting import EXPORT
from tongket.pages.filters import Filter, by_choice
from tongket.pages.forms import form_page
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.units.forms.structure import DayForm
from tongket.units.queries import named

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
        Column("state", gettext_lazy("State"), lambda unit: _state(unit.place), phone="state"),
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
            [("True", gettext_lazy("active")), ("False", gettext_lazy("dissolved"))],
            "place__is_living",
        ),
    ],
    order=("place__pos",),
    url_of=lambda unit: unit.get_absolute_url(),
    empty_text=gettext_lazy("No unit has been founded yet. The operator founds the first one when opening the books."),
)


def _state(place: Place) -> Cell:
    return Cell(_("active"), state="ok") if place.is_living else Cell(_("dissolved"), state="mut")


@require_GET
@access.policy("unit.read")
def units(request: Request) -> HttpResponse:
    rows = access.scope(Unit.objects.all(), request.person, "unit.read", on=request.today)
    buttons = [
        *main_button(request, "unit.write", _("Found a unit"), "units:found"),
        Button(_("The tree on another day"), reverse("units:units_on")),
    ]
    return UNITS.respond(request, rows.filter(place__isnull=False).select_related("place"), buttons=buttons)


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
    rows: list[list[Cell | str]] = [
        [
            Cell(f"{'– ' * (at.level - 1)}{period.name}", reverse("units:unit", args=[period.unit.code])),
            period.get_kind_display(),
            dates.dmy(period.from_on),
        ]
        for at, period in snapshots.tree_on(day)
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
    record = Record(
        title=place.name,
        subtitle=place.get_kind_display(),
        crumbs=[(_("Units"), "/units/")],
        chips=[(_state(place).text, _state(place).state)],
        buttons=_buttons(request, the_unit),
        sections=[
            Section(
                _("In brief"),
                facts=[
                    Fact(_("Code"), the_unit.code),
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
            Section(_("Offices held"), table=_offices(request, the_unit)),
            Section(_("Units directly under it"), table=_children(the_unit)),
            Section(_("History"), table=_history(the_unit)),
            *_changes(request, the_unit),
        ],
    )
    return record.respond(request)


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
        ("merge", _("Merge")),
        ("dissolve", _("Dissolve")),
        ("official_code", _("Official code")),
    ]
    rows: list[list[Cell | str]] = [[Cell(label, reverse(f"units:{name}", args=[unit.code]))] for name, label in ways]
    rows.append([Cell(_("Found a unit under it"), f"{reverse('units:found')}?under={unit.code}")])
    table = SmallTable(heads=[(_("With number and date of the decision"), "start")], rows=rows)
    return [Section(_("Change the tree"), table=table)]


def _children(unit: Unit) -> SmallTable:
    places = Place.objects.filter(parent=unit).select_related("unit").order_by("pos")
    return SmallTable(
        heads=[(_("Unit"), "start"), (_("Kind"), "start"), (_("State"), "start")],
        rows=[
            [Cell(place.name, place.unit.get_absolute_url()), place.get_kind_display(), _state(place)]
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


def _history(unit: Unit) -> SmallTable:
    events = StructuralEvent.objects.filter(units__unit=unit).distinct().prefetch_related("units__unit__place")
    names = {period.opened_by_id: period.name for period in UnitPeriod.objects.filter(unit=unit)}
    rows: list[list[Cell | str]] = []
    for event in events.order_by("-on"):
        others = sorted({link.unit.place.name for link in event.units.all() if link.unit_id != unit.pk})
        rows.append(
            [
                dates.dmy(event.on),
                event.get_kind_display(),
                names.get(event.pk, ""),
                ", ".join(others),
                f"{event.number} · {dates.dmy(event.decided_on)} · {event.issuer}",
            ]
        )
    return SmallTable(
        heads=[
            (_("From"), "start"),
            (_("Event"), "start"),
            (_("Name since then"), "start"),
            (_("With"), "start"),
            (_("Decision"), "start"),
        ],
        rows=rows,
        empty_text=_("Nothing has been recorded."),
    )


# --- The log ---------------------------------------------------------------------------------------------------------

UNDECLARED = {  # what is logged although it is no right
    "account.login": gettext_lazy("sign in"),
    "account.logout": gettext_lazy("sign out"),
    "account.password": gettext_lazy("set a password"),
    "account.factor": gettext_lazy("change the second step of signing in"),
    "account.sessions": gettext_lazy("end sessions"),
}


def deed_name(verb: str) -> str:
    """A verb of the log in words; a verb that is declared no more stays as it was written."""
    if verb in access.POLICIES:
        return str(access.POLICIES[verb].label)
    policy = access.POLICIES.get(verb.removesuffix(EXPORT))
    return _("%(deed)s: as a file") % {"deed": policy.label} if policy else str(UNDECLARED.get(verb, verb))


def _deeds_to_choose(request: Request) -> list[tuple[str, str]]:
    return sorted(((verb, str(policy.label)) for verb, policy in access.POLICIES.items()), key=lambda pair: pair[1])


class _Names:
    """Names for the ids that the log keeps, each looked up once for a page."""

    def __init__(self) -> None:
        self.people: dict[str, str] = {}
        self.units: dict[str, str] = {}

    def person(self, row: AuditRow) -> str:
        actor = self._person(row.actor)
        return (
            _("%(actor)s for %(other)s") % {"actor": actor, "other": self._person(row.acting_for)}
            if (row.acting_for)
            else actor
        )

    def _person(self, key: str) -> str:
        if key not in self.people:
            found = Person.objects.filter(pk=key).first() if _is_id(key) else None
            server = {audit.SYSTEM: _("the system"), "cli": _("a command on the server")}
            self.people[key] = found.full_name if found else server.get(key, key)
        return self.people[key]

    def unit(self, row: AuditRow) -> str:
        if row.chain not in self.units:
            the_unit = Place.objects.filter(unit_id=uuid.UUID(row.chain)).first() if _is_id(row.chain) else None
            self.units[row.chain] = the_unit.short_name if the_unit else ""
        return self.units[row.chain]


def _is_id(key: str) -> bool:
    try:
        uuid.UUID(key)
    except ValueError:
        return False
    return True


def _subject(row: AuditRow) -> str:
    """The kind of row and the fields, by the names that the screens use."""
    if not row.about:
        return ", ".join(row.fields)
    try:
        model = apps.get_model(row.about)
    except LookupError:
        return row.about
    labels = {field.name: str(getattr(field, "verbose_name", field.name)) for field in model._meta.get_fields()}
    named = ", ".join(labels.get(name, name) for name in row.fields)
    kind = str(model._meta.verbose_name)
    return f"{kind}: {named}" if named else kind


def _audit_listing(names: _Names) -> Listing[AuditRow]:
    listing: Listing[AuditRow] = Listing(
        title=_("Audit log"),
        verb="audit.read",
        columns=[
            Column("policy", _("Deed"), lambda row: deed_name(row.policy), order=("policy",), phone="title"),
            Column("actor", _("Actor"), names.person, phone="sub"),
            Column("unit", _("Unit"), names.unit),
            Column("about", _("What it is about"), _subject),
            Column("at", _("Time"), _moment, order=("sequence",), phone="sub"),
            Column("result", _("Result"), _result, phone="state"),
        ],
        filters=[
            Filter("policy", _("Deed"), _of_deed, options=_deeds_to_choose),
            by_choice("result", _("Result"), AuditRow.Result.choices),
        ],
        order=("-sequence",),
        empty_text=_("Nothing has been logged yet."),
    )
    return listing


def _moment(row: AuditRow) -> str:
    return dates.moment(row.at, with_seconds=True)


def _result(row: AuditRow) -> Cell:
    return Cell(row.get_result_display(), state="ok" if row.result == "done" else "bad")


def _of_deed(rows: QuerySet[AuditRow], verb: str) -> QuerySet[AuditRow]:
    return rows.filter(policy__in=[verb, f"{verb}{EXPORT}"])


@require_GET
@access.policy("audit.read")
def audit_log(request: Request) -> HttpResponse:
    """The chains of the units under the grant. Reading the log is itself logged (S-34)."""
    reach = access.scope(Unit.objects.all(), request.person, "audit.read", on=request.today)
    chains = [str(pk) for pk in reach.values_list("pk", flat=True)]
    with saving.durable():
        audit.record(request.person, "audit.read", on=request.today)
    return _audit_listing(_Names()).respond(request, AuditRow.objects.filter(chain__in=[*chains, audit.SYSTEM]))
