"""Files going out, each one logged (S-34, S-39)."""

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import clock, dates, numbers, text
from tongket.org import access, audit, saving, validate
from tongket.org.models import AuditRow, Unit
from tongket.pages import actions, errors, large_exports, limits
from tongket.pages.columns import Column
from tongket.pages.forms import OfficeForm, form_page
from tongket.pages.request import Request
from tongket.pages.workbook import workbook

OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {  # by the ending of a file's name
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
ROW_LIMIT = 50_000
HOUR = timedelta(hours=1)
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # of files, on one system or another


class ReasonForm(OfficeForm):
    """Why a list of persons leaves the system."""

    export = forms.CharField(widget=forms.HiddenInput, initial="xlsx")
    reason = forms.CharField(
        label=gettext_lazy("What the file is for"),
        max_length=200,
        min_length=5,
        help_text=gettext_lazy("The reason is kept in the log, with the number of rows."),
    )


def send(
    request: Request,
    body: bytes,
    name: str,
    *,
    verb: str,
    row: Model | None = None,
    unit: Unit | None = None,
    rows: int | None = None,
    reason: str = "",
    told: Unit | None = None,
) -> HttpResponse:
    """A file as the answer: the only way in which one leaves. Logged beforehand, with its hash (S-34). Who has taken
    too many within the hour gets a page instead, and that is logged too (S-49).

    name: with the ending of its kind; verb: the right by which it is read; row: what it is about;
    unit: whose chain of the log it stands in, if not the row's; rows: how many it holds; told: over which unit
    somebody is told of it.
    """
    taken = _taken_lately(request)
    if len(taken) >= settings.TONGKET_FILES_PER_HOUR:
        with saving.durable():
            refused = AuditRow.Result.REFUSED
            audit.record(
                request.person, verb, row, on=request.today, unit=unit, fields=["too_many_files"], result=refused
            )
        most = settings.TONGKET_FILES_PER_HOUR
        until = limits.clock_time(taken[-most] + HOUR if most else clock.now() + HOUR)
        return errors.page(request, 429, errors.too_many_files(most, until))
    fields: dict[str, Any] = {"kind": _kind(name), "sha256": hashlib.sha256(body).hexdigest()}
    if rows is not None:
        fields["rows"] = rows
    if reason:
        fields["reason"] = reason
    if told is not None:
        fields["told"] = told.code
    with saving.durable():
        audit.record(request.person, logged_as(verb), row, on=request.today, unit=unit, fields=fields)
    return _download(body, name)


def _taken_lately(request: Request) -> list[datetime]:
    """When the person took each file of the last hour, as the log has it, in their order."""
    since = clock.now() - HOUR
    taken = AuditRow.objects.filter(actor=str(request.person.pk), at__gte=since, result=AuditRow.Result.DONE)
    return list(taken.filter(policy__endswith=audit.EXPORT).order_by("at").values_list("at", flat=True))


def attached_as(name: str) -> str:
    """The header that names a file, so that every system can keep it under that name."""
    name = NOT_IN_NAMES.sub("-", name)
    plain = text.fold(name).encode("ascii", "ignore").decode() or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def logged_as(verb: str) -> str:
    """What the log calls the handing out of a file of rows that are read by this right."""
    return verb if verb.endswith(audit.EXPORT) else f"{verb}{audit.EXPORT}"


def _kind(name: str) -> str:
    """The ending of a file's name."""
    return name.rpartition(".")[2].lower()


def _download(body: bytes, name: str) -> HttpResponse:
    """A file as an attachment that nothing keeps and nothing runs (S-39)."""
    response = HttpResponse(body, content_type=CONTENT_TYPES[_kind(name)])
    response["Content-Disposition"] = attached_as(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def export(
    request: Request, rows: QuerySet[Any], columns: Sequence[Column[Any]], *, verb: str, title: str
) -> HttpResponse:
    """The rows of a list as an Excel file."""

    def make(rows: Sequence[Any]) -> bytes:
        lines = [[str(column.cell(row)) for column in columns] for row in rows]
        subtitle = _("As of %(day)s") % {"day": dates.dmy(request.today)}
        counts = [at for at, column in enumerate(columns) if column.align == "end"]
        return workbook(title, subtitle, [str(column.label) for column in columns], lines, counts=counts)

    return hand_out(request, rows, make, verb=verb, title=title, name=text.fold(title).replace(" ", "-"))


def hand_out(
    request: Request,
    rows: QuerySet[Any],
    make: Callable[[Sequence[Any]], bytes],
    *,
    verb: str,
    title: str,
    name: str,
) -> HttpResponse:
    """All rows of a list as the Excel file that `make` makes of them. For lists of persons a reason is asked first.
    More rows than a file holds are refused: a part would be taken for the whole.
    """
    reason = request.GET.get("reason", "").strip()
    if _is_personal(verb) and len(reason) < validate.SHORTEST:
        return _ask_reason(request, title)
    listed = list(rows[: ROW_LIMIT + 1])
    if len(listed) > ROW_LIMIT:
        words = _(
            "A file holds %(most)s rows at most, and this list is longer. Choose a unit or a filter, then export."
        )
        messages.error(request, words % {"most": numbers.number(ROW_LIMIT)})
        query = request.GET.copy()
        for key in ("export", "reason"):
            query.pop(key, None)
        return redirect(f"{request.path}?{query.urlencode()}")
    body = make(listed)
    watcher = large_exports.watcher(listed, request.person, request.today) if _is_personal(verb) else None
    answer = send(
        request, body, f"{name}.xlsx", verb=verb, rows=len(listed), reason=reason, told=watcher[0] if watcher else None
    )
    if watcher is not None and answer.status_code == 200:
        with saving.durable():
            actions.tell_of_export(
                *watcher, title=title, count=len(listed), reason=reason, by=request.person, on=request.today
            )
    return answer


def _is_personal(verb: str) -> bool:
    return access.POLICIES[verb].data_class in {"D2", "D3", "D4"}


def _ask_reason(request: Request, title: str) -> HttpResponse:
    form = ReasonForm(request.GET if "reason" in request.GET else None, initial={"export": "xlsx"})
    for key, value in request.GET.items():  # the filters go on, so that the file holds what the list showed
        if key not in form.fields:
            form.fields[key] = forms.CharField(widget=forms.HiddenInput, initial=value, required=False)
    return form_page(
        request,
        form,
        title=_("Export to Excel"),
        subtitle=title,
        submit_label=_("Make the file"),
        cancel_url=request.path,
        method="get",
        note=_("The list holds personal data: say what the file is for."),
    )
