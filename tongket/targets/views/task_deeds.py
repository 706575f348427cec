"""Taking on key tasks, following them, putting them off, finishing them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import ReasonForm
from tongket.targets import actions
from tongket.targets.forms import ExpectForm, ExtensionForm, FinishForm, ProgressForm, StepDoneForm, StepForm, TaskForm
from tongket.targets.models import Extension, KeyTask, Milestone, Progress
from tongket.targets.views.place import placed

CRUMBS = [(gettext_lazy("Key tasks"), "targets:tasks")]
TASKS = Rows(query=lambda: KeyTask.objects.select_related("unit__place"), crumbs=CRUMBS)
STEPS = Rows(
    query=lambda: Milestone.objects.select_related("task__unit__place"),
    crumbs=CRUMBS,
    name=lambda step: step.task.title,
    subtitle=lambda step: step.task.unit.place.short_name,
    url=lambda step: step.task.get_absolute_url(),
)


@deed(
    "targets:take_on",
    verb="target.write",
    form=placed(TaskForm),
    title=gettext_lazy("Take on a key task"),
    label=gettext_lazy("Take on"),
    crumbs=CRUMBS,
    done=gettext_lazy("The task was taken on."),
)
def take_on(data: Data, who: Who) -> KeyTask:
    return actions.take_on(**data, **who)


@deed(
    "targets:finish",
    verb="target.write",
    row=TASKS,
    form=FinishForm,
    initial=lambda request, task: {"done_on": request.today, "graded_by": task.carrier},
    title=gettext_lazy("Record as done"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The task was recorded as done."),
)
def finish(task: KeyTask, data: Data, who: Who) -> KeyTask:
    return actions.finish(task, **data, **who)


@deed(
    "targets:expect",
    verb="target.write",
    row=TASKS,
    form=ExpectForm,
    initial=lambda _request, task: {"grade": task.expected_grade},
    title=gettext_lazy("Expected grade"),
    note=gettext_lazy("Shown as expected until the task is done and graded; both stay."),
    done=gettext_lazy("What is expected was noted."),
)
def expect(task: KeyTask, data: Data, who: Who) -> KeyTask:
    return actions.expect(task, **data, **who)


@deed(
    "targets:reopen",
    verb="target.write",
    row=TASKS,
    title=gettext_lazy("Open again"),
    confirm=gettext_lazy("The day and the grade are taken away. Continue?"),
    done=gettext_lazy("The task is open again."),
)
def reopen(task: KeyTask, data: Data, who: Who) -> KeyTask:
    return actions.reopen(task, **data, **who)


@deed(
    "targets:remove_task",
    verb="target.write",
    row=TASKS,
    form=ReasonForm,
    title=gettext_lazy("Take the task back"),
    label=gettext_lazy("Take back"),
    done=gettext_lazy("The task was taken back."),
    to=lambda _none: reverse("targets:tasks"),
    is_danger=True,
)
def remove(task: KeyTask, data: Data, who: Who) -> None:
    actions.remove_task(task, **data, **who)


# --- On the way ------------------------------------------------------------------------------------------------------


@deed(
    "targets:step",
    verb="target.write",
    row=TASKS,
    form=StepForm,
    title=gettext_lazy("Add a step"),
    label=gettext_lazy("Add"),
    done=gettext_lazy("The step was added."),
)
def step(task: KeyTask, data: Data, who: Who) -> Milestone:
    return actions.set_milestone(task, **data, **who)


@deed(
    "targets:step_done",
    verb="target.write",
    row=STEPS,
    form=StepDoneForm,
    initial=lambda request, _step: {"done_on": request.today},
    title=lambda step: step.title,
    label=gettext_lazy("Record"),
    done=gettext_lazy("The step was recorded as done."),
)
def step_done(step: Milestone, data: Data, who: Who) -> Milestone:
    return actions.reach_milestone(step, **data, **who)


@deed(
    "targets:progress",
    verb="target.write",
    row=TASKS,
    form=ProgressForm,
    initial=lambda request, _task: {"as_of_on": request.today},
    title=gettext_lazy("Note the progress"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The progress was noted."),
)
def progress(task: KeyTask, data: Data, who: Who) -> Progress:
    return actions.note_progress(task, **data, **who)


@deed(
    "targets:extend",
    verb="target.write",
    row=TASKS,
    form=ExtensionForm,
    title=gettext_lazy("Put the due day off"),
    label=gettext_lazy("Put off"),
    done=gettext_lazy("The due day was put off."),
)
def extend(task: KeyTask, data: Data, who: Who) -> Extension:
    return actions.extend(task, **data, **who)
