"""Setting up: the list of steps, and the step of the units, by hand and out of a file."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tongket.org import access
from tongket.org.actions import founding
from tongket.org.models import Opening, SheetState, Unit, UnitPeriod, UnitSheet
from tongket.pages import exporting, limits, once, setting_up
from tongket.pages.buttons import Button
from tongket.pages.deeds import Data, Rows, Who, deed, who
from tongket.pages.forms import posted, run_if_posted
from tongket.pages.request import Request
from tongket.pages.workbook import workbook
from tongket.units import actions, queries, sheet_page
from tongket.units.forms.opening import AddUnitForm, CorrectUnitForm, SheetForm, ShownForm

CRUMBS = [(gettext_lazy("Setting up"), "units:setting_up"), (gettext_lazy("Units"), "units:opening_units")]
MOST_SHOWN = 400


def _opening() -> Opening:
    opening = setting_up.opening()
    if opening is None:
        raise Http404
    return opening


@require_GET
@access.policy("setup.write")
def index(request: Request) -> HttpResponse:
    """All steps with how far each has come; and the end of setting up."""
    steps = setting_up.steps_for(request.person, _opening(), on=request.today)
    missing = [step for step in steps if not step.is_done]
    context = {"steps": steps, "is_complete": not missing, "finish": [finish_button(missing)]}
    return render(request, "units/setting_up.html", context)


def finish_button(missing: list[setting_up.Shown]) -> Button:
    words = _(
        "Something is still missing; the list goes away, the pages stay. Afterwards a unit changes by a decision."
    )
    return Button(
        _("Setting up is finished"), reverse("units:finish_setting_up"), method="post", is_primary=not missing,
        confirm=words if missing else "",
    )  # fmt: skip


@require_POST
@access.policy("setup.write")
@once.saves
def settle(request: Request, step: str) -> HttpResponse:
    """Say that a step needs nothing more for now."""
    if step not in {known.key for known in setting_up.STEPS if known.is_optional}:
        raise Http404
    founding.settle_step(_opening(), step, **who(request))
    return redirect("units:setting_up")


@require_POST
@access.policy("setup.write")
@once.saves
def finish(request: Request) -> HttpResponse:
    founding.finish_setting_up(_opening(), **who(request))
    messages.success(request, _("Setting up is finished."))
    return redirect("web:home")


# --- Units by hand ---------------------------------------------------------------------------------------------------


@access.policy("unit.write")
@once.saves
def opening_units(request: Request) -> HttpResponse:
    """The tree as far as it has been entered, with a line to add the next unit: saved, and on to another."""
    opening = _opening()
    assert opening.unit is not None
    initial = {"parent": request.GET.get("under") or opening.unit.code, "kind": request.GET.get("kind", "")}
    form = AddUnitForm(request.person, posted(request)[0], on=request.today, initial=initial)
    unit = run_if_posted(request, form, lambda: actions.add_unit(**form.values, **who(request)))
    if unit is not None:
        messages.success(request, _("Saved: %(name)s. The next one:") % {"name": form.cleaned_data["name"]})
        again = {"under": form.cleaned_data["parent"].code, "kind": form.cleaned_data["kind"]}
        return redirect(f"{reverse('units:opening_units')}?{urlencode(again)}")
    context = {
        "form": form,
        "key": request.POST.get("idempotency_key") or uuid.uuid4().hex,
        **_tree(request),
        "sheets": _open_sheets(request),
    }
    return render(request, "units/opening_units.html", context, status=422 if form.errors else 200)


def _tree(request: Request) -> dict[str, Any]:
    reach = access.scope(Unit.objects.filter(place__is_living=True), request.person, "unit.write", on=request.today)
    units = list(reach.select_related("place").order_by("place__pos")[:MOST_SHOWN])
    rows = [
        {
            "name": unit.place.name,
            "depth": min(unit.place.level - 1, 4),
            "kind": str(unit.place.the_kind.label),
            "code": unit.code,
            "url": reverse("units:correct_unit", args=[unit.code]),
            "remove_url": reverse("units:remove_unit", args=[unit.code]) if _is_leaf(unit) else "",
            "add_url": "" if unit.place.the_kind.is_cell else f"?{urlencode({'under': unit.code})}",
        }
        for unit in units
    ]
    return {"units": rows, "count": reach.count()}


def _is_leaf(unit: Unit) -> bool:
    return unit.place.parent_id is not None and unit.place.pos == unit.place.last


def _open_sheets(request: Request) -> list[UnitSheet]:
    rows = access.scope(UnitSheet.objects.all(), request.person, "unit.write", on=request.today)
    return list(rows.filter(state__in=[SheetState.CHECKED, SheetState.SAVED]).order_by("-entered_at")[:5])


UNITS: Rows[Unit] = Rows(
    query=lambda: Unit.objects.filter(place__is_living=True).select_related("place"),
    crumbs=CRUMBS,
    name=lambda unit: unit.place.name,
    lookup={"code": "code"},
    url=None,
)


def _correct_form(request: Request, unit: Unit) -> CorrectUnitForm:
    period = UnitPeriod.objects.select_related("parent").get(unit=unit, until_on=None)
    initial = {name: getattr(period, name) for name in ("name", "short_name", "kind", "sector")}
    initial |= {"parent": period.parent.code if period.parent else None, "seen": unit.version}
    return CorrectUnitForm(unit, request.person, posted(request)[0], on=request.today, initial=initial)


@deed(
    "units:correct_unit",
    verb="unit.write",
    row=UNITS,
    form=_correct_form,
    title=gettext_lazy("Correct the unit"),
    label=gettext_lazy("Save"),
    note=gettext_lazy("Until setting up is finished a unit is put right here; later it changes by a decision."),
    done=gettext_lazy("The unit was corrected."),
    to=lambda unit: reverse("units:opening_units"),
)
def correct_unit(unit: Unit, data: Data, who: Who) -> Unit:
    return actions.correct_unit(unit, **data, **who)


@deed(
    "units:remove_unit",
    verb="unit.write",
    row=UNITS,
    title=gettext_lazy("Take this unit out"),
    confirm=gettext_lazy("It was entered by mistake: nothing is to be kept of it."),
    done=gettext_lazy("The unit was taken out."),
    to=lambda _nothing: reverse("units:opening_units"),
    is_danger=True,
)
def remove_unit(unit: Unit, data: Data, who: Who) -> None:
    actions.remove_unit(unit, **who)


# --- Units out of a file ---------------------------------------------------------------------------------------------

SHEETS: Rows[UnitSheet] = Rows(lambda: UnitSheet.objects.select_related("unit__place", "entered_by"), crumbs=CRUMBS)


@require_GET
@access.policy("unit.write")
def sheet_template(request: Request) -> HttpResponse:
    """An empty table to fill in, its first lines as an example of what belongs where."""
    opening = queries.opening()
    name = opening.unit.place.name if opening and opening.unit else "…"
    head = ["Tên đơn vị", "Loại", "Trực thuộc", "Tên ngắn", "Mã", "Lĩnh vực", "Số quyết định"]
    body = workbook(
        "Danh sách đơn vị",
        "Chỉ cần tên, loại, trực thuộc; các cột sau có thể để trống",
        head,
        [["Chi bộ …", "Chi bộ", name, "", "", "", ""], *([[""] * len(head)] * 40)],
    )
    return exporting.send(request, body, "mau-don-vi.xlsx", verb="unit.write", rows=0)


def _sheet_form(request: Request, _row: None) -> SheetForm:
    if request.method == "POST":
        limits.count(request, limits.IMPORTS, "unit.write")
    return SheetForm(*posted(request))


@deed(
    "units:new_sheet",
    verb="unit.write",
    form=_sheet_form,
    title=gettext_lazy("Units out of a file"),
    label=gettext_lazy("Check the file"),
    note=gettext_lazy("Every row is shown to you first, with what is in doubt. Nothing is saved until you say so."),
    done="",
    crumbs=CRUMBS,
)
def new_sheet(data: Data, who: Who) -> UnitSheet:
    name, rows = data["file"]
    unit = _opening().unit
    assert unit is not None
    return actions.take_sheet(unit, rows, file_name=name, **who)


@require_GET
@access.policy("unit.write")
def sheet(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A file, row by row: what would be made, what is in doubt, what was left out."""
    row = SHEETS.find(request, "unit.write", pk=pk)
    return render(request, "units/sheet.html", sheet_page.shown(row, MOST_SHOWN))


