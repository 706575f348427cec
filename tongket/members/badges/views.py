"""Who reaches a mark by one of the four days; proposals and awards.

What is proposed or awarded together hangs on the day of the address: these are no deeds.
"""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import dates, numbers
from tongket.members.badges import actions, queries, rules
from tongket.members.badges.forms import AwardedForm, AwardForm, ProposeForm, ProposeManyForm
from tongket.members.badges.queries import Day
from tongket.members.models import Badge, Member
from tongket.members.models.badges import BadgeState
from tongket.members.pages import MEMBERS, ROLL
from tongket.members.rules import ON_ROLL, MemberState, full_years
from tongket.org import access, audit, saving
from tongket.org.models import Person
from tongket.pages import history
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, day, number, text, unit, unit_name
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed, who
from tongket.pages.filters import Filter, by_choice, by_unit, by_year
from tongket.pages.forms import form_page, run_if_posted
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.regulations.queries import NoRegulation

GET_POST = ["GET", "POST"]
FIRST_YEARS = 29  # a year before the first mark, when an early award may come
STATES = {BadgeState.PROPOSED: "info", BadgeState.AWARDED: "ok", BadgeState.WITHDRAWN: "mut"}


def _days(request: Request) -> list[date]:
    """The days of award of last year, this year and the next."""
    text = queries.text_on(request.today)
    return [
        day for year in range(request.today.year - 1, request.today.year + 2) for day in rules.award_days(text, year)
    ]


def _next(request: Request) -> date:
    return rules.next_day(queries.text_on(request.today), request.today)


def _chosen(request: Request) -> Day:
    """The day of the address if it is a day of award, else the next one; 404 where a text is missing."""
    typed = request.GET.get("day", "")
    try:
        return Day.of(next((day for day in _days(request) if day.isoformat() == typed), None) or _next(request))
    except NoRegulation as unknown:
        raise Http404 from unknown


ABOVE = [*ROLL, (gettext_lazy("Badges of Party age"), "members:badges")]
BADGES = Rows(
    query=lambda: Badge.objects.select_related("member__person", "unit__place__parent__place"),
    crumbs=ABOVE,
    name=lambda badge: badge.member.name,
)


def _crumbs() -> list[tuple[Any, str]]:
    return [(label, reverse(name)) for label, name in ABOVE]


@require_GET
@access.policy("badge.read")
def badges(request: Request) -> HttpResponse:
    """Those who reach a mark by a day and have no badge of it yet, with the money of each and in all. Source:
    R-BDG-04, R-BDG-05.
    """
    the_day = _chosen(request)
    day = the_day.day
    within_reach = access.scope(Member.objects.all(), request.person, "badge.read", on=request.today)
    rows = queries.reaching(within_reach, day, the_day.text, with_earlier=request.GET.get("earlier") == "yes")
    rows = rows.select_related("person", "unit__place")
    listing: Listing[Member] = Listing(
        title=_("Badges of Party age for %(day)s") % {"day": dates.dmy(day)},
        verb="badge.read",
        columns=_columns(the_day),
        filters=[
            Filter("day", _("Day"), lambda rows, value: rows, default=_next(request).isoformat(),
                   options=lambda request: [(day.isoformat(), dates.dmy(day)) for day in _days(request)]),
            by_unit(),
            Filter("earlier", _("Who is listed"), lambda rows, value: rows, default="no", options=lambda request: [
                ("no", _("reach a mark since the last day of award")), ("yes", _("and those without a badge recorded")),
            ]),
        ],
        order=("unit__place__pos", "name_order"),
        url_of=lambda row: row.get_absolute_url(),
        empty_text=_("Nobody reaches a mark by that day."),
        crumbs=_crumbs()[:1],
        buttons=_buttons(request, day, is_anybody=rows.exists()),
        note=_total(rows, the_day),
    )  # fmt: skip
    return listing.respond(request, rows)


def _columns(the_day: Day) -> list[Column[Member]]:
    def years(row: Member) -> int:
        return the_day.mark(row) or 0

    def full_on(row: Member) -> str:
        return dates.dmy(rules.reached_on(row.party_age_from_on, years(row)))

    return [
        text("name", _("Full name"), order=("name_order",), phone="title"),
        unit(_("Cell"), order=("unit__place__pos", "name_order")),
        day("party_age_from_on", _("Party age counts from"), key="from"),
        Column("full_on", _("Years full on"), full_on),
        Column("years", _("Years"), lambda row: str(years(row)), align="end", phone="figure"),
        Column("amount", _("Money (dong)"), lambda row: numbers.number(the_day.amount(years(row))), align="end"),
    ]  # fmt: skip


