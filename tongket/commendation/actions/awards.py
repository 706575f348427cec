"""Recording awards, and putting them right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongket.commendation import rules
from tongket.commendation.models import Award, EmulationModel, ThematicTopic
from tongket.commendation.queries import levels
from tongket.commendation.rules import Family, Form, Ground, Recipient, Window
from tongket.core import text
from tongket.meetings.models import Meeting
from tongket.members.models import Member
from tongket.org import access, audit, saving
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit

NEEDING_LEVELS = frozenset({Ground.STREAK, Ground.YEAR_TITLE})


@dataclass(frozen=True)
class NewAward:
    """An award as it is to be recorded; fields as in Award. Without member, model and name the unit itself is
    commended.
    """

    unit: Unit
    form: str
    ground: str
    title: str
    giver: str
    from_year: int
    to_year: int
    year: int
    decision_number: str
    decided_on: date
    member: Member | None = None
    giver_unit: Unit | None = None
    topic: ThematicTopic | None = None
    model: EmulationModel | None = None
    name: str = ""
    family: str = Family.PARTY

    @property
    def recipient(self) -> Recipient:
        if self.member is not None:
            return Recipient.MEMBER
        if self.model is not None:
            return Recipient.MODEL
        return Recipient.COLLECTIVE if self.name else Recipient.ORGANISATION

    @property
    def is_rated(self) -> bool:
        """Whether the recipient has levels by year: an award of the Party to an organisation or a member."""
        return self.family == Family.PARTY and self.recipient in {Recipient.ORGANISATION, Recipient.MEMBER}

    @property
    def window(self) -> Window:
        return Window(self.from_year, self.to_year)


@transaction.atomic
def award(
    unit: Unit,
    *,
    form: str,
    ground: str,
    title: str,
    giver: str,
    from_year: int,
    to_year: int,
    year: int,
    decision_number: str,
    decided_on: date,
    member: Member | None = None,
    giver_unit: Unit | None = None,
    topic: ThematicTopic | None = None,
    model: EmulationModel | None = None,
    name: str = "",
    family: str = Family.PARTY,
    by: Person,
    on: date,
) -> Award:
    """Record one award; as award_many."""
    new = NewAward(
        unit=unit,
        form=form,
        ground=ground,
        title=title,
        giver=giver,
        from_year=from_year,
        to_year=to_year,
        year=year,
        decision_number=decision_number,
        decided_on=decided_on,
        member=member,
        giver_unit=giver_unit,
        topic=topic,
        model=model,
        name=text.clean(name),
        family=family,
    )
    return award_many([new], by=by, on=on)[0]


@transaction.atomic
def award_many(rows: Sequence[NewAward], *, by: Person, on: date) -> list[Award]:
    """Record awards: all or none.

    The title of a year needs the level EXCELLENT in it, an award for five years EXCELLENT in all five, none of them
    awarded before (R-COM-02, -03). Raises NotAllowed; ValidationError, which names the years that are missing.
    """
    for unit in {row.unit.pk: row.unit for row in rows}.values():
        access.require(by, "award.write", unit, on=on)
    check_awards(rows, on)
    saved = save_awards(rows)
    _log(saved, by=by, on=on)
    return saved


def check_awards(rows: Sequence[NewAward], on: date) -> None:
    """Raise ValidationError where one of the awards cannot be."""
    for row in rows:
        _check(row, on)
    _check_levels(rows)


def save_awards(rows: Sequence[NewAward]) -> list[Award]:
    """Save awards that were checked."""
    saved = Award.objects.bulk_create((_award(row) for row in rows), batch_size=500)
    count_once(saved)
    return saved


def count_once(awards: Iterable[Award], *, years: Iterable[int] = ()) -> None:
    """Mark which award of each recipient counts them in a year: the first; the others count as awards alone (R-COM-09).

    awards: of recipients and years that may have changed, also such as were removed; years: other years of them.
    """
    changed = list(awards)
    whose = Q(member__in=[award.member_id for award in changed if award.member_id]) | Q(
        member=None, unit__in=[award.unit_id for award in changed if not award.member_id]
    )
    in_years = {award.year for award in changed} | set(years)
    seen: set[tuple[Any, ...]] = set()
    wrong = []
    rows = Award.objects.filter(whose, year__in=in_years)  # unscoped: which of them counts
    for award in rows.order_by("decided_on", "decision_number", "pk"):
        key = (award.year, award.member_id or (award.unit_id, award.model_id, award.name))
        if award.is_first_of_year != (key not in seen):
            award.is_first_of_year = key not in seen
            wrong.append(award)
        seen.add(key)
    Award.objects.bulk_update(wrong, ["is_first_of_year"], batch_size=200)


@transaction.atomic
def correct_award(
    award: Award, *, because: str, paper: str = "", seen: int, by: Person, on: date, **values: Any
) -> Award:
    """Correct an award; what is checked at entry is checked again. values: fields of Award.

    Raises NotAllowed, ValidationError, Conflict.
    """
    for name, value in values.items():
        if isinstance(value, str):
            values[name] = text.clean(value)
    changed = {field.name: values.get(field.name, getattr(award, field.name)) for field in fields(NewAward)}
    row = NewAward(**changed)
    _check(row, on)
    if (row.window, row.ground) != (Window(award.from_year, award.to_year), award.ground):
        _check_levels([row])
    year = award.year
    corrected = correcting.correct(
        award, verb="award.write", because=because, paper=paper, days=["decided_on"], seen=seen, by=by, on=on, **values
    )
    count_once([corrected], years=[year])
    return corrected


@transaction.atomic
def hand_over_awards(awards: Sequence[Award], *, meeting: Meeting, by: Person, on: date) -> None:
    """Record that awards which came of no case were handed over at a conference. Raises NotAllowed, ValidationError."""
    for award in awards:
        access.require(by, "award.write", award, on=on)
        if award.decided_on > meeting.held_on:
            raise ValidationError(_("Awards are handed over after the decision."))
        saving.update(award, seen=award.version, by=by, meeting=meeting, handed_over_on=meeting.held_on)
    audit.record(by, "award.write", meeting.unit, on=on, fields={"rows": len(awards)})


@transaction.atomic
def withdraw_award(award: Award, *, reason: str, by: Person, on: date) -> None:
    """Take back an award that was recorded by a slip; the nominee that it came of is no longer supported.

    Raises NotAllowed, ValidationError.
    """
    nominee = award.nominee
    correcting.withdraw(award, verb="award.write", reason=reason, days=["decided_on"], by=by, on=on)
    count_once([award])
    if nominee is not None:
        saving.update(nominee, seen=nominee.version, by=by, because=reason, is_supported=False)


# --- Parts ------------------------------------------------------------------------------------------------------------


def _check(row: NewAward, on: date) -> None:
    if row.form not in Form.values or row.ground not in Ground.values:
        raise ValidationError(_("Choose what is given, and what it is given for."))
    for name, value in (("title", row.title), ("giver", row.giver), ("decision_number", row.decision_number)):
        if not text.clean(value):
            raise ValidationError({name: _("This may not be empty.")})
    if row.decided_on > on:
        raise ValidationError({"decided_on": _("The day of the decision has not come yet.")})
    if row.from_year > row.to_year or row.to_year > row.decided_on.year:
        raise ValidationError({"to_year": _("The years come in order, and none after the decision.")})
    is_run = row.ground == Ground.STREAK
    if is_run and len(row.window.years) != rules.RUN:
        raise ValidationError(
            {"to_year": _("An award for five years is for five years: from 2015 to 2019, for example.")}
        )
    if row.ground in {Ground.YEAR, Ground.YEAR_TITLE} and row.from_year != row.to_year:
        raise ValidationError({"to_year": _("An award of the year is for one year.")})
    if row.topic is not None and row.ground != Ground.THEMATIC:
        raise ValidationError({"topic": _("Only an award on a subject has a subject.")})


def _check_levels(rows: Sequence[NewAward]) -> None:
    """The years that an award needs are EXCELLENT, and no award for five years has counted them before."""
    needing = [row for row in rows if row.ground in NEEDING_LEVELS and row.is_rated]
    if not needing:
        return
    years = range(min(row.from_year for row in needing), max(row.to_year for row in needing) + 1)
    of_units = levels.of_units({row.unit.pk for row in needing if row.member is None}, years)
    of_members = levels.of_members({row.member.pk for row in needing if row.member is not None}, years)
    for row in needing:
        history = of_units[row.unit.pk] if row.member is None else of_members[row.member.pk]
        excused = history.excused if row.ground == Ground.STREAK else ()
        missing = rules.missing_years(history.levels, row.window, excused)
        if missing:
            raise ValidationError(
                _("%(who)s was not rated excellent in %(years)s, so this award cannot be given.")
                % {"who": _name(row), "years": ", ".join(str(year) for year in missing)}
            )
        clash = next((used for used in history.used if used != row.window and used.overlaps(row.window)), None)
        if row.ground == Ground.STREAK and clash is not None:
            raise ValidationError(
                _("%(who)s was already commended for %(first)s-%(last)s: the five years are counted anew after that.")
                % {"who": _name(row), "first": clash.from_year, "last": clash.to_year}
            )


def _name(row: NewAward) -> str:
    if row.member is not None:
        return row.member.person.full_name
    return row.name or (row.model.name if row.model is not None else row.unit.place.name)


def _award(row: NewAward) -> Award:
    return Award(
        unit=row.unit,
        recipient=row.recipient,
        member=row.member,
        model=row.model,
        name=row.name,
        family=row.family,
        form=row.form,
        ground=row.ground,
        title=text.clean(row.title),
        giver=text.clean(row.giver),
        giver_unit=row.giver_unit,
        from_year=row.from_year,
        to_year=row.to_year,
        year=row.year,
        decision_number=text.clean(row.decision_number),
        decided_on=row.decided_on,
        topic=row.topic,
    )


def _log(saved: Sequence[Award], *, by: Person, on: date) -> None:
    """One audit row per unit, or about the award itself where it is one."""
    if len(saved) == 1:
        audit.record(by, "award.write", saved[0], on=on, fields=["form", "ground", "decision_number"])
        return
    counts: dict[Unit, int] = {}
    for row in saved:
        counts[row.unit] = counts.get(row.unit, 0) + 1
    for unit, count in counts.items():
        audit.record(by, "award.write", unit, on=on, fields={"rows": count})
