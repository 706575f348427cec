"""Units on a dated tree; the base of every table."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core.dated import DatedRows
from tongket.org.kinds import Kind, Sector


class Classed(models.Model):
    """A row that says how well it must be kept: D0 public … D4 restricted (docs/reference/rights.md).

    data_class holds for every field that `class_of` does not name. part_of: the field that names the row whose page
    tells the history of this one; empty: its own page does.
    """

    data_class: ClassVar[str]
    class_of: ClassVar[dict[str, str]] = {}
    part_of: ClassVar[str] = ""

    class Meta:
        abstract = True


class Versioned(Classed):
    """A row that counts its versions, so that a change compares what was seen and its history is kept (S-23)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def label_of(cls, name: str) -> Any:
        """What a field is called on the screens, in the language of whoever looks."""
        field: Any = cls._meta.get_field(name)
        return field.verbose_name


class UnitOwned(Versioned):
    """A row that belongs to a unit; `unit_prefix` is the way from its table to the unit."""

    unit_prefix: ClassVar[str] = "unit__"
    person_prefix: ClassVar[str] = ""  # the way to the person whose own row it is; empty: nobody's
    unit: "models.ForeignKey[Unit, Unit]"

    class Meta:
        abstract = True


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
        return reverse("units:unit", args=[self.code])

    @property
    def name(self) -> str:
        """Its name today, or its last name."""
        return self.place.name


class UnitPeriod(Classed):
    """What a unit is called, what it is and where it stands, from one day until the day before another."""

    data_class = "D1"
    unit_prefix: ClassVar[str] = "unit__"
    person_prefix: ClassVar[str] = ""

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

    objects = DatedRows.as_manager()

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

    def get_absolute_url(self) -> str:
        return self.unit.get_absolute_url()


class Events(models.QuerySet["StructuralEvent"]):
    """Structural events."""

    def standing(self) -> "Events":
        """Those that have not been withdrawn."""
        return self.filter(withdrawn_on__isnull=True)


class StructuralEvent(Versioned):
    """A decision that changes the tree (R-ORG-10)."""

    data_class = "D1"

    class Kind(TextChoices):
        CREATE = "create", _("Created")
        RENAME = "rename", _("Renamed")
        MOVE = "move", _("Moved")
        MERGE = "merge", _("Merged")
        SPLIT = "split", _("Split")
        DISSOLVE = "dissolve", _("Dissolved")
        KIND = "kind", _("Changed in kind or sector")

    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()  # the day from which it holds
    number = models.CharField(_("Number of the decision"), max_length=40)
    decided_on = models.DateField(_("Date of the decision"))
    issuer = models.CharField(_("Issued by"), max_length=200)
    note = models.CharField(max_length=300, blank=True)  # the units that a withdrawn event had founded
    goes_to = models.JSONField(default=dict, blank=True)  # kind of thing → its id → the unit that it goes to
    handed_over_on = models.DateField(null=True, blank=True)  # what goes along went; None: its day is yet to come
    withdrawn_on = models.DateField(null=True, blank=True)  # it was entered by mistake, and holds no longer
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = Events.as_manager()

    class Meta:
        verbose_name = _("structural event")
        ordering = ["on", "decided_on"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class EventUnit(Classed):
    """A unit that a structural event is about, and on which side of it."""

    data_class = "D1"
    unit_prefix: ClassVar[str] = "unit__"
    person_prefix: ClassVar[str] = ""

    class Side(TextChoices):
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
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

    def get_absolute_url(self) -> str:
        return self.unit.get_absolute_url()


class EventChange(Classed):
    """A row that went along with an event: made by it, or changed by it. For withdrawing the event."""

    data_class = "D2"

    event = models.ForeignKey(StructuralEvent, models.PROTECT, related_name="changes")
    about = models.CharField(max_length=40)
    object_id = models.CharField(max_length=36)
    old = models.JSONField(null=True)  # what its fields held before; None: the event made the row
    new = models.JSONField(default=dict)  # what they hold since

    class Meta:
        verbose_name = _("row changed by an event")

    def __str__(self) -> str:
        return f"{self.about} {self.object_id}"


class Interval(Classed):
    """Where a unit stands in one tree: everything under it lies in `pos` … `last`."""

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
