"""The committees of a unit: terms, seats, vacancies, consents, the official code."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access, actions
from tongket.org.committee_rules import is_formal
from tongket.org.models import CommitteeTerm, Consent, Office, OfficeTerm, Unit
from tongket.pages import history
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.corrections import LINK_HEADS, correction, links, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import OfficeForm, correction_form, posted
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


def _list_url(unit: Unit) -> str:
    return reverse("units:committees", args=[unit.code])


def _crumbs(unit: Unit) -> list[tuple[Any, str]]:
    return [
        (_("Units"), reverse("units:units")),
        (unit.place.name, unit.get_absolute_url()),
        (_("Committees and offices"), _list_url(unit)),
    ]


def _term_name(term: CommitteeTerm) -> str:
    return f"{str(term.get_kind_display()).capitalize()} {term.name}"


def _above_seat(seat: OfficeTerm) -> list[tuple[Any, str]]:
    committee = seat.committee
    return [*_crumbs(seat.unit), *([(_term_name(committee), committee.get_absolute_url())] if committee else [])]


UNITS = Rows(
    query=lambda: Unit.objects.filter(place__isnull=False).select_related("place"),
    crumbs=lambda unit: _crumbs(unit)[:2],
    name=lambda _unit: _("Committees and offices"),
    subtitle=lambda unit: unit.place.name,
    lookup={"code": "code"},
    url=_list_url,
)
TERMS = Rows(
    query=lambda: CommitteeTerm.objects.select_related("unit__place"),
    crumbs=lambda term: _crumbs(term.unit),
    name=_term_name,
    subtitle=lambda term: term.unit.place.name,
    lookup={"code": "unit__code", "pk": "pk"},
)
SEATS = Rows(
    query=lambda: OfficeTerm.objects.select_related("unit__place", "person", "committee__unit"),
    crumbs=_above_seat,
    name=lambda seat: f"{seat.person} · {seat.get_office_display()}",
    subtitle=lambda seat: seat.unit.place.name,
    lookup={"code": "unit__code", "pk": "pk"},
    url=None,
)
CONSENTS = Rows(
    query=lambda: Consent.objects.select_related("unit__place"),
    crumbs=lambda row: _crumbs(row.unit),
    name=lambda row: row.number,
    lookup={"code": "unit__code", "pk": "pk"},
    url=None,
)


# --- What there is ---------------------------------------------------------------------------------------------------


@require_GET
@access.policy("unit.read")
def committees(request: Request, code: str) -> HttpResponse:
    """The committees of a unit with what is vacant, the offices that ended, the consents."""
    unit = UNITS.find(request, "unit.read", code=code)
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
        Section(_("Consents of the superior committee"), table=_consents(request, unit, may_write=may_write)),
    ]
    buttons = []
    if may_write:
        buttons = [
            new_consent.button(unit),
            Button(_("Record an office"), reverse("units:take_office", args=[code])),
            new_committee.button(unit, is_primary=True),
        ]
    return Record(
        title=_("Committees and offices"), subtitle=unit.place.name, crumbs=_crumbs(unit)[:2], buttons=buttons,
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
        heads += [(_("Handed over"), "start"), *LINK_HEADS]
    return SmallTable(
        heads=heads,
        rows=[
            [
                str(term.get_office_display()),
                term.person.full_name,
                f"{dates.dmy(term.from_on)} – {dates.dmy_or_empty(term.until_on)}",
                str(term.get_ended_because_display()),
                *([term.handover_note, *links(term, correct_seat, withdraw_seat)] if may_write else []),
            ]
            for term in ended
        ],
        empty_text=_("No office has ended."),
    )


def _consents(request: Request, unit: Unit, *, may_write: bool) -> SmallTable:
    rows = access.scope(Consent.objects.filter(unit=unit), request.person, "unit.read", on=request.today)
    return SmallTable(
        heads=[(_("Consent to"), "start"), (_("Document"), "start"), *(LINK_HEADS if may_write else [])],
        rows=[
            [
                str(row.get_kind_display()),
                f"{row.number} · {dates.dmy(row.decided_on)} · {row.issuer}",
                *(links(row, correct_consent, withdraw_consent) if may_write else []),
            ]
            for row in rows.order_by("-decided_on")
        ],
        empty_text=_("No consent has been recorded."),
    )


@require_GET
@access.policy("unit.read")
def committee(request: Request, code: str, pk: uuid.UUID) -> HttpResponse:
    """One committee: its sizes, who sits in it, what is vacant."""
    term = TERMS.find(request, "unit.read", code=code, pk=pk)
    unit, on = term.unit, request.today
    may_write = unit.place.is_living and access.may(request.person, "office.write", term, on=on)
    buttons = []
    if may_write:
        buttons += [withdraw_committee.button(term, _("Withdraw")), correct_committee.button(term, _("Correct"))]
        if term.is_running(on):
            buttons.append(new_seat.button(term, is_primary=True))
    return Record(
        title=_term_name(term), subtitle=unit.place.name,
        crumbs=_crumbs(unit), buttons=buttons,
        sections=[
            Section(_("In brief"), facts=_facts(term, request)),
            Section(_("Who sits in it"), table=_seats(term, request, may_write=may_write)),
            *history.section(term, "unit.read"),
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
    seats = sorted(
        term.seats.select_related("person"),
        key=lambda seat: (Office(seat.office).rank, seat.person.name_order, seat.from_on),
    )
    heads: list[tuple[Any, str]] = [
        (pgettext("of a person", "Office"), "start"), (_("Person"), "start"), (_("From – until"), "start"),
        (_("Decision"), "start"), (_("Approval"), "start"),
    ]  # fmt: skip
    if may_write:
        heads += [("", "start"), *LINK_HEADS]
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
                *([_end(seat, code), *links(seat, correct_seat, withdraw_seat)] if may_write else []),
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


@deed(
    "units:new_committee",
    verb="office.write",
    row=UNITS,
    form=lambda request, unit: TermForm(posted(request)[0], unit=unit),
    title=gettext_lazy("Record a committee"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The committee was recorded."),
)
def new_committee(unit: Unit, data: Data, who: Who) -> CommitteeTerm:
    return actions.begin_term(unit, **data, **who)


def _correction_form(request: Request, term: CommitteeTerm) -> TermCorrectionForm:
    names = [name for name in TermForm.base_fields if name != "seen"]
    initial = {name: getattr(term, name) for name in names} | {"seen": term.version}
    return TermCorrectionForm(posted(request)[0], unit=term.unit, initial=initial)


@correction(
    "units:correct_committee",
    verb="office.write",
    row=TERMS,
    form=_correction_form,
    is_counted=True,
    title=gettext_lazy("Correct the committee"),
)
def correct_committee(term: CommitteeTerm, data: Data, who: Who) -> CommitteeTerm:
    return actions.correct_term(term, **data, **who)


def _seat_form(request: Request, term: CommitteeTerm) -> SeatForm:
    initial = {"from_on": term.from_on, "how": term.how}
    who: dict[str, Any] = {"reader": request.person, "verb": "office.write", "on": request.today}
    return SeatForm(posted(request)[0], committee=term, initial=initial, **who)


@deed(
    "units:new_seat",
    verb="office.write",
    row=TERMS,
    form=_seat_form,
    title=gettext_lazy("Fill a seat"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The office was recorded. Rights are given apart."),
    to=lambda seat: seat.committee.get_absolute_url(),
)
def new_seat(term: CommitteeTerm, data: Data, who: Who) -> OfficeTerm:
    """Record that somebody was elected or appointed to a committee."""
    return actions.fill_seat(term, **data, **who)


def _seat_correction(request: Request, seat: OfficeTerm) -> OfficeForm:
    fields = ("how", "decision", "from_on", "until_on", "approval", "approved_on")
    form = correction_form(SeatCorrectionForm, fields)(request, seat)
    if seat.until_on is None:
        del form.fields["until_on"]  # it is ended by its own deed, with why
    return form


@correction(
    "units:correct_seat",
    verb="office.write",
    row=SEATS,
    form=_seat_correction,
    is_counted=True,
    title=gettext_lazy("Correct an office"),
    to=lambda seat: SEATS.above(seat)[-1][1],
)
def correct_seat(seat: OfficeTerm, data: Data, who: Who) -> OfficeTerm:
    """Correct the paper of an office, or add the superior's approval."""
    return actions.correct_office(seat, **data, **who)


