"""What comes back every month: meetings of cells, reports to the organisation above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from tongket.core.periods import Period
from tongket.demo.logins import LOGINS
from tongket.demo.world import World
from tongket.meetings import actions as meetings
from tongket.meetings.models import Kind
from tongket.reports import actions as reports
from tongket.reports import content as report_content
from tongket.reports import counts
from tongket.reports import queries as report_queries
from tongket.reports.models import Form, Report

SIGNED_IN = {login.unit for login in LOGINS}  # none of these is asked for a report of years ago when it signs in
LAST_ACCEPTED_ON = date(2021, 11, 30)  # what came later still waits in the office
EXPLAINED = "Chi bộ còn tính một đồng chí đang làm thủ tục chuyển sinh hoạt, sẽ đối chiếu lại với danh sách."

THEMES = (
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Nâng cao chất lượng sinh hoạt chi bộ",
    "Xây dựng đội ngũ cán bộ, đảng viên nêu gương",
    "Bảo vệ nền tảng tư tưởng của Đảng trong tình hình mới",
)


def meetings_of(world: World, bloc: str, year: int) -> None:
    """Let every cell of a bloc meet each month, and each grassroots committee each quarter; recorded by month."""
    for month in range(1, 13):
        world.at(Period(f"{year}M{month:02d}").last, partial(_record_meetings, world, bloc))


def _record_meetings(world: World, bloc: str, on: date) -> None:
    for part in world.parts(bloc):
        lots = world.lots("meetings", part, on)
        rows = []
        for code in world.organisations[part]:
            for cell in world.cells[code]:
                rows.append(_of_cell(world, lots, cell, on.year, on.month))
            if world.is_committee(code) and on.month % 3 == 0:
                rows.append(_of_committee(world, lots, code, on.year, on.month))
        meetings.hold_many(rows, by=world.by(part, "office", on), on=on)


def _of_cell(world: World, lots: Random, cell: str, year: int, month: int) -> meetings.NewMeeting:
    """The meeting of a cell in a month, by its roll of now; the last one of each quarter is on a theme."""
    summoned, is_thematic = len(world.roster[cell]), month % 3 == 0
    theme = f"Sinh hoạt chuyên đề: {THEMES[month // 3 - 1]}"
    return meetings.NewMeeting(
        unit=world.units[cell],
        kind=Kind.CELL,
        year=year,
        held_on=world.workday(date(year, month, lots.choice((3, 3, 3, 4, 5)))),
        title=theme if is_thematic else f"Sinh hoạt chi bộ tháng {month:02d}/{year}",
        is_thematic=is_thematic,
        summoned=summoned,
        present=summoned - min(summoned // 4, lots.choice((0, 0, 0, 1, 1, 2, 3))),
    )


def _of_committee(world: World, lots: Random, organisation: str, year: int, month: int) -> meetings.NewMeeting:
    size = min(15, 5 + len(world.cells[organisation]))
    return meetings.NewMeeting(
        unit=world.units[organisation],
        kind=Kind.COMMITTEE,
        year=year,
        held_on=world.workday(date(year, month, 8)),
        title=f"Họp Ban Chấp hành quý {month // 3}/{year}",
        body="Ban Chấp hành",
        summoned=size,
        present=size - lots.choice((0, 0, 1)),
    )


# --- Reports


def reports_of(
    world: World,
    bloc: str,
    year: int,
    *,
    from_cells_of: Sequence[str],
    always_late: Sequence[str],
    missing: int,
    in_numbers: str = "",
    owing: Sequence[str] = (),
) -> None:
    """Ask the organisations of a bloc for their monthly and yearly reports, and the cells of some of them too.

    always_late: units that send most of their reports late; missing: how many reports never come; in_numbers: an
    organisation that sends its monthly reports and those of its cells with their numbers, where the others send paper;
    owing: units whose report for December has not come.
    """
    lots = world.lots("reports", bloc, year)
    forms = {form.code: form for form in Form.objects.all()}
    periods = [Period(f"{year}M{month:02d}") for month in range(1, 13)] + [Period(str(year))]
    lost = {(lots.randrange(len(periods) - 1), lots.random()) for _number in range(missing)}
    for number, period in enumerate(periods):
        is_monthly = number < 12
        request = _Request(
            form=forms["monthly" if is_monthly else "yearly"],
            period=period,
            due_on=world.workday(period.last + timedelta(days=3)) if is_monthly else date(year, 12, 15),
            from_cells_of=from_cells_of,
            always_late=always_late,
            gone=sorted(share for at, share in lost if at == number),
            in_numbers=in_numbers if is_monthly else "",
            owing=owing if number == 11 else (),
        )
        world.at(period.last if is_monthly else date(year, 11, 25), partial(_ask_all, world, bloc, request))


@dataclass(frozen=True)
class _Request:
    form: Form
    period: Period
    due_on: date
    from_cells_of: Sequence[str]
    always_late: Sequence[str]
    gone: Sequence[float]  # which reports never come, as shares of those asked for
    in_numbers: str
    owing: Sequence[str]


def _ask_all(world: World, bloc: str, request: _Request, on: date) -> None:
    for part in world.parts(bloc):
        _ask(world, part, request, on)


def _ask(world: World, bloc: str, request: _Request, on: date) -> None:
    lots, due_on = world.lots("sent", bloc, request.period), request.due_on
    codes = list(world.organisations[bloc])
    codes += [cell for code in request.from_cells_of if world.is_committee(code) for cell in world.cells[code]]
    officer = world.by(bloc, "office", on)
    rows = reports.open_due_many(
        [world.units[code] for code in codes],
        form=request.form,
        period=request.period.code,
        due_on=due_on,
        by=officer,
        on=on,
    )
    never = {int(share * len(rows)) for share in request.gone}
    by_day: dict[date, list[tuple[Report, date]]] = {}
    for number, (code, report) in enumerate(zip(codes, rows, strict=True)):
        is_late = lots.random() < (0.75 if code in request.always_late else 0.04)
        delay = lots.randint(1, 9) if is_late else -lots.randint(0, 2)
        comes = number not in never or code in SIGNED_IN
        if comes and code not in request.owing:
            sent_on = world.workday(due_on + timedelta(days=delay)) if is_late else max(due_on + timedelta(delay), on)
            by_day.setdefault(sent_on if is_late else due_on, []).append((report, sent_on))
    for day, sent in by_day.items():
        world.at(day, partial(_send, world, bloc, request, sent))


def _send(world: World, bloc: str, request: _Request, sent: list[tuple[Report, date]], on: date) -> None:
    senders = {world.units[code].pk: code for code in _with_numbers(world, request)}
    on_paper = [(report, sent_on) for report, sent_on in sent if report.unit_id not in senders]
    reports.send_many(on_paper, by=world.by(world.bloc_now(bloc), "office", on), on=on)
    known: counts.Counts | None = None
    for report, sent_on in sent:
        code = senders.get(report.unit_id)
        if code is not None:
            known = known or counts.Counts(world.units[request.in_numbers], [report.form], request.period)
            clerk = world.by(code, "office" if code == request.in_numbers else "lead", on)
            reports.send(report, content=_content(request, report, known, code), by=clerk, on=sent_on)
    if on <= LAST_ACCEPTED_ON:
        world.at(world.workday(on + timedelta(days=10)), partial(_accept, world, bloc, sent))


def _with_numbers(world: World, request: _Request) -> list[str]:
    return [request.in_numbers, *world.cells[request.in_numbers]] if request.in_numbers else []


def _content(
    request: _Request, report: Report, known: counts.Counts, code: str
) -> dict[str, dict[str, int] | dict[str, str] | str]:
    """What a unit writes into its form: what its records say.

    Who is always late also counts with a member who has left long since, and explains it: the sum sheet shows the
    difference.
    """
    numbers = known.of(report.unit_id, report.form)
    if code == request.always_late[-1]:
        numbers["members_total"] += 1
        numbers["members_total__open"] += 1
    before = report_queries.values_before(report)
    faults = report_content.faults_of(
        report, {key: str(number) for key, number in numbers.items()}, known.of(report.unit_id, report.form), before
    )
    return {"figures": numbers, "text": "", "explanations": {fault.field: EXPLAINED for fault in faults}}


def _accept(world: World, bloc: str, sent: list[tuple[Report, date]], on: date, again: int = 2) -> None:
    """Let the office accept what was sent; what waits for reports below it is looked at again ten days later."""
    with_cells = {world.units[code].pk for code in world.cells if world.is_committee(code)}
    waiting = []
    for report, sent_on in sent:
        if report.unit_id in with_cells and report_queries.open_below(report):
            waiting.append((report, sent_on))
        else:
            reports.accept(report, by=world.by(world.bloc_now(bloc), "office", on), on=on)
    if waiting and again and on < LAST_ACCEPTED_ON:
        world.at(world.workday(on + timedelta(days=10)), partial(_accept, world, bloc, waiting, again=again - 1))


def send_back(world: World, unit: str, period: str, *, reason: str, remarks: Mapping[str, str], on: date) -> None:
    """Let the office above return a monthly report that was sent. remarks: key of a figure → what is wrong with it."""

    def deed(day: date) -> None:
        report = Report.objects.get(unit=world.units[unit], form__code="monthly", period=period)
        above = world.organisation_of(unit)
        reports.return_(report, reason=reason, remarks=remarks, by=world.by(above, "office", day), on=day)

    world.at(on, deed)
