"""What the cell decides when a probation is over."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.members import actions
from tongket.members.life import forms
from tongket.members.models import Member, RemovalProposal
from tongket.members.pages import MEMBERS, base_of_today
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.forms import posted
from tongket.pages.request import Request
from tongket.votes.models import Vote


def _vote_form(request: Request, member: Member) -> forms.CellVoteForm:
    return forms.CellVoteForm(*posted(request), unit=member.unit, initial={"held_on": request.today})


@deed(
    "members:official_vote",
    verb="member.write",
    row=MEMBERS,
    form=_vote_form,
    title=gettext_lazy("Vote on official status"),
    label=gettext_lazy("Open the vote"),
    note=lambda member: base_of_today(member.unit),
    done=lambda vote: _("The vote was opened over a base of %(base)s.") % {"base": vote.base},
)
def official_vote(member: Member, data: Data, who: Who) -> Vote:
    return actions.open_official_vote(member, **data, **who)


@deed(
    "members:not_qualified",
    verb="member.write",
    row=MEMBERS,
    form=forms.NotQualifiedForm,
    initial=lambda request, _member: {"proposed_on": request.today},
    title=gettext_lazy("Not qualified: propose the removal"),
    label=gettext_lazy("Record"),
    note=gettext_lazy("The membership goes on until the body that decides on admissions has decided."),
    done=gettext_lazy("The proposal was recorded."),
)
def not_qualified(member: Member, data: Data, who: Who) -> RemovalProposal:
    return actions.propose_removal(member, **data, **who)
