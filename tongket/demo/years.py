"""The years of the organisations that are looked at closely, as the files in organisations/ declare them.

Such a file has a table for each year. The keys of the table stand in DEEDS; what they hold are the fields or arguments
of what is done. A row that is a list has its values in the order of the fields and may end with a table of the rest.
"""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from tongket.core.compare import Comparator
from tongket.demo import checks, closing, conferences, grassroots, honours, membership, plan, routine, work
from tongket.demo.work import Goal
from tongket.demo.world import World
from tongket.inspection.rules import Form
from tongket.news.rules import SectionOfNews

FOLDER = Path(__file__).parent / "organisations"
ORGANISATIONS = ("KHOI1", *plan.CLOSE, "KHOI2")
TERM_FROM_ON = date(2020, 6, 18)  # of the series in which documents are numbered
T = TypeVar("T")

GOALS = {
    "admissions": Goal("Kết nạp đảng viên", 0, "đảng viên", "members_admitted", is_main=True),
    "admissions_exactly": Goal(
        "Kết nạp đảng viên", 0, "đảng viên", "members_admitted", Comparator.EQ, is_main=True
    ),
    "organisations": Goal(
        "Tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ trở lên", 0, "%", "organisations_rated_good_or_better_pct"
    ),
    "members": Goal("Đảng viên hoàn thành tốt nhiệm vụ trở lên", 0, "%", "members_rated_good_or_better_pct"),
    "unions": Goal("Đoàn thể hoàn thành tốt nhiệm vụ trở lên", 0, "%", "unions_rated_good_or_better_pct"),
    "culture": Goal("Cơ quan, đơn vị đạt chuẩn văn hóa", 0, "%", "agencies_cultural_pct"),
    "security": Goal("Cơ quan, đơn vị đạt tiêu chuẩn an toàn về an ninh, trật tự", 0, "%", "agencies_secure_pct"),
    "inspections": Goal(
        "Hoàn thành chương trình kiểm tra, giám sát", 0, "%", "inspection_programme_completed_pct", Comparator.EQ
    ),
    "study": Goal("Tổ chức đảng học tập nghị quyết, chỉ thị", 0, "%", "resolution_study_pct"),
    "congress_study": Goal(
        "Chi bộ, đảng bộ cơ sở học tập nghị quyết đại hội đảng bộ các cấp và thực hiện chương trình hành động",
        0, "%", comparator=Comparator.EQ, is_main=True,
    ),
}  # fmt: skip


def schedule(world: World) -> None:
    for code in ORGANISATIONS:
        declared = tomllib.loads((FOLDER / f"{code.lower()}.toml").read_text(encoding="utf-8"))
        if "before" in declared:
            _before(world, code, declared.pop("before"))
        for year, things in declared.items():
            unknown = things.keys() - DEEDS
            if unknown:
                raise LookupError(f"{code} {year}: {unknown}")
            for name, deed in DEEDS.items():
                if name in things:
                    deed(world, code, int(year), things[name])


def _before(world: World, bloc: str, row: dict[str, Any]) -> None:
    """What was known on the first day: levels of earlier years, who is on probation."""
    excellent = {int(year): codes for year, codes in row["excellent"].items()}
    closing.record_organisations_before(world, bloc, excellent, on=date(2019, 1, 10))
    if "members" in row:
        closing.record_members_before(world, bloc, **row["members"], on=date(2019, 1, 15))
    membership.make_official_in(world, bloc)


def _all(kind: Callable[..., T], rows: list[list[Any]]) -> list[T]:
    return [kind(*row[:-1], **row[-1]) if isinstance(row[-1], dict) else kind(*row) for row in rows]


def _close(world: World, bloc: str) -> list[str]:
    """The organisations of a bloc that have a file of their own."""
    return [code for code in plan.CLOSE if code in world.organisations_of(bloc)]


# --- What a bloc does


def _ordinary(world: World, bloc: str, year: int, row: dict[str, Any]) -> None:
    """Members come and go; the organisations set out what they want to do, meet and report."""
    close = _close(world, bloc)
    admitted = membership.admit_in(world, bloc, year, row["admitted"], row.get("admitted_by", {}))
    membership.losses_in(world, bloc, year, **row["losses"])
    grassroots.set_out(world, bloc, year, admitted, but=close, missing=row["missing"], late=row["late_tasks"])
    routine.meetings_of(world, bloc, year)
    routine.reports_of(world, bloc, year, from_cells_of=close, **row["reports"])


