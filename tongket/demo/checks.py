"""Inspection, supervision and discipline of a year."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from tongket.demo.membership import leaves
from tongket.demo.world import World, begins, shared_out
from tongket.inspection import actions as inspection
from tongket.inspection.models import ProgrammeItem, Remedy
from tongket.inspection.rules import (
    Act,
    DecidedBy,
    Form,
    FoundBy,
    Manner,
    Matter,
    Owner,
    PaperKind,
    PointKind,
    Progress,
    Role,
    Way,
)

SUBJECTS = {
    (Act.INSPECTION, Manner.REGULAR): "Việc chấp hành Điều lệ Đảng, nghị quyết, chỉ thị và quy chế làm việc",
    (Act.INSPECTION, Manner.THEMATIC): "Công tác phát triển đảng viên và quản lý hồ sơ đảng viên",
    (Act.SUPERVISION, Manner.REGULAR): "Việc thực hiện nhiệm vụ đảng viên, nhiệm vụ cấp ủy giao",
    (Act.SUPERVISION, Manner.THEMATIC): "Việc học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
}
GROUNDS = (Matter.CONDUCT, Matter.DUTIES, Matter.PRINCIPLES, Matter.MORALS)
ORDINARY = (
    (Act.INSPECTION, Manner.REGULAR),
    (Act.SUPERVISION, Manner.REGULAR),
    (Act.INSPECTION, Manner.THEMATIC),
    (Act.SUPERVISION, Manner.THEMATIC),
)


@dataclass(frozen=True)
class Checks:
    """How much a bloc inspects in a year: organisations and members inspected, by the committees and by its commission.

    late: items carried out after their day; undone: items of grassroots committees left undone.
    """

    committees: int
    of_bloc: int  # of these, by the bloc's own committee
    commission: int
    late: int
    undone: int
    disciplined: dict[Form, int] = field(default_factory=dict)


def schedule(world: World, bloc: str, year: int, checks: Checks) -> None:
    """Enter the programmes of a year in January and let the items be carried out through the year."""
    lots = world.lots("checks", bloc, year)
    committees = [code for code in world.organisations_of(bloc) if world.is_committee(code)]
    shares = shared_out(
        checks.committees - checks.of_bloc, {code: len(world.cells[code]) + 1 for code in committees}, {}
    )
    items = _items(bloc, Owner.COMMITTEE, checks.of_bloc, 3) + _items(bloc, Owner.COMMISSION, checks.commission, 5)
    items += [item for code, share in shares.items() for item in _items(code, Owner.COMMITTEE, share, 2)]
    late = set(lots.sample(range(len(items)), checks.late))
    for number, item in enumerate(items):
        first = begins(item.unit, year) + timedelta(days=60)
        done_on = world.some_day(lots, first, date(year, 11, 27))
        weeks = lots.randint(2, 7)
        due_on = done_on - timedelta(days=7 * weeks) if number in late else done_on + timedelta(days=weeks)
        _schedule(world, lots, item, year, max(due_on, first - timedelta(days=10)), done_on)
    for _number in range(checks.undone):
        code = lots.choice(committees)
        world.let(
            _planned_on(world, code, year),
            code,
            "insp",
            inspection.plan,
            owner=Owner.COMMITTEE,
            act=Act.SUPERVISION,
            manner=Manner.THEMATIC,
            subject="Việc khắc phục hạn chế sau kiểm điểm cuối năm",
            year=year,
            due_on=date(year, 11, 30),
            programme_number="03-CTr/ĐU",
        )
    forms = [form for form, count in checks.disciplined.items() for _number in range(count)]
    for number, form in enumerate(forms, start=1):
        day = world.some_day(lots, date(year, 3, 2), date(year, 11, 20))
        world.at(day, partial(_discipline, world, lots, bloc, form, number))


@dataclass(frozen=True)
class _Item:
    unit: str
    owner: Owner
    act: Act
    manner: Manner
    parties: int


def _items(unit: str, owner: Owner, parties: int, each: int) -> list[_Item]:
    """Items that together inspect that many parties; one of a commission is for signs of violation."""
    sizes = [each] * (parties // each) + ([parties % each] if parties % each else [])
    items = []
    for number, size in enumerate(sizes):
        act, manner = ORDINARY[number % len(ORDINARY)]
        if owner == Owner.COMMISSION and number == len(sizes) - 1:
            act, manner = Act.INSPECTION, Manner.SIGNS
        items.append(_Item(unit, owner, act, manner, size))
    return items


def _planned_on(world: World, unit: str, year: int) -> date:
    return world.workday(begins(unit, year) + timedelta(days=14))


def _schedule(world: World, lots: Random, item: _Item, year: int, due_on: date, done_on: date) -> None:
    is_planned = item.manner != Manner.SIGNS

    def enter(on: date) -> None:
        unit, who = world.units[item.unit], world.by(item.unit, "insp", on)
        if is_planned:
            row = inspection.plan(
                unit,
                owner=item.owner,
                act=item.act,
                manner=item.manner,
                subject=SUBJECTS[item.act, item.manner],
                year=year,
                due_on=due_on,
                programme_number="02-CTr/UBKT" if item.owner == Owner.COMMISSION else "03-CTr/ĐU",
                by=who,
                on=on,
            )
        else:
            row = inspection.enter_case(
                unit,
                owner=item.owner,
                manner=item.manner,
                number="01/DHVP",
                received_on=on,
                due_on=max(due_on, on),
                by=who,
                on=on,
            )
        world.at(done_on, partial(_carry_out, world, lots, item, row))

    world.at(_planned_on(world, item.unit, year) if is_planned else done_on - timedelta(days=20), enter)


def _carry_out(world: World, lots: Random, item: _Item, row: ProgrammeItem, on: date) -> None:
    parties = _parties(world, lots, item.unit, item.parties, only_members=item.manner == Manner.SIGNS)
    inspection.carry_out(row, parties=parties, done_on=on, by=world.by(item.unit, "insp", on), on=on)


def _parties(
    world: World, lots: Random, unit: str, count: int, *, only_members: bool
) -> Sequence[inspection.Inspected]:
    """Organisations under the unit and members of it, by turns, each at most once."""
    below = world.organisations[unit] if unit in world.organisations else world.cells[unit]
    cells = world.cells_of(unit) if unit in world.organisations else world.cells[unit]
    organisations = [] if only_members else lots.sample(below, min(len(below), (count + 1) // 2))
    parties = [inspection.Inspected(unit=world.units[code]) for code in organisations]
    chosen: list[object] = []
    while len(parties) < count:
        member = lots.choice(world.roster[lots.choice(cells)])
        if member not in chosen:
            chosen.append(member)
            parties.append(inspection.Inspected(member=member))
    return parties


def _discipline(world: World, lots: Random, bloc: str, form: Form, number: int, on: date) -> None:
    member = world.some_member(lots, world.cells_of(bloc))
    while (member.pk, on.year) in world.disciplined:
        member = world.some_member(lots, world.cells_of(bloc))
    cell = world.home[member.pk]
    by_body = DecidedBy.CELL if form == Form.REPRIMAND else DecidedBy.COMMISSION
    paper = f"{number:02d}-QĐ/{'CB' if by_body == DecidedBy.CELL else 'UBKT'}"
    inspection.decide_discipline(
        world.units[cell],
        party=inspection.Inspected(member=member),
        form=form,
        ground=GROUNDS[number % len(GROUNDS)],
        acted_from_on=on - timedelta(days=200),
        acted_to_on=on - timedelta(days=120),
        decided_by=by_body,
        number=paper,
        decided_on=on,
        by=world.by(cell, "insp", on),
        on=on,
    )
    world.disciplined.add((member.pk, on.year))
    if form == Form.EXPULSION:
        leaves(world, member, "expelled", on, discipline_decision=f"{paper}, {on:%d/%m/%Y}")


# --- The year under way: two items overdue, one with its whole file

UNDER_WAY, OFFICE, INSPECTED = "KHOI1", "DUK", "GDDT"  # the bloc, the cell of its officers, whom the file is about
OVERDUE: tuple[tuple[str, str, date, date | None], ...] = (  # theme, whom it is about, due on, opened on
    ("Việc lãnh đạo, chỉ đạo thực hiện cải cách hành chính", "VHTT", date(2021, 12, 10), date(2021, 11, 8)),
    ("Việc thực hiện quy chế dân chủ ở cơ quan", "KHCN", date(2021, 12, 24), None),
)
TEAM = (Role.LEADER, Role.MEMBER, Role.MEMBER)
OPENED, CONCLUDED, FILE_CLOSED = date(2021, 5, 10), date(2021, 6, 8), date(2021, 9, 6)
PAPERS: tuple[tuple[PaperKind, str, date], ...] = (  # the notice of the conclusion comes with the conclusion
    (PaperKind.PLAN, "06-KH/UBKT", date(2021, 5, 4)),
    (PaperKind.SCHEDULE, "", date(2021, 5, 5)),
    (PaperKind.OUTLINE, "", date(2021, 5, 5)),
    (PaperKind.OPENING, "", OPENED),
    (PaperKind.SELF_REPORT, "21-BC/ĐU", date(2021, 5, 17)),
    (PaperKind.WITH_PARTY, "", date(2021, 5, 20)),
    (PaperKind.WITH_OTHERS, "", date(2021, 5, 24)),
    (PaperKind.RESULTS, "14-BC/ĐKT", date(2021, 5, 31)),
    (PaperKind.CONFERENCE, "", date(2021, 6, 4)),
    (PaperKind.PUBLICATION, "", date(2021, 6, 11)),
    (PaperKind.INDEX, "", date(2021, 9, 1)),
)
POINTS = (
    (PointKind.STRENGTH, Matter.MEETINGS, ""),
    (PointKind.WEAKNESS, Matter.MEMBERSHIP, ""),
    (PointKind.VIOLATION, Matter.FEES, FoundBy.SUPERIOR),
)
TASK, TASK_DUE, TASK_CLOSED = "Lập lại sổ thu, nộp đảng phí của các chi bộ", date(2021, 8, 31), date(2021, 8, 30)
LOOKS = (
    (date(2021, 7, 20), Way.REPORT, Progress.PARTLY, date(2021, 8, 24)),
    (date(2021, 8, 24), Way.VISIT, Progress.CORRECTED, None),
)


def schedule_under_way(world: World) -> None:
    """Let two items of a commission pass their day, and one go its whole way from the programme to the closed file."""
    world.at(_planned_on(world, UNDER_WAY, OPENED.year), partial(_plan_overdue, world))
    world.at(_planned_on(world, UNDER_WAY, OPENED.year), partial(_plan_file, world))


def _plan_of_commission(world: World, subject: str, on: date, **days: Any) -> ProgrammeItem:
    return inspection.plan(
        world.units[UNDER_WAY],
        owner=Owner.COMMISSION,
        act=Act.INSPECTION,
        manner=Manner.THEMATIC,
        subject=subject,
        year=on.year,
        programme_number="02-CTr/UBKT",
        by=world.by(UNDER_WAY, "insp", on),
        on=on,
        **days,
    )


def _plan_overdue(world: World, on: date) -> None:
    for subject, code, due_on, opened_on in OVERDUE:
        item = _plan_of_commission(world, subject, on, due_on=due_on)
        _name(world, item, code, on)
        if opened_on is not None:
            world.at(opened_on, partial(_note, world, item, PaperKind.PLAN, "17-KH/UBKT"))
            world.at(opened_on, partial(_open, world, item, "31-QĐ/UBKT"))


def _name(world: World, item: ProgrammeItem, code: str, on: date) -> None:
    """Name the organisation that is inspected, and three of the office as the team."""
    who = world.by(UNDER_WAY, "insp", on)
    inspection.name_party(item, party=inspection.Inspected(unit=world.units[code]), by=who, on=on)
    for member, role in zip(world.plain_members(OFFICE), TEAM, strict=False):
        inspection.name_team_member(item, member=member, role=role, by=who, on=on)


def _open(world: World, item: ProgrammeItem, number: str, on: date) -> None:
    inspection.start(item, opened_on=on, opening_number=number, by=world.by(UNDER_WAY, "insp", on), on=on)


def _plan_file(world: World, on: date) -> None:
    item = _plan_of_commission(
        world,
        "Việc sinh hoạt chi bộ, quản lý đảng viên và thu, nộp đảng phí",
        on,
        due_on=date(2021, 6, 30),
        start_on=OPENED,
        period_from_on=date(2020, 1, 1),
        period_to_on=date(2021, 3, 31),
    )
    _name(world, item, INSPECTED, on)
    for kind, number, dated_on in PAPERS:
        world.at(dated_on, partial(_note, world, item, kind, number))
    world.at(OPENED, partial(_open, world, item, "15-QĐ/UBKT"))
    world.at(CONCLUDED, partial(_conclude, world, item))
    world.at(FILE_CLOSED, partial(_close, world, item))


def _note(world: World, item: ProgrammeItem, kind: PaperKind, number: str, on: date) -> None:
    inspection.note_paper(item, kind=kind, number=number, dated_on=on, by=world.by(UNDER_WAY, "insp", on), on=on)


def _conclude(world: World, item: ProgrammeItem, on: date) -> None:
    who = world.by(UNDER_WAY, "insp", on)
    inspection.conclude(item, number="09-TB/UBKT", concluded_on=on, by=who, on=on)
    for kind, matter, found_by in POINTS:
        inspection.add_point(item, kind=kind, matter=matter, found_by=found_by, by=who, on=on)
    remedy = inspection.ask_remedy(
        item, matter=Matter.FEES, task=TASK, carrier=world.units[INSPECTED], due_on=TASK_DUE, by=who, on=on
    )
    for looked_on, way, progress, next_on in LOOKS:
        world.at(looked_on, partial(_look, world, remedy, way, progress, next_on))
    world.at(TASK_CLOSED, partial(_close_remedy, world, remedy))


def _look(world: World, remedy: Remedy, way: Way, progress: Progress, next_on: date | None, on: date) -> None:
    who = world.by(UNDER_WAY, "insp", on)
    inspection.follow_up(remedy, looked_on=on, way=way, progress=progress, next_on=next_on, by=who, on=on)


def _close_remedy(world: World, remedy: Remedy, on: date) -> None:
    inspection.close_remedy(remedy, closed_on=on, closed_by="12-BC/ĐU", by=world.by(UNDER_WAY, "insp", on), on=on)


def _close(world: World, item: ProgrammeItem, on: date) -> None:
    inspection.close(item, closed_on=on, by=world.by(UNDER_WAY, "insp", on), on=on)
