"""Whom each row of a file means, and what it would change in them.

A person is known by the identity number, else by the card number, else by name and full day of birth together; never
by the name alone.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tongket.members.models import Member
from tongket.members.rules import ON_ROLL
from tongket.org import access
from tongket.rosters.fields import card_key
from tongket.rosters.queries import candidates
from tongket.rosters.queries.candidates import Candidate, Roll
from tongket.rosters.queries.comparing import Decided, compare, contradictions
from tongket.rosters.queries.draft import Draft

CHUNK = 500
MAX_LENGTHS = {"full_name": 120, "card_number": 20, "phone": 20}  # characters that the tables take


def match_members(draft: Draft, *, by: access.Reader, on: date) -> None:
    """Sort the rows into new members, changed ones and unchanged ones; refuse those that mean nobody clearly."""
    _check_lengths(draft)
    repeated = _refuse_repeated(draft)
    known = _find_known(draft, candidates.find(draft, by=by, on=on), repeated)
    _compare(draft, known)


def _check_lengths(draft: Draft) -> None:
    for name, longest in MAX_LENGTHS.items():
        column: list[str] = draft.people.fields[name]
        if max(map(len, column), default=0) > longest:
            words = _("This is too long: %(limit_value)d characters at most.") % {"limit_value": longest}
            for index in draft.rows():
                if len(column[index]) > longest:
                    draft.refuse(index, name, "too_long", words)


# --- Within the file ----------------------------------------------------------------------------------------------


def _refuse_repeated(draft: Draft) -> set[int]:
    """Refuse rows that mean the person of an earlier row; returns them."""
    repeated: set[int] = set()
    first_rows: dict[tuple[str, Any], int] = {}
    for index in _sharing(draft):
        identity_key, card, birth = draft.identity_keys[index], draft.card_keys[index], draft.births[index]
        for name, number in (("identity_number", identity_key), ("card_number", card)):
            first = first_rows.setdefault((name, number), index) if number else index
            if first != index and index not in repeated:
                repeated.add(index)
                _refuse_as_repeated(draft, index, first, name)
        if birth[1] is None or index in repeated:
            continue
        first = first_rows.setdefault(("birth", birth), index)
        if first != index and not _differ(draft, index, draft.identity_keys[first], draft.card_keys[first]):
            repeated.add(index)
            _refuse_as_repeated(draft, index, first, "full_name")
    return repeated


def _sharing(draft: Draft) -> list[int]:
    """The rows that share a number, or name and birth, with another row of the file."""
    identity_keys = _repeated(filter(None, draft.identity_keys))
    card_keys = _repeated(filter(None, draft.card_keys))
    births = _repeated(draft.births)
    if not (identity_keys or card_keys or births):
        return []
    return [
        index
        for index in draft.rows()
        if draft.identity_keys[index] in identity_keys
        or draft.card_keys[index] in card_keys
        or draft.births[index] in births
    ]


def _repeated(values: Iterable[Any]) -> set[Any]:
    return {value for value, count in Counter(values).items() if count > 1}


def _refuse_as_repeated(draft: Draft, index: int, first: int, name: str) -> None:
    sheet, row = draft.people.at(first)
    words = {
        "identity_number": _("The same identity number stands in %(sheet)s, row %(row)s: correct one of the two."),
        "card_number": _("The same card number stands in %(sheet)s, row %(row)s: correct one of the two."),
        "full_name": _(
            "The same name and day of birth stand in %(sheet)s, row %(row)s: leave one of the two out, or enter "
            "their card numbers if they are two persons."
        ),
    }
    draft.refuse(index, name, "twice_in_file", words[name] % {"sheet": sheet, "row": row})


def _differ(draft: Draft, index: int, identity_key: str, card: str) -> bool:
    """Whether a number says that the row is somebody else than the person with these numbers."""
    own_identity, own_card = draft.identity_keys[index], draft.card_keys[index]
    return bool(own_identity and identity_key and own_identity != identity_key) or bool(
        own_card and card and own_card != card
    )


# --- Beside the roll ----------------------------------------------------------------------------------------------


def _find_known(draft: Draft, roll: Roll, repeated: set[int]) -> dict[uuid.UUID, int]:
    """The member whom each row means, with the row; rows that mean nobody on the roll become new members."""
    known: dict[uuid.UUID, int] = {}
    identity_keys, card_keys, births, new = draft.identity_keys, draft.card_keys, draft.births, draft.plan.new
    for index in draft.rows():
        if index in repeated:
            continue
        if (
            identity_keys[index] not in roll.by_identity
            and card_keys[index] not in roll.by_card
            and births[index] not in roll.by_birth
        ):
            new.append(index)
            continue
        candidate, is_clear = _candidate(draft, index, roll)
        if not is_clear:
            continue
        if candidate is None:
            new.append(index)
        elif not candidate.is_visible:
            is_by_identity = identity_keys[index] == candidate.identity_key != ""
            draft.refuse(
                index,
                "identity_number" if is_by_identity else "card_number",
                "in_other_organisation",
                _("This number is on the roll of another organisation: ask the superior about a transfer."),
            )
        elif candidate.member_id in known:
            _refuse_as_repeated(draft, index, known[candidate.member_id], "full_name")
        else:
            known[candidate.member_id] = index
    return known


def _candidate(draft: Draft, index: int, roll: Roll) -> tuple[Candidate | None, bool]:
    """Whom the row means, None for a new member; and whether that is clear."""
    identity_key, card, birth = draft.identity_keys[index], draft.card_keys[index], draft.births[index]
    if identity_key and identity_key in roll.by_identity:
        return roll.by_identity[identity_key], True
    by_card = roll.by_card.get(card, []) if card else []
    if len(by_card) > 1:
        draft.refuse(index, "card_number", "ambiguous", _("Several members bear this card number."))
        return None, False
    if by_card:
        if identity_key and by_card[0].identity_key and identity_key != by_card[0].identity_key:
            _refuse_card_of_another(draft, index)
            return None, False
        return by_card[0], True
    namesakes = roll.by_birth.get(birth, []) if birth[1] is not None else []
    fitting = [
        candidate for candidate in namesakes if not _differ(draft, index, candidate.identity_key, candidate.card_key)
    ]
    if len(fitting) > 1:
        words = _("Several members bear this name and day of birth: enter the card number.")
        draft.refuse(index, "full_name", "ambiguous", words)
        return None, False
    if namesakes and not fitting:
        words = _("The roll holds somebody else of this name and day of birth, with another number.")
        draft.remark(index, "full_name", "namesake", words)
    return (fitting[0] if fitting else None), True


def _refuse_card_of_another(draft: Draft, index: int) -> None:
    words = _("The roll holds this card number for another person: correct the number or leave the row out.")
    draft.refuse(index, "card_number", "card_of_other", words)


def _compare(draft: Draft, known: Mapping[uuid.UUID, int]) -> None:
    """Add what the rows would change in the members whom they mean."""
    ids = list(known)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        decided = Decided.of(chunk)
        for member in Member.objects.select_related("person", "private", "unit__place").filter(pk__in=chunk):
            _compare_member(draft, known[member.pk], member, decided)
    draft.plan.changed.sort(key=lambda change: change.index)


def _compare_member(draft: Draft, index: int, member: Member, decided: Decided) -> None:
    plan = draft.plan
    is_by_card = draft.card_keys[index] != "" and draft.card_keys[index] == card_key(member.card_number)
    is_named_alike = draft.folded_names[index] == member.name_fold
    if is_by_card and not is_named_alike and draft.born_on[index] not in {None, member.born_on}:
        _refuse_card_of_another(draft, index)
    elif member.state not in ON_ROLL:
        words = _("The roll says: %(state)s. A file does not bring a member back; record it on the member's page.")
        draft.refuse(index, "full_name", "left", words % {"state": member.get_state_display()})
    elif plan.units[index] not in {None, member.unit_id}:
        words = _("Stands in %(unit)s: record the transfer on the member's page, or leave the row out.")
        draft.refuse(index, "unit", "in_other_cell", words % {"unit": member.unit.place.name})
    else:
        change, remarks = compare(draft.people, index, member, draft.identity_keys[index], decided)
        for name, words in remarks:
            draft.remark(index, name, "stays", words)
        for name, words in contradictions(member, change) if change else ():
            draft.refuse(index, name, "out_of_order", words)
        if draft.status[index]:
            return
        if change:
            plan.changed.append(change)
        else:
            plan.unchanged += 1
