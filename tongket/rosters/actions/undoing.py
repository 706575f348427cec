"""Takes an import back: what it entered goes, what it changed is as before; only while nothing else depends on it."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from tongket.core import clock
from tongket.members.models import Member, Private, Spell, name_keys
from tongket.members.private_keys import identity_key
from tongket.org.models import NAME_FIELDS, HistoryRow, Person
from tongket.rosters.actions import bulk
from tongket.rosters.fields import MASKED, OF_MEMBER, OF_PRIVATE

CHUNK = 5000
CHUNK_OF_CHANGES = 500
MAX_NAMED = 5
Log = dict[str, Any]


def obstacles(log: Log) -> list[str]:
    """What depends on the import, as sentences; empty: it can be taken back."""
    new = _new_ids(log)
    sentences: list[str] = []
    for start in range(0, len(new), CHUNK):
        sentences += _dependents(new[start : start + CHUNK])
    sentences += _changed_since(log["changed"])
    return list(dict.fromkeys(sentences))


def units_of(log: Log) -> set[uuid.UUID]:
    """The cells in which the members of the log stand now."""
    ids = [*_new_ids(log), *(uuid.UUID(change["member"]) for change in log["changed"])]
    units: set[uuid.UUID] = set()
    for start in range(0, len(ids), CHUNK):
        units |= set(Member.objects.filter(pk__in=ids[start : start + CHUNK]).values_list("unit_id", flat=True))
    return units


def take_back(log: Log, *, by: Person) -> None:
    """Undo what the log says. Raises ChangedMeanwhile."""
    new = _new_ids(log)
    persons: list[uuid.UUID] = []
    for start in range(0, len(new), CHUNK):
        members = Member.objects.filter(pk__in=new[start : start + CHUNK])
        persons += members.values_list("person_id", flat=True)
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


def _new_ids(log: Log) -> list[uuid.UUID]:
    return [uuid.UUID(digits) for digits in log["new"]]


# --- What was entered -------------------------------------------------------------------------------------------------


def _parts(model: type[models.Model]) -> list[Any]:
    """The relations whose rows are part of a row of this table: they go with it."""
    related: Sequence[Any] = model._meta.related_objects
    return [relation for relation in related if relation.on_delete is models.CASCADE]


def _dependents(ids: Sequence[uuid.UUID]) -> Iterator[str]:
    """What depends on these members."""
    members = Member.objects.filter(pk__in=ids)
    changed = list(members.exclude(version=1).values_list("person__full_name", flat=True)[: MAX_NAMED + 1])
    missing = len(ids) - members.count()
    if changed:
        yield _("Changed since: %(names)s.") % {"names": _listed(changed)}
    if missing:
        yield _("%(count)s of the members are no longer in the roll.") % {"count": missing}
    moved = Spell.objects.filter(member__in=ids).exclude(version=1, until_on__isnull=True)
    names = list(moved.values_list("member__person__full_name", flat=True).distinct()[: MAX_NAMED + 1])
    if names:
        yield _("Moved, left or recognised since: %(names)s.") % {"names": _listed(names)}
    yield from _referring(Member, ids, "person__full_name", but={Spell})
    persons = list(members.values_list("person_id", flat=True))
    yield from _referring(Person, persons, "full_name", but={Member})
    spells = list(Spell.objects.filter(member__in=ids).values_list("pk", flat=True))
    yield from _referring(Spell, spells, "member__person__full_name", but=set())


def _referring(
    model: type[models.Model], ids: Sequence[Any], name: str, *, but: set[type[models.Model]]
) -> Iterator[str]:
    """Rows of other tables that refer to these rows, and parts of them that were changed since."""
    relations: Sequence[Any] = model._meta.related_objects
    for relation in relations:
        if relation.related_model in but:
            continue
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": ids})
        if relation.on_delete is models.CASCADE:
            if not any(field.name == "version" for field in relation.related_model._meta.concrete_fields):
                continue
            rows = rows.exclude(version=1)
        names = list(rows.values_list(f"{relation.field.name}__{name}", flat=True).distinct()[: MAX_NAMED + 1])
        if names:
            kind = str(relation.related_model._meta.verbose_name)
            yield _("Recorded since (%(kind)s): %(names)s.") % {"kind": kind, "names": _listed(names)}


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:MAX_NAMED]) + (" …" if len(names) > MAX_NAMED else "")


# --- What was changed -------------------------------------------------------------------------------------------------


def _changed_since(changes: Sequence[Log]) -> Iterator[str]:
    names: list[str] = []
    for chunk in _chunks(changes):
        members = _members(chunk)
        for change in chunk:
            member = members.get(uuid.UUID(change["member"]))
            if member is None or member.version != change["version"] or not _is_private_as_left(member, change):
                names.append(member.person.full_name if member else "–")
    if names:
        yield _("Changed since: %(names)s.") % {"names": _listed(names)}


def _is_private_as_left(member: Member, change: Log) -> bool:
    if not any(name in OF_PRIVATE for name, _old in change["fields"]):
        return True
    private = getattr(member, "private", None)
    version = change["private_version"] if change["had_private"] else 1
    return private is not None and private.version == version


def _restore(changes: Sequence[Log], by: Person) -> None:
    at = clock.now()
    for chunk in _chunks(changes):
        members = _members(chunk)
        of_members, of_privates, new_privates, persons, history = [], [], [], [], []
        for change in chunk:
            member = members[uuid.UUID(change["member"])]
            old = dict(change["fields"])
            of_member = {name: value for name, value in old.items() if name in OF_MEMBER}
            of_private = {name: value for name, value in old.items() if name in OF_PRIVATE}
            history += _history(member, change, at, by)
            if "full_name" in old:
                person = Person.named(old["full_name"])
                person.pk = member.person_id
                persons.append(person)
                of_member |= name_keys(person)
            of_members.append((member.pk, change["version"], of_member))
            if of_private and not change["had_private"]:
                new_privates.append(member.pk)
            elif of_private:
                if "identity_number" in of_private:
                    of_private["identity_key"] = identity_key(of_private["identity_number"] or "")
                of_privates.append((member.private.pk, change["private_version"], of_private))
        bulk.change(Member, of_members)
        bulk.change(Private, of_privates)
        bulk.delete(Private, "member", new_privates)
        Person.objects.bulk_update(persons, NAME_FIELDS, batch_size=200)
        HistoryRow.objects.bulk_create(history, batch_size=500)


def _history(member: Member, change: Log, at: datetime, by: Person) -> list[HistoryRow]:
    """What the rows hold that are about to be as before; of numbers that are kept sealed only that they changed."""
    names = [name for name, _old in change["fields"]]
    of_member = {name: getattr(member, name) for name in names if name in OF_MEMBER}
    rows = [bulk.history_row(Member, member.pk, member.version, of_member, at=at, by=by)]
    if "full_name" in names:
        of_person = {"full_name": member.person.full_name}
        rows.append(bulk.history_row(Person, member.person_id, member.version, of_person, at=at, by=by))
    private_names = [name for name in names if name in OF_PRIVATE]
    if change["had_private"] and private_names:
        private = member.private
        of_private = {name: None if name in MASKED else getattr(private, name) for name in private_names}
        rows.append(bulk.history_row(Private, private.pk, private.version, of_private, at=at, by=by))
    return [row for row in rows if row.old]


def _members(changes: Sequence[Log]) -> dict[uuid.UUID, Member]:
    ids = [uuid.UUID(change["member"]) for change in changes]
    return Member.objects.select_related("person", "private").in_bulk(ids)


def _chunks(changes: Sequence[Log]) -> Iterator[Sequence[Log]]:
    return (changes[start : start + CHUNK_OF_CHANGES] for start in range(0, len(changes), CHUNK_OF_CHANGES))
