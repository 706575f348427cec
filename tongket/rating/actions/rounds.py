"""Opening a round over those whom the regulation of its year lets be rated; taking in and out, closing, withdrawing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.members.models import Member
from tongket.org import access, audit, saving, validate
from tongket.org.models import Person, Unit
from tongket.rating import queries
from tongket.rating.actions.parts import over_cap_words
from tongket.rating.models import Candidate, Rating, Round
from tongket.rating.queries import rounds as round_queries
from tongket.rating.regime_rules import Regime
from tongket.rating.round_rules import (
    CANDIDATE_MOVES,
    ROUND_MOVES,
    CandidateState,
    Counts,
    RoundState,
    counted_as,
    moved,
)
from tongket.rating.rules import NotRated, Subject
from tongket.regulations.queries import NoRegulation


@transaction.atomic
def open_round(
    unit: Unit,
    *,
    year: int,
    subject: str,
    quarter: int = 0,
    kind: str = "",
    cut_off_on: date | None = None,
    by: Person,
    on: date,
) -> Round:
    """Open the round of a unit's body with all who belong to its group: who is rated, and who is not and why.

    quarter: 0 for the year. kind: organisations of that kind alone. cut_off_on: by default the last day of the year or
    quarter. Who has a level of this body for the year already stands in it as decided. Raises NotAllowed,
    ValidationError. Source: R-RATE-01, R-RATE-02, R-RATE-14.
    """
    access.require(by, "rating.decide", unit, on=on)
    regime = regime_or_refuse(year, unit)
    _check(unit, year, quarter, subject, kind, regime, on=on)
    last = round_queries.last_day(year, quarter)
    opened = Round.objects.create(
        unit=unit, year=year, quarter=quarter, subject=subject, kind=kind, opened_on=on, cut_off_on=cut_off_on or last
    )
    new = _members(opened, regime, min(last, on)) if subject == Subject.MEMBER else _organisations(opened)
    if not new:
        raise ValidationError(_("Nobody is to be rated here: there is no member, or no organisation, in this group."))
    ratings = _take_over(opened, new)
    Candidate.objects.bulk_create(new, batch_size=500)
    Rating.objects.bulk_update(ratings, ["candidate"], batch_size=500)
    save_counts(opened, [("", counted_as(candidate.state, candidate.level)) for candidate in new])
    audit.record(by, "rating.decide", opened, on=on, fields=["year", "subject"])
    return opened


@transaction.atomic
def add(
    opened: Round, *, unit: Unit | None = None, member: Member | None = None, reason: str, by: Person, on: date
) -> Candidate:
    """Take somebody into an open round who was not in it: a member of a cell under its unit, or an organisation.

    Raises NotAllowed, WrongState, ValidationError.
    """
    access.require(by, "rating.decide", opened, on=on)
    why = validate.reason(reason)
    opened = lock(opened)
    of_unit = member.unit if member is not None else unit
    if of_unit is None or (member is not None) != (opened.subject == Subject.MEMBER):
        raise ValidationError(_("Choose who is to be rated."))
    at, above = of_unit.place, opened.unit.place
    if not above.pos <= at.pos <= above.last or (member is None and at.pos == above.pos):
        words = _("%(unit)s does not stand under %(above)s, whose body is to have decided.")
        raise ValidationError(words % {"unit": at.short_name, "above": above.short_name})
    if opened.candidates.filter(unit=of_unit, member=member).exists():
        raise ValidationError(_("This one is in the round already: look among those taken out."))
    candidate = Candidate.objects.create(round=opened, unit=of_unit, member=member)
    saving.keep_old(candidate, by, because=why, state="")
    save_counts(opened, [("", "waiting")])
    audit.record(by, "rating.decide", candidate, on=on, fields=["state"])
    return candidate


@transaction.atomic
def leave_out(candidate: Candidate, *, not_rated_reason: str, seen: int, by: Person, on: date) -> Candidate:
    """Say that somebody is not rated, and why. Raises NotAllowed, WrongState, ValidationError, Conflict (R-RATE-02)."""
    if not_rated_reason not in NotRated.values:
        raise ValidationError({"not_rated_reason": _("Please choose from the list.")})
    return _move(candidate, "leave out", "", seen=seen, by=by, on=on, not_rated_reason=not_rated_reason)


@transaction.atomic
def take_up(candidate: Candidate, *, reason: str, by: Person, on: date) -> Candidate:
    """Rate somebody after all who was not to be, or was taken out. Raises NotAllowed, WrongState, ValidationError."""
    return _move(candidate, "take up", validate.reason(reason), by=by, on=on, not_rated_reason="")


@transaction.atomic
def remove(candidate: Candidate, *, reason: str, by: Person, on: date) -> Candidate:
    """Take somebody out who does not belong to the group. Raises NotAllowed, WrongState, ValidationError."""
    return _move(candidate, "remove", validate.reason(reason), by=by, on=on, not_rated_reason="")


@transaction.atomic
def close(
    opened: Round, *, decision_number: str, decision_on: date, published_on: date | None = None, by: Person, on: date
) -> Round:
    """Close a round with the decision on its levels: everybody has a level or a reason, and the cap holds.

    published_on: when the levels were published in the unit (R-RATE-22). Raises NotAllowed, WrongState,
    ValidationError.
    """
    access.require(by, "rating.decide", opened, on=on)
    opened = lock(opened)
    number = text.clean(decision_number)
    if not number:
        raise ValidationError({"decision_number": _("Enter number and symbol of the decision.")})
    _check_days(opened, decision_on, published_on, on=on)
    if opened.waiting:
        raise ValidationError(_("%(n)s in the round are not decided yet.") % {"n": opened.waiting})
    check_cap(opened, opened.counts, regime_or_refuse(opened.year, opened.unit))
    saving.move(
        opened, ROUND_MOVES, "close", by=by, decision_number=number, decision_on=decision_on, published_on=published_on
    )
    if not opened.quarter:
        decided = Rating.objects.filter(candidate__round=opened, source="")  # unscoped: those of the round
        decided.update(source=number)
    audit.record(by, "rating.decide", opened, on=on, fields=["state", "decision_number", "decision_on"])
    return opened


@transaction.atomic
def correct_round(
    opened: Round,
    *,
    decision_number: str,
    decision_on: date,
    published_on: date | None = None,
    because: str,
    seen: int,
    by: Person,
    on: date,
) -> Round:
    """Put the decision of a closed round right, or enter when it was published. Raises NotAllowed, WrongState,
    ValidationError, Conflict.
    """
    access.require(by, "rating.decide", opened, on=on)
    if opened.state != RoundState.CLOSED:
        raise saving.wrong_state(opened, "correct")
    number = text.clean(decision_number)
    if not number:
        raise ValidationError({"decision_number": _("Enter number and symbol of the decision.")})
    _check_days(opened, decision_on, published_on, on=on)
    before = opened.decision_number
    changes: dict[str, Any] = {
        "decision_number": number, "decision_on": decision_on, "published_on": published_on,
    }  # fmt: skip
    saving.update(opened, seen=seen, by=by, because=validate.reason(because), **changes)
    Rating.objects.filter(candidate__round=opened, source=before).update(source=number)  # unscoped: of the round
    audit.record(by, "rating.decide", opened, on=on, fields=list(changes))
    return opened


@transaction.atomic
def reopen(opened: Round, *, reason: str, by: Person, on: date) -> Round:
    """Open a closed round again, to decide one of its levels anew. Raises NotAllowed, WrongState, ValidationError."""
    access.require(by, "rating.decide", opened, on=on)
    saving.move(opened, ROUND_MOVES, "open again", by=by, because=validate.reason(reason))
    audit.record(by, "rating.decide", opened, on=on, fields=["state"])
    return opened


@transaction.atomic
def withdraw_round(opened: Round, *, reason: str, by: Person, on: date) -> Round:
    """Withdraw a round that was opened by a slip: nothing may have been decided in it. Raises NotAllowed, WrongState,
    ValidationError.
    """
    access.require(by, "rating.decide", opened, on=on)
    why = validate.reason(reason)
    opened = lock(opened)
    if opened.counts.rated:
        raise ValidationError(_("Levels were decided in this round: withdraw them first."))
    saving.move(opened, ROUND_MOVES, "withdraw", by=by, because=why)
    audit.record(by, "rating.decide", opened, on=on, fields=["state"])
    return opened


# --- Parts ------------------------------------------------------------------------------------------------------------


def lock(opened: Round, *, states: Sequence[str] = (RoundState.OPEN,)) -> Round:
    """The round as it is now, and nobody else decides in it until this is saved. Raises WrongState."""
    fresh = Round.objects.select_for_update(of=("self",)).select_related("unit__place").get(pk=opened.pk)
    if fresh.state not in states:
        raise saving.wrong_state(fresh, "decide")
    return fresh


def regime_or_refuse(year: int, unit: Unit) -> Regime:
    """What holds for the rating of that year. Raises ValidationError where no text is known."""
    try:
        return queries.regime(year, unit)
    except NoRegulation as missing:
        raise ValidationError(str(missing)) from missing


def save_counts(locked: Round, steps: Sequence[tuple[str, str]]) -> Counts:
    """Keep how many stand where after some have moved (round_rules.moved). The round is locked."""
    counts = moved(locked.counts, steps)
    Round.objects.filter(pk=locked.pk).update(**vars(counts))
    for name, value in vars(counts).items():
        setattr(locked, name, value)
    return counts


def check_cap(opened: Round, counts: Counts, regime: Regime) -> None:
    """Raise ValidationError where more are EXCELLENT than could be even if all who wait became GOOD (R-RATE-13)."""
    allowed = regime.cap(counts.good_or_better + counts.waiting)
    if allowed is not None and regime.refuses and counts.excellent > allowed:
        raise ValidationError({"level": over_cap_words(regime, counts.excellent, allowed)})


def move_level(candidate: Candidate, level: str, decided_on: date, *, because: str, by: Person) -> None:
    """Let a later decision on a level count in its round too, open or closed, under the cap of the round (R-RATE-21).

    Raises ValidationError.
    """
    locked = lock(candidate.round, states=(RoundState.OPEN, RoundState.CLOSED))
    step = counted_as(candidate.state, candidate.level), counted_as(CandidateState.DECIDED, level)
    changes = {"state": CandidateState.DECIDED, "level": level, "not_rated_reason": "", "decided_on": decided_on}
    saving.update(candidate, seen=candidate.version, by=by, because=because, **changes)
    check_cap(locked, save_counts(locked, [step]), regime_or_refuse(locked.year, locked.unit))


def _move(
    candidate: Candidate, verb: str, why: str, *, seen: int | None = None, by: Person, on: date, **changes: Any
) -> Candidate:
    access.require(by, "rating.decide", candidate.round, on=on)
    locked = lock(candidate.round)
    before = counted_as(candidate.state, candidate.level)
    saving.move(candidate, CANDIDATE_MOVES, verb, by=by, seen=seen, because=why, **changes)
    counts = save_counts(locked, [(before, counted_as(candidate.state, candidate.level))])
    check_cap(locked, counts, regime_or_refuse(locked.year, locked.unit))
    audit.record(by, "rating.decide", candidate, on=on, fields=["state", *changes])
    return candidate


def _check(unit: Unit, year: int, quarter: int, subject: str, kind: str, regime: Regime, *, on: date) -> None:
    if subject not in Subject.values:
        raise ValidationError({"subject": _("Please choose from the list.")})
    if quarter and not regime.has_quarters:
        words = _("%(symbol)s knows no rating by quarters.")
        raise ValidationError({"quarter": words % {"symbol": regime.symbol}})
    if round_queries.first_day(year, quarter) > on:
        raise ValidationError({"year": _("This time has not begun yet.")})
    rounds = Round.objects.filter(unit=unit, year=year, quarter=quarter, subject=subject)  # unscoped: a check
    same = rounds.exclude(state=RoundState.WITHDRAWN)
    if kind:
        same = same.filter(kind__in=["", kind])
    if same.exists():
        raise ValidationError(_("This group has a round for this time already: go on in it."))


def _check_days(opened: Round, decision_on: date, published_on: date | None, *, on: date) -> None:
    if not round_queries.first_day(opened.year, opened.quarter) <= decision_on <= on:
        raise ValidationError({"decision_on": _("The decision lies in the time rated or after it, not after today.")})
    if published_on is not None and not decision_on <= published_on <= on:
        raise ValidationError({"published_on": _("It is published after the decision, and not after today.")})


def _members(opened: Round, regime: Regime, day: date) -> list[Candidate]:
    """Those on the roll of the cells under the unit on a day, each rated or not by the regime."""
    reasons = round_queries.reasons_not_rated(opened, regime, day)
    return [
        Candidate(
            round=opened,
            unit_id=spell.unit_id,
            member_id=spell.member_id,
            state=CandidateState.NOT_RATED if reasons.get(spell.member_id) else CandidateState.WAITING,
            not_rated_reason=reasons.get(spell.member_id, ""),
        )
        for spell in round_queries.on_roll(opened.unit, day)
    ]


def _organisations(opened: Round) -> list[Candidate]:
    units = round_queries.organisations(opened.unit, opened.year, opened.kind)
    return [Candidate(round=opened, unit_id=unit) for unit in units]


def _take_over(opened: Round, new: Sequence[Candidate]) -> list[Rating]:
    """Let those stand as decided whom this body has given a level for the year already: their ratings."""
    if opened.quarter:
        return []
    decided = Rating.objects.filter(year=opened.year, subject=opened.subject)  # unscoped: a check
    if opened.subject == Subject.MEMBER:
        known = {row.member_id: row for row in decided.filter(decided_by=opened.unit)}
    else:
        known = {row.unit_id: row for row in decided.filter(unit__in=[candidate.unit_id for candidate in new])}
    taken = []
    for candidate in new:
        row = known.get(candidate.member_id or candidate.unit_id)
        if row is None:
            continue
        row.candidate = candidate
        taken.append(row)
        candidate.level, candidate.not_rated_reason = row.level, row.not_rated_reason
        candidate.state = CandidateState.DECIDED if row.level else CandidateState.NOT_RATED
        candidate.decided_on = row.decided_on
    return taken
