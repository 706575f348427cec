"""The members of the roll whom the rows of a file may mean, by number and by name with day of birth."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tongket.members.models import Member
from tongket.org import access
from tongket.org.models import Unit
from tongket.rosters.plan import People, card_key

FEW = 500  # up to so many rows are looked up by what they say; for more the whole roll is walked once


@dataclass(slots=True)
class Candidate:
    """A member by what a file can know them by. is_visible: whether the officer may see them."""

    member_id: uuid.UUID
    is_visible: bool
    card: str
    key: str


@dataclass(slots=True)
class Roll:
    """Candidates by key of the identity number, by card number, by folded name and birth (visible ones only)."""

    by_key: dict[str, Candidate] = field(default_factory=dict)
    by_card: dict[str, list[Candidate]] = field(default_factory=dict)
    by_name: dict[tuple[str, date], list[Candidate]] = field(default_factory=dict)


def find(
    people: People,
    keys: Sequence[str],
    cards: Sequence[str],
    folds: Sequence[str],
    births: Sequence[date | None],
    *,
    by: access.Reader,
    on: date,
) -> Roll:
    """Those of the roll that the rows may mean; columns as long as `people`."""
    roll = Roll()
    known_keys, known_cards, names = set(keys), set(cards), set(zip(folds, births, strict=True))
    visible = set(access.scope(Unit.objects.all(), by, "member.import", on=on).values_list("pk", flat=True))
    for member_id, unit_id, card, born_on, fold, key in _rows(people, known_keys, known_cards, set(folds)):
        bare = card_key(card)
        one = Candidate(member_id, unit_id in visible, bare, key or "")
        if key and key in known_keys:
            roll.by_key[key] = one
        if bare and bare in known_cards:
            roll.by_card.setdefault(bare, []).append(one)
        if one.is_visible and (fold, born_on) in names:
            roll.by_name.setdefault((fold, born_on), []).append(one)
    return roll


def _rows(people: People, keys: set[str], cards: set[str], folds: set[str]) -> Iterator[tuple[Any, ...]]:
    rows = Member.objects.order_by().values_list(
        "pk", "unit_id", "card_number", "born_on", "name_fold", "private__identity_key"
    )
    if len(people) > FEW:
        yield from rows.iterator(chunk_size=5000)
        return
    seen: set[uuid.UUID] = set()
    wanted = {
        "private__identity_key__in": keys,
        "card_number__in": {*people.fields["card_number"], *cards},
        "name_fold__in": folds,
    }
    for lookup, values in wanted.items():
        for row in rows.filter(**{lookup: list(values - {"", None})}):
            if row[0] not in seen:
                seen.add(row[0])
                yield row
