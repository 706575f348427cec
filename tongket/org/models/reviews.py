"""The quarterly review of rights: each running grant looked at once, kept or ended (S-45)."""

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.org.models.people import Grant, Person
from tongket.org.models.units import Unit, UnitOwned


class RightsReview(UnitOwned):
    """The review of the rights over a unit and all under it in one quarter (S-45)."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=6)  # "2026Q4"
    due_on = models.DateField()
    suspends = models.BooleanField(default=True)  # what was not looked at by then gives nothing until it is
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField()

    class Meta:
        verbose_name = _("review of rights")
        constraints = [
            models.UniqueConstraint(fields=["unit", "quarter"], name="one_review_of_rights_of_a_unit_in_a_quarter")
        ]

    def __str__(self) -> str:
        return self.quarter


class ReviewedGrant(UnitOwned):
    """A grant in a review: kept, ended, or not yet looked at. `unit`: that of the grant."""

    data_class = "D1"

    class Verdict(TextChoices):
        KEPT = "kept", _("kept")
        ENDED = "ended", _("ended")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    review = models.ForeignKey(RightsReview, models.PROTECT, related_name="lines")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=5, choices=Verdict, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    looked_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("grant in a review")
        constraints = [models.UniqueConstraint(fields=["review", "grant"], name="a_grant_stands_once_in_a_review")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.verdict}"
