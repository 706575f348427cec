"""Persons, accounts, offices held, grants."""

import unicodedata
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongket.core import text
from tongket.core.compiled import CompiledQuery
from tongket.core.dated import DatedRows, runs_on
from tongket.org.models.clock import ClockMark
from tongket.org.models.units import Classed, Place, Unit, UnitOwned

NAME_FIELDS = ("full_name", "name_fold", "name_order")  # of a person: the name, and what is made of it
LONG_PASSWORD = 14  # characters, without a second factor (S-43)
LONGEST_ORDER = 400  # names of 120 characters need no more, but for letters of other scripts


class Domain(TextChoices):
    """What a grant is for; `lead` counts as lead_cell or lead_committee by the unit's kind (S-01, S-13)."""

    LEAD = "lead", _("Leadership")
    OFFICE = "office", _("Office")
    ORG = "org", _("Organisation")
    INSP = "insp", _("Inspection")
    SYS = "sys", _("Operation")
    AUDIT = "audit", _("Log supervision")
    ACT = "act", _("Acting for")


@dataclass(frozen=True)
class RunningGrant:
    """A grant as access needs it: a domain over a unit and the interval of the tree of now."""

    domain: str  # lead_cell, lead_committee, office, org, insp, sys, audit
    unit_id: uuid.UUID
    pos: int
    last: int
    acting_for: uuid.UUID | None = None  # the absent person, where one stands in for somebody


@dataclass(frozen=True)
class Acting:
    """A unit or a member that a person acts for (S-08). unit_id: that of the unit, or None for a member."""

    unit_id: uuid.UUID | None
    person_id: uuid.UUID | None

    @property
    def domain(self) -> str:
        return "act_member" if self.unit_id is None else "act_unit"


HOMES: list[Callable[["Person", date], Any]] = []  # later packages say to which units a person belongs, as a query


class Person(Classed):
    """Somebody who holds an office, is a member, or both. `name_fold` is what is compared, `name_order` what lists are
    ordered by; both are made where the name is saved.
    """

    data_class = "D2"
    unit_prefix: ClassVar[str] = ""  # there are several ways: access.PERSON_WAYS
    person_prefix: ClassVar[str] = "pk"
    is_past_fence = False  # the gate sets it on the instance of one request (S-04)
    latest_on: date | None = None  # the latest day that the system has seen (S-03); the gate sets it as well

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    full_name = models.CharField(max_length=120)
    name_fold = models.CharField(max_length=120)
    name_order = models.CharField(max_length=LONGEST_ORDER)  # digits: every database puts them in one order

    class Meta:
        verbose_name = _("person")

    def __str__(self) -> str:
        return self.full_name

    @classmethod
    def named(cls, full_name: str) -> "Person":
        """A person not yet saved, with the keys that search and order by name need."""
        name = text.nfc(" ".join(full_name.split()))
        return cls(
            full_name=name,
            name_fold=text.fold(name),
            name_order=text.name_order(name)[:LONGEST_ORDER],
        )

    @classmethod
    def of_account(cls, account: Any) -> "Person | None":
        """The person of an account with the grants they hold: one question, since each page needs both."""
        grants = _GRANTS.run(account.person_id) if account.person_id else []
        if not grants:
            return cls.objects.filter(pk=account.person_id).first()
        person: Person = grants[0].person
        person._grants = grants
        return person

    def running_grants(self, on: date) -> Sequence[RunningGrant]:
        """The grants that run on that day, over the tree of now; asked of the database once per instance (S-03)."""
        return [grant.as_running() for grant in self._running(on) if grant.domain != Domain.ACT]

    def acting(self, on: date) -> Sequence[Acting]:
        """The units and members that the person acts for on that day (S-08)."""
        return [grant.as_acting() for grant in self._running(on) if grant.domain == Domain.ACT]

    def _running(self, on: date) -> "list[Grant]":
        if not hasattr(self, "_grants"):
            self._grants = _GRANTS.run(self.pk)
        if self.latest_on is None and any(grant.ends for grant in self._grants):
            self.latest_on = ClockMark.objects.values_list("on", flat=True).first()
        return [grant for grant in self._grants if grant.is_running(on, latest_on=self.latest_on)]

    def homes(self, on: date) -> Sequence[int]:
        """Where the units that the person belongs to stand in the tree of now; asked of the database once per instance.

        They are those of the offices held on that day, and those that later packages name (`HOMES`).
        """
        homes: dict[date, list[int]] = self.__dict__.setdefault("_homes", {})
        if on not in homes:
            offices = OfficeTerm.objects.filter(runs_on(on), person=self)
            units = Q(unit__in=offices.values("unit"))
            for ask in HOMES:
                units |= Q(unit__in=ask(self, on))
            homes[on] = list(Place.objects.filter(units).values_list("pos", flat=True))
        return homes[on]

    def own_unit(self, on: date) -> Unit | None:
        """The unit of the first grant that runs on that day, with its place."""
        return next((grant.unit for grant in self._running(on) if grant.domain != Domain.ACT), None)


