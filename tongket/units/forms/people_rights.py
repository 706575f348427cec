"""The rights that a row of a sheet of people gives: the usual one of its office, or a domain with the unit (S-07)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.core.dated import runs_on
from tongket.org import access, grant_rules
from tongket.org.actions.people_sheet import NewRight
from tongket.org.models import Domain, Grant, Office, OfficeTerm, Person, Unit
from tongket.org.queries import grants as queries

USUAL = {"theo chuc vu", "mac dinh", "usual"}
NONE = {"", "khong", "none", "x", "-"}
BETWEEN, OVER = ";", "@"  # rights of one row; a domain and its unit


@dataclass(frozen=True)
class Holder:
    """Who is to get rights by which office: one held already (`term`), or one that the row records."""

    unit: Unit
    office: Office | None
    term: OfficeTerm | None
    person: Person | None
    decision: str
    from_on: date | None


class Wrong(ValueError):
    """A right that cannot be given so, in a sentence."""


def held_office(
    person: Person | None, unit: Unit, office: Office | None, reader: access.Reader, on: date
) -> OfficeTerm | None:
    """The running office of somebody in a unit on which the rights of a row can hang: the one that the row names, or
    the only one.
    """
    if person is None:
        return None
    rows = access.scope(OfficeTerm.objects.filter(runs_on(on)), reader, "grant.write", on=on)
    terms = list(rows.filter(person=person, unit=unit).select_related("unit__place")[:9])
    named = [term for term in terms if office is None or term.office == office]
    return named[0] if len(named) == 1 else None


def of_words(
    words: str, holder: Holder, units: Mapping[str, Unit | None], reader: access.Reader, *, on: date
) -> tuple[list[NewRight], list[str]]:
    """What the words of a cell give, and what is wrong with them.

    words: “theo chức vụ”, or domains with “;” between them, each with “@” and a unit where it is not that of the row.
    units: those within reach by folded name and code; None: several bear that name.
    """
    rights, wrong = [], []
    for part in words.split(BETWEEN):
        if text.fold(part.strip()) in NONE:
            continue
        try:
            right = _checked(_domain(part, holder), _unit(part, holder, units), holder, reader, on)
        except Wrong as refusal:
            wrong.append(str(refusal))
        else:
            rights.append(right)
    return rights, wrong


def needing_second(rights: Iterable[NewRight]) -> list[Domain]:
    """The domains of rights for which a second person has to be chosen."""
    return sorted({right.domain for right in rights if right.needs_second}, key=list(Domain).index)


def _domain(part: str, holder: Holder) -> Domain:
    words = text.fold(part.partition(OVER)[0].strip())
    if words in USUAL:
        is_cell = holder.unit.place.the_kind.is_cell
        usual = grant_rules.usual_domain(holder.office, is_cell=is_cell) if holder.office else None
        if usual is None:
            raise Wrong(_("Nothing usually goes with this office: write the right itself, such as “Văn phòng”."))
        return usual
    domain = dict(_domains()).get(words)
    if domain is None:
        raise Wrong(_("“%(words)s” is no right that is known here.") % {"words": part.strip()})
    return domain


def _domains() -> Iterator[tuple[str, Domain]]:
    for domain in Domain:
        if domain != Domain.ACT:
            yield domain.value, domain
            for language in ("vi", "en"):
                with translation.override(language):
                    yield text.fold(str(domain.label)), domain


def _unit(part: str, holder: Holder, units: Mapping[str, Unit | None]) -> Unit:
    _before, has_unit, name = part.partition(OVER)
    unit = units.get(text.fold(name.strip())) if has_unit else holder.unit
    if unit is None:
        raise Wrong(_("“%(unit)s” is no unit of yours, or several bear that name: write its code.") % {"unit": name})
    return unit


def _checked(domain: Domain, unit: Unit, holder: Holder, reader: access.Reader, on: date) -> NewRight:
    """The right, where nothing but the second person, who is chosen afterwards, stands against it."""
    if holder.office is None:
        raise Wrong(_("A right hangs on an office: enter the office in this row, or record it first."))
    own = access.domains_over(reader, unit, on=on) if isinstance(reader, Person) else set()
    begins = holder.term.from_on if holder.term else holder.from_on or on
    trial = Grant(
        person=holder.person or Person(), office_term=holder.term, domain=domain, unit=unit,
        valid_from=max(holder.from_on or on, begins),
    )  # fmt: skip
    is_known = holder.person is not None and holder.term is not None
    refusal = grant_rules.refusal(
        grant_rules.Gift(
            domain, own, holder.decision, trial.valid_from, None, begins,
            holder.term.until_on if holder.term else None,
            is_oneself=holder.person is not None and holder.person.pk == reader.pk,
            is_unit_living=unit.place.is_living,
            is_one_hand=is_known and queries.has_other_hand(trial), is_twice=is_known and queries.is_there(trial),
            second=("lead_committee",),
        )
    )  # fmt: skip
    if refusal is not None:
        raise Wrong(str(refusal.label))
    return NewRight(domain, unit, needs_second=grant_rules.way(own, domain) == grant_rules.SECOND)
