"""Who may: one table of verbs, one filter over rows (docs/security: S-01 … S-16).

A package declares its verbs in its `policy.py`; what is not declared is refused. Lists, counts, figures, exports and
single checks all pass through `scope`, so that they cannot drift apart.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tongket.org.models import Acting, Person, Place, RunningGrant, Unit

OWN, UNDER, TREE = "own", "under", "tree"  # the grant's own unit; the units under it; both
MINE, ALL = "mine", "all"  # for everybody signed in (`self`): their own rows; every row
LINE = "line"  # for everybody signed in: the units they belong to, those above, and all under those of their grants
DOMAINS = ("self", "lead_cell", "lead_committee", "office", "org", "insp", "sys", "audit", "act_unit", "act_member")
ACTING = {"act_unit": OWN, "act_member": MINE}  # acting for one unit, for one member: never further (S-08)

ANYONE, SIGNED_IN = "anyone", "signed_in"  # policies of views that need no verb

WIDE = 1_000  # units from which it is quicker to walk a list in its order than to collect the rows of each unit

PERSON_WAYS = [
    "office_terms__unit__",
    "account__unit__",
]  # from a person to the units they belong to; later packages add theirs

M = TypeVar("M", bound=Model)
P = ParamSpec("P")


class Reader(Protocol):
    """Whoever asks: a person, or a command acting with the rights of one office."""

    @property
    def pk(self) -> Any: ...

    @property
    def is_past_fence(self) -> bool: ...

    def running_grants(self, on: date) -> Sequence[RunningGrant]: ...

    def acting(self, on: date) -> Sequence[Acting]: ...

    def homes(self, on: date) -> Sequence[int]: ...


@dataclass(frozen=True)
class Command:
    """A command run on the server without a person: the rights of `office` over one unit, no fence ever open."""

    unit: Unit
    pk: str = "cli"
    is_past_fence: bool = False

    def running_grants(self, on: date) -> Sequence[RunningGrant]:
        place = self.unit.place
        return [RunningGrant("office", self.unit.pk, place.pos, place.last)]

    def acting(self, on: date) -> Sequence[Acting]:
        return []

    def homes(self, on: date) -> Sequence[int]:
        return [self.unit.place.pos]


@dataclass(frozen=True)
class Policy:
    """One verb: who holds it (domain → reach), and the class of what it opens."""

    verb: str
    label: Any
    data_class: str
    grants: Mapping[str, str]
    writes: bool = False

    @property
    def is_fenced(self) -> bool:
        """Whether a second factor and a fresh login are needed on top (S-04)."""
        return self.data_class == "D4"


POLICIES: dict[str, Policy] = {}


def declare(verb: str, label: Any, *, data_class: str, grants: Mapping[str, str], writes: bool = False) -> Policy:
    """Add one verb to the table. grants: domain of DOMAINS → reach.

    Raises ValueError on a slip or a double, and where somebody acting for others would vote or open restricted fields
    (S-08).
    """
    if verb in POLICIES:
        raise ValueError(f"{verb} is declared twice")
    for domain, reach in grants.items():
        reaches: tuple[str, ...] = (MINE, LINE, ALL) if domain == "self" else (OWN, UNDER, TREE, ALL)
        if domain in ACTING:
            is_closed = data_class in {"D3", "D4"} or verb.startswith("vote.")
            reaches = () if is_closed else (ACTING[domain],)
        if domain not in DOMAINS or reach not in reaches:
            raise ValueError(f"{verb}: {domain}={reach}")
    POLICIES[verb] = Policy(verb, label, data_class, dict(grants), writes)
    return POLICIES[verb]


class NotAllowed(Exception):
    """The person holds no grant that reaches this row with this verb."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.verb = verb

    def __str__(self) -> str:
        policy = POLICIES.get(self.verb)
        what = policy.label if policy else self.verb
        return _("You may not: %(what)s.") % {"what": what}


class FenceClosed(NotAllowed):
    """The grant is there, but the second factor or the fresh login is missing (S-04)."""


def scope(rows: QuerySet[M], person: Reader, verb: str, *, on: date, by_grants: bool = False) -> QuerySet[M]:
    """The rows that `person` may use `verb` on, on the day `on`, by the tree of now.

    by_grants: without the person's own row outside the units of their grants, if they hold one: for long lists, where
    "mine, or of these units" would make the database read every row.
    """
    policy = POLICIES[verb]
    if policy.is_fenced and not person.is_past_fence:
        return rows.none()
    model: Any = rows.model
    if policy.grants.get("self") == ALL:
        return rows
    reach = Q()
    for grant in person.running_grants(on):
        how = policy.grants.get(grant.domain)
        if how == ALL:
            return rows
        if how is not None and model is Person:
            for at in PERSON_WAYS:
                reach |= Q(pk__in=Person.objects.filter(_reach(at, grant, how, is_long=False)).values("pk"))
        elif how is not None:
            reach |= _reach(model.unit_prefix, grant, how, is_long=by_grants)
    for acting in person.acting(on):
        if acting.domain == "act_unit" and acting.domain in policy.grants:
            reach |= Q(**{f"{model.unit_prefix}pk": acting.unit_id})
        elif acting.domain in policy.grants and model.person_prefix:
            reach |= Q(**{model.person_prefix: acting.person_id})
    if policy.grants.get("self") == LINE:
        reach |= _line(model.unit_prefix, person, on)
    has_own = policy.grants.get("self") == MINE and model.person_prefix and isinstance(person.pk, uuid.UUID)
    if has_own and not (by_grants and reach):
        reach |= Q(**{model.person_prefix: person.pk})
    return rows.filter(reach) if reach else rows.none()


