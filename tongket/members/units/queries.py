"""What in the size of a unit departs from the Statute (R-ORG-02 …)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tongket.core import numbers
from tongket.members.models import Spell
from tongket.org import access
from tongket.org.committee_rules import STATUTE, Limits, Slip, size_slips, standing_slip
from tongket.org.models import (
    CommitteeKind,
    CommitteeTerm,
    Consent,
    ConsentKind,
    Office,
    OfficeTerm,
    Place,
    Unit,
)
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, in_force

MOST_UNITS = 400  # a board looks at so many units at once; the province leaves the rest to the boards under it
CONSENTS = {
    Slip.COMMITTEE_WITHOUT_CONSENT: ConsentKind.SMALL_COMMITTEE,
    Slip.LARGE_CELL_WITHOUT_CONSENT: ConsentKind.LARGE_CELL,
    Slip.SECTION_WITHOUT_CONSENT: ConsentKind.SECTION,
}


@dataclass(frozen=True)
class Departure:
    """What departs from a rule in a unit. members, official: the numbers that it is about."""

    place: Place
    slip: Slip
    members: int
    official: int

    @property
    def words(self) -> str:
        return sentence(self.slip, self.members, self.official)

    @property
    def url(self) -> str:
        code = self.place.unit.code
        if self.slip in CONSENTS:
            return f"{reverse('units:new_consent', args=[code])}?kind={CONSENTS[self.slip].value}"
        return reverse("units:committees", args=[code])


def sentence(slip: Slip, members: int, official: int) -> str:
    """What is wrong and what is to be done."""
    words = {
        Slip.TOO_FEW_OFFICIAL: _(
            "A cell needs 3 official members and has %(official)s: the superior sends them to another cell."
        ),
        Slip.CELL_TOO_LARGE: _("With %(members)s members (30 or more) it becomes a grassroots committee organisation."),
        Slip.COMMITTEE_WITHOUT_CONSENT: _("It has %(members)s members, fewer than 30: enter the superior's consent."),
        Slip.LARGE_CELL_WITHOUT_CONSENT: _("It has %(members)s members, more than 30: enter the superior's consent."),
        Slip.SECTION_WITHOUT_CONSENT: _("A section organisation needs the superior's consent: enter it."),
        Slip.CELL_WITHOUT_COMMITTEE: _(
            "With %(official)s official members (9 or more) the cell elects a committee: record it."
        ),
        Slip.WITHOUT_STANDING: _("A committee of 9 or more elects a standing committee: none is recorded."),
        Slip.STANDING_TOO_SMALL_COMMITTEE: _("A committee of fewer than 9 elects no standing committee."),
        Slip.STANDING_TOO_LARGE: _("The standing committee is larger than a third of the committee."),
        Slip.INSPECTION_NOT_HERE: _("An inspection commission is formed from the grassroots committee upward."),
        Slip.TERM_LENGTH: _("The term is longer or shorter than the rule allows."),
    }
    return words[slip] % {"members": numbers.number(members), "official": numbers.number(official)}


def limits(on: date) -> Limits:
    """The numbers of the Statute in force."""
    try:
        parameters = in_force(Topic.STATUTE, on).parameters
    except NoRegulation:
        return STATUTE
    names = ("cell_min_official", "committee_from_members", "cell_committee_from_official", "standing_committee_from")
    return Limits(
        *(int(parameters.get(name, default)) for name, default in zip(names, vars(STATUTE).values(), strict=True))
    )


def look_at(places: Sequence[Place], on: date) -> list[Departure]:
    """All that departs from a rule in some units of the tree of now; four questions, however many units.

    Source: R-ORG-02, R-ORG-03, R-ORG-04, R-ORG-05, R-ORG-06.
    """
    if not places:
        return []
    low, high = min(place.pos for place in places), max(place.last for place in places)
    ids = [place.unit_id for place in places]
    of_statute = limits(on)
    at, members_to, official_to = _running_counts(_counts(low, high, on))
    consents = Consent.objects.filter(unit__in=ids)  # unscoped: of places that the caller has found in scope
    consents_of = _kinds(consents.values_list("unit", "kind"))
    running = CommitteeTerm.objects.on(on).filter(unit__in=ids)  # unscoped: the same
    terms = {(term.unit_id, term.kind): term for term in running}
    seats = OfficeTerm.objects.filter(unit__in=ids, office=Office.COMMITTEE_MEMBER)  # unscoped: the same
    sits = _kinds(seats.exclude(until_on__lte=on).values_list("unit", "office"))
    departures = []
    for place in places:
        first, after = bisect_left(at, place.pos), bisect_right(at, place.last)
        members, official = members_to[after] - members_to[first], official_to[after] - official_to[first]
        kind = place.the_kind
        has_committee = (place.unit_id, CommitteeKind.CELL) in terms or place.unit_id in sits
        slips = size_slips(
            kind, members=members, official=official, consents=consents_of.get(place.unit_id, set()),
            has_committee=has_committee, limits=of_statute,
        )  # fmt: skip
        executive = terms.get((place.unit_id, CommitteeKind.EXECUTIVE))
        if executive is not None and not executive.reason:
            slip = standing_slip(executive.committee_size, executive.standing_size, limits=of_statute)
            slips += [slip] if slip else []
        departures += [Departure(place, slip, members, official) for slip in slips]
    return departures


def _counts(low: int, high: int, on: date) -> dict[int, tuple[int, int]]:
    """Members and official members by the place of their cell."""
    spells = Spell.objects.on(on)  # unscoped: counts of the units that the caller has scoped
    rows = spells.filter(unit__place__pos__range=(low, high))
    grouped = rows.values_list("unit__place__pos").order_by()
    counted = grouped.annotate(members=Count("pk"), official=Count("pk", filter=Q(official_from_on__lte=on)))
    return {pos: (members, official) for pos, members, official in counted}


def _running_counts(counts: dict[int, tuple[int, int]]) -> tuple[list[int], list[int], list[int]]:
    """The places in order, and how many members and official members stand before each of them."""
    at = sorted(counts)
    members = [0, *accumulate(counts[pos][0] for pos in at)]
    return at, members, [0, *accumulate(counts[pos][1] for pos in at)]


def _kinds(pairs: Iterable[tuple[Any, str]]) -> dict[Any, set[str]]:
    kinds: dict[Any, set[str]] = {}
    for unit, kind in pairs:
        kinds.setdefault(unit, set()).add(kind)
    return kinds


def places_of(person: access.Reader, on: date) -> list[Place]:
    """The places that a person's board looks after, the first of the tree where there are too many."""
    units = access.scope(Unit.objects.filter(place__is_living=True), person, "office.write", on=on)
    places = Place.objects.filter(unit__in=units).select_related("unit").order_by("level", "pos")
    return sorted(places[:MOST_UNITS], key=lambda place: place.pos)