@withdrawal(
    "units:withdraw_seat",
    verb="office.write",
    row=SEATS,
    title=gettext_lazy("Withdraw the office"),
    note=gettext_lazy("For an office that was entered by a slip; one that is over is ended instead."),
)
def withdraw_seat(seat: OfficeTerm, data: Data, who: Who) -> None:
    actions.withdraw_office(seat, **data, **who)


@withdrawal(
    "units:withdraw_committee",
    verb="office.write",
    row=TERMS,
    title=gettext_lazy("Withdraw the committee"),
    to=lambda _none: reverse("units:units"),
)
def withdraw_committee(term: CommitteeTerm, data: Data, who: Who) -> None:
    actions.withdraw_term(term, **data, **who)


@correction(
    "units:correct_consent",
    verb="office.write",
    row=CONSENTS,
    form=ConsentForm,
    fields=("kind", "number", "decided_on", "issuer"),
    is_counted=True,
    title=gettext_lazy("Correct the consent"),
    to=lambda consent: _list_url(consent.unit),
)
def correct_consent(row: Consent, data: Data, who: Who) -> Consent:
    return actions.correct_consent(row, **data, **who)


@withdrawal("units:withdraw_consent", verb="office.write", row=CONSENTS, title=gettext_lazy("Withdraw the consent"))
def withdraw_consent(row: Consent, data: Data, who: Who) -> None:
    actions.withdraw_consent(row, **data, **who)


@deed(
    "units:new_consent",
    verb="office.write",
    row=UNITS,
    form=ConsentForm,
    initial=lambda request, _unit: {"kind": request.GET.get("kind")},
    title=gettext_lazy("Record a consent"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The consent was recorded."),
    to=lambda consent: _list_url(consent.unit),
)
def new_consent(unit: Unit, data: Data, who: Who) -> Consent:
    return actions.record_consent(unit, **data, **who)


@deed(
    "units:official_code",
    verb="unit.write",
    row=UNITS,
    form=CodeForm,
    initial=lambda _request, unit: {"official_code": unit.official_code},
    title=gettext_lazy("Official code"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The code was kept."),
)
def official_code(unit: Unit, data: Data, who: Who) -> Unit:
    actions.set_official_code(unit, data["official_code"], **who)
    return unit
