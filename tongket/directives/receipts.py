"""Directives in the units: what each unit received, the sessions, the programmes."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import dates, numbers
from tongket.directives import actions, queries, rules
from tongket.directives.forms import ProgrammeForm, StudyForm
from tongket.directives.models import Directive, Receipt
from tongket.directives.rules import Standing
from tongket.org import access
from tongket.org.forms import accepted, form_page
from tongket.org.listing import Cell, Column, Listing, by_choice, by_unit, by_words, by_year, unit_name
from tongket.org.record import Deed, Fact, Record, Section, SmallTable
from tongket.org.request import Request
from tongket.org.saving import saves


def lag_text(row: Receipt) -> str:
    """Days from receipt to study, as written; empty while it was not studied."""
    days = rules.lag_days(row.received_on, row.first_studied_on)
    return "" if days is None else numbers.number(days)


def _studied_text(row: Receipt) -> str:
    days = rules.lag_days(row.received_on, row.first_studied_on)
    if days is None:
        return ""
    lag = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return f"{dates.dmy_or_empty(row.first_studied_on)} ({lag})"


def study_cell(row: Receipt, request: Request) -> Cell:
    """How far the unit has come with the study, in words."""
    standing = rules.study_standing(row.study_due_on, row.first_studied_on, on=request.today)
    if standing == Standing.OVERDUE:
        assert row.study_due_on is not None
        days = (request.today - row.study_due_on).days
        return Cell(ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}, state="bad")
    if standing == Standing.WAITING:
        return Cell(_("not studied yet"), state="warn")
    if standing == Standing.DONE_LATE:
        return Cell(_("studied late"), state="warn")
    return Cell(_("studied"), state="ok")


def programme_cell(row: Receipt) -> Cell | str:
    standing = rules.programme_standing(row.needs_programme, row.programme_on)
    if standing == Standing.WAITING:
        return Cell(_("no programme yet"), state="warn")
    return Cell(_("programme issued"), state="ok") if standing == Standing.DONE else ""


@require_GET
@access.policy("directive.read")
def receipt_list(request: Request) -> HttpResponse:
    """Every unit within reach with every directive: overdue first."""
    listing: Listing[Receipt] = Listing(
        title=_("Directives by unit"),
        verb="directive.read",
        crumbs=[(_("Directives"), reverse("directives:list"))],
        columns=[
            Column("unit", _("Unit"), unit_name, order=("unit__place__pos",), phone="title"),
            Column(
                "directive",
                _("Directive"),
                lambda row: Cell(row.directive.printed, row.directive.get_absolute_url()),
                order=("directive__symbol", "directive__number"),
                phone="figure",
            ),
            Column("received_on", _("Received on"), lambda row: dates.dmy(row.received_on), order=("received_on",)),
            Column(
                "due", _("To be studied by"), lambda row: dates.dmy_or_empty(row.study_due_on), order=("study_due_on",)
            ),
            Column("done", _("First studied on"), _studied_text, order=("first_studied_on",)),
            Column("state", _("Study"), lambda row: study_cell(row, request), order=("attention",), phone="state"),
            Column("programme", _("Programme"), programme_cell, order=("programme_on",)),
        ],
        filters=[
            by_words("directive__subject_fold", _("Symbol, subject or issuer")),
            by_unit(),
            by_choice(
                "state",
                _("State"),
                [
                    ("0", _("overdue")),
                    ("1", _("not studied yet")),
                    ("2", _("without a programme")),
                    ("3", _("studied late")),
                    ("4", _("nothing left to do")),
                ],
                "attention",
            ),
            by_year("received_on"),
        ],
        order=("attention", "study_due_on", "received_on", "unit__place__pos"),
        url_of=lambda row: row.get_absolute_url(),
        empty_text=_("No unit has received a directive yet."),
    )
    rows = queries.receipts_for(request.person, on=request.today)
    return listing.respond(request, rows.select_related("unit__place", "directive"))


@require_GET
@access.policy("directive.read")
def receipt(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One directive in one unit: what was asked, the sessions, the programmes."""
    rows = Receipt.objects.select_related("unit__place", "directive").prefetch_related("sessions", "programmes")
    row = access.find(rows, request.person, "directive.read", pk, on=request.today)
    directive = row.directive
    state, programme = study_cell(row, request), programme_cell(row)
    chips = [(state.text, state.state)]
    if isinstance(programme, Cell):
        chips.append((programme.text, programme.state))
    deeds = []
    if access.may(request.person, "directive.study", row, on=request.today):
        is_first = row.first_studied_on is None
        lacks = row.needs_programme and row.programme_on is None
        deeds = [
            Deed(
                _("Record a programme"),
                reverse("directives:programme", args=[row.pk]),
                is_primary=lacks and not is_first,
            ),
            Deed(
                _("Record a session"),
                reverse("directives:study", args=[row.pk]),
                is_primary=is_first,
            ),
        ]
    return Record(
        title=_("%(directive)s in %(unit)s") % {"directive": directive.printed, "unit": unit_name(row)},
        subtitle=directive.subject,
        crumbs=[(_("Directives"), reverse("directives:list")), (directive.printed, directive.get_absolute_url())],
        chips=chips,
        deeds=deeds,
        sections=[
            Section(
                _("In brief"),
                facts=[
                    Fact(_("Unit"), row.unit.place.name, row.unit.get_absolute_url()),
                    Fact(_("Received on"), dates.dmy(row.received_on)),
                    Fact(_("To be studied by"), dates.dmy_or_empty(row.study_due_on) or _("no day was set")),
                    Fact(_("First studied on"), dates.dmy_or_empty(row.first_studied_on)),
                    Fact(_("Days from receipt to study"), lag_text(row)),
                    Fact(
                        _("Action programme"),
                        _("asked for") if row.needs_programme else _("not asked for"),
                    ),
                ],
            ),
            Section(
                _("Study sessions"),
                table=SmallTable(
                    heads=[
                        (_("Held on"), "start"),
                        (_("Form of study"), "start"),
                        (_("Speaker"), "start"),
                        (_("Present"), "end"),
                        (_("Share"), "end"),
                    ],
                    rows=[
                        [
                            dates.dmy(session.held_on),
                            session.form,
                            session.speaker,
                            f"{numbers.number(session.present)}/{numbers.number(session.invited)}",
                            numbers.percent(numbers.ratio_percent(session.present, session.invited)),
                        ]
                        for session in row.sessions.all()
                    ],
                    empty_text=_("No session has been recorded."),
                ),
            ),
            Section(
                _("Action programmes"),
                table=SmallTable(
                    heads=[(_("Action programme"), "start"), (_("Issued on"), "start")],
                    rows=[[one.printed, dates.dmy(one.issued_on)] for one in row.programmes.all()],
                    empty_text=_("No programme has been recorded."),
                ),
            ),
        ],
    ).respond(request)


