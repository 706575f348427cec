"""The head and the foot of a unit's papers: as the office set them for the day of the paper, else as the tree of that
day gives them (R-DOC-05; documents.md 2.2 … 2.4).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tongket.core.documents.model import Signature
from tongket.org.kinds import Kind, issuer_symbol
from tongket.org.models import Office, OfficeTerm, Unit, UnitPeriod
from tongket.regulations import paper_rules
from tongket.regulations.models import LocalValue, Setting
from tongket.regulations.queries import local_value, own_values

NAMES, PLACE, RECIPIENTS, SIGNER = "names", "place", "recipients", "signer"
KEYS = (NAMES, PLACE, RECIPIENTS, SIGNER)


@dataclass(frozen=True)
class Paper:
    """What a paper of one unit and day says above and below its text.

    superior, issuer: with the line breaks that the office wants. symbol: the letters behind the slash. authority,
    office, signer: the lines of the signature; signer is empty where nobody holds the office on that day.
    """

    superior: str
    issuer: str
    place: str
    symbol: str
    recipients: list[str]
    authority: str
    office: str
    signer: str

    @property
    def signature(self) -> Signature:
        return Signature(self.authority, self.office, self.signer)


@dataclass(frozen=True)
class Standing:
    """What a unit was called, what it was and what stood above it."""

    name: str
    kind: Kind
    superior: str


def standing(unit: Unit, day: date) -> Standing:
    """By the tree of that day; of today where the unit was not there then."""
    periods = UnitPeriod.objects.on(day)
    here = periods.filter(unit=unit).first()
    if here is None:
        place = unit.place
        return Standing(place.name, place.the_kind, place.parent.place.name if place.parent else "")
    above = periods.filter(unit=here.parent_id).first() if here.parent_id else None
    return Standing(here.name, Kind(here.kind), above.name if above else "")


def paper_of(unit: Unit, day: date, *, as_of: Standing | None = None) -> Paper:
    """The head and foot of a paper of that day. as_of: names of another day, for a paper about a year that is over."""
    known = as_of or standing(unit, day)
    own = {key: row.value for key, row in own_values(unit, Setting.PAPERS, day).items()}
    names = own.get(NAMES, {})
    superior = names.get("superior") or known.superior
    place = local_value(Setting.PAPERS, PLACE, day, unit)
    signer = own.get(SIGNER, {})
    office = signer.get("office") or Office.SECRETARY
    return Paper(
        superior=superior,
        issuer=names.get("issuer") or paper_rules.issuer_name(known.kind, known.name),
        place=place.value if place else "",
        symbol=names.get("symbol") or issuer_symbol(known.kind, day),
        recipients=own.get(RECIPIENTS) or paper_rules.default_recipients(known.kind, superior),
        authority=signer["authority"] if signer else paper_rules.authority(known.kind),
        office=signer.get("line") or paper_rules.OFFICE_LINES.get(Office(office), ""),
        signer=_holder(unit, office, signer.get("person"), day),
    )


def symbol_of(unit: Unit, day: date) -> str:
    """The letters behind the slash of a symbol. Source: R-DOC-02."""
    names = own_values(unit, Setting.PAPERS, day).get(NAMES)
    return (names.value.get("symbol") if names else "") or issuer_symbol(unit.place.the_kind, day)


def set_since(unit: Unit, on: date) -> dict[str, LocalValue]:
    """What the unit has set itself that holds on a day, by part."""
    return own_values(unit, Setting.PAPERS, on)


def _holder(unit: Unit, office: str, person: str | None, day: date) -> str:
    """Who holds the office on a day: the person chosen if they do, else the one who took it last; else nobody."""
    terms = OfficeTerm.objects.filter(unit=unit, office=office).on(day)  # unscoped: the name printed on a paper
    running = list(terms.select_related("person").order_by("-from_on"))
    chosen = [term for term in running if person and term.person_id == UUID(person)]
    return next((term.person.full_name for term in [*chosen, *running]), "")
