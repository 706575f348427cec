"""Periodic reports that units owe the organisation above: due, sent, returned, accepted, excused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tongket.core.periods import Period, PeriodKind
from tongket.figures.declare import REGISTRY, Kind
from tongket.org.models import Person, Unit, UnitOwned
from tongket.reports.rules import BatchVerb, Span, State

SINCE_JANUARY, AT_START = "__ytd", "__open"  # after the code of a line, for its second column


class FieldKind(TextChoices):
    NUMBER = "number", _("number")
    TEXT = "text", _("text")


@dataclass(frozen=True)
class FormField:
    """One thing that a form asks for. code: the key of a figure, or the form's own; section: the heading it stands
    under; span: which days a number counts; empty: as its name says.

    A line with two columns is two of these: `of_columns` makes them, the second with a code of its own.
    """

    code: str
    label: str
    kind: str = FieldKind.NUMBER
    section: str = ""
    is_figure: bool = False
    span: str = ""
    column: str = ""  # what its column is called, where the days are told

    @classmethod
    def read(cls, held: Mapping[str, Any]) -> "FormField | None":
        """A field as a form holds it; None for a figure that is counted no more."""
        code, section, span = held["code"], held.get("section", ""), held.get("span", "")
        if not held.get("is_figure"):
            return cls(code, held["label"], held.get("kind", FieldKind.NUMBER), section, span=span)
        figure = REGISTRY.get(code)
        if figure is None:
            return None
        return cls(code, str(figure.label), section=section, is_figure=True, span=span or Span.PERIOD)

    @property
    def held(self) -> dict[str, Any]:
        """The field as a form holds it: a figure without a name, since that depends on the language of the reader."""
        if self.is_figure:
            return {"code": self.code, "is_figure": True, "section": self.section, "span": str(self.span)}
        held = {"code": self.code, "label": self.label, "kind": str(self.kind), "section": self.section}
        return {**held, "span": str(self.span)} if self.span else held

    @property
    def line(self) -> str:
        """The code of the line that it is a column of; of a figure, its key."""
        return self.code.removesuffix(SINCE_JANUARY).removesuffix(AT_START)

    @property
    def name(self) -> str:
        """The label with its column: what it is called where it stands alone."""
        return f"{self.label} ({self.column})" if self.column else self.label

    @property
    def is_stock(self) -> bool:
        return self.is_figure and REGISTRY[self.line].kind is Kind.STOCK

    def of_columns(self, cadence: str) -> Iterator["FormField"]:
        """The fields that the line is filled in with; in a report on a whole year both columns would be one."""
        if self.kind != FieldKind.NUMBER or not self.span:
            yield self
        elif self.is_stock:
            if self.span == Span.BOTH:
                yield replace(self, code=self.code + AT_START, column=str(_("at the start of the period")))
            yield replace(self, column=str(_("at the end of the period")) if self.span == Span.BOTH else "")
        elif cadence == PeriodKind.YEAR:
            yield self
        else:
            if self.span != Span.YEAR:
                yield replace(self, column=str(_("in the period")))
            if self.span != Span.PERIOD:
                yield replace(self, code=self.code + SINCE_JANUARY, column=str(_("since 1 January")))


def is_reportable(key: str) -> bool:
    """Whether a unit may report a figure as a number: counts only, and none that is restricted (S-20)."""
    figure = REGISTRY.get(key)
    return figure is not None and figure.kind in {Kind.FLOW, Kind.STOCK} and not figure.is_restricted


def is_counted_within_a_year(key: str) -> bool:
    """Whether months and quarters of a figure can be told: not of rows that are for a year and have no day."""
    figure = REGISTRY[key]
    return figure.year is None or figure.falls_on is not None


class Form(UnitOwned):
    """One version of a form of report: how often it comes, who owes it, what it asks for, what must agree in it.

    unit: the organisation whose office keeps it; none: it came with the system, and offices make their own after it.
    fields: in their order, as FormField holds them. checks: rules of consistency, as tongket.reports.consistency reads
    them. kinds: of the units that owe it; none: all.
    """

    data_class = "D1"

    unit = models.ForeignKey(  # type: ignore[assignment]  # the two common ones belong to nobody
        Unit, models.PROTECT, null=True, blank=True, related_name="report_forms", verbose_name=_("Kept by")
    )
    code = models.SlugField(_("Code"), max_length=24)
    name = models.CharField(_("Name"), max_length=120)
    cadence = models.CharField(_("How often"), max_length=11, choices=PeriodKind)
    fields = models.JSONField(_("Fields"), default=list)
    checks = models.JSONField(_("What must agree"), default=list, blank=True)
    kinds = models.JSONField(_("Kinds of unit"), default=list, blank=True)
    due_days = models.PositiveSmallIntegerField(_("Days after the period until it is due"), default=5)
    from_on = models.DateField(_("From"), default=date(2000, 1, 1))
    until_on = models.DateField(_("Until"), null=True, blank=True)  # the first day without it
    # for periods that end on this day or later, units owe it without being asked; none: nobody owes it by itself
    owed_from_on = models.DateField(_("Owed by itself from"), null=True, blank=True)

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

    def get_absolute_url(self) -> str:
        return reverse("reports:form", args=[self.pk])

    def holds_on(self, day: date) -> bool:
        """Whether this is the version of that day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def lines(self) -> Iterator[FormField]:
        """What the form asks for, line by line."""
        for held in self.fields:
            line = FormField.read(held)
            if line is not None:
                yield line

    def fields_asked(self) -> Iterator[FormField]:
        """What is filled in, in its order: of a line with two columns, both."""
        for line in self.lines():
            yield from line.of_columns(self.cadence)

    @cached_property
    def asked(self) -> dict[str, FormField]:
        """The same by code, of a form as it was read."""
        return {field.code: field for field in self.fields_asked()}

    @property
    def keys(self) -> list[str]:
        """The figures that it asks for, by their keys."""
        return [line.code for line in self.lines() if line.is_figure]


