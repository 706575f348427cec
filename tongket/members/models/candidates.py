"""People on the way to admission, before they are members."""

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.members.models.core import Admission, Education, Member, Sex
from tongket.org.models import LONGEST_ORDER, Unit, UnitOwned
from tongket.votes.models import Vote


class Candidacy(UnitOwned):
    """Somebody introduced for admission to a cell, from the introduction to the decision (R-MEM-01 … R-MEM-06).

    Of the verification it holds that it is complete, its day and the number of the document: never its content.
    """

    class State(TextChoices):
        CANDIDATE = "CANDIDATE", _("introduced")
        APPLIED = "APPLIED", _("has applied")
        CELL_VOTED = "CELL_VOTED", _("the cell has agreed")
        DECIDED = "DECIDED", _("decided")
        DROPPED = "DROPPED", _("dropped")

    class Organisation(TextChoices):
        NONE = "", _("none")
        YOUTH_UNION = "youth_union", _("the grassroots Youth Union")
        TRADE_UNION = "trade_union", _("the grassroots trade union")

    data_class = "D2"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="candidacies", verbose_name=_("Cell"))
    full_name = models.CharField(_("Full name"), max_length=120)
    name_fold = models.CharField(max_length=120)
    name_order = models.CharField(max_length=LONGEST_ORDER)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex)
    born_on = models.DateField(_("Born on"))
    education = models.CharField(_("Education"), max_length=5, choices=Education, blank=True)
    introduced_on = models.DateField(_("Introduced on"))
    certificate_on = models.DateField(_("Certificate issued on"), null=True, blank=True)
    certificate_number = models.CharField(_("Number of the certificate"), max_length=40, blank=True)
    first_introducer = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("First introducer")
    )
    first_since_on = models.DateField(_("Works with the first introducer since"), null=True, blank=True)
    second_introducer = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Second introducer")
    )
    second_since_on = models.DateField(_("Works with the second introducer since"), null=True, blank=True)
    organisation = models.CharField(_("Introducing organisation"), max_length=11, choices=Organisation, blank=True)
    application_on = models.DateField(_("Application of"), null=True, blank=True)
    verified_on = models.DateField(_("Verification complete on"), null=True, blank=True)
    verification_number = models.CharField(_("Number of the verification"), max_length=40, blank=True)
    age_reason = models.CharField(_("Consent to the age"), max_length=300, blank=True)
    override_reason = models.CharField(_("Why a condition was waived"), max_length=300, blank=True)
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.CANDIDATE)
    vote = models.OneToOneField(
        Vote, models.PROTECT, null=True, blank=True, related_name="candidacy", verbose_name=_("Vote of the cell")
    )
    admission = models.OneToOneField(
        Admission, models.PROTECT, null=True, blank=True, related_name="candidacy", verbose_name=_("Admission")
    )
    dropped_on = models.DateField(_("Dropped on"), null=True, blank=True)
    drop_reason = models.CharField(_("Why it was dropped"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("candidacy")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_introducer__isnull=True) | ~Q(first_introducer=F("second_introducer")),
                name="the_introducers_are_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="DECIDED") | Q(admission__isnull=False), name="a_decided_candidacy_has_its_admission"
            ),
            models.CheckConstraint(
                condition=~Q(state="CELL_VOTED") | Q(vote__isnull=False), name="an_agreed_candidacy_has_its_vote"
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"])]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("members:candidate", args=[self.pk])
