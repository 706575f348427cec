"""Papers of a round without a number, for those who work on it: ballots, minutes of the count, table of proposals."""

import uuid
from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongket.org import access
from tongket.pages import exporting
from tongket.pages.buttons import Button
from tongket.pages.record import Record, Section
from tongket.pages.request import Request
from tongket.papers import showing
from tongket.papers.registry import Numbered
from tongket.rating.exports import rounds
from tongket.rating.models import Proposal, Round
from tongket.regulations.papers import symbol_of

READ = "proposal.read"


def _round(request: Request, pk: uuid.UUID) -> Round:
    rows = Round.objects.select_related("unit__place")
    return access.find(rows, request.person, READ, pk, on=request.today)


def _today(request: Request, opened: Round) -> Numbered:
    return Numbered(None, "BB", symbol_of(opened.unit, request.today), None, request.today)


@require_GET
@access.policy(READ)
def ballots(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The ballot to be printed for each who votes."""
    opened = _round(request, pk)
    body = rounds.ballots(opened, _today(request, opened))
    return exporting.send(request, body, f"phieu-xep-loai-{opened.year}.docx", verb=READ, row=opened)


Make = Callable[[Round, Numbered, QuerySet[Proposal]], bytes]


def _of_proposals(request: Request, pk: uuid.UUID, make: Make, name: str) -> HttpResponse:
    opened = _round(request, pk)
    proposals = Proposal.objects.filter(candidate__round=opened)
    readable = access.scope(proposals, request.person, READ, on=request.today)
    body = make(opened, _today(request, opened), readable)
    return exporting.send(request, body, f"{name}-{opened.year}.docx", verb=READ, row=opened)


@require_GET
@access.policy(READ)
def minutes(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The minutes of the count, filled in from the tallies that were entered twice."""
    return _of_proposals(request, pk, rounds.minutes, "bien-ban-kiem-phieu")


@require_GET
@access.policy(READ)
def proposals(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What each body proposed for each, in one table."""
    return _of_proposals(request, pk, rounds.proposals_table, "tong-hop-de-nghi")


@require_GET
@access.policy("rating.read")
def papers(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The papers of a round: those with a number, and those that are printed for the meeting."""
    rows = Round.objects.select_related("unit__place")
    opened = access.find(rows, request.person, "rating.read", pk, on=request.today)
    return Record(
        title=_("Papers"),
        subtitle=f"{opened.title} · {opened.unit.place.name}",
        crumbs=[(_("Review and rating"), reverse("rating:list")), (opened.title, opened.get_absolute_url())],
        sections=_sections(request, opened),
    ).respond(request)


def _sections(request: Request, opened: Round) -> list[Section]:
    parts = showing.section(opened, request.person, request.today)
    if access.may(request.person, READ, opened, on=request.today):
        buttons = [
            Button(_("Ballots"), reverse("rating:round_ballots", args=[opened.pk])),
            Button(_("Minutes of the count"), reverse("rating:round_minutes", args=[opened.pk])),
            Button(_("Table of proposals"), reverse("rating:round_proposals", args=[opened.pk])),
        ]
        note = _("Word files without a number, to be printed and signed.")
        parts.append(Section(_("For the meeting"), note=note, buttons=buttons))
    return parts or [Section(_("Papers"), note=_("No paper has been issued yet."))]
