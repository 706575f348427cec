"""What is counted of members: how many there are, who came, who went."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongket.core import dates
from tongket.figures.declare import MEMBER, flow, present, stock
from tongket.members.models import Admission, Recognition, Spell
from tongket.members.rules import OUT_OF_PARTY, Closed, Opened
from tongket.members.shown import how_it_ended
from tongket.org.listing import Column, unit_name

WOMEN = Q(member__sex="F")
SPELLS: dict[str, Any] = {"of": MEMBER, "rows": Spell, "verb": "member.read"}
ADMISSIONS: dict[str, Any] = {"of": MEMBER, "rows": Admission, "verb": "member.read", "day": "decided_on"}
ENDED: dict[str, Any] = {**SPELLS, "day": "until_on"}

stock("members_total", _("Members in all"), span=("from_on", "until_on"), **SPELLS)
stock(
    "members_official",
    _("Official members"),
    span=("official_from_on", "until_on"),
    refines="members_total",
    **SPELLS,
)
stock(
    "members_probationary",
    _("Probationary members"),
    span=("from_on", "probation_until_on"),
    refines="members_total",
    **SPELLS,
)
stock(
    "members_women",
    _("Women members"),
    span=("from_on", "until_on"),
    where=WOMEN,
    data_class="D2",
    refines="members_total",
    **SPELLS,
)

flow("members_admitted", _("Members admitted"), **ADMISSIONS)
flow(
    "members_admitted_women",
    _("Women admitted"),
    where=WOMEN,
    data_class="D2",
    refines="members_admitted",
    **ADMISSIONS,
)
flow(
    "members_made_official",
    _("Members recognised as official"),
    of=MEMBER,
    rows=Recognition,
    verb="member.read",
    day="decided_on",
)
flow(
    "members_transferred_in",
    _("Members transferred in, between cells too"),
    where=Q(opened_by=Opened.TRANSFERRED_IN),
    day="from_on",
    **SPELLS,
)
flow(
    "members_transferred_out",
    _("Members transferred out, between cells too"),
    where=Q(closed_by=Closed.TRANSFERRED_OUT),
    **ENDED,
)
flow("members_died", _("Members who died"), where=Q(closed_by=Closed.DECEASED), **ENDED)
flow(
    "members_left",
    _("Members who left the Party"),
    where=Q(closed_by__in=sorted(OUT_OF_PARTY)),
    data_class="D2",
    **ENDED,
)

present(
    Spell,
    columns=[
        Column("name", _("Member"), lambda row: row.member.name, order=("member__person__name_rev",), phone="title"),
        Column("unit", _("Cell"), unit_name, order=("unit__place__pos",), phone="sub"),
        Column("from_on", _("From"), lambda row: dates.dmy(row.from_on), order=("from_on",), phone="figure"),
        Column("opened_by", _("Began by"), lambda row: row.get_opened_by_display()),
        Column(
            "until_on",
            _("Until"),
            lambda row: dates.dmy_or_empty(row.until_on),
            order=("until_on",),
        ),
        Column("closed_by", _("Ended by"), how_it_ended),
    ],
    order=("unit__place__pos", "member__person__name_rev"),
    related=("member__person", "unit__place"),
)
present(
    Admission,
    columns=[
        Column("name", _("Member"), lambda row: row.member.name, order=("member__person__name_rev",), phone="title"),
        Column("unit", _("Cell"), unit_name, order=("unit__place__pos",), phone="sub"),
        Column("number", _("Decision"), lambda row: row.decision_number),
        Column(
            "decided_on",
            _("Date of the decision"),
            lambda row: dates.dmy(row.decided_on),
            order=("decided_on",),
            phone="figure",
        ),
        Column(
            "ceremony_on",
            _("Ceremony"),
            lambda row: dates.dmy_or_empty(row.ceremony_on),
            order=("ceremony_on",),
        ),
    ],
    order=("decided_on", "member__person__name_rev"),
    related=("member__person", "unit__place"),
)
present(
    Recognition,
    columns=[
        Column("name", _("Member"), lambda row: row.member.name, order=("member__person__name_rev",), phone="title"),
        Column("unit", _("Cell"), unit_name, order=("unit__place__pos",), phone="sub"),
        Column("number", _("Decision"), lambda row: row.decision_number),
        Column(
            "decided_on",
            _("Date of the decision"),
            lambda row: dates.dmy(row.decided_on),
            order=("decided_on",),
            phone="figure",
        ),
        Column("counted", _("Counts from"), lambda row: dates.dmy(row.counted_from_on), order=("counted_from_on",)),
    ],
    order=("decided_on", "member__person__name_rev"),
    related=("member__person", "unit__place"),
)
