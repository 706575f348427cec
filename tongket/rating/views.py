"""Levels beside the records, one level, deciding; the list of one group with its cap."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import dates, numbers
from tongket.org import access
from tongket.org.models import HistoryRow, Unit
from tongket.pages import context
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, day, unit
from tongket.pages.filters import Filter, by_choice, by_unit, by_words, by_year, this_year
from tongket.pages.forms import UnitField, form_page, run_if_posted, run_on, seen_field
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.rating import actions, queries, rules
from tongket.rating.figures import level_cell
from tongket.rating.forms import AgainForm, DecideForm, GroupForm
from tongket.rating.models import Rating
from tongket.rating.rules import Evidence, Level, Subject
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
        buttons=_actions(request, unit, year),
    )


def _filters(request: Request, subject: str) -> list[Filter]:
    return [
        by_year("year", default=this_year),
        replace(by_choice("subject", gettext_lazy("Whose level"), Subject.choices), default=subject),
        by_choice("level", gettext_lazy("Level"), Level.choices),
        by_unit(),
        by_words("member__name_fold", gettext_lazy("Name of the member")),
    ]


def _actions(request: Request, unit: Unit | None, year: int) -> Sequence[Button]:
    found = []
    if access.holds(request.person, "recorded.read", on=request.today):
        found.append(Button(_("Mass organisations"), reverse("rating:mass")))
        found.append(Button(_("Titles of agencies"), reverse("rating:titles")))
    if unit is not None and access.holds(request.person, "rating.decide", on=request.today):
        here: dict[str, str | int] = {"unit": unit.code, "year": year}
        found.append(Button(_("Decide on organisations"), link(reverse("rating:organisations"), **here)))
        found.append(Button(_("Decide on members"), reverse("rating:members"), is_primary=True))
    return found


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
    said = ngettext("%(n)s point does not fit", "%(n)s points do not fit", count) % {"n": count}
    return Cell(said, state="warn")


def cap_words(unit: Unit, year: int, subject: str) -> str:
    """The cap of the year's regulation over the group that the unit decides on, in words (R-RATE-13)."""
    now = queries.standing(unit, year, subject)
    if not now.rated:
        return ""
    try:
        cap = queries.cap_of(now.good_or_better, year)
        at_most = queries.cap_of(now.good_or_better + now.undecided, year).allowed
    except NoRegulation as missing:
        return str(missing)
    said = _(
        "Excellent: %(excellent)s, at most %(allowed)s (%(percent)s%% by %(symbol)s, %(base)s). Good: %(good)s. "
        "Fulfilled: %(fulfilled)s. Not fulfilled: %(not_fulfilled)s. Not decided yet: %(undecided)s."
    ) % {
        "excellent": now.excellent,
        "allowed": cap.allowed,
        "percent": cap.percent,
        "symbol": cap.symbol,
        "base": _("taken of the good alone") if cap.good_only else _("taken of good and excellent together"),
        "good": now.good,
        "fulfilled": now.fulfilled,
        "not_fulfilled": now.not_fulfilled,
        "undecided": now.undecided,
    }
    if now.excellent > at_most:
        return said + " " + _("That is over the cap.")
    if now.excellent > cap.allowed:
        return said + " " + _("That fits only if enough of those not decided yet become good.")
    if now.excellent > cap.strict:
        return said + " " + _("Read strictly, at most %(strict)s.") % {"strict": cap.strict}
    return said


# --- One level ------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("rating.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = access.find(
        Rating.objects.select_related("unit__place", "member__person", "decided_by__place"),
        request.person,
        "rating.read",
        pk,
        on=request.today,
    )
    sections = [
        Section(
            _("In brief"),
            facts=[
                Fact(_("Unit"), found.unit.place.name, found.unit.get_absolute_url()),
                Fact(_("Year"), str(found.year)),
                Fact(_("Level"), found.words),
                Fact(_("Decided by"), found.decided_by.place.name if found.decided_by else ""),
                Fact(_("Decided on"), dates.dmy(found.decided_on)),
                Fact(_("Source"), found.source),
            ],
        )
    ]
    readable = access.scope(Unit.objects.filter(pk=found.unit_id), request.person, "figure.read", on=request.today)
    if found.member is None and readable.exists():
        sections.append(_beside(found))
    sections.append(Section(_("Earlier decisions"), table=_history(found)))
    cell = level_cell(found)
    deeds = []
    if access.may(request.person, "rating.decide", found.decided_by or found.unit, on=request.today):
        deeds.append(Button(_("Decide again"), reverse("rating:again", args=[found.pk]), is_primary=True))
    return Record(
        title=found.rated_name,
        subtitle=_("Rating of %(year)s") % {"year": found.year},
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
        chips=[(cell.text, cell.state)] + ([(_("from an earlier paper"), "mut")] if found.is_recorded else []),
        buttons=deeds,
        sections=sections,
    ).respond(request)


def _beside(found: Rating) -> Section:
    known = _evidence(found.unit, found.year).get(found.unit_id, Evidence())
    reasons = rules.mismatch(found.level, known)
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


def _history(found: Rating) -> SmallTable:
    rows = HistoryRow.objects.filter(about=Rating._meta.label_lower, object_id=str(found.pk)).order_by("-version")
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


