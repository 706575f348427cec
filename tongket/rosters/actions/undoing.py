"""Takes an import back: what it made goes, what it changed is as before; only while nothing else depends on it."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from tongket.core import clock
from tongket.members.models import Member, Private, Spell, name_keys
from tongket.members.private_keys import identity_key
from tongket.org.models import NAME_FIELDS, HistoryRow, Person
from tongket.rosters.actions import bulk
from tongket.rosters.plan import MASKED, OF_MEMBER, OF_PRIVATE

CHUNK = 5000
MOST_NAMED = 5
Log = dict[str, Any]


def obstacles(log: Log) -> list[str]:
    """What depends on the import, as sentences; empty: it can be taken back."""
    new = [uuid.UUID(one) for one in log["new"]]
    found: list[str] = []
    for start in range(0, len(new), CHUNK):
        found += _depends(new[start : start + CHUNK])
    found += _changed_since(log["changed"])
    return list(dict.fromkeys(found))


def units_of(log: Log) -> set[uuid.UUID]:
    """The cells in which the members of the log stand now."""
    ids = [uuid.UUID(one) for one in [*log["new"], *(row["member"] for row in log["changed"])]]
    found: set[uuid.UUID] = set()
    for start in range(0, len(ids), CHUNK):
        found |= set(Member.objects.filter(pk__in=ids[start : start + CHUNK]).values_list("unit_id", flat=True))
    return found


def take_back(log: Log, *, by: Person) -> None:
    """Undo what the log says. Raises ChangedMeanwhile."""
    new = [uuid.UUID(one) for one in log["new"]]
    persons: list[uuid.UUID] = []
    for start in range(0, len(new), CHUNK):
        ids = new[start : start + CHUNK]
        persons += Member.objects.filter(pk__in=ids).values_list("person_id", flat=True)
    if len(persons) != len(new):
        raise bulk.ChangedMeanwhile
    for related in _parts(Member):
        bulk.delete(related.related_model, related.field.name, new)
    bulk.delete(Spell, "member", new)
    bulk.delete(Member, "pk", new)
    for related in _parts(Person):
        bulk.delete(related.related_model, related.field.name, persons)
    bulk.delete(Person, "pk", persons)
    _restore(log["changed"], by)


def _parts(model: type[models.Model]) -> list[Any]:
    """The tables whose rows are part of a row of this one: they go with it."""
    related: Sequence[Any] = model._meta.related_objects
    return [one for one in related if one.on_delete is models.CASCADE]


def _depends(ids: Sequence[uuid.UUID]) -> Iterator[str]:
    members = Member.objects.filter(pk__in=ids)
    touched = list(members.exclude(version=1).values_list("person__full_name", flat=True)[: MOST_NAMED + 1])
    gone = len(ids) - members.count()
    if touched:
        yield _("Changed since: %(names)s.") % {"names": _names(touched)}
    if gone:
        yield _("%(count)s of the members are no longer in the roll.") % {"count": gone}
    moved = Spell.objects.filter(member__in=ids).exclude(version=1, until_on__isnull=True)
    names = list(moved.values_list("member__person__full_name", flat=True).distinct()[: MOST_NAMED + 1])
    if names:
        yield _("Moved, left or recognised since: %(names)s.") % {"names": _names(names)}
    yield from _others(Member, ids, "person__full_name", but={Spell})
    persons = list(members.values_list("person_id", flat=True))
    yield from _others(Person, persons, "full_name", but={Member})
    spells = list(Spell.objects.filter(member__in=ids).values_list("pk", flat=True))
    yield from _others(Spell, spells, "member__person__full_name", but=set())


def _others(model: type[models.Model], ids: Sequence[Any], name: str, *, but: set[type[models.Model]]) -> Iterator[str]:
    """Records of other tables about these rows, and parts that were changed since."""
    related: Sequence[Any] = model._meta.related_objects
    for one in related:
        if one.related_model in but:
            continue
        rows = one.related_model._base_manager.filter(**{f"{one.field.name}__in": ids})
        if one.on_delete is models.CASCADE:
            if not any(field.name == "version" for field in one.related_model._meta.concrete_fields):
                continue
            rows = rows.exclude(version=1)
        names = list(rows.values_list(f"{one.field.name}__{name}", flat=True).distinct()[: MOST_NAMED + 1])
        if names:
            kind = str(one.related_model._meta.verbose_name)
            yield _("Recorded since (%(kind)s): %(names)s.") % {"kind": kind, "names": _names(names)}


def _names(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


# --- What was changed -------------------------------------------------------------------------------------------------


def _changed_since(changed: Sequence[Log]) -> Iterator[str]:
    names: list[str] = []
    for rows in _chunks(changed):
        members = _members(rows)
        for one in rows:
            member = members.get(uuid.UUID(one["member"]))
            if member is None or member.version != one["version"] or not _is_private_as_left(member, one):
                names.append(member.person.full_name if member else "–")
    if names:
        yield _("Changed since: %(names)s.") % {"names": _names(names)}


def _is_private_as_left(member: Member, one: Log) -> bool:
    if not any(name in OF_PRIVATE for name, _old in one["fields"]):
        return True
    private = getattr(member, "private", None)
    version = one["private_version"] if one["had_private"] else 1
    return private is not None and private.version == version


def _restore(changed: Sequence[Log], by: Person) -> None:
    for rows in _chunks(changed):
        members = _members(rows)
        plain, private, made, persons, history = [], [], [], [], []
        for one in rows:
            member = members[uuid.UUID(one["member"])]
            old = dict(one["fields"])
            mine = {name: value for name, value in old.items() if name in OF_MEMBER}
            keys: dict[str, str] = {}
            history += _history(member, member.version, {name: getattr(member, name) for name in mine}, by)
            if "full_name" in old:
                history += _history(member.person, member.version, {"full_name": member.person.full_name}, by)
                named = Person.named(old["full_name"])
                named.pk = member.person_id
                persons.append(named)
                keys = name_keys(named)
            plain.append((member.pk, one["version"], mine | keys))
            values = {name: value for name, value in old.items() if name in OF_PRIVATE}
            if values and not one["had_private"]:
                made.append(member.pk)
            elif values:
                held = {name: None if name in MASKED else getattr(member.private, name) for name in values}
                history += _history(member.private, member.private.version, held, by)
                if "identity_number" in values:
                    values["identity_key"] = identity_key(values["identity_number"] or "")
                private.append((member.private.pk, one["private_version"], values))
        bulk.change(Member, plain)
        bulk.change(Private, private)
        bulk.delete(Private, "member", made)
        Person.objects.bulk_update(persons, NAME_FIELDS, batch_size=200)
        HistoryRow.objects.bulk_create(history, batch_size=500)


def _history(row: Any, version: int, held: dict[str, Any], by: Person) -> list[HistoryRow]:
    if not held:
        return []
    plain = {name: value if isinstance(value, str | bool | None) else str(value) for name, value in held.items()}
    return [
        HistoryRow(
            about=row._meta.label_lower,
            object_id=str(row.pk),
            version=version,
            at=clock.now(),
            by=by,
            old=plain,
            held_class=row.data_class,
        )
    ]


def _members(rows: Sequence[Log]) -> dict[uuid.UUID, Member]:
    ids = [uuid.UUID(one["member"]) for one in rows]
    return Member.objects.select_related("person", "private").in_bulk(ids)


def _chunks(rows: Sequence[Log]) -> Iterator[Sequence[Log]]:
    return (rows[start : start + 500] for start in range(0, len(rows), 500))
