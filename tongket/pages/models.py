"""What pages keep of their own: forms that somebody has begun, mail to be sent."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from tongket.core import clock
from tongket.org.models import Account, Classed, Domain, Person, Unit, UnitOwned

LONGEST_ADDRESS = 400


class Drafts(models.QuerySet["Draft"]):
    def fresh(self) -> QuerySet["Draft"]:
        """Those that have not expired."""
        return self.filter(saved_at__gt=clock.now() - Draft.KEPT)


class Draft(Classed):
    """What somebody typed into a form and has not sent yet: theirs alone, encrypted, gone after a time.

    Never of a form of class D3 or D4 (drafts.offer).
    """

    data_class = "D2"
    KEPT = timedelta(days=14)

    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    address = models.CharField(max_length=LONGEST_ADDRESS)  # of the form's page
    body = EncryptedTextField()  # as a browser sends a form
    saved_at = models.DateTimeField()

    objects = Drafts.as_manager()

    class Meta:
        verbose_name = _("draft of a form")
        constraints = [
            models.UniqueConstraint(fields=["person", "address"], name="one_draft_of_a_form_for_a_person"),
        ]

    def __str__(self) -> str:
        return self.address


class How(models.TextChoices):
    HOME = "home", _("On the home page only")
    DAILY = "daily", _("By mail too, each morning")
    WEEKLY = "weekly", _("By mail too, once a week")


class ReminderChoice(Classed):
    """How a person wants to be told what is due; without a row on the home page only."""

    data_class = "D2"

    person = models.OneToOneField(Person, models.CASCADE, related_name="reminder_choice")
    how = models.CharField(max_length=6, choices=How, default=How.HOME)
    weekday = models.PositiveSmallIntegerField(default=0)  # 0 Monday … 6 Sunday, of the weekly mail

    class Meta:
        verbose_name = _("choice of reminders")

    def __str__(self) -> str:
        return self.how


class Reminder(UnitOwned):
    """A unit reminded of something late, from above. key: the matter and the row (`reports:<id>`)."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder of a unit")
        constraints = [
            models.UniqueConstraint(fields=["unit", "key", "on"], name="a_unit_is_reminded_once_a_day_of_one")
        ]
        indexes = [models.Index(fields=["key"])]

    def __str__(self) -> str:
        return self.key


class LargeExport(UnitOwned):
    """A list of many persons that somebody took, of which those are told who hold a domain over the unit (S-49)."""

    data_class = "D2"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    domain = models.CharField(max_length=8, choices=Domain)
    title = models.CharField(max_length=200)
    count = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seen_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    seen_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("large list taken")

    def __str__(self) -> str:
        return f"{self.title} {self.count}"

    def get_absolute_url(self) -> str:
        return reverse("units:large_export", args=[self.pk])


class Mail(Classed):
    """A mail to one account; where to is asked of the account when it is sent. Sent, it keeps its subject alone."""

    data_class = "D2"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="mails")
    subject = models.CharField(_("Subject"), max_length=200)
    body = EncryptedTextField(null=True, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("Sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")

    def __str__(self) -> str:
        return self.subject
