"""The people of a sheet entered at once: persons, offices, accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tongket.org import access
from tongket.org.actions.accounts import make_account
from tongket.org.actions.offices import take_office
from tongket.org.actions.people import named
from tongket.org.models import Account, Office, Person, Unit


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """One person of a sheet. login: None for no account; office: None where none is to be recorded."""

    full_name: str
    unit: Unit
    login: str | None
    office: Office | None = None
    decision: str = ""
    from_on: date | None = None
    person: Person | None = None
    is_another: bool = False


@transaction.atomic
def add_people(rows: Sequence[NewPerson], *, by: Person, on: date) -> list[Account]:
    """Enter the people of a sheet with their offices and accounts, all of them or none; the accounts that were made.

    Raises NotAllowed, ValidationError.
    """
    accounts = []
    for row in rows:
        access.require(by, "account.write", row.unit, on=on)
        holder = named(row.full_name, person=row.person, is_another=row.is_another, by=by, verb="account.write", on=on)
        if row.office is not None and row.from_on is not None:
            take_office(
                holder, row.unit, row.office, how="appointed", decision=row.decision, from_on=row.from_on, by=by, on=on
            )
        if row.login:
            accounts.append(make_account(holder, row.login, unit=row.unit, by=by, on=on))
    return accounts
