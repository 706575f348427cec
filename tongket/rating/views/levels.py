"""Levels beside the records, with the cap of their group; one level."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.org import access
from tongket.org.models import HistoryRow, Unit
from tongket.pages import context
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, day, unit
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import Filter, by_choice, by_unit, by_words, by_year, this_year
from tongket.pages.forms import correction_form
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.rating import actions, queries, rules
from tongket.rating.figures import level_cell
from tongket.rating.forms import AgainForm
from tongket.rating.models import Rating
from tongket.rating.rules import Evidence, Level, Subject
from tongket.rating.views import objections
from tongket.regulations.queries import NoRegulation

COLUMNS: list[Column[Rating]] = [
    Column("name", gettext_lazy("Whom it is about"), lambda row: _rated(row), phone="title"),
    unit(),
    Column("level", gettext_lazy("Level"), level_cell, phone="state"),
    day("decided_on", gettext_lazy("Decided on")),
]
RATINGS: Listing[Rating] = Listing(
    title=gettext_lazy("Review and rating"),
    verb="rating.read",
    columns=COLUMNS,
    order=("-year", "unit__place__pos", "member__name_order"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No level has been decided for this year yet."),
)


def _rated(row: Rating) -> str:
    """A member by name; a cell with the committee that it stands under."""
    place = row.unit.place
    if row.member_id is not None or place.level < 3 or place.parent is None:
        return row.rated_name
    return f"{row.rated_name}, {place.parent.place.short_name}"


# --- The list -------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("rating.read")
def rating_list(request: Request) -> HttpResponse:
    unit = _unit(request)
    year = _year(request)
    subject = request.GET.get("subject", Subject.ORGANISATION if unit else Subject.MEMBER)
    rows = access.scope(Rating.objects.all(), request.person, "rating.read", on=request.today)
    rows = queries.decided(rows, request.person, on=request.today)
    columns = COLUMNS
    note = ""
    if unit is not None and subject == Subject.ORGANISATION:
        columns = [COLUMNS[0], COLUMNS[2], *_evidence_columns(_evidence(unit, year)), COLUMNS[3]]
    if unit is not None and subject in Subject.values:
        note = cap_words(unit, year, subject)
    return RATINGS.respond(
        request,
        rows.select_related("unit__place", "member__person"),
        title=_("Rating of %(year)s") % {"year": year},
        subtitle=unit.place.name if unit else "",
        note=note,
        columns=columns,
        filters=_filters(request, subject),
        buttons=_buttons(request, unit, year),
    )


def _filters(request: Request, subject: str) -> list[Filter]:
    return [
        by_year("year", default=this_year),
        replace(by_choice("subject", gettext_lazy("Whose level"), Subject.choices), default=subject),
        by_choice("level", gettext_lazy("Level"), Level.choices),
        by_unit(),
        by_words("member__name_fold", gettext_lazy("Name of the member")),
    ]


def _buttons(request: Request, unit: Unit | None, year: int) -> Sequence[Button]:
    buttons = []
    if access.holds(request.person, "proposal.write", on=request.today):
        buttons.append(Button(_("Self-reviews"), reverse("rating:self_reviews")))
    if access.holds(request.person, "recorded.read", on=request.today):
        buttons.append(Button(_("Mass organisations and agencies"), reverse("rating:bodies")))
        buttons.append(Button(_("Mass organisations"), reverse("rating:mass")))
        buttons.append(Button(_("Titles of agencies"), reverse("rating:titles")))
    if access.holds(request.person, "proposal.write", on=request.today):
        buttons.append(Button(_("To be rated"), reverse("rating:candidates")))
    buttons.append(Button(_("Rounds"), reverse("rating:rounds")))
    if unit is not None and access.holds(request.person, "rating.decide", on=request.today):
        buttons.append(Button(_("Earlier years"), link(reverse("rating:new_sheet"), unit=unit.code)))
        new = link(reverse("rating:round_new"), unit=unit.code, year=year)
        buttons.append(Button(_("Open a round"), new, is_primary=True))
    return buttons


def _year(request: Request) -> int:
    return context.here(request, request.person)[1]


def _unit(request: Request) -> Unit | None:
    """The unit that the page is about: the one chosen, or the first that the person acts for; None: a plain member."""
    readable = access.scope(Unit.objects.select_related("place"), request.person, "figure.read", on=request.today)
    code = request.GET.get("unit", "")
    if code:
        return readable.filter(code=code).first()
    mine = [grant.unit_id for grant in request.person.running_grants(request.today)]
    return readable.filter(pk__in=mine).order_by("place__pos").first()


def _evidence(unit: Unit, year: int) -> dict[UUID, Evidence]:
    try:
        return queries.evidence(unit, year)
    except LookupError:  # the unit had no place in that year: nothing to show beside its levels
        return {}


def _evidence_columns(known: dict[UUID, Evidence]) -> list[Column[Rating]]:
    nothing = Evidence()

    def of(row: Rating) -> Evidence:
        return known.get(row.unit_id, nothing)

    return [
        Column("targets", gettext_lazy("Targets met"), lambda row: targets_met(of(row)), align="end"),
        Column("tasks", gettext_lazy("Tasks late"), lambda row: _count(of(row).tasks_late), align="end"),
        Column("reports", gettext_lazy("Reports late"), lambda row: _count(of(row).reports_late), align="end"),
        Column("fit", gettext_lazy("Beside the records"), lambda row: fit(row.level, of(row)), phone="figure"),
    ]


def targets_met(evidence: Evidence) -> str:
    """ "5/7"; empty without targets."""
    return f"{evidence.targets - evidence.targets_missed}/{evidence.targets}" if evidence.targets else ""


def _count(number: int) -> str:
    return numbers.number(number) if number else ""


def fit(level: str, evidence: Evidence) -> Cell:
    """Whether a level fits the records, or how many points it does not fit in (R-RATE-18); empty without records."""
    reasons = rules.mismatch(level, evidence)
    if not reasons:
        has_records = evidence.targets or evidence.reports_due or evidence.tasks_late
        return Cell(_("fits"), state="ok") if has_records and level else Cell("")
    count = len(reasons)
    words = ngettext("%(n)s point does not fit", "%(n)s points do not fit", count) % {"n": count}
    return Cell(words, state="warn")


def cap_words(unit: Unit, year: int, subject: str) -> str:
    """The cap of the year's regulation over the group that the unit decides on, in words (R-RATE-13)."""
    now = queries.standing(unit, year, subject)
    if not now.rated:
        return ""
    try:
        regime = queries.regime(year, unit)
    except NoRegulation as missing:
        return str(missing)
    levels = _(
        "Good: %(good)s. Fulfilled: %(fulfilled)s. Not fulfilled: %(not_fulfilled)s. Not decided yet: %(undecided)s."
    ) % {
        "good": now.good,
        "fulfilled": now.fulfilled,
        "not_fulfilled": now.not_fulfilled,
        "undecided": now.undecided,
    }
    allowed, at_most = regime.cap(now.good_or_better), regime.cap(now.good_or_better + now.undecided)
    strict = regime.cap_by(now.good_or_better, good_only=True)
    if allowed is None or at_most is None or strict is None:
        no_cap = _("Excellent: %(excellent)s; no cap is known of %(symbol)s.")
        return f"{no_cap % {'excellent': now.excellent, 'symbol': regime.symbol}} {levels}"
    excellent = _("Excellent: %(excellent)s, at most %(allowed)s (%(percent)s%% by %(symbol)s, %(base)s).") % {
        "excellent": now.excellent,
        "allowed": allowed,
        "percent": regime.cap_percent,
        "symbol": regime.symbol,
        "base": _("taken of the good alone") if regime.good_only else _("taken of good and excellent together"),
    }
    sentence = f"{excellent} {levels}"
    if now.excellent > at_most:
        return sentence + " " + _("That is over the cap.")
    if now.excellent > allowed:
        return sentence + " " + _("That fits only if enough of those not decided yet become good.")
    if now.excellent > strict:
        return sentence + " " + _("Read strictly, at most %(strict)s.") % {"strict": strict}
    return sentence


