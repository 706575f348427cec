"""Periodic reports that units owe the organisation above: due, sent, returned, accepted, excused."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core.periods import Period, PeriodKind
from tongket.figures.declare import REGISTRY
from tongket.org.models import Classed, Person, Unit, UnitOwned
from tongket.reports.rules import State


class FieldKind(TextChoices):
    NUMBER = "number", _("number")
    TEXT = "text", _("text")


@dataclass(frozen=True)
class FormField:
    """One thing that a form asks for. code: the key of a figure, or the form's own; section: the heading it stands
    under.
    """

    code: str
    label: str
    kind: str = FieldKind.NUMBER
    section: str = ""
    is_figure: bool = False


class Form(Classed):
    """One version of a form of report: how often it comes, who owes it, what it asks for, what must agree in it.

    keys: figures, in the order in which the form asks for them. own: fields of its own, as FormField has them.
    checks: rules of consistency, as tongket.reports.consistency reads them. kinds: of the units that owe it; none: all.
    """

    data_class = "D1"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("Code"), max_length=24)
    name = models.CharField(_("Name"), max_length=120)
    cadence = models.CharField(_("How often"), max_length=11, choices=PeriodKind)
    keys = models.JSONField(default=list)
    own = models.JSONField(default=list, blank=True)
    checks = models.JSONField(default=list, blank=True)
    kinds = models.JSONField(default=list, blank=True)
    due_days = models.PositiveSmallIntegerField(_("Days after the period until it is due"), default=5)
    from_on = models.DateField(_("From"), default=date(2000, 1, 1))
    until_on = models.DateField(_("Until"), null=True, blank=True)  # the first day without it

    class Meta:
        verbose_name = _("form of a report")
        ordering = ["code", "-from_on"]
        constraints = [
            models.UniqueConstraint(fields=["code", "from_on"], name="one_version_of_a_form_starts_on_a_day"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(until_on__isnull=True), name="one_version_of_a_form_is_open"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="a_form_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def fields_asked(self) -> Iterator[FormField]:
        """What the form asks for, in its order: figures first, then its own."""
        for key in self.keys:
            figure = REGISTRY.get(key)
            if figure is not None:
                yield FormField(key, str(figure.label), is_figure=True)
        for own in self.own:
            yield FormField(own["code"], own["label"], own.get("kind", FieldKind.NUMBER), own.get("section", ""))


class Report(UnitOwned):
    """What one unit reports for one period.

    sent_on: the day of the first sending; a report that was returned and sent again is not late for that.
    content: what was sent: figures (code → number as text, or NOT_APPLICABLE), texts (code → text), text, explanation.
    draft: what was typed since, for the unit's own eyes, with the id of who typed it (`by`).
    remarks: code of a field → what is to be corrected in it.
    """

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name=_("Unit"))
    form = models.ForeignKey(Form, models.PROTECT, related_name="reports", verbose_name=_("Report form"))
    period = models.CharField(_("Period"), max_length=7)  # "2026", "2026H1", "2026N9", "2026Q1" or "2026M03"
    due_on = models.DateField(_("Due on"))
    state = models.CharField(_("State"), max_length=8, choices=State, default=State.DUE)
    sent_on = models.DateField(_("Sent on"), null=True, blank=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    # who of the unit gave the numbers, where the office above entered them
    on_behalf_of = models.CharField(_("Numbers given by"), max_length=120, blank=True)
    content = models.JSONField(_("Content"), default=dict, blank=True)
    draft = models.JSONField(default=dict, blank=True)
    note = models.CharField(_("Note"), max_length=400, blank=True)  # why it was returned, excused or opened again
    remarks = models.JSONField(default=dict, blank=True)
    times_returned = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("report")
        constraints = [
            models.UniqueConstraint(fields=["unit", "form", "period"], name="one_report_per_unit_form_and_period"),
            models.CheckConstraint(
                condition=Q(state__in=["DUE", "EXCUSED"], sent_on__isnull=True)
                | ~Q(state__in=["DUE", "EXCUSED"]) & Q(sent_on__isnull=False),
                name="a_report_has_a_day_of_sending_once_it_was_sent",
            ),
        ]
        indexes = [models.Index(fields=["unit", "due_on"]), models.Index(fields=["due_on", "state"])]

    def __str__(self) -> str:
        return f"{self.form_id} {self.period}"

    @property
    def the_period(self) -> Period:
        return Period(self.period)

    def is_drafted_by(self, person: Person) -> bool:
        """Whether the last draft is this person's own: nobody else has typed in between."""
        return bool(self.draft) and self.draft.get("by") == str(person.pk)

    @property
    def values(self) -> dict[str, str]:
        """Code of a field → number as text or NOT_APPLICABLE; what is missing is not in it."""
        found: dict[str, str] = self.content.get("figures", {})
        return found

    @property
    def texts(self) -> dict[str, Any]:
        found: dict[str, Any] = self.content.get("texts", {})
        return found

    def get_absolute_url(self) -> str:
        return reverse("reports:record", args=[self.pk])
