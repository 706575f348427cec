"""Levels of members and organisations by year."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.org.models import Unit, UnitOwned
from tongket.rating.rules import Level, NotRated, Subject


class Rating(UnitOwned):
    """The level of one member or one organisation for one year, or why it has none; the year reviewed and the day of
    the decision, often in the next year, are kept apart. Source: R-REG-03.

    unit: the member's cell in that year, or the organisation itself. decided_by: the unit whose body decided; None
    where that body keeps no books here. source: the paper of a level decided earlier or again; else empty. candidate:
    as whom it was decided in a round.
    """

    data_class = "D2"
    person_prefix = "member__person"

    subject = models.CharField(_("Whose level"), max_length=12, choices=Subject)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="ratings", verbose_name=_("Unit"))
    decided_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="ratings_decided", verbose_name=_("Decided by")
    )
    member = models.ForeignKey("members.Member", models.PROTECT, null=True, blank=True, related_name="ratings")
    year = models.PositiveSmallIntegerField(_("Year"))
    level = models.CharField(_("Level"), max_length=13, choices=Level, blank=True)
    not_rated_reason = models.CharField(_("Why not rated"), max_length=10, choices=NotRated, blank=True)
    decided_on = models.DateField(_("Decided on"))
    source = models.CharField(_("Source"), max_length=120, blank=True)
    candidate = models.OneToOneField(
        "rating.Candidate", models.SET_NULL, null=True, blank=True, related_name="rating", editable=False
    )
    is_recorded = models.BooleanField(_("Taken from an earlier paper"), default=False)

    class Meta:
        verbose_name = _("rating")
        constraints = [
            models.CheckConstraint(
                condition=Q(subject=Subject.MEMBER, member__isnull=False)
                | Q(subject=Subject.ORGANISATION, member__isnull=True),
                name="a_rating_is_of_a_member_or_an_organisation",
            ),
            models.CheckConstraint(
                condition=(~Q(level="") & Q(not_rated_reason="")) | (Q(level="") & ~Q(not_rated_reason="")),
                name="a_rating_has_a_level_or_a_reason",
            ),
            models.UniqueConstraint(
                fields=["member", "year"], condition=Q(member__isnull=False), name="one_rating_of_a_member_in_a_year"
            ),
            models.UniqueConstraint(
                fields=["unit", "year"], condition=Q(member__isnull=True), name="one_rating_of_a_unit_in_a_year"
            ),
        ]
        indexes = [models.Index(fields=["year", "unit"]), models.Index(fields=["year", "decided_by"])]

    def __str__(self) -> str:
        return f"{self.year} {self.level}"

    def get_absolute_url(self) -> str:
        return reverse("rating:record", args=[self.pk])

    @property
    def rated_name(self) -> str:
        """Who was rated. Needs unit__place and member__person fetched."""
        return self.unit.place.name if self.member is None else self.member.person.full_name

    @property
    def words(self) -> str:
        """The level, or the reason why there is none."""
        return self.get_level_display() if self.level else self.get_not_rated_reason_display()