def _reach(at: str, grant: RunningGrant, how: str, *, is_long: bool) -> Q:
    own = Q(**{f"{at}pk": grant.unit_id})
    if how == OWN:
        return own
    tree = within(at, grant.pos, grant.last) if is_long else Q(**{f"{at}place__pos__range": (grant.pos, grant.last)})
    return tree if how == TREE else tree & ~own


def _line(at: str, person: Reader, on: date) -> Q:
    """The units that somebody belongs to and those above them, and all under the units of their grants: not those
    beside them (S-02).
    """
    grants = person.running_grants(on)
    line = Q()
    for pos, last in sorted({(grant.pos, grant.last) for grant in grants}):
        line |= Q(**{f"{at}place__pos__range": (pos, last)})
    for pos in sorted({*person.homes(on), *(grant.pos for grant in grants)}):
        line |= Q(**{f"{at}place__pos__lte": pos, f"{at}place__last__gte": pos})
    return line


def within(at: str, pos: int, last: int) -> Q:
    """Rows of the units from one place of the tree to another. at: the way from a row to its unit, with `__`.

    SQLite knows nothing of the values of a range and would collect and sort the rows of ten thousand units for the
    first fifty of a list: over many units it is asked about each row instead, over few it is given them.
    """
    if not at or connection.vendor != "sqlite":
        return Q(**{f"{at}place__pos__range": (pos, last)})
    places = Place.objects.filter(pos__range=(pos, last))
    if last - pos >= WIDE:
        return Q(Exists(places.filter(unit=OuterRef(f"{at}pk"))))
    return Q(**{f"{at}in": places.values("unit")})


def find(rows: QuerySet[M], person: Reader, verb: str, pk: Any, *, on: date, by: str = "pk") -> M:
    """One row, or 404: hidden and missing look the same, so a guess tells nothing (S-10)."""
    return get_object_or_404(scope(rows, person, verb, on=on), **{by: pk})


def may(person: Reader, verb: str, row: Model, *, on: date) -> bool:
    """Whether `scope` holds this row. A yes is told from the place of its unit where that was read with the row; a no
    is always asked of the database.
    """
    if _is_reached(person, verb, row, on):
        return True
    return scope(type(row)._default_manager.filter(pk=row.pk), person, verb, on=on).exists()


def _is_reached(person: Reader, verb: str, row: Any, on: date) -> bool:
    """Whether a grant reaches the unit of a row that was read with its place: what `_reach` says of it in SQL."""
    policy = POLICIES[verb]
    if policy.is_fenced and not person.is_past_fence:
        return False
    unit = row
    for name in type(row).unit_prefix.removesuffix("__").split("__") if type(row).unit_prefix else ():
        unit = unit._state.fields_cache.get(name)
        if unit is None:
            return False
    place = unit._state.fields_cache.get("place")
    if place is None:
        return False
    return any(covers(grant, policy, place) for grant in person.running_grants(on))


def covers(grant: RunningGrant, policy: Policy, place: Place) -> bool:
    """Whether a grant gives its holder the verb of a policy over the unit of a place."""
    how = TREE if policy.grants.get("self") == LINE else policy.grants.get(grant.domain)
    is_own, is_in_tree = place.unit_id == grant.unit_id, grant.pos <= place.pos <= grant.last
    return how == ALL or (how in {OWN, TREE} and is_own) or (how in {UNDER, TREE} and is_in_tree and not is_own)


def require(person: Reader, verb: str, row: Model, *, on: date) -> None:
    """Raise NotAllowed unless `scope` holds this row; for a row not made yet, pass its unit."""
    if not may(person, verb, row, on=on):
        policy = POLICIES[verb]
        raise (FenceClosed if policy.is_fenced and not person.is_past_fence else NotAllowed)(verb)


def holds(person: Reader, verb: str, *, on: date) -> bool:
    """Whether the person has the verb over anything at all: for menus and the gate."""
    policy = POLICIES[verb]
    if "self" in policy.grants:
        return True
    domains = [grant.domain for grant in person.running_grants(on)] + [acting.domain for acting in person.acting(on)]
    return any(domain in policy.grants for domain in domains)


def domains_over(person: Reader, unit: Unit, *, on: date) -> set[str]:
    """The domains in which the person holds a running grant over the unit, of its own or of one above it."""
    pos = unit.place.pos
    return {grant.domain for grant in person.running_grants(on) if grant.pos <= pos <= grant.last}


def acting_for(person: Reader, verb: str, unit: uuid.UUID | None, *, on: date) -> uuid.UUID | None:
    """For which absent person somebody uses a verb on a unit: that of the grant they need for it, unless one of their
    own is enough.
    """
    grants = person.running_grants(on)
    policy = POLICIES.get(verb)
    if policy is None or all(grant.acting_for is None for grant in grants):
        return None
    place = Place.objects.filter(unit=unit).first() if unit else None
    held = [grant for grant in grants if grant.domain in policy.grants]
    enough = held if place is None else [grant for grant in held if covers(grant, policy, place)]
    if any(grant.acting_for is None for grant in enough):
        return None
    return next((grant.acting_for for grant in enough), None)


View = Callable[P, HttpResponse]


def policy(verb: str) -> Callable[[View[P]], View[P]]:
    """Name the policy of a view: a verb of the table, ANYONE or SIGNED_IN. The gate refuses a view without one
    (S-12).
    """

    def name(view: View[P]) -> View[P]:
        @wraps(view)
        def named(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(*args, **kwargs)

        vars(named)["policy"] = verb
        return named

    return name
