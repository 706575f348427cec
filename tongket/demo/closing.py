"""The end of a year: levels of members, cells and organisations; what mass organisations and agencies were given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from random import Random

from tongket.demo import rounds
from tongket.demo.world import World
from tongket.members.models import Member
from tongket.org.kinds import Sector
from tongket.org.models import Unit
from tongket.rating import actions as rating
from tongket.rating.models import AgencyTitle, MassOrganisationLevel
from tongket.rating.rules import Level, excellent_cap

CAP_PERCENT = 20
UNIONS_BELOW = 6  # mass organisations of a bloc that are rated less than GOOD in a year
AGENCIES_WITHOUT = 3  # agencies of a bloc that are not recognised, for each kind of title
PAPER = "Thông báo kết quả xếp loại năm {year}"


@dataclass(frozen=True)
class Levels:
    """How a bloc's year is judged.

    excellent: grassroots organisations rated EXCELLENT; lower: those rated less than GOOD; the rest are GOOD.
    decided_on: when the bloc decides; the grassroots decide in December.
    """

    excellent: Collection[str]
    lower: Mapping[str, str]
    decided_on: date


def rate(world: World, bloc: str, year: int, levels: Levels) -> None:
    """Let the grassroots rate members and cells in December, the bloc rate the grassroots afterwards."""
    world.at(world.workday(date(year, 12, 7)), partial(_rate_members, world, bloc))
    world.at(world.workday(date(year, 12, 14)), partial(_rate_cells, world, bloc))
    world.at(levels.decided_on, partial(_rate_organisations, world, bloc, year, levels))
    world.at(world.workday(date(year, 12, 21)), partial(_record_others, world, bloc))


def _rate_members(world: World, bloc: str, on: date) -> None:
    lots = world.lots("levels", bloc, on.year)
    for number, organisation in enumerate(world.organisations_of(bloc), start=31):
        levels = _levels_of(world, lots, world.members_of(organisation), on.year)
        rounds.rate_members(
            world, bloc, organisation, {member.pk: level for member, level in levels}, f"{number}-QĐ/ĐU", on=on
        )


def _levels_of(world: World, lots: Random, members: list[Member], year: int) -> list[tuple[Member, str]]:
    """A level for each member; "" for the few who are exempt. As many are EXCELLENT as the cap allows, or fewer."""
    levels: dict[Member, str] = {}
    able: list[Member] = []
    for member in members:
        share = lots.random()
        if (member.pk, year) in world.disciplined:
            levels[member] = Level.NOT_FULFILLED
        elif member.person_id in world.holders or member.pk in world.staying:
            levels[member] = Level.GOOD
            able.append(member)
        elif share < 0.008:
            levels[member] = ""
        elif share < 0.045:
            levels[member] = Level.FULFILLED
        else:
            levels[member] = Level.GOOD
            if member.official_on is not None:
                able.append(member)
    good = sum(level == Level.GOOD for level in levels.values())
    allowed = excellent_cap(good, percent=CAP_PERCENT, good_only=True)
    sure = [member for member in able if member.pk in world.excellent.get(year, ())]
    chosen = sure[:allowed]
    others = [member for member in able if member not in sure]
    chosen += lots.sample(others, min(len(others), max(0, allowed - len(chosen) - lots.randint(0, 2))))
    for member in chosen:
        levels[member] = Level.EXCELLENT
    return list(levels.items())


def _rate_cells(world: World, bloc: str, on: date) -> None:
    lots = world.lots("cells", bloc, on.year)
    for number, organisation in enumerate(world.organisations_of(bloc), start=91):
        if not world.is_committee(organisation):
            continue
        cells = world.cells[organisation]
        levels: dict[str, str] = {cell: Level.FULFILLED if lots.random() < 0.05 else Level.GOOD for cell in cells}
        good = [cell for cell in cells if levels[cell] == Level.GOOD]
        for cell in lots.sample(good, excellent_cap(len(good), percent=CAP_PERCENT, good_only=True)):
            levels[cell] = Level.EXCELLENT
        rounds.rate_organisations(world, bloc, organisation, on.year, levels, f"{number}-QĐ/ĐU", on=on)


def _rate_organisations(world: World, bloc: str, year: int, levels: Levels, on: date) -> None:
    decided = {
        code: Level.EXCELLENT if code in levels.excellent else levels.lower.get(code, Level.GOOD)
        for code in world.organisations[bloc]
    }
    rounds.rate_organisations(world, bloc, bloc, year, decided, f"{year % 100 + 5}-QĐ/ĐUK", on=on, in_full=True)


# --- What others decided and the office records

UNIONS = (
    (MassOrganisationLevel.Kind.TRADE_UNION, "Công đoàn cơ sở"),
    (MassOrganisationLevel.Kind.YOUTH, "Chi đoàn"),
    (MassOrganisationLevel.Kind.VETERANS, "Hội Cựu chiến binh"),
)


def _record_others(world: World, bloc: str, on: date) -> None:
    lots = world.lots("others", bloc, on.year)
    unions = []
    for organisation in world.organisations_of(bloc):
        kinds = UNIONS if world.is_committee(organisation) else UNIONS[:1]
        unions += [(world.units[organisation], kind, f"{name} {world.names[organisation]}") for kind, name in kinds]
    below = set(lots.sample(range(len(unions)), UNIONS_BELOW))
    rows = [
        rating.NewMassLevel(
            unit=unit,
            kind=kind,
            name=name,
            year=on.year,
            level_text="Hoàn thành nhiệm vụ"
            if number in below
            else lots.choice(("Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành tốt nhiệm vụ")),
            document=f"Quyết định công nhận năm {on.year}",
        )
        for number, (unit, kind, name) in enumerate(unions)
    ]
    officer = world.by(bloc, "office", on)
    rating.record_mass(rows, by=officer, on=on)
    rating.record_titles(_titles(world, lots, bloc, on.year), by=officer, on=on)


def _titles(world: World, lots: Random, bloc: str, year: int) -> list[rating.NewTitle]:
    agencies = [code for code in world.organisations_of(bloc) if world.sectors[code] != Sector.COOPERATIVE]
    rows = []
    for kind in AgencyTitle.Kind:
        without = set(lots.sample(agencies, AGENCIES_WITHOUT))
        rows += [
            rating.NewTitle(
                unit=world.units[code],
                kind=kind,
                year=year,
                is_recognised=code not in without,
                document="" if code in without else f"Quyết định công nhận năm {year}",
            )
            for code in agencies
        ]
    return rows


# --- Years before the books were opened


def record_organisations_before(world: World, bloc: str, excellent: Mapping[int, Collection[str]], *, on: date) -> None:
    """Enter the levels that the grassroots organisations had in earlier years, with the paper that says so."""

    def enter(day: date) -> None:
        for part in world.parts(bloc):
            rows = [
                _earlier(world.units[code], year, Level.EXCELLENT if code in codes else Level.GOOD, world.units[part])
                for year, codes in excellent.items()
                for code in world.organisations[part]
            ]
            rating.record_earlier(rows, by=world.by(part, "org", day), on=day)

    world.at(on, enter)


def record_members_before(world: World, bloc: str, *, unbroken: int, broken: int, on: date) -> None:
    """Enter the levels of some members for 2015 to 2018: `unbroken` of them EXCELLENT throughout, and again in 2019."""
    years = (2015, 2016, 2017, 2018)

    def enter(day: date) -> None:
        lots = world.lots("earlier", bloc)
        places = [code for code in world.organisations_of(bloc) if len(world.members_of(code)) >= 45]
        for number in range(unbroken + broken):
            code = places[number % len(places)]
            member = world.some_member(lots, world.cells[code])
            while member.party_age_from_on.year > 2013 or member.pk in world.staying:
                member = world.some_member(lots, world.cells[code])
            world.staying.add(member.pk)
            world.excellent.setdefault(2019, []).append(member.pk)
            gap = lots.choice(years) if number >= unbroken else 0
            unit = world.units[world.home[member.pk]]
            part = world.bloc_of(code)
            rows = [
                _earlier(unit, year, Level.GOOD if year == gap else Level.EXCELLENT, world.units[code], member)
                for year in years
            ]
            rating.record_earlier(rows, by=world.by(part, "org", day), on=day)

    world.at(on, enter)


def _earlier(unit: Unit, year: int, level: str, above: Unit, member: Member | None = None) -> rating.NewRating:
    source = PAPER.format(year=year)
    return rating.NewRating(unit, year, level, date(year, 12, 20), decided_by=above, member=member, source=source)
