"""The parts of a member's page that say what was decided between admission and leaving, and what comes next."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.members import rules
from tongket.members.life.views import endings, official, side_states, transfers
from tongket.members.models import Ending, Member, SideState, Stage, Transfer
from tongket.members.queries import Deadlines
from tongket.members.rules import OUTSIDE, MemberState
from tongket.members.shown import way_out
from tongket.org import access
from tongket.org.models import Person
from tongket.pages.buttons import Button
from tongket.pages.record import Fact, Section

Event = tuple[date, int, str, str, str]  # day, order within it, what, where, paper


def may_become_official(member: Member) -> bool:
    """Whether the own cell may consider somebody, wherever they take part now."""
    elsewhere = {MemberState.PROBATIONARY, MemberState.EXEMPT, MemberState.TEMP_AWAY}
    return member.state in elsewhere and member.official_on is None


def sections(member: Member, person: Person, on: date) -> list[Section]:
    """What runs or is planned; the details for those who keep the roll."""
    may_write = access.may(person, "member.write", member, on=on)
    parts = [Section(_begins(row), facts=_side_facts(row, may_write=may_write)) for row in _open_sides(member)]
    facts: list[Fact] = []
    waiting = member.transfers.filter(state=Transfer.State.ASKED).select_related("unit__place").first()
    if waiting is not None:
        text = _("%(unit)s, papers of %(day)s") % {"unit": waiting.unit.place.name, "day": dates.dmy(waiting.papers_on)}
        facts.append(Fact(_("Waits for the new cell"), text, state="info"))
    for proposal in member.removal_proposals.all() if may_write and member.is_on_roll else ():
        text = f"{proposal.number}, {dates.dmy(proposal.proposed_on)}"
        facts.append(Fact(_("Removal proposed by the cell"), text, state="warn"))
    ending = member.endings.order_by("-left_on").first() if may_write and not member.is_on_roll else None
    if ending is not None:
        facts += _ending_facts(ending)
    if facts:
        parts.append(Section(_("Under way"), facts=facts))
    return parts


def events(member: Member, on: date) -> list[Event]:
    """What happened, for the timeline of the page; grounds are left out."""
    happened: list[Event] = []
    for row in member.side_states.exclude(state__in=[Stage.PLANNED, Stage.CANCELLED]).select_related("unit__place"):
        where = row.unit.place.name
        happened.append((row.from_on, 3, _begins(row), where, row.decision))
        if row.ended_on is not None:
            happened.append((row.ended_on, 4, _("End: %(kind)s") % {"kind": row.get_kind_display()}, where, ""))
    for transfer in member.transfers.exclude(state=Transfer.State.WITHDRAWN).select_related("unit__place"):
        what = _("Papers of a transfer given")
        happened.append((transfer.papers_on, 2, what, transfer.unit.place.name, transfer.answer))
    for restored in member.restorations.select_related("unit__place"):
        paper = f"{restored.decision_number} · {restored.decided_by}"
        happened.append((restored.from_on, 3, _("Membership restored"), restored.unit.place.name, paper))
    return happened


def to_come(member: Member, on: date) -> list[tuple[date, str, str]]:
    """What comes next, the earliest first: what is planned, and the days by which something is due."""
    if not member.is_on_roll:
        return []
    deadlines = Deadlines()
    where = member.unit.place.name
    coming = [
        (row.from_on, _("Planned: %(what)s") % {"what": _begins(row)}, where)
        for row in _open_sides(member)
        if row.state == Stage.PLANNED
    ]
    for row in _open_sides(member):
        if row.state == Stage.RUNNING and row.until_on is not None:
            coming.append((row.until_on, _("End: %(kind)s") % {"kind": row.get_kind_display()}, where))
    for move in member.planned_moves.filter(state=Stage.PLANNED).select_related("to__place"):
        what = way_out(move.how)
        coming.append((move.from_on, _("Planned: %(what)s") % {"what": what}, move.to.place.name if move.to else ""))
    if member.official_on is None:
        ends_on = rules.probation_ends_on(member.ceremony_on or member.party_age_from_on)
        waits = member.admissions.filter(ceremony_on__isnull=True).first()
        if waits is not None:
            due_on = deadlines.ceremony_due_on(waits.decided_on, waits.received_on)
            if due_on is not None:
                coming.append((due_on, _("Last day for the ceremony"), where))
        else:
            coming.append((ends_on, _("Probation ends"), where))
            considered_on = deadlines.recognition_due_on(member)
            if considered_on is not None:
                coming.append((considered_on, _("Last day for the cell to consider official status"), where))
    return sorted(coming)


def buttons(member: Member, person: Person, on: date) -> list[Button]:
    """What those who keep the roll may do besides what the page itself offers."""
    if not access.may(person, "member.write", member, on=on):
        return []
    if not member.is_on_roll:
        return _ways_back(member)
    offered: list[Button] = []
    for row in _open_sides(member):
        if row.state == Stage.PLANNED:
            offered.append(side_states.drop.button(row))
        else:
            offered.append(side_states.end.button(row))
            if row.kind == SideState.Kind.SUSPENDED and not row.is_prolonged:
                offered.append(side_states.prolong.button(row))
    offered += [side_states.drop_planned.button(move) for move in member.planned_moves.filter(state=Stage.PLANNED)]
    if member.state != MemberState.SUSPENDED:
        offered.append(side_states.begin.button(member))
        if member.transfers.filter(state=Transfer.State.ASKED).exists():
            offered.append(transfers.withdraw.button(member))
        elif not _waits_for_ceremony(member):
            offered.append(transfers.hand_over.button(member))
    ends_on = rules.probation_ends_on(member.ceremony_on or member.party_age_from_on)
    if may_become_official(member) and not _waits_for_ceremony(member) and on >= ends_on:
        offered += [official.not_qualified.button(member, _("Not qualified")), official.official_vote.button(member)]
    return offered


def _ways_back(member: Member) -> list[Button]:
    offered = []
    if member.state in OUTSIDE:
        offered += [endings.restore.button(member), endings.readmit.button(member)]
    ending = member.endings.filter(notified_on__isnull=True).order_by("-left_on").first()
    if ending is not None:
        offered.append(endings.notice.button(ending))
    return offered


def _waits_for_ceremony(member: Member) -> bool:
    return member.admissions.filter(ceremony_on__isnull=True).exists()


def _open_sides(member: Member) -> list[SideState]:
    open_stages = Q(state__in=[Stage.PLANNED, Stage.RUNNING])
    return list(member.side_states.filter(open_stages).select_related("host__place").order_by("from_on"))


def _begins(row: SideState) -> str:
    return str(row.get_kind_display()).capitalize()


def _side_facts(row: SideState, *, may_write: bool) -> list[Fact]:
    facts = [
        Fact(_("State"), str(row.get_state_display()), state="info" if row.state == Stage.PLANNED else ""),
        Fact(_("From"), dates.dmy(row.from_on)),
    ]
    if row.until_on is not None:
        facts.append(Fact(_("Until"), dates.dmy(row.until_on)))
    if not may_write:
        return facts
    where = row.host.place.name if row.host is not None else row.host_text
    more = [
        (_("Place of the stay"), where),
        (_("Decision"), row.decision),
        (_("Why a condition was waived"), row.reason),
    ]
    if row.ground:
        more.append((_("Ground of an exemption"), str(row.get_ground_display())))
    return [*facts, *(Fact(label, text) for label, text in more if text)]


def _ending_facts(ending: Ending) -> list[Fact]:
    facts = [Fact(_("Day of the end"), dates.dmy(ending.left_on))]
    if ending.how not in {"expelled"} and ending.decision_number:
        facts.append(Fact(_("Decision"), f"{ending.decision_number} · {ending.decided_by}"))
    if ending.to_text:
        facts.append(Fact(_("Went to"), ending.to_text))
    if ending.notified_on is not None:
        facts.append(Fact(_("Notice sent on"), dates.dmy(ending.notified_on)))
        return facts
    due_on = Deadlines().notice_due_on(ending.left_on)
    return [*facts, Fact(_("Notice due by"), dates.dmy_or_empty(due_on), state="warn")]