class Accounts(UserManager["Account"]):
    """Accounts; the one of a session is asked for by its key for each page."""

    use_in_migrations = False

    def get(self, *args: Any, **kwargs: Any) -> "Account":
        if args or list(kwargs) != ["pk"] or not isinstance(kwargs["pk"], int):
            return super().get(*args, **kwargs)
        accounts = _ACCOUNT.run(kwargs["pk"])
        if not accounts:
            raise Account.DoesNotExist
        return accounts[0]


class Closed(TextChoices):
    """Why nobody can sign in with an account."""

    LOCKED = "locked", _("locked by the administrator")
    RESTING = "resting", _("suspended, because nobody signed in for long")


class Account(AbstractUser, Classed):
    """A way to sign in, as a person. Administrators of its unit, and above it, keep it."""

    data_class = "D2"
    unit_prefix: ClassVar[str] = "unit__"
    person_prefix: ClassVar[str] = "person"

    objects: ClassVar[Accounts] = Accounts()

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="account")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    is_demo = models.BooleanField(default=False)  # shown and usable in the demonstration only
    is_password_short = models.BooleanField(default=False)  # it is enough beside a second factor alone (S-43)
    opened_at = models.DateTimeField(default=timezone.now)  # made, or unlocked again: from when it can rest too long
    closed_because = models.CharField(max_length=8, choices=Closed, blank=True)
    closed_reason = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("account")

    def set_password(self, raw_password: str | None) -> None:
        """Keep a password in one form of its letters: keyboards write “ệ” in several."""
        super().set_password(None if raw_password is None else unicodedata.normalize("NFKC", raw_password))
        self.is_password_short = raw_password is not None and len(raw_password) < LONG_PASSWORD

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(unicodedata.normalize("NFKC", raw_password or ""))


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

    @property
    def rank(self) -> int:
        """Its place in lists of those who hold offices: the secretary first."""
        return list(Office).index(self)


class Ended(TextChoices):
    """Why an office ended, in no more words than everybody may read: who left the Party is said, how is not."""

    TERM = "term", _("the term ended")
    DUTY = "duty", _("another duty")
    RESIGNED = "resigned", _("the resignation was approved")
    RETIRED = "retired", _("retired")
    DISSOLVED = "dissolved", _("the unit ended")
    TRANSFERRED = "transferred", _("transferred to another organisation")
    LEFT_PARTY = "left_party", _("no longer a member of the Party")
    DECEASED = "deceased", _("died")


class OfficeTerm(UnitOwned):
    """An office held by a person in a unit, from one day until the day before another."""

    data_class = "D1"
    person_prefix = "person"

    class How(TextChoices):
        ELECTED = "elected", _("elected")
        APPOINTED = "appointed", _("appointed")
        ASSIGNED = "assigned", _("assigned")

    part_of = "committee"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="office_terms", verbose_name=_("Unit"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="office_terms", verbose_name=_("Person"))
    office = models.CharField(pgettext_lazy("of a person", "Office"), max_length=24, choices=Office)
    how = models.CharField(_("How"), max_length=9, choices=How)
    decision = models.CharField(_("Decision"), max_length=60)
    from_on = models.DateField(_("From"))
    until_on = models.DateField(_("Until"), null=True, blank=True)
    committee = models.ForeignKey("CommitteeTerm", models.PROTECT, null=True, blank=True, related_name="seats")
    approval = models.CharField(_("Approval"), max_length=60, blank=True)  # number of the superior's (R-ORG-09)
    approved_on = models.DateField(_("Approved on"), null=True, blank=True)
    ended_because = models.CharField(_("Why it ended"), max_length=11, choices=Ended, blank=True)
    handover_note = models.CharField(max_length=300, blank=True)  # what was handed over: papers, seals, files

    objects = DatedRows.as_manager()

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


