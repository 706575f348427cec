"""Who works here, with which rights and which account: the list that an administrator goes by, and one person."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from tongket.core import clock, dates, numbers
from tongket.org import access, seams
from tongket.org.models import Account, AuditRow, Domain, Grant, OfficeTerm, Person, Session, Unit
from tongket.org.queries import people as queries
from tongket.org.queries.grants import running_on
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column
from tongket.pages.filters import Filter, by_words
from tongket.pages.listing import Answer, Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.rights import office_name, right_name
from tongket.pages.tables import Row
from tongket.units.views import accounts, identities, merging
from tongket.units.views.accounts import CRUMBS, PEOPLE, TITLE
from tongket.units.views.grants import give_right, state_of
from tongket.units.views.log import deed_name
from tongket.units.views.mail import account_email

GROUPS = {
    queries.ATTENTION: gettext_lazy("Needs attention"),
    queries.IN_USE: gettext_lazy("In use"),
    queries.CLOSED: gettext_lazy("Locked, and without an office"),
    queries.WITHOUT: gettext_lazy("In a committee, without an account"),
}
REASONS = {
    "lacks_account": gettext_lazy("no account yet"),
    "is_locked": gettext_lazy("account locked"),
    "has_left": gettext_lazy("no longer in office"),
    "lacks_rights": gettext_lazy("no right yet"),
    "lacks_factor": gettext_lazy("no second step yet"),
    "is_idle": gettext_lazy("not here for long, suspended soon"),
}
SHOWN_UNITS = 100  # offered by the filter
SHOWN_DEEDS = 30


class PeopleAnswer(Answer[Person]):
    """The list in its groups, each under a heading with its number."""

    def _lines(self, rows: Any) -> list[Row]:
        listed: Any = self.rows
        counts = dict(listed.order_by().values_list("group").annotate(Count("pk")))
        lines, before = [], None
        for person, line in zip(rows, super()._lines(rows), strict=True):
            heading = ""
            if person.group != before:
                heading = f"{GROUPS[person.group]} · {numbers.number(counts[person.group])}"
            before = person.group
            lines.append(line._replace(heading=heading))
        return lines


class PeopleListing(Listing[Person]):
    def answer(self, request: Request, rows: QuerySet[Person]) -> Answer[Person]:
        return PeopleAnswer(self, request, rows)


def _listing(on: date, *, sees_accounts: bool) -> PeopleListing:
    """The list as the reader may see it: when somebody signed in last is for those who may read accounts."""
    columns: list[Column[Person]] = [
        Column("name", _("Person, office"), lambda person: _person_cell(person, on), phone="title"),
        Column("rights", _("Rights: domain, unit, until"), lambda person: _rights_cell(person, on), phone="sub"),
    ]
    if sees_accounts:
        columns += [
            Column("last_login", _("Login name, last sign-in"), _last_login),
            Column("factor", _("Second step"), _factor),
        ]
    columns.append(Column("attention", _("To be looked at"), _attention, phone="state"))
    return PeopleListing(
        title=TITLE,
        verb="person.read",
        columns=columns,
        order=("group", "name_order"),
        url_of=lambda person: reverse("units:person", args=[person.pk]),
        crumbs=[(label, reverse(name)) for label, name in CRUMBS[:1]],
        empty_text=_("Nobody holds an office or has an account yet."),
    )


@require_GET
@access.policy("person.read")
def people(request: Request) -> HttpResponse:
    """The persons with an office or an account, those who need attention first."""
    on = request.today
    rows = queries.with_offices_and_rights(queries.listed(request.person, on=on))
    sees_accounts = access.holds(request.person, "account.read", on=on)
    return _listing(on, sees_accounts=sees_accounts).respond(
        request,
        rows,
        buttons=_list_buttons(request),
        filters=[
            by_words("name_fold", _("Name (marks are not needed)")),
            Filter("domain", _("Domain"), lambda people, value: _of_domain(people, value, on), options=_domains),
            Filter("unit", _("Unit"), _of_unit, options=_units),
            Filter("about", _("To be looked at"), _with_reason, options=_reasons),
        ],
    )


def _list_buttons(request: Request) -> list[Button]:
    main = main_button(request, "account.write", _("Add a person"), "units:add_person")
    if not main:
        return []
    return [
        Button(_("From Excel"), reverse("units:people_sheet")),
        Button(_("Print slips"), reverse("units:slips")),
        *main,
    ]


# --- Filters ---------------------------------------------------------------------------------------------------------


def _domains(_request: Request) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Domain.choices]


def _of_domain(people: QuerySet[Person], domain: str, on: date) -> QuerySet[Person]:
    grants = Grant.objects.filter(running_on(on), domain=domain)  # unscoped: narrows persons that are in scope
    return people.filter(pk__in=grants.values("person"))


def _units(request: Request) -> list[tuple[str, str]]:
    """The units of the reader's reach; where there are many, those of the first levels."""
    rows = access.scope(Unit.objects.all(), request.person, "person.read", on=request.today)
    units = rows.filter(place__is_living=True).order_by("place__level", "place__pos").select_related("place")
    shown = sorted(units[:SHOWN_UNITS], key=lambda unit: unit.place.pos)
    return [(unit.code, f"{'– ' * (unit.place.level - 1)}{unit.place.short_name}") for unit in shown]


