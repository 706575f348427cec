"""Recording what mass organisations and agencies were given by others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.org import access
from tongket.org.models import Person, Unit
from tongket.rating import rules
from tongket.rating.actions.parts import log, refuse_doubles, units_of
from tongket.rating.models import AgencyTitle, MassOrganisationLevel


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


@transaction.atomic
def record_mass(rows: Sequence[NewMassLevel], *, by: Person, on: date) -> list[MassOrganisationLevel]:
    """Record levels of mass organisations (R-MAS-01). Raises NotAllowed, ValidationError."""
    for unit in units_of(row.unit for row in rows):
        access.require(by, "recorded.write", unit, on=on)
    made = []
    for row in rows:
        level = row.level or rules.level_of_union(row.level_text)
        if not level:
            raise ValidationError(
                {
                    "level": _("“%(words)s” is not a known level: choose which of our four it is.")
                    % {"words": row.level_text}
                }
            )
        if not text.clean(row.document):
            raise ValidationError({"document": _("Name the paper that says so.")})
        made.append(
            MassOrganisationLevel(
                unit=row.unit,
                kind=row.kind,
                name=text.clean(row.name),
                year=row.year,
                level_text=text.clean(row.level_text),
                level=level,
                document=text.clean(row.document),
            )
        )
    refuse_doubles(made, ("unit_id", "kind", "name", "year"), MassOrganisationLevel)
    saved = MassOrganisationLevel.objects.bulk_create(made, batch_size=500)
    log("recorded.write", saved, by=by, on=on)
    return saved


@dataclass(frozen=True)
class NewTitle:
    """Whether an agency that can apply for a title was recognised."""

    unit: Unit
    kind: str
    year: int
    is_recognised: bool
    document: str = ""


@transaction.atomic
def record_titles(rows: Sequence[NewTitle], *, by: Person, on: date) -> list[AgencyTitle]:
    """Record titles of agencies (R-AGY-01 … -03). Raises NotAllowed, ValidationError."""
    for unit in units_of(row.unit for row in rows):
        access.require(by, "recorded.write", unit, on=on)
    for row in rows:
        if row.is_recognised and not text.clean(row.document):
            raise ValidationError({"document": _("Name the paper that says so.")})
    made = [
        AgencyTitle(
            unit=row.unit,
            kind=row.kind,
            year=row.year,
            is_recognised=row.is_recognised,
            document=text.clean(row.document),
        )
        for row in rows
    ]
    refuse_doubles(made, ("unit_id", "kind", "year"), AgencyTitle)
    saved = AgencyTitle.objects.bulk_create(made, batch_size=500)
    log("recorded.write", saved, by=by, on=on)
    return saved
