"""Who stands on the list of a class, and what came of it."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.members.models import Candidacy, Member
from tongket.org.models import LONGEST_ORDER, Unit, UnitOwned
from tongket.training.models.classes import TrainingClass
from tongket.training.rules import Grade, Result


class Learner(UnitOwned):
    """One member or candidate on the list of a class. unit: the cell they stood in when they were put on it.

    valid_until_on: the last day on which the certificate holds; None: it does not end (R-TRN-03).
    """

    data_class = "D2"
    person_prefix = "member__person"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Cell"))
    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="roster", verbose_name=_("Class"))
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="learned", verbose_name=_("Member")
    )
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, null=True, blank=True, related_name="learned", verbose_name=_("Candidate")
    )
    name_order = models.CharField(max_length=LONGEST_ORDER)
    result = models.CharField(_("Result"), max_length=10, choices=Result, default=Result.LISTED)
    grade = models.CharField(_("Grade"), max_length=9, choices=Grade, blank=True)
    certificate_number = models.CharField(_("Number of the certificate"), max_length=40, blank=True)
    certified_on = models.DateField(_("Certificate issued on"), null=True, blank=True)
    valid_until_on = models.DateField(_("Valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("learner")
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, candidacy__isnull=True)
                | Q(member__isnull=True, candidacy__isnull=False),
                name="a_learner_is_a_member_or_a_candidate",
            ),
            models.UniqueConstraint(fields=["training_class", "member"], name="a_member_is_listed_once_in_a_class"),
            models.UniqueConstraint(
                fields=["training_class", "candidacy"], name="a_candidate_is_listed_once_in_a_class"
            ),
            models.CheckConstraint(
                condition=Q(result=Result.PASSED) | Q(grade="", certificate_number="", certified_on__isnull=True),
                name="only_who_passed_has_a_grade_and_a_certificate",
            ),
            models.CheckConstraint(
                condition=Q(certificate_number="", certified_on__isnull=True)
                | (~Q(certificate_number="") & Q(certified_on__isnull=False)),
                name="a_certificate_has_number_and_day",
            ),
        ]
        indexes = [models.Index(fields=["unit", "result"])]

    def __str__(self) -> str:
        return f"{self.member_id or self.candidacy_id}"

    def get_absolute_url(self) -> str:
        return reverse("training:learner", args=[self.pk])

    @property
    def name(self) -> str:
        """Needs member__person and candidacy fetched, as the next two."""
        return (self.member or self._candidate).full_name

    @property
    def sex(self) -> str:
        return (self.member or self._candidate).sex

    @property
    def born_on(self) -> date:
        return (self.member or self._candidate).born_on

    @property
    def born(self) -> str:
        """The birth as far as it is known."""
        from_file = self.member.born if self.member is not None else ""
        return from_file or f"{self.born_on:%d/%m/%Y}"

    @property
    def _candidate(self) -> Candidacy:
        assert self.candidacy is not None  # by constraint
        return self.candidacy
