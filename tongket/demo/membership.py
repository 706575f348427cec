"""Members come and go: admitted, made official a year later, transferred, dead or removed."""

from datetime import date, timedelta
from functools import partial
from random import Random

from tongket.core import workdays
from tongket.demo import candidates
from tongket.demo.names import full_name
from tongket.demo.world import World, shared_out
from tongket.members import actions as members
from tongket.members.models import Admission, Ending, Member

BY_VOTE = {("GDDT", 2021)}  # organisation and year whose admissions are entered with what led to them
# Organisation, year and month of decisions after which the ceremony had to wait; None: it has not been held.
PUT_BACK = {("GDDT", 2020, 12): date(2021, 1, 11), ("GDDT", 2021, 12): None}

NOTICE_DAYS = 18  # working days after which the notice of an end of membership has gone up


def admit_in(world: World, bloc: str, year: int, total: int, fixed: dict[str, int]) -> dict[str, int]:
    """Let the organisations of a bloc admit `total` members in a year; some of them a number of their own.

    Returns how many each will admit.
    """
    lots = world.lots("admitted", bloc, year)
    shares = shared_out(total, {code: len(world.members_of(code)) for code in world.organisations_of(bloc)}, fixed)
    for organisation, share in shares.items():
        for _number in range(share):
            decided_on = world.some_day(lots, date(year, 1, 20), date(year, 12, 22))
            world.at(decided_on, partial(_admit, world, lots, organisation))
    return shares


def _admit(world: World, lots: Random, organisation: str, on: date) -> None:
    cell = lots.choice(world.cells[organisation])
    sex = "F" if lots.random() < 0.52 else "M"
    ceremony_on: date | None = workdays.add_working_days(on, lots.randint(3, 22), world.swapped)
    number = lots.randint(100, 990)
    name = full_name(lots, sex)
    born_on = date(on.year - lots.randint(22, 41), 1, 1) + timedelta(days=lots.randint(0, 364))
    decided_by = f"Ban Thường vụ Đảng ủy {world.names[world.bloc_of(organisation)]}"
    if (organisation, on.year) in BY_VOTE:
        admission = candidates.admit_by_vote(
            world, cell, name=name, sex=sex, born_on=born_on, number=f"{number}-QĐ/ĐUK", decided_by=decided_by, on=on
        )
    else:
        admission = members.admit(
            world.units[cell],
            full_name=name,
            sex=sex,
            born_on=born_on,
            decision_number=f"{number}-QĐ/ĐUK",
            decided_on=on,
            ceremony_on=None,
            decided_by=decided_by,
            is_another=True,
            by=world.by(cell, "org", on),
            on=on,
        )
    member = admission.member
    world.joins(member, cell)
    ceremony_on = PUT_BACK.get((organisation, on.year, on.month), ceremony_on)
    if ceremony_on is None:
        return
    world.at(ceremony_on, partial(_held, world, admission, cell))
    world.at(_a_year_after(world, ceremony_on), partial(_make_official, world, member, number))


def _held(world: World, admission: Admission, cell: str, on: date) -> None:
    members.record_ceremony(admission, ceremony_on=on, by=world.by(cell, "org", on), on=on)


def make_official_in(world: World, bloc: str) -> None:
    """Let those who stood on probation on the first day become official a year after their ceremony."""
    for cell in world.cells_of(bloc):
        for number, member in enumerate(world.roster[cell]):
            if member.official_on is None:
                due_on = _a_year_after(world, member.ceremony_on or member.party_age_from_on)
                world.at(due_on, partial(_make_official, world, member, 100 + number))


def _a_year_after(world: World, day: date) -> date:
    anniversary = day.replace(year=day.year + 1, day=min(day.day, 28))
    return world.workday(anniversary + timedelta(days=9))


def _make_official(world: World, member: Member, number: int, on: date) -> None:
    cell = world.home.get(member.pk)
    if cell:
        officer = world.by(cell, "org", on)
        members.recognise(member, decision_number=f"{number}-QĐ/ĐUK", decided_on=on, by=officer, on=on)


# --- Leaving, moving


def losses_in(world: World, bloc: str, year: int, *, transferred: int, died: int, removed: int) -> None:
    """Let some members of a bloc move to another cell of it, die, or be removed from the list in a year."""
    lots = world.lots("losses", bloc, year)
    for how, count in (("deceased", died), ("removed", removed)):
        for _number in range(count):
            day = world.some_day(lots, date(year, 2, 10), date(year, 12, 10))
            world.at(day, partial(_leave, world, lots, bloc, how))
    for _number in range(transferred):
        day = world.some_day(lots, date(year, 2, 10), date(year, 12, 10))
        world.at(day, partial(_move, world, lots, bloc))


def _leave(world: World, lots: Random, bloc: str, how: str, on: date) -> None:
    leaves(world, world.some_member(lots, world.cells_of(bloc)), how, on)


def leaves(world: World, member: Member, how: str, on: date, *, discipline_decision: str = "") -> None:
    """End the membership of somebody; an expulsion names the decision that it comes from."""
    home = world.home[member.pk]
    bloc, officer = world.bloc_of(world.organisation_of(home)), world.by(home, "org", on)
    members.leave(member, how=how, left_on=on, discipline_decision=discipline_decision, by=officer, on=on)
    world.at(workdays.add_working_days(on, NOTICE_DAYS, world.swapped), partial(_notify, world, member, bloc))
    world.leaves(member)


def _notify(world: World, member: Member, bloc: str, on: date) -> None:
    ending = Ending.objects.get(member=member)
    members.record_notice(ending, notified_on=on, by=world.by(world.bloc_now(bloc), "org", on), on=on)


def _move(world: World, lots: Random, bloc: str, on: date) -> None:
    member = world.some_member(lots, world.cells_of(bloc))
    home = world.home[member.pk]
    inside = world.cells_of(world.bloc_of(world.organisation_of(home)))
    moves(world, member, lots.choice([code for code in inside if code != home]), on)


def moves(world: World, member: Member, to: str, on: date) -> None:
    """Transfer a member from one cell of a bloc to another."""
    officer = world.by(world.bloc_of(world.organisation_of(to)), "org", on)
    members.transfer(member, to=world.units[to], moved_on=on, by=officer, on=on)
    world.joins(member, to)
