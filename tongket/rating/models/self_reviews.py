"""How somebody reviewed themself."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from tongket.org.models import Person, Unit, UnitOwned
from tongket.rating.models.rounds import Candidate
from tongket.rating.rules import Level
from tongket.rating.self_review_rules import Group, SelfReviewState


class SelfReview(UnitOwned):
    """The self-review of one in a round: what was written, and the level somebody gives themself.

    unit: that of the candidate. is_on_paper: it was handed in on paper, and the level alone is recorded here, by
    entered_by. What is written is sealed, so that no history and no copy of the table holds it.
    """

    data_class = "D3"
    person_prefix = "candidate__member__person"

    candidate = models.OneToOneField(
        Candidate, models.PROTECT, related_name="self_review", verbose_name=_("Whose self-review")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    group = models.CharField(_("Who writes"), max_length=7, choices=Group)
    state = models.CharField(_("State"), max_length=5, choices=SelfReviewState, default=SelfReviewState.DRAFT)
    duties = EncryptedTextField(_("Duties and their results"), null=True, blank=True)
    leading = EncryptedTextField(_("Results in leading"), null=True, blank=True)
    commitment = EncryptedTextField(_("What was promised for the year, and what came of it"), null=True, blank=True)
    faults = EncryptedTextField(_("Shortcomings and their causes"), null=True, blank=True)
    corrected = EncryptedTextField(_("Earlier shortcomings that were put right"), null=True, blank=True)
    answers = EncryptedTextField(_("Answers to points that were raised"), null=True, blank=True)
    own_share = EncryptedTextField(_("Own part in shortcomings of the collective"), null=True, blank=True)
    measures = EncryptedTextField(_("How shortcomings will be put right"), null=True, blank=True)
    level = models.CharField(_("Level somebody gives themself"), max_length=13, choices=Level, blank=True)
    is_on_paper = models.BooleanField(_("Received on paper"), default=False)
    sent_on = models.DateField(_("Handed in on"), null=True, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("Entered by"))

    class Meta:
        verbose_name = _("self-review")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="DRAFT", sent_on__isnull=True)
                | Q(state="SENT", sent_on__isnull=False) & ~Q(level=""),
                name="a_self_review_handed_in_has_its_day_and_level",
            ),
            models.CheckConstraint(
                condition=Q(is_on_paper=False) | Q(state="SENT"), name="a_self_review_on_paper_was_handed_in"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}"

    def get_absolute_url(self) -> str:
        return reverse("rating:self_review", args=[self.candidate_id])
