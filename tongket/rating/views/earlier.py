"""Levels of earlier years: out of an Excel file, or one by one by hand, with the paper they are taken from."""

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
from tongket.pages.forms import OfficeForm, posted, unit_form
from tongket.pages.links import link
from tongket.pages.picker import PickerField
from tongket.pages.request import Request
from tongket.pages.workbook import workbook
from tongket.rating import actions, earlier_rules
from tongket.rating.forms.earlier import EarlierForm, EarlierSheetForm
from tongket.rating.models import EarlierSheet, Rating
from tongket.rating.queries import earlier as earlier_queries
from tongket.rating.rules import Level, NotRated, Subject, runs
from tongket.units import sheet_page
from tongket.units.forms.opening import ShownForm

CRUMBS = [(gettext_lazy("Review and rating"), "rating:list")]
SHEETS: Rows[EarlierSheet] = Rows(lambda: EarlierSheet.objects.select_related("unit__place"), crumbs=CRUMBS)
TYPED = re.compile(r"([a-z]+|y\d{4})-(\d{1,6})")
LABELS = {
    "name": gettext_lazy("Name"),
    "code": gettext_lazy("Card number, or code"),
    "cell": gettext_lazy("Cell"),
    "year": gettext_lazy("Year"),
    "level": gettext_lazy("Level"),
    "source": gettext_lazy("Source"),
}
YEARS = 5  # that the template has columns for


# --- Out of a file ----------------------------------------------------------------------------------------------------


@require_GET
@access.policy("rating.decide")
def sheet_template(request: Request) -> HttpResponse:
    """An empty table with the years before as columns, its first lines as an example of what belongs where."""
    years = list(range(request.today.year - YEARS, request.today.year))
    of_members = request.GET.get("subject") != Subject.ORGANISATION
    levels = ["Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ"]
    filled = [levels[0], *[levels[1]] * (YEARS - 1)]
    if of_members:
        head = ["Họ và tên", "Số thẻ đảng", "Chi bộ", *map(str, years), "Căn cứ"]
        example = ["Nguyễn Văn A", "70.012345", "Chi bộ Văn phòng", *filled, "QĐ số 05-QĐ/ĐU ngày 05/01/2018"]
    else:
        head = ["Tên tổ chức đảng", "Mã", *map(str, years), "Căn cứ"]
        example = ["Chi bộ Văn phòng", "", *filled, "QĐ số 05-QĐ/ĐU ngày 05/01/2018"]
    body = workbook(
        "Mức xếp loại các năm trước",
        "Ghi mức xếp loại đúng như văn bản của năm đó; năm không có thì để trống. Thay dòng ví dụ",
        head,
        [example, *([[""] * len(head)] * 40)],
    )
    name = "mau-xep-loai-dang-vien.xlsx" if of_members else "mau-xep-loai-to-chuc-dang.xlsx"
    return exporting.send(request, body, name, verb="rating.decide", rows=0)


def _note(_nothing: Any) -> str:
    words = _(
        "A line for each with the years as columns, or a line for each year with the columns Năm and Xếp loại. Every "
        "row is shown to you first, and nothing is saved until you say so. Templates:"
    )
    url = reverse("rating:sheet_template")
    return format_html(
        '{} <a href="{}">{}</a> · <a href="{}">{}</a>. {} <a href="{}">{}</a> · <a href="{}">{}</a>.',
        words,
        link(url, subject=Subject.MEMBER),
        _("for members"),
        link(url, subject=Subject.ORGANISATION),
        _("for organisations"),
        _("One by one, by hand:"),
        reverse("rating:earlier_member"),
        _("a member"),
        reverse("rating:earlier_unit"),
        _("an organisation"),
    )


