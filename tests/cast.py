"""The fixed cast that serves every test: a root, north with two cells, south; one person of each role."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tongket.org import actions, snapshots
from tongket.org.kinds import Kind
from tongket.org.models import Office, Person

TODAY = date(2021, 1, 4)
FOUNDED = date(2015, 1, 1)


@dataclass
class Cast:
    """Units: root (superior), north (committee; cells north_a, north_b), south (committee; cell south_a)."""

    today: date = TODAY
    units: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)

    def unit(self, name: str) -> Any:
        return self.units[name]

    def person(self, name: str) -> Any:
        """The person as a request would get them: fresh, nothing remembered of rights."""
        return Person.objects.get(pk=self.people[name].pk)

    def behind_fence(self, name: str) -> Any:
        """The person with a second factor and a fresh login."""
        person = self.person(name)
        person.is_past_fence = True
        return person


# who: (office, domain, unit). The stranger holds nothing.
ROLES = {
    "root_secretary": ("SECRETARY", "lead", "root"),
    "root_clerk": ("CLERK", "office", "root"),
    "root_officer": ("ORGANISATION_OFFICER", "org", "root"),
    "root_inspector": ("INSPECTION_HEAD", "insp", "root"),
    "north_secretary": ("SECRETARY", "lead", "north"),
    "north_clerk": ("CLERK", "office", "north"),
    "north_officer": ("ORGANISATION_OFFICER", "org", "north"),
    "north_inspector": ("INSPECTION_HEAD", "insp", "north"),
    "north_a_secretary": ("SECRETARY", "lead", "north_a"),
    "south_secretary": ("SECRETARY", "lead", "south"),
    "south_clerk": ("CLERK", "office", "south"),
    "south_officer": ("ORGANISATION_OFFICER", "org", "south"),
    "operator": ("OPERATOR", "sys", "root"),
    "auditor": ("AUDITOR", "audit", "root"),
    "stranger": None,
}


def build() -> Cast:
    """Found the units and appoint the people by the actions that an office uses."""
    paper = actions.Decision("01-QĐ/TU", FOUNDED, "Tỉnh ủy Sông Mẫu")
    made = Cast()

    def found(name: str, title: str, kind: Kind, parent: str | None) -> None:
        new = actions.NewUnit(name.upper().replace("_", "-"), title, title, kind, made.units.get(parent or ""))
        made.units[name] = actions.create(new, paper, from_on=FOUNDED, by=None, on=FOUNDED)

    with snapshots.built_once():
        found("root", "Đảng bộ Khối các cơ quan tỉnh Sông Mẫu", Kind.SUPERIOR, None)
        found("north", "Đảng bộ Sở Phương Bắc", Kind.GRASSROOTS_COMMITTEE, "root")
        found("north_a", "Chi bộ Văn phòng", Kind.CELL, "north")
        found("north_b", "Chi bộ Nghiệp vụ", Kind.CELL, "north")
        found("south", "Đảng bộ Sở Phương Nam", Kind.GRASSROOTS_COMMITTEE, "root")
        found("south_a", "Chi bộ Phương Nam 1", Kind.CELL, "south")
    for name, role in ROLES.items():
        person = Person.named(f"Người {name.replace('_', ' ').title()}")
        person.save()
        made.people[name] = person
        if role is None:
            continue
        office, domain, unit = role
        term = actions.take_office(
            person,
            made.units[unit],
            Office(office),
            how="elected",
            decision="02-QĐ/ĐUK",
            from_on=FOUNDED,
            by=None,
            on=FOUNDED,
        )
        actions.grant(term, domain, made.units[unit], decision="03-QĐ/ĐUK", valid_from=FOUNDED, by=None, on=FOUNDED)
    return made
