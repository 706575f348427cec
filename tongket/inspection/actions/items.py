"""The programme of a year: its items are planned, opened, postponed or dropped, carried out, concluded and closed.

No value of these goes into the log.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.inspection import queries, rules
from tongket.inspection.actions.parties import Inspected, add_parties, check_new_parties
from tongket.inspection.models import InspectedParty, ProgrammeItem
from tongket.inspection.rules import CASES, ENDED, MOVES, Act, State
from tongket.org import access, audit, frozen, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit
from tongket.sheets.marks import classified_mark

ITEM_FIELDS = (
    "owner", "act", "manner", "subject", "year", "due_on", "programme_number", "period_from_on", "period_to_on",
    "start_on",
)  # fmt: skip
CASE_FIELDS = ("owner", "manner", "number", "received_on", "due_on")
DONE_FIELDS = ("done_on",)


@transaction.atomic
def plan(
    unit: Unit,
    *,
    owner: str,
    act: str,
    manner: str,
    subject: str,
    year: int,
    due_on: date,
    programme_number: str = "",
    period_from_on: date | None = None,
    period_to_on: date | None = None,
    start_on: date | None = None,
    is_planned: bool = True,
    by: Person,
    on: date,
) -> ProgrammeItem:
    """Enter a regular or thematic inspection or supervision of a year.

    owner, act, manner: values of the rules. What is outside the programme needs the restricted right.
    Raises NotAllowed, FenceClosed, ValidationError. Source: R-INS-01, R-INS-02, R-INS-03.
    """
    access.require(by, "inspection.plan" if is_planned else "inspection.write", unit, on=on)
    if not rules.may_be_planned(manner):
        raise ValidationError({"manner": _("Signs of violation and complaints are entered as cases, without a theme.")})
    values = _checked(
        unit, on, owner=owner, act=act, manner=manner, subject=subject, year=year, due_on=due_on,
        programme_number=programme_number, period_from_on=period_from_on, period_to_on=period_to_on, start_on=start_on,
    )  # fmt: skip
    item = ProgrammeItem.objects.create(unit=unit, is_planned=is_planned, **values)
    audit.record(by, "inspection.plan", item, on=on, fields=["subject", "due_on"])
    return item


@transaction.atomic
def enter_case(
    unit: Unit, *, owner: str, manner: str, number: str, received_on: date, due_on: date, by: Person, on: date
) -> ProgrammeItem:
    """Enter signs of violation or a complaint: number, day, kind and state, and nothing of what it says.

    Raises NotAllowed, FenceClosed, ValidationError. Source: R-INS-07, R-DAT-03.
    """
    access.require(by, "inspection.write", unit, on=on)
    values = _checked_case(on, owner=owner, manner=manner, number=number, received_on=received_on, due_on=due_on)
    item = ProgrammeItem.objects.create(unit=unit, act=Act.INSPECTION, is_planned=False, **values)
    audit.record(by, "inspection.write", item, on=on, fields=["number", "received_on"])
    return item


@transaction.atomic
def correct(
    item: ProgrammeItem, *, because: str, paper: str = "", seen: int | None = None, by: Person, on: date, **changes: Any
) -> ProgrammeItem:
    """Put right what was entered of an item (ITEM_FIELDS or CASE_FIELDS; done_on of one that was carried out).

    Raises NotAllowed, FenceClosed, Conflict, ValidationError.
    """
    access.require(by, "inspection.write", item, on=on)
    names = CASE_FIELDS if item.is_case else ITEM_FIELDS
    values = {name: changes.get(name, getattr(item, name)) for name in names}
    values = _checked_case(on, **values) if item.is_case else _checked(item.unit, on, **values)
    if item.state in ENDED and changes.get("done_on"):
        values["done_on"] = changes["done_on"]
        check_done_on(values.get("year", item.year), values["done_on"], on)
    row = correcting.correct(
        item, verb="inspection.write", because=because, paper=paper, counted_on=[_counted_on(item)], seen=seen, by=by,
        on=on, **values,
    )  # fmt: skip
    for party in item.parties.exclude(done_on=None).exclude(done_on=row.done_on):
        saving.update(party, seen=party.version, by=by, because=because, done_on=row.done_on)
    return row


@transaction.atomic
def withdraw(item: ProgrammeItem, *, reason: str, by: Person, on: date) -> None:
    """Remove an item that was entered by mistake, with whom it named.

    Raises NotAllowed, FenceClosed, WrongState, ValidationError.
    """
    if item.state in ENDED or item.state == State.RUNNING:
        raise saving.wrong_state(item, "withdraw")
    counted = [_counted_on(item)] if item.is_planned else []
    correcting.withdraw(item, verb="inspection.write", reason=reason, counted_on=counted, by=by, on=on)


@transaction.atomic
def start(
    item: ProgrammeItem, *, opened_on: date | None = None, opening_number: str = "", by: Person, on: date
) -> ProgrammeItem:
    """Open an item by its decision; from that day its time limit runs.

    Raises NotAllowed, FenceClosed, WrongState, Conflict, ValidationError. Source: R-INS-05.
    """
    access.require(by, "inspection.write", item, on=on)
    opened = opened_on or on
    validate.not_in_future(opened, "opened_on", on=on)
    days = queries.limits_of(item.unit, opened).days(item.act, item.manner)
    saving.move(
        item, MOVES, "start", by=by, opened_on=opened, opening_number=text.clean(opening_number),
        limit_on=rules.limit_on(opened, days),
    )  # fmt: skip
    audit.record(by, "inspection.write", item, on=on, fields=["state", "opened_on"])
    return item


@transaction.atomic
def extend(item: ProgrammeItem, *, limit_on: date, extended_by: str, by: Person, on: date) -> ProgrammeItem:
    """Extend the time limit of what is under way, once, by a third at most.

    Raises NotAllowed, FenceClosed, WrongState, ValidationError. Source: R-INS-05.
    """
    access.require(by, "inspection.write", item, on=on)
    if item.state != State.RUNNING or item.opened_on is None or item.limit_on is None:
        raise saving.wrong_state(item, "extend")
    if item.extended_by:
        raise ValidationError(_("It was extended already: there is one extension."))
    number = _number(extended_by, "extended_by")
    last = rules.latest_extension(
        item.opened_on, queries.limits_of(item.unit, item.opened_on).days(item.act, item.manner)
    )
    if not item.limit_on < limit_on <= last:
        words = _("The new day lies after %(first)s and on %(last)s at the latest, a third more than the limit.")
        raise ValidationError({"limit_on": words % {"first": dates.dmy(item.limit_on), "last": dates.dmy(last)}})
    later: dict[str, Any] = (
        {"due_on": limit_on, "first_due_on": item.first_due_on or item.due_on} if limit_on > item.due_on else {}
    )
    saving.update(item, seen=item.version, by=by, limit_on=limit_on, extended_by=number, **later)
    audit.record(by, "inspection.write", item, on=on, fields=["limit_on"])
    return item


@transaction.atomic
def postpone(
    item: ProgrammeItem, *, due_on: date, decision: str, decided_on: date, why: str, by: Person, on: date
) -> ProgrammeItem:
    """Move an item that has not begun to a later day of its year, by a decision.

    Raises NotAllowed, FenceClosed, WrongState, ValidationError. Source: R-INS-03.
    """
    access.require(by, "inspection.write", item, on=on)
    if due_on <= item.due_on or due_on.year != item.year:
        words = _("The new day lies after %(day)s and in %(year)s.")
        raise ValidationError({"due_on": words % {"day": dates.dmy(item.due_on), "year": item.year}})
    values = _by_decision(decision, decided_on, why, on)
    saving.move(item, MOVES, "postpone", by=by, due_on=due_on, first_due_on=item.first_due_on or item.due_on, **values)
    audit.record(by, "inspection.write", item, on=on, fields=["state", "due_on"])
    return item


@transaction.atomic
def drop(item: ProgrammeItem, *, decision: str, decided_on: date, why: str, by: Person, on: date) -> ProgrammeItem:
    """Take an item out of the programme by a decision: it counts as planned no more.

    Raises NotAllowed, FenceClosed, WrongState, ValidationError. Source: R-INS-03.
    """
    access.require(by, "inspection.write", item, on=on)
    saving.move(item, MOVES, "drop", by=by, **_by_decision(decision, decided_on, why, on))
    audit.record(by, "inspection.write", item, on=on, fields=["state"])
    return item


@transaction.atomic
def carry_out(
    item: ProgrammeItem, *, parties: Sequence[Inspected] = (), done_on: date, by: Person, on: date
) -> list[InspectedParty]:
    """Finish an item: whom it named was inspected, and those of `parties` besides.

    Raises NotAllowed, FenceClosed, WrongState, ValidationError. Source: R-INS-01, R-INS-03.
    """
    access.require(by, "inspection.write", item, on=on)
    if item.state not in MOVES["finish"][0]:
        raise saving.wrong_state(item, "finish")
    check_new_parties(item, parties)
    if not parties and not item.is_case and not item.parties.exists():
        raise ValidationError(_("Name at least one organisation or member that was inspected."))
    check_done_on(item.year, done_on, on)
    saving.move(item, MOVES, "finish", by=by, done_on=done_on)
    rows = count_parties(item, by) + add_parties(item, parties)
    audit.record(by, "inspection.write", item, on=on, fields=["state", "done_on", "parties"])
    return rows


@transaction.atomic
def take_up(item: ProgrammeItem, *, reason: str, by: Person, on: date) -> ProgrammeItem:
    """Take back that an item was carried out, concluded or dropped: it is under way again.

    Raises NotAllowed, FenceClosed, WrongState, ValidationError.
    """
    access.require(by, "inspection.write", item, on=on)
    why = validate.reason(reason)
    frozen.require_uncounted(item.unit, [_counted_on(item)])
    saving.move(item, MOVES, "take up", by=by, because=why, done_on=None, opened_on=item.opened_on or on)
    for party in item.parties.exclude(done_on=None):
        saving.update(party, seen=party.version, by=by, because=why, done_on=None)
    audit.record(by, "inspection.write", item, on=on, fields=["state", "done_on"])
    return item


# --- Parts ------------------------------------------------------------------------------------------------------------


def count_parties(item: ProgrammeItem, by: Person) -> list[InspectedParty]:
    """Those that were named before count from the day the item was carried out on."""
    rows = list(item.parties.filter(done_on=None))
    for row in rows:
        saving.update(row, seen=row.version, by=by, done_on=item.done_on)
    return rows


def _counted_on(item: ProgrammeItem) -> date:
    """The day by which something issued has counted an item: its year's last."""
    return date(item.year, 12, 31)


