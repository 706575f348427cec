"""Deciding levels in a round under its cap, answering what does not fit the records, withdrawing a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.core import dates, text
from tongket.org import access, audit, saving, validate
from tongket.org.models import Person
from tongket.rating.actions.parts import refuse_doubles
from tongket.rating.actions.rounds import check_cap, lock, regime_or_refuse, save_counts
from tongket.rating.models import MARKS, Candidate, Rating, Round
from tongket.rating.queries.beside import beside
from tongket.rating.queries.rounds import first_day, undecided_below
from tongket.rating.regime_rules import Regime
from tongket.rating.round_rules import CANDIDATE_MOVES, CandidateState, counted_as
from tongket.rating.rules import Level, Subject


@dataclass(frozen=True)
class Choice:
    """The level chosen for one candidate. answer: to what does not fit the records; seen: the version looked at."""

    candidate: Candidate
    level: str
    answer: str = ""
    seen: int | None = None


@transaction.atomic
def decide(
    candidate: Candidate,
    *,
    level: str,
    decided_on: date,
    answer: str = "",
    override_reason: str = "",
    seen: int | None = None,
    by: Person,
    on: date,
) -> Candidate:
    """Decide the level of one in a round, or move it.

    answer: in writing, to where the level does not fit the records or the conditions of the regulation; or the level is
    moved. override_reason: why an organisation is decided before those under it. Raises NotAllowed, WrongState,
    ValidationError (over the cap, no answer, undecided below), Conflict. Source: R-RATE-05, R-RATE-13, R-RATE-18.
    """
    access.require(by, "rating.decide", candidate.round, on=on)
    locked = lock(candidate.round)
    if level not in Level.values:
        raise ValidationError({"level": _("Choose a level.")})
    regime = regime_or_refuse(locked.year, locked.unit)
    mismatches = beside(locked, [candidate], is_shown=False)[candidate.pk].mismatches(regime, level)
    if mismatches and not text.clean(answer):
        what = "; ".join(str(mismatch.label) for mismatch in mismatches)
        words = _("This does not fit the records: %(what)s. Answer it in writing, or move the level.")
        raise ValidationError({"answer": words % {"what": what}})
    why = text.clean(override_reason)
    if locked.subject == Subject.ORGANISATION and not why and (waiting := undecided_below(candidate)):
        below = ngettext(
            "%(n)s below it is not decided yet: decide that first, or say why not.",
            "%(n)s below it are not decided yet: decide those first, or say why not.",
            waiting,
        )
        raise ValidationError({"override_reason": below % {"n": waiting}})
    choice = Choice(candidate, level, answer, seen)
    _decide(locked, [choice], decided_on, {candidate.pk: why}, regime, by=by, on=on)
    audit.record(by, "rating.decide", candidate, on=on, fields=["level", "decided_on"])
    return candidate


@transaction.atomic
def decide_many(opened: Round, choices: Sequence[Choice], *, decided_on: date, by: Person, on: date) -> list[Candidate]:
    """Decide the levels of many in one round: all, or none. Each fits the records, or its answer is given with it.

    Raises as `decide`, but for the order: who asks for many has looked at it.
    """
    access.require(by, "rating.decide", opened, on=on)
    locked = lock(opened)
    if any(choice.candidate.round_id != locked.pk for choice in choices):
        raise ValidationError(_("Somebody chosen is not in this round."))
    regime = regime_or_refuse(locked.year, locked.unit)
    known = beside(locked, [choice.candidate for choice in choices], is_shown=False)
    for choice in choices:
        if not text.clean(choice.answer) and known[choice.candidate.pk].mismatches(regime, choice.level):
            words = _("%(name)s does not fit the records: answer it in writing, or move the level.")
            raise ValidationError(words % {"name": choice.candidate.name})
    _decide(locked, choices, decided_on, {}, regime, by=by, on=on)
    audit.record(by, "rating.decide", locked, on=on, fields=["levels"])
    return [choice.candidate for choice in choices]


@transaction.atomic
def withdraw_decision(candidate: Candidate, *, reason: str, by: Person, on: date) -> Candidate:
    """Take back the level of one in an open round: they wait again. Raises NotAllowed, WrongState, ValidationError."""
    access.require(by, "rating.decide", candidate.round, on=on)
    why = validate.reason(reason)
    locked = lock(candidate.round)
    before = counted_as(candidate.state, candidate.level)
    saving.move(
        candidate, CANDIDATE_MOVES, "withdraw", by=by, because=why, level="", decided_on=None, decided_by=None,
        answer="", answered_by=None, answered_on=None,
    )  # fmt: skip
    for rating in Rating.objects.filter(candidate=candidate):  # unscoped: one, of the candidate
        saving.remove(rating, by=by, because=why)
    save_counts(locked, [(before, "waiting")])
    audit.record(by, "rating.decide", candidate, on=on, fields=["state", "level"])
    return candidate


@transaction.atomic
def mark(candidate: Candidate, *, seen: int, by: Person, on: date, **marks: Any) -> Candidate:
    """Enter the points or grades that the body decided, and the numbers that the conditions speak of (MARKS).

    Raises NotAllowed, ValidationError, Conflict. Source: R-RATE-08 … R-RATE-10, R-RATE-16.
    """
    access.require(by, "rating.decide", candidate.round, on=on)
    regime = regime_or_refuse(candidate.round.year, candidate.round.unit)
    for name, most in (("common_points", regime.common_points), ("task_points", regime.task_points)):
        if (marks.get(name) or 0) > most:
            raise ValidationError({name: _("%(most)s at most.") % {"most": most}})
    for part, whole in (
        ("tasks_done", "tasks_total"),
        ("tasks_on_time", "tasks_done"),
        ("tasks_exceeded", "tasks_done"),
        ("faults_fixed", "faults_total"),
    ):
        if marks.get(part) is not None and marks[part] > (marks.get(whole) or 0):
            raise ValidationError({part: _("A part is not more than the whole.")})
    changes = {name: marks.get(name, getattr(candidate, name)) for name in MARKS}
    saving.update(candidate, seen=seen, by=by, **changes)
    audit.record(by, "rating.decide", candidate, on=on, fields=list(marks))
    return candidate


# --- Parts ------------------------------------------------------------------------------------------------------------


def _decide(
    locked: Round,
    choices: Sequence[Choice],
    decided_on: date,
    overrides: Mapping[UUID, str],
    regime: Regime,
    *,
    by: Person,
    on: date,
) -> None:
    """Keep the levels, the ratings of the year and the counts; refuse what passes the cap. The round is locked."""
    if not first_day(locked.year, locked.quarter) <= decided_on <= on:
        words = _("The day of the decision lies in the year rated or after it, and not after today: %(day)s.")
        raise ValidationError({"decided_on": words % {"day": dates.dmy(decided_on)}})
    for choice in choices:
        if choice.level not in Level.values:
            raise ValidationError({"level": _("Choose a level.")})
    steps = [
        (counted_as(choice.candidate.state, choice.candidate.level), counted_as(CandidateState.DECIDED, choice.level))
        for choice in choices
    ]
    if not locked.quarter:
        _keep_ratings(locked, choices, decided_on, by=by)
    plain: dict[str, list[Candidate]] = {}
    for choice in choices:
        override = overrides.get(choice.candidate.pk, "")
        if choice.answer or override or choice.seen is not None:
            _keep(choice, decided_on, override, by=by, on=on)
        else:
            plain.setdefault(choice.level, []).append(choice.candidate)
    for level, candidates in plain.items():
        saving.move_many(
            candidates, CANDIDATE_MOVES, "decide", by=by, level=level, decided_on=decided_on, decided_by=by, answer="",
            answered_by=None, answered_on=None, override_reason="",
        )  # fmt: skip
    counts = save_counts(locked, steps)
    check_cap(locked, counts, regime)


def _keep_ratings(locked: Round, choices: Sequence[Choice], decided_on: date, *, by: Person) -> None:
    """Move the ratings of the year that there are, make those that there are not."""
    pks = [choice.candidate.pk for choice in choices]
    known = {row.candidate_id: row for row in Rating.objects.filter(candidate__in=pks)}  # unscoped: of the round
    new = []
    for choice in choices:
        rating = known.get(choice.candidate.pk)
        if rating is not None:
            changes: dict[str, Any] = {"level": choice.level, "not_rated_reason": "", "decided_on": decided_on}
            saving.update(rating, seen=rating.version, by=by, **changes)
            continue
        new.append(
            Rating(
                candidate=choice.candidate,
                subject=locked.subject,
                unit_id=choice.candidate.unit_id,
                decided_by=locked.unit,
                member_id=choice.candidate.member_id,
                year=locked.year,
                level=choice.level,
                decided_on=decided_on,
            )
        )
    key = ("member_id", "year") if locked.subject == Subject.MEMBER else ("unit_id", "year")
    refuse_doubles(new, key, Rating, subject=locked.subject)
    Rating.objects.bulk_create(new, batch_size=500)


def _keep(choice: Choice, decided_on: date, override: str, *, by: Person, on: date) -> None:
    answer = text.clean(choice.answer)
    saving.move(
        choice.candidate,
        CANDIDATE_MOVES,
        "decide",
        by=by,
        seen=choice.seen,
        level=choice.level,
        decided_on=decided_on,
        decided_by=by,
        answer=answer,
        answered_by=by if answer else None,
        answered_on=on if answer else None,
        override_reason=override,
    )
