"""The pages of the roster import: upload, look at the whole file checked, correct, import, take back."""

import uuid
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tongket.core import dates
from tongket.org import access, jobs
from tongket.pages import exporting, limits, once
from tongket.pages.buttons import main_button
from tongket.pages.columns import Column, choice, number, text, unit
from tongket.pages.deeds import Data, Rows, Who, deed, who
from tongket.pages.filters import by_choice, by_unit
from tongket.pages.listing import Listing
from tongket.pages.request import Request
from tongket.pages.workbook import workbook
from tongket.rosters import actions, columns, page
from tongket.rosters.forms import ShownForm, UploadForm
from tongket.rosters.models import Batch, BatchState, Task
from tongket.rosters.queries import checking, leaving_out
from tongket.sheets import files

ROWS: Rows[Batch] = Rows(
    lambda: Batch.objects.select_related("unit__place", "entered_by", "imported_by"),
    crumbs=[(gettext_lazy("Members"), "members:list"), (gettext_lazy("Imported rosters"), "rosters:list")],
)
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
    empty_text=gettext_lazy("No roster has been uploaded yet."),
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


def _upload_form(request: Request, _row: None) -> UploadForm:
    if request.method == "POST":
        limits.count(request, limits.IMPORTS, "member.import")
    initial = {"from_on": request.today, "unit": request.GET.get("unit")}
    return UploadForm(
        request.POST or None, request.FILES or None, person=request.person, on=request.today, initial=initial
    )


HEAD = [
    *("Họ và tên", "Giới tính", "Ngày sinh", "Số thẻ", "Ngày vào Đảng", "Ngày chính thức", "Chi bộ"),
    *("Dân tộc", "Trình độ chuyên môn", "Lý luận chính trị", "CCCD", "Điện thoại"),
]


@require_GET
@access.policy("member.import")
def template(request: Request) -> HttpResponse:
    """An empty roster to fill in: the columns that the import knows by their names."""
    note = "Cần họ tên, ngày sinh, ngày vào Đảng, chi bộ; các cột khác có thể để trống hoặc bỏ đi"
    body = workbook("Danh sách đảng viên", note, HEAD, [[""] * len(HEAD)] * 60)
    return exporting.send(request, body, "mau-danh-sach-dang-vien.xlsx", verb="member.import", rows=0)


def _upload_note(_row: None) -> str:
    words = _("The file is checked as a whole and shown to you first. Nothing is written until you confirm.")
    return format_html(
        '{} <a href="{}">{}</a>', words, reverse("rosters:template"), _("No file yet? Take the Excel template.")
    )


@deed(
    "rosters:upload",
    verb="member.import",
    form=_upload_form,
    title=gettext_lazy("Import a roster"),
    label=gettext_lazy("Check the file"),
    note=_upload_note,
    done="",
    crumbs=[(gettext_lazy("Members"), "members:list"), (gettext_lazy("Imported rosters"), "rosters:list")],
)
def upload(data: Data, who: Who) -> Batch:
    file = data["file"]
    batch = actions.start(file, unit=data["unit"], from_on=data["from_on"], **who)
    job = jobs.latest(batch.pk)
    if job is not None and len(file.body) <= actions.SMALL_BYTES:
        transaction.on_commit(partial(jobs.perform, job.pk))
    return batch


