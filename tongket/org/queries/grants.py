"""What is asked about grants by actions and pages."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongket.core.dated import runs_on
from tongket.org import access, grant_rules
from tongket.org.kinds import Kind
from tongket.org.models import Domain, Grant, Office, OfficeTerm, Person, Place, ReviewedGrant, RightsReview, Unit

REVIEWERS = (Domain.ORG, Domain.SYS, Domain.LEAD)  # who begins the review of a quarter, the first that is there
ALIVE = (Grant.State.PROPOSED, Grant.State.GIVEN)


def with_people() -> QuerySet[Grant]:
    """Grants with all that pages read beside one."""
    return Grant.objects.select_related(
        "person", "unit__place__parent__place", "office_term__unit__place", "instead_of__person",
        "instead_of__office_term", "acts_for", "granted_by", "confirmer", "confirmed_by",
    )  # fmt: skip


def running_on(day: date, path: str = "") -> Q:
    """Grants that give something on a day, but for those of absent people's stand-ins, whose own office is all that is
    looked at. path: the way to the grant, with `__`.
    """
    is_given = Q(**{f"{path}state": Grant.State.GIVEN})
    is_looked_at = Q(**{f"{path}suspends_on__isnull": True}) | Q(**{f"{path}suspends_on__gt": day})
    runs = runs_on(day, path, first="valid_from", end="valid_until")
    return is_given & is_looked_at & runs & runs_on(day, f"{path}office_term__")


def _span(row: Grant) -> tuple[date, date | None]:
    """The days of a grant, no longer than its office."""
    ends = [day for day in (row.valid_until, row.office_term.until_on) if day is not None]
    return row.valid_from, min(ends, default=None)


def has_other_hand(row: Grant) -> bool:
    """Whether its person has, or is proposed, inspection where this is log supervision, or the other way round, over
    the unit, one above it or one below, on any of its days (S-07).
    """
    other = grant_rules.NEVER_IN_ONE_HAND.get(Domain(row.domain))
    if other is None:
        return False
    here = row.unit.place
    rows = Grant.objects.filter(person=row.person_id, domain=other, state__in=ALIVE).exclude(pk=row.pk)
    meets = Q(unit__place__pos__range=(here.pos, here.last)) | Q(
        unit__place__pos__lte=here.pos, unit__place__last__gte=here.pos
    )
    return any(grant_rules.overlaps(_span(row), _span(one)) for one in rows.filter(meets).select_related("office_term"))


def is_there(row: Grant) -> bool:
    """Whether the office has the same right over the same unit on any of its days."""
    rows = Grant.objects.filter(
        office_term=row.office_term, domain=row.domain, unit=row.unit, state__in=ALIVE, acts_for=row.acts_for,
        instead_of=row.instead_of,
    ).exclude(pk=row.pk)  # fmt: skip
    return any(grant_rules.overlaps(_span(row), _span(one)) for one in rows.select_related("office_term"))


def usual_domain(term: OfficeTerm) -> Domain | None:
    return grant_rules.usual_domain(term.office, is_cell=term.unit.place.the_kind.is_cell)


def without_usual(terms: QuerySet[OfficeTerm], on: date) -> QuerySet[OfficeTerm]:
    """The running offices of living units whose usual right over their own unit is neither given nor proposed."""
    has = Grant.objects.filter(office_term=OuterRef("pk"), unit=OuterRef("unit"), state__in=ALIVE).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    )
    wanted = Q()
    for office, domain in grant_rules.USUAL.items():
        wanted |= Q(~Exists(has.filter(domain=domain)), office=office)
    cells = [kind for kind in Kind if kind.is_cell]
    in_cell = Q(office=Office.COMMITTEE_MEMBER, unit__place__kind__in=cells)
    wanted |= in_cell & Q(~Exists(has.filter(domain=Domain.LEAD)))
    return terms.filter(wanted, runs_on(on), unit__place__is_living=True)


def to_confirm(person: Person, on: date) -> QuerySet[Grant]:
    """The proposed grants that wait for this person, the oldest first."""
    rows = access.scope(Grant.objects.filter(state=Grant.State.PROPOSED), person, "grant.confirm", on=on)
    rows = rows.filter(Q(confirmer=person.pk) | Q(confirmer__isnull=True))
    return rows.exclude(person=person.pk).exclude(granted_by=person.pk).order_by("valid_from", "person__name_order")


def seconds(unit: Unit, domain: str, *, but: Iterable[Person], on: date) -> list[Person]:
    """Who may be the second person of a right over a unit: those whose running rights reach it, the nearest first."""
    here = unit.place
    above = Q(unit__place__pos__lte=here.pos, unit__place__last__gte=here.pos)
    rows = Grant.objects.filter(above, running_on(on), domain__in=(Domain.LEAD, Domain.INSP))
    rows = rows.exclude(person__in=list(but)).select_related("person", "unit__place").order_by("-unit__place__level")
    people = {row.person.pk: row.person for row in rows}
    return [
        person
        for person in people.values()
        if grant_rules.may_confirm(access.domains_over(person, unit, on=on), domain)
    ]


def holding(domains: Iterable[str], place: Place, on: date) -> list[Grant]:
    """The running grants in some domains over a place or one above it, whoever holds them."""
    above = Q(unit__place__pos__lte=place.pos, unit__place__last__gte=place.pos)
    rows = Grant.objects.filter(above, running_on(on), domain__in=list(domains))
    wanted = rows.select_related("unit__place", "office_term", "instead_of__office_term")
    return [grant for grant in wanted if grant.is_running(on)]


def under(unit: Unit) -> QuerySet[Grant]:
    """The grants over a unit and all under it."""
    return with_people().filter(access.within("unit__", unit.place.pos, unit.place.last))


def reviews_of(person: Person, on: date) -> QuerySet[RightsReview]:
    """The reviews of this quarter within somebody's reach, the widest first."""
    rows = access.scope(RightsReview.objects.all(), person, "grant.review", on=on)
    quarter = str(grant_rules.quarter_of(on))
    return rows.filter(quarter=quarter).select_related("unit__place").order_by("unit__place__pos")