def _targets(world: World, unit: str, year: int, row: dict[str, Any]) -> None:
    goals = [replace(GOALS[name], value=value) for name, value in row["goals"].items()]
    number, resolved_on = row.get("number", ""), row.get("resolved_on")
    work.set_goals(world, unit, year, goals, on=row["on"], number=number, resolved_on=resolved_on)


def _given_down(world: World, unit: str, year: int, days: dict[str, date]) -> None:
    for key, on in days.items():
        work.give_down(world, unit, year, key, on=on)


def _checks(world: World, bloc: str, year: int, row: dict[str, Any]) -> None:
    disciplined = {Form(form): count for form, count in row.pop("disciplined").items()}
    checks.schedule(world, bloc, year, checks.Checks(**row, disciplined=disciplined))


# --- What a department does


def _admissions_wanted(world: World, unit: str, year: int, wanted: int) -> None:
    """The targets that the three departments set alike, but for how many they want to admit."""
    goals = [
        Goal("Kết nạp đảng viên mới", wanted, "đảng viên", "members_admitted", is_main=True),
        Goal("Đảng viên hoàn thành tốt nhiệm vụ trở lên", 90, "%", "members_rated_good_or_better_pct"),
        Goal("Chi bộ hoàn thành tốt nhiệm vụ trở lên", 90, "%", "organisations_rated_good_or_better_pct"),
        Goal("Đảng viên dự sinh hoạt chi bộ", 92, "%", "meeting_attendance_pct"),
    ]
    on, resolved_on = world.workday(date(year, 1, 13)), world.workday(date(year, 1, 10))
    work.set_goals(world, unit, year, goals, on=on, number="02-NQ/ĐU", resolved_on=resolved_on)


def _documents(world: World, unit: str, _year: int, rows: list[list[Any]]) -> None:
    """Documents of the department's own; the last one stays a draft."""
    for *parts, on in rows:
        work.issue(world, unit, *parts, on=on, term_from_on=TERM_FROM_ON, is_draft=on == rows[-1][-1])


def _conclusions(world: World, unit: str, _year: int, row: dict[str, Any]) -> None:
    tasks = _all(work.Concluded, row["tasks"])
    work.carry_conclusions(world, unit, row["conference"], row["concluded_on"], tasks, on=row["on"])


# --- What both do


def _papers(world: World, unit: str, _year: int, rows: list[list[Any]]) -> None:
    """Directives that come to a bloc and all under it, or to a department alone and its cells."""
    papers = _all(work.Paper, rows)
    if unit in plan.CLOSE:
        work.receive(world, world.bloc_of(unit), papers, only=unit, cells_of=(unit,))
    else:
        work.receive(world, unit, papers, cells_of=_close(world, unit))


def _news(world: World, unit: str, _year: int, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        conferences.publish(world, unit, **row | {"section": SectionOfNews(row["section"])})


# What a year may hold, in the order in which it is scheduled: of two things on one day the earlier happens first.
DEEDS: dict[str, Callable[[World, str, int, Any], None]] = {
    "admissions_wanted": _admissions_wanted,
    "ordinary": _ordinary,
    "papers": _papers,
    "targets": _targets,
    "given_down": _given_down,
    "tasks": lambda world, unit, year, rows: work.take_on(world, unit, year, _all(work.Task, rows)),
    "checks": _checks,
    "levels": lambda world, bloc, year, row: closing.rate(world, bloc, year, closing.Levels(**row)),
    "titles_on": lambda world, bloc, year, on: honours.title_the_best(world, bloc, year, on=on),
    "five_years": lambda world, bloc, year, row: honours.commend_five_years(world, bloc, counted_in=year, **row),
    "subjects": lambda world, bloc, year, row: honours.commend_subjects(world, bloc, year, **row),
    "classes": lambda world, bloc, _year, rows: work.open_classes(world, bloc, rows),
    "movements": lambda world, bloc, year, rows: work.emulate(world, bloc, year, rows),
    "spring_congresses": lambda world, bloc, year, _yes: conferences.congresses_in(
        world, bloc, year, but=_close(world, bloc)
    ),
    "cell_congresses": lambda world, unit, _year, row: conferences.congresses_of_cells(world, unit, **row),
    "congress": lambda world, unit, _year, row: conferences.congress(world, unit, **row),
    "documents": _documents,
    "commended": lambda world, unit, year, row: honours.commend_inside(world, unit, year, **row),
    "conference": lambda world, unit, year, row: conferences.hold(
        world, conferences.Conference(unit=unit, year=year, **row)
    ),
    "conclusions": _conclusions,
    "sent_back": lambda world, _unit, _year, row: routine.send_back(world, **row),
    "news": _news,
}
