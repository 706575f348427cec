"""Members, where they stand from day to day, and the decisions that made them members."""

from django.db import models
from django.db.models import F, Q, TextChoices
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core import dates, text
from tongket.core.dated import DatedRows
from tongket.members.rules import ON_ROLL, Closed, MemberState, Opened
from tongket.org.models import LONGEST_ORDER, Person, Unit, UnitOwned
from tongket.votes.models import Vote


class Sex(TextChoices):
    MALE = "M", _("male")
    FEMALE = "F", _("female")


class Education(TextChoices):
    """The highest education completed, by the codes of the office."""

    UNKNOWN = "", _("not recorded")
    LOWER_SECONDARY = "THCS", _("lower secondary")
    UPPER_SECONDARY = "12/12", _("upper secondary")
    VOCATIONAL = "TC", _("vocational")
    COLLEGE = "CĐ", _("college")
    UNIVERSITY = "ĐH", _("university")
    MASTER = "ThS", _("master")
    DOCTOR = "TS", _("doctor")


class Theory(TextChoices):
    """The level of political theory."""

    NONE = "", _("no level yet")
    ELEMENTARY = "SC", _("elementary")
    INTERMEDIATE = "TC", _("intermediate")
    ADVANCED = "CC", _("advanced")


class Precision(TextChoices):
    """How much of a day of birth is known; what is not known stands as the first."""

    DAY = "day", _("day, month and year")
    MONTH = "month", _("month and year")
    YEAR = "year", _("the year alone")


class Member(UnitOwned):
    """A member of the Party; only the fields that R-MEM-21 allows. `unit`: the cell now, or the last one.

    What search and order by name read of the person's name stands here again, as `name_keys` makes it: a list of some
    units would otherwise look up each of their persons.
    """

    data_class = "D2"
    person_prefix = "person"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="members", verbose_name=_("Cell"))
    person = models.OneToOneField(Person, models.PROTECT, related_name="membership", verbose_name=_("Person"))
    state = models.CharField(_("State"), max_length=15, choices=MemberState)
    card_number = models.CharField(_("Card number"), max_length=20, blank=True)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex)
    born_on = models.DateField(_("Born on"))
    born_precision = models.CharField(_("Known of the birth"), max_length=5, choices=Precision, default=Precision.DAY)
    party_age_from_on = models.DateField(_("Party age counts from"))  # the day of the admission decision (R-MEM-08)
    ceremony_on = models.DateField(_("Admission ceremony on"), null=True, blank=True)
    official_on = models.DateField(_("Official member from"), null=True, blank=True)
    education = models.CharField(_("Education"), max_length=5, choices=Education, blank=True)
    theory = models.CharField(_("Political theory"), max_length=2, choices=Theory, blank=True)
    name_fold = models.CharField(max_length=120, db_index=True)
    name_rev = models.CharField(max_length=120, db_index=True)
    name_order = models.CharField(max_length=LONGEST_ORDER)

    class Meta:
        verbose_name = _("member")
        constraints = [
            models.CheckConstraint(
                condition=Q(party_age_from_on__gt=F("born_on")), name="nobody_is_a_member_before_birth"
            ),
            models.CheckConstraint(
                condition=Q(ceremony_on__isnull=True) | Q(ceremony_on__gte=F("party_age_from_on")),
                name="a_ceremony_follows_its_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="PROBATIONARY") | Q(official_on__isnull=True),
                name="who_is_official_is_no_longer_on_probation",
            ),
            models.CheckConstraint(condition=~Q(name_fold=""), name="a_member_is_found_by_name"),
        ]
        indexes = [
            models.Index(fields=["unit", "state"]),
            models.Index(fields=["card_number"]),
            models.Index(fields=["name_order"]),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.pk])

    @property
    def name(self) -> str:
        return self.person.full_name

    @property
    def full_name(self) -> str:
        """The name as forms call it."""
        return self.person.full_name

    @property
    def born(self) -> str:
        """The birth as far as it is known: never a day that somebody made up."""
        return dates.as_known(self.born_on, self.born_precision)

    @property
    def is_on_roll(self) -> bool:
        return self.state in ON_ROLL


def name_keys(person: Person) -> dict[str, str]:
    """What a member's row repeats of the person's name: folded, folded with the given name first, and its order."""
    return {
        "name_fold": person.name_fold,
        "name_rev": text.reverse_name(person.name_fold),
        "name_order": person.name_order,
    }


