"""What changes in the trees: two blocs become one, two cells become one, a department gets another name."""

from datetime import date
from functools import partial

from tongket.demo import plan
from tongket.demo.membership import moves
from tongket.demo.people import BLOC_OFFICES, give_office
from tongket.demo.world import World
from tongket.org import actions
from tongket.org.kinds import Kind
from tongket.org.models import OfficeTerm, Person

CELLS_MERGED = date(2020, 4, 1)
RENAMED = date(2020, 9, 1)


def schedule(world: World) -> None:
    """Let the three events happen on their days."""
    world.at(plan.MERGED, partial(_merge_blocs, world))
    world.at(CELLS_MERGED, partial(_merge_cells, world, "NNPTNT-7", "NNPTNT-8"))
    world.at(RENAMED, partial(_rename, world))


def _merge_blocs(world: World, on: date) -> None:
    """KHOI2 is formed of the bloc of agencies and the bloc of enterprises; the officers of the first stay on."""
    into = actions.NewUnit("KHOI2", plan.KHOI2_NAME, plan.KHOI2_SHORT, Kind.SUPERIOR, None)
    paper = actions.Decision("412-QĐ/TU", date(2019, 6, 20), "Tỉnh ủy Núi Mẫu")
    actions.merge([world.units["K2CQ"], world.units["K2DN"]], into, paper, from_on=on, by=None, on=on)
    world.organisations["KHOI2"] = [*world.organisations.pop("K2CQ"), *world.organisations.pop("K2DN")]
    world.names["KHOI2"] = plan.KHOI2_SHORT
    world.tree_changed()
    for office, domain in BLOC_OFFICES:
        give_office(world, world.by("K2CQ", domain, on), "KHOI2", office, domain, from_on=on)
    for ended in ("K2CQ", "K2DN"):
        _leave_offices(world, ended, world.by("KHOI2", "org", on), on)


def _leave_offices(world: World, unit: str, officer: Person, on: date) -> None:
    """Whoever held an office in a unit that has ended holds it no longer."""
    for term in OfficeTerm.objects.filter(unit=world.units[unit], until_on=None).order_by("office"):
        actions.leave_office(term, until_on=on, by=officer, on=on)


def _merge_cells(world: World, ending: str, into: str, on: date) -> None:
    """One cell of a department takes over another with all its members."""
    organisation = world.organisation_of(ending)
    paper = actions.Decision("58-QĐ/ĐU", date(2020, 3, 24), f"Đảng ủy {world.names[organisation]}")
    officer = world.by(world.bloc_of(organisation), "org", on)
    for member in list(world.roster[ending]):
        moves(world, member, into, on)
    actions.merge([world.units[ending], world.units[into]], world.units[into], paper, from_on=on, by=officer, on=on)
    world.cells[organisation].remove(ending)
    world.tree_changed()
    _leave_offices(world, ending, world.by("KHOI1", "org", on), on)


def _rename(world: World, on: date) -> None:
    paper = actions.Decision("131-QĐ/ĐUK", date(2020, 8, 21), "Đảng ủy Khối các cơ quan tỉnh Sông Mẫu")
    officer = world.by("KHOI1", "org", on)
    name = "Đảng bộ Sở Thông tin, Truyền thông và Chuyển đổi số"
    actions.rename(world.units["TTTT"], paper, name=name, short_name="Sở TTTT và CĐS", from_on=on, by=officer, on=on)
    world.names["TTTT"] = "Sở TTTT và CĐS"
    world.tree_changed()
