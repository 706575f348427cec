"""The rest of a member's file: as of a day, offices, certificates, badges, votes, transfers, who looked at it."""

import uuid
from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.members.forms import DayForm
from tongket.members.models import Admission, Badge, BadgeState, Member, Recognition, SideState, Spell, Stage, Transfer
from tongket.members.pages import MEMBERS
from tongket.members.private.views.restricted import reads
from tongket.members.rules import Closed, MemberState, full_years
from tongket.members.shown import chip, how_it_ended
from tongket.org import access
from tongket.org.models import OfficeTerm, Person
from tongket.org.queries.units import DayTree
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.forms import form_page
from tongket.pages.links import link
from tongket.pages.record import Fact, Section, SmallTable
from tongket.pages.request import Request
from tongket.votes.minutes import status_words
from tongket.votes.models import Vote

SHOWN_READS = 10


def offices_of(member: Member, person: Person, on: date) -> list[OfficeTerm]:
    """The offices that a member holds or has held, of the units that the reader may read of; the latest first."""
    terms = access.scope(OfficeTerm.objects.filter(person=member.person_id), person, "unit.read", on=on)
    return list(terms.select_related("unit__place").order_by("-from_on"))


# --- As of a day -----------------------------------------------------------------------------------------------------


def as_of(member: Member, spells: list[Spell], offices: list[OfficeTerm], then: date) -> Section:
    """State, cell and offices as they stood on a day, by the names of that day; grounds are left out."""
    tree = DayTree(then)
    spell = next((spell for spell in spells if _runs(spell.from_on, spell.until_on, then)), None)
    state = _state_on(member, spells, spell, then)
    seats = [f"{term.get_office_display()}, {tree.name_of(term.unit)}" for term in offices if term.is_running(then)]
    facts = [Fact(_("State"), state.text, state=state.state)]
    if spell is not None:
        facts += [
            Fact(_("Cell"), tree.name_of(spell.unit)),
            Fact(_("In this cell from"), dates.dmy(spell.from_on)),
        ]
        years = full_years(member.party_age_from_on, then) if then >= member.party_age_from_on else 0
        facts.append(Fact(_("Full years of Party age"), str(years)))
    facts.append(Fact(_("Offices held"), "\n".join(seats) or _("none")))
    return Section(_("As of %(day)s") % {"day": dates.dmy(then)}, facts=facts)


def _runs(from_on: date, until_on: date | None, then: date) -> bool:
    return from_on <= then and (until_on is None or then < until_on)


def _state_on(member: Member, spells: list[Spell], spell: Spell | None, then: date) -> Cell:
    if spell is None:
        before = [other for other in spells if other.until_on is not None and other.until_on <= then]
        if not before:
            return Cell(_("not on the roll"), state="mut")
        last = before[-1]
        return Cell(_("not on the roll") if last.closed_by == Closed.REORGANISED else how_it_ended(last), state="mut")
    for side in member.side_states.exclude(state__in=[Stage.PLANNED, Stage.CANCELLED]):
        if _runs(side.from_on, side.ended_on or (side.until_on if side.state == Stage.ENDED else None), then):
            return chip(MemberState(SideState.Kind(side.kind).value))
    is_official = spell.official_from_on is not None and spell.official_from_on <= then
    return chip(MemberState.OFFICIAL if is_official else MemberState.PROBATIONARY)


