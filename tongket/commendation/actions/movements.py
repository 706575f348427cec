"""Subjects of commendation, emulation movements with their models, themes: entering and putting right."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.commendation.models import Movement, ThematicTopic
from tongket.core import text
from tongket.org import access, audit, saving
from tongket.org.models import Person, Unit


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


def _check_models(registered: int, recognised: int) -> None:
    if not 0 <= recognised <= registered:
        raise ValidationError({"models_recognised": _("No more models can be recognised than were registered.")})
