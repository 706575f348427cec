"""The page on which a round is worked through: counts and cap, proposals, the records beside the one chosen."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tongket.core import numbers
from tongket.core.text import fold
from tongket.org import access, audit
from tongket.org.models import Place
from tongket.pages import paging
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, unit_name
from tongket.pages.filters import FilterField
from tongket.pages.links import link
from tongket.pages.request import Request
from tongket.rating import queries
from tongket.rating.forms.rounds import DecideManyForm, DecideOneForm
from tongket.rating.models import Candidate, Proposal, Round
from tongket.rating.queries import beside as besides
from tongket.rating.queries.beside import Beside
from tongket.rating.regime_rules import Regime, readings
from tongket.rating.round_rules import Body, CandidateState, Counts, ProposalState, RoundState
from tongket.rating.rules import Level, Subject
from tongket.rating.views import round_deeds as deeds
from tongket.rating.views.rounds import CRUMBS, OF_ROUND, level_chip, state_cell
from tongket.regulations.queries import NoRegulation

PER_PAGE = 40


@dataclass(frozen=True)
class Reader:
    """What the reader of a round may do in it and see of it."""

    may_decide: bool
    sees_proposals: bool


@dataclass(frozen=True)
class Line:
    """One in the list of a round."""

    candidate: Candidate
    name: str
    unit: str
    url: str
    proposed: Sequence[Cell]
    level: Cell
    fit: Cell
    may_tick: bool
    is_chosen: bool


@require_GET
@access.policy("rating.read")
def round_page(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A round: counts and cap, those in it page by page, and beside the one chosen what the records say.

    Proposals stand in the list for those who decide on them alone, and their reading is logged (S-05). The number of
    queries does not grow with those in the round. Source: R-RATE-13, R-RATE-18.
    """
    opened = OF_ROUND.find(request, "rating.read", pk=pk)
    reader = Reader(
        access.may(request.person, "rating.decide", opened, on=request.today),
        access.may(request.person, "proposal.read", opened, on=request.today),
    )
    try:
        regime: Regime | None = queries.regime(opened.year, opened.unit)
        no_regime = ""
    except NoRegulation as missing:
        regime, no_regime = None, str(missing)
    rows = _narrowed(request, opened, reader)
    page, pages = paging.by_number(
        rows, request.GET.get("page", "1"), lambda at: _address(request, page=at, one=None), per_page=PER_PAGE
    )
    shown = list(page)
    chosen = _chosen(request, opened, shown)
    both = shown if chosen is None or chosen in shown else [*shown, chosen]
    known = besides.beside(opened, both)
    lines = [_line(request, candidate, chosen, known, regime, reader) for candidate in shown]
    if reader.sees_proposals and shown:
        audit.record(request.person, "proposal.read", opened, on=request.today)
    template = "rating/_round_rows.html" if request.htmx else "rating/round.html"
    return render(request, template, {
        "opened": opened,
        "title": opened.title,
        "subtitle": _subtitle(opened, regime),
        "state": state_cell(opened),
        "crumbs": [(label, reverse(name)) for label, name in CRUMBS],
        "buttons": _buttons(opened, reader),
        "cap": _cap(opened.counts, regime),
        "counts": _counts(opened.counts),
        "no_regime": no_regime,
        "filters": _filters(request, opened, reader),
        "lines": lines,
        "bodies": _bodies(opened) if reader.sees_proposals else [],
        "pages": pages,
        "reader": reader,
        "many": DecideManyForm(initial={"decided_on": request.today}) if reader.may_decide else None,
        "panel": _panel(request, opened, chosen, shown, known, regime, reader) if chosen else None,
        "back": link("", **_query(request)).lstrip("?"),
        "many_key": uuid.uuid4().hex,
        "panel_key": uuid.uuid4().hex,
    })  # fmt: skip


def _subtitle(opened: Round, regime: Regime | None) -> str:
    group = str(opened.get_kind_display()) if opened.kind else ""
    by = _("by %(symbol)s") % {"symbol": regime.symbol} if regime else ""
    return " · ".join(part for part in (opened.unit.place.name, group, by) if part)


