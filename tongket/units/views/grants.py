"""Rights: who holds which, giving them, the second person, correcting and ending them (S-01, S-07)."""

import uuid
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.org import access, actions
from tongket.org.models import Domain, Grant, HistoryRow, OfficeTerm
from tongket.org.queries import grants as queries
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, unit, unit_name
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.errors import in_words
from tongket.pages.filters import Filter, by_choice, by_unit, by_words, spoken
from tongket.pages.forms import OfficeForm, correction_form, form_page, posted
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.units.forms.grants import (
    ActForm,
    ConfirmForm,
    CorrectGrantForm,
    EndGrantForm,
    GiveForm,
    OfficeHolderForm,
    SeenReasonForm,
    StandInForm,
    UsualForm,
)

ADMIN = (gettext_lazy("Administration"), "units:administration")
CRUMBS = [ADMIN, (gettext_lazy("Rights"), "units:rights")]
State = Grant.State


RIGHTS = Rows(query=queries.with_people, crumbs=CRUMBS, name=lambda row: f"{row.person} · {right_name(row)}")
TERMS = Rows(
    query=lambda: OfficeTerm.objects.select_related("unit__place", "person"),
    crumbs=CRUMBS,
    name=lambda term: f"{term.person} · {term.get_office_display()}",
    url=None,
)


# --- In words --------------------------------------------------------------------------------------------------------


def right_name(row: Grant) -> str:
    """What a grant is: its domain, or for whom its holder acts or stands in."""
    if row.domain == Domain.ACT:
        who = str(row.acts_for) if row.acts_for else unit_name(row)
        return _("Acting for %(who)s") % {"who": who}
    domain = str(row.get_domain_display())
    if row.instead_of is None:
        return domain
    return _("%(domain)s, standing in for %(who)s") % {"domain": domain, "who": row.instead_of.person}


def office_name(term: OfficeTerm) -> str:
    return f"{term.get_office_display()}, {term.unit.place.short_name}"


def state_of(row: Grant, day: date) -> Cell:
    """How a grant stands on a day."""
    if row.state != State.GIVEN:
        return Cell(str(row.get_state_display()), state="warn" if row.state == State.PROPOSED else "mut")
    if row.is_running(day):
        return Cell(_("in force"), state="ok")
    if row.valid_until is not None and row.valid_until <= day:
        return Cell(_("ended on %(day)s") % {"day": dates.dmy(row.valid_until)}, state="mut")
    if row.valid_from > day:
        return Cell(_("from %(day)s") % {"day": dates.dmy(row.valid_from)}, state="info")
    if row.suspends_on is not None and row.suspends_on <= day:
        return Cell(_("suspended: not reviewed in time"), state="bad")
    if not row.office_term.is_running(day):
        return Cell(_("ended with the office"), state="mut")
    return Cell(_("resting: the right stood in for does not run"), state="mut")


def until(row: Grant) -> str:
    if row.valid_until is not None:
        return dates.dmy(row.valid_until)
    end = row.office_term.until_on
    return dates.dmy(end) if end else _("as long as the office")


# --- What there is ---------------------------------------------------------------------------------------------------

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
    note = ""
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


# --- Giving ----------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("grant.write")
def new_right(request: Request) -> HttpResponse:
    """To whom: somebody by an office that they hold; then the right itself."""
    form = OfficeHolderForm(request.person, request.GET or None, on=request.today)
    if form.is_bound and form.is_valid():
        return redirect("units:give_right", pk=form.cleaned_data["term"].pk)
    return form_page(
        request,
        form,
        title=_("Give a right"),
        submit_label=_("Go on"),
        cancel_url=reverse("units:rights"),
        method="get",
        crumbs=[(label, reverse(url_name)) for label, url_name in CRUMBS],
        note=_("A right hangs on an office: record the office first where it is missing, on the page of its unit."),
    )


def _give_form(request: Request, term: OfficeTerm) -> OfficeForm:
    domain = queries.usual_domain(term)
    until_on = term.committee.until_on if term.committee else None
    initial = {
        "unit": term.unit.code,
        "domain": domain,
        "decision": term.decision,
        "valid_from": max(request.today, term.from_on),
        "valid_until": until_on if until_on and until_on > request.today else None,
    }
    form = GiveForm(request.person, term, posted(request)[0], on=request.today, initial=initial)
    if domain in form.fields["domain"].closed:  # type: ignore[attr-defined]  # a DomainField
        form.initial["domain"] = None
    return form


@deed(
    "units:give_right",
    verb="grant.write",
    row=TERMS,
    form=_give_form,
    title=gettext_lazy("Give a right"),
    label=gettext_lazy("Give the right"),
    note=lambda term: (
        _("%(office)s, since %(day)s. An office alone gives nothing.")
        % {"office": office_name(term), "day": dates.dmy(term.from_on)}
    ),
    done=lambda row: _done(row),
    to=lambda row: row.get_absolute_url(),
)
def give_right(term: OfficeTerm, data: Data, who: Who) -> Grant:
    return actions.grant(term, **data, **who)


def _done(row: Grant) -> str:
    if row.state == State.GIVEN:
        return _("The right was given.")
    return _("The right was proposed. It runs once %(who)s has confirmed it.") % {"who": row.confirmer}


def _stand_in_form(request: Request, row: Grant) -> OfficeForm:
    initial = {"valid_from": request.today}
    return StandInForm(request.person, row, posted(request)[0], on=request.today, initial=initial)


