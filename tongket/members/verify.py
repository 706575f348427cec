"""The stock of members adds up: in every unit and year, start, comings and goings give the end (R-MEM-17)."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Q

from tongket.core import clock
from tongket.members.models import Admission, Member, Spell, Stage, name_keys
from tongket.members.rules import AFTER_A_GAP, ON_ROLL, OUT_OF_PARTY, SIDE, Opened, stock_after
from tongket.org.models import Place, Unit


@dataclass
class Equation:
    """One unit and year. came, went: how many, by each way; counted: how many stand on the roll at the end."""

    year: int
    start: int = 0
    came: Counter[str] = field(default_factory=Counter)
    went: Counter[str] = field(default_factory=Counter)
    counted: int = 0

    @property
    def end(self) -> int:
        return stock_after(self.start, opened=self.came.values(), closed=self.went.values())

    @property
    def holds(self) -> bool:
        return self.end == self.counted

    def __str__(self) -> str:
        parts = [f"{self.start}"]
        parts += [f"+ {count} {how}" for how, count in sorted(self.came.items())]
        parts += [f"- {count} {how}" for how, count in sorted(self.went.items())]
        return f"{self.year}: {' '.join(parts)} = {self.end}, counted {self.counted}"


def faults() -> Iterator[str]:
    """One line for each thing of the roll that does not hold."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    first = Spell.objects.order_by("from_on").values_list("from_on", flat=True).first()  # unscoped: a check of all
    if first is not None:
        for year in range(first.year, clock.today().year + 1):
            for unit, equation in stock_equations(year).items():
                if not equation.holds:
                    yield f"{codes[unit]}: {equation}"
    yield from _times(codes)
    yield from _names(codes)
    yield from _states(codes)
    yield from _side_states(codes)


def stock_equations(year: int, place: Place | None = None) -> dict[UUID, Equation]:
    """The equation of a year for the roll of each unit, of all or of a place and those under it. Source: R-MEM-17."""
    which = Q() if place is None else Q(unit__place__pos__range=(place.pos, place.last))
    first, last = date(year, 1, 1), date(year, 12, 31)
    equations: dict[UUID, Equation] = defaultdict(lambda: Equation(year))
    spells = Spell.objects.filter(which).order_by()  # unscoped: a check of all
    day_before = first - timedelta(days=1)
    for unit, count in spells.on(day_before).values_list("unit").annotate(Count("pk")):
        equations[unit].start = count
    came = spells.filter(from_on__range=(first, last)).values_list("unit", "opened_by").annotate(Count("pk"))
    for unit, how, count in came.exclude(opened_by=Opened.ADMITTED):
        equations[unit].came[how] = count
    admitted = Admission.objects.filter(  # unscoped: a check of all
        which, decided_on__range=(first, last), is_readmission=False
    ).order_by()
    for unit, count in admitted.values_list("unit").annotate(Count("pk")):
        equations[unit].came[Opened.ADMITTED] = count
    went = spells.filter(until_on__range=(first, last)).values_list("unit", "closed_by").annotate(Count("pk"))
    for unit, how, count in went:
        equations[unit].went[how] = count
    for unit, count in spells.on(last).values_list("unit").annotate(Count("pk")):
        equations[unit].counted = count
    return equations


def _times(codes: dict[UUID, str]) -> Iterator[str]:
    """Of each member the times in units follow one another without a gap or an overlap."""
    before: Spell | None = None
    for spell in Spell.objects.order_by("member", "from_on").iterator(chunk_size=2000):  # unscoped: a check of all
        if before is not None and before.member_id == spell.member_id and not _follows(before, spell):
            yield f"{codes[spell.unit_id]}: times of member {spell.member_id} overlap or leave a gap at {spell.from_on}"
        before = spell


def _names(codes: dict[UUID, str]) -> Iterator[str]:
    """Each member's row repeats the name that the person bears."""
    for member in Member.objects.select_related("person").order_by().iterator(chunk_size=2000):  # unscoped: of all
        if any(getattr(member, name) != key for name, key in name_keys(member.person).items()):
            yield f"{codes[member.unit_id]}: member {member.pk} is not listed by the name that the person bears"


def _follows(before: Spell, spell: Spell) -> bool:
    """Whether a time in a unit may come after another: at once, or later for who left and came back."""
    if before.until_on is None or before.until_on > spell.from_on:
        return False
    has_left = before.closed_by in OUT_OF_PARTY and spell.opened_by in AFTER_A_GAP
    return before.until_on == spell.from_on or has_left


def _side_states(codes: dict[UUID, str]) -> Iterator[str]:
    """Who is exempt, away or suspended by the state has a running row of that kind, and nobody else has one."""
    running = Count("side_states", filter=Q(side_states__state=Stage.RUNNING))
    same = Count("side_states", filter=Q(side_states__state=Stage.RUNNING, side_states__kind=F("state")))
    rows = Member.objects.annotate(running=running, same=same)  # unscoped: a check of all
    odd = rows.exclude(running=F("same")) | rows.filter(state__in=SIDE, same=0)
    for pk, unit, state in odd.values_list("pk", "unit", "state").order_by():
        yield f"{codes[unit]}: member {pk} is {state}, which no exemption, absence or suspension says"


def _states(codes: dict[UUID, str]) -> Iterator[str]:
    """Who is on the roll has a running time in the cell that the member's row names; who is not has none."""
    running = Q(spells__until_on__isnull=True, spells__from_on__isnull=False)
    here = Count("spells", filter=running & Q(spells__unit=F("unit")))
    rows = Member.objects.annotate(here=here, all=Count("spells", filter=running))  # unscoped: a check of all
    for pk, unit, state, at_home, anywhere in rows.values_list("pk", "unit", "state", "here", "all").order_by():
        wanted = 1 if state in ON_ROLL else 0
        if (at_home, anywhere) != (wanted, wanted):
            yield f"{codes[unit]}: member {pk} is {state}, with {at_home} running times there and {anywhere} in all"
    gone = Member.objects.filter(state__in=ON_ROLL, unit__place__is_living=False)  # unscoped: a check of all
    for unit, count in gone.values_list("unit").annotate(Count("pk")).order_by():
        yield f"{codes[unit]}: is dissolved, but {count} members still stand on its roll"
