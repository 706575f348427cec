"""Units, persons, offices, grants; the audit log; what saving needs."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core import text
from tongket.org.kinds import Kind, Sector


class Classed(models.Model):
    """A row that says how well it must be kept: D0 public … D4 restricted (docs/security: data classes).

    data_class holds for every field that `class_of` does not name.
    """

    data_class: ClassVar[str]
    class_of: ClassVar[dict[str, str]] = {}

    class Meta:
        abstract = True


class UnitOwned(Classed):
    """A row that belongs to a unit; `unit_prefix` is the way from its table to the unit."""

    unit_prefix: ClassVar[str] = "unit__"
    person_prefix: ClassVar[str] = ""  # the way to the person whose own row it is; empty: nobody's
    unit: "models.ForeignKey[Unit, Unit]"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


# --- Units on a dated tree -------------------------------------------------------------------------------------------


class Unit(Classed):
    """A Party organisation as an identity that never changes; what changes is in its periods."""

    data_class = "D1"
    unit_prefix: ClassVar[str] = ""
    person_prefix: ClassVar[str] = ""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=32, unique=True, allow_unicode=False)
    official_code = models.CharField(max_length=18, blank=True)  # R-ORG-13: kept, never generated
    version = models.PositiveIntegerField(default=1, editable=False)

    place: "Place"

    class Meta:
        verbose_name = _("unit")

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("org:unit", args=[self.code])

    @property
    def name(self) -> str:
        """Its name today, or its last name."""
        return self.place.name


class UnitPeriod(Classed):
    """What a unit is called, what it is and where it stands, from one day until the day before another."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="periods")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="child_periods")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=24, choices=Kind)
    sector = models.CharField(max_length=16, choices=Sector, default=Sector.AGENCY)
    rank = models.PositiveIntegerField(default=0)  # the order in which the office lists its units
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)  # the first day on which it no longer holds
    opened_by = models.ForeignKey("StructuralEvent", models.PROTECT, related_name="opened")
    closed_by = models.ForeignKey("StructuralEvent", models.PROTECT, null=True, blank=True, related_name="closed")

    class Meta:
        verbose_name = _("unit period")
        constraints = [
            models.UniqueConstraint(fields=["unit", "from_on"], name="one_period_of_a_unit_starts_on_a_day"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until_on__isnull=True), name="one_open_period_of_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=models.F("from_on")),
                name="a_unit_period_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["parent", "from_on"])]

    def __str__(self) -> str:
        return f"{self.name} {self.from_on}"


class StructuralEvent(Classed):
    """A decision that changes the tree (R-ORG-10)."""

    data_class = "D1"

    class Kind(TextChoices):
        CREATE = "create", _("Created")
        RENAME = "rename", _("Renamed")
        MOVE = "move", _("Moved")
        MERGE = "merge", _("Merged")
        SPLIT = "split", _("Split")
        DISSOLVE = "dissolve", _("Dissolved")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()  # the day from which it holds
    number = models.CharField(max_length=40)  # of the decision
    decided_on = models.DateField()
    issuer = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("structural event")
        ordering = ["on", "decided_on"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class EventUnit(Classed):
    """A unit that a structural event is about, and on which side of it."""

    data_class = "D1"

    class Side(TextChoices):
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    event = models.ForeignKey(StructuralEvent, models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="event_links")
    side = models.CharField(max_length=6, choices=Side)

    class Meta:
        verbose_name = _("unit of an event")
        constraints = [
            models.UniqueConstraint(fields=["event", "unit", "side"], name="a_unit_stands_once_on_a_side_of_an_event")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.unit_id}"


class Interval(Classed):
    """Where a unit stands in one tree: everything under it lies in `pos` … `last` (docs/performance)."""

    data_class = "D1"

    parent = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    level = models.PositiveSmallIntegerField()  # 1 at the top
    pos = models.PositiveIntegerField(db_index=True)
    last = models.PositiveIntegerField()
    a1 = models.UUIDField(null=True, db_index=True)  # the unit of level 1 above it, or itself; and so on
    a2 = models.UUIDField(null=True, db_index=True)
    a3 = models.UUIDField(null=True)
    a4 = models.UUIDField(null=True)
    a5 = models.UUIDField(null=True)
    a6 = models.UUIDField(null=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=24, choices=Kind)
    sector = models.CharField(max_length=16, choices=Sector)
    is_living = models.BooleanField()  # False: dissolved, hangs under its successor or last parent, read-only

    class Meta:
        abstract = True

    @property
    def the_kind(self) -> Kind:
        return Kind(self.kind)


class Place(Interval):
    """The tree of now: one row per unit that has begun."""

    unit = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="place")

    class Meta:
        verbose_name = _("place in the tree")

    def __str__(self) -> str:
        return self.name


class YearPlace(Interval):
    """The tree of 31 December of one year."""

    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="year_places")

    class Meta:
        verbose_name = _("place in the tree of a year")
        constraints = [models.UniqueConstraint(fields=["year", "unit"], name="one_place_of_a_unit_in_a_year")]
        indexes = [models.Index(fields=["year", "pos"])]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


