"""What the rule book says about inspection and discipline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

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


_FORMS: Mapping[Party, tuple[Form, ...]] = {
    Party.ORGANISATION: (Form.REPRIMAND, Form.WARNING, Form.DISSOLUTION),
    Party.MEMBER: (Form.REPRIMAND, Form.WARNING, Form.REMOVAL_FROM_OFFICE, Form.EXPULSION),
}


def forms_for(party: str, *, is_probationary: bool = False) -> tuple[Form, ...]:
    """The forms of discipline that may be applied, the lightest first. Source: R-DIS-01."""
    forms = _FORMS[Party(party)]
    return forms[:2] if is_probationary else forms


def may_act(act: str, manner: str) -> bool:
    """Whether an act can have that manner: only an inspection is made of a case. Source: R-INS-01."""
    return manner not in CASES or act == Act.INSPECTION


def may_be_planned(manner: str) -> bool:
    """Whether such an item can stand in a programme: signs of violation and complaints are never planned. Source:
    R-INS-03.
    """
    return manner in OPEN_MANNERS
