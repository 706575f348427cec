"""The members of the roll whom the rows of a file may mean, by number and by name with day of birth."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tongket.members.models import Member
from tongket.org import access
from tongket.org.models import Unit
from tongket.rosters.fields import card_key
from tongket.rosters.queries.draft import Draft

FEW = 500  # up to so many rows are looked up by what they say; for more the whole roll is walked once


@dataclass(slots=True)
class Candidate:
    """A member by what a file can know them by. is_visible: whether the officer may see them."""

    member_id: uuid.UUID
    is_visible: bool
    card_key: str
    identity_key: str


@dataclass(slots=True)
class Roll:
    """Candidates by their identity number, by their card number, by folded name and birth (visible ones only)."""

    by_identity: dict[str, Candidate] = field(default_factory=dict)
    by_card: dict[str, list[Candidate]] = field(default_factory=dict)
    by_birth: dict[tuple[str, date | None], list[Candidate]] = field(default_factory=dict)


def find(draft: Draft, *, by: access.Reader, on: date) -> Roll:
    """The members of the roll that the rows of a file may mean."""
    roll = Roll()
    identity_keys, card_keys, births = set(draft.identity_keys), set(draft.card_keys), set(draft.births)
    visible = set(access.scope(Unit.objects.all(), by, "member.import", on=on).values_list("pk", flat=True))
    for member_id, unit_id, card_number, born_on, folded_name, identity_key in _rows(draft):
        candidate = Candidate(member_id, unit_id in visible, card_key(card_number), identity_key or "")
        birth = (folded_name, born_on)
        if identity_key and identity_key in identity_keys:
            roll.by_identity[identity_key] = candidate
        if candidate.card_key and candidate.card_key in card_keys:
            roll.by_card.setdefault(candidate.card_key, []).append(candidate)
        if candidate.is_visible and birth in births:
            roll.by_birth.setdefault(birth, []).append(candidate)
    return roll


def _rows(draft: Draft) -> Iterator[tuple[Any, ...]]:
    rows = Member.objects.order_by().values_list(
        "pk", "unit_id", "card_number", "born_on", "name_fold", "private__identity_key"
    )
    if len(draft.people) > FEW:
        yield from rows.iterator(chunk_size=5000)
        return
    seen: set[uuid.UUID] = set()
    wanted = {
        "private__identity_key__in": draft.identity_keys,
        "card_number__in": [*draft.people.fields["card_number"], *draft.card_keys],
        "name_fold__in": draft.folded_names,
    }
    for lookup, values in wanted.items():
        for row in rows.filter(**{lookup: list({*values} - {"", None})}):
            if row[0] not in seen:
                seen.add(row[0])
                yield row
