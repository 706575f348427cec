"""Carries a plan out: members that are new, fields that differ; and keeps what is needed to take it back."""

import random
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from tongket.core import clock, text
from tongket.members.models import Member, Private, Spell, name_keys
from tongket.members.private_keys import identity_key
from tongket.members.rules import MemberState, Opened
from tongket.org.models import LONGEST_ORDER, NAME_FIELDS, HistoryRow, Person
from tongket.rosters.actions import bulk
from tongket.rosters.actions.parts import sealer
from tongket.rosters.plan import MASKED, OF_MEMBER, OF_PRIVATE, Change, Plan


def carry_out(plan: Plan, *, from_on: date, by: Person) -> dict[str, Any]:
    """Write all of the plan. Returns the log: ids of new members, and of changed ones what they held.

    Raises ChangedMeanwhile; the caller's transaction then takes everything back.
    """
    new = _insert(plan, from_on)
    changed = _change(plan.changed, plan, by)
    return {"new": new, "changed": changed}


def _insert(plan: Plan, from_on: date) -> list[str]:
    count = len(plan.new)
    if not count:
        return []
    rows = _shuffled(plan.new)  # then ids may go in order, which indexes like, and yet tell no order of the file
    columns = plan.people.fields
    persons, members, spells = (sorted(bulk.new_ids(count)) for _table in range(3))
    names, folds = _of(columns["full_name"], rows), _of(plan.folds, rows)
    orders = [text.name_order(name)[:LONGEST_ORDER] for name in names]
    bulk.insert(
        Person,
        count,
        {"id": persons, "full_name": names, "name_fold": folds, "name_order": orders},
    )
    assumed = plan.official_on
    official = [columns["official_on"][index] or assumed.get(index) for index in rows]
    units = [plan.units[index].hex for index in rows]  # type: ignore[union-attr]  # a row without a cell is refused
    bulk.insert(
        Member,
        count,
        {
            "id": members,
            "person_id": persons,
            "unit_id": units,
            "state": (str(MemberState.OFFICIAL if day else MemberState.PROBATIONARY) for day in official),
            "official_on": official,
            "name_fold": folds,
            "name_rev": (" ".join(reversed(fold.split(" "))) for fold in folds),
            "name_order": orders,
            **{name: _of(columns[name], rows) for name in OF_MEMBER if name != "official_on"},
        },
    )
    bulk.insert(
        Spell,
        count,
        {
            "id": spells,
            "member_id": members,
            "unit_id": units,
            "from_on": [from_on] * count,
            "official_from_on": (from_on if day else None for day in official),
            "opened_by": [str(Opened.OPENING)] * count,
        },
    )
    _insert_private(plan, rows, members, units)
    return members


def _insert_private(plan: Plan, rows: Sequence[int], members: Sequence[str], units: Sequence[str]) -> None:
    columns = {name: plan.people.fields[name] for name in OF_PRIVATE}
    numbers, phones, flags, groups = columns.values()
    with_any = [
        at
        for at, index in enumerate(rows)
        if plan.keys[index] or phones[index] or flags[index] is not None or groups[index]
    ]
    if not with_any:
        return
    chosen = [rows[at] for at in with_any]
    seal = sealer().encrypt
    bulk.insert(
        Private,
        len(chosen),
        {
            "id": sorted(bulk.new_ids(len(chosen))),
            "member_id": [members[at] for at in with_any],
            "unit_id": [units[at] for at in with_any],
            "identity_number": (seal(numbers[i].encode()).decode() if plan.keys[i] else None for i in chosen),
            "identity_key": [plan.keys[i] for i in chosen],
            "phone": (seal(phones[i].encode()).decode() if phones[i] else None for i in chosen),
            "is_minority": [bool(flags[i]) for i in chosen],
            "occupation": [groups[i] for i in chosen],
        },
    )


def _shuffled(rows: Sequence[int]) -> list[int]:
    return random.sample(rows, len(rows))  # it hides an order, no secret


def _of(column: Sequence[Any], rows: Sequence[int]) -> list[Any]:
    return [column[index] for index in rows]


# --- Changes ----------------------------------------------------------------------------------------------------------


def _change(changes: Sequence[Change], plan: Plan, by: Person) -> list[dict[str, Any]]:
    members, privates, new_privates, history, log = [], [], [], [], []
    persons: list[Person] = []
    now = clock.now()
    for one in changes:
        mine = {name: new for name, _old, new in one.fields if name in OF_MEMBER}
        renamed = next((new for name, _old, new in one.fields if name == "full_name"), None)
        private = _private_values({name: new for name, _old, new in one.fields if name in OF_PRIVATE})
        if renamed:
            named = Person.named(renamed)
            named.pk = one.person_id
            persons.append(named)
            mine |= name_keys(named)
        members.append((one.member_id, one.version, mine))
        if private and one.private_id:
            privates.append((one.private_id, one.private_version, private))
        elif private and (unit_id := plan.units[one.index]) is not None:
            new_privates.append(Private(unit_id=unit_id, member_id=one.member_id, **private))
        log.append(
            {
                "member": one.member_id.hex,
                "person": one.person_id.hex,
                "version": one.version + 1,
                "private": one.private_id.hex if one.private_id else None,
                "private_version": one.private_version + 1,
                "had_private": one.private_id is not None,
                "fields": [(name, old) for name, old, _new in one.fields],
            }
        )
        history += _history(one, now, by)
    bulk.change(Member, members)
    bulk.change(Private, privates)
    Private.objects.bulk_create(new_privates, batch_size=500)
    Person.objects.bulk_update(persons, NAME_FIELDS, batch_size=200)
    HistoryRow.objects.bulk_create(history, batch_size=500)
    return log


def _private_values(values: dict[str, Any]) -> dict[str, Any]:
    if "identity_number" in values:
        values["identity_key"] = identity_key(values["identity_number"] or "")
    return values


def _history(one: Change, now: Any, by: Person) -> list[HistoryRow]:
    """What the rows held; of numbers that are kept sealed only that they changed."""
    old = {name: value for name, value, _new in one.fields}
    found = [(Member, one.member_id, one.version, {name: old[name] for name in OF_MEMBER if name in old})]
    if "full_name" in old:
        found.append((Person, one.person_id, one.version, {"full_name": old["full_name"]}))  # type: ignore[arg-type]
    if one.private_id:
        private = {name: None if name in MASKED else old[name] for name in OF_PRIVATE if name in old}
        found.append((Private, one.private_id, one.private_version, private))  # type: ignore[arg-type]
    return [
        HistoryRow(
            about=model._meta.label_lower,
            object_id=str(pk),
            version=version,
            at=now,
            by=by,
            old={name: _plain(value) for name, value in held.items()},
            held_class=model.data_class,
        )
        for model, pk, version, held in found
        if held
    ]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, date | uuid.UUID) else value
