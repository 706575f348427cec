"""Who may see a row: by which rights over which unit, or because it is about themselves, in words.

Whoever may read the rights over the unit of a row may ask. Of rights held elsewhere, mostly above, that they may not
read they learn the domain and the unit, and no name (S-02, S-10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tongket.org import access
from tongket.org.models import Domain, Grant, Person, Unit
from tongket.org.queries import grants as queries
from tongket.pages.rights import right_name


@dataclass(frozen=True)
class About:
    """The row that a page is about, and the verb by which it is read. also: verbs of restricted parts that are kept
    with the row and stand on pages of their own.
    """

    row: Any
    verb: str
    also: Sequence[str] = ()


@dataclass(frozen=True)
class Holder:
    """Somebody who may see a row by a right. grant: None where the reader may not know whose right it is."""

    grant: Grant | None
    right: str
    over: str


def may_ask(about: About, person: Person, on: date) -> Unit | None:
    """The unit of the row, for somebody who may read the rights over it; else None."""
    readers = access.POLICIES["grant.read"].grants
    if not any(grant.domain in readers for grant in person.running_grants(on)):
        return None
    unit = queries.unit_of(about.row)
    return unit if unit is not None and access.may(person, "grant.read", unit, on=on) else None


def holders(about: About, verb: str, unit: Unit, person: Person, on: date) -> list[Holder]:
    """Who may see the row by a right, those nearest to its unit first; without names, each right and unit once, those
    whose rights the reader may not read.
    """
    grants = queries.reaching(verb, about.row, unit, on)
    rows = Grant.objects.filter(pk__in=[grant.pk for grant in grants])
    readable = set(access.scope(rows, person, "grant.read", on=on).values_list("pk", flat=True))
    holders_: dict[Holder, None] = {}
    for grant in grants:
        if grant.pk in readable:
            holders_[Holder(grant, right_name(grant), grant.unit.place.name)] = None
        else:
            domain = _("acting for somebody") if grant.domain == Domain.ACT else str(grant.get_domain_display())
            holders_[Holder(None, domain, grant.unit.place.name)] = None
    return list(holders_)


def without_right(about: About, verb: str) -> str:
    """Who may see the row without any right, in words; empty: nobody."""
    policy = access.POLICIES[verb]
    how = policy.grants.get("self")
    if how == access.ALL:
        return _("everybody who signs in")
    if how == access.LINE:
        return _("everybody who belongs to this unit or to one under it, and who holds a right over one of these")
    if how == access.MINE:
        whom = queries.person_of(about.row)
        return _("the person concerned: %(name)s") % {"name": whom} if whom else ""
    return ""
