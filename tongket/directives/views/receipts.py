"""Directives in the units: what each unit received, the sessions, the programmes."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.directives import queries, rules
from tongket.directives.models import ProgressReview, Receipt
from tongket.directives.policy import LATE_PROGRAMMES, LATE_STUDIES
from tongket.directives.rules import Progress
from tongket.directives.views import receipt_deeds as deeds
from tongket.org import access
from tongket.pages import history
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, day, unit, unit_name
from tongket.pages.filters import Filter, by_choice, by_unit, by_words, by_year
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.reminders import matters
from tongket.pages.request import Request
from tongket.pages.who_sees import About


def days_text(row: Receipt, done_on: date | None) -> str:
    """Days from receipt to a deed, as written; empty while it was not done."""
    days = rules.lag_days(row.received_on, done_on)
    return "" if days is None else numbers.number(days)


def _studied_text(row: Receipt) -> str:
    days = rules.lag_days(row.received_on, row.first_studied_on)
    if days is None:
        return ""
    lag = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return f"{dates.dmy_or_empty(row.first_studied_on)} ({lag})"


def study_cell(row: Receipt, request: Request) -> Cell:
    """How far the unit has come with the study, in words."""
    progress = rules.study_progress(row.study_due_on, row.first_studied_on, on=request.today)
    if progress == Progress.OVERDUE:
        return _overdue(row.study_due_on, request)
    if progress == Progress.WAITING:
        return Cell(_("not studied yet"), state="warn")
    if progress == Progress.DONE_LATE:
        return Cell(_("studied late"), state="warn")
    return Cell(_("studied"), state="ok")


def programme_cell(row: Receipt, request: Request) -> Cell | str:
    """Whether the unit has its programme, in words; empty where none is asked for."""
    due_on = row.programme_due_on
    progress = rules.programme_progress(row.needs_programme, row.programme_on, due_on=due_on, on=request.today)
    if progress == Progress.NOT_ASKED:
        return ""
    if progress == Progress.OVERDUE:
        return _overdue(due_on, request)
    if progress == Progress.WAITING:
        return Cell(_("no programme yet"), state="warn")
    if progress == Progress.DONE_LATE:
        return Cell(_("issued late"), state="warn")
    return Cell(_("programme issued"), state="ok")


def _overdue(due_on: date | None, request: Request) -> Cell:
    days = (request.today - due_on).days if due_on is not None else 0
    return Cell(ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}, state="bad")


@require_GET
@access.policy("directive.read")
def receipt_list(request: Request) -> HttpResponse:
    """Every unit within reach with every directive: overdue first."""
    listing: Listing[Receipt] = Listing(
        title=_("Directives by unit"),
        verb="directive.read",
        crumbs=[(_("Directives"), reverse("directives:list"))],
        columns=[
            unit(phone="title"),
            Column(
                "directive",
                _("Directive"),
                lambda row: Cell(row.directive.printed, row.directive.get_absolute_url()),
                order=("directive__symbol", "directive__number"),
                phone="figure",
            ),
            day("received_on", _("Received on")),
            day("study_due_on", _("To be studied by"), key="due"),
            Column("done", _("First studied on"), _studied_text, order=("first_studied_on",)),
            Column("state", _("Study"), lambda row: study_cell(row, request), order=("attention",), phone="state"),
            Column(
                "programme",
                _("Programme"),
                lambda row: programme_cell(row, request),
                order=("programme_on",),
                phone="sub",
            ),
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
            Filter(
                "owes",
                _("Owes"),
                lambda rows, value: rows.filter(queries.owing(value, request.today)),
                options=lambda request: [
                    ("any", _("anything, past its day")),
                    ("study", _("the study, past its day")),
                    ("programme", _("the programme, past its day")),
                    ("review", _("a review, past its day")),
                ],
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
    rows = Receipt.objects.select_related("unit__place", "directive").prefetch_related(
        "sessions", "programmes__directive", "programmes__document", "reviews"
    )
    row = access.find(rows, request.person, "directive.read", pk, on=request.today)
    directive = row.directive
    state, programme = study_cell(row, request), programme_cell(row, request)
    chips = [(state.text, state.state)]
    if isinstance(programme, Cell):
        words = _("Programme")
        label = f"{words}: {programme.text}" if programme.state == "bad" else programme.text
        chips.append((label, programme.state))
    may_study = access.may(request.person, "directive.study", row, on=request.today)
    may_write = access.may(request.person, "directive.write", row, on=request.today)
    return Record(
        title=_("%(directive)s in %(unit)s") % {"directive": directive.printed, "unit": unit_name(row)},
        about=About(row, "directive.read"),
        subtitle=directive.subject,
        crumbs=[(_("Directives"), reverse("directives:list")), (directive.printed, directive.get_absolute_url())],
        chips=chips,
        buttons=_buttons(row, may_study=may_study, may_write=may_write),
        sections=[
            Section(_("In brief"), facts=_facts(row)),
            Section(_("Study sessions"), table=_sessions(row, may_study=may_study)),
            Section(_("Action programmes"), table=_programmes(row, may_study=may_study, may_write=may_write)),
            Section(_("Interim and final reviews"), table=_reviews(row, request, may_study=may_study)),
            *history.section(row, "directive.read"),
            *matters.section(LATE_STUDIES, row),
            *matters.section(LATE_PROGRAMMES, row),
        ],
    ).respond(request)


def _buttons(row: Receipt, *, may_study: bool, may_write: bool) -> list[Button]:
    buttons = []
    if may_write:
        buttons.append(deeds.correct_receipt.button(row, _("Correct")))
        if not row.sessions.all() and not row.programmes.all():
            buttons.append(deeds.remove_receipt.button(row, _("Take it back"), is_danger=False))
    if may_study:
        is_studied = row.first_studied_on is not None
        lacks_programme = row.needs_programme and row.programme_on is None
        buttons.append(deeds.ask_review.button(row))
        if row.programme_on is not None:
            buttons.append(deeds.carried_out.button(row))
        if is_studied:
            buttons.append(deeds.coverage.button(row))
        buttons += [
            deeds.programme.button(row, is_primary=lacks_programme and is_studied),
            deeds.study.button(row, is_primary=not is_studied),
        ]
    return buttons


def _facts(row: Receipt) -> list[Fact]:
    share = rules.coverage_percent(row.covered, row.to_cover)
    covered = ""
    if share is not None:
        covered = _("%(part)s of %(whole)s (%(share)s)") % {
            "part": numbers.number(row.covered or 0),
            "whole": numbers.number(row.to_cover or 0),
            "share": numbers.percent(share, places=2),
        }
    return [
        Fact(_("Unit"), row.unit.place.name, row.unit.get_absolute_url()),
        Fact(_("Received on"), dates.dmy(row.received_on)),
        Fact(_("To be studied by"), dates.dmy_or_empty(row.study_due_on) or _("no day was set")),
        Fact(_("Who has to study it"), str(row.get_level_display())),
        Fact(_("In what form"), str(row.get_study_form_display())),
        Fact(_("First studied on"), dates.dmy_or_empty(row.first_studied_on)),
        Fact(_("Days from receipt to study"), days_text(row, row.first_studied_on)),
        Fact(_("Members covered"), covered or _("not confirmed by the unit yet")),
        Fact(_("Action programme"), _("asked for") if row.needs_programme else _("not asked for")),
        Fact(_("Programme to be issued by"), dates.dmy_or_empty(row.programme_due_on)),
        Fact(_("Programme carried out on"), dates.dmy_or_empty(row.carried_out_on)),
    ]


def _sessions(row: Receipt, *, may_study: bool) -> SmallTable:
    heads: list[tuple[Any, str]] = [
        (_("Held on"), "start"),
        (_("Form of study"), "start"),
        (_("Speaker"), "start"),
        (_("Present"), "end"),
        (_("Share"), "end"),
    ]
    rows: list[list[Cell | str]] = [
        [
            dates.dmy(session.held_on),
            session.form,
            session.speaker,
            f"{numbers.number(session.present)}/{numbers.number(session.invited)}",
            numbers.percent(numbers.ratio_percent(session.present, session.invited)),
            *(_links(session.pk, "directives:correct_session", "directives:remove_session") if may_study else []),
        ]
        for session in row.sessions.all()
    ]
    if may_study:
        heads += [("", "start"), ("", "start")]
    return SmallTable(heads, rows, _("No session has been recorded."))


def _links(pk: uuid.UUID, correct: str, remove: str) -> list[Cell | str]:
    return [Cell(_("Correct"), reverse(correct, args=[pk])), Cell(_("Remove"), reverse(remove, args=[pk]))]


def _programmes(row: Receipt, *, may_study: bool, may_write: bool) -> SmallTable:
    heads: list[tuple[Any, str]] = [
        (_("Action programme"), "start"),
        (_("Issued on"), "start"),
        (_("For the units under it"), "start"),
    ]
    can_hand_on = may_write and row.unit.place.last > row.unit.place.pos
    rows: list[list[Cell | str]] = []
    for programme in row.programmes.all():
        below: Cell | str = ""
        if programme.directive is not None:
            below = Cell(_("handed on"), programme.directive.get_absolute_url())
        elif can_hand_on:
            below = Cell(_("Hand it on"), reverse("directives:hand_on", args=[programme.pk]))
        line: list[Cell | str] = [
            Cell(programme.printed, programme.document.get_absolute_url() if programme.document else None),
            dates.dmy(programme.issued_on),
            below,
        ]
        if may_study:
            url = reverse("directives:remove_programme", args=[programme.pk])
            correct = reverse("directives:correct_programme", args=[programme.pk])
            line.append(Cell(_("Correct"), correct) if programme.document is None else "")
            line.append(Cell(_("Remove"), url) if programme.directive is None else "")
        rows.append(line)
    if may_study:
        heads += [("", "start"), ("", "start")]
    return SmallTable(heads, rows, _("No programme has been recorded."))


def review_cell(row: ProgressReview, request: Request) -> Cell:
    """How far a review has come, in words."""
    progress = rules.review_progress(row.due_on, row.done_on, on=request.today)
    if progress == Progress.OVERDUE:
        days = (request.today - row.due_on).days
        return Cell(ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}, state="bad")
    if progress == Progress.WAITING:
        return Cell(_("not held yet"), state="warn")
    if progress == Progress.DONE_LATE:
        return Cell(_("held late"), state="warn")
    return Cell(_("held"), state="ok")


def _reviews(row: Receipt, request: Request, *, may_study: bool) -> SmallTable:
    heads: list[tuple[Any, str]] = [
        (_("Interim or final"), "start"),
        (_("Due on"), "start"),
        (_("Held on"), "start"),
        (_("Document"), "start"),
        (_("State"), "start"),
    ]
    rows: list[list[Cell | str]] = []
    for review in row.reviews.all():
        line: list[Cell | str] = [
            str(review.get_kind_display()).capitalize(),
            dates.dmy(review.due_on),
            dates.dmy_or_empty(review.done_on),
            review.document,
            review_cell(review, request),
        ]
        if may_study:
            line += [
                Cell(_("Record"), reverse("directives:hold_review", args=[review.pk])),
                *_links(review.pk, "directives:correct_review", "directives:remove_review"),
            ]
        rows.append(line)
    if may_study:
        heads += [("", "start"), ("", "start"), ("", "start")]
    return SmallTable(heads, rows, _("No review has been asked for."))
