"""Documents from above that bind units: what was received, when it was studied, what programme came of it."""

import uuid

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.org.models import Classed, Unit, UnitOwned


class Kind(TextChoices):
    """Kinds of document, by the letters in their symbol."""

    NQ = "NQ", _("resolution")
    CT = "CT", _("instruction")
    KL = "KL", _("conclusion")
    QD = "QĐ", _("decision")
    QDI = "QĐi", _("regulation")
    HD = "HD", _("guidance")
    KH = "KH", _("plan")
    CTR = "CTr", _("action programme")
    TB = "TB", _("notice")
    CV = "CV", _("official letter")
    OTHER = "OTHER", _("other document")


class Directive(Classed):
    """One document that binds units. Its day and issuer belong to its name: symbols come again (R-DOC-06)."""

    data_class = "D1"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("Document kind"), max_length=5, choices=Kind)
    number = models.CharField(_("Number"), max_length=10)
    symbol = models.CharField(_("Symbol"), max_length=24)  # "NQ/TU"
    issued_on = models.DateField(_("Issued on"), null=True, blank=True)
    issuer = models.CharField(_("Issuer"), max_length=160)
    subject = models.CharField(_("Subject"), max_length=400)
    subject_fold = models.CharField(max_length=600, db_index=True)  # symbol, subject and issuer, for the search

    class Meta:
        verbose_name = _("directive")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "symbol", "number", "issued_on"], name="a_directive_is_registered_once"
            ),
            models.UniqueConstraint(
                fields=["issuer", "symbol", "number"],
                condition=Q(issued_on__isnull=True),
                name="a_directive_without_a_day_is_registered_once",
            ),
        ]
        indexes = [models.Index(fields=["issued_on"])]

    def __str__(self) -> str:
        return self.printed

    @property
    def printed(self) -> str:
        """ "08-NQ/TU" """
        return f"{self.number}-{self.symbol}"

    def get_absolute_url(self) -> str:
        return reverse("directives:record", args=[self.pk])


class Receipt(UnitOwned):
    """A directive as one unit received it. first_studied_on and programme_on are kept by the actions, for the lags."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="receipts", verbose_name=_("Unit"))
    directive = models.ForeignKey(Directive, models.PROTECT, related_name="receipts", verbose_name=_("Directive"))
    received_on = models.DateField(_("Received on"))
    study_due_on = models.DateField(_("To be studied by"), null=True, blank=True)
    needs_programme = models.BooleanField(_("An action programme is asked for"), default=False)
    first_studied_on = models.DateField(_("First studied on"), null=True, blank=True, editable=False)
    programme_on = models.DateField(_("Action programme issued on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("receipt of a directive")
        constraints = [
            models.UniqueConstraint(fields=["directive", "unit"], name="a_unit_receives_a_directive_once"),
            models.CheckConstraint(
                condition=Q(first_studied_on__isnull=True) | Q(first_studied_on__gte=F("received_on")),
                name="a_directive_is_studied_after_its_receipt",
            ),
            models.CheckConstraint(
                condition=Q(study_due_on__isnull=True) | Q(study_due_on__gte=F("received_on")),
                name="a_directive_is_due_after_its_receipt",
            ),
        ]
        indexes = [models.Index(fields=["unit", "received_on"]), models.Index(fields=["received_on"])]

    def __str__(self) -> str:
        return f"{self.directive_id} {self.unit_id}"

    def get_absolute_url(self) -> str:
        return reverse("directives:receipt", args=[self.pk])


class StudySession(UnitOwned):
    """One session in which a unit studied a directive; attendance is a number, never a list of opinions (R-DIR-06)."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("Held on"))
    form = models.CharField(_("Form of study"), max_length=80)
    invited = models.PositiveIntegerField(_("Invited"))
    present = models.PositiveIntegerField(_("Present"))
    speaker = models.CharField(_("Speaker"), max_length=120, blank=True)  # the office, not the person

    class Meta:
        verbose_name = _("study session")
        ordering = ["held_on"]
        constraints = [
            models.CheckConstraint(condition=Q(present__lte=F("invited")), name="only_who_was_invited_came_to_study")
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.held_on}"


class ActionProgramme(UnitOwned):
    """The programme or plan of its own by which a unit carries a directive out."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="programmes")
    number = models.CharField(_("Number"), max_length=10)
    symbol = models.CharField(_("Symbol"), max_length=24)
    issued_on = models.DateField(_("Issued on"))

    class Meta:
        verbose_name = _("action programme")
        ordering = ["issued_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt", "number", "symbol", "issued_on"], name="a_programme_is_entered_once"
            )
        ]

    def __str__(self) -> str:
        return self.printed

    @property
    def printed(self) -> str:
        """ "03-CTr/ĐU" """
        return f"{self.number}-{self.symbol}"
