"""Key tasks: the list, and one task with its steps and how far it has come."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.org import access
from tongket.pages import history
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, day, text
from tongket.pages.corrections import LINK_HEADS, links
from tongket.pages.filters import by_choice, by_year
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.reminders import matters
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.targets import queries, rules
from tongket.targets.models import KeyTask, Milestone
from tongket.targets.policy import LATE
from tongket.targets.rules import Grade, TaskState
from tongket.targets.views import corrections
from tongket.targets.views import task_deeds as deeds
from tongket.targets.views.place import exact_unit, place_of, unit_column


def task_cell(task: Any, on: date) -> Cell:
    """How a task from `queries.followed` is going, in words."""
    reached = rules.task_state(task.due_on, task.done_on, on=on, percent=task.percent, is_step_late=task.is_step_late)
    if reached == TaskState.OVERDUE:
        days = (on - task.due_on).days
        return Cell(ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}, state="bad")
    words, state = {
        TaskState.AT_RISK: (_("at risk"), "warn"),
        TaskState.RUNNING: (_("running"), "info"),
        TaskState.DONE_LATE: (_("done late"), "warn"),
        TaskState.DONE: (_("done in time"), "ok"),
    }[reached]
    return Cell(words, state=state)


@require_GET
@access.policy("target.read")
def task_list(request: Request) -> HttpResponse:
    """The key tasks of one unit and year: the overdue first, then what is due next."""
    unit, year = place_of(request)
    rows = access.scope(KeyTask.objects.all(), request.person, "target.read", on=request.today)
    of_unit = exact_unit(unit)
    buttons = [Button(_("Targets"), reverse("targets:list"))]
    if access.holds(request.person, "target.write", on=request.today):
        chosen = {"unit": request.GET.get("unit") or unit, "year": request.GET.get("year") or year}
        buttons.append(Button(_("Take on a key task"), link(reverse("targets:take_on"), **chosen), is_primary=True))
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
            Column("grade", _("Grade"), _grade, order=("grade",)),
            Column(
                "state",
                _("State"),
                lambda row: task_cell(row, request.today),
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
        buttons=[*matters.button(request, LATE), *buttons],
        empty_text=_("No key task has been taken on here for this year."),
    )
    return listing.respond(request, queries.followed(rows, request.today).select_related("unit__place"))


def _grade(row: KeyTask) -> str:
    """The grade; before there is one, what is expected."""
    if row.grade or not row.expected_grade:
        return str(row.get_grade_display())
    return _("expected: %(grade)s") % {"grade": row.get_expected_grade_display()}


def _expected(row: KeyTask) -> str:
    if row.expected_on is None:
        return ""
    return f"{str(row.get_expected_grade_display()).capitalize()} ({dates.dmy(row.expected_on)})"


def _percent(row: Any) -> str:
    return numbers.percent(row.percent) if row.percent is not None else ""


@require_GET
@access.policy("target.read")
def task(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = queries.followed(KeyTask.objects.select_related("unit__place"), request.today)
    row = access.find(rows, request.person, "target.read", pk, on=request.today)
    may_write = access.may(request.person, "target.write", row, on=request.today)
    state = task_cell(row, request.today)
    return Record(
        title=row.title,
        subtitle=f"{row.unit.place.short_name} · {row.year}",
        about=About(row, "target.read"),
        crumbs=[
            (_("Targets"), reverse("targets:list")),
            (_("Key tasks"), link(reverse("targets:tasks"), unit=row.unit.code, year=row.year)),
        ],
        chips=[(state.text, state.state)],
        buttons=_buttons(row) if may_write else [],
        sections=[
            Section(_("In brief"), facts=_facts(row)),
            Section(_("Steps"), table=_steps(row, request.today, may_write=may_write)),
            Section(_("Progress"), table=_progress(row, may_write=may_write)),
            Section(_("Due day put off"), table=_extensions(row, may_write=may_write)),
            *matters.section(LATE, row),
            *history.section(row, "target.read"),
        ],
    ).respond(request)


def _facts(row: KeyTask) -> list[Fact]:
    return [
        Fact(_("Unit"), row.unit.place.name, row.unit.get_absolute_url()),
        Fact(_("Carried by"), row.carrier),
        Fact(_("Together with"), row.co_carriers),
        Fact(_("Where it comes from"), row.source),
        Fact(_("Due on"), dates.dmy(row.due_on)),
        Fact(_("Done on"), dates.dmy(row.done_on) if row.done_on else _("not yet")),
        Fact(_("What came of it"), row.result),
        Fact(_("Expected grade"), _expected(row)),
        Fact(_("Grade"), str(row.get_grade_display()).capitalize()),
        Fact(_("Graded by"), row.graded_by),
    ]


def _steps(row: KeyTask, on: date, *, may_write: bool) -> SmallTable:
    rows: list[list[Cell | str]] = []
    for step in row.milestones.order_by("due_on"):
        rows.append([step.title, dates.dmy(step.due_on), _step_cell(step, on)])
        if may_write and step.done_on is None:
            rows[-1].append(Cell(_("Record as done"), reverse("targets:step_done", args=[step.pk])))
        elif may_write:
            rows[-1].append("")
        if may_write:
            rows[-1] += links(step, corrections.correct_step, corrections.withdraw_step)
    return SmallTable(
        heads=[
            (_("Step"), "start"),
            (_("Due on"), "start"),
            (_("Done on"), "start"),
            *([("", "start"), *LINK_HEADS] if may_write else []),
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


def _progress(row: KeyTask, *, may_write: bool) -> SmallTable:
    rows: list[list[Cell | str]] = [
        [
            dates.dmy(note.as_of_on),
            Cell(numbers.percent(note.percent), share=note.percent),
            note.note,
            note.evidence,
            *(links(note, corrections.correct_progress, corrections.withdraw_progress) if may_write else []),
        ]
        for note in row.progress.order_by("-as_of_on")
    ]
    heads = [(_("As of"), "start"), (_("Done so far"), "start"), (_("What was done"), "start")]
    return SmallTable(
        heads=[*heads, (_("Paper that shows it"), "start"), *(LINK_HEADS if may_write else [])],
        rows=rows,
        empty_text=_("No progress has been noted yet."),
    )


def _extensions(row: KeyTask, *, may_write: bool) -> SmallTable:
    rows: list[list[Cell | str]] = [
        [
            dates.dmy(extension.from_on),
            dates.dmy(extension.to_on),
            f"{extension.decision_number}, {dates.dmy(extension.decided_on)}",
            extension.reason,
            *(links(extension, corrections.correct_extension, corrections.withdraw_extension) if may_write else []),
        ]
        for extension in row.extensions.order_by("to_on")
    ]
    heads = [(_("From"), "start"), (_("To"), "start"), (_("Decision"), "start"), (_("Reason"), "start")]
    heads += LINK_HEADS if may_write else []
    return SmallTable(heads=heads, rows=rows, empty_text=_("The due day stands as it was first set."))


def _buttons(row: KeyTask) -> list[Button]:
    """What may be done next, the main thing last."""
    correct = corrections.correct_task.button(row, _("Correct"))
    if row.done_on is not None:
        return [deeds.reopen.button(row), correct]
    return [
        deeds.remove.button(row, _("Take back")),
        correct,
        deeds.extend.button(row),
        deeds.step.button(row),
        deeds.progress.button(row),
        deeds.expect.button(row),
        deeds.finish.button(row, is_primary=True),
    ]
