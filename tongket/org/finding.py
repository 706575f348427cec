"""The row of an address, found through `access.scope`: every page about one row asks for it, so the query is compiled
once for each verb and each shape of rights (docs/decisions/0002, 0005).
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from tongket.core.compiled import CompiledQuery, is_compilable
from tongket.org import access
from tongket.org.access import ALL, LINE, MINE, OWN, UNDER, Reader
from tongket.org.models import Acting, RunningGrant

M = TypeVar("M", bound=Model)

MOST_GRANTS = 4  # somebody with more of them for one verb is asked for each time anew
KEYS = (uuid.UUID, int, str)  # kinds of keys that stand in addresses


@dataclass(frozen=True)
class _Holder:
    """Somebody with these grants and no others, as `access.scope` reads them."""

    pk: Any
    grants: Sequence[RunningGrant]
    is_past_fence: bool = True

    def running_grants(self, on: date) -> Sequence[RunningGrant]:
        return self.grants

    def acting(self, on: date) -> Sequence[Acting]:
        return ()

    def homes(self, on: date) -> Sequence[int]:
        return ()


@dataclass(frozen=True)
class _Shape:
    """What a compiled query depends on beside its values. domains: of the grants that count; is_own: rows of the person
    themselves are reached too.
    """

    verb: str
    by: str
    key: type
    domains: tuple[str, ...]
    is_own: bool


class Finder(Generic[M]):
    """Finds one of the rows of a queryset as `access.find` does.

    query: makes the queryset, the same one each time.
    """

    def __init__(self, query: Callable[[], QuerySet[M]]) -> None:
        self.query = query
        self._compiled: dict[_Shape, CompiledQuery[M]] = {}

    @cached_property
    def _is_compilable(self) -> bool:
        return is_compilable(self.query())

    @cached_property
    def _has_persons(self) -> bool:
        model: Any = self.query().model
        return bool(model.person_prefix)

    def find(self, person: Reader, verb: str, key: Any, *, by: str = "pk", on: date) -> M:
        """The row of a key, or 404 where the person may not use the verb on it (S-10)."""
        shape, values = self._shape(person, verb, key, by, on)
        if shape is None:
            return access.find(self.query(), person, verb, key, by=by, on=on)
        if shape not in self._compiled:
            self._compiled[shape] = CompiledQuery(self._builder(shape, on), shape.key, *map(type, values))
        rows = self._compiled[shape].run(key, *values)
        if not rows:
            raise Http404
        return rows[0]

    def _shape(self, person: Reader, verb: str, key: Any, by: str, on: date) -> tuple[_Shape | None, list[Any]]:
        """The shape of what is asked for and its values beside the key; None where it is not compiled."""
        policy = access.POLICIES[verb]
        own: Any = policy.grants.get("self")
        grants = [grant for grant in person.running_grants(on) if grant.domain in policy.grants]
        grants = [grant for grant in grants if policy.grants[grant.domain] == ALL][:1] or grants
        is_own = own == MINE and self._has_persons and isinstance(person.pk, uuid.UUID)
        is_unusual = (policy.is_fenced and not person.is_past_fence) or own in {ALL, LINE} or bool(person.acting(on))
        if is_unusual or not (is_own or 0 < len(grants) <= MOST_GRANTS):
            return None, []
        if type(key) not in KEYS or not self._is_compilable:
            return None, []
        reaches_all = any(policy.grants[grant.domain] == ALL for grant in grants)
        is_own = is_own and not reaches_all
        grants.sort(key=lambda grant: grant.domain)
        values = [value for grant in grants for value in _values(policy.grants[grant.domain], grant)]
        shape = _Shape(verb, by, type(key), tuple(grant.domain for grant in grants), is_own)
        return shape, [*([person.pk] if is_own else []), *values]

    def _builder(self, shape: _Shape, on: date) -> Callable[..., QuerySet[M]]:
        """What makes the queryset of a shape for some values."""

        def build(key: Any, *values: Any) -> QuerySet[M]:
            rest = iter(values)
            pk = next(rest) if shape.is_own else ""
            grants = [_grant(domain, access.POLICIES[shape.verb].grants[domain], rest) for domain in shape.domains]
            return access.scope(self.query(), _Holder(pk, grants), shape.verb, on=on).filter(**{shape.by: key})

        return build


def _values(how: str, grant: RunningGrant) -> list[Any]:
    """What `access.scope` reads of a grant that reaches so far."""
    if how == ALL:
        return []
    return [*([grant.unit_id] if how in {OWN, UNDER} else []), *([grant.pos, grant.last] if how != OWN else [])]


def _grant(domain: str, how: str, values: Any) -> RunningGrant:
    """The grant that has these values."""
    unit = next(values) if how in {OWN, UNDER} else uuid.UUID(int=0)
    pos, last = (next(values), next(values)) if how not in {OWN, ALL} else (0, 0)
    return RunningGrant(domain, unit, pos, last)
