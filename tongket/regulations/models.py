"""Which text holds from when to when, with the numbers that the rules take from it; what units set for themselves."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core.dated import DatedRows
from tongket.org.models import Person, Unit, UnitOwned, Versioned
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
    TRAINING = "training", _("training")


class Setting(TextChoices):
    """What a unit sets for itself though no text speaks of it."""

    PAPERS = "papers", _("papers of the organisation")
    CALENDAR = "calendar", _("calendar of the year")
    WORKDAYS = "workdays", _("holidays and swapped days")
    FIGURES = "figures", _("small numbers of persons")
    OUTLINE = "outline", _("outline of the review")


class Mark(TextChoices):
    """How sure the source is (docs/how-to-add.md)."""

    VERIFIED = "V", _("read in the text itself")
    QUOTED = "V-q", _("read in a quotation")
    NEWS = "V-n", _("read in the news")
    RECALLED = "recalled", _("recalled, to be confirmed")


IS_KEPT = Q(withdrawn_on__isnull=True)


class Regulations(models.QuerySet["Regulation"]):
    def kept(self) -> "Regulations":
        """Without those that were taken back."""
        return self.filter(IS_KEPT)


class LocalValues(DatedRows["LocalValue"]):
    def kept(self) -> "LocalValues":
        """Without those that were taken back."""
        return self.filter(IS_KEPT)

    def strongest_first(self) -> "LocalValues":
        """In the order in which they win: of the nearest unit, temporary ones on top of the others."""
        return self.order_by("-unit__place__level", "-is_temporary", "-from_on")


class Regulation(Versioned):
    """One text on one topic, in force from one day until the day before another. What it says is in `parameters`.

    withdrawn_on: the day on which it was taken back as entered by a slip: it counts as never entered; remark: why it
    was corrected or taken back.
    """

    data_class = "D0"
    unit_prefix: ClassVar[str] = ""
    person_prefix: ClassVar[str] = ""

    topic = models.CharField(_("Topic"), max_length=13, choices=Topic)
    symbol = models.CharField(_("Number and symbol"), max_length=60)
    issued_on = models.DateField(_("Issued on"))
    issuer = models.CharField(_("Issued by"), max_length=120)
    title = models.CharField(_("Title of the text"), max_length=300)
    valid_from = models.DateField(_("In force from"))
    valid_until = models.DateField(_("In force until"), null=True, blank=True)  # the first day without it
    mark = models.CharField(_("How sure"), max_length=8, choices=Mark)
    parameters = models.JSONField(_("What the rules take from it"), default=dict)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    remark = models.CharField(_("Reason"), max_length=300, blank=True)

    objects = Regulations.as_manager()

    class Meta:
        verbose_name = _("regulation")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "valid_from"], condition=IS_KEPT, name="one_text_of_a_topic_starts_on_a_day"
            ),
            models.UniqueConstraint(
                fields=["topic"],
                condition=Q(valid_until__isnull=True) & IS_KEPT,
                name="one_text_of_a_topic_is_open",
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
    """What a unit has set for itself and all under it from a day on: where a text leaves it room (a topic), or where
    it is the office's own business (a setting).

    key: what is set, within the topic. decision: its number and date, or what else it rests on. is_temporary: it lies
    on top of what holds otherwise, from one day to another. withdrawn_on: the day on which it was taken back as set by
    a slip: it counts as never set; remark: why it was corrected or taken back.
    """

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="local_values", verbose_name=_("Unit"))
    topic = models.CharField(_("Topic"), max_length=13, choices=[*Topic.choices, *Setting.choices])
    key = models.CharField(_("What"), max_length=40)
    value = models.JSONField(_("Value"))
    decision = models.CharField(_("Decision"), max_length=200)
    from_on = models.DateField(_("From"))
    until_on = models.DateField(_("Until"), null=True, blank=True)  # the first day without it
    is_temporary = models.BooleanField(default=False)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("Entered by"))
    set_on = models.DateField(_("Entered on"), null=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    remark = models.CharField(_("Reason"), max_length=300, blank=True)

    objects = LocalValues.as_manager()

    class Meta:
        verbose_name = _("local value")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "topic", "key", "from_on", "is_temporary"],
                condition=IS_KEPT,
                name="one_local_value_starts_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["unit", "topic", "key"],
                condition=Q(until_on__isnull=True) & IS_KEPT,
                name="one_local_value_of_a_unit_is_open",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="a_local_value_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(is_temporary=False) | Q(until_on__isnull=False), name="a_temporary_value_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"

    def holds(self, day: date) -> bool:
        """Whether it is in use on that day."""
        return self.withdrawn_on is None and Span(self.from_on, self.until_on).holds(day)
