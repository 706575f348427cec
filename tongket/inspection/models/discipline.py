"""Decisions of discipline."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.inspection.models.parties import AboutParty, one_party
from tongket.inspection.rules import DecidedBy, Form, Party
from tongket.org.models import Unit


class DisciplineDecision(AboutParty):
    """A decision of discipline on an organisation or a member; it counts in the year it takes effect (R-DIS-13)."""

    data_class = "D4"
    person_prefix = "party_member__person"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    form = models.CharField(_("Form of discipline"), max_length=20, choices=Form)
    decided_by = models.CharField(_("Decided by"), max_length=10, choices=DecidedBy)
    number = models.CharField(_("Decision"), max_length=40)
    decided_on = models.DateField(_("Decided on"))
    effective_on = models.DateField(_("In force from"))
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
