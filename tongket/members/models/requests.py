"""What a member asks to be corrected in their own record; the comparison of the list with the files."""

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.members.models.core import Member
from tongket.org.models import Person, Unit, UnitOwned


class RequestState(TextChoices):
    OPEN = "OPEN", _("waits for an answer")
    DONE = "DONE", _("corrected")
    REFUSED = "REFUSED", _("not corrected")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


class About(TextChoices):
    """What of a record a request is about."""

    NAME = "full_name", _("Full name")
    BIRTH = "born_on", _("Born on")
    SEX = "sex", _("Sex")
    CARD = "card_number", _("Card number")
    DAYS = "days", _("days of admission or official status")
    EDUCATION = "education", _("Education")
    THEORY = "theory", _("Political theory")
    RESTRICTED = "restricted", _("restricted data")


class CorrectionRequest(UnitOwned):
    """A member's request to correct their own record, with the answer (S-54, R-MEM-20). `unit`: the cell then.

    entered_by: who entered it for a member without a device, from the paper of `asked_on` (S-08).
    """

    data_class = "D2"
    person_prefix = "member__person"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Cell"))
    member = models.ForeignKey(Member, models.CASCADE, related_name="requests", verbose_name=_("Member"))
    about = models.CharField(_("What is wrong"), max_length=12, choices=About)
    wanted = models.CharField(_("What it should say"), max_length=300)
    asked_on = models.DateField(_("Asked on"))
    due_on = models.DateField(_("Answer due on"))
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("State"), max_length=9, choices=RequestState, default=RequestState.OPEN)
    answer = models.CharField(_("Answer"), max_length=300, blank=True)
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("request for a correction")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["OPEN", "WITHDRAWN"]) | Q(answered_on__isnull=False) & ~Q(answer=""),
                name="an_answered_request_has_its_answer",
            )
        ]
        indexes = [models.Index(fields=["unit", "state"])]

    def __str__(self) -> str:
        return f"{self.about} {self.asked_on}"

    def get_absolute_url(self) -> str:
        return reverse("members:request", args=[self.pk])


class FileCheck(UnitOwned):
    """The list of a unit compared with the paper files, every six months (R-MEM-18): numbers only."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    checked_on = models.DateField(_("Compared on"))
    listed = models.PositiveIntegerField(_("Members on the list"))
    files = models.PositiveIntegerField(_("Files found"))
    differing = models.PositiveIntegerField(_("Files that differ from the list"))

    class Meta:
        verbose_name = _("comparison of list and files")
        constraints = [models.UniqueConstraint(fields=["unit", "checked_on"], name="one_comparison_of_a_unit_on_a_day")]

    def __str__(self) -> str:
        return f"{self.checked_on}"
