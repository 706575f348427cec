"""What the page of a member says of their ratings: every year, and the years of the best level in a row."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.core import dates
from tongket.members.models import Member
from tongket.org import access
from tongket.org.models import Person
from tongket.pages.columns import Cell
from tongket.pages.record import Section, SmallTable
from tongket.rating import queries
from tongket.rating.models import Rating
from tongket.rating.rules import Level, runs

STATES: Mapping[str, str] = {Level.EXCELLENT: "ok", Level.NOT_FULFILLED: "bad"}


def sections(member: Member, person: Person, on: date) -> list[Section]:
    rows = access.scope(Rating.objects.filter(member=member), person, "rating.read", on=on)
    rows = queries.decided(rows, person, on=on).select_related("unit__place", "decided_by__place", "candidate__round")
    ratings = list(rows.order_by("-year"))
    if not ratings:
        return []
    heads = [
        (_("Year"), "start"), (_("Level"), "start"), (_("Cell"), "start"), (_("Decided on"), "start"),
        (_("Decided by"), "start"), (_("Decision"), "start"), (_("Published in the unit on"), "start"),
    ]  # fmt: skip
    lines: list[list[Cell | str]] = [
        [
            Cell(str(rating.year), rating.get_absolute_url()),
            Cell(str(rating.words).capitalize(), state=STATES.get(rating.level, "mut")),
            rating.unit.place.name,
            dates.dmy(rating.decided_on),
            rating.decided_by.place.name if rating.decided_by is not None else "",
            rating.source,
            dates.dmy_or_empty(rating.candidate.round.published_on) if rating.candidate is not None else "",
        ]
        for rating in ratings
    ]
    return [Section(_("Ratings over the years"), note=_in_a_row(ratings), table=SmallTable(heads, lines))]


def _in_a_row(ratings: Iterable[Rating]) -> str:
    """ "Excellent in a row: 2016–2020 (5 years); 2022–2024 (3 years)." """
    excellent = {rating.year for rating in ratings if rating.level == Level.EXCELLENT}
    listed = []
    for first, last in runs(excellent):
        if (count := last - first + 1) > 1:
            years = ngettext("%(count)s year", "%(count)s years", count) % {"count": count}
            listed.append(f"{first}–{last} ({years})")
    return _("Excellent in a row: %(years)s.") % {"years": "; ".join(listed)} if listed else ""
