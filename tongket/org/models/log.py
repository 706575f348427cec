"""What the log, history, forms taken once and numbers given are kept in, and the mark of a demonstration."""

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.org.models.people import Person
from tongket.org.models.units import Classed, Unit


class AuditHead(Classed):
    """The last link of one chain of the audit log; locked last in the transaction that adds to it (S-32)."""

    data_class = "D1"

    chain = models.CharField(max_length=36, primary_key=True)  # a unit's id, or "system"
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = _("head of an audit chain")

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class AuditRow(Classed):
    """One deed or one read. Append-only: triggers refuse every change (S-32)."""

    data_class = "D1"

    class Result(TextChoices):
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    sequence = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=36)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    on = models.DateField()  # the day of business that the deed was done for
    actor = models.CharField(max_length=36)  # a person's id, or the command that acted
    acting_for = models.CharField(max_length=36, blank=True)
    session = models.CharField(max_length=64, blank=True)  # a hash, never the key
    policy = models.CharField(max_length=60)
    about = models.CharField(max_length=40, blank=True)  # the table
    object_id = models.CharField(max_length=64, blank=True)
    result = models.CharField(max_length=8, choices=Result, default=Result.DONE)
    fields = models.JSONField(default=dict)  # names of changed fields; values of D1 only
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit row")
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="a_link_has_one_place_in_its_chain")]
        indexes = [models.Index(fields=["object_id"]), models.Index(fields=["actor", "at"])]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


LONGEST_REASON = 600  # characters, with the paper and what counted the row


class HistoryRow(Classed):
    """What a row held before it was changed or removed, and why, written by the action that did it.

    record_id: of the row whose page tells it, where the row is a part of another (`part_of`).
    """

    data_class = "D2"

    about = models.CharField(max_length=40)
    object_id = models.CharField(max_length=36)
    version = models.PositiveIntegerField()  # the version that these were the values of
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    old = models.JSONField()
    held_class = models.CharField(max_length=2)
    record_id = models.CharField(max_length=36, blank=True, default="")
    reason = models.CharField(max_length=LONGEST_REASON, blank=True, default="")
    is_removal = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("history row")
        indexes = [
            models.Index(fields=["record_id"], condition=~models.Q(record_id=""), name="history_of_the_parts_of_a_row")
        ]
        constraints = [
            models.UniqueConstraint(fields=["about", "object_id", "version"], name="a_version_is_replaced_once")
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.object_id} v{self.version}"


class Submission(Classed):
    """A form already taken: pressing twice does the thing once (S-24)."""

    data_class = "D1"

    actor = models.CharField(max_length=36)
    operation = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    answer_url = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("form already taken")
        constraints = [
            models.UniqueConstraint(fields=["actor", "operation", "key"], name="a_form_is_taken_once_from_an_actor")
        ]

    def __str__(self) -> str:
        return self.operation


class NumberSeries(Classed):
    """The last number given of one kind of document in one term of one unit (R-DOC-02)."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    term_from_on = models.DateField()
    kind = models.CharField(max_length=12)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number series")
        constraints = [
            models.UniqueConstraint(fields=["unit", "term_from_on", "kind"], name="one_series_per_unit_term_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"


class DemonstrationMark(Classed):
    """This database holds the demonstration and never becomes an office's own: triggers refuse to change the row."""

    data_class = "D1"

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    loaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mark of the demonstration")
        constraints = [models.CheckConstraint(condition=models.Q(only=1), name="a_database_is_marked_once")]

    def __str__(self) -> str:
        return str(self.loaded_at)
