"""Rows of the system's chain about signing in (S-34): the account, never what was typed."""

from collections.abc import Iterable

from tongket.core import clock
from tongket.org import audit
from tongket.org.models import Account, AuditRow


def record(
    verb: str, account: Account | None, *, fields: Iterable[str] = (), result: str = AuditRow.Result.DONE
) -> None:
    """Add one row, in the name of the person whose account it is; inside a transaction of the caller."""
    person = account.person if account is not None else None
    audit.record(person, verb, account, on=clock.today(), fields=fields, result=result)