def _buttons(opened: Round, reader: Reader) -> list[Button]:
    papers = Button(_("Papers"), reverse("rating:round_papers", args=[opened.pk]))
    if not reader.may_decide:
        return [papers]
    if opened.state == RoundState.CLOSED:
        return [papers, deeds.reopen.button(opened), deeds.correct.button(opened, is_primary=True)]
    if opened.state != RoundState.OPEN:
        return [papers]
    add = deeds.add_member if opened.subject == Subject.MEMBER else deeds.add_unit
    return [
        *([] if opened.counts.rated else [deeds.withdraw.button(opened)]),
        papers,
        add.button(opened),
        deeds.close.button(opened, _("Close with the decision"), is_primary=not opened.waiting),
    ]


# --- Counts and cap


def _counts(counts: Counts) -> list[dict[str, str]]:
    shares = (
        (_("Good"), "good", counts.good),
        (_("Fulfilled"), "fulfilled", counts.fulfilled),
        (_("Not fulfilled"), "not_fulfilled", counts.not_fulfilled),
    )
    cards = [
        {"label": label, "key": key, "value": numbers.number(value), "below": _share(value, counts.rated)}
        for label, key, value in shares
    ]
    below = _("%(decided)s of %(total)s decided; %(not_rated)s not rated") % {
        "decided": counts.rated, "total": counts.total, "not_rated": counts.not_rated,
    }  # fmt: skip
    cards.append(
        {"label": _("Not decided yet"), "key": "waiting", "value": numbers.number(counts.waiting), "below": below}
    )
    return cards


def _share(part: int, whole: int) -> str:
    """ "78%" of those rated; empty where none is."""
    return numbers.percent(part, whole) if whole else ""


