"""Which texts hold, and what the rules take from them."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access
from tongket.pages.columns import Cell, Column, choice, day, text
from tongket.pages.filters import Filter, by_choice
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.regulations.models import LocalValue, Mark, Regulation, Topic
from tongket.regulations.wording import KEYS, shown

NOW, PAST, TO_COME = "now", "past", "to_come"


def _standing(row: Regulation, on: date) -> Cell:
    if row.holds(on):
        return Cell(_("in force"), state="ok")
    return Cell(_("to come"), state="info") if row.valid_from > on else Cell(_("replaced"), state="mut")


def _by_standing(request: Request) -> Filter:
    on = request.today

    def apply(rows: Any, value: str) -> Any:
        wanted = [row.pk for row in rows if _standing_key(row, on) == value]
        return rows.filter(pk__in=wanted)

    options = [(NOW, _("in force")), (PAST, _("replaced")), (TO_COME, _("to come"))]
    return Filter("state", gettext_lazy("State"), apply, options=lambda request: options)


def _standing_key(row: Regulation, on: date) -> str:
    if row.holds(on):
        return NOW
    return TO_COME if row.valid_from > on else PAST


@require_GET
@access.policy("regulation.read")
def regulation_list(request: Request) -> HttpResponse:
    rows = access.scope(Regulation.objects.all(), request.person, "regulation.read", on=request.today)
    listing: Listing[Regulation] = Listing(
        title=_("Regulations"),
        verb="regulation.read",
        note=_("For each topic one text holds on a day; figures and checks of a year follow the text of that year."),
        columns=[
            text("symbol", _("Number and symbol"), phone="title"),
            choice("topic", _("Topic"), order=("topic", "valid_from"), phone="sub"),
            day("issued_on", _("Issued on")),
            day("valid_from", _("In force from"), key="from", phone="figure"),
            day("valid_until", _("In force until"), key="until"),
            Column("state", _("State"), lambda row: _standing(row, request.today), phone="state"),
        ],
        filters=[by_choice("topic", _("Topic"), Topic.choices), _by_standing(request)],
        order=("topic", "-valid_from"),
        url_of=lambda row: row.get_absolute_url(),
        empty_text=_("No text has been entered yet. The operator enters them."),
    )
    return listing.respond(request, rows)


@require_GET
@access.policy("regulation.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = Regulation.objects.all()
    row = access.find(rows, request.person, "regulation.read", pk, on=request.today)
    chip = _standing(row, request.today)
    values: list[list[Cell | str]] = [[str(KEYS.get(key, key)), shown(value)] for key, value in row.parameters.items()]
    own = access.scope(
        LocalValue.objects.filter(topic=row.topic, until_on__isnull=True),
        request.person,
        "regulation.read",
        on=request.today,
    ).select_related("unit__place")
    sections = [
        Section(
            _("In brief"),
            facts=[
                Fact(_("Topic"), str(row.get_topic_display())),
                Fact(_("Issued by"), row.issuer),
                Fact(_("Issued on"), dates.dmy(row.issued_on)),
                Fact(_("In force from"), dates.dmy(row.valid_from)),
                Fact(_("In force until"), dates.dmy(row.valid_until) if row.valid_until else _("no end set")),
                Fact(_("How sure"), str(row.get_mark_display()), state="" if row.mark == Mark.VERIFIED else "warn"),
            ],
        ),
        Section(
            _("What the rules take from it"),
            table=SmallTable(
                heads=[(_("What"), "start"), (_("Value"), "start")],
                rows=values,
                empty_text=_("The rules take no number from this text."),
            ),
        ),
    ]
    if own_rows := [
        [one.unit.place.name, str(KEYS.get(one.key, one.key)), shown(one.value), one.decision, dates.dmy(one.from_on)]
        for one in access.scope(own, request.person, "unit.read", on=request.today).order_by("unit__place__pos")
    ]:
        heads = [(_("Unit"), "start"), (_("What"), "start"), (_("Value"), "start")]
        heads += [(_("Decision"), "start"), (_("From"), "start")]
        sections.append(Section(_("Values of units"), table=SmallTable(heads=heads, rows=own_rows)))
    return Record(
        title=row.symbol,
        subtitle=row.title,
        crumbs=[(_("Regulations"), reverse("regulations:list"))],
        chips=[(chip.text, chip.state)],
        sections=sections,
    ).respond(request)