def _total(rows: Any, the_day: Day) -> str:
    marks = [the_day.mark(row) for row in rows.only("party_age_from_on", "unit", "person").select_related(None)]
    if not marks:
        return ""
    words = ngettext("%(count)s member, %(sum)s dong in all", "%(count)s members, %(sum)s dong in all", len(marks))
    return words % {"count": numbers.number(len(marks)), "sum": numbers.number(the_day.total(marks))}


def _buttons(request: Request, day: date, *, is_anybody: bool) -> list[Button]:
    buttons = [Button(_("Proposed and awarded"), reverse("members:badges_given"))]
    if access.holds(request.person, "badge.award", on=request.today):
        waiting = queries.proposed(request.person, day, "badge.award", on=request.today)
        if waiting.exists():
            buttons.append(Button(_("Record the award"), link(reverse("members:badges_award"), day=day.isoformat())))
    if is_anybody and access.holds(request.person, "badge.propose", on=request.today):
        url = link(reverse("members:badges_propose"), day=day.isoformat())
        buttons.append(Button(_("Propose them"), url, is_primary=True))
    return buttons


@require_GET
@access.policy("badge.read")
def given(request: Request) -> HttpResponse:
    """The badges that were proposed and awarded."""
    rows = access.scope(Badge.objects.all(), request.person, "badge.read", on=request.today)
    listing: Listing[Badge] = Listing(
        title=_("Badges proposed and awarded"),
        verb="badge.read",
        columns=badge_columns(),
        filters=[by_unit(), by_year("day"), by_choice("state", _("State"), BadgeState.choices)],
        order=("-day", "years", "member__name_order"),
        url_of=lambda row: row.get_absolute_url(),
        empty_text=_(
            "No badge has been proposed. The list of the next day has those who reach their years, to be proposed."
        ),
        crumbs=_crumbs(),
    )
    return listing.respond(request, rows.select_related("member__person", "unit__place"))


def badge_columns() -> list[Column[Badge]]:
    """How badges look in a list; why one came early stays out of lists."""
    return [
        text("member__name", _("Member"), order=("member__name_order",), phone="title"),
        unit(_("Cell")),
        Column("years", _("Years"), lambda row: str(row.years), order=("years",), align="end", phone="figure"),
        day("day", _("For the day")),
        number("amount", _("Money (dong)"), order=()),
        text("decision_number", _("Decision"), key="decision", order=()),
        Column("state", _("State"), state_chip, phone="state"),
    ]


def state_chip(badge: Badge) -> Cell:
    return Cell(str(badge.get_state_display()), state=STATES[BadgeState(badge.state)])


@require_GET
@access.policy("badge.read")
def badge(request: Request, pk: uuid.UUID) -> HttpResponse:
    badge = BADGES.find(request, "badge.read", pk=pk)
    chip = state_chip(badge)
    facts = [
        Fact(_("Member"), badge.member.name, badge.member.get_absolute_url()),
        Fact(_("Years of Party age"), str(badge.years)),
        Fact(_("For the day"), dates.dmy(badge.day)),
        Fact(_("Party age counts from"), dates.dmy(badge.member.party_age_from_on)),
        Fact(_("Months outside the Party"), str(badge.party_age_months_off)),
        Fact(_("Money (dong)"), numbers.number(badge.amount)),
    ]
    if badge.decided_on:
        decision = f"{badge.decision_number}, {dates.dmy(badge.decided_on)}, {badge.decided_by}"
        facts.append(Fact(_("Decision"), decision))
    if badge.early and access.may(request.person, "badge.award", badge, on=request.today):
        facts.append(Fact(_("Before the years are full"), str(badge.get_early_display())))
        with saving.durable():
            audit.record(request.person, "badge.read", badge, on=request.today, fields=["early"])
    return Record(
        title=_("Badge of %(years)s years") % {"years": badge.years}, subtitle=unit_name(badge), crumbs=_crumbs(),
        about=About(badge, "badge.read"),
        chips=[(chip.text, chip.state)], buttons=_to_put_right(request, badge),
        sections=[Section(_("In brief"), facts=facts), *history.section(badge, "badge.read")],
    ).respond(request)  # fmt: skip


def _to_put_right(request: Request, badge: Badge) -> list[Button]:
    if badge.state == BadgeState.PROPOSED and access.may(request.person, "badge.propose", badge, on=request.today):
        return [withdraw.button(badge)]
    if badge.state == BadgeState.AWARDED and access.may(request.person, "badge.award", badge, on=request.today):
        return [take_back.button(badge), correct_award.button(badge, _("Correct"))]
    return []


