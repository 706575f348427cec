"""The pages of the roster import: hand in, look at the whole file checked, mend, import, take back."""

import uuid
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.core import dates
from tongket.org import access
from tongket.pages.buttons import main_button
from tongket.pages.columns import Column, choice, number, text, unit
from tongket.pages.filters import by_choice, by_unit
from tongket.pages.forms import form_page, run_if_posted
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.request import Request
from tongket.rosters import page
from tongket.rosters.actions import batches as actions
from tongket.rosters.actions import tasks
from tongket.rosters.forms import UploadForm
from tongket.rosters.models import Batch, BatchState

POST = ["GET", "POST"]
BATCHES: Listing[Batch] = Listing(
    title=gettext_lazy("Imported rosters"),
    verb="member.import",
    columns=[
        text("file_name", gettext_lazy("File"), key="file", phone="title"),
        unit(),
        Column("entered_at", gettext_lazy("Entered at"), lambda row: dates.moment(row.entered_at), ("entered_at",)),
        text("entered_by__full_name", gettext_lazy("Entered by"), key="by", order=()),
        number("row_count", gettext_lazy("Rows"), key="rows"),
        number("new_count", gettext_lazy("New"), key="new"),
        number("changed_count", gettext_lazy("Changed"), key="changed"),
        choice("state", gettext_lazy("State"), states=page.CHIPS, phone="state"),
    ],
    order=("-entered_at",),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No roster has been handed in yet."),
    can_export=False,
)


@require_GET
@access.policy("member.import")
def batches(request: Request) -> HttpResponse:
    rows = access.scope(Batch.objects.select_related("entered_by"), request.person, "member.import", on=request.today)
    return BATCHES.respond(
        request,
        rows,
        filters=[by_unit(starts_here=False), by_choice("state", _("State"), BatchState.choices)],
        buttons=main_button(request, "member.import", _("Import a roster"), "rosters:upload"),
        crumbs=[(_("Members"), reverse("members:list"))],
    )


@require_http_methods(POST)
@access.policy("member.import")
@saves
def upload(request: Request) -> HttpResponse:
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        person=request.person,
        on=request.today,
        initial={"from_on": request.today, "unit": request.GET.get("unit")},
    )
    done = run_if_posted(
        request,
        form,
        lambda: actions.start(
            form.cleaned_data["file"].read(),
            form.cleaned_data["file"].name,
            unit=form.cleaned_data["unit"],
            from_on=form.cleaned_data["from_on"],
            by=request.person,
            on=request.today,
        ),
    )
    if done is not None:
        is_small = form.cleaned_data["file"].size <= tasks.SMALL_BYTES
        transaction.on_commit(partial(tasks.begin, done.pk, is_small=is_small))
        return redirect(done)
    return form_page(
        request,
        form,
        title=_("Import a roster"),
        submit_label=_("Check the file"),
        cancel_url=reverse("members:list"),
        note=_("The file is checked as a whole and shown to you first. Nothing is written until you confirm."),
        crumbs=[(_("Members"), reverse("members:list")), (_("Imported rosters"), reverse("rosters:list"))],
    )


@require_GET
@access.policy("member.import")
def batch(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    shown = page.shown(row, request.GET)
    if not request.htmx:
        return render(request, "rosters/import.html", shown)
    response = render(request, "rosters/_import_progress.html", shown)
    if not row.task:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@access.policy("member.import")
@saves
def recheck(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    mends, answers, dropped = page.typed(row, request.POST)
    actions.recheck(
        row, mends=mends, answers=answers, dropped=dropped, seen=_seen(request), by=request.person, on=request.today
    )
    if row.report["errors"] or row.report["questions"]:
        messages.info(request, _("Checked again with what you entered. Some points are still open."))
    else:
        messages.success(request, _("Checked again: nothing stands in the way any more."))
    return redirect(row)


@require_POST
@access.policy("member.import")
@saves
def confirm(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    if row.new_count + row.changed_count > tasks.SMALL_ROWS:
        actions.ask_import(row, seen=_seen(request), by=request.person, on=request.today)
        transaction.on_commit(partial(tasks.begin, row.pk, is_small=False))
        return redirect(row)
    if not actions.confirm(row, seen=_seen(request), by=request.person, on=request.today):
        messages.warning(
            request, _("Nothing was imported yet: the roll has changed since the check. Look at what would happen now.")
        )
        return redirect(row)
    return redirect(row)


@require_POST
@access.policy("member.import")
@saves
def undo(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    try:
        with transaction.atomic():
            actions.undo(row, seen=_seen(request), by=request.person, on=request.today)
    except ValidationError as refusal:
        for said in refusal.messages:
            messages.error(request, said)
        return redirect(row)
    return redirect(row)


@require_POST
@access.policy("member.import")
@saves
def discard(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    actions.discard(row, seen=_seen(request), by=request.person, on=request.today)
    messages.success(request, _("The file was discarded; nothing of it is kept."))
    return redirect("rosters:list")


def _find(request: Request, pk: uuid.UUID) -> Batch:
    rows = Batch.objects.select_related("unit__place", "entered_by", "imported_by")  # unscoped: `find` scopes it
    return access.find(rows, request.person, "member.import", pk, on=request.today)


def _seen(request: Request) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdigit() and len(seen) < 10 else 0
