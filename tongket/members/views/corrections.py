"""Putting right what was decided about a member: every decision that was entered, to be corrected or withdrawn."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.members import actions
from tongket.members.forms import AdmissionCorrectionForm, CorrectionForm, DecisionForm
from tongket.members.life import forms
from tongket.members.life.views.side_states import SIDE_STATES
from tongket.members.models import (
    Admission,
    Ending,
    Member,
    Recognition,
    RemovalProposal,
    Restoration,
    SideState,
    Spell,
    Stage,
    Transfer,
)
from tongket.members.pages import MEMBERS, ROLL
from tongket.members.rules import Opened
from tongket.members.shown import way_out
from tongket.members.views.admissions import ADMISSIONS
from tongket.members.views.admissions import cancel as cancel_admission
from tongket.org import access
from tongket.org.models import Person
from tongket.pages.columns import Cell
from tongket.pages.corrections import LINK_HEADS, correction, links, withdrawal
from tongket.pages.deeds import Data, Deed, Rows, Who
from tongket.pages.forms import OfficeForm, correction_form
from tongket.pages.record import Section, SmallTable
from tongket.pages.request import Request

VERB = "member.write"


def _of_member(model: Any) -> Rows[Any]:
    return Rows(
        query=lambda: model.objects.select_related("member__person", "unit__place"),
        crumbs=ROLL,
        name=lambda row: row.member.name,
        subtitle=lambda row: row.unit.place.name,
        url=_member_url,
    )


def _member_url(row: Any) -> str:
    return reverse("members:record", args=[row.member_id])


SPELLS = _of_member(Spell)
RECOGNITIONS = _of_member(Recognition)
TRANSFERS = _of_member(Transfer)
ENDINGS = _of_member(Ending)
RESTORATIONS = _of_member(Restoration)
PROPOSALS = _of_member(RemovalProposal)


# --- The record, admission, recognition ------------------------------------------------------------------------------


def _member_form(request: Request, member: Member) -> OfficeForm:
    days = actions.correctable_days(member)
    plain = tuple(name for name in actions.CORRECTABLE if name != "full_name")
    form = correction_form(CorrectionForm, (*plain, *days))(request, member)
    form.initial["full_name"] = member.name
    for name in {"party_age_from_on", "ceremony_on", "official_on"} - set(days):
        del form.fields[name]  # it follows from a decision, which is corrected itself
    return form


@correction(
    "members:correct",
    verb=VERB,
    row=MEMBERS,
    form=_member_form,
    is_counted=True,
    title=gettext_lazy("Correct the record"),
)
def correct(member: Member, data: Data, who: Who) -> Member:
    return actions.correct(member, **data, **who)


@correction(
    "members:correct_admission",
    verb="member.admit",
    row=ADMISSIONS,
    form=AdmissionCorrectionForm,
    fields=("decision_number", "decided_on", "decided_by", "ceremony_on", "received_on", "age_reason"),
    is_counted=True,
    title=gettext_lazy("Correct the admission"),
    note=gettext_lazy("Party age, the roll, the end of probation and the figures change with it."),
    to=_member_url,
)
def correct_admission(admission: Admission, data: Data, who: Who) -> Admission:
    return actions.correct_admission(admission, **data, **who)


@correction(
    "members:correct_recognition",
    verb=VERB,
    row=RECOGNITIONS,
    form=DecisionForm,
    fields=("decision_number", "decided_on"),
    is_counted=True,
    title=gettext_lazy("Correct the recognition"),
    to=_member_url,
)
def correct_recognition(row: Recognition, data: Data, who: Who) -> Recognition:
    return actions.correct_recognition(row, **data, **who)


@withdrawal(
    "members:withdraw_recognition",
    verb=VERB,
    row=RECOGNITIONS,
    title=gettext_lazy("Withdraw the recognition"),
    note=gettext_lazy("The member is on probation again."),
)
def withdraw_recognition(row: Recognition, data: Data, who: Who) -> Member:
    return actions.withdraw_recognition(row, **data, **who)


# --- Times in a cell, transfers --------------------------------------------------------------------------------------


@correction(
    "members:correct_spell",
    verb=VERB,
    row=SPELLS,
    form=forms.SpellForm,
    fields=("from_on",),
    is_counted=True,
    title=gettext_lazy("Correct the day of the transfer"),
    note=gettext_lazy("The time in the cell before ends with it."),
    to=_member_url,
)
def correct_spell(spell: Spell, data: Data, who: Who) -> Spell:
    return actions.correct_spell(spell, **data, **who)


@withdrawal(
    "members:withdraw_spell",
    verb=VERB,
    row=SPELLS,
    title=gettext_lazy("Take the transfer back"),
    note=gettext_lazy(
        "The member stands where they stood before. Offices and exemptions that ended with it are not begun again."
    ),
    to=lambda member: member.get_absolute_url() if member is not None else reverse("members:list"),
)
def withdraw_spell(spell: Spell, data: Data, who: Who) -> Member | None:
    return actions.withdraw_spell(spell, **data, **who)


def _transfer_form(request: Request, row: Transfer) -> OfficeForm:
    form = correction_form(forms.TransferCorrectionForm, ("papers_on", "changed_on", "from_text"))(request, row)
    if row.from_unit_id is not None:
        del form.fields["from_text"]
    return form


@correction(
    "members:correct_transfer",
    verb=VERB,
    row=TRANSFERS,
    form=_transfer_form,
    is_counted=True,
    title=gettext_lazy("Correct the papers of the transfer"),
    to=_member_url,
)
def correct_transfer(row: Transfer, data: Data, who: Who) -> Transfer:
    return actions.correct_transfer(row, **data, **who)


# --- Exemption, absence, suspension ----------------------------------------------------------------------------------


def _side_form(request: Request, row: SideState) -> OfficeForm:
    names = ("from_on", "until_on", "ended_on", "decision", "ground", "host_text")
    form = correction_form(forms.SideCorrectionForm, names)(request, row)
    form.initial["waived"] = row.reason
    gone = {
        "ended_on": row.state != Stage.ENDED,
        "until_on": row.kind == SideState.Kind.SUSPENDED,
        "ground": row.kind != SideState.Kind.EXEMPT,
        "host_text": row.kind != SideState.Kind.TEMP_AWAY,
        "waived": row.kind != SideState.Kind.TEMP_AWAY,
    }
    for name, is_gone in gone.items():
        if is_gone:
            del form.fields[name]
    return form


@correction(
    "members:side_state_correct",
    verb=VERB,
    row=SIDE_STATES,
    form=_side_form,
    is_counted=True,
    title=gettext_lazy("Correct the exemption, absence or suspension"),
    to=_member_url,
)
def correct_side_state(row: SideState, data: Data, who: Who) -> SideState:
    return actions.correct_side_state(row, **data, **who)


@withdrawal(
    "members:side_state_withdraw",
    verb=VERB,
    row=SIDE_STATES,
    title=gettext_lazy("Withdraw the exemption, absence or suspension"),
    note=gettext_lazy("The member then was active all the time."),
)
def withdraw_side_state(row: SideState, data: Data, who: Who) -> Member:
    return actions.withdraw_side_state(row, **data, **who)


# --- Endings, ways back ----------------------------------------------------------------------------------------------


@correction(
    "members:ending_correct",
    verb=VERB,
    row=ENDINGS,
    form=forms.EndingCorrectionForm,
    fields=("left_on", "decision_number", "decided_on", "decided_by", "to_text", "notified_on"),
    is_counted=True,
    title=gettext_lazy("Correct the end of the membership"),
    to=_member_url,
)
def correct_ending(ending: Ending, data: Data, who: Who) -> Ending:
    return actions.correct_ending(ending, **data, **who)


@withdrawal(
    "members:ending_withdraw",
    verb=VERB,
    row=ENDINGS,
    title=gettext_lazy("Take the end of the membership back"),
    note=gettext_lazy(
        "The member stands on the roll again. Offices and exemptions that ended with it are not begun again."
    ),
)
def withdraw_ending(ending: Ending, data: Data, who: Who) -> Member:
    return actions.withdraw_ending(ending, **data, **who)


@correction(
    "members:correct_restoration",
    verb=VERB,
    row=RESTORATIONS,
    form=forms.RestorationCorrectionForm,
    fields=("decision_number", "decided_on", "decided_by", "from_on", "party_age_note"),
    is_counted=True,
    title=gettext_lazy("Correct the restoration"),
    to=_member_url,
)
def correct_restoration(row: Restoration, data: Data, who: Who) -> Restoration:
    return actions.correct_restoration(row, **data, **who)


@correction(
    "members:correct_proposal",
    verb=VERB,
    row=PROPOSALS,
    form=forms.ProposalCorrectionForm,
    fields=("proposed_on", "number"),
    title=gettext_lazy("Correct the proposal of removal"),
    to=_member_url,
)
def correct_proposal(row: RemovalProposal, data: Data, who: Who) -> RemovalProposal:
    return actions.correct_proposal(row, **data, **who)


@withdrawal(
    "members:withdraw_proposal",
    verb=VERB,
    row=PROPOSALS,
    title=gettext_lazy("Withdraw the proposal of removal"),
)
def withdraw_proposal(row: RemovalProposal, data: Data, who: Who) -> Member:
    return actions.withdraw_proposal(row, **data, **who)


# --- On the page of the member ---------------------------------------------------------------------------------------

Line = tuple[
    date, str, str, Model, Deed[Any] | None, Deed[Any] | None
]  # day, what, paper, the row, how to put it right


def section(member: Member, person: Person, on: date) -> list[Section]:
    """What was decided about a member, each with the way to put it right; for those who keep the roll."""
    if not access.may(person, VERB, member, on=on):
        return []
    may_admit = access.may(person, "member.admit", member, on=on)
    lines = [line for line in _lines(member) if may_admit or not isinstance(line[3], Admission)]
    rows: list[list[Cell | str]] = [
        [dates.dmy(day), capfirst(what), paper, *links(row, correct, withdraw)]
        for day, what, paper, row, correct, withdraw in sorted(lines, key=lambda line: line[0])
    ]
    if not rows:
        return []
    heads = [(_("Day"), "start"), (_("What was entered"), "start"), (_("Decision"), "start"), *LINK_HEADS]
    return [Section(_("Entered wrong?"), table=SmallTable(heads, rows))]


def _lines(member: Member) -> Iterator[Line]:
    for admission in member.admissions.all():
        what, paper = str(admission._meta.verbose_name), admission.decision_number
        yield admission.decided_on, what, paper, admission, correct_admission, cancel_admission
    for recognition in member.recognitions.all():
        what = str(recognition._meta.verbose_name)
        yield (
            recognition.decided_on, what, recognition.decision_number, recognition, correct_recognition,
            withdraw_recognition,
        )  # fmt: skip
    spells = list(member.spells.select_related("unit__place").order_by("from_on"))
    for spell in spells:
        is_dated = spell.opened_by in {Opened.TRANSFERRED_IN, Opened.OPENING}
        is_back = spell.opened_by in {Opened.TRANSFERRED_IN, Opened.RESTORED}
        is_last = spell is spells[-1] and spell.until_on is None
        if is_dated or (is_last and is_back):
            what = f"{spell.get_opened_by_display()}: {spell.unit.place.name}"
            withdraw = withdraw_spell if is_last and is_back else None
            yield spell.from_on, what, "", spell, correct_spell if is_dated else None, withdraw
    for side in member.side_states.exclude(state=Stage.CANCELLED):
        withdraw = withdraw_side_state if side.state != Stage.PLANNED else None  # that is cancelled by its button
        yield side.from_on, str(side.get_kind_display()), side.decision, side, correct_side_state, withdraw
    for transfer in member.transfers.filter(state__in=[Transfer.State.ASKED, Transfer.State.ACCEPTED]):
        yield transfer.papers_on, _("papers of a transfer"), "", transfer, correct_transfer, None
    for ending in member.endings.select_related("spell"):
        withdraw = withdraw_ending if spells and ending.spell_id == spells[-1].pk else None
        yield ending.left_on, way_out(ending.how), ending.decision_number, ending, correct_ending, withdraw
    for restoration in member.restorations.all():
        what = str(restoration._meta.verbose_name)
        yield restoration.from_on, what, restoration.decision_number, restoration, correct_restoration, None
    for proposal in member.removal_proposals.all():
        what = str(proposal._meta.verbose_name)
        yield proposal.proposed_on, what, proposal.number, proposal, correct_proposal, withdraw_proposal
