"""What is counted of directives: received, studied, carried out by a programme, and with what lag."""

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongket.directives import rules
from tongket.directives.models import Receipt
from tongket.directives.queries import CELLS, GRASSROOTS
from tongket.figures.declare import DIRECTIVE, MEMBER, ORGANISATION, PROGRAMME, Reach, flow, lag, present, ratio
from tongket.pages.columns import Column, day, text, unit

SHARED: dict[str, Any] = {"rows": Receipt, "verb": "directive.read"}
ASKED = Q(needs_programme=True)

flow("directives_received", _("Directives received"), of=DIRECTIVE, day="received_on", reach=Reach.OWN, **SHARED)
TO_STUDY = flow(
    "receipts_to_study",
    _("Directives to be studied, by unit"),
    of=ORGANISATION,
    day="received_on",
    is_listed=False,
    **SHARED,
)
STUDIED = flow(
    "receipts_studied",
    _("Directives studied, by unit"),
    of=ORGANISATION,
    day="received_on",
    where=Q(first_studied_on__isnull=False),
    is_listed=False,
    **SHARED,
)
ratio("resolution_study_pct", _("Share of units that have studied what they received"), part=STUDIED, whole=TO_STUDY)
lag("study_lag", _("Days from receipt to study"), from_day="received_on", to_day="first_studied_on", **SHARED)
flow(
    "studies_late",
    _("Study sessions held later than set"),
    of=DIRECTIVE,
    day="received_on",
    where=Q(first_studied_on__gt=F("study_due_on")),
    **SHARED,
)
lag(
    "programme_lag",
    _("Days from receipt to the action programme"),
    from_day="received_on",
    to_day="programme_on",
    where=ASKED,
    **SHARED,
)
flow(
    "programmes_missing",
    _("Action programmes asked for and not issued"),
    of=PROGRAMME,
    day="received_on",
    where=ASKED & Q(programme_on__isnull=True),
    **SHARED,
)

CONFIRMED = Q(covered__isnull=False)
COVERED = flow(
    "members_covered",
    _("Members who have studied, as confirmed"),
    of=MEMBER,
    day="received_on",
    where=CONFIRMED,
    amount="covered",
    is_listed=False,
    **SHARED,
)
TO_COVER = flow(
    "members_to_cover",
    _("Members who had to study, as confirmed"),
    of=MEMBER,
    day="received_on",
    where=CONFIRMED,
    amount="to_cover",
    is_listed=False,
    **SHARED,
)
ratio("study_coverage_pct", _("Share of members who have studied what had to be"), part=COVERED, whole=TO_COVER)
OF_CELLS = Q(unit__place__kind__in=CELLS)
CELLS_TO_STUDY = flow(
    "cells_to_study",
    _("Directives to be studied, by cell"),
    of=ORGANISATION,
    day="received_on",
    where=OF_CELLS,
    is_listed=False,
    **SHARED,
)
CELLS_STUDIED = flow(
    "cells_studied",
    _("Directives studied, by cell"),
    of=ORGANISATION,
    day="received_on",
    where=OF_CELLS & Q(first_studied_on__isnull=False),
    is_listed=False,
    **SHARED,
)
ratio(
    "cells_study_pct",
    _("Share of cells that have studied what they received"),
    part=CELLS_STUDIED,
    whole=CELLS_TO_STUDY,
)
OF_GRASSROOTS = Q(unit__place__kind__in=GRASSROOTS)
TO_CARRY_OUT = flow(
    "directives_to_carry_out",
    _("Programmes asked of grassroots organisations"),
    of=ORGANISATION,
    day="received_on",
    where=OF_GRASSROOTS & ASKED,
    is_listed=False,
    **SHARED,
)
CARRIED_OUT = flow(
    "directives_carried_out",
    _("Studied, with a programme, and carried out"),
    of=ORGANISATION,
    day="received_on",
    where=OF_GRASSROOTS
    & ASKED
    & Q(first_studied_on__isnull=False, programme_on__isnull=False, carried_out_on__isnull=False),
    is_listed=False,
    **SHARED,
)
ratio(
    "directives_carried_out_pct",
    _("Share of grassroots organisations that have studied, built a programme and carried it out"),
    part=CARRIED_OUT,
    whole=TO_CARRY_OUT,
)


def _days(row: Receipt) -> str:
    days = rules.lag_days(row.received_on, row.first_studied_on)
    return "" if days is None else str(days)


present(
    Receipt,
    columns=[
        unit(phone="title"),
        text("directive__printed", _("Directive"), key="directive", order=("directive__symbol",)),
        day("received_on", _("Received on")),
        day("first_studied_on", _("First studied on")),
        Column("days", _("Days"), _days, align="end", phone="figure"),
        day("programme_on", _("Action programme issued on")),
    ],
    order=("received_on", "unit__place__pos"),
    related=("unit__place", "directive"),
)
