"""Who did what: an append-only log of hash chains, one per unit and one for the system (S-32 … S-34)."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, models, transaction

from tongket.core import clock
from tongket.core.append import append
from tongket.core.compiled import CompiledQuery, prepared_cursor
from tongket.org import access
from tongket.org.access import Reader
from tongket.org.models import AuditHead, AuditRow, Unit

SYSTEM = "system"
EXPORT = ".export"  # after the verb that a file of rows is read by

_HEAD = CompiledQuery(lambda chain: AuditHead.objects.select_for_update().filter(chain=chain), str)


@dataclass(frozen=True)
class Session:
    """What the log keeps of where a deed came from."""

    hash: str = ""


session: ContextVar[Session] = ContextVar("session", default=Session())  # noqa: B039  frozen
_waiting: ContextVar[list[AuditRow] | None] = ContextVar("waiting", default=None)


def record(
    by: Reader | None,
    verb: str,
    row: models.Model | None = None,
    *,
    on: date,
    unit: Unit | uuid.UUID | None = None,
    fields: Iterable[str] | Mapping[str, Any] = (),
    result: str = AuditRow.Result.DONE,
    acting_for: uuid.UUID | None = None,
) -> None:
    """Add a row to the chain of the unit (of the row, if none is given).

    fields: names of what changed, or names with values, and values for rows of class D1 only. acting_for: the unit or
    the person that `by` acts for; whom they stand in for is found by their grants (S-08).
    """
    whose = session.get()
    if unit is None and row is not None:
        unit = row.pk if isinstance(row, Unit) else getattr(row, "unit_id", None)
    unit_id = unit.pk if isinstance(unit, Unit) else unit
    chain = str(unit_id) if unit_id else SYSTEM
    if acting_for is None and by is not None:
        acting_for = access.acting_for(by, verb.removesuffix(EXPORT), unit_id, on=on)
    named = dict(fields) if isinstance(fields, Mapping) else dict.fromkeys(fields)
    new = AuditRow(
        chain=chain,
        at=clock.now(),
        on=on,
        actor=str(by.pk) if by is not None else SYSTEM,
        acting_for=str(acting_for) if acting_for else "",
        session=whose.hash,
        policy=verb,
        about=row._meta.label_lower if row is not None else "",
        object_id=str(row.pk) if row is not None else "",
        result=result,
        fields=named,
    )
    waiting = _waiting.get()
    if waiting is None:
        with transaction.atomic():
            _write([new])
    else:
        waiting.append(new)


@contextmanager
def written_last() -> Iterator[None]:
    """Inside a transaction: keep the rows until its end, then lock each head once and write them all (S-32)."""
    if _waiting.get() is not None:
        yield
        return
    token = _waiting.set([])
    try:
        yield
        waiting = _waiting.get() or []
    finally:
        _waiting.reset(token)
    _write(waiting)


def _write(rows: list[AuditRow]) -> None:
    if not rows:
        return
    by_chain: dict[str, list[AuditRow]] = {}
    for row in rows:
        by_chain.setdefault(row.chain, []).append(row)
    chains = sorted(by_chain)  # one order for everybody: no two writers wait for each other
    heads = _lock(chains) if len(chains) == 1 else {}
    if not heads:  # several are made before the first is locked
        known = set(AuditHead.objects.filter(chain__in=chains).values_list("chain", flat=True))
        missing = [AuditHead(chain=chain) for chain in chains if chain not in known]
        AuditHead.objects.bulk_create(missing, ignore_conflicts=True)  # somebody may have begun it meanwhile
        heads = _lock(chains)
    for chain in chains:
        head = heads[chain]
        for row in by_chain[chain]:
            row.number = head.number + 1
            row.previous_hash = head.hash
            row.hash = digest(row)
            head.number, head.hash = row.number, row.hash
    append(rows)
    sql = f'UPDATE "{AuditHead._meta.db_table}" SET "number" = %s, "hash" = %s WHERE "chain" = %s'  # noqa: S608 - a name
    values = [(head.number, head.hash, head.chain) for head in heads.values()]
    if len(values) == 1:
        with prepared_cursor() as cursor:
            cursor.execute(sql, values[0])
    else:
        with connection.cursor() as cursor:  # an import has a thousand heads, for which one CASE is slow to build
            cursor.executemany(sql, values)


def _lock(chains: Sequence[str]) -> dict[str, AuditHead]:
    """The heads of these chains that are there, locked in one order for everybody."""
    if len(chains) == 1:
        return {head.chain: head for head in _HEAD.run(*chains)}
    rows = AuditHead.objects.select_for_update().filter(chain__in=chains).order_by("chain")
    return {head.chain: head for head in rows}


def digest(row: AuditRow) -> str:
    """SHA-256 over the row's canonical JSON, which holds the hash before it."""
    body = {
        "chain": row.chain,
        "number": row.number,
        "at": row.at.isoformat(),
        "on": row.on.isoformat(),
        "actor": row.actor,
        "acting_for": row.acting_for,
        "session": row.session,
        "policy": row.policy,
        "about": row.about,
        "object_id": row.object_id,
        "result": row.result,
        "fields": row.fields,
        "previous_hash": row.previous_hash,
    }
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def broken_links() -> list[str]:
    """Walk every chain from its start to its head; one line for each link that does not hold."""
    broken: list[str] = []
    heads = {head.chain: head for head in AuditHead.objects.all()}
    before: dict[str, tuple[int, str]] = {}
    for row in AuditRow.objects.order_by("chain", "number").iterator(chunk_size=2000):
        number, previous = before.get(row.chain, (0, ""))
        if row.number != number + 1:
            broken.append(f"{row.chain}: link {number + 1} is missing before {row.number}")
        if row.previous_hash != previous:
            broken.append(f"{row.chain}: link {row.number} does not follow the one before it")
        if digest(row) != row.hash:
            broken.append(f"{row.chain}: link {row.number} was changed")
        before[row.chain] = (row.number, row.hash)
    for chain, head in heads.items():
        if (head.number, head.hash) != before.get(chain, (0, "")):
            broken.append(
                f"{chain}: the head says {head.number} links, the chain ends at {before.get(chain, (0, ''))[0]}"
            )
    broken += [f"{chain}: has no head" for chain in before if chain not in heads]
    return broken
