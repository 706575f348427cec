"""Filling in a report: as you type, by two clerks at once, for a unit that has no device."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongket.org import access
from tongket.org.saving import Conflict, durable
from tongket.pages.forms import run_if_posted
from tongket.pages.once import saves
from tongket.pages.request import Request
from tongket.reports import actions, sheet
from tongket.reports.forms import FIGURE, ActForm, FillForm
from tongket.reports.models import Report
from tongket.reports.rules import State
from tongket.reports.views import counted_values, find, name_of, report_page


@require_http_methods(["GET", "POST"])
@access.policy("report.send")
@saves
def send(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _fill(request, find(request, pk, "report.send"), FillForm)


@require_http_methods(["GET", "POST"])
@access.policy("report.act")
@saves
def act(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _fill(request, find(request, pk, "report.act"), ActForm)


def _fill(request: Request, report: Report, kind: type[FillForm]) -> HttpResponse:
    is_sent = request.method == "POST"
    if is_sent and _sent_plainly(request, report, kind):
        return _was_sent(request, report)
    counted = {} if is_sent else counted_values(report)  # what stands beside the fields; a sending asks nothing of it
    form = kind(report, counted, request.POST if is_sent else None, initial=initial_values(report, counted))
    note = told(report)

    def deed() -> Report:
        values = form.cleaned_data
        giver = values.get("on_behalf_of", "")
        return actions.send(
            report,
            content=form.content(),
            seen=values["seen"],
            on_behalf_of=giver,
            by=request.person,
            on=request.today,
        )

    try:
        done = run_if_posted(request, form, deed)
    except Conflict as clash:
        form = _beside(request, clash.row, form, counted, kind)
        note, done = "", None
    if done is not None:
        return _was_sent(request, report)
    if is_sent:
        form.stand_beside(counted_values(report))
    url = reverse("reports:draft", args=[report.pk]) if kind is FillForm else ""
    return report_page(
        request, report, form, title=name_of(report), submit_label=_("Send"), note=note, autosave_url=url
    )


def told(report: Report) -> str:
    """What stands above the form of a report that came back or is asked for again."""
    if report.state == State.RETURNED and report.note:
        return _("Returned: %(note)s") % {"note": report.note}
    if report.state == State.RETURNED:
        return _("Returned: see what stands beside the fields.")
    return _("Asked for again: %(note)s") % {"note": report.note} if report.note else ""


def _sent_plainly(request: Request, report: Report, kind: type[FillForm]) -> bool:
    """Whether a form with nothing wrong in it was sent, without building the form: a page that is not shown needs none.

    Whatever is not plainly right goes the way of the form, which says what it is.
    """
    given = kind.plain(report, request.POST)
    if given is None:
        return False
    content, seen = given
    try:
        actions.send(report, content=content, seen=seen, by=request.person, on=request.today)
    except (ValidationError, Conflict):
        return False
    return True


def _was_sent(request: Request, report: Report) -> HttpResponse:
    messages.success(request, _("The report was sent."))
    return redirect(report)


def initial_values(report: Report, counted: Mapping[str, int]) -> dict[str, Any]:
    """What the form starts with: what was typed so far, else what was sent before, else what is counted."""
    said = report.draft or report.content
    found: dict[str, Any] = {FIGURE + code: sheet.typed(value) for code, value in said.get("figures", {}).items()}
    found |= {FIGURE + code: value for code, value in said.get("texts", {}).items()}
    if not said:
        found |= {FIGURE + code: number for code, number in counted.items()}
    found |= {name: said.get(name, "") for name in ("text", "explanation")}
    return found | {"seen": report.version}


def _beside(
    request: Request, theirs: Any, mine: FillForm, counted: Mapping[str, int], kind: type[FillForm]
) -> FillForm:
    """The form with what this clerk typed, and beside each field that another has saved otherwise what that one wrote.

    Sent once more, it goes on from what the other has saved: both have been seen.
    """
    again = request.POST.copy()
    again["seen"] = str(theirs.version)
    form = kind(theirs, counted, again)
    form.full_clean()
    other = initial_values(theirs, counted)
    for name in form.fields:
        said, saved = str(mine.data.get(name, "")).strip(), str(other.get(name, "")).strip()
        if name not in {"seen", "on_behalf_of"} and said != saved:
            form.add_error(name, _("Somebody else has saved here: %(value)s") % {"value": saved or _("nothing")})
    form.add_error(
        None, _("Somebody else has saved this report in the meantime. What you typed is kept: compare, then send.")
    )
    return form


@require_POST
@access.policy("report.send")
def draft(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Keep what was typed so far; answers with pieces for the page: the version now seen, and what was done."""
    report = find(request, pk, "report.send")
    form = FillForm(report, {}, request.POST)
    seen = request.POST.get("seen", "")
    try:
        with durable():
            actions.keep_draft(
                report,
                seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
                content=form.typed(request.POST),
                by=request.person,
                on=request.today,
            )
    except Conflict:
        said = _("Not saved: somebody else has saved this report in the meantime. Send to compare both.")
        return render(request, "reports/draft.html", {"text": said, "seen": None})
    said = _("Draft saved at %(time)s.") % {"time": timezone.localtime().strftime("%H:%M:%S")}
    return render(request, "reports/draft.html", {"text": said, "seen": report.version})
