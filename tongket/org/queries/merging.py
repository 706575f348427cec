"""What would happen if two records of a person were made one: what goes over, and what stands in the way."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org.models import Domain, Grant, HistoryRow, OfficeTerm, Person, PersonMerge
from tongket.org.queries.grants import running_on

HISTORY = (HistoryRow, PersonMerge)  # say what was done, under the record of that time: they stay
WITH_SECOND_PERSON = (Domain.LEAD, Domain.INSP, Domain.AUDIT, Domain.SYS)  # a merger gives none of these (S-07)
SHOWN = 6


@dataclass(frozen=True)
class Move:
    """Rows of one table that would go to the other record. key: table and field; examples: some of them in words."""

    key: str
    label: str
    ids: list[str]
    examples: list[str]


@dataclass
class Plan:
    """What a merger would do. hindrances: why it cannot be done, in words; none where it can."""

    kept: Person
    merged: Person
    moves: list[Move] = field(default_factory=list)
    hindrances: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What was looked at, so that nothing else is done."""
        text = repr([(move.key, move.ids) for move in self.moves])
        return hashlib.sha256(f"{self.kept.pk} {self.merged.pk} {text}".encode()).hexdigest()[:32]


def references() -> Iterator[models.Field[Any, Any]]:
    """The fields of all tables that name a person, but for those of the history."""
    for model in apps.get_models(include_auto_created=True):
        if model not in HISTORY:
            for one in model._meta.concrete_fields:
                if isinstance(one, models.ForeignKey) and one.related_model is Person:
                    yield one


def field_of(key: str) -> models.Field[Any, Any]:
    """The field that a key of `PersonMerge.moved` names. Raises LookupError where it is gone."""
    label, _dot, name = key.rpartition(".")
    one: models.Field[Any, Any] = apps.get_model(label)._meta.get_field(name)
    return one


def plan(kept: Person, merged: Person, *, on: date) -> Plan:
    """What would go from one record to the other."""
    whole = Plan(kept, merged)
    for one in references():
        rows = _rows(one).filter(**{one.name: merged})
        own = _rows(one).filter(**{one.name: kept})
        staying = _twins(one, rows, own)
        if staying and not _is_personal(one):
            whole.hindrances.append(_both_have(one))
        if _mention_both(one, kept, merged):
            words = _("In “%(table)s” one of them acts for the other, where two people have to act.")
            whole.hindrances.append(words % {"table": one.model._meta.verbose_name})
        going = [row for row in rows if row.pk not in staying]
        if going:
            whole.moves.append(_move(one, going))
    whole.hindrances += _of_rights(kept, merged, on)
    return whole


def _rows(one: models.Field[Any, Any]) -> Any:
    rows = one.model._base_manager.order_by("pk")
    wanted = {OfficeTerm: "unit__place", Grant: "unit__place"}
    return rows.select_related(wanted[one.model]) if one.model in wanted else rows


def _move(one: models.Field[Any, Any], going: list[Any]) -> Move:
    key = f"{one.model._meta.label_lower}.{one.name}"
    label = str(one.model._meta.verbose_name)
    return Move(key, label, [str(row.pk) for row in going], [_in_words(row) for row in going[:SHOWN]])


def _in_words(row: Any) -> str:
    if isinstance(row, OfficeTerm):
        return f"{row.get_office_display()}, {row.unit.place.short_name}, {dates.dmy(row.from_on)}"
    if isinstance(row, Grant):
        return f"{row.get_domain_display()}, {row.unit.place.short_name}"
    return str(getattr(row, "username", ""))


def _is_personal(one: Any) -> bool:
    """Whether rows belong to a record so closely that they go with it: drafts, lists of one's own."""
    return bool(one.remote_field.on_delete is models.CASCADE)


def _twins(one: Any, rows: Any, own: Any) -> set[Any]:
    """The rows of the record to be merged that the other record has already, where only one may be."""
    if one.unique:
        return {row.pk for row in rows} if own.exists() else set()
    twins: set[Any] = set()
    for names, condition in _unique_sets(one):
        others = [name for name in names if name != one.name]
        taken = set(own.filter(condition).values_list(*others)) if others else ({()} if own.exists() else set())
        for key, *values in rows.filter(condition).values_list("pk", *others):
            if tuple(values) in taken:
                twins.add(key)
    return twins


def _unique_sets(one: Any) -> Iterator[tuple[list[str], Q]]:
    meta = one.model._meta
    for names in meta.unique_together:
        if one.name in names:
            yield list(names), Q()
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and one.name in constraint.fields:
            yield list(constraint.fields), constraint.condition or Q()


def _mention_both(one: Any, kept: Person, merged: Person) -> bool:
    """Whether a row names one record here and the other in a field that must name somebody else."""
    for constraint in one.model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            names = constraint.condition.referenced_base_fields if isinstance(constraint.condition, Q) else set()
            for other in references():
                if other.model is one.model and other.name != one.name and {one.name, other.name} <= names:
                    pair = Q(**{one.name: merged, other.name: kept})
                    if _rows(one).filter(pair).exists():
                        return True
    return False


def _both_have(one: Any) -> str:
    table = str(one.model._meta.verbose_name)
    if one.unique:
        return _("Both records have: %(table)s. Only one may be: end or withdraw one first.") % {"table": table}
    words = _("Both records hold the same: %(table)s. Correct or end one of them first.")
    return words % {"table": table}


def _of_rights(kept: Person, merged: Person, on: date) -> Iterator[str]:
    """Rights that a merger would give to an account without the second person that they need (S-07)."""
    runs = running_on(on)
    for holder, other in ((kept, merged), (merged, kept)):
        if hasattr(other, "account") and not hasattr(holder, "account"):
            grants = Grant.objects.filter(runs, person=holder, domain__in=WITH_SECOND_PERSON)
            for grant in grants.select_related("unit__place"):
                words = _(
                    "The account %(login)s would get a right that needs a second person (%(right)s): "
                    "end that right first, and have it given anew afterwards."
                )
                yield words % {"login": other.account.username, "right": _in_words(grant)}
    units = {
        domain: set(Grant.objects.filter(runs, person__in=(kept, merged), domain=domain).values_list("unit", flat=True))
        for domain in (Domain.INSP, Domain.AUDIT)
    }
    if units[Domain.INSP] & units[Domain.AUDIT]:
        yield _("Inspection and log supervision of one unit are never in one hand.")


def merges_of(person: Person) -> models.QuerySet[PersonMerge]:
    """What was merged into a record, the last first; undone ones too."""
    return PersonMerge.objects.filter(kept=person).select_related("kept", "merged", "made_by").order_by("-made_at")
