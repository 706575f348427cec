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
from tongket.rosters.fields import OF_MEMBER, OF_PRIVATE, card_key
from tongket.rosters.plan import Change, People
from tongket.rosters.rules import out_of_order


@dataclass(slots=True)
class Decided:
    """Which days of some members follow from decisions recorded here, so that no file corrects them."""

    admitted: set[uuid.UUID]
    recognised: set[uuid.UUID]
    first_days: dict[uuid.UUID, date] = field(default_factory=dict)  # the first day of the earliest time in a unit

    @classmethod
    def of(cls, ids: Collection[uuid.UUID]) -> "Decided":
        rows = Spell.objects.filter(member__in=ids).order_by("-from_on").values_list("member_id", "from_on")
        return cls(
            admitted=set(Admission.objects.filter(member__in=ids).values_list("member_id", flat=True)),
            recognised=set(Recognition.objects.filter(member__in=ids).values_list("member_id", flat=True)),
            first_days=dict(rows),
        )


def compare(
    people: People, index: int, member: Member, identity_key: str, decided: Decided
) -> tuple[Change | None, list[tuple[str, str]]]:
    """The change that a row asks for, None where it says nothing new; and remarks (field, text) on what stays."""
    values = {name: column[index] for name, column in people.fields.items()}
    private = getattr(member, "private", None)
    differences: list[tuple[str, Any, Any]] = []
    if values["full_name"] and not text.same_word(values["full_name"], member.person.full_name):
        differences.append(("full_name", member.person.full_name, values["full_name"]))
    for name in OF_MEMBER:
        if name == "born_precision":
            if _is_precision_new(member, values, differences):
                differences.append((name, member.born_precision, values[name]))
        elif not _is_blank(values[name]) and not _is_same(name, getattr(member, name), values):
            differences.append((name, getattr(member, name), values[name]))
    for name in OF_PRIVATE:
        old = getattr(private, name, None)
        if name == "identity_number":
            if identity_key and identity_key != getattr(private, "identity_key", ""):
                differences.append((name, old, values[name]))
        elif not _is_blank(values[name]) and not _is_same_private(name, old, values[name]):
            differences.append((name, old, values[name]))
    changes, remarks = _without_decided(differences, member, decided)
    if not changes:
        return None, remarks
    change = Change(
        index=index,
        member_id=member.pk,
        person_id=member.person_id,
        version=member.version,
        private_id=private.pk if private else None,
        private_version=private.version if private else 0,
        fields=changes,
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


def _is_precision_new(member: Member, values: dict[str, Any], differences: Sequence[tuple[str, Any, Any]]) -> bool:
    """Whether the file changes the birth, or says the day where the roll knows less of it."""
    if values["born_on"] is None or values["born_precision"] == member.born_precision:
        return False
    is_changed = any(name == "born_on" for name, _old, _new in differences)
    return is_changed or _FINENESS[values["born_precision"]] > _FINENESS[member.born_precision]


_FINENESS = {"year": 0, "month": 1, "day": 2}


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
    differences: Sequence[tuple[str, Any, Any]], member: Member, decided: Decided
) -> tuple[list[tuple[str, Any, Any]], list[tuple[str, str]]]:
    changes, remarks = [], []
    for name, old, new in differences:
        why = _why_it_stays(name, old, new, member, decided)
        if why:
            remarks.append((name, why))
        else:
            changes.append((name, old, new))
    return changes, remarks


def _why_it_stays(name: str, old: Any, new: Any, member: Member, decided: Decided) -> str:
    """Days that follow from a decision recorded here are not corrected by a file."""
    if name in {"party_age_from_on", "ceremony_on"} and member.pk in decided.admitted:
        return _("The roll says %(day)s, by the decision recorded here; the file does not change it.") % {
            "day": dates.dmy_or_empty(old) or "–"
        }
    if name != "official_on":
        return ""
    if member.state == MemberState.PROBATIONARY:
        return _("Still on probation in the roll: record the decision of recognition on the member's page.")
    first = decided.first_days.get(member.pk)
    if member.pk in decided.recognised or (first is not None and max(old or new, new) > first):
        return _("The roll says %(day)s, by the decision recorded here; the file does not change it.") % {
            "day": dates.dmy_or_empty(old) or "–"
        }
    return ""
