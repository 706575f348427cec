"""Decisions of discipline."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.inspection.models.parties import AboutParty, one_party
from tongket.inspection.rules import Answer, DecidedBy, Form, Matter, Party
from tongket.org.models import Unit


class DisciplineDecision(AboutParty):
    """A decision of discipline on an organisation or a member; it counts in the year it takes effect (R-DIS-13).

    effective_on: of a cell the day on which the vote was announced; documented_on: that of the document (R-DIS-04).
    acted_from_on, acted_to_on, act_unit: when and in which unit the act was done (R-RATE-17). votes: by form, with
    votes_base those who might vote. corrects: the decision that this one changes; ended_on: when a decision was
    changed or repealed. A decision that ended in the year in which it took effect counts no more.
    """

    data_class = "D4"
    person_prefix = "party_member__person"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    form = models.CharField(_("Form of discipline"), max_length=20, choices=Form)
    decided_by = models.CharField(_("Decided by"), max_length=10, choices=DecidedBy)
    number = models.CharField(_("Decision"), max_length=40)
    decided_on = models.DateField(_("Decided on"))
    effective_on = models.DateField(_("In force from"))
    ground = models.CharField(_("Ground"), max_length=10, choices=Matter)
    documented_on = models.DateField(_("Document dated"), null=True, blank=True)
    acted_from_on = models.DateField(_("Act from"), null=True, blank=True)
    acted_to_on = models.DateField(_("Act to"), null=True, blank=True)
    act_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Unit of the act")
    )
    votes_base = models.PositiveSmallIntegerField(_("Those who may vote"), null=True, blank=True)
    votes = models.JSONField(_("Votes"), default=dict, blank=True)
    complained_on = models.DateField(_("Complaint received on"), null=True, blank=True)
    answered_on = models.DateField(_("Complaint answered on"), null=True, blank=True)
    answer = models.CharField(_("Outcome of the complaint"), max_length=8, choices=Answer, blank=True)
    answer_number = models.CharField(_("Answer"), max_length=40, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("Changes")
    )
    ended_on = models.DateField(_("Changed or repealed on"), null=True, blank=True)
    is_counted = models.BooleanField(editable=False, default=True)
    is_first_of_year = models.BooleanField(editable=False)  # the party is counted once a year, by this row

    class Meta:
        verbose_name = _("discipline decision")
        constraints = [
            one_party("one_disciplined_party_is_a_unit_or_a_member"),
            models.CheckConstraint(
                condition=Q(party=Party.ORGANISATION, form__in=[Form.REPRIMAND, Form.WARNING, Form.DISSOLUTION])
                | Q(
                    party=Party.MEMBER,
                    form__in=[Form.REPRIMAND, Form.WARNING, Form.REMOVAL_FROM_OFFICE, Form.EXPULSION],
                ),
                name="a_form_of_discipline_fits_its_party",
            ),
        ]
        indexes = [models.Index(fields=["effective_on", "unit"])]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("inspection:decision", args=[self.pk])
