"""What is done in the background: jobs, and the processes that do them."""

import uuid

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongket.org.models.people import Person
from tongket.org.models.units import Classed, Unit


class JobState(TextChoices):
    WAITING = "waiting", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    DROPPED = "dropped", _("given up")


class Worker(Classed):
    """A process that does jobs. Without a sign of life for a time, or gone from its machine, it counts as lost."""

    data_class = "D1"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    host = models.CharField(max_length=120)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    is_lost = models.BooleanField(default=False)  # it ended without saying so

    class Meta:
        verbose_name = _("worker")
        indexes = [models.Index(fields=["ended_at", "seen_at"])]

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"


class Job(Classed):
    """One effect outside the act that asked for it. `key` names the effect: it is asked for once (S-26).

    `by` and `verb`: whose right it is, checked again when it runs (S-19). `data` holds ids and settings, no value of a
    record. `history`: what happened to it, a line each: at, event, reason, by.
    """

    data_class = "D1"
    unit_prefix = ""
    person_prefix = ""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(_("Job"), max_length=40)
    subject = models.CharField(max_length=64, blank=True)  # the id of the row that it is about
    data = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("For"))
    verb = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Unit"))
    state = models.CharField(_("State"), max_length=7, choices=JobState, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    progress_percent = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("Asked for at"))
    not_before = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    worker = models.ForeignKey(Worker, models.SET_NULL, null=True, blank=True, related_name="+")
    history = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("job")
        indexes = [models.Index(fields=["state", "made_at"]), models.Index(fields=["subject"])]
        constraints = [
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(reason=""), name="a_failed_job_says_why"),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("units:job", args=[self.pk])
