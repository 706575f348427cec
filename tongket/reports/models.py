"""Periodic reports that units owe the organisation above: due, sent, returned, accepted."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core.periods import Period, PeriodKind
from tongket.org.models import Classed, Unit, UnitOwned
from tongket.reports.rules import State


class Form(Classed):
    """A form of report: how often it comes, and the figures that it asks for."""

    data_class = "D1"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("Code"), max_length=24, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    cadence = models.CharField(_("How often"), max_length=11, choices=PeriodKind)
    keys = models.JSONField(default=list)  # keys of figures, in the order in which the form asks for them

    class Meta:
        verbose_name = _("form of a report")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Report(UnitOwned):
    """What one unit reports for one period.

    sent_on: the day of the first sending; a report that was returned and sent again is not late for that.
    content: figures (key → number as text) and text.
    """

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name=_("Unit"))
    form = models.ForeignKey(Form, models.PROTECT, related_name="reports", verbose_name=_("Report form"))
    period = models.CharField(_("Period"), max_length=7)  # "2026", "2026H1", "2026N9", "2026Q1" or "2026M03"
    due_on = models.DateField(_("Due on"))
    state = models.CharField(_("State"), max_length=8, choices=State, default=State.DUE)
    sent_on = models.DateField(_("Sent on"), null=True, blank=True)
    content = models.JSONField(_("Content"), default=dict, blank=True)
    note = models.CharField(_("Note"), max_length=400, blank=True)  # why it was returned

    class Meta:
        verbose_name = _("report")
        constraints = [
            models.UniqueConstraint(fields=["unit", "form", "period"], name="one_report_per_unit_form_and_period"),
            models.CheckConstraint(
                condition=Q(state="DUE", sent_on__isnull=True) | ~Q(state="DUE") & Q(sent_on__isnull=False),
                name="a_report_has_a_day_of_sending_once_it_was_sent",
            ),
        ]
        indexes = [models.Index(fields=["unit", "due_on"]), models.Index(fields=["due_on", "state"])]

    def __str__(self) -> str:
        return f"{self.form_id} {self.period}"

    @property
    def the_period(self) -> Period:
        return Period(self.period)

    def get_absolute_url(self) -> str:
        return reverse("reports:record", args=[self.pk])
