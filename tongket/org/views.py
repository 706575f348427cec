"""The tree, a unit with its history and offices, the audit log."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access, audit, saving
from tongket.org.kinds import Kind
from tongket.org.listing import Cell, Column, Listing, by_choice, by_words
from tongket.org.models import AuditRow, OfficeTerm, Place, StructuralEvent, Unit, UnitPeriod
from tongket.org.record import Fact, Record, Section, SmallTable
from tongket.org.request import Request

UNITS: Listing[Unit] = Listing(
    title=gettext_lazy("Units"),
    verb="unit.read",
    columns=[
        Column(
            "name",
            gettext_lazy("Unit"),
            lambda unit: f"{'– ' * (unit.place.level - 1)}{unit.place.name}",
            phone="title",
        ),
        Column("code", gettext_lazy("Code"), lambda unit: unit.code, order=("code",)),
        Column(
            "kind",
            gettext_lazy("Kind"),
            lambda unit: unit.place.get_kind_display(),
            order=("place__kind",),
            phone="figure",
        ),
        Column(
            "sector", gettext_lazy("Sector"), lambda unit: unit.place.get_sector_display(), order=("place__sector",)
        ),
        Column("state", gettext_lazy("State"), lambda unit: _state(unit.place), phone="state"),
    ],
    filters=[
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
    return UNITS.respond(request, rows.filter(place__isnull=False).select_related("place"))


@require_GET
@access.policy("unit.read")
def unit(request: Request, code: str) -> HttpResponse:
    rows = access.scope(Unit.objects.all(), request.person, "unit.read", on=request.today)
    found = get_object_or_404(rows.filter(place__isnull=False).select_related("place__parent__place"), code=code)
    place = found.place
    above = place.parent.place if place.parent else None
    record = Record(
        title=place.name,
        subtitle=place.get_kind_display(),
        crumbs=[(_("Units"), "/units/")],
        chips=[(_state(place).text, _state(place).state)],
        sections=[
            Section(
                _("In brief"),
                facts=[
                    Fact(_("Code"), found.code),
                    Fact(
                        _("Directly under"),
                        above.name if above else "–",
                        above.unit.get_absolute_url() if above else None,
                    ),
                    Fact(_("Sector"), place.get_sector_display()),
                ],
            ),
            Section(_("Units directly under it"), table=_children(found)),
            Section(_("Offices held"), table=_offices(request, found)),
            Section(_("History"), table=_history(found)),
        ],
    )
    return record.respond(request)


def _children(found: Unit) -> SmallTable:
    places = Place.objects.filter(parent=found).select_related("unit").order_by("pos")
    return SmallTable(
        heads=[(_("Unit"), "start"), (_("Kind"), "start"), (_("State"), "start")],
        rows=[
            [Cell(place.name, place.unit.get_absolute_url()), place.get_kind_display(), _state(place)]
            for place in places
        ],
        empty_text=_("No unit stands under it."),
    )


def _offices(request: Request, found: Unit) -> SmallTable:
    terms = OfficeTerm.objects.filter(unit=found).filter(Q(until_on__isnull=True) | Q(until_on__gt=request.today))
    return SmallTable(
        heads=[(_("Office"), "start"), (_("Person"), "start"), (_("Since"), "start"), (_("How"), "start")],
        rows=[
            [
                term.get_office_display(),
                term.person.full_name,
                dates.dmy(term.from_on),
                f"{term.get_how_display()} · {term.decision}",
            ]
            for term in terms.select_related("person").order_by("from_on")
        ],
        empty_text=_("No office has been recorded."),
    )


def _history(found: Unit) -> SmallTable:
    events = StructuralEvent.objects.filter(units__unit=found).distinct().prefetch_related("units__unit__place")
    names = {period.opened_by_id: period.name for period in UnitPeriod.objects.filter(unit=found)}
    rows: list[list[Cell | str]] = []
    for event in events.order_by("-on"):
        others = sorted({link.unit.place.name for link in event.units.all() if link.unit_id != found.pk})
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


AUDIT: Listing[AuditRow] = Listing(
    title=gettext_lazy("Audit log"),
    verb="audit.read",
    columns=[
        Column(
            "at",
            gettext_lazy("Time"),
            lambda row: f"{row.at.astimezone():%d/%m/%Y %H:%M:%S}",
            order=("sequence",),
            phone="title",
        ),
        Column("policy", gettext_lazy("Deed"), lambda row: row.policy, order=("policy",), phone="figure"),
        Column("actor", gettext_lazy("Actor"), lambda row: row.actor),
        Column("about", gettext_lazy("Table"), lambda row: row.about),
        Column("fields", gettext_lazy("Fields"), lambda row: ", ".join(row.fields)),
        Column(
            "result",
            gettext_lazy("Result"),
            lambda row: Cell(row.get_result_display(), state="ok" if row.result == "done" else "bad"),
            phone="state",
        ),
    ],
    filters=[
        by_choice("result", gettext_lazy("Result"), AuditRow.Result.choices),
        by_words("policy", gettext_lazy("Deed")),
    ],
    order=("-sequence",),
    empty_text=gettext_lazy("Nothing has been logged yet."),
)


@require_GET
@access.policy("audit.read")
def audit_log(request: Request) -> HttpResponse:
    """The chains of the units under the grant. Reading the log is itself logged (S-34)."""
    reach = access.scope(Unit.objects.all(), request.person, "audit.read", on=request.today)
    chains = [str(pk) for pk in reach.values_list("pk", flat=True)]
    with saving.lasting():
        audit.record(request.person, "audit.read", on=request.today)
    return AUDIT.respond(request, AuditRow.objects.filter(chain__in=[*chains, audit.SYSTEM]))