class TreeState(Classed):
    """One row: up to which day the tree of now was built; locked by whoever changes the tree."""

    data_class = "D1"

    built_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("state of the tree")

    def __str__(self) -> str:
        return str(self.version)


# --- Persons, accounts, offices, grants ------------------------------------------------------------------------------


class Domain(TextChoices):
    """What a grant is for; `lead` counts as lead_cell or lead_committee by the unit's kind (S-01, S-13)."""

    LEAD = "lead", _("Leadership")
    OFFICE = "office", _("Office")
    ORG = "org", _("Organisation")
    INSP = "insp", _("Inspection")
    SYS = "sys", _("Operation")
    AUDIT = "audit", _("Log supervision")


@dataclass(frozen=True)
class RunningGrant:
    """A grant as access needs it: a domain over a unit and the interval of the tree of now."""

    domain: str  # lead_cell, lead_committee, office, org, insp, sys, audit
    unit_id: uuid.UUID
    pos: int
    last: int


class Person(Classed):
    """Somebody who holds an office, is a member, or both. `name_fold` and `name_rev` are made where the name is
    saved.
    """

    data_class = "D2"
    unit_prefix: ClassVar[str] = ""
    is_past_fence: ClassVar[bool] = False  # the gate sets it on the instance of one request (S-04)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    full_name = models.CharField(max_length=120)
    name_fold = models.CharField(max_length=120, db_index=True)
    name_rev = models.CharField(max_length=120, db_index=True)

    class Meta:
        verbose_name = _("person")

    def __str__(self) -> str:
        return self.full_name

    @classmethod
    def named(cls, full_name: str) -> "Person":
        """A person not yet saved, with the keys that search and order by name need."""
        name = text.nfc(" ".join(full_name.split()))
        return cls(full_name=name, name_fold=text.fold(name), name_rev=text.fold(text.reverse_name(name)))

    def running_grants(self, on: date) -> Sequence[RunningGrant]:
        """The grants that run on that day, over the tree of now; asked of the database once per instance (S-03)."""
        if not hasattr(self, "_grants"):
            self._grants = list(self.grants.select_related("unit__place", "office_term"))
        return [grant.as_running() for grant in self._grants if grant.is_running(on)]


class Account(AbstractUser, Classed):
    """A way to sign in, as a person."""

    data_class = "D2"

    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="account")
    is_demo = models.BooleanField(default=False)  # shown and usable in the demonstration only

    class Meta:
        verbose_name = _("account")


class Office(TextChoices):
    """Offices that this system knows; the name printed under a signature follows from it and the unit."""

    SECRETARY = "SECRETARY", _("Secretary")
    DEPUTY_SECRETARY = "DEPUTY_SECRETARY", _("Deputy secretary")
    STANDING_MEMBER = "STANDING_MEMBER", _("Member of the standing committee")
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER", _("Committee member")
    INSPECTION_HEAD = "INSPECTION_HEAD", _("Head of the inspection commission")
    INSPECTION_MEMBER = "INSPECTION_MEMBER", _("Member of the inspection commission")
    ORGANISATION_OFFICER = "ORGANISATION_OFFICER", _("Organisation officer")
    CLERK = "CLERK", _("Office clerk")
    OPERATOR = "OPERATOR", _("System operator")
    AUDITOR = "AUDITOR", _("Log supervisor")


