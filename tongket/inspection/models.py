"""The inspection programme, who was inspected, discipline decisions. Restricted but for the approved programme."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.inspection.rules import Act, DecidedBy, Form, Manner, Owner, Party, State
from tongket.org.models import Unit, UnitOwned


def _one_party(name: str) -> Any:
    return models.CheckConstraint(
        condition=Q(party=Party.ORGANISATION, party_unit__isnull=False, party_member__isnull=True)
        | Q(party=Party.MEMBER, party_unit__isnull=True, party_member__isnull=False),
        name=name,
    )


class ProgrammeItem(UnitOwned):
    """One inspection or supervision of a year. What is planned is on the approved list (D1); the rest of it is D4."""

    data_class = "D4"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="programme_items", verbose_name=_("Unit"))
    owner = models.CharField(_("Whose programme"), max_length=10, choices=Owner)
    act = models.CharField(_("Act"), max_length=11, choices=Act)
    manner = models.CharField(_("Manner"), max_length=8, choices=Manner)
    subject = models.CharField(_("Theme"), max_length=200)
    year = models.PositiveSmallIntegerField(_("Year"))
    is_planned = models.BooleanField(_("In the programme"))
    due_on = models.DateField(_("Due on"))
    state = models.CharField(_("State"), max_length=7, choices=State, default=State.PLANNED)
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    programme_number = models.CharField(_("Programme"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("programme item")
        constraints = [
            models.CheckConstraint(
                condition=~Q(manner=Manner.SIGNS) | Q(is_planned=False, act=Act.INSPECTION),
                name="signs_of_violation_are_inspected_outside_the_programme",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DONE, done_on__isnull=False) | (~Q(state=State.DONE) & Q(done_on__isnull=True)),
                name="an_item_that_is_done_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["year", "unit"])]

    def __str__(self) -> str:
        return f"{self.act} {self.year}"

    @property
    def is_late(self) -> bool:
        return self.done_on is not None and self.done_on > self.due_on


class InspectedParty(UnitOwned):
    """An organisation or a member that one item inspected; it counts for the unit whose item it is."""

    data_class = "D4"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    item = models.ForeignKey(ProgrammeItem, models.PROTECT, related_name="parties")
    party = models.CharField(_("Party"), max_length=12, choices=Party)
    party_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    party_member = models.ForeignKey("members.Member", models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField(_("Done on"))

    class Meta:
        verbose_name = _("inspected party")
        constraints = [
            _one_party("one_inspected_party_is_a_unit_or_a_member"),
            models.UniqueConstraint(
                fields=["item", "party_unit"], condition=Q(party_unit__isnull=False), name="a_unit_is_in_an_item_once"
            ),
            models.UniqueConstraint(
                fields=["item", "party_member"],
                condition=Q(party_member__isnull=False),
                name="a_member_is_in_an_item_once",
            ),
        ]

    def __str__(self) -> str:
        return self.party

    @property
    def party_name(self) -> str:
        """Whom it is about. Needs party_unit__place and party_member__person fetched."""
        return _name_of(self)

    def get_absolute_url(self) -> str:
        return reverse("inspection:item", args=[self.item_id])


class DisciplineDecision(UnitOwned):
    """A decision of discipline on an organisation or a member; it counts in the year it takes effect (R-DIS-13)."""

    data_class = "D4"
    person_prefix = "party_member__person"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    party = models.CharField(_("Party"), max_length=12, choices=Party)
    party_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    party_member = models.ForeignKey("members.Member", models.PROTECT, null=True, blank=True, related_name="+")
    form = models.CharField(_("Form of discipline"), max_length=20, choices=Form)
    decided_by = models.CharField(_("Decided by"), max_length=10, choices=DecidedBy)
    number = models.CharField(_("Decision"), max_length=40)
    decided_on = models.DateField(_("Decided on"))
    effective_on = models.DateField(_("In force from"))
    is_first_of_year = models.BooleanField(editable=False)  # the party is counted once a year, by this row

    class Meta:
        verbose_name = _("discipline decision")
        constraints = [
            _one_party("one_disciplined_party_is_a_unit_or_a_member"),
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

    @property
    def party_name(self) -> str:
        """Whom it is about. Needs party_unit__place and party_member__person fetched."""
        return _name_of(self)

    def get_absolute_url(self) -> str:
        return reverse("inspection:decision", args=[self.pk])


def _name_of(row: InspectedParty | DisciplineDecision) -> str:
    if row.party_unit is not None:
        return row.party_unit.place.name
    assert row.party_member is not None
    return row.party_member.person.full_name
