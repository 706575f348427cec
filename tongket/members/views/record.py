"""The page of one member: what is kept, what happened when, what may be done."""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.core.text import fold
from tongket.figures.declare import get
from tongket.figures.showing import rows_url
from tongket.members import parts, rules
from tongket.members.badges import views as badges
from tongket.members.extract import as_word
from tongket.members.forms import ExtractForm
from tongket.members.life.views import sections as life
from tongket.members.models import (
    Admission,
    Ending,
    Member,
    PlannedMove,
    Recognition,
    RemovalProposal,
    SideState,
    Spell,
)
from tongket.members.pages import MEMBERS
from tongket.members.queries import Deadlines, cells_of, papers_of_events
from tongket.members.rules import OUT_OF_PARTY, MemberState, Opened
from tongket.members.shown import how_it_ended, in_history, state_chip
from tongket.members.views import admissions as admitting
from tongket.members.views import corrections, membership, papers, whole
from tongket.org import access
from tongket.org.models import OfficeTerm, Person
from tongket.pages import exporting, history
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, unit_name
from tongket.pages.filters import day_asked
from tongket.pages.forms import form_page
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About

MOST_OPEN = 8  # lines of a part that stands open; a longer one is opened by its title


@require_GET
@access.policy("member.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = MEMBERS.find(request, "member.read", pk=pk)
    then = day_asked(request) if "day" in request.GET else None
    return page_of(member, request.person, request.today, then=then).respond(request)


def page_of(member: Member, person: Person, on: date, *, then: date | None = None) -> Record:
    """The page as `person` sees it on a day. then: an earlier day as of which state, cell and offices are told too."""
    lists = _lists(member, person, on)
    admissions, spells = lists.admissions, lists.spells
    chip = state_chip(member)
    sections = [whole.as_of(member, spells, lists.offices, then)] if then is not None and then <= on else []
    sections.append(Section(_("In brief"), facts=_facts(member, on)))
    for admission in admissions:
        may_admit = access.may(person, "member.admit", admission, on=on)
        is_slip = may_admit and member.state == MemberState.PROBATIONARY and len(spells) == 1
        sections.append(Section(_("Admission"), facts=_of_admission(admission, on, may_take_back=is_slip)))
    sections += life.sections(member, person, on)
    sections += _file(member, lists, person, on)
    sections += corrections.section(member, person, on)
    sections += whole.looked(member, person, on)
    changes = history.section(
        member, "member.read", also=[member.person], shows=_shown_to(member, person, on), words=in_history
    )
    sections += [replace(section, is_folded=_is_long(section)) for section in changes]
    return Record(
        title=member.name,
        subtitle=unit_name(member),
        crumbs=MEMBERS.above(member),
        about=About(member, "member.read", also=("member.sensitive", "member.contact")),
        chips=[(chip.text, chip.state)],
        buttons=_buttons(member, admissions, person, on),
        sections=sections,
    )


@dataclass(frozen=True)
class _Lists:
    """What several parts of the page read, asked for once."""

    admissions: list[Admission]
    spells: list[Spell]
    recognitions: list[Recognition]
    offices: list[OfficeTerm]


def _lists(member: Member, person: Person, on: date) -> _Lists:
    admissions = member.admissions.select_related("unit__place", "candidacy__vote__unit__place").order_by("decided_on")
    recognitions = member.recognitions.select_related("unit__place", "vote__unit__place").order_by("decided_on")
    return _Lists(
        list(admissions),
        list(member.spells.select_related("unit__place").order_by("from_on")),
        list(recognitions),
        whole.offices_of(member, person, on),
    )


def _file(member: Member, lists: _Lists, person: Person, on: date) -> list[Section]:
    """The parts that the page and the extract both have."""
    timeline = _timeline(member, lists.admissions, lists.spells, lists.recognitions, on)
    return [
        Section(_("What happened"), table=timeline),
        *whole.offices(lists.offices, on),
        *parts.sections_of(member, person, on),
        *whole.certificates(lists.admissions),
        *whole.badges(member, person, on),
        *whole.votes(lists.admissions, lists.recognitions, member, person, on),
        *whole.transfers(member),
        *papers.sections(member, person, on),
    ]


# --- On paper --------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("member.read")
def extract(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The file as the office's extract in Word: what the reader sees, no more; the reason stands in the log (S-34)."""
    member = MEMBERS.find(request, "member.read", pk=pk)
    form = ExtractForm(request.GET if "reason" in request.GET else None)
    if not (form.is_bound and form.is_valid()):
        return form_page(
            request,
            form,
            title=_("Extract of the file (Word)"),
            subtitle=member.name,
            note=_("The extract holds personal data: say what it is for."),
            submit_label=_("Make the file"),
            cancel_url=member.get_absolute_url(),
            crumbs=MEMBERS.around(member),
            method="get",
        )
    with override("vi"):
        lists = _lists(member, request.person, request.today)
        brief = Section(_("In brief"), facts=_facts(member, request.today))
        body = as_word(member, [brief, *_file(member, lists, request.person, request.today)], request.today)
    name = f"trich-ho-so-{fold(member.name).replace(' ', '-')}-{request.today:%d-%m-%Y}.docx"
    return exporting.send(
        request, body, name, verb="member.read", row=member, rows=1, reason=form.cleaned_data["reason"]
    )


# --- Parts of the page -----------------------------------------------------------------------------------------------


def _is_long(section: Section) -> bool:
    return section.table is not None and len(section.table.rows) > MOST_OPEN


def _shown_to(member: Member, person: Person, on: date) -> history.Shows:
    """What the history tells: to those who do not keep the roll only of what the page shows to all its readers."""
    if access.may(person, "member.write", member, on=on):
        return lambda _model, _name: True
    hidden = {Ending, RemovalProposal, PlannedMove}
    open_fields = {"state", "from_on", "until_on", "ended_on", "kind"}
    return lambda model, name: model not in hidden and (model is not SideState or name in open_fields)


def _facts(member: Member, on: date) -> list[Fact]:
    facts = [
        Fact(_("Cell"), member.unit.place.name, member.unit.get_absolute_url()),
        Fact(_("Born on"), member.born),
        Fact(_("Sex"), str(member.get_sex_display())),
        Fact(_("Card number"), member.card_number),
        Fact(_("Party age counts from"), _party_age(member.party_age_from_on, on)),
    ]
    if member.official_on is not None:
        facts.append(Fact(_("Official member from"), dates.dmy(member.official_on)))
    elif member.is_on_roll:
        facts.append(_probation(member, on))
    return [
        *facts,
        Fact(_("Education"), str(member.get_education_display())),
        Fact(_("Political theory"), str(member.get_theory_display())),
    ]


def _party_age(from_on: date, on: date) -> str:
    years = rules.full_years(from_on, max(from_on, on))
    return _("%(day)s (%(years)s years)") % {"day": dates.dmy(from_on), "years": years} if years else dates.dmy(from_on)


def _probation_end(member: Member) -> date:
    return rules.probation_ends_on(member.ceremony_on or member.party_age_from_on)


def _probation(member: Member, on: date) -> Fact:
    ends_on = _probation_end(member)
    label = _("Probation ends on")
    if on < ends_on:
        return Fact(label, dates.dmy(ends_on))
    due_on = Deadlines().recognition_due_on(member)
    if due_on is None:
        return Fact(label, dates.dmy(ends_on), state="warn")
    text = _("%(end)s; to be considered by %(due)s") % {"end": dates.dmy(ends_on), "due": dates.dmy(due_on)}
    return Fact(label, text, state="bad" if on > due_on else "warn")


def _of_admission(admission: Admission, on: date, *, may_take_back: bool) -> list[Fact]:
    year = admission.decided_on.year
    return [
        Fact(_("Decision"), f"{admission.decision_number}, {dates.dmy(admission.decided_on)}"),
        Fact(_("Decided by"), admission.decided_by),
        _ceremony(admission, on),
        *([Fact(_("Received by the cell on"), dates.dmy(admission.received_on))] if admission.received_on else []),
        *([Fact(_("Consent to the age"), admission.age_reason)] if admission.age_reason else []),
        *([Fact(_("Why a condition was waived"), admission.reason)] if admission.reason else []),
        *([Fact(_("Note on Party age"), admission.party_age_note)] if admission.party_age_note else []),
        Fact(
            _("Counts towards"),
            f"{get('members_admitted').label} {year} · {admission.unit.place.name}",
            rows_url(get("members_admitted"), admission.unit.code, year),
        ),
        *([_take_back(admission)] if may_take_back else []),
    ]


def _take_back(admission: Admission) -> Fact:
    return Fact(_("Entered by a slip?"), _("Take back the admission"), reverse("members:cancel", args=[admission.pk]))


def _ceremony(admission: Admission, on: date) -> Fact:
    deadlines = Deadlines()
    due_on = deadlines.ceremony_due_on(admission.decided_on, admission.received_on)
    label = _("Admission ceremony")
    if admission.ceremony_on is not None:
        if deadlines.is_late(admission, on) and due_on is not None:
            late = _("%(day)s, after the deadline of %(due)s")
            return Fact(label, late % {"day": dates.dmy(admission.ceremony_on), "due": dates.dmy(due_on)}, state="warn")
        return Fact(label, dates.dmy(admission.ceremony_on))
    if due_on is None:
        return Fact(label, _("not recorded yet"), state="info")
    text = _("not recorded yet; due by %(due)s") % {"due": dates.dmy(due_on)}
    return Fact(label, text, state="bad" if on > due_on else "info")


def _timeline(
    member: Member, admissions: list[Admission], spells: list[Spell], recognitions: list[Recognition], on: date
) -> SmallTable:
    events: list[tuple[date, int, str, str, str]] = []  # day, order within it, what, where, paper
    for admission in admissions:
        paper = f"{admission.decision_number} · {admission.decided_by}"
        what = _("Admitted again") if admission.is_readmission else _("Admitted")
        events.append((admission.decided_on, 0, what, admission.unit.place.name, paper))
        if admission.ceremony_on:
            events.append((admission.ceremony_on, 1, _("Admission ceremony"), admission.unit.place.name, ""))
    before = ""
    papers = papers_of_events(spells)
    for spell in spells:
        where = spell.unit.place.name
        if spell.opened_by == Opened.OPENING:
            events.append((spell.from_on, 0, _("On the roll when the books were opened"), where, ""))
        elif spell.opened_by == Opened.TRANSFERRED_IN:
            what = _("Transferred from %(unit)s") % {"unit": before} if before else _("Transferred in")
            events.append((spell.from_on, 3, what, where, ""))
        elif spell.opened_by == Opened.REORGANISED:
            what = _("Came along from %(unit)s, which was merged or split") % {"unit": before}
            events.append((spell.from_on, 3, what, where, papers.get((spell.unit_id, spell.from_on), "")))
        if spell.until_on is not None and spell.closed_by in OUT_OF_PARTY and spell is not spells[-1]:
            events.append((spell.until_on, 4, how_it_ended(spell).capitalize(), where, ""))
        before = spell.unit.place.name
    for recognition in recognitions:
        what = _("Recognised as official, from %(day)s") % {"day": dates.dmy(recognition.counted_from_on)}
        events.append((recognition.decided_on, 2, what, recognition.unit.place.name, recognition.decision_number))
    if spells and spells[-1].until_on is not None:
        last = spells[-1]
        events.append((spells[-1].until_on, 4, how_it_ended(last).capitalize(), last.unit.place.name, ""))
    events += life.events(member, on)
    rows: list[list[Cell | str]] = [
        [dates.dmy(day), what, where, paper] for day, _order, what, where, paper in sorted(events)
    ]
    rows += [[Cell(dates.dmy(day), state="info"), what, where, ""] for day, what, where in life.to_come(member, on)]
    return SmallTable(
        heads=[(_("Day"), "start"), (_("What"), "start"), (_("Where"), "start"), (_("Decision"), "start")],
        rows=rows,
        empty_text=_("Nothing has been recorded."),
    )


def _buttons(member: Member, admissions: list[Admission], person: Person, on: date) -> list[Button]:
    """What may be done next, the main thing last; before the ceremony nobody is moved or made official."""
    buttons = [
        Button(_("As of a day"), reverse("members:choose_day", args=[member.pk])),
        Button(_("Extract (Word)"), reverse("members:extract", args=[member.pk])),
    ]
    buttons += [*life.buttons(member, person, on), *badges.buttons(member, person, on)]
    if access.may(person, "member.sensitive", member, on=on):
        buttons.append(Button(_("Restricted data"), reverse("members:restricted", args=[member.pk])))
    elif member.is_on_roll and access.may(person, "member.contact", member, on=on):
        buttons.append(Button(_("Phone"), reverse("members:contact", args=[member.pk])))
    if member.person_id != person.pk and access.may(person, "member.ask", member, on=on):
        buttons.append(Button(_("Enter a request"), reverse("members:ask_for", args=[member.pk])))
    if not member.is_on_roll:
        return buttons
    if access.may(person, "grant.write", member, on=on):
        buttons.append(Button(_("Let somebody act"), reverse("members:let_act", args=[member.pk])))
    waits = next((admission for admission in admissions if admission.ceremony_on is None), None)
    if access.may(person, "member.write", member, on=on):
        buttons.append(membership.leave.button(member, is_danger=False))
        others = cells_of(person, "member.write", on=on).exclude(pk=member.unit_id)
        if waits is None and member.state != MemberState.SUSPENDED and others.exists():
            buttons.append(membership.transfer.button(member, _("Transfer")))
        buttons.append(corrections.correct.button(member, _("Correct")))
        if waits is None and life.may_become_official(member) and on >= _probation_end(member):
            buttons.append(membership.official.button(member, _("Recognise as official"), is_primary=True))
    if waits is not None and access.may(person, "member.admit", waits, on=on):
        buttons.append(admitting.ceremony.button(waits, is_primary=True))
    return buttons
