"""Classes that a unit opens for its members and for those who want to become members, and where they are held."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.org.models import Unit, UnitOwned
from tongket.training.rules import Kind


class School(UnitOwned):
    """A school or centre with which a unit trains, named once."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    name = models.CharField(_("Name of the school"), max_length=200)
    name_fold = models.CharField(max_length=200)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("school")
        constraints = [models.UniqueConstraint(fields=["unit", "name_fold"], name="a_unit_names_a_school_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("training:school", args=[self.pk])


class TrainingClass(UnitOwned):
    """One class: its kind, its days, where and by which decision, how many learned in it. It counts in the year it was
    opened.

    learners: as the class was reported; at least as many as stand on its list.
    """

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="training_classes", verbose_name=_("Unit"))
    kind = models.CharField(_("Kind of class"), max_length=19, choices=Kind)
    title = models.CharField(_("Name of the class"), max_length=200)
    opened_on = models.DateField(_("Opened on"))
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="classes", verbose_name=_("School")
    )
    place = models.CharField(_("Place"), max_length=200, blank=True)
    decision_number = models.CharField(_("Number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    decided_by = models.CharField(_("Decided by"), max_length=200, blank=True)
    learners = models.PositiveIntegerField(_("Learners"), default=0)

    class Meta:
        verbose_name = _("class")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="a_class_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(decision_number="", decided_on__isnull=True)
                | (~Q(decision_number="") & Q(decided_on__isnull=False)),
                name="the_decision_on_a_class_has_number_and_day",
            ),
        ]
        indexes = [models.Index(fields=["unit", "opened_on"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:record", args=[self.pk])


class ClassSession(UnitOwned):
    """One day of a class: what is taught, where, by whom."""

    data_class = "D1"
    part_of = "training_class"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="sessions", verbose_name=_("Class"))
    held_on = models.DateField(_("Day"))
    subject = models.CharField(_("Subject"), max_length=300)
    place = models.CharField(_("Place"), max_length=200, blank=True)
    speaker = models.CharField(_("Speaker"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("day of a class")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "held_on", "subject"], name="a_subject_is_taught_once_on_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("training:record", args=[self.training_class_id])