@deed(
    "rating:new_sheet",
    verb="rating.decide",
    form=unit_form(EarlierSheetForm, "rating.decide"),
    title=gettext_lazy("Levels of earlier years out of a file"),
    label=gettext_lazy("Check the file"),
    note=_note,
    done="",
    crumbs=CRUMBS,
)
def new_sheet(data: Data, who: Who) -> EarlierSheet:
    name, rows = data.pop("file")
    return actions.take_sheet(**data, rows=rows, file_name=name, **who)


@require_GET
@access.policy("rating.decide")
def sheet(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A file, row by row: what would be recorded, what is in doubt, what was left out; afterwards what it recorded."""
    row = SHEETS.find(request, "rating.decide", pk=pk)
    is_checked = row.state == SheetState.CHECKED
    planned = earlier_queries.planned(row, request.today) if is_checked else []
    doubts = sum(bool(line.doubts) for line in planned)
    count = sum(len(line.levels) for line in planned)
    context = {
        "sheet": row,
        "crumbs": SHEETS.above(row),
        "rows": [_row(line) for line in planned],
        "count": count,
        "known": sum(len(line.known) for line in planned),
        "doubts": doubts,
        "is_checked": is_checked,
        "is_saved": row.state == SheetState.SAVED,
        "is_ready": bool(count) and not doubts,
        "left_out": [one for one in row.rows if row.answers.get(str(one["row"]), {}).get("skip")],
        "list_url": link(reverse("rating:list"), unit=row.unit.code, subject=row.subject),
        "recorded": _recorded(request, row) if row.state == SheetState.SAVED else [],
        "key": uuid.uuid4().hex,
    }
    return render(request, "rating/sheet.html", context)


def _row(line: earlier_rules.PlannedRow) -> dict[str, Any]:
    asked = [name for name in line.typed if name in line.doubts]
    return {
        "number": line.row,
        "name": line.whose.name if line.whose else line.typed.get("name", ""),
        "code": line.whose.code if line.whose else line.typed.get("code", ""),
        "levels": [
            (level.year, Level(level.level).label if level.level else NotRated(level.not_rated_reason).label)
            for level in line.levels
        ],
        "known": line.known,
        "runs": _runs(line.excellent_runs),
        "doubts": list(line.doubts.values()),
        "asks": [(name, LABELS.get(name, name[1:]), line.typed[name]) for name in asked],
    }


def _runs(found: list[tuple[int, int]]) -> list[str]:
    """ "2017–2021 (5 years)" of each run of more than one year."""
    told = []
    for first, last in found:
        if (count := last - first + 1) > 1:
            years = ngettext("%(count)s year", "%(count)s years", count) % {"count": count}
            told.append(f"{first}–{last} ({years})")
    return told


def _recorded(request: Request, row: EarlierSheet) -> list[dict[str, Any]]:
    """Whose levels a sheet recorded, with all years of the best level in a row that they have now (R-COM-03)."""
    made = Rating.objects.filter(pk__in=row.made)
    rated = access.scope(made, request.person, "rating.read", on=request.today)
    by_member = row.subject == Subject.MEMBER
    keys = {rating.member_id if by_member else rating.unit_id for rating in rated}
    of_same = Rating.objects.filter(member__in=keys) if by_member else Rating.objects.filter(unit__in=keys, member=None)
    readable = access.scope(of_same, request.person, "rating.read", on=request.today)
    lines: dict[Any, dict[str, Any]] = {}
    ordered = readable.select_related("unit__place", "member__person").order_by(
        "unit__place__pos", "member__name_order"
    )
    for rating in ordered:
        key = rating.member_id if by_member else rating.unit_id
        line = lines.setdefault(
            key, {"name": rating.rated_name, "url": rating.get_absolute_url(), "years": [], "best": []}
        )
        line["years"].append(rating.year)
        if rating.level == Level.EXCELLENT:
            line["best"].append(rating.year)
    for line in lines.values():
        line["runs"] = _runs(runs(line["best"]))
        line["years"] = ", ".join(str(year) for year in sorted(line["years"]))
    return list(lines.values())


def _typed(row: EarlierSheet, data: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What was typed over the fields of rows of the sheet, by the number of the row; `skip` leaves a row out."""
    known = {str(one["row"]): {*one, "skip"} - {"row"} for one in row.rows}
    answers: dict[str, dict[str, str]] = {}
    for name, value in data.items():
        place = TYPED.fullmatch(name)
        if place and place[1] in known.get(place[2], ()):
            answers.setdefault(place[2], {})[place[1]] = " ".join(value.split())[:120]
    return answers


@require_POST
@access.policy("rating.decide")
@once.saves
def answer_sheet(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Keep what was typed in rows in doubt, and look at the whole again."""
    row = SHEETS.find(request, "rating.decide", pk=pk)
    seen = sheet_page.version(request.POST)
    actions.answer_sheet(row, _typed(row, request.POST), seen=seen, **who(request))
    return redirect(row)


def _saved(row: EarlierSheet) -> str:
    n = len(row.made)
    return ngettext("%(n)s level was recorded.", "%(n)s levels were recorded.", n) % {"n": n}


@deed(
    "rating:save_sheet",
    verb="rating.decide",
    row=SHEETS,
    form=ShownForm,
    initial=lambda _request, row: {"shown": row.version},
    title=gettext_lazy("Record the levels"),
    done=_saved,
)
def save_sheet(row: EarlierSheet, data: Data, who: Who) -> EarlierSheet:
    return actions.save_sheet(row, seen=data["shown"], **who)


@deed(
    "rating:undo_sheet",
    verb="rating.decide",
    row=SHEETS,
    form=ShownForm,
    initial=lambda _request, row: {"shown": row.version},
    title=gettext_lazy("Take the whole file back"),
    note=gettext_lazy("All levels that this file recorded are removed, as long as none was decided again since."),
    done=gettext_lazy("The levels of the file were removed."),
    to=lambda row: reverse("rating:list"),
    is_danger=True,
)
def undo_sheet(row: EarlierSheet, data: Data, who: Who) -> EarlierSheet:
    return actions.undo_sheet(row, seen=data["shown"], **who)


@deed(
    "rating:discard_sheet",
    verb="rating.decide",
    row=SHEETS,
    form=ShownForm,
    initial=lambda _request, row: {"shown": row.version},
    title=gettext_lazy("Discard the file"),
    done=gettext_lazy("The file was discarded; nothing of it is kept."),
    to=lambda row: reverse("rating:list"),
    is_danger=True,
)
def discard_sheet(row: EarlierSheet, data: Data, who: Who) -> EarlierSheet:
    return actions.discard_sheet(row, seen=data["shown"], **who)


# --- By hand ----------------------------------------------------------------------------------------------------------


def _member_form(request: Request, _row: None) -> OfficeForm:
    form = EarlierForm(*posted(request))
    picked = PickerField("member", request.person, "member.read", on=request.today, label=_("Member"))
    form.put_first(member=picked)
    return form


@deed(
    "rating:earlier_member",
    verb="rating.decide",
    form=_member_form,
    title=gettext_lazy("Record an earlier level of a member"),
    label=gettext_lazy("Record"),
    crumbs=CRUMBS,
    done=gettext_lazy("The level was recorded."),
)
def earlier_member(data: Data, who: Who) -> Rating:
    member = data.pop("member")
    return actions.record_earlier([actions.NewRating(unit=member.unit, member=member, **data)], **who)[0]


@deed(
    "rating:earlier_unit",
    verb="rating.decide",
    form=unit_form(EarlierForm, "rating.decide", also_ended=True),
    title=gettext_lazy("Record an earlier level of an organisation"),
    label=gettext_lazy("Record"),
    crumbs=CRUMBS,
    done=gettext_lazy("The level was recorded."),
)
def earlier_unit(data: Data, who: Who) -> Rating:
    return actions.record_earlier([actions.NewRating(**data)], **who)[0]
