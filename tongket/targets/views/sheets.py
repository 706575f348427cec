"""Targets of a unit and year out of an Excel file."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from tongket.org import access
from tongket.org.models import SheetState
from tongket.pages import exporting, once
from tongket.pages.deeds import Data, Rows, Who, deed, who
from tongket.pages.links import link
from tongket.pages.request import Request
from tongket.pages.workbook import workbook
from tongket.targets import actions, queries, sheet_rules
from tongket.targets.forms import TargetSheetForm
from tongket.targets.models import Target, TargetSheet
from tongket.targets.views.place import placed
from tongket.targets.words import bound_text, number_text
from tongket.units import sheet_page
from tongket.units.forms.opening import ShownForm

CRUMBS = [(gettext_lazy("Targets"), "targets:list")]
SHEETS: Rows[TargetSheet] = Rows(lambda: TargetSheet.objects.select_related("unit__place"), crumbs=CRUMBS)
TYPED = re.compile(r"([a-z]+)-(\d{1,6})")
LABELS = {
    "label": gettext_lazy("Target"),
    "measure": gettext_lazy("Measure"),
    "value": gettext_lazy("Plan"),
    "result": gettext_lazy("Result"),
    "field": gettext_lazy("Field of work"),
    "carrier": gettext_lazy("Carried by"),
}
HEAD = ["Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Kết quả", "Lĩnh vực", "Chủ trì"]
EXAMPLES = [
    ["Kết nạp đảng viên mới", "đảng viên", "12", "14", "Xây dựng Đảng", "Ban Tổ chức"],
    ["Chi bộ hoàn thành tốt nhiệm vụ trở lên", "%", "từ 90% trở lên", "95", "Xây dựng Đảng", ""],
]


@require_GET
@access.policy("target.write")
def sheet_template(request: Request) -> HttpResponse:
    """An empty table to fill in, its first lines as an example of what belongs where."""
    body = workbook(
        "Chỉ tiêu năm",
        "Chỉ cần chỉ tiêu, đơn vị tính, kế hoạch; các cột sau có thể để trống. Thay hai dòng ví dụ",
        HEAD,
        [*EXAMPLES, *([[""] * len(HEAD)] * 30)],
    )
    return exporting.send(request, body, "mau-chi-tieu.xlsx", verb="target.write", rows=0)


def _note(_nothing: Any) -> str:
    words = _(
        "The columns are called %(columns)s; the last three may be left out. Every row is shown to you first, and "
        "nothing is saved until you say so."
    )
    words = words % {"columns": ", ".join(HEAD)}
    return format_html('{} <a href="{}">{}</a>', words, reverse("targets:sheet_template"), _("Template to fill in"))


@deed(
    "targets:new_sheet",
    verb="target.write",
    form=placed(TargetSheetForm),
    title=gettext_lazy("Targets out of a file"),
    label=gettext_lazy("Check the file"),
    note=_note,
    done="",
    crumbs=CRUMBS,
)
def new_sheet(data: Data, who: Who) -> TargetSheet:
    name, rows = data.pop("file")
    return actions.take_sheet(**data, rows=rows, file_name=name, **who)


@require_GET
@access.policy("target.write")
def sheet(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A file, row by row: what would be made, what is in doubt, what was left out."""
    row = SHEETS.find(request, "target.write", pk=pk)
    is_checked = row.state == SheetState.CHECKED
    planned = queries.planned(row) if is_checked else []
    doubts = sum(bool(target.doubts) for target in planned)
    context = {
        "sheet": row,
        "crumbs": SHEETS.above(row),
        "rows": [_row(target) for target in planned],
        "count": len(planned),
        "doubts": doubts,
        "is_checked": is_checked,
        "is_saved": row.state == SheetState.SAVED,
        "is_ready": bool(planned) and not doubts,
        "left_out": [one for one in row.rows if row.answers.get(str(one["row"]), {}).get("skip")],
        "list_url": _list_of(row),
        "key": uuid.uuid4().hex,
    }
    return render(request, "targets/sheet.html", context)


def _row(target: sheet_rules.Planned) -> dict[str, Any]:
    typed = target.typed
    bound = Target(comparator=target.comparator, measure=typed["measure"], is_share=target.is_share)
    if target.value is not None:
        bound.value = target.value
    asked = {"label" if name == "same" else name for name in target.doubts}
    return {
        "number": target.row,
        "typed": typed,
        "plan": typed["value"] if target.value is None else bound_text(bound),
        "result": typed["result"] if target.result is None else number_text(bound, target.result),
        "doubts": list(target.doubts.values()),
        "asks": [(name, LABELS[name], typed[name]) for name in sheet_rules.FIELDS if name in asked],
    }


def _list_of(row: TargetSheet) -> str:
    return link(reverse("targets:list"), unit=row.unit.code, year=row.year)


def _typed(row: TargetSheet, data: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What was typed over the fields of rows of the sheet, by the number of the row; `skip` leaves a row out."""
    known = {str(one["row"]) for one in row.rows}
    answers: dict[str, dict[str, str]] = {}
    for name, value in data.items():
        place = TYPED.fullmatch(name)
        if place and place[2] in known and place[1] in {*sheet_rules.FIELDS, "skip"}:
            answers.setdefault(place[2], {})[place[1]] = " ".join(value.split())[:240]
    return answers


@require_POST
@access.policy("target.write")
@once.saves
def answer_sheet(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Keep what was typed in rows in doubt, and look at the whole again."""
    row = SHEETS.find(request, "target.write", pk=pk)
    seen = sheet_page.version(request.POST)
    actions.answer_sheet(row, _typed(row, request.POST), seen=seen, **who(request))
    return redirect(row)


def _saved(row: TargetSheet) -> str:
    n = len(row.made)
    return ngettext("%(n)s target was saved.", "%(n)s targets were saved.", n) % {"n": n}


@deed(
    "targets:save_sheet",
    verb="target.write",
    row=SHEETS,
    form=ShownForm,
    initial=lambda _request, row: {"shown": row.version},
    title=gettext_lazy("Save the targets"),
    done=_saved,
)
def save_sheet(row: TargetSheet, data: Data, who: Who) -> TargetSheet:
    return actions.save_sheet(row, seen=data["shown"], **who)


@deed(
    "targets:undo_sheet",
    verb="target.write",
    row=SHEETS,
    form=ShownForm,
    initial=lambda _request, row: {"shown": row.version},
    title=gettext_lazy("Take the whole file back"),
    note=gettext_lazy("All targets that this file made are removed, as long as none was changed or given down since."),
    done=gettext_lazy("The targets of the file were removed."),
    to=_list_of,
    is_danger=True,
)
def undo_sheet(row: TargetSheet, data: Data, who: Who) -> TargetSheet:
    return actions.undo_sheet(row, seen=data["shown"], **who)


@deed(
    "targets:discard_sheet",
    verb="target.write",
    row=SHEETS,
    form=ShownForm,
    initial=lambda _request, row: {"shown": row.version},
    title=gettext_lazy("Discard the file"),
    done=gettext_lazy("The file was discarded; nothing of it is kept."),
    to=_list_of,
    is_danger=True,
)
def discard_sheet(row: TargetSheet, data: Data, who: Who) -> TargetSheet:
    return actions.discard_sheet(row, seen=data["shown"], **who)
