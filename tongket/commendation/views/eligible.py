"""Who is eligible, with the reason for each yes and no; the years of one of them."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.commendation import wording
from tongket.commendation.forms import chosen_unit
from tongket.commendation.queries import eligibility
from tongket.commendation.queries.eligibility import Candidate, Looked, Question
from tongket.commendation.rules import RUN, Ground, Outcome, Recipient
from tongket.commendation.views.awards import CRUMBS
from tongket.core import numbers, periods
from tongket.inspection.models import DisciplineDecision
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import context, paging
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, unit_name
from tongket.pages.deeds import Rows
from tongket.pages.links import link
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.rating.models import Rating

TITLES = {  # what somebody is looked at for: recipient and ground
    (Recipient.MEMBER, Ground.STREAK): gettext_lazy("Members, five years in a row"),
    (Recipient.ORGANISATION, Ground.STREAK): gettext_lazy("Organisations, five years in a row"),
    (Recipient.MEMBER, Ground.YEAR): gettext_lazy("Members, the year"),
    (Recipient.ORGANISATION, Ground.YEAR_TITLE): gettext_lazy("Organisations, title of the year"),
}
SHOWN = {  # the tabs: which outcomes stand under each
    "": None,
    "unclear": {Outcome.UNCLEAR},
    "eligible": {Outcome.ELIGIBLE},
    "given": {Outcome.GIVEN},
    "not": {Outcome.NOT, Outcome.USED},
}
LABELS = {
    "": gettext_lazy("All"),
    "unclear": gettext_lazy("To look at"),
    "eligible": gettext_lazy("Eligible"),
    "given": gettext_lazy("Given already"),
    "not": gettext_lazy("Not eligible"),
}
RATINGS = Rows(
    query=lambda: Rating.objects.select_related("unit__place__parent__place", "member__person"),
    crumbs=CRUMBS,
    name=lambda rating: rating.rated_name,
)


@dataclass(frozen=True)
class Tab:
    label: Any
    url: str
    is_current: bool
    count: str = ""


@require_GET
@access.policy("award.read")
def eligible(request: Request) -> HttpResponse:
    """All who were rated in a year, with what their years say of one award. Source: R-COM-02, R-COM-03, R-COM-04."""
    asked = question(request)
    looked = eligibility.look(asked, request.person, on=request.today)
    show = request.GET.get("show", "")
    wanted = SHOWN.get(show)
    chosen = [each for each in looked.candidates if wanted is None or each.verdict.outcome in wanted]
    rows: Any = chosen  # a list is cut into pages as a query is
    page, pages = paging.by_number(
        rows, request.GET.get("page", "1"), lambda number: address(asked, show=show, page=number),
        per_page=paging.PAGE_SIZE,
    )  # fmt: skip
    return render(request, "commendation/eligible.html", {
        "title": TITLES[Recipient(asked.recipient), Ground(asked.ground)],
        "subtitle": _subtitle(asked),
        "crumbs": [(label, reverse(name)) for label, name in CRUMBS],
        "rows": [_row(candidate) for candidate in page],
        "kinds": _kinds(asked),
        "tabs": _tabs(asked, looked, show),
        "buttons": _buttons(request, asked),
        "pages": pages,
        "is_cut": looked.is_cut,
        "asked": asked,
        "key": uuid.uuid4().hex,
        "may_choose": access.holds(request.person, "award.write", on=request.today),
        "is_run": asked.ground == Ground.STREAK,
    })  # fmt: skip


def question(request: Request) -> Question:
    """What the address asks for; without it the review of now, members, five years."""
    sent = request.POST if request.method == "POST" else request.GET
    year, wanted, recipient = sent.get("year", ""), sent.get("ground", ""), sent.get("recipient", "")
    if recipient not in {Recipient.MEMBER, Recipient.ORGANISATION}:
        recipient = Recipient.MEMBER
    ground = wanted if (recipient, wanted) in TITLES else Ground.STREAK
    unit = chosen_unit(request.person, sent.get("unit", ""), on=request.today)
    if "unit" not in sent:
        unit = context.here(request, request.person)[0]
    return Question(periods.year_of(year) or context.here(request, request.person)[1], recipient, ground, unit)


def address(asked: Question, **changes: str | int) -> str:
    fields: dict[str, str | int] = {"year": asked.year, "recipient": asked.recipient, "ground": asked.ground}
    fields["unit"] = asked.unit.code if asked.unit else ""
    return link(reverse("commendation:eligible"), **{**fields, **changes})


def _subtitle(asked: Question) -> str:
    first = asked.year - RUN + 1 if asked.ground == Ground.STREAK else asked.year
    years = str(asked.year) if first == asked.year else f"{first}-{asked.year}"
    words = _("By the levels decided for %(years)s, each under the rules of its year") % {"years": years}
    return f"{asked.unit.place.name} · {words}" if asked.unit else words


def _kinds(asked: Question) -> list[Tab]:
    return [
        Tab(
            label,
            address(asked, recipient=recipient, ground=ground),
            (recipient, ground) == (asked.recipient, asked.ground),
        )
        for (recipient, ground), label in TITLES.items()
    ]


def _tabs(asked: Question, looked: Looked, show: str) -> list[Tab]:
    counts = looked.counts()
    tabs = []
    for key, outcomes in SHOWN.items():
        count = sum(counts.values()) if outcomes is None else sum(counts[outcome] for outcome in outcomes)
        tabs.append(Tab(LABELS[key], address(asked, show=key), key == show, numbers.number(count)))
    return tabs


def _buttons(request: Request, asked: Question) -> list[Button]:
    buttons = [
        Button(str(year), address(asked, year=year))
        for year in (asked.year - 1, asked.year + 1)
        if year <= request.today.year
    ]
    if access.holds(request.person, "award.write", on=request.today):
        fields: dict[str, str | int] = {"unit": asked.unit.code} if asked.unit else {}
        buttons.append(Button(_("Record a decision on a run"), link(reverse("commendation:run_new"), **fields)))
    return buttons


def _row(candidate: Candidate) -> dict[str, Any]:
    text, state = wording.outcome(candidate)
    return {
        "key": candidate.key,
        "name": candidate.rating.rated_name,
        "unit": unit_name(candidate.rating) if candidate.rating.member else "",
        "url": reverse("commendation:years", args=[candidate.rating.pk]),
        "marks": wording.marks(candidate),
        "outcome": text,
        "state": state,
        "reasons": "; ".join(wording.reasons(candidate)),
        "may_choose": candidate.verdict.outcome == Outcome.ELIGIBLE,
        "is_chosen": candidate.verdict.outcome == Outcome.ELIGIBLE and not candidate.ask,
    }


@require_GET
@access.policy("rating.read")
def years(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The years of one member or organisation, up to that of a rating, one by one: what counts, and by what."""
    rating = RATINGS.find(request, "rating.read", pk=pk)
    is_member = rating.member_id is not None
    recipient = Recipient.MEMBER if is_member else Recipient.ORGANISATION
    asked = Question(rating.year, recipient, Ground.STREAK)
    candidate = eligibility.judged([rating], asked, request.person, on=request.today)[0]
    text, state = wording.outcome(candidate)
    sections = [
        Section(_("The five years"), table=_years_table(request, candidate), note=wording.advice(candidate.verdict)),
        Section(_("What follows"), table=SmallTable(
            heads=[(_("Reason"), "start")], rows=[[reason] for reason in wording.reasons(candidate)],
        )),
    ]  # fmt: skip
    return Record(
        title=rating.rated_name,
        subtitle=unit_name(rating),
        crumbs=[*RATINGS.above(rating), (_("Who is eligible"), address(asked, recipient=recipient))],
        chips=[(text, state)],
        buttons=_years_buttons(request, rating, candidate),
        sections=sections,
    ).respond(request)


