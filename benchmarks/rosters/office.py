"""The offices of the rosters as units of the program, and somebody with the right to import."""

from benchmarks.rosters.people import FOUNDED, OFFICES
from benchmarks.rosters.score import Office
from tongket.org import actions, snapshots
from tongket.org.kinds import Kind
from tongket.org.models import Office as Post
from tongket.org.models import Person, Unit


def found_offices() -> dict[str, Office]:
    """Found every office with its cells in the database at hand. By code."""
    paper = actions.Decision("01-QĐ/TU", FOUNDED, "Tỉnh uỷ Sông Mẫu")
    units: dict[str, Unit] = {}
    cells: dict[str, dict[object, str]] = {}
    with snapshots.built_once():
        root = _unit("MAU", "Đảng bộ tỉnh Sông Mẫu", Kind.SUPERIOR, None, paper)
        for code, (title, names) in OFFICES.items():
            units[code] = _unit(code, title, Kind.GRASSROOTS_COMMITTEE, root, paper)
            cells[code] = {
                _unit(f"{code}{number:02}", name, Kind.CELL, units[code], paper).pk: name
                for number, name in enumerate(names, 1)
            }
    return {code: Office(unit, cells[code], _officer(code, unit)) for code, unit in units.items()}


def _unit(code: str, name: str, kind: Kind, parent: Unit | None, paper: actions.Decision) -> Unit:
    return actions.create(actions.NewUnit(code, name, name, kind, parent), paper, from_on=FOUNDED, by=None, on=FOUNDED)


def _officer(code: str, unit: Unit) -> Person:
    person = Person.named(f"Trần Thị Tổ Chức {code.title()}")
    person.save()
    term = actions.take_office(
        person,
        unit,
        Post("ORGANISATION_OFFICER"),
        how="assigned",
        decision="02-QĐ/TU",
        from_on=FOUNDED,
        by=None,
        on=FOUNDED,
    )
    actions.grant(term, "org", unit, decision="03-QĐ/TU", valid_from=FOUNDED, by=None, on=FOUNDED)
    return Person.objects.get(pk=person.pk)
