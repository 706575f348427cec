"""Kinds of organisation and which kind may stand under which, by date (R-ORG-01)."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Kinds of units (R-ORG-01)."""

    PROVINCIAL = "PROVINCIAL", _("provincial organisation")
    SUPERIOR = "SUPERIOR", _("superior of grassroots organisations")
    GRASSROOTS_COMMITTEE = "GRASSROOTS_COMMITTEE", _("grassroots committee organisation")
    GRASSROOTS_CELL = "GRASSROOTS_CELL", _("grassroots cell")
    SECTION = "SECTION", _("section organisation")
    CELL = "CELL", _("cell")

    @property
    def is_cell(self) -> bool:
        return self in {Kind.CELL, Kind.GRASSROOTS_CELL}

    @property
    def is_grassroots(self) -> bool:
        return self in {Kind.GRASSROOTS_COMMITTEE, Kind.GRASSROOTS_CELL}


class Sector(TextChoices):
    """What the organisation belongs to (R-STA-03)."""

    AGENCY = "AGENCY", _("agency")
    PUBLIC_SERVICE = "PUBLIC_SERVICE", _("public service unit")
    ENTERPRISE = "ENTERPRISE", _("enterprise")
    COOPERATIVE = "COOPERATIVE", _("cooperative")
    COMMUNE = "COMMUNE", _("commune")
    ARMED_FORCES = "ARMED_FORCES", _("armed forces")


@dataclass(frozen=True)
class KindVersion:
    """From one day to the day before another, `kind` may stand under each of `parents` (None: at the top)."""

    kind: Kind
    parents: frozenset[Kind | None]
    valid_from: date
    valid_until: date | None
    is_sure: bool
    source: str


@cache
def kind_versions() -> tuple[KindVersion, ...]:
    rows = json.loads((Path(__file__).parent / "kinds.json").read_text(encoding="utf-8"))
    return tuple(
        KindVersion(
            kind=Kind(row["kind"]),
            parents=frozenset(None if parent is None else Kind(parent) for parent in row["parents"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            is_sure=row["mark"] == "V",
            source=row["source"],
        )
        for row in rows
    )


def kind_version(kind: Kind, parent: Kind | None, on: date) -> KindVersion | None:
    """The row of the table that lets `kind` stand under `parent` on that day, or None: refused. Source: R-ORG-01."""
    for version in kind_versions():
        is_running = version.valid_from <= on and (version.valid_until is None or on < version.valid_until)
        if version.kind == kind and parent in version.parents and is_running:
            return version
    return None


def issuer_symbol(kind: Kind, on: date) -> str:
    """The letters behind the slash of a symbol (R-DOC-02 table; ĐUK until the blocs ended early in 2025)."""
    if kind is Kind.PROVINCIAL:
        return "TU"
    if kind is Kind.SUPERIOR and on < date(2025, 3, 1):
        return "ĐUK"
    return "CB" if kind.is_cell else "ĐU"
