"""What each unit takes on for a year: targets with their results, key tasks with who carries them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core.compare import Comparator
from tongket.org.models import Unit, UnitOwned
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
    is_share = models.BooleanField(_("A share in percent"), default=False)
    is_main = models.BooleanField(_("Main target"), default=False)
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


class KeyTask(UnitOwned):
    """One key task of a unit's year: who carries it, by when, when it was done and how well (R-TGT-05)."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="key_tasks", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    title = models.CharField(_("Task"), max_length=300)
    carrier = models.CharField(_("Carried by"), max_length=160)  # a body or an office
    due_on = models.DateField(_("Due on"))
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    grade = models.CharField(_("Grade"), max_length=13, choices=Grade, blank=True)
    order = models.PositiveSmallIntegerField(_("Order"), default=0)

    class Meta:
        verbose_name = _("key task")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, grade="") | Q(done_on__isnull=False) & ~Q(grade=""),
                name="a_key_task_is_graded_when_it_is_done",
            )
        ]
        indexes = [models.Index(fields=["unit", "year"]), models.Index(fields=["year", "due_on"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("targets:task", args=[self.pk])
