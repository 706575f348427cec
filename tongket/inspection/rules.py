"""What the rule book says about inspection and discipline."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core import dates
from tongket.core.states import Moves


class Owner(TextChoices):
    """Whose programme it is: two owners, two totals (R-INS-02)."""

    COMMITTEE = "COMMITTEE", _("Party committee")
    COMMISSION = "COMMISSION", _("inspection commission")


class Act(TextChoices):
    INSPECTION = "INSPECTION", _("inspection")
    SUPERVISION = "SUPERVISION", _("supervision")


class Manner(TextChoices):
    """How it is done. Of signs of violation and of complaints number, day, kind and state alone are kept (R-INS-07)."""

    REGULAR = "REGULAR", _("regular")
    THEMATIC = "THEMATIC", _("thematic")
    SIGNS = "SIGNS", _("for signs of violation")
    COMPLAINT = "COMPLAINT", _("settling of a complaint")


OPEN_MANNERS = (Manner.REGULAR, Manner.THEMATIC)
CASES = (Manner.SIGNS, Manner.COMPLAINT)


class Party(TextChoices):
    """Who is inspected or disciplined: organisations and members are counted apart (R-INS-01)."""

    ORGANISATION = "ORGANISATION", _("Party organisation")
    MEMBER = "MEMBER", _("Party member")


class State(TextChoices):
    PLANNED = "PLANNED", _("planned")
    RUNNING = "RUNNING", _("under way")
    CONCLUDED = "CONCLUDED", _("concluded")
    DONE = "DONE", _("carried out")
    CLOSED = "CLOSED", _("file closed")
    POSTPONED = "POSTPONED", _("postponed")
    DROPPED = "DROPPED", _("dropped")


OPEN = frozenset({State.PLANNED, State.RUNNING, State.POSTPONED})  # still to be carried out
ENDED = frozenset({State.CONCLUDED, State.DONE, State.CLOSED})  # carried out, on a day
MOVES: Moves = {
    "start": ({State.PLANNED, State.POSTPONED}, State.RUNNING),
    "finish": (OPEN, State.DONE),
    "conclude": ({State.RUNNING, State.DONE}, State.CONCLUDED),
    "close": ({State.CONCLUDED}, State.CLOSED),
    "postpone": ({State.PLANNED, State.POSTPONED}, State.POSTPONED),
    "drop": (OPEN, State.DROPPED),
    "take up": ({State.DONE, State.CONCLUDED, State.DROPPED}, State.RUNNING),
    "open again": ({State.CLOSED}, State.CONCLUDED),
}


class Role(TextChoices):
    LEADER = "LEADER", _("leader of the team")
    MEMBER = "MEMBER", _("member of the team")


@dataclass(frozen=True)
class Limits:
    """How long an inspection takes and how large it is; each locality sets its own (R-INS-05)."""

    inspection_days: int = 30
    signs_days: int = 45
    supervision_days: int = 30
    publication_days: int = 5  # working days
    team_most: int = 5
    period_years: int = 2

    def days(self, act: str, manner: str) -> int:
        """Within how many days from its opening an item is concluded. Source: R-INS-05."""
        if manner in CASES:
            return self.signs_days
        return self.inspection_days if act == Act.INSPECTION else self.supervision_days


def limit_on(opened_on: date, days: int) -> date:
    """The day by which what was opened on a day is concluded: 1/5/2026 for 30 days from 1/4/2026. Source: R-INS-05."""
    return opened_on + timedelta(days=days)


def latest_extension(opened_on: date, days: int) -> date:
    """The latest day of the one extension, by a third of the limit: 11/5/2026 for 30 days from 1/4/2026.

    Source: R-INS-05.
    """
    return limit_on(opened_on, days) + timedelta(days=days // 3)


def is_overdue(state: str, due_on: date, on: date) -> bool:
    """Whether what is still to be carried out should have been by a day before `on`. Source: R-INS-03."""
    return state in OPEN and due_on < on


class Form(TextChoices):
    """Forms of discipline, the lightest first (R-DIS-01)."""

    REPRIMAND = "REPRIMAND", _("reprimand")
    WARNING = "WARNING", _("warning")
    REMOVAL_FROM_OFFICE = "REMOVAL_FROM_OFFICE", _("removal from office")
    EXPULSION = "EXPULSION", _("expulsion")
    DISSOLUTION = "DISSOLUTION", _("dissolution")


class DecidedBy(TextChoices):
    CELL = "CELL", _("cell")
    COMMITTEE = "COMMITTEE", _("Party committee")
    COMMISSION = "COMMISSION", _("inspection commission")


class Matter(TextChoices):
    """What an act, a finding or a correction is about: a code, so that no text tells of a person (R-DAT-03)."""

    PRINCIPLES = "PRINCIPLES", _("principles of organisation, working rules")
    DIRECTIVES = "DIRECTIVES", _("carrying out resolutions and directives")
    MEETINGS = "MEETINGS", _("cell meetings")
    MEMBERSHIP = "MEMBERSHIP", _("admission and management of members")
    FEES = "FEES", _("Party fees and finances")
    CADRES = "CADRES", _("cadre work")
    CHECKING = "CHECKING", _("inspection and supervision work")
    CONDUCT = "CONDUCT", _("what members must not do")
    MORALS = "MORALS", _("morals and way of life, studying Hồ Chí Minh")
    ASSETS = "ASSETS", _("declaration of assets and income")
    DUTIES = "DUTIES", _("duties at work")
    LAW = "LAW", _("law of the state")
    OTHER = "OTHER", _("something else")


class PointKind(TextChoices):
    """What a conclusion says of a matter."""

    STRENGTH = "STRENGTH", _("strong point")
    WEAKNESS = "WEAKNESS", _("weak point")
    VIOLATION = "VIOLATION", _("violation")


class FoundBy(TextChoices):
    """Who found a violation: what a unit found itself is counted apart (R-INS-08)."""

    UNIT = "UNIT", _("the unit itself")
    SUPERIOR = "SUPERIOR", _("the level above")
    COMPLAINT = "COMPLAINT", _("a complaint")


class PaperKind(TextChoices):
    """The twelve papers of a file, in their order."""

    PLAN = "PLAN", _("plan")
    SCHEDULE = "SCHEDULE", _("detailed plan: who does what, when")
    OUTLINE = "OUTLINE", _("outline of the report asked for")
    OPENING = "OPENING", _("record of the opening")
    SELF_REPORT = "SELF_REPORT", _("report of the inspected")
    WITH_PARTY = "WITH_PARTY", _("record of work with the inspected")
    WITH_OTHERS = "WITH_OTHERS", _("record of work with others concerned")
    RESULTS = "RESULTS", _("report of the results")
    CONFERENCE = "CONFERENCE", _("extract of the minutes of the conference")
    CONCLUSION = "CONCLUSION", _("notice of the conclusion")
    PUBLICATION = "PUBLICATION", _("record of announcing the conclusion")
    INDEX = "INDEX", _("index of the file")


class Step(TextChoices):
    """How far an item has come (R-INS-05)."""

    PREPARE = "PREPARE", _("preparing")
    CONDUCT = "CONDUCT", _("working with the inspected")
    REPORT = "REPORT", _("reporting")
    CONCLUDE = "CONCLUDE", _("concluding")
    FOLLOW = "FOLLOW", _("following up")


# The paper that ends each step.
_ENDS_STEP = {
    PaperKind.OPENING: Step.PREPARE,
    PaperKind.WITH_PARTY: Step.CONDUCT,
    PaperKind.RESULTS: Step.REPORT,
    PaperKind.CONCLUSION: Step.CONCLUDE,
}


def step_of(papers: Collection[str]) -> Step:
    """The step at which an item is, by the papers that its file holds. Source: R-INS-05."""
    ended = {_ENDS_STEP[kind] for kind in PaperKind if kind in papers and kind in _ENDS_STEP}
    order = list(Step)
    last = max((order.index(step) for step in ended), default=-1)
    return order[last + 1]


class Way(TextChoices):
    """How one sees whether something was corrected."""

    REPORT = "REPORT", _("a report")
    VISIT = "VISIT", _("a visit")
    SUPERVISION = "SUPERVISION", _("a supervision")


class Progress(TextChoices):
    """What one saw then."""

    NOT_BEGUN = "NOT_BEGUN", _("not begun")
    PARTLY = "PARTLY", _("partly")
    CORRECTED = "CORRECTED", _("corrected")


class Answer(TextChoices):
    """What became of a complaint against a decision (R-DIS-08)."""

    UPHELD = "UPHELD", _("the decision stands")
    CHANGED = "CHANGED", _("another form was decided")
    REPEALED = "REPEALED", _("the decision was repealed")


_FORMS: Mapping[Party, tuple[Form, ...]] = {
    Party.ORGANISATION: (Form.REPRIMAND, Form.WARNING, Form.DISSOLUTION),
    Party.MEMBER: (Form.REPRIMAND, Form.WARNING, Form.REMOVAL_FROM_OFFICE, Form.EXPULSION),
}


def forms_for(party: str, *, is_probationary: bool = False) -> tuple[Form, ...]:
    """The forms of discipline that may be applied, the lightest first. Source: R-DIS-01."""
    forms = _FORMS[Party(party)]
    return forms[:2] if is_probationary else forms


DOCUMENT_DAYS = 10  # from the announcement of a cell's decision to its document (R-DIS-04)
COMPLAINT_MONTHS, ANSWER_MONTHS, BAR_MONTHS = 1, 3, 12
_LIMITATION_MONTHS = {Form.REPRIMAND: 60, Form.WARNING: 120, Form.REMOVAL_FROM_OFFICE: 120}


def document_due_on(effective_on: date) -> date:
    """The day by which the document of a cell's decision is issued. Source: R-DIS-04."""
    return effective_on + timedelta(days=DOCUMENT_DAYS)