@require_GET
@access.policy("member.import")
def batch(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = ROWS.find(request, "member.import", pk=pk)
    if columns.are_open(row) and not request.htmx:
        return redirect("rosters:columns", pk=row.pk)
    shown = page.shown(row, request.GET)
    if not request.htmx:
        return render(request, "rosters/import.html", shown)
    response = render(request, "rosters/_import_progress.html", shown)
    if not row.task:
        response["HX-Refresh"] = "true"
    return response


@require_GET
@access.policy("member.import")
def choose_columns(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The step between the upload and the check: what each column of the file holds."""
    row = ROWS.find(request, "member.import", pk=pk)
    if row.state != BatchState.CHECKED or row.task:
        return redirect(row)
    return render(request, "rosters/columns.html", columns.shown(row))


@require_GET
@access.policy("member.import")
def left_out(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The rows left out on purpose, as they stand in the file, with the reason. Logged as every file (S-34)."""
    row = ROWS.find(request, "member.import", pk=pk)
    head, rows = leaving_out.left_out(row)
    if not rows:
        messages.info(request, _("No row is left out, or the file is no longer kept."))
        return redirect(row)
    body = workbook(_("Rows left out"), row.file_name, head, rows)
    return exporting.send(request, body, "dong-bo-qua.xlsx", verb="member.import", row=row, rows=len(rows))


@require_POST
@access.policy("member.import")
def recheck(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Check again with what was typed. The file is read and checked before the transaction begins."""
    if "keep" in request.POST:
        return once.take(request, lambda: _keep(request, pk))
    checks: list[checking.Check] = []

    def check() -> None:
        batch = ROWS.find(request, "member.import", pk=pk)
        choices = page.typed(batch, request.POST)
        try:
            checks.append(checking.check_again(batch, choices, **who(request)))
        except files.Refused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def save() -> HttpResponse:
        batch = ROWS.find(request, "member.import", pk=pk)
        actions.recheck(batch, checks[0], seen=_shown_version(request), **who(request))
        if batch.report["errors"] or batch.report["questions"]:
            messages.info(request, _("Checked again with what you entered. Some points are still open."))
        else:
            messages.success(request, _("Checked again: nothing stands in the way any more."))
        return redirect(batch)

    return once.take(request, save, prepare=check)


def _keep(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Keep what was typed, unchecked, and go to another page of the same problems; no page where it came by itself.

    What comes by itself from a page that was checked meanwhile, often by the same hand, is passed over: who works on
    there is told when they send it.
    """
    batch = ROWS.find(request, "member.import", pk=pk)
    if not request.htmx or batch.version == _shown_version(request):
        actions.keep_choices(batch, page.typed(batch, request.POST), seen=_shown_version(request), **who(request))
    if request.htmx:
        return HttpResponse(status=204)
    if request.POST["keep"] == "columns":
        return redirect("rosters:columns", pk=batch.pk)
    return redirect(f"{batch.get_absolute_url()}{page.place_of(request.POST['keep'])}")


def _shown(_request: Request, batch: Batch) -> Data:
    return {"shown": batch.version}


def _changed_meanwhile(batch: Batch) -> list[str]:
    if batch.state == BatchState.IMPORTED or batch.task != Task.NONE:
        return []
    return [_("Nothing was imported yet: the roll has changed since the check. Look at what would happen now.")]


@deed(
    "rosters:confirm",
    verb="member.import",
    row=ROWS,
    form=ShownForm,
    initial=_shown,
    title=gettext_lazy("Import a roster"),
    label=page.import_label,
    note=gettext_lazy("Nothing has been written yet. Look through what would happen, then import."),
    done="",
    warnings=_changed_meanwhile,
)
def confirm(batch: Batch, data: Data, who: Who) -> Batch:
    if batch.new_count + batch.changed_count > actions.SMALL_ROWS:
        actions.ask_import(batch, seen=data["shown"], **who)
    else:
        actions.confirm(batch, seen=data["shown"], **who)
    return batch


@deed(
    "rosters:undo",
    verb="member.import",
    row=ROWS,
    form=ShownForm,
    initial=_shown,
    title=page.UNDO,
    note=page.UNDO_NOTE,
    done="",
    is_danger=True,
)
def undo(batch: Batch, data: Data, who: Who) -> Batch:
    return actions.undo(batch, seen=data["shown"], **who)


@deed(
    "rosters:discard",
    verb="member.import",
    row=ROWS,
    form=ShownForm,
    initial=_shown,
    title=page.DISCARD,
    note=page.DISCARD_NOTE,
    done=gettext_lazy("The file was discarded; nothing of it is kept."),
    to=lambda batch: reverse("rosters:list"),
)
def discard(batch: Batch, data: Data, who: Who) -> Batch:
    return actions.discard(batch, seen=data["shown"], **who)


def _shown_version(request: Request) -> int:
    """The version that the page showed; 0, which no batch has, where the form does not say."""
    shown = request.POST.get("shown", "")
    return int(shown) if shown.isdecimal() and len(shown) < 10 else 0
