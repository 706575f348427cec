"""Opening the books: the trees, who holds which office, and the roll as it stood on the first day."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tongket.demo import plan
from tongket.demo.names import full_name
from tongket.demo.world import World
from tongket.members import actions as members
from tongket.org import actions, snapshots
from tongket.org.kinds import Kind
from tongket.org.models import Office, OfficeTerm, Person, Unit

BLOC_OFFICES = (
    (Office.SECRETARY, "lead"),
    (Office.CLERK, "office"),
    (Office.ORGANISATION_OFFICER, "org"),
    (Office.INSPECTION_HEAD, "insp"),
    (Office.OPERATOR, "sys"),
    (Office.AUDITOR, "audit"),
)
# Of the three departments beside the secretary; who holds the first is a member of the first cell, and so on.
OFFICES_OF_CLOSE = (
    (Office.CLERK, "office"),
    (Office.DEPUTY_SECRETARY, "org"),
    (Office.INSPECTION_HEAD, "insp"),
)
EDUCATION = ("12/12", "CĐ", *("ĐH",) * 5, "ThS", "TS")
THEORY = ("", "SC", "SC", "TC", "TC", "CC")
HOMES = {"KHOI1": "DUK", "K2CQ": "NM-DUK"}  # the cell in which the officers of a bloc are members


@dataclass(frozen=True)
class Seat:
    """Somebody who holds an office and is a member of a cell, if it is known which."""

    person: Person
    sex: str
    home: str


def open_books(world: World) -> None:
    """Found the units, fill the offices, enter the roll. Inside one durable transaction."""
    seats: list[Seat] = []
    with snapshots.built_once():
        for bloc in plan.blocs().values():
            _found(world, bloc)
    world.tree_changed()
    for bloc in plan.blocs().values():
        seats += _fill_offices(world, bloc)
    world.echo("units and offices")
    for bloc in plan.blocs().values():
        _enter_roll(world, bloc, [seat for seat in seats if seat.home in world.cells_of(bloc.code)])
    world.echo("roll")


def _found(world: World, bloc: plan.Bloc) -> None:
    paper = actions.Decision("11-QĐ/TU", date(2014, 12, 15), f"Tỉnh ủy {bloc.province}")
    above = _create(actions.NewUnit(bloc.code, bloc.name, bloc.short_name, Kind.SUPERIOR, None), paper)
    world.organisations[bloc.code] = []
    world.names[bloc.code] = bloc.short_name
    for rank, row in enumerate(bloc.organisations):
        paper = _of_bloc(bloc, rank)
        unit = _create(actions.NewUnit(row.code, row.name, row.short_name, row.kind, above, row.sector, rank), paper)
        world.organisations[bloc.code].append(row.code)
        world.names[row.code], world.sectors[row.code] = row.short_name, row.sector
        world.cells[row.code] = [] if row.cells else [row.code]
        for number, (name, _size) in enumerate(row.cells, start=1):
            code = f"{row.code}-{number}"
            new = actions.NewUnit(code, f"Chi bộ {name}", f"CB {name}", Kind.CELL, unit, row.sector, number)
            _create(new, paper)
            world.cells[row.code].append(code)
            world.names[code] = f"Chi bộ {name}"


def _create(new: actions.NewUnit, paper: actions.Decision) -> Unit:
    return actions.create(new, paper, from_on=plan.FOUNDED, by=None, on=plan.FOUNDED)


def _of_bloc(bloc: plan.Bloc, number: int) -> actions.Decision:
    return actions.Decision(f"{100 + number}-QĐ/ĐUK", date(2014, 12, 22), bloc.name.replace("Đảng bộ", "Đảng ủy"))


# --- Offices


def _fill_offices(world: World, bloc: plan.Bloc) -> list[Seat]:
    lots = world.lots("offices", bloc.code)
    seats = [_seat(world, lots, bloc.code, office, domain, HOMES.get(bloc.code, "")) for office, domain in BLOC_OFFICES]
    for organisation in bloc.organisations:
        code, cells = organisation.code, world.cells[organisation.code]
        seats.append(_seat(world, lots, code, Office.SECRETARY, "lead", cells[0]))
        if code in plan.CLOSE:
            seats += [
                _seat(world, lots, code, office, domain, cell)
                for (office, domain), cell in zip(OFFICES_OF_CLOSE, cells, strict=False)
            ]
        if organisation.cells:
            seats += [_seat(world, lots, cell, Office.SECRETARY, "lead", cell) for cell in cells]
    return seats


def _seat(world: World, lots: Random, unit: str, office: Office, domain: str, home: str) -> Seat:
    sex = "F" if lots.random() < 0.4 else "M"
    person = Person.named(full_name(lots, sex))
    person.save(force_insert=True)
    give_office(world, person, unit, office, domain, from_on=plan.FOUNDED)
    return Seat(person, sex, home)


def give_office(world: World, person: Person, unit: str, office: Office, domain: str, *, from_on: date) -> OfficeTerm:
    """Elect or assign somebody and give the rights that go with it."""
    how = OfficeTerm.How.ELECTED if office != Office.CLERK else OfficeTerm.How.ASSIGNED
    term = actions.take_office(
        person, world.units[unit], office, how=how, decision="15-QĐ/ĐU", from_on=from_on, by=None, on=from_on
    )
    actions.grant(term, domain, world.units[unit], decision="16-QĐ/ĐU", valid_from=from_on, by=None, on=from_on)
    world.takes_office(person, domain, unit, from_on)
    return term


# --- The roll


def _enter_roll(world: World, bloc: plan.Bloc, seats: list[Seat]) -> None:
    lots = world.lots("roll", bloc.code)
    rows: list[members.NewMember] = []
    for organisation in bloc.organisations:
        sizes = [size for _name, size in organisation.cells] or [organisation.members]
        for cell, size in zip(world.cells[organisation.code], sizes, strict=True):
            world.roster[cell] = []
            holders = [seat for seat in seats if seat.home == cell]
            rows += [_old_member(world, lots, cell, seat) for seat in holders]
            rows += [_old_member(world, lots, cell, None) for _number in range(size - len(holders))]
    by = world.by(bloc.code, "org", plan.OPENED)
    codes = {unit.pk: code for code, unit in world.units.items()}
    for member in members.open_roll(rows, by=by, on=plan.OPENED):
        world.joins(member, codes[member.unit_id])


def _old_member(world: World, lots: Random, cell: str, seat: Seat | None) -> members.NewMember:
    """A member of the first day: an official one, except for a few admitted in the last year."""
    sex = seat.sex if seat else ("F" if lots.random() < 0.44 else "M")
    is_new = seat is None and lots.random() < 0.035
    age = lots.randint(38, 56) if seat else int(lots.triangular(23, 59, 39))
    born_on = date(2018 - age, 1, 1) + timedelta(days=lots.randint(0, 364))
    if is_new:
        admitted_on = world.some_day(lots, date(2018, 1, 8), date(2018, 11, 30))
    else:
        earliest = max(date(1980, 2, 3), born_on.replace(year=born_on.year + 21, day=1))
        admitted_on = world.some_day(lots, min(earliest, date(2017, 11, 1)), date(2017, 12, 20))
    return members.NewMember(
        full_name=seat.person.full_name if seat else full_name(lots, sex),
        sex=sex,
        born_on=born_on,
        unit=world.units[cell],
        party_age_from_on=admitted_on,
        ceremony_on=world.workday(admitted_on + timedelta(days=lots.randint(7, 25))),
        official_on=None if is_new else admitted_on.replace(year=admitted_on.year + 1, day=min(admitted_on.day, 28)),
        card_number="" if is_new else world.next_card(),
        education=lots.choice(EDUCATION),
        theory=lots.choice(THEORY) if age > 29 else "SC",
        person=seat.person if seat else None,
        from_on=plan.OPENED,
    )
