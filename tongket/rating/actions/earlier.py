"""Levels of earlier years out of a file: looked at row by row, recorded all or none, taken back as a whole (S-38)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from tongket.core import clock, text
from tongket.members.models import Member, Spell
from tongket.org import access, audit, saving
from tongket.org.models import SHEET_MOVES, Person, Unit
from tongket.rating.actions.levels import NewRating, record_earlier
from tongket.rating.models import EarlierSheet, Rating
from tongket.rating.queries import earlier as earlier_queries
from tongket.rating.rules import Subject

MOST_ROWS = 2_000
VERB = "rating.decide"


@transaction.atomic
def take_sheet(
    unit: Unit, *, subject: str, source: str, rows: list[dict[str, Any]], file_name: str, by: Person, on: date
) -> EarlierSheet:
    """Keep the rows that were read from a file, to be looked at; nothing is recorded yet (S-38). Raises NotAllowed,
    ValidationError.
    """
    access.require(by, VERB, unit, on=on)
    if len(rows) > MOST_ROWS:
        raise ValidationError({"file": _("More than %(most)s rows: send the file in parts.") % {"most": MOST_ROWS}})
    if subject not in Subject.values:
        raise ValidationError({"subject": _("Please choose from the list.")})
    paper = text.clean(source)
    if not paper:
        raise ValidationError({"source": _("Name the paper that an earlier level is taken from.")})
    sheet = EarlierSheet.objects.create(
        unit=unit, subject=subject, source=paper, rows=rows, file_name=text.clean(file_name)[:120], entered_by=by,
        entered_at=clock.now(),
    )  # fmt: skip
    audit.record(by, VERB, sheet, on=on, fields=["rows"])
    return sheet


@transaction.atomic
def answer_sheet(
    sheet: EarlierSheet, answers: Mapping[str, Mapping[str, str]], *, seen: int, by: Person, on: date
) -> EarlierSheet:
    """Keep what was typed for rows in doubt. Raises NotAllowed, WrongState, Conflict."""
    access.require(by, VERB, sheet, on=on)
    merged = {**sheet.answers, **{row: {**sheet.answers.get(row, {}), **typed} for row, typed in answers.items()}}
    return saving.move(sheet, SHEET_MOVES, "answer", by=by, seen=seen, answers=merged)


@transaction.atomic
def save_sheet(sheet: EarlierSheet, *, seen: int, by: Person, on: date) -> EarlierSheet:
    """Record all levels of a sheet. A member's level stands in the cell where they were at the end of that year, as far
    as the roll knows, else in their cell of now; the day of the decision is the last of the year, where it is over.

    Raises NotAllowed, WrongState, Conflict, ValidationError while a row is in doubt.
    """
    access.require(by, VERB, sheet, on=on)
    planned = earlier_queries.planned(sheet, on)
    if any(row.doubts for row in planned) or not any(row.levels for row in planned):
        raise ValidationError(_("Nothing was saved: some rows are still in doubt."))
    keys = [row.whose.key for row in planned if row.whose is not None]
    members: dict[str, Member] = {}
    units: dict[str, Unit] = {}
    if sheet.subject == Subject.MEMBER:
        rows = Member.objects.filter(pk__in=keys).select_related("unit__place")  # unscoped: as found before
        members = {str(member.pk): member for member in rows}
    else:
        units = {str(unit.pk): unit for unit in Unit.objects.filter(pk__in=keys).select_related("place")}
    cells = _cells_at_year_ends(members)
    new = [
        NewRating(
            unit=cells.get((key, level.year), members[key].unit) if key in members else units[key],
            year=level.year,
            level=level.level,
            not_rated_reason=level.not_rated_reason,
            decided_on=min(on, date(level.year, 12, 31)),
            member=members.get(key),
            source=level.source,
        )
        for row in planned
        if row.whose is not None
        for key in [row.whose.key]
        for level in row.levels
    ]
    made = record_earlier(new, by=by, on=on)
    return saving.move(sheet, SHEET_MOVES, "save", by=by, seen=seen, made={str(row.pk): row.version for row in made})


@transaction.atomic
def undo_sheet(sheet: EarlierSheet, *, seen: int, by: Person, on: date) -> EarlierSheet:
    """Take back all levels that a sheet recorded, while none has been changed or rested on. Raises NotAllowed,
    ValidationError, WrongState, Conflict.
    """
    access.require(by, VERB, sheet, on=on)
    moved = saving.move(sheet, SHEET_MOVES, "undo", by=by, seen=seen)
    ratings = list(Rating.objects.filter(pk__in=sheet.made))  # unscoped: made by a sheet that was found
    if len(ratings) < len(sheet.made) or any(row.version != sheet.made[str(row.pk)] for row in ratings):
        raise ValidationError(_("A level of the file was decided again or withdrawn since: put that right by itself."))
    because = _("the file “%(name)s” was taken back") % {"name": sheet.file_name}
    try:
        for rating in ratings:
            saving.remove(rating, by=by, because=because)
    except ProtectedError as protected:
        raise ValidationError(_("Something rests on a level of the file: take that back first.")) from protected
    audit.record(by, VERB, sheet, on=on, fields=["removed"])
    return moved


@transaction.atomic
def discard_sheet(sheet: EarlierSheet, *, seen: int, by: Person, on: date) -> EarlierSheet:
    """Forget a file that was only looked at. Raises NotAllowed, WrongState, Conflict."""
    access.require(by, VERB, sheet, on=on)
    audit.record(by, VERB, sheet, on=on, fields=["discarded"])
    return saving.move(sheet, SHEET_MOVES, "discard", by=by, seen=seen, rows=[], answers={})


def _cells_at_year_ends(members: Mapping[str, Member]) -> dict[tuple[str, int], Unit]:
    """The cell of each member at the end of the years that their spells reach."""
    spells = Spell.objects.filter(member__in=list(members.values()))  # unscoped: of members that were found
    cells = {}
    for spell in spells.select_related("unit__place"):
        last = spell.until_on.year if spell.until_on is not None else spell.from_on.year + 60
        for year in range(spell.from_on.year, last + 1):
            end = date(year, 12, 31)
            if spell.from_on <= end and (spell.until_on is None or end < spell.until_on):
                cells[str(spell.member_id), year] = spell.unit
    return cells
