"""Who was elected at the congresses of 2020: the committees of the cells, and that of the department of education."""

from datetime import date, timedelta
from functools import partial

from tongket.core.dates import months_after
from tongket.demo.world import World
from tongket.meetings.models import Kind, Meeting
from tongket.org import actions
from tongket.org.models import CommitteeKind, CommitteeTerm, Ended, Grant, Office, OfficeTerm, Person

DEPARTMENT = "GDDT"
BLOCS = ("KHOI1", "KHOI2")
ENTERED_ON = date(2020, 7, 1)  # when the blocs record what the congresses of spring have elected
HELD_ON = date(2020, 6, 17)
SIZE, STANDING, INSPECTING = 11, 3, 3
CELL_SIZE = 3


def schedule(world: World) -> None:
    """Let the committees be recorded: of the department on the day of its congress, of all cells in July."""
    world.at(ENTERED_ON, partial(_of_cells, world))
    world.at(HELD_ON, partial(_of_department, world))


def _of_cells(world: World, on: date) -> None:
    """The committee of each cell that has held its congress this year, from the day of the congress."""
    cells = [cell for bloc in BLOCS for cell in world.cells_of(bloc)]
    congresses = Meeting.objects.filter(kind=Kind.CONGRESS, year=on.year).values_list("unit__code", "held_on", "term")
    congress_of = {code: (held_on, name) for code, held_on, name in congresses}
    for cell in cells:
        if cell in congress_of:
            _of_cell(world, cell, *congress_of[cell], on)


def _of_cell(world: World, cell: str, held_on: date, name: str, on: date) -> None:
    term = _begin(world, cell, CommitteeKind.CELL, name, held_on, on, size=CELL_SIZE, deputies=1)
    above = world.organisation_of(cell)
    approval = "14-QĐ/ĐU" if above != cell else "127-QĐ/ĐUK"
    approved_on = world.workday(held_on + timedelta(days=5))
    _elect_again(world, term, "lead", approval, approved_on, on)
    plain = [row for row in world.plain_members(cell)[1:] if row.official_on and row.official_on < held_on]
    for member in plain[:2]:
        world.seated.add(member.person_id)
    for deputy in plain[:1]:
        _seat(world, term, deputy.person, Office.DEPUTY_SECRETARY, approval, approved_on, on)
    for other in plain[1:2]:
        _seat(world, term, other.person, Office.COMMITTEE_MEMBER, "", None, on)


def _of_department(world: World, on: date) -> None:
    """The committee of the department, with one seat vacant, and its inspection commission."""
    name = "2020-2025"
    term = _begin(
        world, DEPARTMENT, CommitteeKind.EXECUTIVE, name, on, on, size=SIZE, standing=STANDING, deputies=1,
        inspecting=INSPECTING,
    )  # fmt: skip
    approval, approved_on = "265-QĐ/ĐUK", world.workday(on + timedelta(days=14))
    _elect_again(world, term, "lead", approval, approved_on, on)
    _elect_again(world, term, "org", approval, approved_on, on)
    first, *others = [world.by(cell, "lead", on) for cell in world.cells[DEPARTMENT][1 : SIZE - 2]]
    _seat(world, term, first, Office.STANDING_MEMBER, approval, approved_on, on)
    for person in others:
        _seat(world, term, person, Office.COMMITTEE_MEMBER, "", None, on)
    commission = _begin(world, DEPARTMENT, CommitteeKind.INSPECTION, name, on, on, size=INSPECTING)
    _elect_again(world, commission, "insp", approval, approved_on, on)
    for cell in world.cells[DEPARTMENT][3:5]:
        member = world.plain_members(cell)[-1]
        world.seated.add(member.person_id)
        _seat(world, commission, member.person, Office.INSPECTION_MEMBER, "", None, on)


def _begin(
    world: World, code: str, kind: CommitteeKind, name: str, held_on: date, on: date, *, size: int, standing: int = 0,
    deputies: int = 0, inspecting: int = 0,
) -> CommitteeTerm:  # fmt: skip
    unit = world.units[code]
    months, _off = actions.term_length(unit, held_on)
    return actions.begin_term(
        unit,
        kind,
        name=name,
        how=CommitteeTerm.How.ELECTED,
        from_on=held_on,
        until_on=months_after(held_on, months),
        congress_on=held_on,
        committee_size=size,
        standing_size=standing,
        deputies=deputies,
        inspection_size=inspecting,
        by=_board(world, code, on),
        on=on,
    )


def _board(world: World, code: str, on: date) -> Person:
    """Who acts in matters of organisation for the bloc of a unit."""
    return world.by(list(world.upwards(code))[-1], "org", on)


def _elect_again(
    world: World, term: CommitteeTerm, domain: str, approval: str, approved_on: date, on: date
) -> None:  # fmt: skip
    """Let whoever acts for the unit in a domain be elected again: the office begins anew, with its rights."""
    from_on, code = term.from_on, term.unit.code
    ending = OfficeTerm.objects.get(unit=term.unit, person=world.by(code, domain, on), until_on=None)
    granted = list(Grant.objects.filter(office_term=ending))
    actions.leave_office(ending, until_on=from_on, because=Ended.TERM, by=_board(world, code, on), on=on)
    new = _seat(world, term, ending.person, Office(ending.office), approval, approved_on, on)
    for row in granted:
        actions.grant(new, row.domain, term.unit, decision=approval, valid_from=from_on, by=None, on=on)
    world.takes_office(ending.person, domain, code, from_on)


def _seat(
    world: World, term: CommitteeTerm, person: Person, office: Office, approval: str, approved_on: date | None, on: date
) -> OfficeTerm:
    return actions.take_office(
        person, term.unit, office, how=OfficeTerm.How.ELECTED, decision="Biên bản đại hội", from_on=term.from_on,
        by=_board(world, term.unit.code, on), on=on, committee=term, approval=approval, approved_on=approved_on,
    )  # fmt: skip
