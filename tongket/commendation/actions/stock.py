"""The stock that certificates are printed onto: entered, corrected, withdrawn."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.commendation.models import Stock
from tongket.core import text
from tongket.org import access, audit
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit


@transaction.atomic
def add_stock(
    unit: Unit,
    *,
    name: str,
    width_mm: Decimal,
    height_mm: Decimal,
    margin_mm: Decimal,
    offset_x_mm: Decimal,
    offset_y_mm: Decimal,
    lines: Mapping[str, Any],
    by: Person,
    on: date,
) -> Stock:
    """Enter a stock of the unit. Raises NotAllowed, ValidationError."""
    access.require(by, "movement.write", unit, on=on)
    values = {
        "name": text.clean(name), "width_mm": width_mm, "height_mm": height_mm, "margin_mm": margin_mm,
        "offset_x_mm": offset_x_mm, "offset_y_mm": offset_y_mm, "lines": dict(lines),
    }  # fmt: skip
    _check(unit, None, values)
    stock = Stock.objects.create(unit=unit, **values)
    audit.record(by, "movement.write", stock, on=on, fields=["name"])
    return stock


def _check(unit: Unit, stock: Stock | None, values: Mapping[str, Any]) -> None:
    others = Stock.objects.filter(unit=unit, name=values["name"])  # unscoped: a check
    if any(other != stock for other in others):
        raise ValidationError({"name": _("There is a stock of this name already.")})
    if 2 * values["margin_mm"] >= values["width_mm"]:
        raise ValidationError({"margin_mm": _("The margins leave no room for the text.")})
    if any(line["y_mm"] > float(values["height_mm"]) for line in values["lines"].values()):
        raise ValidationError({"height_mm": _("A line stands below the end of the page.")})


@transaction.atomic
def correct_stock(stock: Stock, *, because: str, seen: int, by: Person, on: date, **values: Any) -> Stock:
    """Change a stock, for example by how much the printer is off. Raises NotAllowed, ValidationError, Conflict."""
    values["name"] = text.clean(values["name"])
    _check(stock.unit, stock, values)
    return correcting.correct(stock, verb="movement.write", because=because, seen=seen, by=by, on=on, **values)


def withdraw_stock(stock: Stock, *, reason: str, by: Person, on: date) -> None:
    """Remove a stock. Raises NotAllowed, ValidationError."""
    correcting.withdraw(stock, verb="movement.write", reason=reason, by=by, on=on)
