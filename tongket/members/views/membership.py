"""What an officer does with a member of the roll: official status, transfer, end, correction."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.members import actions
from tongket.members.forms import LeaveForm, RecognitionForm, TransferForm
from tongket.members.models import Ending, Member, PlannedMove, Recognition, Spell
from tongket.members.pages import MEMBERS, cell_form
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.forms import posted
from tongket.pages.request import Request


def _recognition_form(request: Request, member: Member) -> RecognitionForm:
    return RecognitionForm(member, *posted(request))


def _is_official(recognition: Recognition) -> str:
    names = {"name": recognition.member.name, "day": dates.dmy(recognition.counted_from_on)}
    return _("%(name)s is an official member from %(day)s.") % names


@deed(
    "members:official",
    verb="member.write",
    row=MEMBERS,
    form=_recognition_form,
    title=gettext_lazy("Recognise as official member"),
    label=gettext_lazy("Record"),
    done=_is_official,
)
def official(member: Member, data: Data, who: Who) -> Recognition:
    return actions.recognise(member, **data, **who)


def stands_now(spell: Spell) -> str:
    """Where a member stands after a transfer."""
    names = {"name": spell.member.name, "unit": spell.unit.place.name, "day": dates.dmy(spell.from_on)}
    return _("%(name)s stands in %(unit)s from %(day)s.") % names


def _moved(move: Spell | PlannedMove) -> str:
    if isinstance(move, PlannedMove):
        return _("The transfer is planned for %(day)s.") % {"day": dates.dmy(move.from_on)}
    return stands_now(move)


@deed(
    "members:transfer",
    verb="member.write",
    row=MEMBERS,
    form=cell_form(TransferForm),
    title=gettext_lazy("Transfer to another cell"),
    label=gettext_lazy("Transfer"),
    note=gettext_lazy(
        "The member moves at once, without an answer of the new cell: for cells whose rolls you keep both."
    ),
    done=_moved,
)
def transfer(member: Member, data: Data, who: Who) -> Spell | PlannedMove:
    if data["moved_on"] > who["on"]:
        return actions.plan_transfer(member, **data, **who)
    return actions.transfer(member, **data, **who)


def _ended(end: Ending | PlannedMove) -> str:
    planned, ended = _("The end of the membership of %(name)s is planned."), _("The membership of %(name)s was ended.")
    return (planned if isinstance(end, PlannedMove) else ended) % {"name": end.member.name}


@deed(
    "members:leave",
    verb="member.write",
    row=MEMBERS,
    form=LeaveForm,
    title=gettext_lazy("End the membership"),
    label=gettext_lazy("Record"),
    done=_ended,
    is_danger=True,
)
def leave(member: Member, data: Data, who: Who) -> Ending | PlannedMove:
    if data["left_on"] <= who["on"]:
        return actions.leave(member, **data, **who)
    planned = {name: value for name, value in data.items() if name != "discipline_decision"}
    return actions.plan_leave(member, **planned, **who)
