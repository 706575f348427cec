"""What stands beside an account: slips with a code, recovery codes, wrong codes counted, sessions."""

import uuid
from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.org.models.clock import ClockMark
from tongket.org.models.people import Account, Person
from tongket.org.models.units import Classed, Unit


class Slip(Classed):
    """A slip of paper with a code with which the holder of an account sets a password, once, within some days (S-43).

    The code itself stands on the paper alone; kept is its keyed hash.
    """

    data_class = "D2"
    unit_prefix: ClassVar[str] = "account__unit__"
    person_prefix: ClassVar[str] = "account__person"

    class Purpose(TextChoices):
        ACTIVATION = "activation", _("First sign-in")
        PASSWORD = "password", _("New password")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="slips")
    purpose = models.CharField(max_length=10, choices=Purpose)
    code_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: the command line
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # a later slip took its place

    class Meta:
        verbose_name = _("slip with a code")
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="an_account_has_one_open_slip",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at}"


class WithdrawnAccount(Classed):
    """An account that was made for the wrong person or by mistake, and with which nobody had signed in: what is left of
    it. Its login name is free again.
    """

    data_class = "D2"
    unit_prefix: ClassVar[str] = "unit__"
    person_prefix: ClassVar[str] = "person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="withdrawn_accounts")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    login = models.CharField(max_length=150)
    reason = models.CharField(max_length=300)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField()

    class Meta:
        verbose_name = _("withdrawn account")

    def __str__(self) -> str:
        return self.login


class Identity(Classed):
    """Whom the office's identity provider means by a subject: an account, from when until when (S-47).

    Rows stay when they are taken back, so that who signed in as whom can be told later.
    """

    data_class = "D2"
    unit_prefix: ClassVar[str] = "account__unit__"
    person_prefix: ClassVar[str] = "account__person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)  # as the provider names its accounts: never an e-mail address we match
    linked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField()
    unlinked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    unlinked_at = models.DateTimeField(null=True, blank=True)
    unlinked_because = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("identity at the provider")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                condition=Q(unlinked_at__isnull=True),
                name="an_identity_signs_in_to_one_account",
            ),
            models.UniqueConstraint(
                fields=["account", "issuer"],
                condition=Q(unlinked_at__isnull=True),
                name="an_account_has_one_identity_of_a_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.account_id}"


class PasswordReset(Classed):
    """Somebody asked for a link to set a password with, by mail; kept for a day (S-44).

    account: None where no account has the login name that was typed. code_hash: of what stands in the link alone; empty
    where no mail was written.
    """

    data_class = "D2"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="resets")
    address = models.GenericIPAddressField(null=True)
    asked_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("request for a new password")

    def __str__(self) -> str:
        return str(self.asked_at)


class RecoveryCode(Classed):
    """A code from a list that its holder printed: in place of a lost second factor, once. Kept is its keyed hash."""

    data_class = "D2"

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recovery code")
        constraints = [
            models.UniqueConstraint(fields=["account", "code_hash"], name="a_recovery_code_is_kept_once_per_account")
        ]

    def __str__(self) -> str:
        return str(self.made_at)


class Failures(Classed):
    """Wrong codes in a row at one door, such as the second step of one account; forgotten after a while (S-44)."""

    data_class = "D2"

    door = models.CharField(max_length=200, unique=True)
    count = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        verbose_name = _("wrong codes in a row")

    def __str__(self) -> str:
        return f"{self.door} {self.count}"


class Session(AbstractBaseSession, Classed):
    """A session as Django keeps it, with whose it is and where it comes from, so that it can be ended (S-45).

    started_at: when its holder signed in; a new key (after a second factor) does not begin it anew. mark: read with
    every session, so that it costs no question of its own.
    """

    data_class = "D2"
    unit_prefix: ClassVar[str] = "account__unit__"
    person_prefix: ClassVar[str] = "account__person"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=200, blank=True)  # as the browser describes itself
    mark = models.ForeignKey(
        ClockMark, models.DO_NOTHING, null=True, default=ClockMark.ONLY, db_constraint=False, related_name="+"
    )

    class Meta:
        verbose_name = _("session")

    def __str__(self) -> str:
        return f"{self.account_id} {self.started_at}"