@require_GET
@access.policy("member.read")
def choose_day(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask for the day as of which the file is shown."""
    member = MEMBERS.find(request, "member.read", pk=pk)
    form = DayForm(request.GET if "day" in request.GET else None)
    url = member.get_absolute_url()
    if form.is_bound and form.is_valid():
        return redirect(link(url, day=dates.dmy(form.cleaned_data["day"])))
    return form_page(
        request,
        form,
        title=_("As of a day"),
        subtitle=member.name,
        note=_("State, cell and offices are shown as they stood on that day."),
        submit_label=_("Show"),
        cancel_url=url,
        crumbs=MEMBERS.around(member),
        method="get",
    )


# --- Offices ---------------------------------------------------------------------------------------------------------


def offices(terms: list[OfficeTerm], on: date) -> list[Section]:
    lines: list[list[Cell | str]] = [
        [
            Cell(str(term.get_office_display()), state="ok" if term.is_running(on) else ""),
            term.unit.place.name,
            dates.dmy(term.from_on),
            dates.dmy_or_empty(term.until_on),
            term.decision,
            capfirst(str(term.get_ended_because_display())),
        ]
        for term in terms
    ]
    heads = [
        (_("Office held"), "start"), (_("Unit"), "start"), (_("From"), "start"), (_("Until"), "start"),
        (_("Decision"), "start"), (_("Why it ended"), "start"),
    ]  # fmt: skip
    return [Section(_("Offices held"), table=SmallTable(heads, lines))] if lines else []


# --- Certificates, badges, votes, transfers --------------------------------------------------------------------------


def certificates(admissions: list[Admission]) -> list[Section]:
    """The certificate of the course for candidates, as it was recorded before the admission (R-MEM-03)."""
    lines: list[list[Cell | str]] = [
        [dates.dmy(candidacy.certificate_on), _("Course for candidates"), candidacy.certificate_number]
        for admission in admissions
        if (candidacy := getattr(admission, "candidacy", None)) is not None and candidacy.certificate_on is not None
    ]
    heads = [(_("Day"), "start"), (_("Certificate"), "start"), (_("Number"), "start")]
    return [Section(_("Certificates"), table=SmallTable(heads, lines))] if lines else []


def badges(member: Member, person: Person, on: date) -> list[Section]:
    """Proposed and awarded badges; why one comes early is a restricted matter and is not told."""
    rows = access.scope(Badge.objects.filter(member=member), person, "badge.read", on=on)
    lines: list[list[Cell | str]] = [
        [
            Cell(dates.dmy(badge.day), badge.get_absolute_url()),
            _("%(years)s years") % {"years": badge.years},
            Cell(str(badge.get_state_display()), state="ok" if badge.state == BadgeState.AWARDED else "info"),
            f"{badge.decision_number} · {badge.decided_by}" if badge.decision_number else "",
        ]
        for badge in rows.exclude(state=BadgeState.WITHDRAWN).order_by("-day")
    ]
    heads = [(_("For the day"), "start"), (_("Badge"), "start"), (_("State"), "start"), (_("Decision"), "start")]
    return [Section(_("Badges of Party age"), table=SmallTable(heads, lines))] if lines else []


def votes(
    admissions: list[Admission], recognitions: list[Recognition], member: Member, person: Person, on: date
) -> list[Section]:
    """Outcomes of the votes on the member's own status, never who voted how."""
    may_open = access.may(person, "vote.read", member, on=on)
    lines: list[list[Cell | str]] = []
    for what, vote in _votes(admissions, recognitions):
        day = dates.dmy(vote.held_on)
        lines.append([
            Cell(day, vote.get_absolute_url()) if may_open else day, what, vote.unit.place.name, status_words(vote),
        ])  # fmt: skip
    heads = [(_("Day"), "start"), (_("What"), "start"), (_("Body"), "start"), (_("Outcome"), "start")]
    return [Section(_("Votes on the membership"), table=SmallTable(heads, lines))] if lines else []


def _votes(admissions: list[Admission], recognitions: list[Recognition]) -> Iterator[tuple[str, Vote]]:
    for admission in admissions:
        candidacy = getattr(admission, "candidacy", None)
        if candidacy is not None and candidacy.vote is not None:
            yield _("Admission"), candidacy.vote
    for recognition in recognitions:
        if recognition.vote is not None:
            yield _("Recognition as official"), recognition.vote


def transfers(member: Member) -> list[Section]:
    rows = member.transfers.select_related("unit__place", "from_unit__place").order_by("-papers_on")
    lines: list[list[Cell | str]] = [
        [
            dates.dmy(row.papers_on),
            row.from_unit.place.name if row.from_unit is not None else row.from_text,
            row.unit.place.name,
            Cell(str(row.get_state_display()), state="info" if row.state == Transfer.State.ASKED else ""),
            dates.dmy_or_empty(row.accepted_on),
        ]
        for row in rows
    ]
    heads = [
        (_("Papers given on"), "start"), (_("From"), "start"), (_("To"), "start"), (_("State"), "start"),
        (_("Accepted on"), "start"),
    ]  # fmt: skip
    return [Section(_("Transfers"), table=SmallTable(heads, lines))] if lines else []


# --- Who looked ------------------------------------------------------------------------------------------------------


def looked(member: Member, person: Person, on: date) -> list[Section]:
    """The latest who looked at the restricted part, for those who may see it themselves (S-11)."""
    if member.person_id == person.pk or not access.may(person, "member.sensitive", member, on=on):
        return []
    all_reads = Button(_("All of them"), reverse("members:restricted", args=[member.pk]))
    return [Section(_("Who has looked at it"), table=reads(member, SHOWN_READS), buttons=[all_reads], is_folded=True)]
