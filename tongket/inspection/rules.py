"""What the rule book says about inspection and discipline."""

from collections.abc import Mapping
from decimal import Decimal

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
    REGULAR = "REGULAR", _("regular")
    THEMATIC = "THEMATIC", _("thematic")
    SIGNS = "SIGNS", _("for signs of violation")


class Party(TextChoices):
    """Who is inspected or disciplined: organisations and members are counted apart (R-INS-01)."""

    ORGANISATION = "ORGANISATION", _("Party organisation")
    MEMBER = "MEMBER", _("Party member")


class State(TextChoices):
    PLANNED = "PLANNED", _("planned")
    RUNNING = "RUNNING", _("under way")
    DONE = "DONE", _("carried out")


MOVES: Moves = {
    "start": ({State.PLANNED}, State.RUNNING),
    "finish": ({State.PLANNED, State.RUNNING}, State.DONE),
}


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
    """Whether an act can have that manner: only an inspection is made for signs of violation. Source: R-INS-01."""
    return manner != Manner.SIGNS or act == Act.INSPECTION


def may_be_planned(manner: str) -> bool:
    """Whether such an item can stand in a programme: signs of violation are never planned. Source: R-INS-03."""
    return manner != Manner.SIGNS


def programme_done_percent(done: int, planned: int) -> Decimal | None:
    """How much of the programme is done, in percent, unrounded; items outside the programme are not in it.

    done, planned: items of the programme, 0 ≤ done ≤ planned. None where nothing was planned. Raises ValueError
    when more is done than was planned, since such an item was counted in wrongly. Source: R-INS-03.
    """
    if not 0 <= done <= planned:
        raise ValueError(f"done={done}, planned={planned}")
    return Decimal(done) * 100 / Decimal(planned) if planned else None
