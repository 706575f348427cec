"""What is kept of a member behind a narrower door: identity number, phone, flags for statistics (R-MEM-21, D3)."""

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from tongket.members.models.core import Member
from tongket.org.models import Unit, UnitOwned


class Occupation(TextChoices):
    """The groups by which members are counted; one person stands in one of them here (R-STA-02)."""

    UNKNOWN = "", _("not recorded")
    STUDENT = "student", _("student")
    CIVIL_SERVANT = "civil_servant", _("civil servant")
    PUBLIC_EMPLOYEE = "public_employee", _("public employee")
    WORKER = "worker", _("worker")
    FARMER = "farmer", _("farmer")
    ENTERPRISE = "enterprise", _("enterprise staff")
    PRIVATE_OWNER = "private_owner", _("private business owner")
    ARMED_FORCES = "armed_forces", _("armed forces")
    VILLAGE_OFFICER = "village_officer", _("village or hamlet officer")
    RETIRED = "retired", _("retired")


class Private(UnitOwned):
    """One row per member who has any of these; a member without a row has none of them. `unit`: the member's cell."""

    data_class = "D3"
    person_prefix = "member__person"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Cell"))
    member = models.OneToOneField(Member, models.CASCADE, related_name="private", verbose_name=_("Member"))
    identity_number = EncryptedCharField(_("Identity number"), max_length=20, null=True, blank=True)
    identity_key = models.CharField(max_length=64, blank=True, editable=False)  # a keyed hash, to find the number again
    phone = EncryptedCharField(_("Phone"), max_length=20, null=True, blank=True)
    is_minority = models.BooleanField(_("Of an ethnic minority"), default=False)
    is_religious = models.BooleanField(_("Has a religion"), default=False)  # a flag for statistics, never which
    is_youth_union = models.BooleanField(_("In the Youth Union"), default=False)
    occupation = models.CharField(_("Occupation"), max_length=15, choices=Occupation, blank=True)

    class Meta:
        verbose_name = _("restricted part of a member's record")
        constraints = [
            models.UniqueConstraint(
                fields=["identity_key"], condition=~Q(identity_key=""), name="one_member_of_an_identity_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id}"

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.member_id])
