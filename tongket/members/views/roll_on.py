"""The roll as it stood on any day: who stood in which cell then, by its name of that day."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongket.core.dated import runs_on
from tongket.members.models import Member, Spell
from tongket.members.pages import ROLL
from tongket.members.rules import MemberState
from tongket.members.shown import chip
from tongket.org import access
from tongket.org.queries.units import DayTree
from tongket.pages.columns import Cell, Column, choice, day, text
from tongket.pages.filters import as_of, by_choice, by_unit_then, by_words, day_asked
from tongket.pages.listing import Listing
from tongket.pages.menu import address
from tongket.pages.request import Request


@require_GET
@access.policy("member.read")
def roll_on(request: Request) -> HttpResponse:
    """By the rights of today: who went on since is named, and opens where the file may still be read (S-03)."""
    asked = day_asked(request)
    then = asked or request.today
    tree = DayTree(then)
    listing: Listing[Spell] = Listing(
        title=_("The roll on a day"),
        verb="member.read",
        columns=[
            text("member__name", _("Full name"), key="name", order=("member__name_order",), phone="title"),
            Column("unit", _("Cell"), lambda row: tree.name_of(row.unit), order=("unit__place__pos",), phone="sub"),
            choice("member__sex", _("Sex"), key="sex"),
            Column("born_on", _("Born on"), lambda row: row.member.born, order=("member__born_on",)),
            text("member__card_number", _("Card number"), key="card"),
            day("from_on", _("In this cell from")),
            Column("state", _("State on that day"), lambda row: _state(row, then), phone="state"),
        ],
        filters=[
            as_of(),
            by_words("member__name_fold", _("Full name")),
            by_unit_then(tree),
            by_choice("sex", _("Sex"), [("M", _("male")), ("F", _("female"))], "member__sex"),
        ],
        order=("member__name_order",),
        url_of=lambda row: row.member.get_absolute_url() if getattr(row, "is_open", False) else None,
        crumbs=[(label, address(name)) for label, name in ROLL],
        note=_("Members and cells as of the day chosen; exemptions and absences are not told."),
        empty_text=_("Nobody stood on the roll on that day."),
    )
    rows = _rows(request, then) if asked is not None else Spell.objects.none()
    return listing.respond(request, rows)


def _rows(request: Request, then: date) -> QuerySet[Spell]:
    spells = access.scope(Spell.objects.all(), request.person, "member.read", on=request.today)
    readable = access.scope(
        Member.objects.filter(pk=OuterRef("member")), request.person, "member.read", on=request.today
    )
    running = spells.filter(runs_on(then)).select_related("member__person")
    return running.annotate(is_open=Exists(readable))


def _state(spell: Spell, then: date) -> Cell:
    is_official = spell.official_from_on is not None and spell.official_from_on <= then
    return chip(MemberState.OFFICIAL if is_official else MemberState.PROBATIONARY)
