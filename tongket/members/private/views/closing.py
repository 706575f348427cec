"""The register of leavers with what is still kept of them; the comparisons of list and files."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.members.forms import ConfirmForm
from tongket.members.models import FileCheck, Member
from tongket.members.pages import MEMBERS, ROLL
from tongket.members.private import actions, queries, rules
from tongket.members.private.forms import CheckForm
from tongket.members.rules import MemberState
from tongket.members.shown import LEFT, Standing, way_out
from tongket.org import access
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, day, number, text, unit
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import Filter, by_unit
from tongket.pages.forms import OfficeForm, correction_form, unit_form
from tongket.pages.listing import Listing
from tongket.pages.request import Request

WAYS = {
    Standing.LEFT: LEFT,
    Standing.TRANSFERRED_OUT: frozenset({MemberState.TRANSFERRED_OUT}),
    Standing.DECEASED: frozenset({MemberState.DECEASED}),
}


# --- Leavers ---------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("member.restrict")
def closed(request: Request) -> HttpResponse:
    """The register of those who left or died, with those whose restricted data are no longer needed (R-MEM-18)."""
    rows = queries.leavers(request.person, request.today)
    return LEAVERS.respond(
        request,
        rows.select_related("person"),
        columns=[*LEAVERS.columns, Column("kept", _("Restricted data"), _kept(request.today), phone="state")],
        filters=[*LEAVERS.filters, replace(KEPT, apply=_narrowed(request.today))],
        crumbs=[(_("Members"), reverse("members:list"))],
        buttons=[
            Button(_("Requests for corrections"), reverse("members:requests")),
            Button(_("The list compared with the files"), reverse("members:checks")),
        ],
    )


def _how(row: Any) -> str:
    return way_out(row.left_how or "")


def _kept(on: date) -> Any:
    def cell(row: Any) -> Cell:
        if not row.has_data:
            return Cell(_("erased or never kept"), state="mut")
        if row.left_on is not None and rules.may_be_erased(row.left_on, on):
            return Cell(_("to be erased"), url=reverse("members:erase", args=[row.pk]), state="warn")
        return Cell(_("kept for now"), state="info")

    return cell


def _narrowed(on: date) -> Any:
    def apply(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queries.to_erase(rows, on) if value == "erase" else rows.filter(has_data=value == "kept")

    return apply


KEPT = Filter(
    "kept",
    gettext_lazy("Restricted data"),
    lambda rows, value: rows,
    lambda request: [
        ("erase", _("to be erased")),
        ("kept", _("kept for now")),
        ("none", _("erased or never kept")),
    ],
)
LEAVERS: Listing[Member] = Listing(
    title=gettext_lazy("Leavers"),
    verb="member.restrict",
    columns=[
        text("name", gettext_lazy("Full name"), order=("name_order",), phone="title"),
        unit(gettext_lazy("Cell")),
        Column("how", gettext_lazy("How"), _how),
        day("left_on", gettext_lazy("Left on"), phone="figure"),
    ],
    filters=[
        by_unit(starts_here=False),
        Filter(
            "how",
            gettext_lazy("How"),
            lambda rows, value: rows.filter(state__in=WAYS[Standing(value)]),
            lambda request: [(way.value, str(way.label)) for way in WAYS],
        ),
    ],
    order=("name_order",),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("Nobody has left."),
)


@deed(
    "members:erase",
    verb="member.restrict",
    row=MEMBERS,
    form=ConfirmForm,
    title=gettext_lazy("Erase restricted data"),
    label=gettext_lazy("Erase"),
    note=gettext_lazy("Identity number, phone and flags go for good. That they were erased stays in the log."),
    done=gettext_lazy("The restricted data were erased."),
    to=lambda _count: reverse("members:closed"),
    is_danger=True,
)
def erase(member: Member, data: Data, who: Who) -> int:
    return actions.erase([member], **who)


# --- List and files --------------------------------------------------------------------------------------------------


@require_GET
@access.policy("member.answer")
def checks(request: Request) -> HttpResponse:
    """The comparisons of list and files, every six months."""
    rows = access.scope(FileCheck.objects.all(), request.person, "member.answer", on=request.today)
    return CHECKS.respond(
        request,
        rows,
        crumbs=[(_("Members"), reverse("members:list"))],
        buttons=[Button(_("Note a comparison"), reverse("members:check"), is_primary=True)],
    )


def _differing(row: FileCheck) -> Cell:
    return Cell(numbers.number(row.differing), state="warn" if row.differing else "ok")


CHECKS: Listing[FileCheck] = Listing(
    title=gettext_lazy("The list compared with the files"),
    verb="member.answer",
    columns=[
        unit(phone="title"),
        day("checked_on", gettext_lazy("Compared on"), phone="sub"),
        number("listed", gettext_lazy("Members on the list"), order=()),
        number("files", gettext_lazy("Files found"), order=()),
        Column("differing", gettext_lazy("Files that differ from the list"), _differing, phone="state"),
        Column("withdraw", "", lambda row: Cell(_("Withdraw"), reverse("members:withdraw_check", args=[row.pk]))),
    ],
    url_of=lambda row: reverse("members:correct_check", args=[row.pk]),
    filters=[by_unit(starts_here=False)],
    order=("-checked_on",),
    empty_text=gettext_lazy("No comparison has been noted. The list is compared with the files every six months."),
)


@deed(
    "members:check",
    verb="member.answer",
    form=unit_form(CheckForm, "member.answer", lambda request: {"checked_on": request.today}),
    title=gettext_lazy("Note a comparison"),
    label=gettext_lazy("Save"),
    crumbs=[*ROLL, (gettext_lazy("The list compared with the files"), "members:checks")],
    done=gettext_lazy("The comparison was noted."),
    to=lambda _row: reverse("members:checks"),
)
def check(data: Data, who: Who) -> FileCheck:
    return actions.check_files(**data, **who)


COMPARISONS = Rows(
    query=lambda: FileCheck.objects.select_related("unit__place"),
    crumbs=[*ROLL, (gettext_lazy("The list compared with the files"), "members:checks")],
    name=lambda row: dates.dmy(row.checked_on),
    url=None,
)


def _check_form(request: Request, row: FileCheck) -> OfficeForm:
    form = correction_form(CheckForm, ("checked_on", "listed", "differing"))(request, row)
    form.initial["found"] = row.files
    return form


@correction(
    "members:correct_check",
    verb="member.answer",
    row=COMPARISONS,
    form=_check_form,
    is_counted=True,
    title=gettext_lazy("Correct the comparison"),
    to=lambda _row: reverse("members:checks"),
)
def correct_check(row: FileCheck, data: Data, who: Who) -> FileCheck:
    files = data.pop("found")
    return actions.correct_check(row, files=files, **data, **who)


@withdrawal(
    "members:withdraw_check",
    verb="member.answer",
    row=COMPARISONS,
    title=gettext_lazy("Withdraw the comparison"),
    to=lambda _none: reverse("members:checks"),
)
def withdraw_check(row: FileCheck, data: Data, who: Who) -> None:
    actions.withdraw_check(row, **data, **who)
