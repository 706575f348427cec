"""Acting for a member without a device: the right given, their requests entered from paper (S-08)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.members.models import CorrectionRequest, Member
from tongket.members.pages import MEMBERS
from tongket.members.private import actions
from tongket.members.private.forms import ActForMemberForm, AskForForm
from tongket.org import actions as org_actions
from tongket.org.models import Grant
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.forms import OfficeForm, posted
from tongket.pages.request import Request


def _act_form(request: Request, member: Member) -> OfficeForm:
    return ActForMemberForm(request.person, posted(request)[0], on=request.today, initial={"valid_from": request.today})


def _given(row: Grant) -> str:
    if row.state == Grant.State.GIVEN:
        return _("The right was given.")
    return _("The right was proposed. It runs once %(who)s has confirmed it.") % {"who": row.confirmer}


@deed(
    "members:let_act",
    verb="grant.write",
    row=MEMBERS,
    form=_act_form,
    title=gettext_lazy("Let somebody act for this member"),
    label=gettext_lazy("Give the right"),
    note=gettext_lazy(
        "For a member without a device: what they ask for on paper is entered for them. Both names stand on it and in "
        "the log; never for votes or restricted data."
    ),
    done=_given,
    to=lambda row: row.get_absolute_url(),
)
def let_act(member: Member, data: Data, who: Who) -> Grant:
    return org_actions.let_act_for(**data, unit=member.unit, member=member.person, **who)


@deed(
    "members:ask_for",
    verb="member.ask",
    row=MEMBERS,
    form=AskForForm,
    title=gettext_lazy("Enter a request of this member"),
    label=gettext_lazy("Save"),
    note=gettext_lazy(
        "As the member has written it on paper, for a correction of their record. Your name stands beside theirs. "
        "Somebody else answers."
    ),
    done=lambda row: _("The request was entered. It is answered by %(day)s.") % {"day": dates.dmy(row.due_on)},
    to=lambda row: row.get_absolute_url(),
)
def ask_for(member: Member, data: Data, who: Who) -> CorrectionRequest:
    return actions.ask(member, **data, **who)
