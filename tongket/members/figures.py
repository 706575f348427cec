"""What is counted of members: how many there are, who came, who went."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tongket.core import dates
from tongket.figures.declare import MEMBER, ORGANISATION, REGISTRY, flow, present, stock
from tongket.members import breakdown
from tongket.members.models import Admission, Badge, BadgeState, Recognition, SideState, Spell, Stage
from tongket.members.rules import OUT_OF_PARTY, Closed, Opened
from tongket.members.shown import how_it_ended
from tongket.org.kinds import Kind, Sector
from tongket.org.models import UnitPeriod
from tongket.pages.columns import Column, choice, day, text, unit

WOMEN = Q(member__sex="F")
SPELLS: dict[str, Any] = {"of": MEMBER, "rows": Spell, "verb": "member.read"}
ADMISSIONS: dict[str, Any] = {"of": MEMBER, "rows": Admission, "verb": "member.read", "day": "decided_on"}
FIRST_TIME = Q(is_readmission=False)
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

flow("members_admitted", _("Members admitted"), where=FIRST_TIME, **ADMISSIONS)
flow(
    "members_admitted_women",
    _("Women admitted"),
    where=WOMEN & FIRST_TIME,
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


# --- Statistics: tables of their own, not on the pages of every unit (R-STA-02 … R-STA-04) ---------------------------


def _declare_lines() -> None:
    """One figure for each line of each group, of members and of admissions. Source: R-STA-02."""
    for group in breakdown.GROUPS:
        for line in group.lines:
            shared: dict[str, Any] = {
                "of": MEMBER,
                "verb": "member.breakdown" if line.is_private else "member.read",
                "where": line.where,
                "data_class": line.data_class,
                "is_listed": False,
            }
            key = breakdown.key_of("members_total", line)
            if key not in REGISTRY:
                words = format_lazy("{}: {}", _("Members"), line.label)
                stock(key, words, rows=Spell, span=("from_on", "until_on"), refines="members_total", **shared)
            key = breakdown.key_of("members_admitted", line)
            if group.of_admissions and key not in REGISTRY:
                words = format_lazy("{}: {}", _("Admissions"), line.label)
                shared["where"] = _of_first_time(line.where)
                flow(key, words, rows=Admission, day="decided_on", refines="members_admitted", **shared)


def _of_first_time(where: Q | Callable[[date], Q]) -> Q | Callable[[date], Q]:
    """The same condition without readmissions, which are a flow of their own (R-MEM-17)."""
    if isinstance(where, Q):
        return where & FIRST_TIME
    return lambda cut_off: where(cut_off) & FIRST_TIME


def _exempt_on(cut_off: date) -> Q:
    """Exemptions that run on a day: as they ended, or as decided while they have not ended."""
    still = Q(ended_on__isnull=False) | Q(until_on__isnull=True) | Q(until_on__gt=cut_off)
    return Q(kind=SideState.Kind.EXEMPT, state__in=[Stage.RUNNING, Stage.ENDED]) & still


def _declare_flows() -> None:
    """Who came back, who went and how, badges, exemptions. Source: R-STA-04."""
    unlisted: dict[str, Any] = {"of": MEMBER, "is_listed": False}
    comes: dict[str, Any] = {"rows": Spell, "verb": "member.read", "day": "from_on", **unlisted}
    goes: dict[str, Any] = {"rows": Spell, "verb": "member.breakdown", "day": "until_on", "data_class": "D3"}
    flow("members_readmitted", _("Members admitted again"), where=Q(opened_by=Opened.READMITTED), **comes)
    flow("members_restored", _("Memberships restored"), where=Q(opened_by=Opened.RESTORED), **comes)
    for how, label in (
        (Closed.REMOVED, _("Members removed from the list")),
        (Closed.RESIGNED, _("Members who resigned")),
    ):
        flow(f"members_{how.value}", label, where=Q(closed_by=how), refines="members_left", **goes, **unlisted)
    exempt: dict[str, Any] = {"rows": SideState, "verb": "member.read", "span": ("from_on", "ended_on"), **unlisted}
    stock("members_exempt", _("Members exempt from activities"), where=_exempt_on, data_class="D2", **exempt)
    badges: dict[str, Any] = {"rows": Badge, "verb": "badge.read", "day": "day", "data_class": "D2", **unlisted}
    given = Q(state=BadgeState.AWARDED)
    flow("badges_awarded", _("Badges of Party age awarded"), where=given, **badges)
    for years in BADGE_YEARS:
        words = format_lazy("{}: {}", _("Badges of Party age awarded"), years)
        flow(f"badges_awarded_{years}", words, where=given & Q(years=years), refines="badges_awarded", **badges)


def _declare_organisations() -> None:
    """Organisations by kind and by what they belong to, as their periods stood on the day. Source: R-STA-03."""
    shared: dict[str, Any] = {
        "of": ORGANISATION, "rows": UnitPeriod, "verb": "unit.read", "span": ("from_on", "until_on"),
        "is_listed": False,
    }  # fmt: skip
    stock("organisations_total", _("Party organisations"), **shared)
    for kind in Kind:
        key = f"organisations_{kind.value.lower()}"
        words = format_lazy("{}: {}", _("Party organisations"), kind.label)
        stock(key, words, where=Q(kind=kind), refines="organisations_total", **shared)
    for sector in Sector:
        key = f"organisations_of_{sector.value.lower()}"
        words = format_lazy("{}: {}", _("Party organisations"), sector.label)
        stock(key, words, where=Q(sector=sector, kind__in=GRASSROOTS), refines="organisations_total", **shared)


BADGE_YEARS = (30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95)  # R-BDG-01
GRASSROOTS = [kind for kind in Kind if kind.is_grassroots]  # by what they belong to, only these are counted

_declare_lines()
_declare_flows()
_declare_organisations()

present(
    Spell,
    columns=[
        text("member__name", _("Member"), order=("member__name_order",), phone="title"),
        unit(_("Cell")),
        day("from_on", _("From"), phone="figure"),
        choice("opened_by", _("Began by"), order=()),
        day("until_on", _("Until")),
        Column("closed_by", _("Ended by"), how_it_ended),
    ],
    order=("unit__place__pos", "member__name_order"),
    related=("member__person", "unit__place"),
)
present(
    Admission,
    columns=[
        text("member__name", _("Member"), order=("member__name_order",), phone="title"),
        unit(_("Cell")),
        text("decision_number", _("Decision"), key="number", order=()),
        day("decided_on", _("Date of the decision"), phone="figure"),
        day("ceremony_on", _("Ceremony")),
    ],
    order=("decided_on", "member__name_order"),
    related=("member__person", "unit__place"),
)
present(
    Recognition,
    columns=[
        text("member__name", _("Member"), order=("member__name_order",), phone="title"),
        unit(_("Cell")),
        text("decision_number", _("Decision"), key="number", order=()),
        day("decided_on", _("Date of the decision"), phone="figure"),
        day("counted_from_on", _("Counts from"), key="counted"),
    ],
    order=("decided_on", "member__name_order"),
    related=("member__person", "unit__place"),
)
present(
    SideState,
    columns=[
        text("member__name", _("Member"), order=("member__name_order",), phone="title"),
        unit(_("Cell")),
        day("from_on", _("From"), phone="figure"),
        Column("until_on", _("Until"), lambda row: dates.dmy_or_empty(row.ended_on or row.until_on)),
    ],
    order=("unit__place__pos", "member__name_order"),
    related=("member__person", "unit__place"),
)
present(
    Badge,
    columns=[
        text("member__name", _("Member"), order=("member__name_order",), phone="title"),
        unit(_("Cell")),
        Column("years", _("Years"), lambda row: str(row.years), order=("years",), align="end", phone="figure"),
        day("day", _("For the day")),
        text("decision_number", _("Decision"), key="decision", order=()),
    ],
    order=("day", "member__name_order"),
    related=("member__person", "unit__place"),
)
present(
    UnitPeriod,
    columns=[
        text("name", _("Unit"), phone="title"),
        choice("kind", _("Kind"), phone="sub"),
        choice("sector", _("Sector")),
        day("from_on", _("So since")),
    ],
    order=("unit__place__pos",),
    related=("unit__place",),
)
