"""Exemptions, absences and suspensions, and moves that are planned."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.members import actions
from tongket.members.life import forms
from tongket.members.models import Member, PlannedMove, SideState
from tongket.members.pages import MEMBERS, ROLL, cell_form
from tongket.members.shown import way_out
from tongket.pages.deeds import Data, Rows, Who, deed

SIDE_STATES = Rows(
    query=lambda: SideState.objects.select_related("member__person", "member__unit__place"),
    crumbs=ROLL,
    name=lambda row: row.member.name,
    subtitle=lambda row: row.member.unit.place.name,
)
PLANNED = Rows(query=lambda: PlannedMove.objects.select_related("member__person"), crumbs=ROLL)


def _begun(row: SideState) -> str:
    names = {"name": row.member.name, "kind": row.get_kind_display(), "day": dates.dmy(row.from_on)}
    return _("Recorded for %(name)s: %(kind)s from %(day)s.") % names


@deed(
    "members:side_state",
    verb="member.write",
    row=MEMBERS,
    form=cell_form(forms.SideStateForm),
    title=gettext_lazy("Exemption, absence or suspension"),
    label=gettext_lazy("Record"),
    done=_begun,
)
def begin(member: Member, data: Data, who: Who) -> SideState:
    return actions.begin_side_state(member, **data, **who)


@deed(
    "members:side_state_end",
    verb="member.write",
    row=SIDE_STATES,
    form=forms.ReturnForm,
    initial=lambda request, _row: {"ended_on": request.today},
    title=gettext_lazy("Record the return to activity"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The return was recorded."),
)
def end(row: SideState, data: Data, who: Who) -> SideState:
    return actions.end_side_state(row, **data, **who)


@deed(
    "members:side_state_prolong",
    verb="member.write",
    row=SIDE_STATES,
    form=forms.ProlongForm,
    title=gettext_lazy("Prolong the suspension"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The suspension was prolonged."),
)
def prolong(row: SideState, data: Data, who: Who) -> SideState:
    return actions.prolong_suspension(row, **data, **who)


@deed(
    "members:side_state_drop",
    verb="member.write",
    row=SIDE_STATES,
    title=lambda row: _("Cancel: %(what)s") % {"what": str(row.get_kind_display()).capitalize()},
    done=gettext_lazy("It was cancelled."),
)
def drop(row: SideState, data: Data, who: Who) -> None:
    actions.cancel_side_state(row, **who)


@deed(
    "members:planned_drop",
    verb="member.write",
    row=PLANNED,
    title=lambda row: _("Cancel: %(what)s") % {"what": way_out(row.how)},
    done=gettext_lazy("It was cancelled."),
)
def drop_planned(row: PlannedMove, data: Data, who: Who) -> None:
    actions.cancel_planned(row, **who)