@deed(
    "units:stand_in",
    verb="grant.write",
    row=RIGHTS,
    form=_stand_in_form,
    title=gettext_lazy("Let somebody stand in"),
    label=gettext_lazy("Give the right"),
    note=gettext_lazy("For an absence, from a day until another. What is done by it bears both names in the log."),
    done=lambda row: _done(row),
    to=lambda row: row.get_absolute_url(),
)
def stand_in(row: Grant, data: Data, who: Who) -> Grant:
    return actions.stand_in(row, **data, **who)


def _act_form(request: Request, _row: None) -> OfficeForm:
    initial = {"valid_from": request.today, "unit": request.GET.get("unit")}
    return ActForm(request.person, posted(request)[0], on=request.today, initial=initial)


@deed(
    "units:let_act",
    verb="grant.write",
    form=_act_form,
    title=gettext_lazy("Enter for a unit"),
    label=gettext_lazy("Give the right"),
    note=gettext_lazy(
        "For the reports of one unit that has no device. Both names stand on the report and in the log; never for "
        "votes or restricted data."
    ),
    done=lambda row: _done(row),
    to=lambda row: row.get_absolute_url(),
    crumbs=CRUMBS,
)
def let_act(data: Data, who: Who) -> Grant:
    return actions.let_act_for(**data, member=None, **who)


def _usual_form(request: Request, _row: None) -> OfficeForm:
    terms = queries.without_usual_right(request.person, request.today)
    return UsualForm(request.person, terms, posted(request)[0], on=request.today)


@deed(
    "units:usual_rights",
    verb="grant.write",
    form=_usual_form,
    title=gettext_lazy("Offices without their usual right"),
    label=gettext_lazy("Give to those ticked"),
    note=gettext_lazy("By one decision: all that are ticked, or none. An office alone gives nothing."),
    done=lambda rows: (
        ngettext("%(count)s right was given or proposed.", "%(count)s rights were given or proposed.", len(rows))
        % {"count": len(rows)}
    ),
    to=lambda _rows: reverse("units:rights"),
    crumbs=CRUMBS,
)
def usual_rights(data: Data, who: Who) -> list[Grant]:
    return actions.grant_usual(list(data.pop("terms")), **data, **who)


# --- The second person -----------------------------------------------------------------------------------------------


@deed(
    "units:confirm_right",
    verb="grant.confirm",
    row=RIGHTS,
    title=gettext_lazy("Confirm the right"),
    done=gettext_lazy("The right was confirmed and runs."),
    confirm=gettext_lazy("You answer for it beside who proposed it. Confirm?"),
)
def confirm(row: Grant, data: Data, who: Who) -> Grant:
    return actions.confirm_grant(row, **who)


def _confirm_form(request: Request, _row: None) -> OfficeForm:
    rows = queries.to_confirm(request.person, request.today).select_related("person", "unit__place", "granted_by")
    return ConfirmForm(rows, posted(request)[0])


@deed(
    "units:confirm_rights",
    verb="grant.confirm",
    form=_confirm_form,
    title=gettext_lazy("Rights that wait for you"),
    label=gettext_lazy("Confirm those ticked"),
    note=gettext_lazy("You answer for them beside who proposed them. What you leave out goes on waiting."),
    done=lambda rows: (
        ngettext("%(count)s right was confirmed.", "%(count)s rights were confirmed.", len(rows)) % {"count": len(rows)}
    ),
    to=lambda _rows: reverse("units:rights"),
    crumbs=CRUMBS,
)
def confirm_several(data: Data, who: Who) -> list[Grant]:
    return actions.confirm_grants(data["rows"], **who)


@deed(
    "units:refuse_right",
    verb="grant.confirm",
    row=RIGHTS,
    form=SeenReasonForm,
    title=gettext_lazy("Refuse the right"),
    label=gettext_lazy("Refuse"),
    done=gettext_lazy("The right was refused."),
    is_danger=True,
)
def refuse(row: Grant, data: Data, who: Who) -> Grant:
    return actions.refuse_grant(row, **data, **who)


# --- Afterwards ------------------------------------------------------------------------------------------------------


@deed(
    "units:correct_right",
    verb="grant.write",
    row=RIGHTS,
    form=correction_form(CorrectGrantForm, ("decision", "decided_on", "valid_from", "valid_until")),
    title=gettext_lazy("Correct the right"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The right was corrected."),
)
def correct(row: Grant, data: Data, who: Who) -> Grant:
    return actions.correct_grant(row, **data, **who)


@deed(
    "units:end_right",
    verb="grant.write",
    row=RIGHTS,
    form=EndGrantForm,
    initial=lambda request, _row: {"until_on": request.today},
    title=gettext_lazy("End the right early"),
    label=gettext_lazy("End it"),
    note=gettext_lazy("What was done by it stands; from that day on it gives nothing."),
    done=gettext_lazy("The right has its end."),
    is_danger=True,
)
def end(row: Grant, data: Data, who: Who) -> Grant:
    return actions.end_grant(row, **data, **who)


@deed(
    "units:withdraw_right",
    verb="grant.write",
    row=RIGHTS,
    form=SeenReasonForm,
    title=gettext_lazy("Withdraw the right"),
    label=gettext_lazy("Withdraw the right"),
    note=gettext_lazy("For a slip: it was given by mistake. To end a right that was given rightly, end it early."),
    done=gettext_lazy("The right was withdrawn."),
    is_danger=True,
)
def withdraw(row: Grant, data: Data, who: Who) -> Grant:
    return actions.withdraw_grant(row, **data, **who)
