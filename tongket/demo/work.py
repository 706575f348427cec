"""What a unit sets out to do in a year and does: targets, key tasks, directives studied, classes, movements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from tongket.commendation import actions as commendation
from tongket.core.compare import Comparator
from tongket.demo.world import World, begins, spread
from tongket.directives import actions as directives
from tongket.directives.actions import documents
from tongket.directives.models import Directive, Receipt
from tongket.targets import actions as targets
from tongket.targets import queries as target_queries
from tongket.targets.models import KeyTask
from tongket.training import actions as training
from tongket.training.rules import Kind


@dataclass(frozen=True)
class Goal:
    """A target as a resolution sets it; key: the figure that it is compared with, or "" for one told by hand."""

    label: str
    value: int
    measure: str
    key: str = ""
    comparator: Comparator = Comparator.GE
    is_main: bool = False


def set_goals(
    world: World, unit: str, year: int, goals: Sequence[Goal], *, on: date, number: str, resolved_on: date | None
) -> None:
    """Set the targets of a unit for a year; without the day of a resolution they stay drafts (R-TGT-07)."""
    for order, goal in enumerate(goals, start=1):
        world.let(
            on,
            unit,
            "office",
            targets.set_target,
            year=year,
            order=order,
            resolution_number=number,
            resolution_on=resolved_on,
            is_share=goal.measure == "%",
            **vars(goal),
        )


def give_down(world: World, unit: str, year: int, key: str, *, on: date) -> None:
    """Let the organisations under a unit carry its target for a figure: each what it has set itself."""

    def deed(day: date) -> None:
        target = target_queries.target_of(world.units[unit], year, key)
        if target is None:
            raise LookupError(f"{unit} has no target for {key} in {year}")
        own = target_queries.own_of(target, target_queries.receivers(target.unit))
        shares = {row.unit: row.value for row in own.values()}
        targets.give_down(target, shares, by=world.by(unit, "office", day), on=day)

    world.at(on, deed)


@dataclass(frozen=True)
class Task:
    """A key task; late_by: days after its due day on which it was done; grade "": not done at all."""

    title: str
    carrier: str
    due_on: date
    grade: str
    late_by: int = -5


def take_on(world: World, unit: str, year: int, tasks: Sequence[Task]) -> None:
    """Take on the key tasks of a year and finish them on their days."""
    for order, task in enumerate(tasks, start=1):
        world.at(
            begins(unit, year) + timedelta(days=18),
            partial(_take_on, world, unit, year, task, order),
        )


def _take_on(world: World, unit: str, year: int, task: Task, order: int, on: date) -> None:
    row = targets.take_on(
        world.units[unit],
        year=year,
        title=task.title,
        carrier=task.carrier,
        due_on=task.due_on,
        order=order,
        by=world.by(unit, "office", on),
        on=on,
    )
    if task.grade:
        done_on = world.workday(task.due_on + timedelta(days=task.late_by))
        world.at(
            done_on,
            lambda then: targets.finish(
                row, done_on=then, grade=task.grade, by=world.by(unit, "office", then), on=then
            ),
        )


@dataclass(frozen=True)
class Concluded:
    """A task that comes of a conclusion: its steps with their days; how far it is, in percent and in words."""

    title: str
    carrier: str
    due_on: date
    steps: Sequence[tuple[str, date]]
    percent: int
    note: str


def carry_conclusions(
    world: World, unit: str, conclusion: str, concluded_on: date, tasks: Sequence[Concluded], *, on: date
) -> None:
    """Make the conclusions of a conference key tasks of the year of `on`, and note a first progress the day after."""

    def enter(day: date) -> None:
        clerk = world.by(unit, "office", day)
        new = [targets.NewTask(task.title, task.carrier, task.due_on) for task in tasks]
        rows = targets.take_on_conclusion(
            world.units[unit], conclusion=conclusion, concluded_on=concluded_on, tasks=new, by=clerk, on=day
        )
        for row, task in zip(rows, tasks, strict=True):
            for title, due_on in task.steps:
                targets.set_milestone(row, title=title, due_on=due_on, by=clerk, on=day)
            world.at(day + timedelta(days=1), partial(_note, world, unit, row, task))

    world.at(on, enter)


def _note(world: World, unit: str, row: KeyTask, task: Concluded, on: date) -> None:
    targets.note_progress(
        row, as_of_on=on, percent=task.percent, note=task.note, by=world.by(unit, "office", on), on=on
    )


# --- Directives


@dataclass(frozen=True)
class Paper:
    """A directive that comes down, and how those who get it deal with it.

    received_on: by the grassroots; study_days: how many days they have, and need at most; late: how many units study
    after that; programme_days: until they have a programme of their own (None: none is asked for); programme_due_on: by
    when; without: how many never have; is_confirmed: each confirms how many studied; at_conference: the day on which
    the organisation that gets it alone studies it, led by a speaker from the province; interim_due_on: by when each
    reviews what it has done; carries_out: the name of the paper from above that it puts into practice.
    """

    kind: str
    number: str
    symbol: str
    issuer: str
    subject: str
    received_on: date
    issued_on: date | None = None
    study_days: int = 30
    late: int = 0
    programme_days: int | None = None
    programme_due_on: date | None = None
    without: int = 0
    is_confirmed: bool = False
    at_conference: date | None = None
    interim_due_on: date | None = None
    carries_out: str = ""

    @property
    def name(self) -> str:
        return f"{self.number}-{self.symbol}"


def receive(world: World, bloc: str, papers: Sequence[Paper], *, cells_of: Sequence[str] = (), only: str = "") -> None:
    """Register directives in a bloc and let its organisations, and the cells of some, study and carry them out.

    only: an organisation that gets them alone, with its cells.
    """
    for paper in papers:
        world.at(paper.received_on, partial(_receive, world, bloc, paper, cells_of, only))


def _receive(world: World, bloc: str, paper: Paper, cells_of: Sequence[str], only: str, on: date) -> None:
    lots = world.lots("directive", bloc, only, paper.name, on)
    directive = register(world, bloc, paper, on)
    codes = [only] if only else world.organisations_of(bloc)
    codes = codes + [cell for code in cells_of if world.is_committee(code) for cell in world.cells[code]]
    due_on = world.workday(on + timedelta(days=paper.study_days))
    for part in world.parts(bloc):
        receivers = [code for code in codes if part in world.upwards(code)]
        if not only and not paper.symbol.endswith("/ĐUK"):
            receivers.append(part)  # what comes from above binds the bloc itself too
        receipts = directives.receive_many(
            directive,
            [world.units[code] for code in receivers],
            received_on=on,
            study_due_on=due_on,
            needs_programme=paper.programme_days is not None,
            programme_due_on=paper.programme_due_on,
            interim_due_on=paper.interim_due_on,
            by=world.by(part, "office", on),
            on=on,
        )
        late = set(spread(lots, receivers, min(paper.late, len(receivers))))
        without = set(spread(lots, receivers, min(paper.without, len(receivers))))
        for code, receipt in zip(receivers, receipts, strict=True):
            studied_on = _studied_on(world, lots, paper, due_on, is_late=code in late)
            if code == only and paper.at_conference:
                studied_on = paper.at_conference
            _deal_with(world, lots, code, receipt, paper, studied_on, has_programme=code not in without)


def register(world: World, bloc: str, paper: Paper, on: date) -> Directive:
    """The directive in the register, entered if it is not there yet."""
    known = Directive.objects.filter(
        issuer=paper.issuer, symbol=paper.symbol, number=paper.number, issued_on=paper.issued_on
    ).first()
    number, _dash, symbol = paper.carries_out.partition("-")
    return known or directives.register(
        parent=Directive.objects.get(number=number, symbol=symbol) if number else None,
        kind=paper.kind,
        number=paper.number,
        symbol=paper.symbol,
        issued_on=paper.issued_on,
        issuer=paper.issuer,
        subject=paper.subject,
        by=world.by(world.parts(bloc)[0], "office", on),
        on=on,
    )


def _studied_on(world: World, lots: Random, paper: Paper, due_on: date, *, is_late: bool) -> date:
    if is_late:
        return world.workday(due_on + timedelta(days=lots.randint(5, 30)))
    return world.some_day(lots, paper.received_on + timedelta(days=2), due_on)


def _deal_with(
    world: World, lots: Random, code: str, receipt: Receipt, paper: Paper, studied_on: date, *, has_programme: bool
) -> None:
    speaker = "Báo cáo viên cấp tỉnh" if studied_on == paper.at_conference else ""
    world.at(studied_on, partial(_study, world, lots, code, receipt, speaker, is_confirmed=paper.is_confirmed))
    if paper.programme_days is not None and has_programme:
        done_on = world.workday(studied_on + timedelta(days=paper.programme_days + lots.randint(0, 20)))
        number = lots.randint(2, 60)
        world.at(
            done_on,
            lambda on: directives.issue_programme(
                receipt, number=f"{number:02d}", symbol="CTr/ĐU", issued_on=on, by=world.by(code, "office", on), on=on
            ),
        )


def _study(
    world: World, lots: Random, code: str, receipt: Receipt, speaker: str, on: date, *, is_confirmed: bool
) -> None:
    if code not in world.cells and code not in world.roster:
        invited = 35  # the committee of a bloc
    else:
        invited = len(world.members_of(code) if code in world.cells else world.roster[code])
    clerk = world.by(code, "office", on)
    form = lots.choice(("Hội nghị trực tiếp", "Hội nghị trực tuyến", "Sinh hoạt chi bộ"))
    if speaker:
        form = "Hội nghị trực tiếp"
    present = invited - lots.randint(0, invited // 12)
    directives.hold_study(
        receipt, held_on=on, form=form, invited=invited, present=present, speaker=speaker, by=clerk, on=on
    )
    if is_confirmed:
        receipt.refresh_from_db(fields=["version", "first_studied_on"])
        directives.confirm_coverage(receipt, to_cover=invited, covered=present, seen=receipt.version, by=clerk, on=on)


def issue(
    world: World, unit: str, kind: str, subject: str, recipients: str, *, on: date, term_from_on: date, is_draft: bool
) -> None:
    """Let a unit draft a document on a day and, unless it stays a draft, sign it with the next number of its series."""

    def deed(day: date) -> None:
        clerk = world.by(unit, "office", day)
        document = documents.draft(
            world.units[unit], kind=kind, subject=subject, recipients=recipients, by=clerk, on=day
        )
        if not is_draft:
            documents.sign(document, issued_on=day, term_from_on=term_from_on, seen=document.version, by=clerk, on=day)

    world.at(on, deed)


# --- Classes and movements


def open_classes(world: World, bloc: str, classes: Sequence[tuple[str, str, date, int]]) -> None:
    """Let a bloc open classes: kind, title, first day, learners. Each lasts some days by its kind."""
    for kind, title, opened_on, learners in classes:
        world.let(
            opened_on,
            bloc,
            "org",
            training.open_class,
            kind=kind,
            title=title,
            opened_on=opened_on,
            closed_on=opened_on + timedelta(days=200 if kind == Kind.THEORY_INTERMEDIATE else 4),
            learners=learners,
        )


def emulate(world: World, unit: str, year: int, movements: Sequence[tuple[str, int, int]]) -> None:
    """Record movements at the end of a year: name, models registered, models recognised."""
    for name, registered, recognised in movements:
        world.let(
            date(year, 12, 10),
            unit,
            "office",
            commendation.record_movement,
            year=year,
            name=name,
            models_registered=registered,
            models_recognised=recognised,
        )
