"""Recording mass organisations and agencies, and what they were given by others; put right like everything else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.org import access, audit, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit
from tongket.rating import rules
from tongket.rating.actions.parts import log, refuse_doubles, units_of
from tongket.rating.models import AgencyTitle, BodyKind, BodyMembers, MassOrganisationLevel, RecordedBody
from tongket.rating.rules import Level

VERB = "recorded.write"


@dataclass(frozen=True)
class NewMassLevel:
    """What a mass organisation got from its superior; level "" where its own words are known (rules.level_of_union)."""

    unit: Unit
    kind: str
    name: str
    year: int
    level_text: str
    document: str
    level: str = ""
    is_applicable: bool = True


@transaction.atomic
def record_mass(rows: Sequence[NewMassLevel], *, by: Person, on: date) -> list[MassOrganisationLevel]:
    """Record levels of mass organisations; one that is not known yet is named by it. Raises NotAllowed,
    ValidationError. Source: R-MAS-01, R-MAS-02.
    """
    for unit in units_of(row.unit for row in rows):
        access.require(by, VERB, unit, on=on)
    if any(row.kind not in BodyKind.values or row.kind == BodyKind.AGENCY for row in rows):
        raise ValidationError({"kind": _("Please choose from the list.")})
    checked = [_level(row.level_text, row.level, row.document, is_applicable=row.is_applicable) for row in rows]
    bodies = _bodies((row.unit, row.kind, row.name) for row in rows)
    made = [
        MassOrganisationLevel(body=bodies[_key(row.unit, row.kind, row.name)], unit=row.unit, year=row.year, **values)
        for row, values in zip(rows, checked, strict=True)
    ]
    refuse_doubles(made, ("body_id", "year"), MassOrganisationLevel)
    saved = MassOrganisationLevel.objects.bulk_create(made, batch_size=500)
    log(VERB, saved, by=by, on=on)
    return saved


@dataclass(frozen=True)
class NewTitle:
    """Whether an agency was recognised for a title. name: of the agency; empty: by its unit (rules.agency_name)."""

    unit: Unit
    kind: str
    year: int
    is_recognised: bool
    document: str = ""
    name: str = ""
    is_applicable: bool = True


@transaction.atomic
def record_titles(rows: Sequence[NewTitle], *, by: Person, on: date) -> list[AgencyTitle]:
    """Record titles of agencies. Raises NotAllowed, ValidationError. Source: R-AGY-01, R-AGY-02, R-AGY-03."""
    for unit in units_of(row.unit for row in rows):
        access.require(by, VERB, unit, on=on)
    checked = [_title(row.is_recognised, row.document, is_applicable=row.is_applicable) for row in rows]
    named = [(row.unit, str(BodyKind.AGENCY), row.name or rules.agency_name(row.unit.place.name)) for row in rows]
    bodies = _bodies(named)
    made = [
        AgencyTitle(body=bodies[_key(*name)], unit=row.unit, kind=row.kind, year=row.year, **values)
        for row, name, values in zip(rows, named, checked, strict=True)
    ]
    refuse_doubles(made, ("body_id", "kind", "year"), AgencyTitle)
    saved = AgencyTitle.objects.bulk_create(made, batch_size=500)
    log(VERB, saved, by=by, on=on)
    return saved


# --- The bodies themselves --------------------------------------------------------------------------------------------


@transaction.atomic
def correct_body(
    body: RecordedBody, *, name: str, ended_on: date | None, because: str, seen: int, by: Person, on: date
) -> RecordedBody:
    """Rename a body, or say when it ended. Raises NotAllowed, ValidationError, Conflict."""
    named = text.clean(name)
    if not named:
        raise ValidationError({"name": _("Write the name.")})
    validate.not_in_future(ended_on, "ended_on", on=on)
    others = RecordedBody.objects.filter(unit=body.unit, kind=body.kind, name=named)  # unscoped: a check
    if others.exclude(pk=body.pk).exists():
        raise ValidationError({"name": _("The unit has one of this kind and name already.")})
    return correcting.correct(body, verb=VERB, because=because, seen=seen, by=by, on=on, name=named, ended_on=ended_on)


@transaction.atomic
def withdraw_body(body: RecordedBody, *, reason: str, by: Person, on: date) -> None:
    """Take out a body that was named by a slip, while nothing is recorded of it. Raises NotAllowed, ValidationError."""
    correcting.withdraw(body, verb=VERB, reason=reason, by=by, on=on)


@transaction.atomic
def count_members(body: RecordedBody, *, year: int, members: int, by: Person, on: date) -> BodyMembers:
    """Record how many members a mass organisation had at the end of a year. Raises NotAllowed, ValidationError."""
    access.require(by, VERB, body, on=on)
    _check_count(body, year, on=on)
    counted = BodyMembers.objects.create(body=body, unit=body.unit, year=year, members=members)
    audit.record(by, VERB, body, on=on, fields=["members"])
    return counted


@transaction.atomic
def correct_members(
    counted: BodyMembers, *, year: int, members: int, because: str, seen: int, by: Person, on: date
) -> BodyMembers:
    """Correct a number of members. Raises NotAllowed, ValidationError, Conflict."""
    _check_count(counted.body, year, on=on, but=counted)
    return correcting.correct(counted, verb=VERB, because=because, seen=seen, by=by, on=on, year=year, members=members)


@transaction.atomic
def withdraw_members(counted: BodyMembers, *, reason: str, by: Person, on: date) -> RecordedBody:
    """Take back a number of members. Raises NotAllowed, ValidationError."""
    body = counted.body
    correcting.withdraw(counted, verb=VERB, reason=reason, by=by, on=on)
    return body


# --- Put right --------------------------------------------------------------------------------------------------------


@transaction.atomic
def correct_level(
    row: MassOrganisationLevel, *, level_text: str, level: str = "", document: str, is_applicable: bool = True,
    because: str, paper: str = "", seen: int, by: Person, on: date,
) -> MassOrganisationLevel:  # fmt: skip
    """Correct a recorded level. Raises NotAllowed, ValidationError, Conflict."""
    values = _level(level_text, level, document, is_applicable=is_applicable)
    return correcting.correct(
        row,
        verb=VERB,
        because=because,
        paper=paper,
        counted_on=[_last_day(row.year)],
        seen=seen,
        by=by,
        on=on,
        **values,
    )


@transaction.atomic
def withdraw_level(row: MassOrganisationLevel, *, reason: str, by: Person, on: date) -> RecordedBody:
    """Take back a recorded level. Raises NotAllowed, ValidationError."""
    body = row.body
    correcting.withdraw(row, verb=VERB, reason=reason, counted_on=[_last_day(row.year)], by=by, on=on)
    return body


@transaction.atomic
def correct_title(
    row: AgencyTitle, *, is_recognised: bool, document: str = "", is_applicable: bool = True, because: str,
    paper: str = "", seen: int, by: Person, on: date,
) -> AgencyTitle:  # fmt: skip
    """Correct a recorded title. Raises NotAllowed, ValidationError, Conflict."""
    values = _title(is_recognised, document, is_applicable=is_applicable)
    return correcting.correct(
        row,
        verb=VERB,
        because=because,
        paper=paper,
        counted_on=[_last_day(row.year)],
        seen=seen,
        by=by,
        on=on,
        **values,
    )


@transaction.atomic
def withdraw_title(row: AgencyTitle, *, reason: str, by: Person, on: date) -> RecordedBody:
    """Take back a recorded title. Raises NotAllowed, ValidationError."""
    body = row.body
    correcting.withdraw(row, verb=VERB, reason=reason, counted_on=[_last_day(row.year)], by=by, on=on)
    return body


# --- Parts ------------------------------------------------------------------------------------------------------------

Key = tuple[UUID, str, str]


def _last_day(year: int) -> date:
    return date(year, 12, 31)


def _key(unit: Unit, kind: str, name: str) -> Key:
    return unit.pk, str(kind), text.fold(name)


def _bodies(named: Iterable[tuple[Unit, str, str]]) -> dict[Key, RecordedBody]:
    """The bodies of these names, those that are not known yet made; a name is known whatever its marks and case."""
    wanted = {_key(*one): one for one in named}
    units = [unit.pk for unit, _kind, _name in wanted.values()]
    known = {
        _key(body.unit, body.kind, body.name): body
        for body in RecordedBody.objects.filter(unit__in=units).select_related("unit")  # unscoped: checked by callers
    }
    new = []
    for key, (unit, kind, name) in wanted.items():
        if not key[2]:
            raise ValidationError({"name": _("Write the name.")})
        if key not in known:
            new.append(RecordedBody(unit=unit, kind=kind, name=text.clean(name)))
    for body in RecordedBody.objects.bulk_create(new, batch_size=500):
        known[_key(body.unit, body.kind, body.name)] = body
    return known


def _level(level_text: str, level: str, document: str, *, is_applicable: bool) -> dict[str, Any]:
    """The values of a recorded level, checked."""
    words, paper = text.clean(level_text), text.clean(document)
    if not is_applicable:
        return {"is_applicable": False, "level_text": "", "level": "", "document": paper}
    known = level or rules.level_of_union(words)
    if not known or known not in Level.values:
        raise ValidationError(
            {"level": _("“%(words)s” is not a known level: choose which of our four it is.") % {"words": words}}
        )
    if not paper:
        raise ValidationError({"document": _("Name the paper that says so.")})
    return {"is_applicable": True, "level_text": words, "level": known, "document": paper}


def _title(is_recognised: bool, document: str, *, is_applicable: bool) -> dict[str, Any]:
    paper = text.clean(document)
    if is_recognised and not is_applicable:
        raise ValidationError({"is_recognised": _("Who cannot apply for a title is not recognised.")})
    if is_recognised and not paper:
        raise ValidationError({"document": _("Name the paper that says so.")})
    return {"is_applicable": is_applicable, "is_recognised": is_recognised, "document": paper}


def _check_count(body: RecordedBody, year: int, *, on: date, but: BodyMembers | None = None) -> None:
    if body.kind == BodyKind.AGENCY:
        raise ValidationError(_("An agency has no members: its titles are recorded."))
    if year > on.year:
        raise ValidationError({"year": _("This time has not begun yet.")})
    others = body.members.exclude(pk=but.pk) if but is not None else body.members.all()
    if others.filter(year=year).exists():
        raise ValidationError({"year": _("The number for this year is recorded already.")})
