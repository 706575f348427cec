"""Awards to organisations and members, subjects of thematic commendation, emulation movements."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.commendation.rules import Form, Ground, Recipient
from tongket.org.models import Unit, UnitOwned


class ThematicTopic(UnitOwned):
    """A subject on which a unit commends in a year."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    name = models.CharField(_("Subject of commendation"), max_length=200)
    order = models.PositiveSmallIntegerField(_("Order"), default=0)

    class Meta:
        verbose_name = _("subject of commendation")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "name"], name="a_subject_is_opened_once_in_a_year")
        ]

    def __str__(self) -> str:
        return self.name


class Award(UnitOwned):
    """One award to one recipient.

    unit: the organisation commended, or the member's cell. from_year … to_year: the years it is for; year: the year in
    whose review it counts, which may be later (R-COM, 6.1).
    """

    data_class = "D2"
    person_prefix = "member__person"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="awards", verbose_name=_("Unit"))
    recipient = models.CharField(_("Recipient"), max_length=12, choices=Recipient)
    member = models.ForeignKey("members.Member", models.PROTECT, null=True, blank=True, related_name="awards")
    form = models.CharField(_("Form of award"), max_length=11, choices=Form)
    ground = models.CharField(_("Given for"), max_length=10, choices=Ground)
    title = models.CharField(_("Award title"), max_length=200)
    giver = models.CharField(_("Given by"), max_length=200)
    giver_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    from_year = models.PositiveSmallIntegerField(_("From year"))
    to_year = models.PositiveSmallIntegerField(_("To year"))
    year = models.PositiveSmallIntegerField(_("Counts in"))
    decision_number = models.CharField(_("Decision"), max_length=60)
    decided_on = models.DateField(_("Decided on"))
    topic = models.ForeignKey(
        ThematicTopic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("Subject of commendation"),
    )

    class Meta:
        verbose_name = _("award")
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient=Recipient.MEMBER, member__isnull=False)
                | Q(recipient=Recipient.ORGANISATION, member__isnull=True),
                name="an_award_is_for_a_member_or_an_organisation",
            ),
            models.CheckConstraint(condition=Q(from_year__lte=F("to_year")), name="an_award_is_for_years_in_order"),
            models.CheckConstraint(
                condition=~Q(ground=Ground.STREAK) | Q(to_year=F("from_year") + 4), name="a_run_has_five_years"
            ),
            models.CheckConstraint(
                condition=Q(topic__isnull=True) | Q(ground=Ground.THEMATIC), name="only_thematic_awards_have_a_subject"
            ),
        ]
        indexes = [models.Index(fields=["year", "unit"])]

    def __str__(self) -> str:
        return self.decision_number

    def get_absolute_url(self) -> str:
        return reverse("commendation:record", args=[self.pk])

    @property
    def recipient_name(self) -> str:
        """Who was commended. Needs unit__place and member__person fetched."""
        return self.unit.place.name if self.member is None else self.member.person.full_name

    @property
    def period(self) -> str:
        """The years it is for: "2020" or "2015-2019"."""
        return str(self.from_year) if self.from_year == self.to_year else f"{self.from_year}-{self.to_year}"


class Movement(UnitOwned):
    """An emulation movement of a unit in a year: how many models were registered and recognised."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    name = models.CharField(_("Movement"), max_length=200)
    models_registered = models.PositiveIntegerField(_("Models registered"), default=0)
    models_recognised = models.PositiveIntegerField(_("Models recognised"), default=0)

    class Meta:
        verbose_name = _("emulation movement")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "name"], name="a_movement_of_a_unit_stands_once_in_a_year"),
            models.CheckConstraint(
                condition=Q(models_recognised__lte=F("models_registered")),
                name="only_registered_models_are_recognised",
            ),
        ]

    def __str__(self) -> str:
        return self.name
