"""What deciding and recording share."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongket.org import audit
from tongket.org.models import Person, Unit
from tongket.rating.models import AgencyTitle, MassOrganisationLevel, Rating
from tongket.rating.regime_rules import Regime


def over_cap_words(regime: Regime, excellent: int, allowed: int) -> str:
    """Why so many EXCELLENT are refused."""
    return _(
        "%(excellent)s would be rated excellent, but %(symbol)s allows %(allowed)s at most: "
        "%(percent)s%% of the group. Lower a level, then save."
    ) % {"excellent": excellent, "symbol": regime.symbol, "allowed": allowed, "percent": regime.cap_percent}


def units_of(units: Iterable[Unit]) -> list[Unit]:
    return list({unit.pk: unit for unit in units}.values())


def refuse_doubles(
    made: Sequence[Rating] | Sequence[MassOrganisationLevel] | Sequence[AgencyTitle],
    key: tuple[str, ...],
    model: type[Rating] | type[MassOrganisationLevel] | type[AgencyTitle],
    **among: Any,
) -> None:
    """A sentence where the constraint would only refuse."""
    among = {f"{key[0]}__in": {getattr(row, key[0]) for row in made}, "year__in": {row.year for row in made}, **among}
    known = set(model._default_manager.filter(**among).values_list(*key)) if made else set()
    for row in made:
        value = tuple(getattr(row, name) for name in key)
        if value in known:
            raise ValidationError(
                _("%(unit)s: this is already recorded for %(year)s. Open it to change it.")
                % {"unit": row.unit.place.short_name, "year": row.year}
            )
        known.add(value)


def log(
    verb: str,
    saved: Sequence[Rating] | Sequence[MassOrganisationLevel] | Sequence[AgencyTitle],
    *,
    by: Person,
    on: date,
) -> None:
    """One audit row per unit, or about the row itself where it is one."""
    if len(saved) == 1:
        audit.record(by, verb, saved[0], on=on, fields=["year", "level"])
        return
    counts: dict[Unit, int] = {}
    for row in saved:
        counts[row.unit] = counts.get(row.unit, 0) + 1
    for unit, count in counts.items():
        audit.record(by, verb, unit, on=on, fields={"rows": count})
