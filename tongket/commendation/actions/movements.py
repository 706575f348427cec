"""Subjects of commendation, emulation movements with their models, themes: entering and putting right."""

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.commendation.models import EmulationModel, Movement, Spread, ThematicTopic, Theme, ThemeWork
from tongket.core import text
from tongket.org import access, audit, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit, UnitOwned

R = TypeVar("R", bound=UnitOwned)


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
def correct_movement(
    movement: Movement, *, because: str, paper: str = "", seen: int, by: Person, on: date, **values: Any
) -> Movement:
    """Change what is said of a movement. Raises NotAllowed, ValidationError, Conflict."""
    values["name"] = _named(values["name"])
    _check_models(values["models_registered"], values["models_recognised"])
    same = Movement.objects.filter(unit=movement.unit, year=movement.year, name=values["name"])
    _not_twice(same.exclude(pk=movement.pk).exists())
    return _corrected(movement, because, paper, seen, by, on, values, counted_on=[date(movement.year, 12, 31)])


def withdraw(row: Any, *, reason: str, by: Person, on: date) -> None:
    """Take back a subject, movement, model or theme, or a line of one. Raises NotAllowed, ValidationError."""
    correcting.withdraw(row, verb="movement.write", reason=reason, by=by, on=on)


@transaction.atomic
def correct_topic(
    topic: ThematicTopic, *, name: str, order: int, because: str, paper: str = "", seen: int, by: Person, on: date
) -> ThematicTopic:
    """Change how a subject is called. Raises NotAllowed, ValidationError, Conflict."""
    name = _named(name)
    same = ThematicTopic.objects.filter(unit=topic.unit, year=topic.year, name=name)
    _not_twice(same.exclude(pk=topic.pk).exists())
    values = {"name": name, "order": order}
    return _corrected(topic, because, paper, seen, by, on, values, counted_on=[date(topic.year, 12, 31)])


# --- Models -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def register_model(unit: Unit, *, by: Person, on: date, **values: Any) -> EmulationModel:
    """Register a model with its author; recognised_on and decision_number where it is recognised already.

    Raises NotAllowed, ValidationError.
    """
    access.require(by, "movement.write", unit, on=on)
    values = _checked_model(values, on)
    _not_twice(EmulationModel.objects.filter(unit=unit, name=values["name"]).exists())
    model = EmulationModel.objects.create(unit=unit, **values)
    audit.record(by, "movement.write", model, on=on, fields=["name", "author"])
    return model


@transaction.atomic
def correct_model(
    model: EmulationModel, *, because: str, seen: int, by: Person, on: date, **values: Any
) -> EmulationModel:
    """Change a model, also to record that it was recognised. Raises NotAllowed, ValidationError, Conflict."""
    values = _checked_model(values, on)
    _not_twice(EmulationModel.objects.filter(unit=model.unit, name=values["name"]).exclude(pk=model.pk).exists())
    return _corrected(model, because, "", seen, by, on, values)


def _checked_model(values: dict[str, Any], on: date) -> dict[str, Any]:
    values = _clean(values)
    _named(values["name"])
    if not values["author"]:
        raise ValidationError({"author": _("This may not be empty.")})
    for name in ("registered_on", "recognised_on"):
        validate.not_in_future(values.get(name), name, on=on)
    recognised_on = values.get("recognised_on")
    if recognised_on is not None and recognised_on < values["registered_on"]:
        raise ValidationError({"recognised_on": _("A model is registered before it is recognised.")})
    if recognised_on is not None and not values.get("decision_number"):
        raise ValidationError({"decision_number": _("Enter the decision that recognised it.")})
    return values


@transaction.atomic
def spread(model: EmulationModel, *, unit: Unit, from_on: date, result: str = "", by: Person, on: date) -> Spread:
    """Record that a unit works by a model. Raises NotAllowed, ValidationError."""
    access.require(by, "movement.write", unit, on=on)
    validate.not_in_future(from_on, "from_on", on=on)
    if from_on < model.registered_on:
        raise ValidationError({"from_on": _("The model was registered later.")})
    _not_twice(model.spreads.filter(unit=unit).exists(), "unit")
    row = Spread.objects.create(unit=unit, model=model, from_on=from_on, result=text.clean(result))
    audit.record(by, "movement.write", row, on=on, fields=["from_on"])
    return row


@transaction.atomic
def correct_spread(row: Spread, *, from_on: date, result: str, because: str, seen: int, by: Person, on: date) -> Spread:
    """Change since when a unit follows a model, and its result. Raises NotAllowed, ValidationError, Conflict."""
    validate.not_in_future(from_on, "from_on", on=on)
    if from_on < row.model.registered_on:
        raise ValidationError({"from_on": _("The model was registered later.")})
    return _corrected(row, because, "", seen, by, on, {"from_on": from_on, "result": text.clean(result)})


