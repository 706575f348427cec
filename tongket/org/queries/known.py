"""Who is known already by a name, so that one human gets one record: looked for before somebody is entered anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tongket.core.dated import runs_on
from tongket.org import access, seams
from tongket.org.models import OfficeTerm, Person
from tongket.org.seams import Known

MOST_MATCHES = 12


@dataclass(frozen=True)
class Match:
    """Somebody known by a name. about: what tells them from others of that name, as far as the reader may know it;
    is_sure: the birth date or the card number that was given is theirs too.
    """

    person: Person
    about: str
    is_sure: bool = False

    @property
    def label(self) -> str:
        return f"{self.person.full_name} · {self.about}" if self.about else self.person.full_name


def matches(
    full_name: str, reader: access.Reader, verb: str, *, on: date, born_on: date | None = None, card_number: str = ""
) -> list[Match]:
    """The persons within reach of a verb whose name is the same without marks, the sure ones first."""
    fold = Person.named(full_name).name_fold
    rows = access.scope(Person.objects.filter(name_fold=fold), reader, verb, on=on)
    people = list(rows.order_by("name_order", "pk")[:MOST_MATCHES])
    found = described(people, reader, on=on, born_on=born_on, card_number=card_number)
    return sorted(found, key=lambda match: not match.is_sure)


def described(
    people: Sequence[Person], reader: access.Reader, *, on: date, born_on: date | None = None, card_number: str = ""
) -> list[Match]:
    """These persons with what tells them apart."""
    known, offices = known_of(people, reader, on=on), _offices(people, on)
    found = []
    for person in people:
        facts = known.get(person.pk, Known())
        is_born = born_on is not None and facts.born_on == born_on
        has_card = bool(card_number) and facts.card_number == card_number
        about = "; ".join([*offices.get(person.pk, []), *([facts.about] if facts.about else [])])
        found.append(Match(person, about, is_born or has_card))
    return found


def known_of(people: Iterable[Person], reader: access.Reader, *, on: date) -> Mapping[UUID, Known]:
    """What other tables know of these persons."""
    keys = [person.pk for person in people]
    return {key: known for ask in seams.KNOWN for key, known in ask(keys, reader, on).items()} if keys else {}


def _offices(people: Iterable[Person], on: date) -> dict[UUID, list[str]]:
    terms = OfficeTerm.objects.filter(runs_on(on), person__in=list(people)).select_related("unit__place")
    words: dict[UUID, list[str]] = {}
    for term in terms.order_by("from_on"):
        words.setdefault(term.person_id, []).append(f"{term.get_office_display()}, {term.unit.place.short_name}")
    return words