class OfficeTerm(UnitOwned):
    """An office held by a person in a unit, from one day until the day before another."""

    data_class = "D1"
    person_prefix = "person"

    class How(TextChoices):
        ELECTED = "elected", _("elected")
        APPOINTED = "appointed", _("appointed")
        ASSIGNED = "assigned", _("assigned")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="office_terms")
    person = models.ForeignKey(Person, models.PROTECT, related_name="office_terms")
    office = models.CharField(max_length=24, choices=Office)
    how = models.CharField(max_length=9, choices=How)
    decision = models.CharField(max_length=60)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("office held")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "person", "office", "from_on"], name="an_office_is_held_once_from_a_day"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=models.F("from_on")),
                name="an_office_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.from_on}"

    def is_running(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


class Grant(Classed):
    """What an office holder may do, over a unit and all under it, while the office and the grant both run (S-01)."""

    data_class = "D1"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    office_term = models.ForeignKey(OfficeTerm, models.PROTECT, related_name="grants")
    domain = models.CharField(max_length=8, choices=Domain)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=60)
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("grant")
        constraints = [
            models.UniqueConstraint(fields=["office_term", "domain", "unit"], name="a_grant_is_given_once"),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=models.F("person")),
                name="nobody_grants_to_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.domain} {self.unit_id}"

    def is_running(self, on: date) -> bool:
        has_ended = self.valid_until is not None and self.valid_until <= on
        return self.valid_from <= on and not has_ended and self.office_term.is_running(on)

    def as_running(self) -> RunningGrant:
        place = self.unit.place
        domain = self.domain
        if domain == Domain.LEAD:
            domain = "lead_cell" if place.the_kind.is_cell else "lead_committee"
        return RunningGrant(domain=domain, unit_id=self.unit_id, pos=place.pos, last=place.last)


# --- Who did what; saving --------------------------------------------------------------------------------------------


class AuditHead(Classed):
    """The last link of one chain of the audit log; locked last in the transaction that adds to it (S-32)."""

    data_class = "D1"

    chain = models.CharField(max_length=36, primary_key=True)  # a unit's id, or "system"
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = _("head of an audit chain")

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class AuditRow(Classed):
    """One deed or one read. Append-only: triggers refuse every change (S-32)."""

    data_class = "D1"

    class Result(TextChoices):
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    sequence = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=36)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    on = models.DateField()  # the day of business that the deed was done for
    actor = models.CharField(max_length=36)  # a person's id, or the command that acted
    acting_for = models.CharField(max_length=36, blank=True)
    session = models.CharField(max_length=64, blank=True)  # a hash, never the key
    policy = models.CharField(max_length=60)
    about = models.CharField(max_length=40, blank=True)  # the table
    object_id = models.CharField(max_length=64, blank=True)
    result = models.CharField(max_length=8, choices=Result, default=Result.DONE)
    fields = models.JSONField(default=dict)  # names of changed fields; values of D1 only
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit row")
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="a_link_has_one_place_in_its_chain")]
        indexes = [models.Index(fields=["object_id"]), models.Index(fields=["actor", "at"])]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class HistoryRow(Classed):
    """What a row held before it was changed, written by the action that changed it."""

    data_class = "D2"

    about = models.CharField(max_length=40)
    object_id = models.CharField(max_length=36)
    version = models.PositiveIntegerField()  # the version that these were the values of
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    old = models.JSONField()
    held_class = models.CharField(max_length=2)

    class Meta:
        verbose_name = _("history row")
        constraints = [
            models.UniqueConstraint(fields=["about", "object_id", "version"], name="a_version_is_replaced_once")
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.object_id} v{self.version}"


class Submission(Classed):
    """A form already taken: pressing twice does the thing once (S-24)."""

    data_class = "D1"

    actor = models.CharField(max_length=36)
    operation = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    answer_url = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("form already taken")
        constraints = [
            models.UniqueConstraint(fields=["actor", "operation", "key"], name="a_form_is_taken_once_from_an_actor")
        ]

    def __str__(self) -> str:
        return self.operation


class NumberSeries(Classed):
    """The last number given of one kind of document in one term of one unit (R-DOC-02)."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    term_from_on = models.DateField()
    kind = models.CharField(max_length=12)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number series")
        constraints = [
            models.UniqueConstraint(fields=["unit", "term_from_on", "kind"], name="one_series_per_unit_term_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"
