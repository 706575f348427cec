"""A commendation case from the choice to the handing over; each step is corrected, taken back, and kept in history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.commendation import rules
from tongket.commendation.actions.awards import NewAward, check_awards, count_once, save_awards
from tongket.commendation.models import Award, Case, EmulationModel, Nominee, ThematicTopic
from tongket.commendation.queries import giving
from tongket.commendation.queries.eligibility import Candidate
from tongket.commendation.rules import Ground, Outcome, Recipient, State
from tongket.core import text
from tongket.core.states import Moves
from tongket.meetings.models import Meeting
from tongket.members.models import Member
from tongket.org import access, audit, frozen, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit

MOVES: Moves = {
    "propose": ({State.CHOOSING}, State.PROPOSED),
    "consider": ({State.PROPOSED}, State.CONSIDERED),
    "decide": ({State.CONSIDERED}, State.DECIDED),
    "hand over": ({State.DECIDED}, State.HANDED),
    "withdraw": ({State.CHOOSING, State.PROPOSED, State.CONSIDERED}, State.WITHDRAWN),
    "take back the proposal": ({State.PROPOSED}, State.CHOOSING),
    "take back the council": ({State.CONSIDERED}, State.PROPOSED),
    "take back the decision": ({State.DECIDED}, State.CONSIDERED),
    "take back the handing over": ({State.HANDED}, State.DECIDED),
}
BACK = {
    State.PROPOSED: "take back the proposal",
    State.CONSIDERED: "take back the council",
    State.DECIDED: "take back the decision",
    State.HANDED: "take back the handing over",
}
NOT_DECIDED = frozenset({State.CHOOSING, State.PROPOSED, State.CONSIDERED})


@dataclass(frozen=True)
class Named:
    """Somebody to be nominated: the unit itself unless a member, a model or a collective is named."""

    unit: Unit
    member: Member | None = None
    model: EmulationModel | None = None
    name: str = ""
    achievement: str = ""

    @property
    def recipient(self) -> Recipient:
        if self.member is not None:
            return Recipient.MEMBER
        if self.model is not None:
            return Recipient.MODEL
        return Recipient.COLLECTIVE if self.name else Recipient.ORGANISATION


@transaction.atomic
def open_case(
    unit: Unit,
    *,
    year: int,
    recipient: str,
    ground: str,
    form: str,
    giver_level: str,
    from_year: int,
    to_year: int,
    title: str = "",
    giver: str = "",
    topic: ThematicTopic | None = None,
    by: Person,
    on: date,
) -> Case:
    """Open a case. title, giver: else those that the rule book and the tree give. Raises NotAllowed, ValidationError.

    Source: R-COM-01, R-COM-06.
    """
    access.require(by, "award.write", unit, on=on)
    giver_unit = giving.body_above(unit, giver_level)
    values: dict[str, Any] = {
        "year": year,
        "recipient": recipient,
        "ground": ground,
        "form": form,
        "giver_level": giver_level,
        "from_year": from_year,
        "to_year": to_year,
        "title": text.clean(title) or giving.title_of(recipient, ground, to_year),
        "giver": text.clean(giver) or giving.body_name(giver_unit, giver_level),
        "giver_unit": giver_unit,
        "topic": topic,
    }
    case = Case(unit=unit, **values)
    _check_case(case)
    case.save(force_insert=True)
    audit.record(by, "award.write", case, on=on, fields=["form", "ground", "year"])
    return case


def _check_case(case: Case) -> None:
    for name in ("title", "giver"):
        if not getattr(case, name):
            raise ValidationError({name: _("This may not be empty.")})
    if case.from_year > case.to_year:
        raise ValidationError({"to_year": _("The years come in order, and none after the decision.")})
    if case.ground == Ground.STREAK and case.to_year - case.from_year + 1 != rules.RUN:
        raise ValidationError(
            {"to_year": _("An award for five years is for five years: from 2015 to 2019, for example.")}
        )
    if case.topic is not None and case.ground != Ground.THEMATIC:
        raise ValidationError({"topic": _("Only an award on a subject has a subject.")})
    kinds = [rules.object_of(case.recipient, kind) for kind in giving.kinds_under(case.unit)]
    if not any(rules.may_give(case.giver_level, kind, case.ground, case.form) for kind in kinds):
        raise ValidationError({"giver_level": giving.who_gives(kinds[0], case.ground, case.form)})


@transaction.atomic
def choose(case: Case, candidates: Sequence[Candidate], *, by: Person, on: date) -> int:
    """Nominate all who were chosen among the eligible and are not there yet; returns how many were added.

    Raises NotAllowed, WrongState, ValidationError: one of them is not eligible. Source: R-COM-02, R-COM-03.
    """
    for candidate in candidates:
        if candidate.verdict.outcome != Outcome.ELIGIBLE:
            words = _("%(who)s is not eligible: %(why)s.")
            why = candidate.verdict.outcome.label
            raise ValidationError(words % {"who": candidate.rating.rated_name, "why": why})
    there = set(case.nominees.values_list("member", "unit"))
    named = [
        Named(candidate.rating.unit, candidate.rating.member)
        for candidate in candidates
        if (candidate.rating.member_id, candidate.rating.unit_id) not in there
    ]
    return len(nominate(case, named, by=by, on=on))


@transaction.atomic
def nominate(case: Case, named: Sequence[Named], *, by: Person, on: date) -> list[Nominee]:
    """Put some on the list of a case; all or none. Raises NotAllowed, WrongState, ValidationError."""
    access.require(by, "award.write", case, on=on)
    _require_choosing(case, "propose")
    for one in named:
        if one.recipient != case.recipient and case.ground not in rules.FREE_GROUNDS:
            raise ValidationError(_("This case is for others: open one of its own."))
        _check_giver(case, one.recipient, one.unit.place.kind)
    rows = [
        Nominee(
            case=case, unit=one.unit, recipient=one.recipient, member=one.member, model=one.model,
            name=text.clean(one.name), achievement=text.clean(one.achievement),
        )
        for one in named
    ]  # fmt: skip
    _check_not_twice(case, rows)
    Nominee.objects.bulk_create(rows, batch_size=500)
    audit.record(by, "award.write", case, on=on, fields={"rows": len(rows)})
    return rows


def _require_choosing(case: Case, verb: str) -> None:
    if case.state != State.CHOOSING:
        raise saving.wrong_state(case, verb)


def _check_giver(case: Case, recipient: str, kind: str) -> None:
    """The body of the case may give this form to that object. Source: R-COM-01."""
    object_ = rules.object_of(recipient, kind)
    if not rules.may_give(case.giver_level, object_, case.ground, case.form):
        raise ValidationError(giving.who_gives(object_, case.ground, case.form))


def _check_not_twice(case: Case, rows: Sequence[Nominee]) -> None:
    there = {(row.member_id, row.model_id, row.unit_id, row.name) for row in case.nominees.all()}
    for row in rows:
        key = (row.member_id, row.model_id, row.unit_id, row.name)
        if key in there:
            raise ValidationError(_("%(who)s is on the list already.") % {"who": row.recipient_name})
        there.add(key)


@transaction.atomic
def correct_nominee(
    nominee: Nominee, *, achievement: str, is_supported: bool | None, because: str, seen: int, by: Person, on: date
) -> Nominee:
    """Change what is said of a nominee before the decision.

    Raises NotAllowed, WrongState, ValidationError, Conflict.
    """
    _require_not_decided(nominee.case, "decide")
    return correcting.correct(
        nominee, verb="award.write", because=because, seen=seen, by=by, on=on,
        achievement=text.clean(achievement), is_supported=is_supported,
    )  # fmt: skip


@transaction.atomic
def drop_nominee(nominee: Nominee, *, reason: str, by: Person, on: date) -> None:
    """Take somebody off the list, before the decision. Raises NotAllowed, WrongState, ValidationError."""
    _require_not_decided(nominee.case, "decide")
    correcting.withdraw(nominee, verb="award.write", reason=reason, by=by, on=on)


def _require_not_decided(case: Case, verb: str) -> None:
    if case.state not in NOT_DECIDED:
        raise saving.wrong_state(case, verb)


# --- Steps ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def propose(case: Case, *, proposal_number: str, proposed_on: date, by: Person, on: date) -> Case:
    """Put the list forward. Raises NotAllowed, WrongState, ValidationError. Source: R-COM-06."""
    validate.not_in_future(proposed_on, "proposed_on", on=on)
    if not case.nominees.exists():
        raise ValidationError(_("Nobody is on the list yet: choose among those eligible, or add somebody."))
    return _move(case, "propose", by, on, proposal_number=text.clean(proposal_number), proposed_on=proposed_on)


@transaction.atomic
def consider(
    case: Case,
    *,
    council: str,
    council_on: date,
    council_size: int,
    council_present: int,
    votes: Mapping[UUID, int],
    by: Person,
    on: date,
) -> Case:
    """Record what the council said of each: votes, or opinions asked for in writing; more than half supports.

    votes: nominee to votes for. Raises NotAllowed, WrongState, ValidationError. Source: R-COM-06.
    """
    validate.not_in_future(council_on, "council_on", on=on)
    if case.proposed_on and council_on < case.proposed_on:
        raise ValidationError({"council_on": _("The council meets after the proposal.")})
    if council_present > council_size:
        raise ValidationError({"council_present": _("No more can take part than the council has members.")})
    moved = _move(
        case, "consider", by, on, council=text.clean(council), council_on=council_on, council_size=council_size,
        council_present=council_present,
    )  # fmt: skip
    nominees = list(case.nominees.select_related("unit__place", "member__person", "model"))
    for nominee in nominees:
        nominee.votes_for = votes.get(nominee.pk, 0)
        if nominee.votes_for > council_present:
            words = _("%(who)s cannot have more votes than took part.") % {"who": nominee.recipient_name}
            raise ValidationError({f"votes_{nominee.pk}": words})
        nominee.is_supported = rules.is_supported(nominee.votes_for, council_size)
    Nominee.objects.bulk_update(nominees, ["votes_for", "is_supported"], batch_size=200)
    return moved


@transaction.atomic
def decide(
    case: Case, *, decision_number: str, decided_on: date, register_from: int | None = None, by: Person, on: date
) -> Case:
    """Record the decision: each who was supported has the award, with the money of that day.

    register_from: the number in the register that the first of them has. Raises NotAllowed, WrongState,
    ValidationError: nobody is supported, the body may not give it, levels are missing. Source: R-COM-01, R-COM-07.
    """
    validate.not_in_future(decided_on, "decided_on", on=on)
    if case.council_on and decided_on < case.council_on:
        raise ValidationError({"decided_on": _("The decision comes after the council.")})
    number = text.clean(decision_number)
    if not number:
        raise ValidationError({"decision_number": _("This may not be empty.")})
    supported = list(giving.nominees(case).filter(is_supported=True))
    if case.state == State.CONSIDERED and not supported:
        raise ValidationError(_("The council supported nobody: take its result back, or withdraw the case."))
    for nominee in supported:
        _check_giver(case, nominee.recipient, nominee.unit.place.kind)
    money = giving.Money.of(decided_on)
    moved = _move(case, "decide", by, on, decision_number=number, decided_on=decided_on, base_salary=money.base_salary)
    rows = [_new_award(case, nominee) for nominee in supported]
    check_awards(rows, on)
    awards = save_awards(rows)
    for at, (award, nominee) in enumerate(zip(awards, supported, strict=True)):
        award.nominee = nominee
        award.amount = money.amount(nominee.recipient, nominee.unit.place.kind, case.ground, case.form)
        award.register_number = f"{register_from + at:02d}" if register_from is not None else ""
    Award.objects.bulk_update(awards, ["nominee", "amount", "register_number"], batch_size=200)
    return moved


def _new_award(case: Case, nominee: Nominee) -> NewAward:
    return NewAward(
        unit=nominee.unit, form=case.form, ground=case.ground, title=case.title, giver=case.giver,
        giver_unit=case.giver_unit, from_year=case.from_year, to_year=case.to_year, year=case.year,
        decision_number=case.decision_number, decided_on=case.decided_on or date.min, member=nominee.member,
        model=nominee.model, name=nominee.name, topic=case.topic,
    )  # fmt: skip


@transaction.atomic
def hand_over(case: Case, *, handed_over_on: date, meeting: Meeting | None = None, by: Person, on: date) -> Case:
    """Record that the awards were handed over, at a conference where one is named. Raises NotAllowed, WrongState,
    ValidationError. Source: R-COM-09.
    """
    validate.not_in_future(handed_over_on, "handed_over_on", on=on)
    if case.decided_on and handed_over_on < case.decided_on:
        raise ValidationError({"handed_over_on": _("Awards are handed over after the decision.")})
    if meeting is not None and meeting.held_on != handed_over_on:
        raise ValidationError({"handed_over_on": _("The conference was on another day.")})
    moved = _move(case, "hand over", by, on, handed_over_on=handed_over_on, meeting=meeting)
    for award in _awards(case):
        saving.update(award, seen=award.version, by=by, handed_over_on=handed_over_on, meeting=meeting)
    return moved


@transaction.atomic
def take_back(case: Case, *, reason: str, by: Person, on: date) -> Case:
    """Take the last step back, with what came of it. Raises NotAllowed, WrongState, ValidationError."""
    why = validate.reason(reason)
    verb = BACK.get(State(case.state))
    if verb is None:
        raise saving.wrong_state(case, "withdraw")
    nothing: dict[str, Any] = {}
    if verb == "take back the handing over":
        nothing = {"handed_over_on": None, "meeting": None}
        for award in _awards(case):
            saving.update(award, seen=award.version, by=by, because=why, **nothing)
    elif verb == "take back the decision":
        frozen.require_uncounted(case.unit, [case.decided_on])
        awards = _awards(case)
        for award in awards:
            saving.remove(award, by=by, because=why)
        count_once(awards)
        nothing = {"decision_number": "", "decided_on": None, "base_salary": None}
    elif verb == "take back the council":
        for nominee in case.nominees.all():
            saving.update(nominee, seen=nominee.version, by=by, because=why, votes_for=None, is_supported=None)
        nothing = {"council": "", "council_on": None, "council_size": None, "council_present": None}
    else:
        nothing = {"proposal_number": "", "proposed_on": None}
    return _move(case, verb, by, on, because=why, **nothing)


@transaction.atomic
def withdraw_case(case: Case, *, reason: str, by: Person, on: date) -> Case:
    """Give a case up before it is decided. Raises NotAllowed, WrongState, ValidationError."""
    return _move(case, "withdraw", by, on, because=validate.reason(reason))


@transaction.atomic
def correct_case(case: Case, *, because: str, paper: str = "", seen: int, by: Person, on: date, **values: Any) -> Case:
    """Correct what a case says; awards that came of it follow.

    values: fields of Case that its steps have filled in. Raises NotAllowed, ValidationError, Conflict.
    """
    for name, value in values.items():
        if isinstance(value, str):
            values[name] = text.clean(value)
        elif isinstance(value, date):
            validate.not_in_future(value, name, on=on)
    changed = Case(**{field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields})
    for name, value in values.items():
        setattr(changed, name, value)
    _check_case(changed)
    _check_days(changed)
    is_decided = case.state in {State.DECIDED, State.HANDED}
    if is_decided and changed.decided_on != case.decided_on and changed.decided_on:
        values["base_salary"] = giving.Money.of(changed.decided_on).base_salary
    correcting.correct(
        case, verb="award.write", because=because, paper=paper, days=["decided_on"], seen=seen, by=by, on=on, **values
    )
    if is_decided:
        _follow(case, because=because, by=by)
    return case


def _check_days(case: Case) -> None:
    steps = ("proposed_on", "council_on", "decided_on", "handed_over_on")
    known = [(name, getattr(case, name)) for name in steps if getattr(case, name)]
    for (_before, earlier), (name, later) in pairwise(known):
        if later < earlier:
            raise ValidationError({name: _("This day comes before that of the step before.")})


def _follow(case: Case, *, because: str, by: Person) -> None:
    """Let the awards of a case say what the case says."""
    assert case.decided_on is not None
    money = giving.Money.of(case.decided_on)
    fields = ("title", "giver", "decision_number", "decided_on", "year", "handed_over_on")
    awards = _awards(case)
    years = {award.year for award in awards}
    for award in awards:
        values = {name: getattr(case, name) for name in fields}
        values["amount"] = money.amount(award.recipient, award.unit.place.kind, case.ground, case.form)
        changes = {name: value for name, value in values.items() if getattr(award, name) != value}
        if changes:
            saving.update(award, seen=award.version, by=by, because=because, **changes)
    count_once(awards, years=years)


def _awards(case: Case) -> list[Award]:
    return list(Award.objects.filter(nominee__case=case).select_related("unit__place"))  # unscoped: of one case


def _move(case: Case, verb: str, by: Person, on: date, *, because: str = "", **changes: Any) -> Case:
    access.require(by, "award.write", case, on=on)
    saving.move(case, MOVES, verb, by=by, because=because, **changes)
    audit.record(by, "award.write", case, on=on, fields=["state", *sorted(changes)])
    return case


def how_many(count: int) -> str:
    """How many were put on the list."""
    return ngettext("%(count)s was put on the list.", "%(count)s were put on the list.", count) % {"count": count}
