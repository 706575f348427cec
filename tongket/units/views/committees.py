"""The committees of a unit: terms, seats, vacancies, consents, the official code."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import dates
from tongket.org import access, actions
from tongket.org.committee_rules import is_formal
from tongket.org.models import CommitteeKind, CommitteeTerm, Consent, Office, OfficeTerm, Person, Unit
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.forms import OfficeForm, form_page, run_if_posted
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.units.forms.offices import (
    CodeForm,
    ConsentForm,
    SeatCorrectionForm,
    SeatForm,
    TermCorrectionForm,
    TermForm,
)

GET_POST = ["GET", "POST"]


def _unit(request: Request, code: str, verb: str) -> Unit:
    rows = access.scope(Unit.objects.filter(place__isnull=False), request.person, verb, on=request.today)
    return get_object_or_404(rows.select_related("place"), code=code)


def _term(request: Request, code: str, pk: uuid.UUID, verb: str) -> CommitteeTerm:
    rows = CommitteeTerm.objects.filter(unit__code=code).select_related("unit__place")
    return access.find(rows, request.person, verb, pk, on=request.today)


def _list_url(unit: Unit) -> str:
    return reverse("units:committees", args=[unit.code])


def _crumbs(unit: Unit) -> list[tuple[Any, str]]:
    return [
        (_("Units"), reverse("units:units")),
        (unit.place.name, unit.get_absolute_url()),
        (_("Committees and offices"), _list_url(unit)),
    ]


def _page(
    request: Request, form: OfficeForm, deed: Callable[[], str], *, unit: Unit, title: str, label: str, done: str,
    back: str,
) -> HttpResponse:  # fmt: skip
    """The form, and after it the page whose address the deed gives."""
    url = run_if_posted(request, form, deed)
    if url is not None:
        messages.success(request, done)
        return redirect(url)
    return form_page(
        request, form, title=title, subtitle=unit.place.name, submit_label=label, cancel_url=back, crumbs=_crumbs(unit)
    )


# --- What there is ---------------------------------------------------------------------------------------------------


@require_GET
@access.policy("unit.read")
def committees(request: Request, code: str) -> HttpResponse:
    """The committees of a unit with what is vacant, the offices that ended, the consents."""
    unit = _unit(request, code, "unit.read")
    may_write = unit.place.is_living and access.may(request.person, "office.write", unit, on=request.today)
    terms = access.scope(CommitteeTerm.objects.filter(unit=unit), request.person, "unit.read", on=request.today)
    rows: list[list[Cell | str]] = [
        [
            Cell(capfirst(term.get_kind_display()), reverse("units:committee", args=[code, term.pk])),
            term.name,
            f"{dates.dmy(term.from_on)} – {dates.dmy(term.until_on)}",
            str(term.committee_size),
            _vacant(term, request),
        ]
        for term in terms.order_by("-from_on", "kind")
    ]
    heads: list[tuple[Any, str]] = [
        (_("Committee"), "start"), (_("Term"), "start"), (_("From – until"), "start"), (_("Committee members"), "end"),
        (_("Vacant"), "end"),
    ]  # fmt: skip
    sections = [
        Section(
            "",
            table=SmallTable(
                heads=heads,
                rows=rows,
                empty_text=_("No committee has been recorded. Record the one of this term first, then who sits in it."),
            ),
        ),
        Section(_("Offices that ended"), table=_ended(request, unit, may_write=may_write)),
        Section(_("Consents of the superior committee"), table=_consents(request, unit)),
    ]
    deeds = []
    if may_write:
        deeds = [
            Button(_("Record a consent"), reverse("units:new_consent", args=[code])),
            Button(_("Record an office"), reverse("units:take_office", args=[code])),
            Button(_("Record a committee"), reverse("units:new_committee", args=[code]), is_primary=True),
        ]
    return Record(
        title=_("Committees and offices"), subtitle=unit.place.name, crumbs=_crumbs(unit)[:2], buttons=deeds,
        sections=sections,
    ).respond(request)  # fmt: skip


def _vacant(term: CommitteeTerm, request: Request) -> Cell:
    if not term.is_running(request.today):
        return Cell("–")
    missing = actions.open_seats(term, request.today)["committee"]
    words = ngettext("%(count)s seat is vacant", "%(count)s seats are vacant", missing) % {"count": missing}
    return Cell(words, state="warn") if missing else Cell(_("no seat is vacant"), state="ok")


def _ended(request: Request, unit: Unit, *, may_write: bool) -> SmallTable:
    rows = access.scope(OfficeTerm.objects.filter(unit=unit), request.person, "unit.read", on=request.today)
    ended = rows.filter(until_on__lte=request.today).select_related("person").order_by("-until_on")[:50]
    heads: list[tuple[Any, str]] = [
        (pgettext("of a person", "Office"), "start"), (_("Person"), "start"), (_("From – until"), "start"),
        (_("Why"), "start"),
    ]  # fmt: skip
    if may_write:
        heads.append((_("Handed over"), "start"))
    return SmallTable(
        heads=heads,
        rows=[
            [
                str(term.get_office_display()),
                term.person.full_name,
                f"{dates.dmy(term.from_on)} – {dates.dmy_or_empty(term.until_on)}",
                str(term.get_ended_because_display()),
                *([term.handover_note] if may_write else []),
            ]
            for term in ended
        ],
        empty_text=_("No office has ended."),
    )


def _consents(request: Request, unit: Unit) -> SmallTable:
    rows = access.scope(Consent.objects.filter(unit=unit), request.person, "unit.read", on=request.today)
    return SmallTable(
        heads=[(_("Consent to"), "start"), (_("Document"), "start")],
        rows=[
            [str(row.get_kind_display()), f"{row.number} · {dates.dmy(row.decided_on)} · {row.issuer}"]
            for row in rows.order_by("-decided_on")
        ],
        empty_text=_("No consent has been recorded."),
    )


@require_GET
@access.policy("unit.read")
def committee(request: Request, code: str, pk: uuid.UUID) -> HttpResponse:
    """One committee: its sizes, who sits in it, what is vacant."""
    term = _term(request, code, pk, "unit.read")
    unit, on = term.unit, request.today
    may_write = unit.place.is_living and access.may(request.person, "office.write", term, on=on)
    deeds = []
    if may_write:
        deeds.append(Button(_("Correct"), reverse("units:correct_committee", args=[code, pk])))
        if term.is_running(on):
            deeds.append(Button(_("Fill a seat"), reverse("units:new_seat", args=[code, pk]), is_primary=True))
    return Record(
        title=f"{str(term.get_kind_display()).capitalize()} {term.name}", subtitle=unit.place.name,
        crumbs=_crumbs(unit), buttons=deeds,
        sections=[
            Section(_("In brief"), facts=_facts(term, request)),
            Section(_("Who sits in it"), table=_seats(term, request, may_write=may_write)),
        ],
    ).respond(request)  # fmt: skip


def _facts(term: CommitteeTerm, request: Request) -> list[Fact]:
    document = f"{term.size_document} {dates.dmy_or_empty(term.size_document_on)}".strip()
    facts = [
        Fact(_("From – until"), f"{dates.dmy(term.from_on)} – {dates.dmy(term.until_on)}"),
        Fact(_("How"), str(term.get_how_display())),
        *([Fact(_("Day of the congress"), dates.dmy(term.congress_on))] if term.congress_on else []),
        Fact(_("Committee members"), str(term.committee_size)),
        *([Fact(_("Members of the standing committee"), str(term.standing_size))] if term.standing_size else []),
        *([Fact(_("Deputy secretaries"), str(term.deputies))] if term.deputies else []),
        *([Fact(_("Members of the inspection commission"), str(term.inspection_size))] if term.inspection_size else []),
        *([Fact(_("Sizes set by"), document)] if document else []),
        *([Fact(_("Why it departs from the rule"), term.reason)] if term.reason else []),
    ]
    if term.is_running(request.today):
        vacant = _vacant(term, request)
        facts.append(Fact(_("Vacant"), vacant.text, state=vacant.state))
    return facts


def _seats(term: CommitteeTerm, request: Request, *, may_write: bool) -> SmallTable:
    code = term.unit.code
    held = term.seats.select_related("person")
    seats = sorted(held, key=lambda seat: (Office(seat.office).rank, seat.person.name_order, seat.from_on))
    heads: list[tuple[Any, str]] = [
        (pgettext("of a person", "Office"), "start"), (_("Person"), "start"), (_("From – until"), "start"),
        (_("Decision"), "start"), (_("Approval"), "start"),
    ]  # fmt: skip
    if may_write:
        heads.append(("", "start"))
    return SmallTable(
        heads=heads,
        rows=[
            [
                Cell(
                    str(seat.get_office_display()),
                    reverse("units:correct_seat", args=[code, seat.pk]) if may_write else None,
                ),
                seat.person.full_name,
                f"{dates.dmy(seat.from_on)} – {dates.dmy_or_empty(seat.until_on)}",
                f"{seat.get_how_display()} · {seat.decision}",
                _approval(seat, request),
                *([_end(seat, code)] if may_write else []),
            ]
            for seat in seats
        ],
        empty_text=_("Nobody has been entered yet. Fill the seats one by one, the secretary first."),
    )


def _approval(seat: OfficeTerm, request: Request) -> Cell:
    is_elected = seat.how == OfficeTerm.How.ELECTED
    if seat.approved_on is not None:
        return Cell(f"{seat.approval} · {dates.dmy(seat.approved_on)}")
    formal = is_formal(Office(seat.office), is_elected=is_elected, approved_on=None, on=request.today)
    return Cell(_("not needed")) if formal else Cell(_("waits for the approval"), state="warn")


def _end(seat: OfficeTerm, code: str) -> Cell:
    if seat.until_on is not None:
        return Cell(str(seat.get_ended_because_display()))
    return Cell(_("End"), reverse("units:leave_office", args=[code, seat.pk]))


# --- What is entered -------------------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
@access.policy("office.write")
@saves
def new_committee(request: Request, code: str) -> HttpResponse:
    unit = _unit(request, code, "office.write")
    form = TermForm(request.POST or None, unit=unit)

    def deed() -> str:
        data = dict(form.cleaned_data)
        kind = CommitteeKind(data.pop("kind"))
        return actions.begin_term(unit, kind, **data, by=request.person, on=request.today).get_absolute_url()

    return _page(
        request, form, deed, unit=unit, title=_("Record a committee"), label=_("Record"),
        done=_("The committee was recorded."), back=_list_url(unit),
    )  # fmt: skip


@require_http_methods(GET_POST)
@access.policy("office.write")
@saves
def correct_committee(request: Request, code: str, pk: uuid.UUID) -> HttpResponse:
    term = _term(request, code, pk, "office.write")
    names = [name for name in TermForm.base_fields if name != "seen"]
    initial = {name: getattr(term, name) for name in names} | {"seen": term.version}
    form = TermCorrectionForm(request.POST or None, unit=term.unit, initial=initial)

    def deed() -> str:
        data = dict(form.cleaned_data)
        seen = data.pop("seen")
        return actions.correct_term(term, seen=seen, **data, by=request.person, on=request.today).get_absolute_url()

    return _page(
        request, form, deed, unit=term.unit, title=_("Correct the committee"), label=_("Save"),
        done=_("The committee was corrected."), back=term.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(GET_POST)
@access.policy("office.write")
@saves
def new_seat(request: Request, code: str, pk: uuid.UUID) -> HttpResponse:
    """Record that somebody was elected or appointed to a committee."""
    term = _term(request, code, pk, "office.write")
    form = SeatForm(request.POST or None, committee=term, initial={"from_on": term.from_on, "how": term.how})

    def deed() -> str:
        data = form.cleaned_data
        office = Office(data["office"])
        actions.check_seat(term, office)
        actions.take_office(
            _holder(term.unit, data["full_name"], data["card_number"]), term.unit, office, how=data["how"],
            decision=data["decision"], from_on=data["from_on"], committee=term, approval=data["approval"],
            approved_on=data["approved_on"], by=request.person, on=request.today,
        )  # fmt: skip
        return term.get_absolute_url()

    return _page(
        request, form, deed, unit=term.unit, title=_("Fill a seat"), label=_("Record"),
        done=_("The office was recorded. Rights are given apart."), back=term.get_absolute_url(),
    )  # fmt: skip


def _holder(unit: Unit, full_name: str, card_number: str) -> Person:
    """The person known in the unit by that name or card number, or a new one. Raises ValidationError for several."""
    known = actions.candidates(unit, full_name, card_number.strip())
    if len(known) > 1:
        words = _("Several people here have that name: enter the card number too.")
        raise ValidationError({"card_number": words})
    if known:
        return known[0]
    if card_number.strip():
        raise ValidationError({"card_number": _("Nobody in this unit has that name and card number.")})
    person = Person.named(full_name)
    person.save(force_insert=True)
    return person


@require_http_methods(GET_POST)
@access.policy("office.write")
@saves
def correct_seat(request: Request, code: str, pk: uuid.UUID) -> HttpResponse:
    """Correct the paper of an office, or add the superior's approval."""
    rows = OfficeTerm.objects.filter(unit__code=code).select_related("unit__place", "person", "committee__unit")
    seat = access.find(rows, request.person, "office.write", pk, on=request.today)
    names = ("how", "decision", "from_on", "approval", "approved_on")
    initial = {name: getattr(seat, name) for name in names} | {"seen": seat.version}
    form = SeatCorrectionForm(request.POST or None, initial=initial)
    back = seat.committee.get_absolute_url() if seat.committee else _list_url(seat.unit)

    def deed() -> str:
        data = dict(form.cleaned_data)
        seen = data.pop("seen")
        actions.correct_office(seat, seen=seen, **data, by=request.person, on=request.today)
        return back

    return _page(
        request, form, deed, unit=seat.unit, title=_("Correct an office"), label=_("Save"),
        done=_("The office was corrected."), back=back,
    )  # fmt: skip


@require_http_methods(GET_POST)
@access.policy("office.write")
@saves
def new_consent(request: Request, code: str) -> HttpResponse:
    unit = _unit(request, code, "office.write")
    form = ConsentForm(request.POST or None, initial={"kind": request.GET.get("kind")})

    def deed() -> str:
        actions.record_consent(unit, **form.cleaned_data, by=request.person, on=request.today)
        return _list_url(unit)

    return _page(
        request, form, deed, unit=unit, title=_("Record a consent"), label=_("Record"),
        done=_("The consent was recorded."), back=_list_url(unit),
    )  # fmt: skip


@require_http_methods(GET_POST)
@access.policy("unit.write")
@saves
def official_code(request: Request, code: str) -> HttpResponse:
    unit = _unit(request, code, "unit.write")
    form = CodeForm(request.POST or None, initial={"official_code": unit.official_code})

    def deed() -> str:
        actions.set_official_code(unit, form.cleaned_data["official_code"], by=request.person, on=request.today)
        return unit.get_absolute_url()

    return _page(
        request, form, deed, unit=unit, title=_("Official code"), label=_("Save"), done=_("The code was kept."),
        back=unit.get_absolute_url(),
    )  # fmt: skip
