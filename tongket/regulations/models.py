"""Which text holds from when to when, with the numbers that the rules take from it."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core.dated import DatedRows
from tongket.org.models import Classed, Unit, UnitOwned
from tongket.regulations.rules import Span


class Topic(TextChoices):
    """What a text is about: for each topic exactly one text holds on a day (R-REG-01)."""

    STATUTE = "statute", _("Statute")
    RATING = "rating", _("yearly rating")
    ADMISSION = "admission", _("admission and implementing the Statute")
    DEADLINES = "deadlines", _("deadlines of member work")
    COMMENDATION = "commendation", _("commendation")
    INSPECTION = "inspection", _("inspection and supervision")
    DISCIPLINE = "discipline", _("forms of discipline by violation")
    CELL_MEETINGS = "cell_meetings", _("cell meetings")
    DOCUMENTS = "documents", _("types and layout of documents")
    VOTES = "votes", _("votes and elections")
    BADGES = "badges", _("badges of Party age")
    BASE_SALARY = "base_salary", _("base salary")


class Mark(TextChoices):
    """How sure the source is (docs/how-to-add.md)."""

    VERIFIED = "V", _("read in the text itself")
    QUOTED = "V-q", _("read in a quotation")
    NEWS = "V-n", _("read in the news")
    RECALLED = "recalled", _("recalled, to be confirmed")


class Regulation(Classed):
    """One text on one topic, in force from one day until the day before another. What it says is in `parameters`."""

    data_class = "D0"
    unit_prefix = ""
    person_prefix = ""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.CharField(_("Topic"), max_length=13, choices=Topic)
    symbol = models.CharField(_("Number and symbol"), max_length=60)
    issued_on = models.DateField(_("Issued on"))
    issuer = models.CharField(_("Issued by"), max_length=120)
    title = models.CharField(_("Title of the text"), max_length=300)
    valid_from = models.DateField(_("In force from"))
    valid_until = models.DateField(_("In force until"), null=True, blank=True)  # the first day without it
    mark = models.CharField(_("How sure"), max_length=8, choices=Mark)
    parameters = models.JSONField(_("What the rules take from it"), default=dict)

    class Meta:
        verbose_name = _("regulation")
        constraints = [
            models.UniqueConstraint(fields=["topic", "valid_from"], name="one_text_of_a_topic_starts_on_a_day"),
            models.UniqueConstraint(
                fields=["topic"], condition=Q(valid_until__isnull=True), name="one_text_of_a_topic_is_open"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="a_text_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.symbol

    def get_absolute_url(self) -> str:
        return reverse("regulations:record", args=[self.pk])

    def holds(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return Span(self.valid_from, self.valid_until).holds(day)


class LocalValue(UnitOwned):
    """A number that a unit has set for itself and all under it, where a text leaves it room."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="local_values", verbose_name=_("Unit"))
    topic = models.CharField(_("Topic"), max_length=13, choices=Topic)
    key = models.CharField(_("What"), max_length=40)
    value = models.JSONField(_("Value"))
    decision = models.CharField(_("Decision"), max_length=120)
    from_on = models.DateField(_("From"))
    until_on = models.DateField(_("Until"), null=True, blank=True)

    objects = DatedRows.as_manager()

    class Meta:
        verbose_name = _("local value")
        constraints = [
            models.UniqueConstraint(fields=["unit", "topic", "key", "from_on"], name="one_local_value_starts_on_a_day"),
            models.UniqueConstraint(
                fields=["unit", "topic", "key"],
                condition=Q(until_on__isnull=True),
                name="one_local_value_of_a_unit_is_open",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="a_local_value_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"