@require_http_methods(["GET", "POST"])
@access.policy("directive.study")
@saves
def study(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _receipt_to_work_on(request, pk)
    form = StudyForm(request.POST or None, initial={"held_on": request.today})
    held = accepted(
        request, form, lambda: actions.hold_study(row, **form.cleaned_data, by=request.person, on=request.today)
    )
    if held is not None:
        messages.success(request, _("The session was recorded."))
        return redirect(row)
    return _receipt_form(request, row, form, _("Record a session"))


@require_http_methods(["GET", "POST"])
@access.policy("directive.study")
@saves
def programme(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _receipt_to_work_on(request, pk)
    form = ProgrammeForm(request.POST or None, initial={"issued_on": request.today})
    made = accepted(
        request, form, lambda: actions.issue_programme(row, **form.cleaned_data, by=request.person, on=request.today)
    )
    if made is not None:
        messages.success(request, _("The programme was recorded."))
        return redirect(row)
    return _receipt_form(request, row, form, _("Record a programme"))


def _receipt_to_work_on(request: Request, pk: uuid.UUID) -> Receipt:
    rows = Receipt.objects.select_related("unit__place", "directive")
    return access.find(rows, request.person, "directive.study", pk, on=request.today)


def _receipt_form(request: Request, row: Receipt, form: forms.Form, title: str) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        subtitle=f"{row.directive.printed} · {row.directive.subject} · {unit_name(row)}",
        submit_label=_("Record"),
        cancel_url=row.get_absolute_url(),
        crumbs=crumbs_of(row.directive),
    )


def crumbs_of(directive: Directive) -> list[tuple[str, str]]:
    """The way to a page below a directive."""
    return [
        (_("Directives"), reverse("directives:list")),
        (directive.printed, directive.get_absolute_url()),
    ]
