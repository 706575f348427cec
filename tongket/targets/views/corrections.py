"""Putting right what was entered of targets and key tasks: corrected, withdrawn, taken up again."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import OfficeForm, ReasonForm, correction_form, seen_field
from tongket.pages.request import Request
from tongket.targets import actions
from tongket.targets.forms import (
    EntryForm,
    ExtensionCorrectionForm,
    FinishForm,
    NewTargetForm,
    ProgressForm,
    StepCorrectionForm,
    TaskForm,
)
from tongket.targets.models import Extension, KeyTask, Milestone, Progress, Target, TargetResult
from tongket.targets.rules import State
from tongket.targets.views.target_deeds import CRUMBS, ROWS
from tongket.targets.views.task_deeds import CRUMBS as TASK_CRUMBS
from tongket.targets.views.task_deeds import STEPS, TASKS

VERB = "target.write"
ENTRIES = Rows(
    query=lambda: TargetResult.objects.select_related("target__unit__place", "unit__place"),
    crumbs=CRUMBS,
    name=lambda entry: entry.target.label,
    url=lambda entry: entry.target.get_absolute_url(),
)


def _of_task(model: type[Progress] | type[Extension]) -> Rows[Any]:
    return Rows(
        query=lambda: model.objects.select_related("task__unit__place", "unit__place"),
        crumbs=TASK_CRUMBS,
        name=lambda row: row.task.title,
        url=lambda row: row.task.get_absolute_url(),
    )


PROGRESS, EXTENSIONS = _of_task(Progress), _of_task(Extension)


# --- Targets ---------------------------------------------------------------------------------------------------------


def _target_form(request: Request, target: Target) -> OfficeForm:
    is_valid = target.state == State.VALID
    fields = (*actions.TARGET_FIELDS, *(actions.RESOLUTION if is_valid else ()))
    form = correction_form(NewTargetForm, fields)(request, target)
    for name in actions.RESOLUTION:
        form.fields[name].required = is_valid
        if not is_valid:  # a draft becomes valid by adopting it
            del form.fields[name]
    return form


@correction(
    "targets:correct",
    verb=VERB,
    row=ROWS,
    form=_target_form,
    is_counted=True,
    title=gettext_lazy("Correct the target"),
)
def correct(target: Target, data: Data, who: Who) -> Target:
    return actions.correct(target, **data, **who)


@withdrawal(
    "targets:withdraw",
    verb=VERB,
    row=ROWS,
    title=gettext_lazy("Withdraw the target"),
    note=gettext_lazy("For a target that was set by a slip. One that is given up with consent is dropped instead."),
    to=lambda _none: reverse("targets:list"),
)
def withdraw(target: Target, data: Data, who: Who) -> None:
    actions.withdraw_target(target, **data, **who)


@deed(
    "targets:take_up",
    verb=VERB,
    row=ROWS,
    form=ReasonForm,
    title=gettext_lazy("Undo the dropping"),
    done=gettext_lazy("The target counts again."),
)
def take_up(target: Target, data: Data, who: Who) -> Target:
    return actions.take_up(target, **data, **who)


@correction(
    "targets:correct_result",
    verb=VERB,
    row=ENTRIES,
    form=EntryForm,
    fields=("as_of_on", "value", "evidence"),
    is_counted=True,
    title=gettext_lazy("Correct the result of a day"),
    to=lambda entry: entry.target.get_absolute_url(),
)
def correct_result(entry: TargetResult, data: Data, who: Who) -> TargetResult:
    return actions.correct_result(entry, **data, **who)


@withdrawal(
    "targets:withdraw_result",
    verb=VERB,
    row=ENTRIES,
    title=gettext_lazy("Withdraw the result of a day"),
    note=lambda entry: f"{entry.as_of_on:%d/%m/%Y}.",
)
def withdraw_result(entry: TargetResult, data: Data, who: Who) -> Target:
    return actions.withdraw_result(entry, **data, **who)


# --- Key tasks -------------------------------------------------------------------------------------------------------


def _task_form(request: Request, task: KeyTask) -> OfficeForm:
    """What was written of a task; how it ended where it is done; its due day until a decision has moved it."""
    fields = (*actions.TASK_FIELDS, "due_on", *(actions.ENDED if task.done_on else ()))
    form = correction_form(TaskForm, fields)(request, task)
    if task.done_on is not None:
        form.fields |= FinishForm().fields
        form.fields["graded_by"].required = bool(task.graded_by)  # older entries name nobody
    if task.extensions.exists():
        del form.fields["due_on"]
    form.fields["seen"] = seen_field()
    return form


@correction(
    "targets:correct_task",
    verb=VERB,
    row=TASKS,
    form=_task_form,
    is_counted=True,
    title=gettext_lazy("Correct the task"),
)
def correct_task(task: KeyTask, data: Data, who: Who) -> KeyTask:
    return actions.correct_task(task, **data, **who)


@correction(
    "targets:correct_step",
    verb=VERB,
    row=STEPS,
    form=StepCorrectionForm,
    fields=("title", "due_on", "done_on"),
    is_counted=True,
    title=gettext_lazy("Correct the step"),
    to=lambda step: step.task.get_absolute_url(),
)
def correct_step(step: Milestone, data: Data, who: Who) -> Milestone:
    return actions.correct_step(step, **data, **who)


@withdrawal("targets:withdraw_step", verb=VERB, row=STEPS, title=gettext_lazy("Withdraw the step"))
def withdraw_step(step: Milestone, data: Data, who: Who) -> None:
    actions.withdraw_part(step, **data, **who)


@correction(
    "targets:correct_progress",
    verb=VERB,
    row=PROGRESS,
    form=ProgressForm,
    fields=("as_of_on", "percent", "note", "evidence"),
    is_counted=True,
    title=gettext_lazy("Correct the progress"),
    to=lambda row: row.task.get_absolute_url(),
)
def correct_progress(row: Progress, data: Data, who: Who) -> Progress:
    return actions.correct_progress(row, **data, **who)


@withdrawal("targets:withdraw_progress", verb=VERB, row=PROGRESS, title=gettext_lazy("Withdraw the progress"))
def withdraw_progress(row: Progress, data: Data, who: Who) -> None:
    actions.withdraw_part(row, **data, **who)


def _extension_form(request: Request, row: Extension) -> OfficeForm:
    form = correction_form(ExtensionCorrectionForm, ("to_on", "decision_number", "decided_on"))(request, row)
    form.initial["grounds"] = row.reason
    return form


@correction(
    "targets:correct_extension",
    verb=VERB,
    row=EXTENSIONS,
    form=_extension_form,
    is_counted=True,
    title=gettext_lazy("Correct the decision that put the day off"),
    to=lambda row: row.task.get_absolute_url(),
)
def correct_extension(row: Extension, data: Data, who: Who) -> Extension:
    return actions.correct_extension(row, **data, **who)


@withdrawal(
    "targets:withdraw_extension",
    verb=VERB,
    row=EXTENSIONS,
    title=gettext_lazy("Withdraw the decision that put the day off"),
    note=lambda row: f"{row.decision_number}.",
)
def withdraw_extension(row: Extension, data: Data, who: Who) -> None:
    actions.withdraw_extension(row, **data, **who)
