"""Cards issued to a member, and the papers that come into the file every year: their days, never what they say."""

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.members.models.core import Member
from tongket.org.models import Unit, UnitOwned


class Card(UnitOwned):
    """A Party card issued to a member. number_before: what stood on the record before any was noted,
    for a withdrawal.
    """

    class Reason(TextChoices):
        FIRST = "first", _("issued for the first time")
        EXCHANGED = "exchanged", _("exchanged")
        LOST = "lost", _("issued again after a loss")
        DAMAGED = "damaged", _("issued again, the old one was damaged")

    data_class = "D2"
    part_of = "member"
    person_prefix = "member__person"

    member = models.ForeignKey(Member, models.PROTECT, related_name="cards", verbose_name=_("Member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Cell"))
    number = models.CharField(_("Card number"), max_length=20)
    issued_on = models.DateField(_("Card given on"))
    reason = models.CharField(_("Why it was issued"), max_length=9, choices=Reason)
    document = models.CharField(_("Decision or list"), max_length=120, blank=True)
    number_before = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("Party card")
        constraints = [models.UniqueConstraint(fields=["member", "issued_on"], name="one_card_of_a_member_on_a_day")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.member_id])


class YearlyPaper(UnitOwned):
    """The supplement form of a member (R-MEM-18), or the comment from the place of residence (R-MEM-19): when it came
    and from which body, never what it says.
    """

    class Kind(TextChoices):
        SUPPLEMENT = "supplement", _("yearly supplement form")
        RESIDENCE = "residence", _("comment from the place of residence")

    data_class = "D2"
    part_of = "member"
    person_prefix = "member__person"

    member = models.ForeignKey(Member, models.PROTECT, related_name="yearly_papers", verbose_name=_("Member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Cell"))
    kind = models.CharField(_("Paper"), max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField(_("For the year"))
    received_on = models.DateField(_("Received on"))
    from_body = models.CharField(_("From which body"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("yearly paper of a member")
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "year"], name="one_yearly_paper_of_a_kind"),
            models.CheckConstraint(
                condition=~Q(kind="residence") | ~Q(from_body=""), name="a_comment_says_from_which_body"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.member_id])
