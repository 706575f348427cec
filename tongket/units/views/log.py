"""The audit log: the rows of the units under the reader's right."""

import uuid
from datetime import date

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access, audit, saving
from tongket.org.models import AuditRow, Person, Unit
from tongket.org.queries.units import ends_of
from tongket.pages.columns import Cell, Column
from tongket.pages.filters import Filter, by_choice
from tongket.pages.listing import Listing
from tongket.pages.request import Request
from tongket.units.queries import state_cell

UNDECLARED = {  # what is logged although it is no right
    "founding.invite": gettext_lazy("print the address of the first run"),
    "founding.found": gettext_lazy("open the books"),
    "account.login": gettext_lazy("sign in"),
    "account.logout": gettext_lazy("sign out"),
    "account.password": gettext_lazy("set a password"),
    "account.factor": gettext_lazy("change the second step of signing in"),
    "account.sessions": gettext_lazy("end sessions"),
    "account.identity": gettext_lazy("link an account of the identity provider, or take that back"),
}


def deed_name(verb: str) -> str:
    """A verb of the log in words; a verb that is declared no more stays as it was written."""
    if verb in access.POLICIES:
        return str(access.POLICIES[verb].label)
    policy = access.POLICIES.get(verb.removesuffix(audit.EXPORT))
    return _("%(deed)s: as a file") % {"deed": policy.label} if policy else str(UNDECLARED.get(verb, verb))


def _deeds_to_choose(request: Request) -> list[tuple[str, str]]:
    return sorted(((verb, str(policy.label)) for verb, policy in access.POLICIES.items()), key=lambda pair: pair[1])


class _Names:
    """Names for the ids and the tables that the log keeps, each looked up once for a page."""

    def __init__(self) -> None:
        self.people: dict[str, str] = {}
        self.units: dict[str, str] = {}
        self.tables: dict[str, tuple[str, dict[str, str]]] = {}

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
            self.people[key] = found.full_name if found else server.get(key) or self._unit(key) or key
        return self.people[key]

    def unit(self, row: AuditRow) -> str:
        return self._unit(row.chain)

    def _unit(self, key: str) -> str:
        if key not in self.units:
            units = Unit.objects.filter(place__isnull=False).select_related("place")
            the_unit = units.filter(pk=key).first() if _is_id(key) else None
            self.units[key] = _name_and_end(the_unit) if the_unit else ""
        return self.units[key]

    def subject(self, row: AuditRow) -> str:
        """The kind of row and the fields, by the names that the screens use."""
        if not row.about:
            return ", ".join(row.fields)
        kind, labels = self._table(row.about)
        fields = ", ".join(labels.get(name, name) for name in row.fields)
        return f"{kind}: {fields}" if fields else kind

    def _table(self, about: str) -> tuple[str, dict[str, str]]:
        if about not in self.tables:
            try:
                options = apps.get_model(about)._meta
            except LookupError:
                return about, {}
            labels = {field.name: str(getattr(field, "verbose_name", field.name)) for field in options.get_fields()}
            self.tables[about] = str(options.verbose_name), labels
        return self.tables[about]


def _name_and_end(unit: Unit) -> str:
    """The name of a unit, and of one that has ended what became of it."""
    if unit.place.is_living:
        return unit.place.short_name
    return f"{unit.place.short_name} ({state_cell(unit, ends_of([unit.pk], date.max)).text})"


def _is_id(key: str) -> bool:
    try:
        uuid.UUID(key)
    except ValueError:
        return False
    return True


def _audit_listing(names: _Names) -> Listing[AuditRow]:
    listing: Listing[AuditRow] = Listing(
        title=_("Audit log"),
        verb="audit.read",
        columns=[
            Column("policy", _("Deed"), lambda row: deed_name(row.policy), order=("policy",), phone="title"),
            Column("actor", _("Actor"), names.person, phone="sub"),
            Column("unit", _("Unit"), names.unit),
            Column("about", _("What it is about"), names.subject),
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
    return rows.filter(policy__in=[verb, f"{verb}{audit.EXPORT}"])


@require_GET
@access.policy("audit.read")
def audit_log(request: Request) -> HttpResponse:
    """The chains of the units under the grant. Reading the log is itself logged (S-34)."""
    reach = access.scope(Unit.objects.all(), request.person, "audit.read", on=request.today)
    chains = [str(pk) for pk in reach.values_list("pk", flat=True)]
    with saving.durable():
        audit.record(request.person, "audit.read", on=request.today)
    return _audit_listing(_Names()).respond(request, AuditRow.objects.filter(chain__in=[*chains, audit.SYSTEM]))
