"""The people of a sheet entered at once: persons, offices, accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tongket.org import access
from tongket.org.actions.accounts import make_account
from tongket.org.actions.grants import grant
from tongket.org.actions.offices import take_office
from tongket.org.actions.people import named
from tongket.org.models import Account, Domain, Office, OfficeTerm, Person, Unit


@dataclass(frozen=True)
class NewRight:
    """A right that a row of a sheet gives. needs_second: whether it waits for a second person (S-07)."""

    domain: Domain
    unit: Unit
    needs_second: bool


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """One person of a sheet. login: None for no account; office: None where none is to be recorded; term: the office
    held already on which the rights hang.
    """

    full_name: str
    unit: Unit
    login: str | None
    office: Office | None = None
    decision: str = ""
    from_on: date | None = None
    person: Person | None = None
    is_another: bool = False
    term: OfficeTerm | None = None
    rights: Sequence[NewRight] = ()


@transaction.atomic
def add_people(rows: Sequence[NewPerson], *, by: Person, on: date, confirmer: Person | None = None) -> list[Account]:
    """Enter the people of a sheet with their offices, rights and accounts, all of them or none; the accounts that were
    made.

    confirmer: the second person, for whom those rights wait that need one (S-07). Raises NotAllowed, ValidationError.
    """
    accounts = []
    for row in rows:
        access.require(by, "account.write", row.unit, on=on)
        holder = named(row.full_name, person=row.person, is_another=row.is_another, by=by, verb="account.write", on=on)
        term = row.term
        if row.office is not None and row.from_on is not None:
            term = take_office(
                holder, row.unit, row.office, how="appointed", decision=row.decision, from_on=row.from_on, by=by, on=on
            )
        if term is not None:
            start = max(row.from_on or on, term.from_on)
            for right in row.rights:
                second = confirmer if right.needs_second else None
                grant(
                    term, right.domain, right.unit, decision=row.decision, valid_from=start, confirmer=second, by=by,
                    on=on,
                )  # fmt: skip
        if row.login:
            accounts.append(make_account(holder, row.login, unit=row.unit, by=by, on=on))
    return accounts