class Grant(UnitOwned):
    """What an office holder may do, over a unit and all under it, while the office and the grant both run (S-01).

    instead_of: the grant of an absent person for whom the holder stands in: it runs while that one runs too. domain
    `act`: entering for the unit itself, or for the member `acts_for`, who has no device (S-08).
    """

    data_class = "D1"
    person_prefix = "person"

    class State(TextChoices):
        PROPOSED = "proposed", _("waits for the second person")
        GIVEN = "given", pgettext_lazy("of a right", "given")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    office_term = models.ForeignKey(OfficeTerm, models.PROTECT, related_name="grants")
    domain = models.CharField(max_length=8, choices=Domain)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=60)
    decided_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.GIVEN)
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # who is to confirm
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)
    instead_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="stand_ins")
    acts_for = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    suspends_on = models.DateField(null=True, blank=True)  # unless it is looked at before, in the review of a quarter
    note = models.CharField(max_length=300, blank=True)  # why it ended early, was refused or withdrawn, or stands in

    class Meta:
        verbose_name = _("grant")
        constraints = [
            models.UniqueConstraint(
                fields=["office_term", "domain", "unit"],
                condition=Q(
                    state__in=["proposed", "given"],
                    valid_until__isnull=True,
                    instead_of__isnull=True,
                    acts_for__isnull=True,
                ),
                name="a_grant_without_end_is_given_once",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=models.F("person")),
                name="nobody_grants_to_themselves",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=models.F("person")) & ~Q(confirmed_by=models.F("granted_by"))),
                name="a_second_person_confirms_a_grant",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="a_grant_does_not_end_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(acts_for__isnull=True) | Q(domain="act"), name="only_who_acts_acts_for_a_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.domain} {self.unit_id}"

    def get_absolute_url(self) -> str:
        return reverse("units:right", args=[self.pk])

    def is_running(self, on: date, *, latest_on: date | None = None) -> bool:
        """Whether it gives anything on that day: given, within its days, not suspended, and its office runs too.

        latest_on: a later day that was seen before: what had ended on it stays ended (S-03).
        """
        day = max(on, latest_on or on)
        has_ended = any(end <= day for end in self.ends)
        has_begun = self.valid_from <= on and self.office_term.from_on <= on
        if self.state != self.State.GIVEN or not has_begun or has_ended:
            return False
        return self.instead_of is None or self.instead_of.is_running(on, latest_on=latest_on)

    @property
    def ends(self) -> list[date]:
        """The days that are set on which it, or its office, ends, or is suspended."""
        days = (self.valid_until, self.office_term.until_on, self.suspends_on)
        own = [end for end in days if end is not None]
        return own if self.instead_of is None else [*own, *self.instead_of.ends]

    def as_running(self) -> RunningGrant:
        place = self.unit.place
        domain = self.domain
        if domain == Domain.LEAD:
            domain = "lead_cell" if place.the_kind.is_cell else "lead_committee"
        acting_for = self.instead_of.person_id if self.instead_of else None
        return RunningGrant(domain, self.unit_id, place.pos, place.last, acting_for)

    def as_acting(self) -> Acting:
        return Acting(None if self.acts_for_id else self.unit_id, self.acts_for_id)


def _grants_as_used(person: uuid.UUID) -> "models.QuerySet[Grant]":
    """The grants of a person with as much as `as_running` and the frame of a page need, and the whole person."""
    dated = ("state", "valid_from", "valid_until", "suspends_on", "office_term__from_on", "office_term__until_on")
    wanted = [
        *("domain", "unit_id", "acts_for_id", *dated),
        *("instead_of__person_id", *(f"instead_of__{name}" for name in dated)),
        *("unit__code", "unit__place__name", "unit__place__short_name"),
        *("unit__place__pos", "unit__place__last", "unit__place__kind"),
        *(f"person__{field.name}" for field in Person._meta.concrete_fields),
    ]
    rows = Grant.objects.filter(person=person, state=Grant.State.GIVEN)
    return rows.select_related("person", "unit__place", "office_term", "instead_of__office_term").only(*wanted)


_GRANTS = CompiledQuery(_grants_as_used, uuid.UUID)
_ACCOUNT: CompiledQuery[Account] = CompiledQuery(lambda pk: Account.objects.filter(pk=pk), int)