# --- Themes -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_theme(unit: Unit, *, by: Person, on: date, **values: Any) -> Theme:
    """Set the theme of a year or a term for all under the unit. Raises NotAllowed, ValidationError."""
    access.require(by, "movement.write", unit, on=on)
    values = _checked_theme(values)
    same = {name: values[name] for name in ("span", "from_year", "name")}
    _not_twice(Theme.objects.filter(unit=unit, **same).exists())
    theme = Theme.objects.create(unit=unit, **values)
    audit.record(by, "movement.write", theme, on=on, fields=["name"])
    return theme


@transaction.atomic
def correct_theme(theme: Theme, *, because: str, seen: int, by: Person, on: date, **values: Any) -> Theme:
    """Change a theme. Raises NotAllowed, ValidationError, Conflict."""
    values = _checked_theme(values)
    same = {name: values[name] for name in ("span", "from_year", "name")}
    _not_twice(Theme.objects.filter(unit=theme.unit, **same).exclude(pk=theme.pk).exists())
    if theme.works.exclude(year__range=(values["from_year"], values["to_year"])).exists():
        raise ValidationError({"to_year": _("Units have registered for other years of this theme.")})
    return _corrected(theme, because, "", seen, by, on, values)


def _checked_theme(values: dict[str, Any]) -> dict[str, Any]:
    values = _clean(values)
    _named(values["name"])
    first, last = values["from_year"], values["to_year"]
    if first > last or (values["span"] == Theme.Span.YEAR and first != last):
        raise ValidationError(
            {"to_year": _("The theme of a year is for one year; that of a term ends after it begins.")}
        )
    return values


@transaction.atomic
def register_work(
    theme: Theme, *, unit: Unit, year: int, registered: str, registered_on: date, done: str = "",
    done_on: date | None = None, by: Person, on: date,
) -> ThemeWork:  # fmt: skip
    """Record what a unit registered to do on a theme in a year, and what it did. Raises NotAllowed, ValidationError."""
    access.require(by, "movement.write", unit, on=on)
    values = _checked_work(theme, year, registered, registered_on, done, done_on, on)
    _not_twice(theme.works.filter(unit=unit, year=year).exists(), "year")
    work = ThemeWork.objects.create(unit=unit, theme=theme, year=year, **values)
    audit.record(by, "movement.write", work, on=on, fields=["registered"])
    return work


@transaction.atomic
def correct_work(
    work: ThemeWork, *, registered: str, registered_on: date, done: str, done_on: date | None, because: str, seen: int,
    by: Person, on: date,
) -> ThemeWork:  # fmt: skip
    """Change it, also to record what was done. Raises NotAllowed, ValidationError, Conflict."""
    values = _checked_work(work.theme, work.year, registered, registered_on, done, done_on, on)
    return _corrected(work, because, "", seen, by, on, values)


def _checked_work(
    theme: Theme, year: int, registered: str, registered_on: date, done: str, done_on: date | None, on: date
) -> dict[str, Any]:
    values: dict[str, Any] = {"registered": text.clean(registered), "done": text.clean(done)}
    if not theme.from_year <= year <= theme.to_year:
        raise ValidationError({"year": _("The theme is for %(period)s.") % {"period": theme.period}})
    if not values["registered"]:
        raise ValidationError({"registered": _("This may not be empty.")})
    validate.not_in_future(registered_on, "registered_on", on=on)
    validate.not_in_future(done_on, "done_on", on=on)
    if bool(values["done"]) != (done_on is not None):
        raise ValidationError({"done_on": _("What was done and its day go together.")})
    return {**values, "registered_on": registered_on, "done_on": done_on}


# --- Parts ------------------------------------------------------------------------------------------------------------


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    return {name: text.clean(value) if isinstance(value, str) else value for name, value in values.items()}


def _named(name: str) -> str:
    name = text.clean(name)
    if not name:
        raise ValidationError({"name": _("This may not be empty.")})
    return name


def _not_twice(is_there: bool, field: str = "name") -> None:
    if is_there:
        raise ValidationError({field: _("This is recorded already.")})


def _corrected(
    row: R, because: str, paper: str, seen: int, by: Person, on: date, values: dict[str, Any], **more: Any
) -> R:
    return correcting.correct(
        row, verb="movement.write", because=because, paper=paper, seen=seen, by=by, on=on, **more, **values
    )


def _check_models(registered: int, recognised: int) -> None:
    if not 0 <= recognised <= registered:
        raise ValidationError({"models_recognised": _("No more models can be recognised than were registered.")})