def buttons(member: Member, person: Person, on: date) -> list[Button]:
    """The button to propose a badge, for members whose Party age is near the first mark, living or dead."""
    is_old = member.party_age_from_on <= on and full_years(member.party_age_from_on, on) >= FIRST_YEARS
    if not is_old or member.state not in {*ON_ROLL, MemberState.DECEASED}:
        return []
    return [propose.button(member)] if access.may(person, "badge.propose", member, on=on) else []


# --- Deeds -----------------------------------------------------------------------------------------------------------


@withdrawal(
    "members:badge_withdraw",
    verb="badge.propose",
    row=BADGES,
    title=gettext_lazy("Withdraw the proposal"),
    to=lambda _none: reverse("members:badges_given"),
)
def withdraw(badge: Badge, data: Data, who: Who) -> None:
    actions.withdraw(badge, **data, **who)


@correction(
    "members:badge_correct",
    verb="badge.award",
    row=BADGES,
    form=AwardedForm,
    fields=("decision_number", "decided_on", "decided_by"),
    is_counted=True,
    title=gettext_lazy("Correct the award"),
)
def correct_award(badge: Badge, data: Data, who: Who) -> Badge:
    return actions.correct_award(badge, **data, **who)


@withdrawal(
    "members:badge_take_back",
    verb="badge.award",
    row=BADGES,
    title=gettext_lazy("Take the award back"),
    note=gettext_lazy("The badge is a proposal again."),
)
def take_back(badge: Badge, data: Data, who: Who) -> Badge:
    return actions.take_award_back(badge, **data, **who)


def _next_day(request: Request, _member: Member) -> Data:
    try:
        return {"day": _next(request)}
    except NoRegulation as unknown:
        raise Http404 from unknown


@deed(
    "members:badge_propose",
    verb="badge.propose",
    row=replace(MEMBERS, crumbs=ABOVE, subtitle=lambda member: ""),
    form=ProposeForm,
    initial=_next_day,
    title=gettext_lazy("Propose a badge"),
    label=gettext_lazy("Propose"),
    done=gettext_lazy("The badge was proposed."),
)
def propose(member: Member, data: Data, who: Who) -> Badge:
    return actions.propose(member, **data, **who)


@require_http_methods(GET_POST)
@access.policy("badge.propose")
@saves
def propose_many(request: Request) -> HttpResponse:
    """Propose all who reach a mark by a day, or those who are left ticked."""
    the_day = _chosen(request)
    rows = queries.to_propose(request.person, the_day.day, the_day.text, on=request.today)
    rows = rows.select_related("person", "unit__place").order_by("unit__place__pos", "name_order")
    form = ProposeManyForm(rows, the_day, request.POST or None)
    back = link(reverse("members:badges"), day=the_day.day.isoformat())

    def propose_chosen() -> list[Badge]:
        chosen = list(form.cleaned_data["members"])
        return actions.propose_many(chosen, day=the_day.day, **who(request))

    proposed = run_if_posted(request, form, propose_chosen)
    if proposed is not None:
        words = ngettext("%(count)s badge was proposed.", "%(count)s badges were proposed.", len(proposed))
        messages.success(request, words % {"count": len(proposed)})
        return redirect(back)
    return form_page(
        request, form, title=_("Propose badges for %(day)s") % {"day": dates.dmy(the_day.day)},
        submit_label=_("Propose them"), cancel_url=back, crumbs=_crumbs(),
        note=_("Leave out who serves a penalty or is under inspection. One badge that comes early or counts otherwise "
               "is proposed from the member's page."),
    )  # fmt: skip


@require_http_methods(GET_POST)
@access.policy("badge.award")
@saves
def award(request: Request) -> HttpResponse:
    """Record the decision on the proposals of a day."""
    the_day = _chosen(request)
    rows = queries.proposed(request.person, the_day.day, "badge.award", on=request.today)
    form = AwardForm(rows.order_by("unit__place__pos", "member__name_order"), request.POST or None)
    back = link(reverse("members:badges"), day=the_day.day.isoformat())

    def award_chosen() -> list[Badge]:
        decision = dict(form.cleaned_data)
        return actions.award(list(decision.pop("badges")), **decision, **who(request))

    if run_if_posted(request, form, award_chosen) is not None:
        messages.success(request, _("The award was recorded."))
        return redirect("members:badges_given")
    return form_page(
        request, form, title=_("Record the award for %(day)s") % {"day": dates.dmy(the_day.day)},
        submit_label=_("Record"), cancel_url=back, crumbs=_crumbs(),
    )  # fmt: skip
