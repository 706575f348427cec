"""Rights: who holds which, and one right with its history."""

import uuid
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.org import access, grant_rules
from tongket.org.models import Domain, Grant, HistoryRow
from tongket.org.queries import grants as queries
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, unit, unit_name
from tongket.pages.errors import in_words
from tongket.pages.filters import Filter, by_choice, by_unit, by_words, spoken
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.rights import office_name, right_name, until
from tongket.units.views.grants import (
    RIGHTS,
    State,
    confirm,
    correct,
    end,
    refuse,
    stand_in,
    state_of,
    withdraw,
)

NOW = [
    ("current", gettext_lazy("in force or waiting")),
    ("running", gettext_lazy("in force")),
    (State.PROPOSED.value, State.PROPOSED.label),
    ("all", gettext_lazy("all, ended ones too")),
]
LISTED: Listing[Grant] = Listing(
    title=gettext_lazy("Rights"),
    verb="grant.read",
    columns=[],  # by the day of the request
    order=("person__name_order", "valid_from"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("Nobody holds a right here yet."),
    crumbs=[(gettext_lazy("Administration"), "/admin/")],
)


def _columns(request: Request) -> list[Column[Grant]]:
    return [
        Column("person", gettext_lazy("Person"), lambda row: str(row.person), ("person__name_order",), phone="title"),
        Column("office", gettext_lazy("Office held"), lambda row: office_name(row.office_term), phone="none"),
        Column("domain", gettext_lazy("Right"), right_name, ("domain",), phone="sub"),
        unit(gettext_lazy("Over")),
        Column("until", gettext_lazy("Until"), until, ("valid_until",)),
        Column("state", gettext_lazy("State"), lambda row: state_of(row, request.today), phone="state"),
    ]


def _by_state(request: Request) -> Filter:
    def apply(rows: Any, value: str) -> Any:
        running = queries.running_on(request.today)
        proposed = Q(state=State.PROPOSED)
        wanted = {"running": running, "current": running | proposed, State.PROPOSED.value: proposed}.get(value)
        return rows if wanted is None else rows.filter(wanted)

    return Filter("state", gettext_lazy("State"), apply, options=spoken(NOW), default="current")


@require_GET
@access.policy("grant.read")
def rights(request: Request) -> HttpResponse:
    """Who holds which right, within reach; for everybody at least their own."""
    rows = access.scope(queries.with_people(), request.person, "grant.read", on=request.today)
    running = rows.filter(queries.running_on(request.today)).count()
    words = ngettext("%(count)s right is in force", "%(count)s rights are in force", running)
    waiting = queries.to_confirm(request.person, request.today).count()
    buttons = []
    if access.holds(request.person, "grant.write", on=request.today):
        buttons.append(Button(_("Enter for a unit"), reverse("units:let_act")))
        missing = queries.without_usual_right(request.person, request.today).count()
        if missing:
            label = ngettext("%(count)s office without its right", "%(count)s offices without their right", missing)
            buttons.append(Button(label % {"count": numbers.number(missing)}, reverse("units:usual_rights")))
    if access.holds(request.person, "grant.review", on=request.today):
        buttons.append(Button(_("Quarterly review"), reverse("units:rights_review")))
    if waiting:
        buttons.append(Button(_("Confirm"), reverse("units:confirm_rights")))
    buttons += main_button(request, "grant.write", _("Give a right"), "units:new_right")
    note = _review_note(request)
    if waiting:
        note = ngettext(
            "%(count)s proposed right waits for your confirmation.",
            "%(count)s proposed rights wait for your confirmation.",
            waiting,
        ) % {"count": numbers.number(waiting)}
    return LISTED.respond(
        request,
        rows,
        columns=_columns(request),
        filters=[
            by_words("person__name_fold", _("Name (marks are not needed)")),
            by_choice("domain", _("Right"), Domain.choices),
            by_unit(starts_here=False),
            _by_state(request),
        ],
        subtitle=words % {"count": numbers.number(running)},
        note=note,
        buttons=buttons,
    )


def _review_note(request: Request) -> str:
    """Whether the review of this quarter waits for whoever looks at the list (S-45)."""
    if not access.holds(request.person, "grant.review", on=request.today):
        return ""
    quarter = grant_rules.quarter_of(request.today)
    if queries.review_to_begin(request.person, request.today) is not None:
        due_on = dates.dmy(grant_rules.review_due_on(quarter))
        words = _("The review of rights of %(quarter)s has not been begun; it is to be done by %(day)s.")
        return words % {"quarter": quarter.label(), "day": due_on}
    for review, count in queries.waiting_in_reviews(request.person, request.today):
        words = ngettext(
            "%(count)s right is still to be looked at in the review, by %(day)s.",
            "%(count)s rights are still to be looked at in the review, by %(day)s.",
            count,
        )
        return words % {"count": numbers.number(count), "day": dates.dmy(review.due_on)}
    return ""


@require_GET
@access.policy("grant.read")
def right(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = RIGHTS.find(request, "grant.read", pk=pk)
    chip = state_of(row, request.today)
    return Record(
        title=str(row.person),
        subtitle=f"{right_name(row)} · {unit_name(row)}",
        crumbs=RIGHTS.above(row),
        chips=[(chip.text, chip.state)],
        buttons=_buttons(request, row),
        sections=[
            Section(_("In brief"), facts=_facts(row), note=_waits_for(row)),
            Section(_("History"), table=_history(row)),
        ],
    ).respond(request)


def _waits_for(row: Grant) -> str:
    if row.state != State.PROPOSED:
        return ""
    who = str(row.confirmer) if row.confirmer else _("the secretary")
    return _("It gives nothing until %(who)s confirms it on their own screen.") % {"who": who}


def _facts(row: Grant) -> list[Fact]:
    decided = dates.dmy_or_empty(row.decided_on)
    facts = [
        Fact(_("Right"), right_name(row)),
        Fact(_("Over"), row.unit.place.name, row.unit.get_absolute_url()),
        Fact(_("By the office"), office_name(row.office_term), row.office_term.unit.get_absolute_url()),
        Fact(_("Decision"), f"{row.decision}, {decided}" if decided else row.decision),
        Fact(_("From"), dates.dmy(row.valid_from)),
        Fact(_("Until"), until(row)),
        Fact(_("Right given by"), str(row.granted_by) if row.granted_by else _("when the books were opened")),
    ]
    if row.confirmed_by is not None:
        day = dates.dmy_or_empty(row.confirmed_on)
        facts.append(Fact(_("Confirmed by"), f"{row.confirmed_by}, {day}"))
    elif row.confirmer is not None:
        facts.append(Fact(_("To be confirmed by"), str(row.confirmer)))
    if row.note:
        facts.append(Fact(_("Note"), row.note))
    return facts


def _history(row: Grant) -> SmallTable:
    """What changed, by whom: each version with what it held before and after."""
    versions = HistoryRow.objects.filter(about=Grant._meta.label_lower, object_id=str(row.pk)).select_related("by")
    after: dict[str, Any] = {}
    lines: list[list[Cell | str]] = []
    for version in versions.order_by("-version"):
        changes = []
        for name, old in version.old.items():
            if name not in HISTORY:
                continue
            new = after.get(name, getattr(row, name))
            after[name] = old
            if str(old) != str(new):
                changes.append(f"{HISTORY[name]}: {_old(row, name, old)} → {_old(row, name, new)}")
        who = str(version.by) if version.by else _("the system")
        lines.append([dates.moment(version.at), who, "; ".join(changes)])
    return SmallTable(
        heads=[(_("Day"), "start"), (_("By"), "start"), (_("What changed"), "start")],
        rows=lines,
        empty_text=_("It stands as it was given."),
    )


HISTORY = {
    "state": gettext_lazy("State"),
    "decision": gettext_lazy("Decision"),
    "decided_on": gettext_lazy("Date of the decision"),
    "valid_from": gettext_lazy("From"),
    "valid_until": gettext_lazy("Until"),
    "suspends_on": gettext_lazy("Suspended from"),
    "note": gettext_lazy("Note"),
}


def _old(row: Grant, name: str, value: Any) -> str:
    """A value as its history keeps it, in words."""
    is_day = name.endswith(("_on", "_from", "_until"))
    return in_words(row, name, date.fromisoformat(value) if is_day and isinstance(value, str) else value)


def _buttons(request: Request, row: Grant) -> list[Button]:
    buttons: list[Button] = [Button(_("What this person may"), reverse("units:may_see", args=[row.person_id]))]
    is_own = row.person_id == request.person.pk
    if not is_own and access.may(request.person, "grant.write", row, on=request.today):
        if row.state in {State.PROPOSED, State.GIVEN}:
            buttons += [withdraw.button(row), correct.button(row, _("Correct"))]
        if row.state == State.GIVEN and (row.valid_until is None or row.valid_until > request.today):
            buttons.append(end.button(row, _("End early")))
            if row.instead_of_id is None and row.domain != Domain.ACT:
                buttons.append(stand_in.button(row))
    if queries.to_confirm(request.person, request.today).filter(pk=row.pk).exists():
        buttons += [refuse.button(row, _("Refuse")), confirm.button(row, is_primary=True)]
    return buttons
