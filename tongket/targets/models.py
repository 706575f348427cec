"""What each unit takes on for a year: targets with their results, key tasks with who carries them."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core.compare import Comparator
from tongket.org.models import Person, SheetState, Unit, UnitOwned
from tongket.targets.rules import Grade, State


class Target(UnitOwned):
    """One target of a unit for a year.

    key: the figure whose counted value stands beside it, or "" where the result is entered by hand.
    """

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="targets", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    key = models.CharField(_("Figure"), max_length=60, blank=True)
    label = models.CharField(_("Target"), max_length=240)
    comparator = models.CharField(_("How it is meant"), max_length=4, choices=Comparator)
    value = models.DecimalField(_("Value"), max_digits=12, decimal_places=2)
    measure = models.CharField(_("Measure"), max_length=40, blank=True)  # "%", "đảng viên"
    field = models.CharField(_("Field of work"), max_length=120, blank=True)
    carrier = models.CharField(_("Carried by"), max_length=160, blank=True)  # a body or an office
    is_share = models.BooleanField(_("A share in percent"), default=False)
    is_main = models.BooleanField(_("Main target"), default=False)
    weight = models.PositiveSmallIntegerField(_("Weight"), default=1)
    given_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="given", verbose_name=_("Given down from")
    )
    order = models.PositiveSmallIntegerField(_("Order"), default=0)
    resolution_number = models.CharField(_("Resolution"), max_length=40, blank=True)
    resolution_on = models.DateField(_("Resolution of"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=7, choices=State, default=State.DRAFT)
    result = models.DecimalField(_("Result"), max_digits=12, decimal_places=2, null=True, blank=True)
    result_note = models.CharField(_("Note on the result"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("target")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "key"],
                condition=~Q(key="") & ~Q(state="DROPPED"),
                name="one_target_per_unit_year_and_figure",
            ),
            models.UniqueConstraint(
                fields=["unit", "given_by"],
                condition=Q(given_by__isnull=False) & ~Q(state="DROPPED"),
                name="a_target_is_given_once_to_a_unit",
            ),
            models.CheckConstraint(condition=Q(weight__gte=1), name="a_target_weighs_something"),
            models.CheckConstraint(
                condition=~Q(state="VALID") | (Q(resolution_on__isnull=False) & ~Q(resolution_number="")),
                name="a_valid_target_names_its_resolution",
            ),
        ]
        indexes = [models.Index(fields=["unit", "year"]), models.Index(fields=["year"])]

    def __str__(self) -> str:
        return f"{self.year} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("targets:record", args=[self.pk])


class TargetSheet(UnitOwned):
    """Targets of a unit and year out of a file, looked at row by row before they are saved, all or none.

    resolution_number, resolution_on: by which they are valid; empty: they are drafts. rows: as read, the text of each
    field and the number of the row. answers: row number → what was typed over a field, or that the row is left out.
    made: the targets that it made, id → version.
    """

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    resolution_number = models.CharField(_("Resolution"), max_length=40, blank=True)
    resolution_on = models.DateField(_("Resolution of"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=9, choices=SheetState, default=SheetState.CHECKED)
    file_name = models.CharField(_("File"), max_length=120)
    rows = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("Entered by"))
    entered_at = models.DateTimeField(_("Entered at"))

    class Meta:
        verbose_name = _("sheet of targets")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("targets:sheet", args=[self.pk])


class TargetResult(UnitOwned):
    """What was entered of a target by hand on a day, with the paper that shows it; the last one is the target's
    result.
    """

    data_class = "D1"
    part_of = "target"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    target = models.ForeignKey(Target, models.PROTECT, related_name="entries", verbose_name=_("Target"))
    as_of_on = models.DateField(_("As of"))
    value = models.DecimalField(_("Result"), max_digits=12, decimal_places=2)
    evidence = models.CharField(_("Paper that shows it"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("result of a target")
        constraints = [models.UniqueConstraint(fields=["target", "as_of_on"], name="one_result_of_a_target_on_a_day")]

    def __str__(self) -> str:
        return f"{self.as_of_on} {self.value}"


class KeyTask(UnitOwned):
    """One key task of a unit's year: who carries it, by when, when it was done and how well (R-TGT-05)."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="key_tasks", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    title = models.CharField(_("Task"), max_length=300)
    carrier = models.CharField(_("Carried by"), max_length=160)  # a body or an office
    co_carriers = models.CharField(_("Together with"), max_length=300, blank=True)
    source = models.CharField(_("Where it comes from"), max_length=200, blank=True)  # a conclusion, a resolution
    due_on = models.DateField(_("Due on"))  # moved by decisions alone, see Extension
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    grade = models.CharField(_("Grade"), max_length=13, choices=Grade, blank=True)
    # before the task is done a grade is expected only (“dự kiến”); the final one stands beside it later (R-REP-06)
    expected_grade = models.CharField(_("Expected grade"), max_length=13, choices=Grade, blank=True)
    expected_on = models.DateField(_("Expected on"), null=True, blank=True)
    graded_by = models.CharField(_("Graded by"), max_length=160, blank=True)  # the body that decided
    result = models.CharField(_("What came of it"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("Order"), default=0)

    class Meta:
        verbose_name = _("key task")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, grade="") | Q(done_on__isnull=False) & ~Q(grade=""),
                name="a_key_task_is_graded_when_it_is_done",
            ),
        ]
        indexes = [models.Index(fields=["unit", "year"]), models.Index(fields=["year", "due_on"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("targets:task", args=[self.pk])


class TaskPart(UnitOwned):
    """Something that belongs to a key task; `unit` is the task's."""

    data_class = "D1"
    part_of = "task"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))

    class Meta:
        abstract = True


class Milestone(TaskPart):
    """A step of a key task with a day of its own."""

    task = models.ForeignKey(KeyTask, models.CASCADE, related_name="milestones", verbose_name=_("Task"))
    title = models.CharField(_("Step"), max_length=200)
    due_on = models.DateField(_("Due on"))
    done_on = models.DateField(_("Done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("step of a key task")
        indexes = [models.Index(fields=["task", "due_on"])]

    def __str__(self) -> str:
        return self.title


class Progress(TaskPart):
    """How far a key task had come on a day, with the paper that shows it."""

    task = models.ForeignKey(KeyTask, models.CASCADE, related_name="progress", verbose_name=_("Task"))
    as_of_on = models.DateField(_("As of"))
    percent = models.PositiveSmallIntegerField(_("Done so far, percent"))
    note = models.CharField(_("What was done"), max_length=500)
    evidence = models.CharField(_("Paper that shows it"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("progress of a key task")
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="progress_ends_at_a_hundred_percent"),
            models.UniqueConstraint(fields=["task", "as_of_on"], name="one_progress_of_a_task_on_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.as_of_on} {self.percent} %"


class Extension(TaskPart):
    """A decision that puts the due day of a key task off."""

    task = models.ForeignKey(KeyTask, models.CASCADE, related_name="extensions", verbose_name=_("Task"))
    from_on = models.DateField(_("Due until then on"))
    to_on = models.DateField(_("Due now on"))
    decision_number = models.CharField(_("Number of the decision"), max_length=40)
    decided_on = models.DateField(_("Date of the decision"))
    reason = models.CharField(_("Reason"), max_length=300)

    class Meta:
        verbose_name = _("extension of a key task")
        constraints = [models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="an_extension_puts_off")]

    def __str__(self) -> str:
        return self.decision_number
