"""The list of rounds, and what their pages share."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.org import access
from tongket.pages.buttons import main_button
from tongket.pages.columns import Cell, Column, day, number, text, unit
from tongket.pages.deeds import Rows
from tongket.pages.filters import by_choice, by_unit, by_year
from tongket.pages.listing import Listing
from tongket.pages.request import Request
from tongket.rating.figures import CHIPS
from tongket.rating.models import Candidate, Round
from tongket.rating.round_rules import RoundState
from tongket.rating.rules import SHORT, Level, Subject

PER_PAGE = 40
STATES = {RoundState.OPEN: "info", RoundState.CLOSED: "ok", RoundState.WITHDRAWN: "mut"}
CRUMBS = [(gettext_lazy("Review and rating"), "rating:list"), (gettext_lazy("Rounds"), "rating:rounds")]
ROUNDS: Listing[Round] = Listing(
    title=gettext_lazy("Rounds of ratings"),
    verb="rating.read",
    columns=[
        text("title", gettext_lazy("Round"), order=("-year", "quarter"), phone="title"),
        unit(gettext_lazy("Decided by")),
        number("waiting", gettext_lazy("Not decided yet"), phone="figure"),
        number("excellent", gettext_lazy("Excellent")),
        number("good", gettext_lazy("Good")),
        number("fulfilled", gettext_lazy("Fulfilled")),
        number("not_fulfilled", gettext_lazy("Not fulfilled")),
        number("not_rated", gettext_lazy("Not rated")),
        Column("state", gettext_lazy("State"), lambda row: state_cell(row), ("state",), phone="state"),
        day("decision_on", gettext_lazy("Date of the decision"), phone="none"),
    ],
    order=("-year", "-quarter", "unit__place__pos", "subject"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No round has been opened yet. Open one for those whom your body rates."),
    crumbs=[],
)


def state_cell(opened: Round) -> Cell:
    return Cell(str(opened.get_state_display()), state=STATES[RoundState(opened.state)])


@require_GET
@access.policy("rating.read")
def rounds(request: Request) -> HttpResponse:
    rows = access.scope(Round.objects.all(), request.person, "rating.read", on=request.today)
    return ROUNDS.respond(
        request,
        rows,
        crumbs=[(CRUMBS[0][0], reverse(CRUMBS[0][1]))],
        filters=[
            by_unit(starts_here=False),
            by_year("year"),
            by_choice("subject", _("Whose level"), Subject.choices),
            by_choice("state", _("State"), RoundState.choices),
        ],
        buttons=main_button(request, "rating.decide", _("Open a round"), "rating:round_new"),
    )


OF_ROUND = Rows(
    query=lambda: Round.objects.select_related("unit__place__parent__place"),
    crumbs=CRUMBS,
    name=lambda opened: opened.title,
)
OF_CANDIDATE = Rows(
    query=lambda: Candidate.objects.select_related(
        "round__unit__place", "unit__place__parent__place", "member__person"
    ),
    crumbs=lambda candidate: [
        *((label, reverse(name)) for label, name in CRUMBS),
        (candidate.round.title, candidate.round.get_absolute_url()),
    ],
    name=lambda candidate: candidate.name,
)


def level_chip(level: str) -> Cell:
    """A level by its short name."""
    return Cell(str(SHORT[level]), state=CHIPS[Level(level)]) if level else Cell("–")
