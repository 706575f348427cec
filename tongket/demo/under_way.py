"""What is under way on the roll at the turn of the year: exemptions, an absence, transfers, badges, a request."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from tongket.demo.world import World
from tongket.members import actions as members
from tongket.members.badges import actions as badges
from tongket.members.badges.queries import reaching, text_on
from tongket.members.models import About, Member, Sex, SideState
from tongket.members.private import actions as private

Kind, Ground = SideState.Kind, SideState.Ground
DEPARTMENT = "GDDT"
COMPARED_ON = date(2021, 11, 30)
ASKING = "GDDT-4"
ASKED_ON = date(2021, 12, 29)
BADGE_DAY = date(2022, 2, 3)
PROPOSED_ON = date(2021, 12, 30)
PROPOSING = ("GDDT-8", "VHTT-8", "THANHTRA-3")  # cells in which somebody has had a badge proposed


@dataclass(frozen=True)
class Who:
    """The youngest official member without an office of a cell, of a sex where one is named; or the eldest."""

    sex: str = ""
    is_eldest: bool = False


@dataclass(frozen=True)
class SideStateRow:
    """A side state of a member of a cell. domain: of who enters it."""

    cell: str
    who: Who
    kind: SideState.Kind
    from_on: date
    until_on: date
    decision: str
    domain: str
    ground: SideState.Ground = Ground.NONE
    host: str = ""


SIDE_STATES = (
    SideStateRow("GDDT-4", Who(is_eldest=True), Kind.EXEMPT, date(2021, 12, 13), date(2022, 6, 13),
             "Nghị quyết số 11-NQ/CB ngày 03/12/2021",
             "lead", Ground.ILLNESS),
    SideStateRow("GDDT-6", Who(Sex.FEMALE), Kind.EXEMPT, date(2021, 12, 15), date(2022, 6, 15),
             "Nghị quyết số 09-NQ/CB ngày 03/12/2021",
             "lead", Ground.MATERNITY),
    SideStateRow("GDDT-7", Who(Sex.MALE), Kind.TEMP_AWAY, date(2021, 12, 20), date(2022, 6, 20),
             "Quyết định số 96-QĐ/ĐU ngày 14/12/2021",
             "org", host="DUK"),
)  # fmt: skip


@dataclass(frozen=True)
class Papers:
    """Papers of a transfer given on a day; answer: why the new cell sent them back, and when."""

    cell: str
    who: Who
    to: str
    changed_on: date
    papers_on: date
    answer: str = ""
    answered_on: date | None = None


TRANSFERS = (
    Papers("GDDT-5", Who(Sex.FEMALE), "GDDT-4", date(2021, 12, 1), date(2021, 12, 28)),
    Papers("GDDT-8", Who(Sex.MALE), "TAICHINH-2", date(2021, 11, 22), date(2021, 12, 16),
           "Hồ sơ thiếu bản kiểm điểm năm 2021 có xác nhận của chi bộ; đề nghị bổ sung rồi gửi lại.",
           date(2021, 12, 22)),
)  # fmt: skip


def schedule(world: World) -> None:
    for state in SIDE_STATES:
        world.at(state.from_on, partial(_begin, world, state))
    for papers in TRANSFERS:
        world.at(papers.papers_on, partial(_give_papers, world, papers))
    world.at(COMPARED_ON, partial(_compare, world))
    world.at(ASKED_ON, partial(_ask, world))
    world.at(PROPOSED_ON, partial(_propose, world))


def _pick(world: World, cell: str, who: Who) -> Member:
    able = [
        member
        for member in world.plain_members(cell)[1:]  # the first one has the login of a member
        if who.sex in {"", member.sex}
    ]
    pick = min if who.is_eldest else max
    return pick(able, key=lambda member: (member.born_on, member.name))


def _begin(world: World, state: SideStateRow, on: date) -> None:
    members.begin_side_state(
        _pick(world, state.cell, state.who),
        kind=state.kind,
        from_on=state.from_on,
        until_on=state.until_on,
        decision=state.decision,
        ground=state.ground,
        host=world.units[state.host] if state.host else None,
        by=world.by(state.cell, state.domain, on),
        on=on,
    )


def _give_papers(world: World, papers: Papers, on: date) -> None:
    row = members.ask_transfer(
        _pick(world, papers.cell, papers.who),
        to=world.units[papers.to],
        papers_on=on,
        changed_on=papers.changed_on,
        by=world.by(papers.cell, "org", on),
        on=on,
    )
    if papers.answered_on is not None:
        world.at(
            papers.answered_on,
            lambda day: members.send_back_transfer(
                row, answer=papers.answer, by=world.by(papers.to, "lead", day), on=day
            ),
        )


def _compare(world: World, on: date) -> None:
    listed = len(world.members_of(DEPARTMENT))
    private.check_files(
        world.units[DEPARTMENT],
        checked_on=on,
        listed=listed,
        found=listed - 1,
        differing=3,
        by=world.by(DEPARTMENT, "org", on),
        on=on,
    )


def _ask(world: World, on: date) -> None:
    member = world.plain_members(ASKING)[0]
    wanted = "Thạc sĩ Quản lý giáo dục, theo bằng cấp tháng 9/2021; bản sao đã nộp chi ủy."
    private.ask(member, about=About.EDUCATION, wanted=wanted, by=member.person, on=on)


def _propose(world: World, on: date) -> None:
    """Propose the badge of 30 years for those of the cells who have reached it and have none."""
    text = text_on(BADGE_DAY)
    for cell in PROPOSING:
        rows = Member.objects.filter(pk__in=[member.pk for member in world.roster[cell]])
        for member in reaching(rows, BADGE_DAY, text, with_earlier=True).order_by("party_age_from_on")[:1]:
            badges.propose(member, years=30, day=BADGE_DAY, by=world.by(cell, "org", on), on=on)