# --- Deciding -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("rating.decide")
@saves
def members(request: Request) -> HttpResponse:
    """Levels of the members of one cell: first the cell and the year, then a level for each."""
    chosen = _group(request, reverse("rating:members"), _("Decide on members"))
    if isinstance(chosen, HttpResponse):
        return chosen
    unit, year = chosen
    waiting = access.scope(queries.undecided_members(unit, year), request.person, "member.read", on=request.today)
    group = {member.pk.hex: member for member in waiting.select_related("person").order_by("name_order")}
    form = DecideForm(request.POST or None, group=[(key, member.person.full_name) for key, member in group.items()])
    decider = queries.decider_of_members(unit)
    if request.method == "POST" and form.is_valid():
        rows = [
            actions.NewRating(
                unit=unit,
                year=year,
                level=level,
                not_rated_reason=reason,
                decided_on=form.cleaned_data["decided_on"],
                source=form.cleaned_data["source"],
                decided_by=decider,
                member=group[key],
            )
            for key, level, reason in form.decided()
        ]
        made = run_on(form, lambda: actions.decide_members(rows, by=request.person, on=request.today))
        if made is not None:
            return _decided(request, len(made), year, Subject.MEMBER, decider)
    return _decide_page(request, form, unit, year, decider, Subject.MEMBER)


@require_http_methods(["GET", "POST"])
@access.policy("rating.decide")
@saves
def organisations(request: Request) -> HttpResponse:
    """Levels of the organisations directly under a unit, as its body decided."""
    chosen = _group(request, reverse("rating:organisations"), _("Decide on organisations"))
    if isinstance(chosen, HttpResponse):
        return chosen
    unit, year = chosen
    group = {one.pk.hex: one for one in queries.undecided_units(unit, year)}
    form = DecideForm(request.POST or None, group=[(key, one.place.name) for key, one in group.items()])
    if request.method == "POST" and form.is_valid():
        rows = [
            actions.NewRating(
                unit=group[key],
                year=year,
                level=level,
                not_rated_reason=reason,
                decided_on=form.cleaned_data["decided_on"],
                source=form.cleaned_data["source"],
                decided_by=unit,
            )
            for key, level, reason in form.decided()
        ]
        made = run_on(form, lambda: actions.decide_organisations(rows, by=request.person, on=request.today))
        if made is not None:
            return _decided(request, len(made), year, Subject.ORGANISATION, unit)
    return _decide_page(request, form, unit, year, unit, Subject.ORGANISATION)


def _group(request: Request, url: str, title: str) -> tuple[Unit, int] | HttpResponse:
    """The unit and year in the address, or the page that asks for them."""
    asked = {"unit": request.GET.get("unit"), "year": request.GET.get("year") or rules.review_year(request.today)}
    form = GroupForm(request.GET if "unit" in request.GET else None, initial=asked)
    form.put_first(unit=UnitField(request.person, "rating.decide", on=request.today))
    if form.is_valid():
        return form.cleaned_data["unit"], form.cleaned_data["year"]
    return form_page(
        request,
        form,
        title=title,
        submit_label=_("Go on"),
        cancel_url=reverse("rating:list"),
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
        method="get",
    )


def _decided(request: Request, count: int, year: int, subject: str, unit: Unit) -> HttpResponse:
    said = ngettext("%(n)s level was recorded.", "%(n)s levels were recorded.", count) % {"n": count}
    messages.success(request, said)
    return redirect(link(reverse("rating:list"), year=year, subject=subject, unit=unit.code))


def _decide_page(
    request: Request, form: DecideForm, unit: Unit, year: int, decider: Unit, subject: str
) -> HttpResponse:
    note = cap_words(decider, year, subject)
    if not form.whose:
        note = " ".join([_("Nobody waits for a level here."), note]).strip()
    return form_page(
        request,
        form,
        title=_("Rating of %(year)s") % {"year": year},
        subtitle=unit.place.name + " · " + _("decided by") + " " + decider.place.name,
        submit_label=_("Record"),
        cancel_url=reverse("rating:list"),
        note=note,
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
    )


@require_http_methods(["GET", "POST"])
@access.policy("rating.decide")
@saves
def again(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = access.find(
        Rating.objects.select_related("unit__place", "member__person", "decided_by__place"),
        request.person,
        "rating.decide",
        pk,
        on=request.today,
    )
    form = AgainForm(request.POST or None, initial={"level": found.level, "seen": found.version})
    form.fields["seen"] = seen_field()
    made = run_if_posted(
        request, form, lambda: actions.rate_again(found, **form.cleaned_data, by=request.person, on=request.today)
    )
    if made is not None:
        messages.success(request, _("The new decision was recorded; the old one stays in the history."))
        return redirect(found)
    return form_page(
        request,
        form,
        title=_("Decide again"),
        subtitle=f"{found.rated_name} · {found.year}",
        submit_label=_("Record"),
        cancel_url=found.get_absolute_url(),
        crumbs=[
            (_("Review and rating"), reverse("rating:list")),
            (found.rated_name, found.get_absolute_url()),
        ],
    )
