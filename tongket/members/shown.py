"""How states and endings are said on a page.

Who left the Party is shown, why is not: an expulsion is a matter of discipline and stays behind its fence (D4).
"""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.members.models import Ending, Member, Spell
from tongket.members.rules import OUT_OF_PARTY, Closed, MemberState
from tongket.pages.columns import Cell

LEFT = frozenset({MemberState.REMOVED, MemberState.RESIGNED, MemberState.EXPELLED})


class Standing(TextChoices):
    """The states by which the roll may be narrowed."""

    ON_ROLL = "ON_ROLL", gettext_lazy("on the roll")
    OFFICIAL = "OFFICIAL", gettext_lazy("official member")
    PROBATIONARY = "PROBATIONARY", gettext_lazy("probationary member")
    PROBATION_OVER = "PROBATION_OVER", gettext_lazy("probation completed, not yet official")
    EXEMPT = "EXEMPT", gettext_lazy("exempt from activities")
    TEMP_AWAY = "TEMP_AWAY", gettext_lazy("temporarily elsewhere")
    SUSPENDED = "SUSPENDED", gettext_lazy("suspended from activities")
    TRANSFERRED_OUT = "TRANSFERRED_OUT", gettext_lazy("transferred out")
    LEFT = "LEFT", gettext_lazy("left the Party")
    DECEASED = "DECEASED", gettext_lazy("deceased")


def state_chip(member: Member) -> Cell:
    return chip(MemberState(member.state))


def chip(state: MemberState) -> Cell:
    if state in LEFT:
        return Cell(_("left the Party"), state="mut")
    colour = {MemberState.OFFICIAL: "ok", MemberState.PROBATIONARY: "info"}.get(state, "mut")
    return Cell(str(state.label), state=colour)


def how_it_ended(spell: Spell) -> str:
    return way_out(spell.closed_by)


def way_out(how: str) -> str:
    """How a membership ended, in words that keep an expulsion behind its fence."""
    if how in OUT_OF_PARTY:
        return _("left the Party")
    return str(Closed(how).label) if how else ""


def in_history(model: Any, name: str, before: Any, after: Any) -> str | None:
    """What became of a state or an ending, in words that keep an expulsion behind its fence; None: any other field."""
    if model is Member and name == "state":
        texts = [chip(MemberState(state)).text if state else "–" for state in (before, after)]
    elif (model, name) in {(Spell, "closed_by"), (Ending, "how")}:
        texts = [way_out(how) or "–" for how in (before, after)]
    else:
        return None
    return " → ".join(dict.fromkeys(texts))