def _cap(counts: Counts, regime: Regime | None) -> dict[str, Any]:
    """The number of EXCELLENT with the cap by both readings, their arithmetic in words, and where that leads."""
    found = readings(regime, excellent=counts.excellent, good=counts.good) if regime else None
    if regime is None or found is None:
        return {
            "excellent": numbers.number(counts.excellent),
            "words": _("No cap is known for this year."),
            "state": "",
        }
    holds, other = found
    at_most = regime.cap(counts.good_or_better + counts.waiting) or 0
    strict = regime.cap_by(counts.good_or_better, good_only=True) or 0
    state, warning = "ok", ""
    if counts.excellent > holds.allowed:
        state, warning = "warn", _("That fits only if enough of those not decided yet become good.")
    elif counts.excellent > strict:
        state, warning = "warn", _("Read strictly, at most %(strict)s.") % {"strict": strict}
    return {
        "excellent": numbers.number(counts.excellent),
        "allowed": numbers.number(holds.allowed),
        "at_most": numbers.number(at_most),
        "words": holds.words,
        "other": other.words,
        "state": state,
        "warning": warning,
        "share": min(100, counts.excellent * 100 // holds.allowed)
        if holds.allowed
        else (100 if counts.excellent else 0),
        "percent": regime.cap_percent,
        "good_only": regime.good_only,
        "counts": vars(counts),
    }


# --- The list


def _query(request: Request, **changes: str | int | None) -> dict[str, str]:
    names = ("unit", "state", "proposed", "q", "page", "one")
    query: dict[str, Any] = {name: request.GET.get(name, "") for name in names} | changes
    return {name: str(value) for name, value in query.items() if value not in ("", None)}


def _address(request: Request, **changes: str | int | None) -> str:
    return link(request.path, **_query(request, **changes))


def _filters(request: Request, opened: Round, reader: Reader) -> list[FilterField]:
    states = [("", _("all")), *((value, str(label)) for value, label in CandidateState.choices)]
    fields = [FilterField("state", _("State"), "select", request.GET.get("state", ""), states)]
    if reader.sees_proposals:
        levels = [("", _("all")), *((value, str(label)) for value, label in Level.choices)]
        fields.append(FilterField("proposed", _("Proposed"), "select", request.GET.get("proposed", ""), levels))
    if opened.subject == Subject.MEMBER and not opened.unit.place.the_kind.is_cell:
        under = Place.objects.filter(pos__range=(opened.unit.place.pos, opened.unit.place.last), is_living=True)
        cells = [(place.unit.code, place.short_name) for place in under.select_related("unit").order_by("pos")[:400]]
        fields.append(FilterField("unit", _("Unit"), "select", request.GET.get("unit", ""), [("", _("all")), *cells]))
    fields.append(FilterField("q", _("Name"), "search", request.GET.get("q", ""), []))
    return fields


def _narrowed(request: Request, opened: Round, reader: Reader) -> QuerySet[Candidate]:
    rows = Candidate.objects.filter(round=opened)  # unscoped: those of a round that was found
    state, proposed, code = (request.GET.get(name, "") for name in ("state", "proposed", "unit"))
    is_known = state in CandidateState.values
    rows = rows.filter(state=state) if is_known else rows.exclude(state=CandidateState.REMOVED)
    if reader.sees_proposals and proposed in Level.values:
        rows = rows.filter(proposed=proposed)
    if code:
        place = Place.objects.filter(unit__code=code).first()
        rows = rows.filter(unit__place__pos__range=(place.pos, place.last)) if place else rows.none()
    words = request.GET.get("q", "").strip()[:80]
    for word in fold(words).split() if opened.subject == Subject.MEMBER else ():
        rows = rows.filter(member__name_fold__contains=word)
    if words and opened.subject == Subject.ORGANISATION:
        rows = rows.filter(unit__place__name__icontains=words)
    return _with_proposals(rows).order_by("unit__place__pos", "member__name_order", "pk")


def _chosen(request: Request, opened: Round, shown: Sequence[Candidate]) -> Candidate | None:
    """The one that the address names; without it the first that waits."""
    key = request.GET.get("one", "")
    if key:
        for candidate in shown:
            if str(candidate.pk) == key:
                return candidate
        try:
            return _with_proposals(opened.candidates.all()).filter(pk=uuid.UUID(key)).first()
        except ValueError:
            return None
    return next((each for each in shown if each.state == CandidateState.WAITING), shown[0] if shown else None)


def _with_proposals(rows: QuerySet[Candidate]) -> QuerySet[Candidate]:
    living = Proposal.objects.exclude(state=ProposalState.WITHDRAWN).order_by("proposed_on")  # unscoped: of the round
    return rows.select_related("round", "unit__place__parent__place", "member__person").prefetch_related(
        Prefetch("proposals", living, to_attr="living")
    )


def _bodies(opened: Round) -> list[Body]:
    """The bodies that have a column of their own."""
    if opened.subject == Subject.MEMBER:
        return [Body.SELF, Body.CELL, Body.COMMITTEE]
    return [Body.SELF, Body.COMMITTEE]


def _line(
    request: Request,
    candidate: Candidate,
    chosen: Candidate | None,
    known: Mapping[UUID, Beside],
    regime: Regime | None,
    reader: Reader,
) -> Line:
    bodies = _bodies(candidate.round) if reader.sees_proposals else []
    by_body = {proposal.body: proposal.level for proposal in living(candidate)}
    level = candidate.level or (candidate.proposed if reader.sees_proposals else "")
    reasons = known[candidate.pk].mismatches(regime, level) if regime and level else []
    is_waiting = candidate.state == CandidateState.WAITING
    return Line(
        candidate=candidate,
        name=candidate.name,
        unit=unit_name(candidate) if candidate.member_id else "",
        url=_address(request, one=str(candidate.pk)) + "#chosen",
        proposed=[level_chip(by_body.get(body, "")) for body in bodies],
        level=_level_cell(candidate),
        fit=_fit_cell(candidate, level, len(reasons)),
        may_tick=reader.may_decide and is_waiting and bool(candidate.proposed) and not reasons,
        is_chosen=candidate == chosen,
    )


def living(candidate: Candidate) -> list[Proposal]:
    """The proposals that stand; fetched with the candidate."""
    return list(getattr(candidate, "living", ()))


def _level_cell(candidate: Candidate) -> Cell:
    if candidate.level:
        return level_chip(candidate.level)
    return Cell(candidate.words, state="mut" if candidate.state != CandidateState.WAITING else "")


def _fit_cell(candidate: Candidate, level: str, count: int) -> Cell:
    if not level:
        return Cell("")
    if not count:
        return Cell(_("fits"), state="ok")
    words = ngettext("%(n)s point does not fit", "%(n)s points do not fit", count) % {"n": count}
    if candidate.answer:
        return Cell(words + ", " + _("answered"), state="mut")
    return Cell(words, state="bad")


# --- Beside the one chosen


def _panel(
    request: Request,
    opened: Round,
    candidate: Candidate,
    shown: Sequence[Candidate],
    known: Mapping[UUID, Beside],
    regime: Regime | None,
    reader: Reader,
) -> dict[str, Any]:
    level = candidate.level or (candidate.proposed if reader.sees_proposals else "")
    what = known[candidate.pk]
    may_decide = reader.may_decide and opened.state == RoundState.OPEN
    is_in = candidate.state in {CandidateState.WAITING, CandidateState.DECIDED}
    at = shown.index(candidate) if candidate in shown else -1
    return {
        "candidate": candidate,
        "name": candidate.name,
        "unit": unit_name(candidate) if candidate.member_id else "",
        "url": candidate.get_absolute_url() if reader.sees_proposals else "",
        "level": _level_cell(candidate),
        "signs": signs(request, opened, candidate, what, level),
        "conditions": what.conditions(regime, level) if regime and level else [],
        "by_the_numbers": what.by_the_numbers(regime) if regime else "",
        "for_level": level_chip(level).text if level else "",
        "mismatches": what.mismatches(regime, level) if regime and level else [],
        "proposals": living(candidate) if reader.sees_proposals else [],
        "form": _decide_form(request, candidate) if may_decide and is_in else None,
        "decide_url": link(deeds.decide.url(candidate), back=link("", **_query(request)).lstrip("?")),
        "proposed": level_chip(candidate.proposed) if reader.sees_proposals and candidate.proposed else None,
        "buttons": _panel_buttons(candidate) if may_decide else [],
        "previous_url": _address(request, one=str(shown[at - 1].pk)) + "#chosen" if at > 0 else "",
        "next_url": _address(request, one=str(shown[at + 1].pk)) + "#chosen" if 0 <= at < len(shown) - 1 else "",
    }


def signs(request: Request, opened: Round, candidate: Candidate, what: Beside, level: str) -> list[dict[str, Any]]:
    """What the records say, line by line: whether it speaks for the level, against it, or neither."""
    known = what.evidence
    lines: list[tuple[bool | None, str]] = []
    if known.targets:
        met = known.targets - known.targets_missed
        words = _("Targets met: %(met)s of %(all)s") % {"met": met, "all": known.targets}
        if known.main_targets_missed:
            words += "; " + _("main targets missed: %(n)s") % {"n": known.main_targets_missed}
        lines.append((not known.targets_missed, words))
    if known.reports_due:
        words = _("Reports late or missing: %(late)s of %(due)s") % {
            "late": known.reports_late,
            "due": known.reports_due,
        }
        lines.append((not known.reports_late, words))
    lines.append((not known.tasks_late, _("Tasks late: %(n)s") % {"n": numbers.number(known.tasks_late)}))
    lines.append((not known.studies_late, _("Studies held late: %(n)s") % {"n": numbers.number(known.studies_late)}))
    last = besides.last_levels(opened, [candidate]).get(candidate.pk)
    if last is not None:
        lines.append((None, _("Level of %(year)s: %(level)s") % {"year": last.year, "level": last.words}))
    if access.may(request.person, "rating.ask", candidate.unit, on=request.today):
        if candidate.pk in besides.to_ask([candidate], opened.year, request.person, on=request.today):
            lines.append((False, _("Ask the inspection commission before deciding.")))
        else:
            lines.append((True, _("Nothing to ask the inspection commission about.")))
    return [{"holds": holds, "words": words} for holds, words in lines]


def _decide_form(request: Request, candidate: Candidate) -> DecideOneForm:
    initial = {
        "level": candidate.level or candidate.proposed,
        "decided_on": candidate.decided_on or request.today,
        "answer": candidate.answer,
        "override_reason": candidate.override_reason,
        "seen": candidate.version,
    }
    return DecideOneForm(candidate, initial=initial)


def _panel_buttons(candidate: Candidate) -> list[Button]:
    if candidate.state == CandidateState.DECIDED:
        return [deeds.marks.button(candidate), deeds.withdraw_decision.button(candidate)]
    if candidate.state == CandidateState.WAITING:
        return [deeds.marks.button(candidate), deeds.leave_out.button(candidate), deeds.remove.button(candidate)]
    return [deeds.take_up.button(candidate)]
