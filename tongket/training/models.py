"""Classes that a unit opens for its members and for those who want to become members."""

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.org.models import Unit, UnitOwned


class Kind(TextChoices):
    """R-TRN-01."""

    CANDIDATE = "CANDIDATE", _("introduction to the Party")
    NEW_MEMBER = "NEW_MEMBER", _("new members")
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER", _("committee members")
    THEORY_ELEMENTARY = "THEORY_ELEMENTARY", _("elementary political theory")
    THEORY_INTERMEDIATE = "THEORY_INTERMEDIATE", _("intermediate political theory")
    THEORY_ADVANCED = "THEORY_ADVANCED", _("advanced political theory")
    REFRESHER = "REFRESHER", _("refresher course")


class TrainingClass(UnitOwned):
    """One class: its kind, its days, who ran it, how many learned in it. It counts in the year it was opened."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="training_classes", verbose_name=_("Unit"))
    kind = models.CharField(_("Kind of class"), max_length=19, choices=Kind)
    title = models.CharField(_("Name of the class"), max_length=200)
    opened_on = models.DateField(_("Opened on"))
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    organiser = models.CharField(_("Organiser"), max_length=200, blank=True)
    learners = models.PositiveIntegerField(_("Learners"), default=0)

    class Meta:
        verbose_name = _("class")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="a_class_closes_after_it_opens",
            )
        ]
        indexes = [models.Index(fields=["unit", "opened_on"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:record", args=[self.pk])