def _of_unit(people: QuerySet[Person], code: str) -> QuerySet[Person]:
    place = Unit.objects.select_related("place").get(code=code).place
    terms = OfficeTerm.objects.filter(  # unscoped: narrows persons that are in scope
        access.within("unit__", place.pos, place.last)
    )
    return people.filter(pk__in=terms.values("person"))


def _reasons(request: Request) -> list[tuple[str, str]]:
    return [(name, str(label)) for name, label in REASONS.items()]


def _with_reason(people: QuerySet[Person], reason: str) -> QuerySet[Person]:
    flags = {name: name for name in REASONS}
    return people.filter(**{flags[reason]: True})


# --- Cells -----------------------------------------------------------------------------------------------------------


def right_over(grant: Grant) -> str:
    return f"{right_name(grant)} · {grant.unit.place.short_name}"


def _person_cell(person: Any, on: date) -> Cell:
    running = [term for term in person.all_terms if term.is_running(on)]
    lines = [office_name(term) for term in running]
    if not running and person.all_terms:
        last = person.all_terms[0]
        words = _("%(office)s, ended on %(day)s")
        if last.until_on is not None:
            lines = [words % {"office": office_name(last), "day": dates.dmy(last.until_on)}]
    return Cell(person.full_name, lines=tuple(lines))


def _rights_cell(person: Any, on: date) -> Cell | str:
    running = [grant for grant in person.all_grants if grant.is_running(on)]
    lines = [
        _("%(right)s until %(day)s") % {"right": right_over(grant), "day": dates.dmy(grant.valid_until)}
        if grant.valid_until
        else right_over(grant)
        for grant in running
    ]
    if not lines:
        return _("No right") if person.has_office else ""
    return Cell(lines[0], lines=tuple(lines[1:]))


def _last_login(person: Any) -> Cell | str:
    if not hasattr(person, "account"):
        return ""
    at = person.account.last_login
    if at is None:
        return Cell(person.account.username, lines=(_("never signed in"),))
    return Cell(person.account.username, lines=(dates.moment(at),))


def _factor(person: Any) -> Cell | str:
    if not hasattr(person, "account"):
        return ""
    if person.has_factor:
        return Cell(_("yes"), state="ok")
    return Cell(_("not set up"), state="bad") if person.needs_factor else "–"


def _attention(person: Any) -> Cell | str:
    words = [str(REASONS[name]) for name in queries.REASONS if getattr(person, name)]
    return Cell(words[0], state="warn", lines=tuple(words[1:])) if words else ""


