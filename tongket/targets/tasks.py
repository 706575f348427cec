"""Key tasks: the list, one task, taking it on and finishing it."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.core import dates
from tongket.org import access
from tongket.org.forms import accepted, form_page, seen_field
from tongket.org.listing import Action, Cell, Column, Listing, by_choice, by_year, link
from tongket.org.record import Deed, Fact, Record, Section
from tongket.org.request import Request
from tongket.org.saving import saves
from tongket.targets import actions, rules
from tongket.targets.forms import FinishForm, TaskForm
from tongket.targets.models import KeyTask
from tongket.targets.rules import Grade, Standing
from tongket.targets.views import exact_unit, place_of, unit_column


def standing_cell(task: KeyTask, on: date) -> Cell:
    """Where the task stands, in words."""
    standing = rules.standing(task.due_on, task.done_on, on=on)
    if standing == Standing.OVERDUE:
        days = (on - task.due_on).days
        return Cell(ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}, state="bad")
    if standing == Standing.DONE_LATE:
        return Cell(_("done late"), state="warn")
    if standing == Standing.DONE:
        return Cell(_("done in time"), state="ok")
    return Cell(_("running"), state="info")


def _with_attention(rows: QuerySet[KeyTask], on: date) -> QuerySet[KeyTask]:
    """The rows with `attention`: 0 overdue, 1 running, 2 done late, 3 done in time."""
    return rows.annotate(
        attention=Case(
            When(done_on__isnull=True, due_on__lt=on, then=Value(0)),
            When(done_on__isnull=True, then=Value(1)),
            When(done_on__gt=F("due_on"), then=Value(2)),
            default=Value(3),
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
    links = [Action(_("Targets"), reverse("targets:list"))]
    if access.holds(request.person, "target.write", on=request.today):
        chosen = {"unit": request.GET.get("unit") or unit, "year": request.GET.get("year") or year}
        links.append(Action(_("Take on a key task"), link(reverse("targets:take_on"), **chosen), is_primary=True))
    listing: Listing[KeyTask] = Listing(
        title=_("Key tasks"),
        verb="target.read",
        columns=[
            Column("title", _("Task"), lambda row: row.title, order=("title",), phone="title"),
            *unit_column(request, of_unit),
            Column("carrier", _("Carried by"), lambda row: row.carrier, order=("carrier",), phone="sub"),
            Column("due_on", _("Due on"), lambda row: dates.dmy(row.due_on), order=("due_on",), phone="figure"),
            Column(
                "done_on",
                _("Done on"),
                lambda row: dates.dmy_or_empty(row.done_on),
                order=("done_on",),
            ),
            Column("grade", _("Grade"), lambda row: str(row.get_grade_display()), order=("grade",)),
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
                [("0", _("overdue")), ("1", _("running")), ("2", _("done late")), ("3", _("done in time"))],
                "attention",
            ),
            by_choice("grade", _("Grade"), Grade.choices),
        ],
        order=("attention", "due_on", "order"),
        url_of=lambda row: row.get_absolute_url(),
        crumbs=[(_("Targets"), reverse("targets:list"))],
        actions=links,
        empty_text=_("No key task has been taken on here for this year."),
    )
    return listing.respond(request, _with_attention(rows, request.today).select_related("unit__place"))


@require_GET
@access.policy("target.read")
def task(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = KeyTask.objects.select_related("unit__place")
    found = access.find(rows, request.person, "target.read", pk, on=request.today)
    state = standing_cell(found, request.today)
    done = dates.dmy(found.done_on) if found.done_on else _("not yet")
    return Record(
        title=found.title,
        subtitle=f"{found.unit.place.short_name} · {found.year}",
        crumbs=_way(found),
        chips=[(state.text, state.state)],
        deeds=_deeds(request, found),
        sections=[
            Section(
                _("In brief"),
                facts=[
                    Fact(_("Unit"), found.unit.place.name, found.unit.get_absolute_url()),
                    Fact(_("Carried by"), found.carrier),
                    Fact(_("Due on"), dates.dmy(found.due_on)),
                    Fact(_("Done on"), done),
                    Fact(_("Grade"), str(found.get_grade_display()).capitalize()),
                ],
            )
        ],
    ).respond(request)


def _deeds(request: Request, found: KeyTask) -> list[Deed]:
    if not access.may(request.person, "target.write", found, on=request.today):
        return []
    correct = Deed(_("Correct"), reverse("targets:correct_task", args=[found.pk]))
    if found.done_on is None:
        return [correct, Deed(_("Record as done"), reverse("targets:finish", args=[found.pk]), is_primary=True)]
    confirm = _("The day and the grade are taken away. Continue?")
    reopen = Deed(_("Open again"), reverse("targets:reopen", args=[found.pk]), method="post", confirm=confirm)
    return [reopen, correct]


def _way(found: KeyTask) -> list[tuple[Any, str]]:
    return [
        (_("Targets"), reverse("targets:list")),
        (_("Key tasks"), link(reverse("targets:tasks"), unit=found.unit.code, year=found.year)),
    ]


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def take_on(request: Request) -> HttpResponse:
    unit, year = place_of(request)
    form = TaskForm(request.POST or None, initial={"unit": unit, "year": year})
    form.put_place_first(request.person, on=request.today)
    made = accepted(request, form, lambda: actions.take_on(**form.cleaned_data, by=request.person, on=request.today))
    if made is not None:
        messages.success(request, _("The task was taken on."))
        return redirect(made)
    return form_page(
        request,
        form,
        title=_("Take on a key task"),
        submit_label=_("Take on"),
        cancel_url=reverse("targets:tasks"),
        crumbs=[(_("Key tasks"), reverse("targets:tasks"))],
    )


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def correct_task(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    initial = {name: getattr(found, name) for name in actions.TASK_FIELDS} | {"seen": found.version}
    form = TaskForm(request.POST or None, initial=initial)
    form.fields["seen"] = seen_field()
    done = accepted(
        request, form, lambda: actions.correct_task(found, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The task was corrected."))
        return redirect(found)
    return _form(request, found, form, _("Correct the task"), _("Save"))


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def finish(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    form = FinishForm(request.POST or None, initial={"done_on": request.today})
    done = accepted(
        request, form, lambda: actions.finish(found, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The task was recorded as done."))
        return redirect(found)
    return _form(request, found, form, _("Record as done"), _("Record"))


@require_POST
@access.policy("target.write")
@saves
def reopen(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    actions.reopen(found, by=request.person, on=request.today)
    messages.success(request, _("The task is open again."))
    return redirect(found)


def _to_write(request: Request, pk: uuid.UUID) -> KeyTask:
    rows = KeyTask.objects.select_related("unit__place")
    return access.find(rows, request.person, "target.write", pk, on=request.today)


def _form(request: Request, found: KeyTask, form: Any, title: str, submit_label: str) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        subtitle=f"{found.title} · {found.unit.place.short_name}",
        submit_label=submit_label,
        cancel_url=found.get_absolute_url(),
        crumbs=[(_("Key tasks"), reverse("targets:tasks"))],
    )
