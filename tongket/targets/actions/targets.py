"""Setting targets, giving them down, entering what came of them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import numbers, text
from tongket.core.compare import Comparator
from tongket.figures.declare import REGISTRY
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit
from tongket.targets import queries
from tongket.targets.models import Target, TargetResult
from tongket.targets.rules import MOVES, State, state_of, sum_differs

FIRST_YEAR, LAST_YEAR = 1930, 2100
LARGEST = Decimal(10) ** 10
TARGET_FIELDS = (
    "key", "label", "comparator", "value", "measure", "is_share", "is_main", "weight", "order", "field", "carrier",
)  # fmt: skip
RESOLUTION = ("resolution_number", "resolution_on")


# --- Targets ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_target(
    unit: Unit,
    *,
    year: int,
    key: str = "",
    label: str,
    comparator: str,
    value: Decimal | int,
    measure: str = "",
    is_share: bool = False,
    is_main: bool = False,
    weight: int | None = 1,
    order: int = 0,
    field: str = "",
    carrier: str = "",
    resolution_number: str = "",
    resolution_on: date | None = None,
    by: Person,
    on: date,
) -> Target:
    """Set a target of a unit for a year: valid with the number and day of a resolution, else a draft (R-TGT-07).

    key: a figure, or "" where the result will be entered by hand; value: a count or, with `is_share`, percent.
    Raises NotAllowed, ValidationError.
    """
    access.require(by, "target.write", unit, on=on)
    target = Target(
        unit=unit,
        year=_year(year),
        resolution_number=text.clean(resolution_number),
        resolution_on=resolution_on,
        state=state_of(text.clean(resolution_number), resolution_on),
        **_target_values(
            key=key,
            label=label,
            comparator=comparator,
            value=value,
            measure=measure,
            is_share=is_share,
            is_main=is_main,
            weight=weight,
            order=order,
            field=field,
            carrier=carrier,
        ),
    )
    validate.not_in_future(resolution_on, "resolution_on", on=on)
    no_second(target)
    target.save(force_insert=True)
    audit.record(by, "target.write", target, on=on, fields={"label": target.label, "value": str(target.value)})
    return target


@transaction.atomic
def correct(
    target: Target, *, because: str, paper: str = "", seen: int, by: Person, on: date, **changes: Any
) -> Target:
    """Correct what was written of a target: names of TARGET_FIELDS, and of RESOLUTION where it is valid.

    because, paper: as correcting.correct takes them. Raises NotAllowed, WrongState, ValidationError, Conflict.
    """
    access.require(by, "target.write", target, on=on)
    if target.state == State.DROPPED:
        raise saving.wrong_state(target, "correct")
    old = {name: getattr(target, name) for name in TARGET_FIELDS}
    checked = _target_values(**{**old, **{name: changes[name] for name in TARGET_FIELDS if name in changes}})
    if target.state == State.VALID:
        checked |= _resolution(target, changes, on=on)
    no_second(Target(pk=target.pk, unit=target.unit, year=target.year, state=target.state, **checked))
    return correcting.correct(
        target,
        verb="target.write",
        because=because,
        paper=paper,
        counted_on=[last_day(target)],
        seen=seen,
        by=by,
        on=on,
        **checked,
    )


def last_day(target: Target) -> date:
    """The day by which what was issued of its year may have counted a target."""
    return date(target.year, 12, 31)


def _resolution(target: Target, changes: dict[str, Any], *, on: date) -> dict[str, Any]:
    number = text.clean(changes.get("resolution_number", target.resolution_number))
    day = changes.get("resolution_on", target.resolution_on)
    if not number:
        raise ValidationError({"resolution_number": _("Name the resolution: its number and symbol.")})
    if day is None:
        raise ValidationError({"resolution_on": _("Enter the day of the resolution.")})
    validate.not_in_future(day, "resolution_on", on=on)
    return {"resolution_number": number, "resolution_on": day}


@transaction.atomic
def adopt(unit: Unit, *, year: int, resolution_number: str, resolution_on: date, by: Person, on: date) -> list[Target]:
    """Make the drafts of a unit and year valid by a resolution (R-TGT-07).

    Raises NotAllowed, ValidationError (no drafts), Conflict.
    """
    access.require(by, "target.write", unit, on=on)
    number = text.clean(resolution_number)
    if not number:
        raise ValidationError({"resolution_number": _("Name the resolution: its number and symbol.")})
    validate.not_in_future(resolution_on, "resolution_on", on=on)
    drafts = list(
        Target.objects.filter(unit=unit, year=year, state=State.DRAFT).order_by("order")
    )  # unscoped: required
    if not drafts:
        raise ValidationError(_("The unit has no draft targets for %(year)s.") % {"year": year})
    for target in drafts:
        saving.move(target, MOVES, "adopt", by=by, resolution_number=number, resolution_on=resolution_on)
        audit.record(by, "target.write", target, on=on, fields={"state": State.VALID, "resolution_number": number})
    return drafts


@transaction.atomic
def draft_next_year(unit: Unit, *, year: int, by: Person, on: date) -> list[Target]:
    """Copy the targets of `year` as drafts into the next one, but for those that are there (R-TGT-07).

    Raises NotAllowed, ValidationError: nothing to copy.
    """
    access.require(by, "target.write", unit, on=on)
    known = {target.key or target.label for target in queries.targets(unit, year + 1)}
    copied = [
        Target(unit=unit, year=_year(year + 1), **{name: getattr(target, name) for name in TARGET_FIELDS})
        for target in queries.targets(unit, year)
        if (target.key or target.label) not in known
    ]
    if not copied:
        raise ValidationError(_("There is nothing of %(year)s to carry over.") % {"year": year})
    Target.objects.bulk_create(copied)
    audit.record(by, "target.write", unit, on=on, fields={"drafts": len(copied), "year": year + 1})
    return copied


@transaction.atomic
def enter_result(
    target: Target,
    *,
    result: Decimal | int | None,
    note: str = "",
    as_of_on: date | None = None,
    seen: int | None = None,
    by: Person,
    on: date,
) -> Target:
    """Enter what has come of a target that no figure counts, as of a day; the last day's is the target's result.

    note: the paper that shows it; as_of_on: by default `on`; a day entered again is replaced, None takes all back.
    Raises NotAllowed, WrongState (dropped), ValidationError, Conflict.
    """
    access.require(by, "target.write", target, on=on)
    if target.state == State.DROPPED:
        raise saving.wrong_state(target, "enter the result")
    if queries.is_countable(target.key):
        raise ValidationError(_("This result is counted from records; it is not entered by hand."))
    day, evidence = as_of_on or on, text.clean(note)
    validate.not_in_future(day, "as_of_on", on=on)
    exact = None if result is None else amount(result, "result")
    entries = TargetResult.objects.filter(target=target)
    for entry in entries if exact is None else entries.filter(as_of_on=day):
        saving.remove(entry, by=by, because="")
    if exact is not None:
        TargetResult.objects.create(unit_id=target.unit_id, target=target, as_of_on=day, value=exact, evidence=evidence)
    last = entries.order_by("-as_of_on").first()
    changes: dict[str, Any] = {
        "result": last.value if last else None,
        "result_note": last.evidence if last else evidence,
    }
    saving.update(target, seen=target.version if seen is None else seen, by=by, **changes)
    entered = {"result": "" if exact is None else str(exact), "as_of_on": day.isoformat()}
    audit.record(by, "target.write", target, on=on, fields=entered)
    return target


@transaction.atomic
def give_down(
    target: Target, shares: Mapping[Unit, Decimal], *, reason: str = "", by: Person, on: date
) -> list[Target]:
    """Give a target down to units directly under its unit, each with its own value, by the same resolution.

    What was given to a unit before is changed, to a unit that is left out it is dropped. A unit that has set itself a
    target for the same figure carries the higher of the two. reason: why the values do not
    add up to the target, where they do not (a share in percent is never added up). Raises NotAllowed, WrongState,
    ValidationError. Source: R-TGT-01.
    """
    access.require(by, "target.write", target, on=on)
    if target.state == State.DROPPED:
        raise saving.wrong_state(target, "give down")
    values = {unit: amount(value, "shares") for unit, value in shares.items()}
    _check_shares(target, values, text.clean(reason))
    given: list[Target] = []
    known = {row.unit_id: row for row in queries.given_down(target)}
    own = queries.own_of(target, values)
    for unit, value in values.items():
        old = known.pop(unit.pk, None) or own.get(unit.pk)
        if old is not None:
            carried = value if old.given_by_id else max(old.value, value)
            if (old.value, old.given_by_id) != (carried, target.pk):
                saving.update(old, seen=old.version, by=by, value=carried, given_by=target)
            given.append(old)
            continue
        fields = {name: getattr(target, name) for name in TARGET_FIELDS} | {
            "value": value,
            "is_main": False,
            "carrier": "",
        }
        row = Target(
            unit=unit,
            year=target.year,
            state=target.state,
            resolution_number=target.resolution_number,
            resolution_on=target.resolution_on,
            given_by=target,
            **fields,
        )
        no_second(row)
        row.save(force_insert=True)
        given.append(row)
    for left_out in known.values():
        note = _("taken back by %(unit)s") % {"unit": target.unit.place.short_name}
        saving.move(left_out, MOVES, "drop", by=by, result_note=note)
    audit.record(
        by, "target.write", target, on=on, fields={"given_to": len(given), "sum": str(sum(values.values(), Decimal(0)))}
    )
    return given


def _check_shares(target: Target, values: Mapping[Unit, Decimal], reason: str) -> None:
    if not values:
        raise ValidationError({"shares": _("Choose at least one unit to carry the target.")})
    strangers = [unit for unit in values if unit.place.parent_id != target.unit_id or not unit.place.is_living]
    if strangers:
        raise ValidationError(
            {"shares": _("%(unit)s does not stand directly under the unit.") % {"unit": strangers[0].place.short_name}}
        )
    if target.is_share:
        if any(value > 100 for value in values.values()):
            raise ValidationError({"shares": _("A share lies between 0 and 100 percent.")})
        return
    difference = sum_differs(target.value, values.values(), target.comparator)
    if difference is not None and not reason:
        raise ValidationError(
            {
                "reason": _(
                    "Together the units carry %(sum)s, the target is %(value)s: correct the numbers, or say why they "
                    "differ."
                )
                % {
                    "sum": numbers.number(target.value + difference),
                    "value": numbers.number(target.value),
                }
            }
        )


@transaction.atomic
def drop(target: Target, *, note: str, by: Person, on: date) -> Target:
    """Drop a target with the consent of who set it; the note says by whom.

    Raises NotAllowed, WrongState, ValidationError.
    """
    access.require(by, "target.write", target, on=on)
    note = text.clean(note)
    if not note:
        raise ValidationError({"note": _("Say who consented, by which paper.")})
    saving.move(target, MOVES, "drop", by=by, result_note=note)
    audit.record(by, "target.write", target, on=on, fields={"state": State.DROPPED})
    return target


def _target_values(
    *,
    key: str,
    label: str,
    comparator: str,
    value: Decimal | int,
    measure: str,
    is_share: bool,
    is_main: bool,
    weight: int | None,
    order: int,
    field: str,
    carrier: str,
) -> dict[str, Any]:
    label = text.clean(label)
    if not label:
        raise ValidationError({"label": _("Say what is to be reached.")})
    if comparator not in Comparator.values:
        raise ValidationError({"comparator": _("Choose how the target is meant.")})
    if key and key not in REGISTRY:
        raise ValidationError({"key": _("There is no figure “%(key)s”.") % {"key": key}})
    if key and not queries.is_countable(key):
        raise ValidationError({"key": _("This figure is restricted: its result is entered by hand.")})
    if key and REGISTRY[key].measure.is_share != is_share:
        raise ValidationError({"is_share": _("The figure and the target must both be a share, or both a number.")})
    exact = amount(value, "value")
    if is_share and exact > 100:
        raise ValidationError({"value": _("A share lies between 0 and 100 percent.")})
    return {
        "key": key,
        "label": label,
        "comparator": comparator,
        "value": exact,
        "measure": "%" if is_share else text.clean(measure),
        "is_share": is_share,
        "is_main": is_main,
        "weight": weight or 1,
        "order": order,
        "field": text.clean(field),
        "carrier": text.clean(carrier),
    }


def amount(value: Decimal | int, field: str) -> Decimal:
    exact = Decimal(value)
    if not 0 <= exact < LARGEST:
        raise ValidationError({field: _("Enter a number of 0 or more.")})
    return exact


def no_second(target: Target) -> None:
    if not target.key:
        return
    same = Target.objects.filter(unit=target.unit, year=target.year, key=target.key).exclude(
        pk=target.pk
    )  # unscoped: required
    if same.exclude(state=State.DROPPED).exists():
        raise ValidationError({"key": _("The unit has a target for this figure and year already.")})


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError({"year": _("%(year)s is no year to plan for.") % {"year": year}})
    return year
