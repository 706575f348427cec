"""Meetings, conferences and congresses, with the pictures taken there."""

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.meetings import rules
from tongket.org.models import Unit, UnitOwned


class Kind(TextChoices):
    CELL = "CELL", _("cell meeting")
    COMMITTEE = "COMMITTEE", _("committee meeting")
    REVIEW = "REVIEW", _("year-end review conference")
    CONGRESS = "CONGRESS", _("congress")
    OTHER = "OTHER", _("other meeting")


class PartOfDay(TextChoices):
    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")


class Meeting(UnitOwned):
    """One meeting of a unit: when, of which body, who was summoned and came, what the chair concluded."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meetings", verbose_name=_("Unit"))
    kind = models.CharField(_("Type"), max_length=9, choices=Kind)
    year = models.PositiveSmallIntegerField(_("Year it is about"))
    held_on = models.DateField(_("Held on"))
    part_of_day = models.CharField(_("Part of the day"), max_length=9, choices=PartOfDay, blank=True)
    title = models.CharField(_("Name of the meeting"), max_length=200)
    body = models.CharField(_("Body"), max_length=120, blank=True)  # "Ban Chấp hành mở rộng"
    place = models.CharField(_("Place"), max_length=120, blank=True)
    chair = models.CharField(_("Chair"), max_length=120, blank=True)  # the office, not the person
    term = models.CharField(_("Term"), max_length=20, blank=True)  # of a congress: "2020-2025"
    is_thematic = models.BooleanField(_("On a theme"), default=False)
    summoned = models.PositiveIntegerField(_("Summoned"), default=0)
    present = models.PositiveIntegerField(_("Present"), default=0)
    conclusions_text = models.TextField(_("Conclusions of the chair"), blank=True)

    class Meta:
        verbose_name = _("meeting")
        constraints = [
            models.CheckConstraint(condition=Q(present__lte=F("summoned")), name="only_who_was_summoned_is_present")
        ]
        indexes = [models.Index(fields=["unit", "held_on"]), models.Index(fields=["kind", "year"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.held_on}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:record", args=[self.pk])

    @property
    def is_day_plausible(self) -> bool:
        """Whether the day fits the year reviewed; other meetings than reviews fit always (R-DOC-07)."""
        return self.kind != Kind.REVIEW or rules.conference_day_is_plausible(self.year, self.held_on)


class Photo(UnitOwned):
    """A picture of a meeting, known by its caption."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="photos")
    caption = models.CharField(_("Caption"), max_length=300)
    order = models.PositiveSmallIntegerField(_("Order"), default=0)

    class Meta:
        verbose_name = _("photo")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="photos_of_a_meeting_stand_in_one_order")
        ]

    def __str__(self) -> str:
        return self.caption