# --- One level ------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("rating.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    rating = ROWS.find(request, "rating.read", pk=pk)
    if queries.is_open(rating) and not access.holds(request.person, "rating.decide", on=request.today):
        raise Http404  # S-10: of an open round, which is no level yet
    sections = [
        Section(
            _("In brief"),
            facts=[
                Fact(_("Unit"), rating.unit.place.name, rating.unit.get_absolute_url()),
                Fact(_("Year"), str(rating.year)),
                Fact(_("Level"), rating.words),
                Fact(_("Decided by"), rating.decided_by.place.name if rating.decided_by else ""),
                Fact(_("Decided on"), dates.dmy(rating.decided_on)),
                Fact(_("Source"), rating.source),
            ],
        )
    ]
    readable = access.scope(Unit.objects.filter(pk=rating.unit_id), request.person, "figure.read", on=request.today)
    if rating.member is None and readable.exists():
        sections.append(_beside(rating))
    sections.append(Section(_("Earlier decisions"), table=_history(rating)))
    sections += objections.section(request, rating)
    cell = level_cell(rating)
    may_decide = access.may(request.person, "rating.decide", rating.decided_by or rating.unit, on=request.today)
    may_object = access.may(request.person, "rating.object", rating, on=request.today)
    return Record(
        title=rating.rated_name,
        subtitle=_("Rating of %(year)s") % {"year": rating.year},
        crumbs=ROWS.above(rating),
        about=About(rating, "rating.read"),
        chips=[(cell.text, cell.state)] + ([(_("from an earlier paper"), "mut")] if rating.is_recorded else []),
        buttons=[
            *([objections.object_to.button(rating)] if may_object else []),
            *([again.button(rating, is_primary=True)] if may_decide else []),
        ],
        sections=sections,
    ).respond(request)


