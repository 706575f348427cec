"""Recording awards, subjects of commendation and emulation movements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.commendation import queries, rules
from tongket.commendation.models import Award, Movement, ThematicTopic
from tongket.commendation.rules import Form, Ground, Recipient, Window
from tongket.core import text
from tongket.members.models import Member
from tongket.org import access, audit, saving
from tongket.org.models import Person, Unit


@dataclass(frozen=True)
class NewAward:
    """An award as it is to be recorded; fields as in Award. member None: the unit itself is commended."""

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

    @property
    def recipient(self) -> Recipient:
        return Recipient.ORGANISATION if self.member is None else Recipient.MEMBER

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
    for row in rows:
        _check(row, on)
    _check_levels(rows)
    _check_restart(rows)
    saved = Award.objects.bulk_create((_award(row) for row in rows), batch_size=500)
    _log(saved, by=by, on=on)
    return saved


@transaction.atomic
def open_topic(unit: Unit, *, year: int, name: str, order: int = 0, by: Person, on: date) -> ThematicTopic:
    """Open a subject on which the unit commends in a year. Raises NotAllowed, ValidationError."""
    access.require(by, "movement.write", unit, on=on)
    name = text.clean(name)
    if not name:
        raise ValidationError({"name": _("Say what the subject is.")})
    if ThematicTopic.objects.filter(unit=unit, year=year, name=name).exists():
        raise ValidationError({"name": _("This subject is already open in %(year)s.") % {"year": year}})
    topic = ThematicTopic.objects.create(unit=unit, year=year, name=name, order=order)
    audit.record(by, "movement.write", topic, on=on, fields=["name"])
    return topic


@transaction.atomic
def record_movement(
    unit: Unit, *, year: int, name: str, models_registered: int, models_recognised: int, by: Person, on: date
) -> Movement:
    """Record an emulation movement of a unit in a year. Raises NotAllowed, ValidationError."""
    access.require(by, "movement.write", unit, on=on)
    name = text.clean(name)
    if not name:
        raise ValidationError({"name": _("Say what the movement is called.")})
    _check_models(models_registered, models_recognised)
    if Movement.objects.filter(unit=unit, year=year, name=name).exists():
        raise ValidationError({"name": _("This movement is already recorded in %(year)s.") % {"year": year}})
    movement = Movement.objects.create(
        unit=unit, year=year, name=name, models_registered=models_registered, models_recognised=models_recognised
    )
    audit.record(by, "movement.write", movement, on=on, fields=["name", "models_registered", "models_recognised"])
    return movement


@transaction.atomic
def count_models(
    movement: Movement, *, seen: int, models_registered: int, models_recognised: int, by: Person, on: date
) -> Movement:
    """Change how many models a movement has. Raises NotAllowed, ValidationError, Conflict."""
    access.require(by, "movement.write", movement, on=on)
    _check_models(models_registered, models_recognised)
    saving.update(movement, seen=seen, by=by, models_registered=models_registered, models_recognised=models_recognised)
    audit.record(by, "movement.write", movement, on=on, fields=["models_registered", "models_recognised"])
    return movement


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
    needing = [row for row in rows if row.ground in {Ground.STREAK, Ground.YEAR_TITLE}]
    if not needing:
        return
    years = range(min(row.from_year for row in needing), max(row.to_year for row in needing) + 1)
    of_units = queries.levels_of_units({row.unit.pk for row in needing if row.member is None}, years)
    of_members = queries.levels_of_members({row.member.pk for row in needing if row.member is not None}, years)
    for row in needing:
        levels = of_units.get(row.unit.pk, {}) if row.member is None else of_members.get(row.member.pk, {})
        missing = rules.missing_years(levels, row.window)
        if missing:
            raise ValidationError(
                _("%(who)s was not rated excellent in %(years)s, so this award cannot be given.")
                % {"who": _name(row), "years": ", ".join(str(year) for year in missing)}
            )


def _check_restart(rows: Iterable[NewAward]) -> None:
    runs = [row for row in rows if row.ground == Ground.STREAK]
    for row in runs:
        earlier = Award.objects.filter(ground=Ground.STREAK, member=row.member)
        if row.member is None:
            earlier = earlier.filter(unit=row.unit)
        clash = rules.restarts_after(queries.streak_windows(earlier), row.window)
        if clash is not None:
            raise ValidationError(
                _("%(who)s was already commended for %(first)s-%(last)s: the five years are counted anew after that.")
                % {"who": _name(row), "first": clash.from_year, "last": clash.to_year}
            )


def _check_models(registered: int, recognised: int) -> None:
    if not 0 <= recognised <= registered:
        raise ValidationError({"models_recognised": _("No more models can be recognised than were registered.")})


def _name(row: NewAward) -> str:
    return row.unit.place.name if row.member is None else row.member.person.full_name


def _award(row: NewAward) -> Award:
    return Award(
        unit=row.unit,
        recipient=row.recipient,
        member=row.member,
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
