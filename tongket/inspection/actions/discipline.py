"""Recording decisions of discipline, complaints against them and what became of these.

A decision is never changed: a later one changes it, an answer to a complaint repeals it; what was entered by a slip is
corrected with its reason. No value of these goes into the log.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.inspection import rules
from tongket.inspection.actions.parties import Inspected
from tongket.inspection.models import DisciplineDecision
from tongket.inspection.rules import Answer, Form, Party
from tongket.members.rules import MemberState
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit
from tongket.votes.rules import Share, form_of_discipline, needed

DECISION_FIELDS = (
    "form", "ground", "decided_by", "number", "decided_on", "effective_on", "documented_on", "acted_from_on",
    "acted_to_on", "act_unit", "votes_base", "votes",
)  # fmt: skip


@transaction.atomic
def decide_discipline(
    unit: Unit,
    *,
    party: Inspected,
    form: str,
    ground: str,
    decided_by: str,
    number: str,
    decided_on: date,
    effective_on: date | None = None,
    documented_on: date | None = None,
    acted_from_on: date | None = None,
    acted_to_on: date | None = None,
    act_unit: Unit | None = None,
    votes_base: int | None = None,
    votes: Mapping[str, int] | None = None,
    corrects: DisciplineDecision | None = None,
    by: Person,
    on: date,
) -> DisciplineDecision:
    """Record a decision of discipline.

    unit: the unit of the member, or the organisation itself: it counts there, in the year of effective_on (by default
    the day of the decision). act_unit: where the act was done, by default the same. votes: by form, of votes_base who
    might vote. corrects: the decision on the same party that this one changes.
    Raises NotAllowed, FenceClosed, ValidationError. Source: R-DIS-01, R-DIS-03, R-DIS-04, R-DIS-13, R-RATE-17.
    """
    access.require(by, "discipline.write", unit, on=on)
    kind = party.party
    if kind == Party.ORGANISATION and party.unit != unit:
        raise ValidationError(_("A decision on an organisation belongs to that organisation."))
    is_probationary = party.member is not None and party.member.state == MemberState.PROBATIONARY
    values = _checked(
        kind, is_probationary, on, form=form, ground=ground, decided_by=decided_by, number=number,
        decided_on=decided_on, effective_on=effective_on, documented_on=documented_on, acted_from_on=acted_from_on,
        acted_to_on=acted_to_on, act_unit=act_unit or unit, votes_base=votes_base, votes=votes or {},
    )  # fmt: skip
    decision = DisciplineDecision.objects.create(
        unit=unit,
        party=kind,
        party_unit=party.unit,
        party_member=party.member,
        corrects=corrects,
        is_first_of_year=False,
        **values,
    )
    if corrects is not None:
        _end(corrects, decision, by)
    _count_once(decision)
    audit.record(by, "discipline.write", decision, on=on, fields=["number", "decided_on"])
    decision.refresh_from_db()
    return decision


@transaction.atomic
def correct_discipline(
    decision: DisciplineDecision, *, because: str, paper: str = "", seen: int | None = None, by: Person, on: date,
    **changes: Any,
) -> DisciplineDecision:  # fmt: skip
    """Put right what was entered otherwise than the decision says; a decision itself is changed by a later one alone.

    Raises NotAllowed, FenceClosed, Conflict, ValidationError. Source: R-DIS-13.
    """
    values = {name: changes.get(name, getattr(decision, name)) for name in DECISION_FIELDS}
    values = _checked(decision.party, False, on, **values)
    row = correcting.correct(
        decision, verb="discipline.write", because=because, paper=paper, days=["effective_on"], seen=seen, by=by,
        on=on, **values,
    )  # fmt: skip
    _count_once(row)
    return row


@transaction.atomic
def withdraw_discipline(decision: DisciplineDecision, *, reason: str, by: Person, on: date) -> None:
    """Remove a decision that was entered by mistake. Raises NotAllowed, FenceClosed, ValidationError."""
    before = decision.corrects
    correcting.withdraw(decision, verb="discipline.write", reason=reason, days=["effective_on"], by=by, on=on)
    if before is not None:
        saving.update(before, seen=before.version, by=by, because=reason, ended_on=None)
    _count_once(before or decision)


@transaction.atomic
def note_complaint(decision: DisciplineDecision, *, complained_on: date, by: Person, on: date) -> DisciplineDecision:
    """Note that a complaint against a decision was received; the decision holds meanwhile, and nothing of what the
    complaint says is kept.

    Raises NotAllowed, FenceClosed, ValidationError. Source: R-DIS-08, R-DAT-03.
    """
    access.require(by, "discipline.write", decision, on=on)
    validate.not_in_future(complained_on, "complained_on", on=on)
    if complained_on < decision.effective_on:
        raise ValidationError({"complained_on": _("The decision took effect after that day.")})
    if decision.complained_on is not None or decision.ended_on is not None:
        raise ValidationError(_("A complaint was noted already, or the decision has ended."))
    saving.update(decision, seen=decision.version, by=by, complained_on=complained_on)
    audit.record(by, "discipline.write", decision, on=on, fields=["complained_on"])
    return decision


@transaction.atomic
def answer_complaint(
    decision: DisciplineDecision, *, answer: str, answer_number: str, answered_on: date, by: Person, on: date
) -> DisciplineDecision:
    """Record what became of a complaint. Where another form was decided, that is a decision of its own afterwards; one
    that was repealed counts no more from that day.

    Raises NotAllowed, FenceClosed, ValidationError. Source: R-DIS-08, R-DIS-13.
    """
    access.require(by, "discipline.write", decision, on=on)
    validate.not_in_future(answered_on, "answered_on", on=on)
    if decision.complained_on is None or decision.answer:
        raise ValidationError(_("There is no complaint that waits for its answer."))
    if answered_on < decision.complained_on:
        raise ValidationError({"answered_on": _("The complaint was received after that day.")})
    number = text.clean(answer_number)
    if not number:
        raise ValidationError({"answer_number": _("Enter the number of the paper.")})
    ended: dict[str, Any] = {"ended_on": answered_on} if answer == Answer.REPEALED else {}
    saving.update(
        decision, seen=decision.version, by=by, answer=answer, answer_number=number, answered_on=answered_on, **ended
    )
    _count_once(decision)
    audit.record(by, "discipline.write", decision, on=on, fields=["answer"])
    return decision


@transaction.atomic
def take_back_complaint(decision: DisciplineDecision, *, reason: str, by: Person, on: date) -> DisciplineDecision:
    """Remove complaint and answer that were noted by a slip. Raises NotAllowed, FenceClosed, ValidationError."""
    access.require(by, "discipline.write", decision, on=on)
    if decision.complained_on is None or decision.corrected_by.exists():
        raise ValidationError(_("There is no complaint, or a later decision rests on it."))
    nothing: dict[str, Any] = {"complained_on": None, "answered_on": None, "answer": "", "answer_number": ""}
    saving.update(decision, seen=decision.version, by=by, because=validate.reason(reason), ended_on=None, **nothing)
    _count_once(decision)
    audit.record(by, "discipline.write", decision, on=on, fields=["complained_on", "answer"])
    return decision


# --- Parts ------------------------------------------------------------------------------------------------------------


def _checked(party: str, is_probationary: bool, on: date, **values: Any) -> dict[str, Any]:
    values["number"] = text.clean(values["number"])
    values["effective_on"] = values["effective_on"] or values["decided_on"]
    values["documented_on"] = values["documented_on"] or values["decided_on"]
    if values["form"] not in rules.forms_for(party, is_probationary=is_probationary):
        raise ValidationError({"form": _("This form of discipline cannot be applied here.")})
    if not values["number"]:
        raise ValidationError({"number": _("Enter the number of the decision.")})
    if values["decided_on"] > on:
        raise ValidationError({"decided_on": _("The day of the decision has not come yet.")})
    if values["documented_on"] < values["decided_on"]:
        raise ValidationError({"documented_on": _("The document comes after the decision.")})
    first, last = values["acted_from_on"], values["acted_to_on"]
    if (first is None) != (last is None) or (first is not None and not first <= last <= values["decided_on"]):
        raise ValidationError({"acted_to_on": _("Enter both days of the act, in their order and before the decision.")})
    values["votes"] = {str(form): int(count) for form, count in values["votes"].items() if count}
    _check_votes(values["form"], values["votes_base"], values["votes"])
    return values


def _check_votes(form: str, base: int | None, votes: Mapping[str, int]) -> None:
    """Raise ValidationError where the votes do not add up, or give another form. Source: R-DIS-03."""
    if base is None and not votes:
        return
    if base is None or base < 1:
        raise ValidationError({"votes_base": _("Enter how many might vote.")})
    if sum(votes.values()) > base:
        raise ValidationError({"votes_base": _("There are more votes than those who might vote.")})
    counts = {Form(name): count for name, count in votes.items()}
    by_votes = form_of_discipline(counts, list(reversed(Form)), needed=needed(Share.OVER_HALF, base))
    if by_votes is None:
        raise ValidationError({"votes_base": _("No form has more than half, even with all votes together.")})
    if by_votes != form:
        words = _("By the votes the form is: %(form)s.")
        raise ValidationError({"form": words % {"form": by_votes.label}})


def _end(before: DisciplineDecision, after: DisciplineDecision, by: Person) -> None:
    """A later decision changes an earlier one."""
    if (before.party_unit_id, before.party_member_id) != (after.party_unit_id, after.party_member_id):
        raise ValidationError(_("A decision is changed by one on the same organisation or member."))
    if before.ended_on is not None:
        raise ValidationError(_("This decision was changed or repealed already."))
    if after.effective_on < before.effective_on:
        words = _("The decision that it changes took effect on %(day)s.")
        raise ValidationError({"effective_on": words % {"day": dates.dmy(before.effective_on)}})
    saving.update(before, seen=before.version, by=by, ended_on=after.effective_on)


def _count_once(decision: DisciplineDecision) -> None:
    """Let each party count once a year, by its first decision that did not end within the year. Source: R-DIS-13."""
    rows = DisciplineDecision.objects.filter(  # unscoped: derived columns of one party
        party_unit=decision.party_unit_id, party_member=decision.party_member_id
    ).order_by("effective_on", "decided_on", "pk")
    counted_years: set[int] = set()
    for row in rows:
        year = row.effective_on.year
        is_counted = row.ended_on is None or row.ended_on.year != year
        is_first = is_counted and year not in counted_years
        if is_counted:
            counted_years.add(year)
        if (row.is_counted, row.is_first_of_year) != (is_counted, is_first):
            rows.model.objects.filter(pk=row.pk).update(is_counted=is_counted, is_first_of_year=is_first)
