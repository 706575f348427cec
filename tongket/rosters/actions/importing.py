"""Carries a plan out: enters new members, changes fields that differ, and logs what is needed to take it back."""

import random
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tongket.core import clock, text
from tongket.members.models import Member, Private, Spell, name_keys
from tongket.members.private_keys import identity_key
from tongket.members.rules import MemberState, Opened
from tongket.org.models import LONGEST_ORDER, NAME_FIELDS, HistoryRow, Person
from tongket.rosters.actions import bulk
from tongket.rosters.fields import MASKED, OF_MEMBER, OF_PRIVATE
from tongket.rosters.plan import Change, Plan
from tongket.rosters.sealing import sealer


def carry_out(plan: Plan, *, from_on: date, by: Person) -> dict[str, Any]:
    """Write all of the plan. Returns the log: ids of the new members, and of the changed ones what they held.

    Raises ChangedMeanwhile; the caller's transaction then takes everything back.
    """
    return {"new": _insert(plan, from_on), "changed": _change(plan, by)}


# --- New members ------------------------------------------------------------------------------------------------------


def _insert(plan: Plan, from_on: date) -> list[str]:
    count = len(plan.new)
    if not count:
        return []
    # In a random order, so that the ids can be sorted, which indexes like, and yet tell no order of the file.
    rows = random.sample(plan.new, count)
    columns = plan.people.fields
    persons, members, spells = (sorted(bulk.new_ids(count)) for _table in range(3))
    names, folded = _at(columns["full_name"], rows), _at(plan.folded_names, rows)
    orders = [text.name_order(name)[:LONGEST_ORDER] for name in names]
    official = [columns["official_on"][index] or plan.official_on.get(index) for index in rows]
    units = [plan.unit_of(index).hex for index in rows]
    bulk.insert(Person, count, {"id": persons, "full_name": names, "name_fold": folded, "name_order": orders})
    bulk.insert(
        Member,
        count,
        {
            "id": members,
            "person_id": persons,
            "unit_id": units,
            "state": (str(MemberState.OFFICIAL if day else MemberState.PROBATIONARY) for day in official),
            "official_on": official,
            "name_fold": folded,
            "name_rev": (" ".join(reversed(name.split(" "))) for name in folded),
            "name_order": orders,
            **{name: _at(columns[name], rows) for name in OF_MEMBER if name != "official_on"},
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
    """The restricted data of those of whom the file says any."""
    columns = {name: plan.people.fields[name] for name in OF_PRIVATE}
    numbers, phones, flags, occupations = columns.values()
    filled = [
        (index, member, unit)
        for index, member, unit in zip(rows, members, units, strict=True)
        if plan.identity_keys[index] or phones[index] or flags[index] is not None or occupations[index]
    ]
    if not filled:
        return
    indexes = [index for index, _member, _unit in filled]
    seal = sealer().encrypt
    bulk.insert(
        Private,
        len(filled),
        {
            "id": sorted(bulk.new_ids(len(filled))),
            "member_id": [member for _index, member, _unit in filled],
            "unit_id": [unit for _index, _member, unit in filled],
            "identity_number": (
                seal(numbers[index].encode()).decode() if plan.identity_keys[index] else None for index in indexes
            ),
            "identity_key": _at(plan.identity_keys, indexes),
            "phone": (seal(phones[index].encode()).decode() if phones[index] else None for index in indexes),
            "is_minority": [bool(flags[index]) for index in indexes],
            "occupation": _at(occupations, indexes),
        },
    )


def _at(column: Sequence[Any], rows: Sequence[int]) -> list[Any]:
    return [column[index] for index in rows]


# --- Changed members --------------------------------------------------------------------------------------------------


def _change(plan: Plan, by: Person) -> list[dict[str, Any]]:
    members, privates, new_privates, history, log = [], [], [], [], []
    persons: list[Person] = []
    at = clock.now()
    for change in plan.changed:
        new = {name: value for name, _old, value in change.fields}
        of_member = {name: value for name, value in new.items() if name in OF_MEMBER}
        of_private = _with_identity_key({name: value for name, value in new.items() if name in OF_PRIVATE})
        if "full_name" in new:
            person = Person.named(new["full_name"])
            person.pk = change.person_id
            persons.append(person)
            of_member |= name_keys(person)
        members.append((change.member_id, change.version, of_member))
        if of_private and change.private_id:
            privates.append((change.private_id, change.private_version, of_private))
        elif of_private:
            unit_id = plan.unit_of(change.index)
            new_privates.append(Private(unit_id=unit_id, member_id=change.member_id, **of_private))
        history += _history(change, at, by)
        log.append(_logged(change))
    bulk.change(Member, members)
    bulk.change(Private, privates)
    Private.objects.bulk_create(new_privates, batch_size=500)
    Person.objects.bulk_update(persons, NAME_FIELDS, batch_size=200)
    HistoryRow.objects.bulk_create(history, batch_size=500)
    return log


def _logged(change: Change) -> dict[str, Any]:
    return {
        "member": change.member_id.hex,
        "person": change.person_id.hex,
        "version": change.version + 1,
        "private": change.private_id.hex if change.private_id else None,
        "private_version": change.private_version + 1,
        "had_private": change.private_id is not None,
        "fields": [(name, old) for name, old, _new in change.fields],
    }


def _with_identity_key(values: dict[str, Any]) -> dict[str, Any]:
    if "identity_number" in values:
        values["identity_key"] = identity_key(values["identity_number"] or "")
    return values


def _history(change: Change, at: datetime, by: Person) -> list[HistoryRow]:
    """What the rows held; of numbers that are kept sealed only that they changed."""
    old = {name: value for name, value, _new in change.fields}
    of_member = {name: old[name] for name in OF_MEMBER if name in old}
    rows = [bulk.history_row(Member, change.member_id, change.version, of_member, at=at, by=by)]
    if "full_name" in old:
        of_person = {"full_name": old["full_name"]}
        rows.append(bulk.history_row(Person, change.person_id, change.version, of_person, at=at, by=by))
    if change.private_id:
        of_private = {name: None if name in MASKED else old[name] for name in OF_PRIVATE if name in old}
        rows.append(bulk.history_row(Private, change.private_id, change.private_version, of_private, at=at, by=by))
    return [row for row in rows if row.old]