def _beside(rating: Rating) -> Section:
    known = _evidence(rating.unit, rating.year).get(rating.unit_id, Evidence())
    reasons = rules.mismatch(rating.level, known)
    share = known.members_good_percent
    return Section(
        _("Beside the records"),
        facts=[
            Fact(_("Targets met"), targets_met(known)),
            Fact(_("Main targets missed"), numbers.number(known.main_targets_missed)),
            Fact(_("Tasks late"), numbers.number(known.tasks_late)),
            Fact(_("Reports late"), f"{known.reports_late}/{known.reports_due}" if known.reports_due else ""),
            Fact(_("Members good or better"), numbers.percent(share) if share is not None else ""),
            *(Fact(_("Does not fit"), str(reason.label), state="warn") for reason in reasons),
        ],
    )


def _history(rating: Rating) -> SmallTable:
    rows = HistoryRow.objects.filter(about=Rating._meta.label_lower, object_id=str(rating.pk)).order_by("-version")
    return SmallTable(
        heads=[(_("Decided on"), "start"), (_("Level"), "start"), (_("Source"), "start")],
        rows=[
            [
                _iso(row.old.get("decided_on", "")),
                str(Level(row.old["level"]).label) if row.old.get("level") else _("not rated"),
                row.old.get("source", ""),
            ]
            for row in rows
        ],
        empty_text=_("This is the only decision."),
    )


def _iso(day: str) -> str:
    year, month, rest = (*day.split("-"), "", "")[:3]
    return f"{rest}/{month}/{year}" if rest else ""


CRUMBS = [(gettext_lazy("Review and rating"), "rating:list")]
ROWS = Rows(
    query=lambda: Rating.objects.select_related(
        "unit__place", "member__person", "decided_by__place", "candidate__round"
    ),
    crumbs=CRUMBS,
    name=lambda rating: rating.rated_name,
    subtitle=lambda rating: str(rating.year),
)


@deed(
    "rating:again",
    verb="rating.decide",
    row=ROWS,
    form=correction_form(AgainForm, ["level"]),
    title=gettext_lazy("Decide again"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The new decision was recorded; the old one stays in the history."),
)
def again(rating: Rating, data: Data, who: Who) -> Rating:
    return actions.rate_again(rating, **data, **who)