def _years_table(request: Request, candidate: Candidate) -> SmallTable:
    history = candidate.history
    rating = candidate.rating
    rows = Rating.objects.filter(year__in=list(candidate.verdict.window.years))
    rows = rows.filter(member=rating.member) if rating.member_id else rows.filter(
        unit__in=set(history.units.values()), member=None
    )  # fmt: skip
    readable = access.scope(rows, request.person, "rating.read", on=request.today)
    by_year = {row.year: row for row in readable.select_related("unit__place__parent__place")}
    names = dict(Unit.objects.filter(pk__in=history.units.values()).values_list("pk", "place__name"))
    lines: list[list[Cell | str]] = []
    for year, mark in candidate.verdict.marks.items():
        row = by_year.get(year)
        counts = Cell(str(mark.label), state="ok" if mark in {"EXCELLENT", "EXCUSED"} else "bad")
        unit = history.units.get(year)
        lines.append([
            Cell(str(year), row.get_absolute_url()) if row is not None else str(year),
            wording.level_words(history.levels.get(year)) if year in history.levels else "",
            names.get(unit, "") if unit is not None else "",
            row.source if row is not None else "",
            counts,
        ])  # fmt: skip
    heads = [(_("Year"), "start"), (_("Level"), "start"), (_("Unit"), "start"), (_("Source"), "start"), ("", "start")]
    return SmallTable(heads=heads, rows=lines)


def _years_buttons(request: Request, rating: Rating, candidate: Candidate) -> list[Button]:
    buttons = []
    if candidate.ask and access.holds(request.person, "discipline.read", on=request.today):
        decisions = DisciplineDecision.objects.filter(effective_on__year=rating.year)
        decisions = decisions.filter(party_member=rating.member) if rating.member_id else decisions.filter(
            party_unit=rating.unit
        )  # fmt: skip
        readable = access.scope(decisions, request.person, "discipline.read", on=request.today)
        buttons += [Button(_("The decision behind it"), decision.get_absolute_url()) for decision in readable[:1]]
    if access.may(request.person, "award.write", rating.unit, on=request.today):
        fields: dict[str, str | int] = {"unit": rating.unit.code, "kind": "GAP"}
        if rating.member_id:
            fields["member"] = str(rating.member_id)
        buttons.append(Button(_("Record a decision on a run"), link(reverse("commendation:run_new"), **fields)))
    return buttons
