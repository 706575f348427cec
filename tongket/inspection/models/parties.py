"""An organisation or a member that something is about: exactly one of the two."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongket.inspection.rules import Party
from tongket.org.models import Unit, UnitOwned


class AboutParty(UnitOwned):
    """A row about an organisation or a member."""

    party = models.CharField(_("Party"), max_length=12, choices=Party)
    party_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Party organisation")
    )
    party_member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Party member")
    )

    class Meta:
        abstract = True

    @property
    def party_name(self) -> str:
        """Whom it is about. Needs party_unit__place and party_member__person fetched."""
        if self.party_unit is not None:
            return self.party_unit.place.name
        assert self.party_member is not None
        return self.party_member.person.full_name


def one_party(name: str) -> Any:
    """The constraint that the row is about one of the two."""
    return models.CheckConstraint(
        condition=Q(party=Party.ORGANISATION, party_unit__isnull=False, party_member__isnull=True)
        | Q(party=Party.MEMBER, party_unit__isnull=True, party_member__isnull=False),
        name=name,
    )
