"""Badges of Party age: proposed for a day, then awarded by a decision."""

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.members.models.core import Member
from tongket.org.models import Unit, UnitOwned


class BadgeState(TextChoices):
    PROPOSED = "PROPOSED", _("proposed")
    AWARDED = "AWARDED", _("awarded")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


class Early(TextChoices):
    """Why a badge comes before its years are full (R-BDG-03)."""

    NO = "", _("the years are full")
    ILL = "ill", _("gravely ill")
    POSTHUMOUS = "posthumous", _("posthumous")


class Badge(UnitOwned):
    """A badge of so many years for one member. `unit`: the cell that proposed it.

    Why an award waits (R-BDG-06) is a matter of discipline and is not kept here.
    """

    data_class = "D2"
    class_of = {"early": "D3"}
    person_prefix = "member__person"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="badges", verbose_name=_("Cell"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="badges", verbose_name=_("Member"))
    state = models.CharField(_("State"), max_length=9, choices=BadgeState, default=BadgeState.PROPOSED)
    years = models.PositiveSmallIntegerField(_("Years of Party age"))
    day = models.DateField(_("For the day"))
    party_age_months_off = models.PositiveSmallIntegerField(_("Months outside the Party"), default=0)
    early = models.CharField(_("Before the years are full"), max_length=10, choices=Early, blank=True)
    amount = models.DecimalField(_("Money"), max_digits=12, decimal_places=0)
    decision_number = models.CharField(_("Number of the decision"), max_length=40, blank=True)
    decided_on = models.DateField(_("Date of the decision"), null=True, blank=True)
    decided_by = models.CharField(_("Decided by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("badge of Party age")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "years"], condition=~Q(state="WITHDRAWN"), name="a_badge_of_some_years_is_given_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="AWARDED") | Q(decided_on__isnull=False), name="an_awarded_badge_has_its_decision"
            ),
        ]
        indexes = [models.Index(fields=["unit", "day"]), models.Index(fields=["day", "state"])]

    def __str__(self) -> str:
        return f"{self.years} {self.day}"

    def get_absolute_url(self) -> str:
        return reverse("members:badge", args=[self.pk])
