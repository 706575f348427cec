"""Departures and their notices, and the two ways back."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.members import actions, queries
from tongket.members.life import forms
from tongket.members.models import Admission, Ending, Member, Restoration
from tongket.members.pages import MEMBERS, ROLL, cell_form
from tongket.members.shown import way_out
from tongket.org import access
from tongket.pages.columns import Cell, Column, day, text, unit
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import Filter, by_unit, by_words, by_year
from tongket.pages.listing import Listing
from tongket.pages.request import Request

WAITS = "waits"
ENDINGS = Rows(
    query=lambda: Ending.objects.select_related("member__person", "member__unit__place"),
    crumbs=ROLL,
    name=lambda ending: ending.member.name,
    subtitle=lambda ending: ending.member.unit.place.name,
)


@require_GET
@access.policy("member.write")
def endings(request: Request) -> HttpResponse:
    deadlines = queries.Deadlines()
    rows = access.scope(Ending.objects.all(), request.person, "member.write", on=request.today)
    listing: Listing[Ending] = Listing(
        title=_("Departures and their notices"),
        verb="member.write",
        columns=[
            text("member__name", _("Full name"), order=("member__name_order",), phone="title"),
            unit(_("Cell")),
            Column("how", _("How it ended"), lambda row: way_out(row.how)),
            day("left_on", _("Day of the end"), phone="figure"),
            Column("notice", _("Notice"), lambda row: _notice(row, deadlines, request.today), phone="state"),
        ],
        filters=[
            by_words("member__name_fold", _("Full name")),
            by_year("left_on"),
            by_unit(),
            Filter(
                "notice",
                _("Notice"),
                lambda rows, value: rows.filter(notified_on__isnull=value == WAITS),
                options=lambda request: [(WAITS, _("not sent yet")), ("sent", _("sent"))],
            ),
        ],
        order=("-left_on",),
        url_of=lambda row: (
            reverse("members:ending_notice", args=[row.pk])
            if row.notified_on is None
            else row.member.get_absolute_url()
        ),
        crumbs=[(_("Members"), reverse("members:list"))],
        empty_text=_("Nobody has left."),
        can_export=False,
    )
    return listing.respond(request, rows.select_related("member__person", "unit__place"))


def _notice(row: Ending, deadlines: queries.Deadlines, on: date) -> Cell:
    if row.notified_on is not None:
        return Cell(_("sent on %(day)s") % {"day": dates.dmy(row.notified_on)}, state="ok")
    due_on = deadlines.notice_due_on(row.left_on)
    if due_on is None:
        return Cell(_("not sent yet"), state="info")
    return Cell(_("due by %(day)s") % {"day": dates.dmy(due_on)}, state="bad" if on > due_on else "info")


# --- Deeds -----------------------------------------------------------------------------------------------------------


@deed(
    "members:ending_notice",
    verb="member.write",
    row=ENDINGS,
    form=forms.NoticeForm,
    initial=lambda request, _ending: {"notified_on": request.today},
    title=gettext_lazy("Record the notice"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The notice was recorded."),
    to=lambda _result: reverse("members:endings"),
)
def notice(ending: Ending, data: Data, who: Who) -> None:
    actions.record_notice(ending, **data, **who)


@deed(
    "members:readmit",
    verb="member.admit",
    row=MEMBERS,
    form=cell_form(forms.ReadmitForm),
    title=gettext_lazy("Admit again"),
    label=gettext_lazy("Record"),
    note=gettext_lazy(
        "A new probation begins. Party age counts from the new decision unless the competent body says otherwise."
    ),
    done=lambda admission: _("%(name)s was admitted again.") % {"name": admission.member.name},
)
def readmit(member: Member, data: Data, who: Who) -> Admission:
    return actions.readmit(member, **data, **who)


@deed(
    "members:restore",
    verb="member.write",
    row=MEMBERS,
    form=cell_form(forms.RestoreForm),
    title=gettext_lazy("Restore the membership"),
    label=gettext_lazy("Record"),
    done=lambda restoration: _("The membership of %(name)s was restored.") % {"name": restoration.member.name},
)
def restore(member: Member, data: Data, who: Who) -> Restoration:
    return actions.restore(member, **data, **who)