class Spell(UnitOwned):
    """Membership of one unit, from one day until the day before another: stocks are counted from it."""

    data_class = "D2"
    part_of = "member"
    person_prefix = "member__person"

    member = models.ForeignKey(Member, models.PROTECT, related_name="spells", verbose_name=_("Member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="spells", verbose_name=_("Cell"))
    from_on = models.DateField(_("From"))
    until_on = models.DateField(_("Until"), null=True, blank=True)  # the first day on which it no longer holds
    # from when, within it, the member was official
    official_from_on = models.DateField(_("Official member from"), null=True, blank=True)
    probation_until_on = models.GeneratedField(
        expression=Coalesce("official_from_on", "until_on"), output_field=models.DateField(null=True), db_persist=True
    )
    opened_by = models.CharField(_("Began by"), max_length=14, choices=Opened)
    closed_by = models.CharField(_("Ended by"), max_length=15, choices=Closed, blank=True)

    objects = DatedRows.as_manager()

    class Meta:
        verbose_name = _("time in a unit")
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(until_on__isnull=True), name="a_member_stands_in_one_unit_at_a_time"
            ),
            models.UniqueConstraint(fields=["member", "from_on"], name="one_time_in_a_unit_starts_on_a_day"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="a_time_in_a_unit_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True, closed_by="") | (Q(until_on__isnull=False) & ~Q(closed_by="")),
                name="a_time_in_a_unit_that_ended_says_how",
            ),
        ]
        indexes = [models.Index(fields=["unit", "from_on"]), models.Index(fields=["unit", "until_on"])]

    def __str__(self) -> str:
        return f"{self.member_id} {self.from_on}"

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.member_id])


class Admission(UnitOwned):
    """The decision that admitted somebody, and the ceremony that followed. It counts in the year of the decision."""

    data_class = "D2"
    part_of = "member"
    person_prefix = "member__person"

    member = models.ForeignKey(Member, models.PROTECT, related_name="admissions", verbose_name=_("Member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="admissions", verbose_name=_("Cell"))
    decision_number = models.CharField(_("Number of the decision"), max_length=40)
    decided_on = models.DateField(_("Date of the decision"))
    decided_by = models.CharField(_("Decided by"), max_length=200)
    ceremony_on = models.DateField(_("Admission ceremony on"), null=True, blank=True)
    received_on = models.DateField(_("Received by the cell on"), null=True, blank=True)  # R-MEM-07, where it counts
    age_reason = models.CharField(_("Consent to the age"), max_length=300, blank=True)
    is_readmission = models.BooleanField(_("Admitted again"), default=False)  # R-MEM-10: counted apart (R-MEM-17)
    reason = models.CharField(_("Why a condition was waived"), max_length=300, blank=True)
    party_age_note = models.CharField(_("Note on Party age"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("admission")
        constraints = [
            models.CheckConstraint(
                condition=Q(ceremony_on__isnull=True) | Q(ceremony_on__gte=F("decided_on")),
                name="the_ceremony_of_an_admission_follows_its_decision",
            ),
            models.UniqueConstraint(fields=["member", "decided_on"], name="nobody_is_admitted_twice_on_a_day"),
        ]
        indexes = [models.Index(fields=["unit", "decided_on"])]

    def __str__(self) -> str:
        return self.decision_number

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.member_id])


class Recognition(UnitOwned):
    """The decision that made a probationary member an official one."""

    data_class = "D2"
    part_of = "member"
    person_prefix = "member__person"

    member = models.ForeignKey(Member, models.PROTECT, related_name="recognitions", verbose_name=_("Member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="recognitions", verbose_name=_("Cell"))
    decision_number = models.CharField(_("Number of the decision"), max_length=40)
    decided_on = models.DateField(_("Date of the decision"))
    counted_from_on = models.DateField(_("Counts from"))  # the end of the 12 months (R-MEM-09)
    vote = models.ForeignKey(
        Vote, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Vote of the cell")
    )

    class Meta:
        verbose_name = _("recognition")
        constraints = [
            models.CheckConstraint(
                condition=Q(counted_from_on__lte=F("decided_on")), name="a_recognition_counts_from_before_its_decision"
            ),
            models.UniqueConstraint(fields=["member", "decided_on"], name="nobody_is_recognised_twice_on_a_day"),
        ]
        indexes = [models.Index(fields=["unit", "decided_on"])]

    def __str__(self) -> str:
        return self.decision_number

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.member_id])
