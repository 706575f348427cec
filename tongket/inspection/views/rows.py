"""The rows behind the fence that deeds are about, and where their pages stand."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

from tongket.inspection import queries
from tongket.inspection.models import (
    ConclusionPoint,
    FilePaper,
    FollowUp,
    InspectedParty,
    ProgrammeItem,
    Remedy,
    TeamMember,
)
from tongket.inspection.views.programme import CRUMBS
from tongket.pages.deeds import Rows

ROWS = Rows(
    query=lambda: ProgrammeItem.objects.select_related("unit__place"),
    crumbs=[*CRUMBS, (gettext_lazy("All items"), "inspection:items")],
    name=lambda item: item.title,
)


def _parts(query: Callable[[], Any], name: Callable[[Any], str] = str) -> Rows[Any]:
    """The rows of a part of an item, whose page is that of the item."""
    return Rows(
        query=query,
        crumbs=lambda row: ROWS.around(row.item),
        name=name,
        subtitle=lambda row: row.item.title,
        url=None,
    )


ITEM = "item__unit__place"
PARTIES: Rows[InspectedParty] = _parts(lambda: queries.parties().select_related(ITEM), lambda row: row.party_name)
TEAM: Rows[TeamMember] = _parts(lambda: queries.team().select_related(ITEM), lambda row: row.member.person.full_name)
PAPERS: Rows[FilePaper] = _parts(queries.papers)
POINTS: Rows[ConclusionPoint] = _parts(queries.points)
REMEDIES: Rows[Remedy] = _parts(queries.remedies)
LOOKS: Rows[FollowUp] = _parts(queries.looks)