class Report(UnitOwned):
    """What one unit reports for one period.

    sent_on: the day of the first sending; a report that was returned and sent again is not late for that.
    content: what was sent: figures (code → number as text, or NOT_APPLICABLE), texts (code → text), text, explanations
    (code → why the number is right, though the records or the last period say something else).
    draft: what was typed since, for the unit's own eyes, with the id of who typed it (`by`).
    remarks: code of a field → what is to be corrected in it. is_owed: it follows from the calendar of the year, or was
    asked for from above; what a unit asks of itself says nothing about its discipline (R-REP-07).
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
    is_owed = models.BooleanField(default=True)
    corrected = models.JSONField(default=dict, blank=True)

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
        """Code of a field → number as text or NOT_APPLICABLE, as it holds now; what is missing is not in it."""
        return {**self.values_sent, **self.corrected}

    @property
    def values_sent(self) -> dict[str, str]:
        """The same as it was sent."""
        sent: dict[str, str] = self.content.get("figures", {})
        return sent

    @property
    def estimates(self) -> list[str]:
        """The codes of the numbers that were sent as estimates and have no final one yet."""
        return [code for code in self.content.get("estimates", []) if code not in self.corrected]

    @property
    def explanations(self) -> dict[str, str]:
        """Code of a field → why its number is right though it stands out."""
        found: dict[str, str] = self.content.get("explanations", {})
        return found

    @property
    def texts(self) -> dict[str, Any]:
        found: dict[str, Any] = self.content.get("texts", {})
        return found

    def get_absolute_url(self) -> str:
        return reverse("reports:record", args=[self.pk])


class ReportBatch(UnitOwned):
    """One act on many reports: what became of each, and whether it was undone.

    unit: whose page it was done on. outcomes: of each report, in the order of the tree: report, unit (its short name),
    form, period, outcome (a code of rules.Outcome), about (what it is about, in the words of that day), version (that
    the act left), before (what the unit's figures held, where accepting changed them).
    """

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="report_batches", verbose_name=_("Unit"))
    verb = models.CharField(_("Act"), max_length=6, choices=BatchVerb)
    reason = models.CharField(_("Reason"), max_length=400, blank=True)
    at = models.DateTimeField(_("At"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("By"))
    outcomes = models.JSONField(_("Outcomes"), default=list)
    undone_on = models.DateField(_("Undone on"), null=True, blank=True)

    class Meta:
        verbose_name = _("act on many reports")
        indexes = [models.Index(fields=["unit", "at"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("reports:batch", args=[self.pk])


class Correction(UnitOwned):
    """A number of a sent report put right on a day: another one than was sent, or the final one in the place of an
    estimate. The report keeps what it said; this refers to it.

    code: of the field. before: what held until then.
    """

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    report = models.ForeignKey(Report, models.PROTECT, related_name="corrections", verbose_name=_("Report"))
    on = models.DateField(_("Corrected on"))
    code = models.CharField(_("Field"), max_length=80)
    before = models.CharField(_("Before"), max_length=20)
    after = models.CharField(_("After"), max_length=20)
    is_final = models.BooleanField(_("In the place of an estimate"), default=False)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("By"))

    class Meta:
        verbose_name = _("correction of a report")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.before} → {self.after}"