@require_POST
@access.policy("unit.write")
@once.saves
def answer_sheet(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Keep what was typed in rows in doubt, and look at the whole again."""
    row = SHEETS.find(request, "unit.write", pk=pk)
    actions.answer_sheet(
        row, sheet_page.typed(row, request.POST), seen=sheet_page.version(request.POST), **who(request)
    )
    return redirect(row)


@deed(
    "units:save_sheet",
    verb="unit.write",
    row=SHEETS,
    form=ShownForm,
    initial=lambda _request, row: {"shown": row.version},
    title=gettext_lazy("Save the units"),
    done=lambda row: _("%(count)s units were saved.") % {"count": len(row.made)},
    to=lambda _row: reverse("units:opening_units"),
)
def save_sheet(row: UnitSheet, data: Data, who: Who) -> UnitSheet:
    return actions.save_sheet(row, seen=data["shown"], **who)


@deed(
    "units:undo_sheet",
    verb="unit.write",
    row=SHEETS,
    form=ShownForm,
    initial=lambda _request, row: {"shown": row.version},
    title=gettext_lazy("Take the whole file back"),
    note=gettext_lazy("All units that this file made are taken out again, as long as nothing hangs on any of them."),
    done=gettext_lazy("The units of the file were taken out again."),
    to=lambda _row: reverse("units:opening_units"),
    is_danger=True,
)
def undo_sheet(row: UnitSheet, data: Data, who: Who) -> UnitSheet:
    return actions.undo_sheet(row, seen=data["shown"], **who)


@deed(
    "units:discard_sheet",
    verb="unit.write",
    row=SHEETS,
    form=ShownForm,
    initial=lambda _request, row: {"shown": row.version},
    title=gettext_lazy("Discard the file"),
    done=gettext_lazy("The file was discarded; nothing of it is kept."),
    to=lambda _row: reverse("units:opening_units"),
    is_danger=True,
)
def discard_sheet(row: UnitSheet, data: Data, who: Who) -> UnitSheet:
    return actions.discard_sheet(row, seen=data["shown"], **who)
