"""Congresses and year-end conferences, with the pictures and the news that come of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from tongket.demo import honours
from tongket.demo.world import World
from tongket.meetings import actions as meetings
from tongket.meetings.models import Kind
from tongket.news import actions as news
from tongket.news.rules import SectionOfNews


@dataclass(frozen=True)
class Conference:
    """A year-end conference. absent: how many of those summoned did not come; post: how the news of it is published."""

    unit: str
    year: int
    held_on: date
    part_of_day: str = ""
    body: str = "Hội nghị toàn Đảng bộ"
    summoned: int = 0  # 0: all members
    absent: int = 0
    place: str = "Hội trường Sở"
    conclusions: Sequence[str] = ()
    photos: Sequence[str] = ()
    title: str = ""
    summary: str = ""
    text: Sequence[str] = ()
    stays_draft: bool = False


def hold(world: World, conference: Conference) -> None:
    """Hold a conference on its day, keep its pictures, write its news."""
    world.at(conference.held_on, partial(_hold, world, conference))


def _hold(world: World, conference: Conference, on: date) -> None:
    officer = world.by(conference.unit, "office", on)
    unit = world.units[conference.unit]
    summoned = conference.summoned or len(world.members_of(conference.unit))
    meeting = meetings.hold(
        unit,
        kind=Kind.REVIEW,
        year=conference.year,
        held_on=on,
        part_of_day=conference.part_of_day,
        title=f"Hội nghị tổng kết công tác năm {conference.year}, triển khai nhiệm vụ năm {conference.year + 1}",
        body=conference.body,
        place=conference.place,
        chair="Bí thư",
        summoned=summoned,
        present=summoned - conference.absent,
        conclusions_text="\n".join(conference.conclusions),
        by=officer,
        on=on,
    )
    honours.hand_over_at(world, conference.unit, meeting, on=on)
    for caption in conference.photos:
        meetings.add_photo(meeting, caption=caption, by=officer, on=on)
    if conference.title:
        post = news.post_from_meeting(
            meeting,
            title=conference.title,
            summary=conference.summary,
            body="\n\n".join(conference.text),
            by=officer,
            on=on,
        )
        if not conference.stays_draft:
            news.publish(post, by=officer, on=on)


def publish(world: World, unit: str, section: SectionOfNews, title: str, summary: str, body: str, *, on: date) -> None:
    """Write a piece of news and publish it."""

    def write(day: date) -> None:
        officer = world.by(unit, "office", day)
        post = news.write(
            world.units[unit], section=section, title=title, summary=summary, body=body, by=officer, on=day
        )
        news.publish(post, by=officer, on=day)

    world.at(on, write)


# --- Congresses


def congresses_of_cells(world: World, organisation: str, term: str, *, first: date) -> None:
    """Let the cells of an organisation hold their congresses, one day after another."""
    for number, cell in enumerate(world.cells[organisation]):
        day = world.workday(first + timedelta(days=number))
        world.at(day, partial(_congress_of_cell, world, cell, term))


def _congress_of_cell(world: World, cell: str, term: str, on: date) -> None:
    summoned = len(world.roster[cell])
    meetings.hold(
        world.units[cell],
        kind=Kind.CONGRESS,
        year=on.year,
        held_on=on,
        title=f"Đại hội {world.names[cell]}, nhiệm kỳ {term}",
        term=term,
        chair="Đoàn chủ tịch",
        summoned=summoned,
        present=summoned - (on.day % 2 if summoned > 12 else 0),
        by=world.by(cell, "office", on),
        on=on,
    )


def congress(world: World, unit: str, number: str, term: str, *, on: date, delegates: int = 0) -> None:
    """Let a committee organisation hold its congress: its number in Roman figures; without delegates all members."""
    world.at(
        on,
        lambda day: meetings.hold(
            world.units[unit],
            kind=Kind.CONGRESS,
            year=day.year,
            held_on=day,
            title=f"Đại hội Đảng bộ {world.names[unit]} lần thứ {number}, nhiệm kỳ {term}",
            term=term,
            chair="Đoàn chủ tịch",
            summoned=delegates or len(world.members_of(unit)),
            present=delegates or len(world.members_of(unit)),
            by=world.by(unit, "office", day),
            on=day,
        ),
    )


def congresses_in(world: World, bloc: str, year: int, *, but: Collection[str]) -> None:
    """Let all organisations of a bloc and their cells hold their congresses in spring; recorded at the end of June.

    but: organisations that hold and record their own.
    """

    def enter(on: date) -> None:
        lots = world.lots("congresses", bloc, year)
        rows = []
        for code in world.organisations_of(bloc):
            if code in but:
                continue
            months = (2, 3) if world.is_committee(code) else (4, 5)
            rows += [_row(world, lots, cell, year, months) for cell in world.cells[code]]
            if world.is_committee(code):
                rows.append(_row(world, lots, code, year, (5, 6)))
        meetings.hold_many(rows, by=world.by(bloc, "office", on), on=on)

    world.at(date(year, 6, 30), enter)


def _row(world: World, lots: Random, code: str, year: int, months: tuple[int, int]) -> meetings.NewMeeting:
    """A congress between the 10th of the first month and the 24th of the second."""
    is_cell = code in world.roster
    term = f"{year}-{year + (5 if code in world.cells else 2)}"
    summoned = len(world.roster[code]) if is_cell else len(world.members_of(code))
    name = world.names[code]
    if code in world.cells:
        name = f"Đảng bộ {name}" if world.is_committee(code) else f"Chi bộ {name}"
    return meetings.NewMeeting(
        unit=world.units[code],
        kind=Kind.CONGRESS,
        year=year,
        held_on=world.some_day(lots, date(year, months[0], 10), date(year, months[1], 24)),
        title=f"Đại hội {name}, nhiệm kỳ {term}",
        term=term,
        chair="Đoàn chủ tịch",
        summoned=summoned,
        present=summoned - lots.randint(0, summoned // 15),
    )