# --- One person ------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("person.read")
def person(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One person: offices, rights, account with its slip and sessions, and what was done about them."""
    on = request.today
    rows = queries.with_offices_and_rights(queries.listed(request.person, on=on, with_everybody=True))
    somebody: Any = access.find(rows, request.person, "person.read", pk, on=on)
    reasons = [str(REASONS[name]) for name in queries.REASONS if getattr(somebody, name)]
    sections = [
        *([Section("", facts=[Fact(_("To be looked at"), "; ".join(reasons), state="warn")])] if reasons else []),
        Section(pgettext("of a person", "Offices"), table=_offices(somebody, on)),
        Section(_("Rights"), table=_rights(somebody, on), buttons=_ways_to_give(request, somebody)),
    ]
    if access.holds(request.person, "account.read", on=on):
        sections += _account_sections(request, somebody) + _withdrawn(somebody)
    may_merge = access.may(request.person, merging.VERB, somebody, on=on)
    if may_merge:
        sections += merging.merges_section(request, somebody)
    sections += _names_before(somebody)
    sections.append(Section(_("What was done"), table=_history(request, somebody)))
    return Record(
        title=somebody.full_name,
        subtitle=", ".join(office_name(term) for term in somebody.all_terms if term.is_running(on)),
        crumbs=PEOPLE.above(somebody),
        buttons=_buttons(request, somebody),
        sections=sections,
    ).respond(request)


def _offices(somebody: Any, on: date) -> SmallTable:
    return SmallTable(
        heads=[
            (pgettext("of a person", "Office"), "start"), (_("Unit"), "start"), (_("From – until"), "start"),
            (_("Decision"), "start"),
        ],
        rows=[
            [
                str(term.get_office_display()),
                Cell(term.unit.place.short_name, term.unit.get_absolute_url()),
                f"{dates.dmy(term.from_on)} – {dates.dmy_or_empty(term.until_on)}",
                f"{term.get_how_display()} · {term.decision}",
            ]
            for term in somebody.all_terms
        ],
        empty_text=_("No office has been recorded. Rights are given to who holds one."),
    )  # fmt: skip


def _rights(somebody: Any, on: date) -> SmallTable:
    return SmallTable(
        heads=[
            (_("Domain"), "start"), (_("Unit, with all under it"), "start"), (_("From – until"), "start"),
            (_("Decision"), "start"), (_("State"), "start"),
        ],
        rows=[
            [
                Cell(right_name(grant), grant.get_absolute_url()),
                Cell(grant.unit.place.short_name, grant.unit.get_absolute_url()),
                f"{dates.dmy(grant.valid_from)} – {dates.dmy_or_empty(grant.valid_until)}",
                grant.decision,
                state_of(grant, on),
            ]
            for grant in somebody.all_grants
        ],
        empty_text=_("No right has been given. An office alone gives none."),
    )  # fmt: skip


def _ways_to_give(request: Request, somebody: Any) -> list[Button]:
    """A button for each office that runs, for those who may give rights over its unit."""
    if somebody.pk == request.person.pk:
        return []
    running = [term for term in somebody.all_terms if term.is_running(request.today)]
    within = [term for term in running if access.may(request.person, "grant.write", term, on=request.today)]
    if len(within) == 1:
        return [give_right.button(within[0])]
    words = _("Give a right as %(office)s")
    return [give_right.button(term, words % {"office": office_name(term)}) for term in within]


def _account_sections(request: Request, somebody: Any) -> list[Section]:
    account: Account | None = getattr(somebody, "account", None)
    if account is None:
        return [Section(_("Account"), note=_("There is no account. Without one nobody can sign in as this person."))]
    slip = queries.open_slip(account)
    facts = [
        Fact(_("Login name"), account.username),
        Fact(_("State"), *_state(account)),
        Fact(_("Administered by"), account.unit.place.short_name if account.unit else _("the command line alone")),
        Fact(_("E-mail address"), account.email or _("none")),
        Fact(_("Last sign-in"), dates.moment(account.last_login) if account.last_login else _("never")),
        Fact(_("Second step"), _("set up") if somebody.has_factor else _("not set up")),
        Fact(_("Password"), _("set") if account.has_usable_password() else _("not set: a slip is needed")),
    ]
    if account.closed_reason:
        facts.append(Fact(_("Why it is locked"), account.closed_reason))
    if slip is not None:
        words = _("made on %(made)s, valid until %(until)s, not used yet")
        facts.append(
            Fact(_("Slip"), words % {"made": dates.moment(slip.made_at), "until": dates.moment(slip.valid_until)})
        )
    sessions = access.scope(Session.objects.filter(account=account), request.person, "account.read", on=request.today)
    table = SmallTable(
        heads=[(_("Signed in"), "start"), (_("Last seen"), "start"), (_("Address"), "start"), (_("Device"), "start")],
        rows=[
            [dates.moment(row.started_at), dates.moment(row.seen_at), row.address or "", row.device]
            for row in sessions.filter(expire_date__gt=clock.now()).order_by("-seen_at")
        ],
        empty_text=_("Nobody is signed in with this account."),
    )
    return [Section(_("Account"), facts=facts), *identities.section(account), Section(_("Sessions"), table=table)]


def _withdrawn(somebody: Any) -> list[Section]:
    heads = [(_("Login name"), "start"), (_("Withdrawn"), "start"), (_("By"), "start"), (_("Reason"), "start")]
    rows = [
        [row.login, dates.moment(row.withdrawn_at), str(row.withdrawn_by or _("the system")), row.reason]
        for row in queries.withdrawn_accounts(somebody)
    ]
    return [Section(_("Withdrawn accounts"), table=SmallTable(heads, rows))] if rows else []


def _names_before(somebody: Any) -> list[Section]:
    heads = [(_("Name before"), "start"), (_("Corrected at"), "start"), (_("By"), "start"), (_("Reason"), "start")]
    rows = [
        [str(row.old.get("full_name", "")), dates.moment(row.at), str(row.by or _("the system")), row.reason]
        for row in queries.names_before(somebody)
    ]
    return [Section(_("Earlier names"), table=SmallTable(heads, rows))] if rows else []


def _state(account: Account) -> tuple[str, None, str]:
    if account.is_active:
        return _("open"), None, "ok"
    return str(account.get_closed_because_display() or _("locked")), None, "bad"


def _history(request: Request, somebody: Any) -> SmallTable:
    """The last deeds about the person, their account, offices and rights; no values, as everywhere in the log."""
    ids = [somebody.pk, *(row.pk for row in (*somebody.all_terms, *somebody.all_grants))]
    about = Q(object_id__in=[str(pk) for pk in ids], about__in=("org.person", "org.officeterm", "org.grant"))
    if hasattr(somebody, "account") and access.holds(request.person, "account.read", on=request.today):
        about |= Q(about="org.account", object_id=str(somebody.account.pk))
    rows = list(AuditRow.objects.filter(about).order_by("-sequence")[:SHOWN_DEEDS])
    actors = {str(who.pk): who.full_name for who in Person.objects.filter(pk__in=[*_ids(rows)])}
    return SmallTable(
        heads=[(_("Deed"), "start"), (_("Actor"), "start"), (_("Time"), "start"), (_("Result"), "start")],
        rows=[
            [
                deed_name(row.policy),
                actors.get(row.actor, _("the system")),
                dates.moment(row.at),
                str(row.get_result_display()),
            ]
            for row in rows
        ],
        empty_text=_("Nothing has been logged yet."),
    )


def _ids(rows: Iterable[AuditRow]) -> Iterator[uuid.UUID]:
    for row in rows:
        try:
            yield uuid.UUID(row.actor)
        except ValueError:  # a command
            continue


def _buttons(request: Request, somebody: Any) -> list[Button]:
    offices = []
    if access.may(request.person, merging.VERB, somebody, on=request.today):
        offices.append(Button(_("Merge another record"), reverse("units:merge_choose", args=[somebody.pk])))
    if access.may(request.person, "office.write", somebody, on=request.today):
        offices.append(accounts.person_office.button(somebody))
    may_correct = access.may(request.person, "person.write", somebody, on=request.today)
    if may_correct and not any(where(somebody) for where in seams.NAME_KEEPERS):
        offices.append(accounts.correct_name.button(somebody))
    return [*offices, *_account_buttons(request, somebody)]


def _account_buttons(request: Request, somebody: Any) -> list[Button]:
    """What may be done with the account; nobody acts on their own (S-07)."""
    if somebody.pk == request.person.pk or not access.holds(request.person, "account.write", on=request.today):
        return []
    account: Account | None = getattr(somebody, "account", None)
    if account is None:
        may = access.may(request.person, "account.write", somebody, on=request.today)
        return [accounts.make_account.button(somebody, is_primary=True)] if may else []
    if not access.may(request.person, "account.write", account, on=request.today):
        return []
    withdraw = [accounts.withdraw_account.button(account)] if account.last_login is None else []
    if not account.is_active:
        return [*withdraw, accounts.unlock_account.button(account, is_primary=True)]
    slip = Button(_("Print a slip with a code"), reverse("units:slip", args=[somebody.pk]), "post", is_primary=True)
    return [
        *withdraw,
        account_email.button(account),
        *identities.buttons(account),
        accounts.end_sessions.button(account),
        *([accounts.reset_factor.button(account)] if somebody.has_factor else []),
        accounts.lock_account.button(account),
        slip,
    ]
