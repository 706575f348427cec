"""What a row of a file would change in a member whom the roll holds already. A blank never erases."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.members.models import Admission, Member, Recognition, Spell
from tongket.members.rules import MemberState
from tongket.rosters.plan import OF_MEMBER, OF_PRIVATE, Change, People, card_key


@dataclass(slots=True)
class Known:
    """What besides their row decides which days of some members a file may correct."""

    admitted: set[uuid.UUID]
    recognised: set[uuid.UUID]
    first_days: dict[uuid.UUID, date] = field(default_factory=dict)  # the first day of the earliest time in a unit

    @classmethod
    def of(cls, ids: Collection[uuid.UUID]) -> "Known":
        rows = Spell.objects.filter(member__in=ids).order_by("-from_on").values_list("member_id", "from_on")
        return cls(
            admitted=set(Admission.objects.filter(member__in=ids).values_list("member_id", flat=True)),
            recognised=set(Recognition.objects.filter(member__in=ids).values_list("member_id", flat=True)),
            first_days=dict(rows),
        )


def compare(
    people: People, index: int, member: Member, key: str, known: Known
) -> tuple[Change | None, list[tuple[str, str]]]:
    """The change that a row asks for, None where it says nothing new; and remarks (field, text) on what stays."""
    values = {name: column[index] for name, column in people.fields.items()}
    private = getattr(member, "private", None)
    found: list[tuple[str, Any, Any]] = []
    if values["full_name"] and not text.same_word(values["full_name"], member.person.full_name):
        found.append(("full_name", member.person.full_name, values["full_name"]))
    for name in OF_MEMBER:
        if not _is_blank(values[name]) and not _is_same(name, getattr(member, name), values):
            found.append((name, getattr(member, name), values[name]))
    for name in OF_PRIVATE:
        old = getattr(private, name, None)
        if name == "identity_number":
            if key and key != getattr(private, "identity_key", ""):
                found.append((name, old, values[name]))
        elif not _is_blank(values[name]) and not _is_same_private(name, old, values[name]):
            found.append((name, old, values[name]))
    kept, remarks = _without_decided(found, member, known)
    if not kept:
        return None, remarks
    change = Change(
        index=index,
        member_id=member.pk,
        person_id=member.person_id,
        version=member.version,
        private_id=private.pk if private else None,
        private_version=private.version if private else 0,
        fields=kept,
    )
    return change, remarks


def contradictions(member: Member, change: Change) -> list[tuple[str, str]]:
    """Days that would no longer stand in their order, if the change were made: field and text."""
    new = {name: value for name, _old, value in change.fields}
    born_on = new.get("born_on", member.born_on)
    admitted_on = new.get("party_age_from_on", member.party_age_from_on)
    ceremony_on = new.get("ceremony_on", member.ceremony_on)
    official_on = new.get("official_on", member.official_on)
    return out_of_order(born_on, admitted_on, ceremony_on, official_on)


def out_of_order(
    born_on: date, admitted_on: date, ceremony_on: date | None, official_on: date | None
) -> list[tuple[str, str]]:
    """Which of the days stand in the wrong order: field and text."""
    if born_on >= admitted_on:
        return [("born_on", _("The day of birth lies after the admission to the Party."))]
    if ceremony_on is not None and ceremony_on < admitted_on:
        return [("ceremony_on", _("The ceremony lies before the decision to admit."))]
    if official_on is not None and official_on <= admitted_on:
        return [("official_on", _("The day of official status lies before the admission."))]
    return []


def _is_blank(value: Any) -> bool:
    return value is None or value == ""


def _is_same(name: str, old: Any, values: dict[str, Any]) -> bool:
    new = values[name]
    if name == "card_number":
        return card_key(old) == card_key(new)
    if name == "born_on":
        precision = values.get("born_precision")
        if precision == "year":
            return bool(old.year == new.year)
        if precision == "month":
            return bool((old.year, old.month) == (new.year, new.month))
    return bool(old == new)


def _is_same_private(name: str, old: Any, new: Any) -> bool:
    if name == "phone":
        return "".join(filter(str.isdigit, old or "")) == "".join(filter(str.isdigit, new))
    if name == "is_minority":
        return bool(old) is bool(new)
    return bool((old or "") == new)


def _without_decided(
    found: Sequence[tuple[str, Any, Any]], member: Member, known: Known
) -> tuple[list[tuple[str, Any, Any]], list[tuple[str, str]]]:
    kept, remarks = [], []
    for name, old, new in found:
        why = _why_it_stays(name, old, new, member, known)
        if why:
            remarks.append((name, why))
        else:
            kept.append((name, old, new))
    return kept, remarks


def _why_it_stays(name: str, old: Any, new: Any, member: Member, known: Known) -> str:
    """Days that follow from a decision recorded here are not corrected by a file."""
    if name in {"party_age_from_on", "ceremony_on"} and member.pk in known.admitted:
        return _("The roll says %(day)s, by the decision recorded here; the file does not change it.") % {
            "day": dates.dmy_or_empty(old) or "–"
        }
    if name != "official_on":
        return ""
    if member.state == MemberState.PROBATIONARY:
        return _("Still on probation in the roll: record the decision of recognition on the member's page.")
    first = known.first_days.get(member.pk)
    if member.pk in known.recognised or (first is not None and max(old or new, new) > first):
        return _("The roll says %(day)s, by the decision recorded here; the file does not change it.") % {
            "day": dates.dmy_or_empty(old) or "–"
        }
    return ""
