"""Taking on key tasks, following them, putting them off, finishing them."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongket.org import access
from tongket.pages.forms import OfficeForm, ReasonForm, form_page, run_if_posted, seen_field
from tongket.pages.once import saves
from tongket.pages.request import Request
from tongket.targets import actions
from tongket.targets.forms import (
    ExtensionForm,
    FinishForm,
    ProgressForm,
    StepDoneForm,
    StepForm,
    TaskForm,
)
from tongket.targets.models import KeyTask, Milestone
from tongket.targets.views.targets import place_of


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def take_on(request: Request) -> HttpResponse:
    unit, year = place_of(request)
    form = TaskForm(request.POST or None, initial={"unit": unit, "year": year})
    form.put_place_first(request.person, on=request.today)
    made = run_if_posted(
        request, form, lambda: actions.take_on(**form.cleaned_data, by=request.person, on=request.today)
    )
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
    del form.fields["due_on"]  # it moves by a decision alone
    form.fields["seen"] = seen_field()
    deed = partial(actions.correct_task, found)
    return _answer(request, found, form, deed, _("Correct the task"), _("Save"), _("The task was corrected."))


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def finish(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    form = FinishForm(request.POST or None, initial={"done_on": request.today, "graded_by": found.carrier})
    deed = partial(actions.finish, found)
    return _answer(request, found, form, deed, _("Record as done"), _("Record"), _("The task was recorded as done."))


@require_POST
@access.policy("target.write")
@saves
def reopen(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    actions.reopen(found, by=request.person, on=request.today)
    messages.success(request, _("The task is open again."))
    return redirect(found)


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def remove(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    form = ReasonForm(request.POST or None)

    def deed(**values: Any) -> bool:
        actions.remove_task(found, **values)
        return True

    said = _("The task was taken back.")
    title, label = _("Take the task back"), _("Take back")
    return _answer(request, found, form, deed, title, label, said, to=reverse("targets:tasks"), is_danger=True)


# --- On the way ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def step(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    form = StepForm(request.POST or None)
    deed = partial(actions.set_milestone, found)
    return _answer(request, found, form, deed, _("Add a step"), _("Add"), _("The step was added."))


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def step_done(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = Milestone.objects.select_related("task__unit__place")
    row = access.find(rows, request.person, "target.write", pk, on=request.today)
    form = StepDoneForm(request.POST or None, initial={"done_on": request.today})
    deed = partial(actions.reach_milestone, row)
    return _answer(request, row.task, form, deed, row.title, _("Record"), _("The step was recorded as done."))


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def progress(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    form = ProgressForm(request.POST or None, initial={"as_of_on": request.today})
    deed = partial(actions.note_progress, found)
    return _answer(request, found, form, deed, _("Note the progress"), _("Save"), _("The progress was noted."))


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def extend(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    form = ExtensionForm(request.POST or None)
    deed = partial(actions.extend, found)
    return _answer(request, found, form, deed, _("Put the due day off"), _("Put off"), _("The due day was put off."))


def _to_write(request: Request, pk: uuid.UUID) -> KeyTask:
    rows = KeyTask.objects.select_related("unit__place")
    return access.find(rows, request.person, "target.write", pk, on=request.today)


def _answer(
    request: Request,
    found: KeyTask,
    form: OfficeForm,
    deed: Callable[..., Any],
    title: str,
    submit_label: str,
    said: str,
    *,
    to: str = "",
    is_danger: bool = False,
) -> HttpResponse:
    """Do a deed with what the form holds and go to the task, or to `to`; else the form with its errors."""
    if run_if_posted(request, form, lambda: deed(**form.cleaned_data, by=request.person, on=request.today)) is not None:
        messages.success(request, said)
        return redirect(to or found)
    return form_page(
        request,
        form,
        title=title,
        subtitle=f"{found.title} · {found.unit.place.short_name}",
        submit_label=submit_label,
        cancel_url=found.get_absolute_url(),
        crumbs=[(_("Key tasks"), reverse("targets:tasks"))],
        is_danger=is_danger,
    )
