"""Filling in a report: as you type, by two clerks at once, for a unit that has no device."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongket.org import access
from tongket.org.saving import Conflict, durable
from tongket.pages import drafts
from tongket.pages.deeds import who
from tongket.pages.forms import form_page, run_if_posted
from tongket.pages.once import saves
from tongket.pages.request import Request
from tongket.reports import actions, beside, sheet
from tongket.reports.beside import Beside
from tongket.reports.forms.reports import FIGURE, WHY, ActForm, FillForm
from tongket.reports.models import Report
from tongket.reports.rules import State
from tongket.reports.views.reports import ROWS, name_of

# Not deeds: the form asks for what the version of the day asks for, keeps drafts, and shows what the records say.


@require_http_methods(["GET", "POST"])
@access.policy("report.send")
@saves
def send(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _fill(request, ROWS.find(request, "report.send", pk=pk), FillForm)


@require_http_methods(["GET", "POST"])
@access.policy("report.act")
@saves
def act(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _fill(request, ROWS.find(request, "report.act", pk=pk), ActForm)


def _fill(request: Request, report: Report, form_class: type[FillForm]) -> HttpResponse:
    is_posted = request.method == "POST"
    shown = Beside({}, {}) if is_posted else beside.of_report(report)  # a sending brings it along
    form = form_class(report, request.POST if is_posted else None, initial=initial_values(report, shown.counted))
    note = told(report)

    def send_it() -> Report:
        values = form.cleaned_data
        giver = values.get("on_behalf_of", "")
        content = form.content()
        seen, seal = values["seen"], values["counted"]
        return actions.send(report, content=content, seen=seen, seal=seal, on_behalf_of=giver, **who(request))

    try:
        done = run_if_posted(request, form, send_it)
    except Conflict as clash:
        form = _beside(request, clash.row, form, form_class)
        note, done = "", None
    if done is not None:
        messages.success(request, _("The report was sent."))
        return redirect(report)
    if is_posted:
        shown = beside.of_report(report)
    form.stand_beside(shown.counted, beside.sealed(report, shown, on=request.today))
    return form_page(
        request,
        form,
        title=name_of(report),
        subtitle=ROWS.subtitle(report),
        submit_label=_("Send"),
        cancel_url=report.get_absolute_url(),
        crumbs=ROWS.around(report),
        note=note,
        autosave_url=reverse("reports:draft", args=[report.pk]) if form_class is FillForm else "",
    )


def told(report: Report) -> str:
    """What stands above the form of a report that came back or is asked for again."""
    if report.state == State.RETURNED and report.note:
        return _("Returned: %(note)s") % {"note": report.note}
    if report.state == State.RETURNED:
        return _("Returned: see what stands beside the fields.")
    return _("Asked for again: %(note)s") % {"note": report.note} if report.note else ""


def initial_values(report: Report, counted: Mapping[str, int]) -> dict[str, Any]:
    """What the form starts with: what was typed so far, else what was sent before, else what is counted."""
    content = report.draft or report.content
    values: dict[str, Any] = {FIGURE + code: sheet.typed(value) for code, value in content.get("figures", {}).items()}
    values |= {FIGURE + code: value for code, value in content.get("texts", {}).items()}
    if not content:
        values |= {FIGURE + code: number for code, number in counted.items()}
    values |= {WHY + code: reason for code, reason in content.get("explanations", {}).items()}
    estimates = content.get("estimates", [])
    return values | {"text": content.get("text", ""), "estimates": estimates, "seen": report.version}


def _beside(request: Request, theirs: Any, mine: FillForm, form_class: type[FillForm]) -> FillForm:
    """The form with what this clerk typed, and beside each field that another has saved otherwise what that one wrote.

    Sent once more, it goes on from what the other has saved: both have been seen.
    """
    again = request.POST.copy()
    again["seen"] = str(theirs.version)
    form = form_class(theirs, again)
    form.full_clean()
    other = initial_values(theirs, {})
    for name in form.fields:
        typed, saved = str(mine.data.get(name, "")).strip(), str(other.get(name, "")).strip()
        if name not in {"seen", "counted", "on_behalf_of"} and typed != saved:
            form.add_error(name, _("Somebody else has saved here: %(value)s") % {"value": saved or _("nothing")})
    form.add_error(
        None, _("Somebody else has saved this report in the meantime. What you typed is kept: compare, then send.")
    )
    return form


@require_POST
@access.policy("report.send")
def draft(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Keep what was typed so far; answers with pieces for the page: the version now seen, and what was done."""
    report = ROWS.find(request, "report.send", pk=pk)
    content = FillForm(report, request.POST).typed(request.POST)
    seen = request.POST.get("seen", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    try:
        with durable():
            actions.keep_draft(report, seen=version, content=content, **who(request))
    except Conflict:
        told_not = _("Not saved: somebody else has saved this report in the meantime. Send to compare both.")
        return drafts.answer(told_not, is_saved=False)
    return drafts.answer(drafts.saved_text(), seen=report.version)