def check_done_on(year: int, done_on: date, on: date, *, field: str = "done_on") -> None:
    """Raise ValidationError for a day before the year of the item, or that has not come yet."""
    if not (date(year, 1, 1) <= done_on <= on):
        words = _("The day must lie between %(first)s and today.")
        raise ValidationError({field: words % {"first": dates.dmy(date(year, 1, 1))}})


def _checked(unit: Unit, on: date, **values: Any) -> dict[str, Any]:
    values |= {name: text.clean(values[name]) for name in ("subject", "programme_number")}
    if not values["subject"]:
        raise ValidationError({"subject": _("Say what is inspected, without names of persons.")})
    if classified_mark(values["subject"]):
        raise ValidationError({"subject": _("The text carries a classification mark. Do not enter it here.")})
    if values["manner"] in CASES or not rules.may_act(values["act"], values["manner"]):
        raise ValidationError({"manner": _("For signs of violation one inspects; a supervision cannot be made.")})
    if values["due_on"].year != values["year"]:
        words = _("The day must lie in %(year)s, the year of the programme.")
        raise ValidationError({"due_on": words % {"year": values["year"]}})
    begin, first, last = values["start_on"], values["period_from_on"], values["period_to_on"]
    if begin is not None and not date(values["year"], 1, 1) <= begin <= values["due_on"]:
        raise ValidationError({"start_on": _("It starts in the year of the programme and before it is due.")})
    if (first is None) != (last is None):
        raise ValidationError({"period_to_on": _("Enter both days of the period, or none.")})
    if first is not None and last is not None:
        years = queries.limits_of(unit, on).period_years
        if first > last:
            raise ValidationError({"period_to_on": _("The period ends before it begins.")})
        if dates.months_after(first, 12 * years) < last:
            words = _("The period inspected is %(years)s years at most.")
            raise ValidationError({"period_from_on": words % {"years": years}})
    return values


def _checked_case(on: date, **values: Any) -> dict[str, Any]:
    if values["manner"] not in CASES:
        raise ValidationError({"manner": _("Regular and thematic items are entered with their theme.")})
    number, received_on = _number(values["number"], "number"), values["received_on"]
    validate.not_in_future(received_on, "received_on", on=on)
    if values["due_on"] < received_on:
        raise ValidationError({"due_on": _("It is due after the day on which it was received.")})
    return {**values, "number": number, "year": received_on.year}


def _by_decision(decision: str, decided_on: date, why: str, on: date) -> dict[str, Any]:
    validate.not_in_future(decided_on, "decided_on", on=on)
    reason = validate.reason(why, field="why")
    return {"decision": _number(decision, "decision"), "decided_on": decided_on, "why": reason}


def _number(typed: str, field: str) -> str:
    number = text.clean(typed)
    if not number:
        raise ValidationError({field: _("Enter the number of the paper.")})
    return number