def limitation_ended_on(form: str, acted_to_on: date) -> date | None:
    """The day on which the time for a form had run out since the act; None: it does not run out. A hint alone, since
    some acts have no limitation. Source: R-DIS-07.
    """
    months = _LIMITATION_MONTHS.get(Form(form))
    return None if months is None else dates.months_after(acted_to_on, months)


def complaint_until(documented_on: date) -> date:
    """Until when a decision may be complained of. Source: R-DIS-08."""
    return dates.months_after(documented_on, COMPLAINT_MONTHS)


def answer_due_on(complained_on: date) -> date:
    """By when a complaint is answered at the province and below. Source: R-DIS-08."""
    return dates.months_after(complained_on, ANSWER_MONTHS)


def barred_until(form: str, effective_on: date) -> date | None:
    """Until when somebody removed from office is not elected to a committee or appointed: 10/4/2027 for a decision of
    10/4/2026. Source: R-DIS-10.
    """
    return dates.months_after(effective_on, BAR_MONTHS) if form == Form.REMOVAL_FROM_OFFICE else None


def may_act(act: str, manner: str) -> bool:
    """Whether an act can have that manner: only an inspection is made of a case. Source: R-INS-01."""
    return manner not in CASES or act == Act.INSPECTION


def may_be_planned(manner: str) -> bool:
    """Whether such an item can stand in a programme: signs of violation and complaints are never planned. Source:
    R-INS-03.
    """
    return manner in OPEN_MANNERS
