"""Units that depart from the sizes of the Statute: told on their pages and to the organisation board; what committees
ask of the roll.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.core import text
from tongket.members.models import Member
from tongket.members.units.queries import look_at, places_of
from tongket.org import access, seams
from tongket.org.kinds import Kind
from tongket.org.models import Person, Unit
from tongket.pages import due, notices
from tongket.pages.notices import Notice
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, parameter


@notices.source
def notices_of(unit: Unit, on: date) -> Iterator[Notice]:
    """What departs from a rule in one unit, for its page."""
    for departure in look_at([unit.place], on):
        yield Notice(departure.slip.rule, departure.words, departure.url)


@due.source
def units_to_look_at(person: Any, on: date) -> Iterator[due.DueItem]:
    """One item for all units of a board that depart from a rule."""
    if not access.holds(person, "office.write", on=on):
        return
    places = [departure.place for departure in look_at(places_of(person, on), on)]
    units = {place.unit_id: place.short_name for place in places}
    if units:
        yield due.DueItem(
            title=ngettext(
                "%(count)s unit departs from the sizes of the Statute",
                "%(count)s units depart from the sizes of the Statute",
                len(units),
            )
            % {"count": len(units)},
            text=", ".join(sorted(units.values()))[:200],
            due_on=None,
            action_label=_("Show them"),
            action_url=reverse("members:units"),
        )


@seams.people_source
def members_of(unit: Unit, full_name: str, card_number: str) -> list[Person]:
    """Members on the roll of a unit, or under it, by name and, where it is given, card number."""
    place = unit.place
    rows = Member.objects.filter(  # unscoped: found by the full name alone, for a seat in that very unit
        name_fold=text.fold(" ".join(full_name.split())), unit__place__pos__range=(place.pos, place.last)
    )
    if card_number:
        rows = rows.filter(card_number=card_number)
    return [member.person for member in rows.select_related("person")[:5] if member.is_on_roll]


@seams.term_length_source
def term_length(unit: Unit, on: date) -> tuple[int, int] | None:
    """Months of a term and how many it may be off, by the texts or by what the unit has set. Source: R-ORG-08."""
    is_cell = unit.place.the_kind is Kind.CELL
    try:
        months = parameter(Topic.STATUTE, "cell_term_months" if is_cell else "term_months", on, unit)
    except NoRegulation:
        return None
    months = int(months)
    return months, 6 if is_cell and months < 60 else 12
