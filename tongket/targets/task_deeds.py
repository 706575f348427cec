"""Taking on key tasks, following them, putting them off, finishing them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongket.org import access
from tongket.org.forms import accepted, form_page, seen_field
from tongket.org.request import Request
from tongket.org.saving import saves
from tongket.targets import task_actions
from tongket.targets.forms import (
    ExtensionForm,
    FinishForm,
    ProgressForm,
    RemoveForm,
    StepDoneForm,
    StepForm,
    TaskForm,
)
from tongket.targets.models import KeyTask, Milestone
from tongket.targets.views import place_of


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def take_on(request: Request) -> HttpResponse:
    unit, year = place_of(request)
    form = TaskForm(request.POST or None, initial={"unit": unit, "year": year})
    form.put_place_first(request.person, on=request.today)
    made = accepted(
        request, form, lambda: task_actions.take_on(**form.cleaned_data, by=request.person, on=request.today)
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
    initial = {name: getattr(found, name) for name in task_actions.TASK_FIELDS} | {"seen": found.version}
    form = TaskForm(request.POST or None, initial=initial)
    del form.fields["due_on"]  # it moves by a decision alone
    form.fields["seen"] = seen_field()
    done = accepted(
        request,
        form,
        lambda: task_actions.correct_task(found, **form.cleaned_data, by=request.person, on=request.today),
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
    form = FinishForm(request.POST or None, initial={"done_on": request.today, "graded_by": found.carrier})
    done = accepted(
        request, form, lambda: task_actions.finish(found, **form.cleaned_data, by=request.person, on=request.today)
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
    task_actions.reopen(found, by=request.person, on=request.today)
    messages.success(request, _("The task is open again."))
    return redirect(found)


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def remove(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    form = RemoveForm(request.POST or None)

    def deed() -> bool:
        task_actions.remove_task(found, reason=form.cleaned_data["reason"], by=request.person, on=request.today)
        return True

    if accepted(request, form, deed):
        messages.success(request, _("The task was taken back."))
        return redirect("targets:tasks")
    return _form(request, found, form, _("Take the task back"), _("Take back"), is_danger=True)


# --- On the way ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def step(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    form = StepForm(request.POST or None)
    done = accepted(
        request,
        form,
        lambda: task_actions.set_milestone(found, **form.cleaned_data, by=request.person, on=request.today),
    )
    if done is not None:
        messages.success(request, _("The step was added."))
        return redirect(found)
    return _form(request, found, form, _("Add a step"), _("Add"))


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def step_done(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = Milestone.objects.select_related("task__unit__place")
    row = access.find(rows, request.person, "target.write", pk, on=request.today)
    form = StepDoneForm(request.POST or None, initial={"done_on": request.today})
    done = accepted(
        request,
        form,
        lambda: task_actions.reach_milestone(row, **form.cleaned_data, by=request.person, on=request.today),
    )
    if done is not None:
        messages.success(request, _("The step was recorded as done."))
        return redirect(row.task)
    return _form(request, row.task, form, row.title, _("Record"))


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def progress(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    form = ProgressForm(request.POST or None, initial={"as_of_on": request.today})
    done = accepted(
        request,
        form,
        lambda: task_actions.note_progress(found, **form.cleaned_data, by=request.person, on=request.today),
    )
    if done is not None:
        messages.success(request, _("The progress was noted."))
        return redirect(found)
    return _form(request, found, form, _("Note the progress"), _("Save"))


@require_http_methods(["GET", "POST"])
@access.policy("target.write")
@saves
def extend(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _to_write(request, pk)
    form = ExtensionForm(request.POST or None)
    done = accepted(
        request, form, lambda: task_actions.extend(found, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The due day was put off."))
        return redirect(found)
    return _form(request, found, form, _("Put the due day off"), _("Put off"))


def _to_write(request: Request, pk: uuid.UUID) -> KeyTask:
    rows = KeyTask.objects.select_related("unit__place")
    return access.find(rows, request.person, "target.write", pk, on=request.today)


def _form(
    request: Request, found: KeyTask, form: Any, title: str, submit_label: str, *, is_danger: bool = False
) -> HttpResponse:
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
