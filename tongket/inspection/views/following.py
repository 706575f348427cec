"""The conclusion of an item as codes, what has to be corrected after it, following that up, closing the file (D4)."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.inspection import actions, queries
from tongket.inspection.forms.file import (
    CloseForm,
    CloseRemedyForm,
    ConcludeForm,
    FollowUpForm,
    PointForm,
    RemedyForm,
)
from tongket.inspection.models import ConclusionPoint, FollowUp, ProgrammeItem, Remedy
from tongket.inspection.rules import PointKind, State
from tongket.inspection.views.programme import CRUMBS, log_read
from tongket.inspection.views.rows import LOOKS, POINTS, REMEDIES, ROWS
from tongket.org import access
from tongket.pages.columns import Cell, Column, choice, day, text, unit
from tongket.pages.corrections import LINK_HEADS, correction, links, withdrawal
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.filters import by_unit
from tongket.pages.forms import OfficeForm, ReasonForm, posted, seen_field
from tongket.pages.listing import Listing
from tongket.pages.record import Section, SmallTable
from tongket.pages.request import Request

POINT_CHIPS = {PointKind.STRENGTH: "ok", PointKind.WEAKNESS: "warn", PointKind.VIOLATION: "bad"}
SOON = 7  # days before a correction is due


def sections(item: ProgrammeItem, writes: bool, on: date) -> list[Section]:
    """What the conclusion says and what it asks for; nothing before it is there."""
    if item.state not in {State.CONCLUDED, State.CLOSED}:
        return []
    may_change = writes and item.state == State.CONCLUDED
    return [_points(item, may_change), _remedies(item, may_change, on), *_looks(item, may_change)]


def _points(item: ProgrammeItem, may_change: bool) -> Section:
    rows: list[list[Cell | str]] = [
        [
            Cell(str(point.get_kind_display()), state=POINT_CHIPS[PointKind(point.kind)]),
            str(point.get_matter_display()),
            str(point.get_found_by_display()) if point.found_by else "",
            *(links(point, correct_point, withdraw_point) if may_change else []),
        ]
        for point in item.points.order_by("kind", "matter")
    ]
    heads = [(_("What it is"), "start"), (_("Matter"), "start"), (_("Found by"), "start")]
    return Section(
        _("Conclusion"),
        table=SmallTable(
            [*heads, *(LINK_HEADS if may_change else [])], rows, _("Nothing of the conclusion has been put down yet.")
        ),
        buttons=[add_point.button(item, _("Put down a point"))] if may_change else [],
    )


def remedy_cell(remedy: Remedy, on: date) -> Cell:
    """How a correction stands on a day."""
    if remedy.closed_on is not None:
        return Cell(_("closed"), state="ok")
    days = (remedy.due_on - on).days
    if days < 0:
        words = ngettext("late by %(days)s day", "late by %(days)s days", -days)
        return Cell(words % {"days": -days}, state="bad")
    if days <= SOON:
        return Cell(ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}, state="warn")
    return Cell(_("in time"), state="mut")


def _remedies(item: ProgrammeItem, may_change: bool, on: date) -> Section:
    rows: list[list[Cell | str]] = []
    remedies = item.remedies.select_related("carrier__place__parent__place").order_by("due_on", "pk")
    for remedy in remedies:
        cells: list[Cell | str] = [
            Cell(remedy.task, lines=(str(remedy.get_matter_display()),)),
            _carrier_name(remedy),
            dates.dmy(remedy.due_on),
            remedy_cell(remedy, on),
        ]
        rows.append([*cells, *(_remedy_links(remedy) if may_change else [])])
    heads = [
        (_("What has to be done"), "start"),
        (_("Who corrects it"), "start"),
        (_("Due on"), "start"),
        (_("State"), "start"),
    ]
    return Section(
        _("What has to be corrected"),
        table=SmallTable(
            [*heads, *([*LINK_HEADS, *LINK_HEADS] if may_change else [])],
            rows,
            _("The conclusion asks for no correction."),
        ),
        buttons=[ask_remedy.button(item, _("Ask for a correction"))] if may_change else [],
    )


def _carrier_name(remedy: Remedy) -> str:
    place = remedy.carrier.place
    above = place.parent.place if place.level > 2 and place.parent else None
    return f"{place.short_name}, {above.short_name}" if above else str(place.short_name)


def _remedy_links(remedy: Remedy) -> list[Cell | str]:
    if remedy.closed_on is not None:
        return [Cell(_("Open again"), open_remedy.url(remedy)), "", "", ""]
    return [
        Cell(_("Follow up"), follow_up.url(remedy)),
        Cell(_("Close"), close_remedy.url(remedy)),
        *links(remedy, correct_remedy, withdraw_remedy),
    ]


def _looks(item: ProgrammeItem, may_change: bool) -> list[Section]:
    looks = FollowUp.objects.filter(item=item).select_related("remedy")  # unscoped: of an item that was found
    rows: list[list[Cell | str]] = [
        [
            look.remedy.task,
            dates.dmy(look.looked_on),
            str(look.get_way_display()),
            str(look.get_progress_display()),
            dates.dmy_or_empty(look.next_on),
            *(links(look, None, withdraw_look)[1:] if may_change else []),
        ]
        for look in looks.order_by("-looked_on", "pk")
    ]
    if not rows:
        return []
    heads = [
        (_("What has to be done"), "start"),
        (_("Looked at on"), "start"),
        (_("Way of looking"), "start"),
        (_("How far"), "start"),
        (_("Next look on"), "start"),
    ]
    return [Section(_("Follow-up"), table=SmallTable([*heads, *(LINK_HEADS[:1] if may_change else [])], rows))]


# --- All corrections that are open -----------------------------------------------------------------------------------


OPEN_REMEDIES: Listing[Remedy] = Listing(
    title=gettext_lazy("Corrections asked for"),
    verb="inspection.read",
    columns=[],
    filters=[by_unit("carrier__", starts_here=False)],
    order=("due_on",),
    url_of=lambda row: row.get_absolute_url(),
    note=gettext_lazy("Restricted: each time this list is opened is logged."),
    empty_text=gettext_lazy("Everything that conclusions asked for is corrected."),
    can_export=False,
)


@require_GET
@access.policy("inspection.read")
def remedies(request: Request) -> HttpResponse:
    """What conclusions ask to be corrected and is not closed, over all items."""
    rows = access.scope(queries.remedies_open(), request.person, "inspection.read", on=request.today)
    log_read(request, "inspection.read")
    on = request.today
    columns = [
        text("task", _("What has to be done"), order=(), phone="title"),
        Column("carrier", _("Who corrects it"), _carrier_name, order=("carrier__place__pos",), phone="sub"),
        choice("matter", _("Matter"), phone="none"),
        unit(_("Inspecting unit"), phone="none"),
        day("due_on", _("Due on"), phone="figure"),
        Column("state", _("State"), lambda row: remedy_cell(row, on), phone="state"),
    ]
    return OPEN_REMEDIES.respond(
        request,
        rows.select_related("carrier__place__parent__place"),
        columns=columns,
        crumbs=[(str(label), reverse(name)) for label, name in CRUMBS],
    )


# --- Deeds -----------------------------------------------------------------------------------------------------------


@deed(
    "inspection:conclude",
    verb="inspection.write",
    row=ROWS,
    form=ConcludeForm,
    initial=lambda request, _item: {"concluded_on": request.today},
    title=gettext_lazy("Record the conclusion"),
    label=gettext_lazy("Record"),
    note=gettext_lazy("Those named on its page count as inspected from that day."),
    done=gettext_lazy("The conclusion was recorded."),
)
def conclude(item: ProgrammeItem, data: Data, who: Who) -> ProgrammeItem:
    return actions.conclude(item, **data, **who)


@deed(
    "inspection:close",
    verb="inspection.write",
    row=ROWS,
    form=CloseForm,
    initial=lambda request, _item: {"closed_on": request.today},
    title=gettext_lazy("Close the file"),
    done=gettext_lazy("The file was closed."),
)
def close(item: ProgrammeItem, data: Data, who: Who) -> ProgrammeItem:
    return actions.close(item, **data, **who)


@deed(
    "inspection:open_again",
    verb="inspection.write",
    row=ROWS,
    form=ReasonForm,
    title=gettext_lazy("Open the file again"),
    done=gettext_lazy("The file is open again."),
)
def open_again(item: ProgrammeItem, data: Data, who: Who) -> ProgrammeItem:
    return actions.open_again(item, **data, **who)


@deed(
    "inspection:add_point",
    verb="inspection.write",
    row=ROWS,
    form=PointForm,
    title=gettext_lazy("Put down a point of the conclusion"),
    label=gettext_lazy("Put down"),
    done=gettext_lazy("The point was put down."),
)
def add_point(item: ProgrammeItem, data: Data, who: Who) -> ConclusionPoint:
    return actions.add_point(item, **data, **who)


@correction(
    "inspection:correct_point",
    verb="inspection.write",
    row=POINTS,
    form=PointForm,
    fields=["kind", "matter", "found_by"],
    is_counted=True,
    title=gettext_lazy("Correct the point"),
)
def correct_point(point: ConclusionPoint, data: Data, who: Who) -> ConclusionPoint:
    return actions.correct_point(point, **data, **who)


@withdrawal("inspection:withdraw_point", verb="inspection.write", row=POINTS, title=gettext_lazy("Withdraw the point"))
def withdraw_point(point: ConclusionPoint, data: Data, who: Who) -> ProgrammeItem:
    return actions.withdraw_point(point, **data, **who)


@deed(
    "inspection:ask_remedy",
    verb="inspection.write",
    row=ROWS,
    form=lambda request, _item: RemedyForm(*posted(request), person=request.person, on=request.today),
    title=gettext_lazy("Ask for a correction"),
    label=gettext_lazy("Put down"),
    done=gettext_lazy("It was put down."),
)
def ask_remedy(item: ProgrammeItem, data: Data, who: Who) -> Remedy:
    return actions.ask_remedy(item, **data, **who)


def _remedy_form(request: Request, remedy: Remedy) -> OfficeForm:
    initial = {name: getattr(remedy, name) for name in actions.REMEDY_FIELDS} | {"seen": remedy.version}
    form = RemedyForm(*posted(request), person=request.person, on=request.today, initial=initial)
    form.fields["seen"] = seen_field()
    return form


@correction(
    "inspection:correct_remedy",
    verb="inspection.write",
    row=REMEDIES,
    form=_remedy_form,
    title=gettext_lazy("Correct what was asked for"),
)
def correct_remedy(remedy: Remedy, data: Data, who: Who) -> Remedy:
    return actions.correct_remedy(remedy, **data, **who)


@withdrawal(
    "inspection:withdraw_remedy",
    verb="inspection.write",
    row=REMEDIES,
    title=gettext_lazy("Withdraw what was asked for"),
)
def withdraw_remedy(remedy: Remedy, data: Data, who: Who) -> ProgrammeItem:
    return actions.withdraw_remedy(remedy, **data, **who)


@deed(
    "inspection:follow_up",
    verb="inspection.write",
    row=REMEDIES,
    form=FollowUpForm,
    initial=lambda request, _remedy: {"looked_on": request.today},
    title=gettext_lazy("Follow up"),
    label=gettext_lazy("Put down"),
    done=gettext_lazy("It was put down."),
)
def follow_up(remedy: Remedy, data: Data, who: Who) -> FollowUp:
    return actions.follow_up(remedy, **data, **who)


@withdrawal(
    "inspection:withdraw_look", verb="inspection.write", row=LOOKS, title=gettext_lazy("Withdraw the follow-up")
)
def withdraw_look(look: FollowUp, data: Data, who: Who) -> ProgrammeItem:
    return actions.withdraw_follow_up(look, **data, **who)


@deed(
    "inspection:close_remedy",
    verb="inspection.write",
    row=REMEDIES,
    form=CloseRemedyForm,
    initial=lambda request, _remedy: {"closed_on": request.today},
    title=gettext_lazy("Close the correction"),
    label=gettext_lazy("Close"),
    done=gettext_lazy("The correction was closed."),
)
def close_remedy(remedy: Remedy, data: Data, who: Who) -> Remedy:
    return actions.close_remedy(remedy, **data, **who)


@deed(
    "inspection:open_remedy",
    verb="inspection.write",
    row=REMEDIES,
    form=ReasonForm,
    title=gettext_lazy("Open the correction again"),
    done=gettext_lazy("The correction is open again."),
)
def open_remedy(remedy: Remedy, data: Data, who: Who) -> ProgrammeItem:
    return actions.open_remedy(remedy, **data, **who)
