"""Opening the books: a one-time address on which the first visitor names the organisation and two people (S-01, S-07).

Nobody holds a right yet, so the founding is done by nobody: it works once, into an empty database, and is logged.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import clock, text
from tongket.org import access, audit, seams
from tongket.org.actions import accounts, grants, offices, structure
from tongket.org.kinds import Kind, Sector
from tongket.org.models import Account, DemonstrationMark, Domain, Grant, Office, OfficeTerm, Opening, Person, Unit
from tongket.org.queries import people

OPENED = "Mở sổ"  # stands for the number of a decision that nobody has typed, when the books are opened


class NotEmpty(Exception):
    """The books are open already: no address is given any more."""


@dataclass(frozen=True)
class Organisation:
    """What the first visitor says of the organisation. printed_name: as on its papers, with the line breaks."""

    printed_name: str
    code: str
    kind: Kind
    sector: Sector
    province: str
    superior: str
    place: str
    from_on: date

    @property
    def name(self) -> str:
        return " ".join(self.printed_name.split())


@dataclass(frozen=True)
class Founder:
    """One of the two people: the office they hold and the decision that gave it to them."""

    full_name: str
    office: Office
    decision: str


@dataclass(frozen=True)
class FirstSlip:
    """What is printed for one of the two: shown once and kept nowhere."""

    account: Account
    office: Office
    code: str


def is_empty() -> bool:
    """Whether nobody has begun to keep books here, nor loaded a demonstration."""
    return not any(model._default_manager.exists() for model in (Unit, Person, Account, DemonstrationMark))


def is_founded() -> bool:
    """Whether somebody has opened the books here."""
    return Opening.objects.exclude(founded_at=None).exists()


@transaction.atomic
def invite(*, on: date) -> str:
    """Make the one-time address of the first run: its secret part. An earlier address that was not used is void.

    Raises NotEmpty.
    """
    opening = Opening.objects.select_for_update().filter(pk=Opening.ONLY).first()
    if not is_empty() or (opening is not None and opening.founded_at is not None):
        raise NotEmpty
    token = secrets.token_urlsafe(32)
    Opening.objects.update_or_create(
        pk=Opening.ONLY, defaults={"token_hash": _hash(token), "made_at": clock.now(), "founded_at": None}
    )
    audit.record(None, "founding.invite", on=on)
    return token


def is_open(token: str) -> bool:
    """Whether the address is the one that was printed last and nobody has used it."""
    return Opening.objects.filter(token_hash=_hash(token), founded_at=None).exists() and is_empty()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def found_office(
    token: str,
    organisation: Organisation,
    *,
    administrator: Founder,
    secretary: Founder,
    also: Sequence[Domain] = (),
    on: date,
) -> list[FirstSlip]:
    """Name the organisation, the administrator and the secretary; make a slip for each.

    also: what the administrator does too, beside operation, until others are appointed. The secretary's leadership is
    not given yet: it waits for the secretary (`confirm_lead`). Raises NotEmpty where the address is void or was used,
    ValidationError.
    """
    opening = Opening.objects.select_for_update().filter(token_hash=_hash(token), founded_at=None).first()
    if opening is None or not is_empty():
        raise NotEmpty
    if text.fold(administrator.full_name) == text.fold(secretary.full_name):
        raise ValidationError({"secretary_name": _("The administrator and the secretary are two people.")})
    unit = structure.create(
        structure.NewUnit(
            organisation.code, organisation.name, organisation.name[:80], organisation.kind, None, organisation.sector
        ),
        structure.Decision(OPENED, organisation.from_on, organisation.superior or organisation.name),
        from_on=organisation.from_on, by=None, on=on,
    )  # fmt: skip
    first = _take_office(administrator, unit, "assigned", on=on)
    second = _take_office(secretary, unit, "elected", on=on)
    for domain in dict.fromkeys((Domain.SYS, *also)):
        grants.grant(first, domain, unit, decision=administrator.decision, valid_from=on, by=None, on=on)
    named = {
        "unit": unit,
        "printed_name": organisation.printed_name,
        "province": organisation.province,
        "superior": organisation.superior,
        "place": organisation.place,
        "administrator": first.person,
        "secretary": second.person,
        "secretary_term": second,
    }
    Opening.objects.filter(pk=opening.pk).update(founded_at=clock.now(), **named)
    opening.refresh_from_db()
    seams.founded(opening, on)
    audit.record(None, "founding.found", opening, on=on, unit=unit, fields=[*named, "founded_at"])
    return [_slip(term, unit, on=on) for term in (first, second)]


def _take_office(founder: Founder, unit: Unit, how: str, *, on: date) -> OfficeTerm:
    person = Person.named(founder.full_name)
    person.save(force_insert=True)
    return offices.take_office(
        person, unit, founder.office, how=how, decision=founder.decision, from_on=on, by=None, on=on
    )


def _slip(term: OfficeTerm, unit: Unit, *, on: date) -> FirstSlip:
    account = accounts.make_account(term.person, people.proposed_login(term.person), unit=unit, by=None, on=on)
    return FirstSlip(account, Office(term.office), accounts.make_slip(account, by=None, on=on))


@transaction.atomic
def confirm_lead(opening: Opening, *, by: Person, on: date) -> Grant:
    """Let the leadership of the secretary run, on the decision that was typed at the founding.

    The secretary alone confirms it, signed in by their own slip: two people stand behind it, who typed it and who
    answers for it (S-07). Raises NotAllowed, ValidationError where it was done before.
    """
    access.require(by, "founding.confirm", opening, on=on)
    term = opening.secretary_term
    if term is None or not Opening.objects.filter(pk=opening.pk, confirmed_at=None).update(confirmed_at=clock.now()):
        raise ValidationError(_("This has been confirmed already."))
    row = grants.grant(term, Domain.LEAD, term.unit, decision=term.decision, valid_from=on, by=None, on=on)
    audit.record(by, "founding.confirm", opening, on=on, unit=term.unit, fields=["confirmed_at"])
    return row


@transaction.atomic
def settle_step(opening: Opening, key: str, *, by: Person, on: date) -> None:
    """Say that a step of setting up needs nothing more. Raises NotAllowed."""
    access.require(by, "setup.write", opening, on=on)
    opening = Opening.objects.select_for_update().get(pk=opening.pk)
    opening.steps[key] = on.isoformat()
    opening.save(update_fields=["steps"])
    audit.record(by, "setup.write", opening, on=on, unit=opening.unit, fields=["steps"])


@transaction.atomic
def finish_setting_up(opening: Opening, *, by: Person, on: date) -> None:
    """Put the checklist away. Raises NotAllowed."""
    access.require(by, "setup.write", opening, on=on)
    Opening.objects.filter(pk=opening.pk).update(finished_on=on)
    audit.record(by, "setup.write", opening, on=on, unit=opening.unit, fields=["finished_on"])