def review_unit(person: Person, on: date) -> Unit | None:
    """The topmost unit over which somebody reviews rights, or none."""
    units = access.scope(Unit.objects.filter(place__is_living=True), person, "grant.review", on=on)
    return units.select_related("place").order_by("place__pos").first()


def begins_reviews(person: Person, unit: Unit, on: date) -> bool:
    """Whether somebody is asked to begin the review of a unit: who holds `org` over it; where nobody does, `sys`; else
    who leads it.
    """
    rows = Grant.objects.filter(running_on(on), unit=unit, domain__in=REVIEWERS).select_related(
        "office_term", "instead_of__office_term"
    )
    holders = {(row.domain, row.person_id) for row in rows if row.is_running(on)}
    domain = next((domain for domain in REVIEWERS if any(held == domain for held, _person in holders)), None)
    return (domain, person.pk) in holders


def review_to_begin(person: Person, on: date) -> Unit | None:
    """The root whose rights somebody is asked to review, as long as nobody has begun the review of this quarter."""
    unit = review_unit(person, on)
    if unit is None or unit.place.parent_id is not None or not begins_reviews(person, unit, on):
        return None
    quarter = str(grant_rules.quarter_of(on))
    return None if RightsReview.objects.filter(unit=unit, quarter=quarter).exists() else unit


def waiting_in_reviews(person: Person, on: date) -> list[tuple[RightsReview, int]]:
    """The open reviews of this quarter with how many rights wait for this person in each: all but their own for who
    began it or is asked to; for the others who may, the rights of whoever began it, who does not look at their own.
    """
    reviews = [
        (review, begins_reviews(person, review.unit, on) or review.opened_by_id == person.pk)
        for review in reviews_of(person, on)
    ]
    waiting = []
    for review, leads in reviews:
        lines = ReviewedGrant.objects.filter(review=review, verdict="").exclude(grant__person=person)
        if not leads:
            lines = lines.filter(grant__person=review.opened_by_id)
        if count := lines.count():
            waiting.append((review, count))
    return waiting


def without_usual_right(person: Person, on: date) -> QuerySet[OfficeTerm]:
    """The running offices within reach whose usual right is neither given nor proposed, but for one's own."""
    terms = access.scope(OfficeTerm.objects.all(), person, "grant.write", on=on)
    rows = without_usual(terms, on).exclude(person=person.pk)
    return rows.select_related("person", "unit__place").order_by("unit__place__pos", "person__name_order")


# --- Who may see a row -----------------------------------------------------------------------------------------------


def unit_of(row: Any) -> Unit | None:
    """The unit of a row, with its place in the tree of now; None where it has none there."""
    rows = type(row)._default_manager.filter(pk=row.pk).values(f"{type(row).unit_prefix}pk")
    return Unit.objects.filter(pk__in=rows, place__isnull=False).select_related("place").first()


def person_of(row: Any) -> Person | None:
    """Whose own row it is, if anybody's."""
    if not type(row).person_prefix:
        return None
    rows = type(row)._default_manager.filter(pk=row.pk).values(type(row).person_prefix)
    return Person.objects.filter(pk__in=rows).first()


def reaching(verb: str, row: Any, unit: Unit, on: date) -> list[Grant]:
    """The running grants by which a verb may be used on a row of a unit, those nearest to the unit first."""
    policy = access.POLICIES[verb]
    whom = person_of(row)
    reach = Q(unit__place__pos__lte=unit.place.pos, unit__place__last__gte=unit.place.pos)
    if whom is not None:
        reach |= Q(acts_for=whom)
    if access.ALL in policy.grants.values():
        reach = Q()
    rows = with_people().filter(reach, running_on(on)).order_by("-unit__place__level", "person__name_order")

    def reaches(grant: Grant) -> bool:
        if grant.domain != Domain.ACT:
            return access.covers(grant.as_running(), policy, unit.place)
        acting = grant.as_acting()
        is_for_it = acting.person_id == whom.pk if acting.person_id and whom else acting.unit_id == unit.pk
        return acting.domain in policy.grants and is_for_it

    return [grant for grant in rows if grant.is_running(on) and reaches(grant)]
