"""Key tasks: the list, and one task with its steps and how far it has come."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.org import access
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, choice, day, text
from tongket.pages.filters import by_choice, by_year
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.targets import rules
from tongket.targets.models import KeyTask, Milestone, Progress
from tongket.targets.rules import Grade, Standing
from tongket.targets.views.targets import exact_unit, place_of, unit_column

STATES = {  # what `attention` says, the worst first
    Standing.OVERDUE: 0,
    Standing.AT_RISK: 1,
    Standing.RUNNING: 2,
    Standing.DONE_LATE: 3,
    Standing.DONE: 4,
}


def standing_cell(task: Any, on: date) -> Cell:
    """Where a task from `followed` stands, in words."""
    standing = rules.standing(task.due_on, task.done_on, on=on, percent=task.percent, is_step_late=task.is_step_late)
    if standing == Standing.OVERDUE:
        days = (on - task.due_on).days
        return Cell(ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}, state="bad")
    words, state = {
        Standing.AT_RISK: (_("at risk"), "warn"),
        Standing.RUNNING: (_("running"), "info"),
        Standing.DONE_LATE: (_("done late"), "warn"),
        Standing.DONE: (_("done in time"), "ok"),
    }[standing]
    return Cell(words, state=state)


def followed(rows: QuerySet[KeyTask], on: date) -> QuerySet[KeyTask]:
    """The tasks with the last `percent` noted, whether a step is late, and `attention` by STATES."""
    last = Progress.objects.filter(task=OuterRef("pk")).order_by("-as_of_on").values("percent")[:1]  # unscoped: theirs
    late = Milestone.objects.filter(task=OuterRef("pk"), done_on__isnull=True, due_on__lt=on)  # unscoped: theirs
    is_soon = Q(due_on__lte=on + timedelta(days=rules.SOON_DAYS))
    is_behind = Q(percent__isnull=True) | Q(percent__lt=rules.HALF_DONE)
    return rows.annotate(percent=Subquery(last), is_step_late=Exists(late)).annotate(
        attention=Case(
            When(done_on__gt=F("due_on"), then=Value(STATES[Standing.DONE_LATE])),
            When(done_on__isnull=False, then=Value(STATES[Standing.DONE])),
            When(due_on__lt=on, then=Value(STATES[Standing.OVERDUE])),
            When(Q(is_step_late=True) | is_soon & is_behind, then=Value(STATES[Standing.AT_RISK])),
            default=Value(STATES[Standing.RUNNING]),
            output_field=IntegerField(),
        )
    )


@require_GET
@access.policy("target.read")
def task_list(request: Request) -> HttpResponse:
    """The key tasks of one unit and year: the overdue first, then what is due next."""
    unit, year = place_of(request)
    rows = access.scope(KeyTask.objects.all(), request.person, "target.read", on=request.today)
    of_unit = exact_unit(unit)
    links = [Button(_("Targets"), reverse("targets:list"))]
    if access.holds(request.person, "target.write", on=request.today):
        chosen = {"unit": request.GET.get("unit") or unit, "year": request.GET.get("year") or year}
        links.append(Button(_("Take on a key task"), link(reverse("targets:take_on"), **chosen), is_primary=True))
    listing: Listing[KeyTask] = Listing(
        title=_("Key tasks"),
        verb="target.read",
        columns=[
            text("title", _("Task"), phone="title"),
            *unit_column(request, of_unit),
            text("carrier", _("Carried by"), phone="sub"),
            day("due_on", _("Due on"), phone="figure"),
            day("done_on", _("Done on")),
            Column("percent", _("Done so far"), lambda row: _percent(row), align="end"),
            choice("grade", _("Grade")),
            Column(
                "state",
                _("State"),
                lambda row: standing_cell(row, request.today),
                order=("attention", "due_on"),
                phone="state",
            ),
        ],
        filters=[
            of_unit,
            by_year("year", default=str(year)),
            by_choice(
                "state",
                _("State"),
                [
                    ("0", _("overdue")),
                    ("1", _("at risk")),
                    ("2", _("running")),
                    ("3", _("done late")),
                    ("4", _("done in time")),
                ],
                "attention",
            ),
            by_choice("grade", _("Grade"), Grade.choices),
        ],
        order=("attention", "due_on", "order"),
        url_of=lambda row: row.get_absolute_url(),
        crumbs=[(_("Targets"), reverse("targets:list"))],
        buttons=links,
        empty_text=_("No key task has been taken on here for this year."),
    )
    return listing.respond(request, followed(rows, request.today).select_related("unit__place"))


def _percent(row: Any) -> str:
    return numbers.percent(row.percent) if row.percent is not None else ""


@require_GET
@access.policy("target.read")
def task(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = followed(KeyTask.objects.select_related("unit__place"), request.today)
    found = access.find(rows, request.person, "target.read", pk, on=request.today)
    may_write = access.may(request.person, "target.write", found, on=request.today)
    state = standing_cell(found, request.today)
    return Record(
        title=found.title,
        subtitle=f"{found.unit.place.short_name} · {found.year}",
        crumbs=[
            (_("Targets"), reverse("targets:list")),
            (_("Key tasks"), link(reverse("targets:tasks"), unit=found.unit.code, year=found.year)),
        ],
        chips=[(state.text, state.state)],
        buttons=_buttons(found) if may_write else [],
        sections=[
            Section(_("In brief"), facts=_facts(found)),
            Section(_("Steps"), table=_steps(found, request.today, may_write=may_write)),
            Section(_("Progress"), table=_progress(found)),
            Section(_("Due day put off"), table=_extensions(found)),
        ],
    ).respond(request)


def _facts(found: KeyTask) -> list[Fact]:
    return [
        Fact(_("Unit"), found.unit.place.name, found.unit.get_absolute_url()),
        Fact(_("Carried by"), found.carrier),
        Fact(_("Together with"), found.co_carriers),
        Fact(_("Where it comes from"), found.source),
        Fact(_("Due on"), dates.dmy(found.due_on)),
        Fact(_("Done on"), dates.dmy(found.done_on) if found.done_on else _("not yet")),
        Fact(_("What came of it"), found.result),
        Fact(_("Grade"), str(found.get_grade_display()).capitalize()),
        Fact(_("Graded by"), found.graded_by),
    ]


def _steps(found: KeyTask, on: date, *, may_write: bool) -> SmallTable:
    rows: list[list[Cell | str]] = []
    for step in found.milestones.order_by("due_on"):
        rows.append([step.title, dates.dmy(step.due_on), _step_cell(step, on)])
        if may_write and step.done_on is None:
            rows[-1].append(Cell(_("Record as done"), reverse("targets:step_done", args=[step.pk])))
        elif may_write:
            rows[-1].append("")
    return SmallTable(
        heads=[
            (_("Step"), "start"),
            (_("Due on"), "start"),
            (_("Done on"), "start"),
            *([("", "start")] if may_write else []),
        ],
        rows=rows,
        empty_text=_("The task has no steps with days of their own."),
    )


def _step_cell(step: Milestone, on: date) -> Cell:
    days = ((step.done_on or on) - step.due_on).days
    if step.done_on is not None:
        return Cell(dates.dmy(step.done_on), state="warn" if days > 0 else "ok")
    if days > 0:
        return Cell(ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}, state="bad")
    return Cell(_("not yet"), state="info")


def _progress(found: KeyTask) -> SmallTable:
    rows: list[list[Cell | str]] = [
        [dates.dmy(row.as_of_on), Cell(numbers.percent(row.percent), share=row.percent), row.note, row.evidence]
        for row in found.progress.order_by("-as_of_on")
    ]
    heads = [(_("As of"), "start"), (_("Done so far"), "start")]
    return SmallTable(
        heads=[*heads, (_("What was done"), "start"), (_("Paper that shows it"), "start")],
        rows=rows,
        empty_text=_("No progress has been noted yet."),
    )


def _extensions(found: KeyTask) -> SmallTable:
    rows: list[list[Cell | str]] = [
        [
            dates.dmy(row.from_on),
            dates.dmy(row.to_on),
            f"{row.decision_number}, {dates.dmy(row.decided_on)}",
            row.reason,
        ]
        for row in found.extensions.order_by("to_on")
    ]
    heads = [(_("From"), "start"), (_("To"), "start"), (_("Decision"), "start"), (_("Reason"), "start")]
    return SmallTable(heads=heads, rows=rows, empty_text=_("The due day stands as it was first set."))


def _buttons(found: KeyTask) -> list[Button]:
    """What may be done next, the main thing last."""
    correct = Button(_("Correct"), reverse("targets:correct_task", args=[found.pk]))
    if found.done_on is None:
        return [
            Button(_("Take back"), reverse("targets:remove_task", args=[found.pk]), is_danger=True),
            correct,
            Button(_("Put the due day off"), reverse("targets:extend", args=[found.pk])),
            Button(_("Add a step"), reverse("targets:step", args=[found.pk])),
            Button(_("Note the progress"), reverse("targets:progress", args=[found.pk])),
            Button(_("Record as done"), reverse("targets:finish", args=[found.pk]), is_primary=True),
        ]
    confirm = _("The day and the grade are taken away. Continue?")
    reopen = Button(_("Open again"), reverse("targets:reopen", args=[found.pk]), method="post", confirm=confirm)
    return [reopen, correct]
