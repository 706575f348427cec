"""What did not go well, drawn from the records: targets missed, tasks late, reports late, study late, ratings that
disagree.
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tongket.core import numbers
from tongket.figures.declare import REGISTRY
from tongket.figures.showing import rows_url
from tongket.pages.links import link
from tongket.rating.queries import disagreements
from tongket.review.figure_lines import Lines, compared_with
from tongket.review.report import Limitation

# Sentences go through the catalogue: a report is written under Vietnamese, the overview in the reader's language.
LATE = [  # figure, words; n: how many rows, units: how many units
    ("key_tasks_late", gettext_noop("%(n)s key tasks behind schedule")),
    ("key_tasks_open", gettext_noop("%(n)s key tasks not completed")),
    ("reports_late", gettext_noop("%(n)s periodic reports of %(units)s units sent late")),
    ("reports_missing", gettext_noop("%(n)s periodic reports of %(units)s units not sent")),
    ("studies_late", gettext_noop("%(n)s study sessions of %(units)s units held later than was set")),
    ("programmes_missing", gettext_noop("%(n)s action programmes asked for of %(units)s units not issued")),
    ("programme_items_overdue", gettext_noop("%(n)s inspections and supervisions not carried out though due")),
    ("programme_items_late", gettext_noop("%(n)s inspections and supervisions carried out later than planned")),
]
OFTEN, MOST_NAMED = 4, 3  # from how many rows on a unit is named, and how many of them (design)


def of(unit_year: Lines) -> list[Limitation]:
    """All limitations of a unit and year, the targets first."""
    return [*_targets(unit_year), *_late(unit_year), *_mismatches(unit_year)]


def _targets(unit_year: Lines) -> Iterator[Limitation]:
    url = link(reverse("targets:list"), unit=unit_year.unit.code, year=unit_year.year)
    for target in unit_year.targets:
        value = unit_year.value(target.key) if target.key else None
        compared = compared_with(target, value.value if value is not None else target.result)
        if compared is not None and compared.met is False:
            words = _("Target “%(label)s” not met: %(phrase)s") % {"label": target.label, "phrase": compared.phrase}
            yield Limitation("target_missed", words, 1, url)


def _late(unit_year: Lines) -> Iterator[Limitation]:
    for key, words in LATE:
        if key not in REGISTRY:
            continue
        line = unit_year.lines[key]
        number = int(line.value or 0)
        if number:
            own = _own_rows(unit_year, key)
            sentence = _(words) % {"n": _counted(number), "units": _counted(len(own))}
            sentence += _most(unit_year, own) if "%(units)s" in words else ""
            yield Limitation(
                key,
                sentence,
                number,
                rows_url(REGISTRY[key], unit_year.unit.code, unit_year.year, unit_year.counted.cut_off),
            )


def _counted(number: int) -> str:
    """A count as the language writes it: Vietnamese reports put a zero before a single digit."""
    return numbers.count(number, leading_zero=translation.get_language() == "vi")


def _own_rows(unit_year: Lines, key: str) -> dict[UUID, int]:
    """The units that have such rows of their own, not through those under them, with how many."""
    whole = {
        place.unit_id: int(unit_year.counted.of(place.unit_id, key).value or 0) for place in unit_year.counted.places
    }
    left = dict(whole)
    for place in unit_year.counted.places:
        if place.parent_id in left:
            left[place.parent_id] -= whole[place.unit_id]
    return {unit: number for unit, number in left.items() if number > 0}


def _most(unit_year: Lines, own: Mapping[UUID, int]) -> str:
    """The few units that stand out among several, worst first; one that is not directly below with its superior."""
    worst = sorted((unit for unit, number in own.items() if number >= OFTEN), key=lambda unit: -own[unit])[:MOST_NAMED]
    if not worst or len(own) == 1:
        return ""
    places = {place.unit_id: place for place in unit_year.counted.places}
    names = []
    for unit in worst:
        place = places[unit]
        above = places.get(place.parent_id) if place.parent_id and place.parent_id != unit_year.unit.pk else None
        name = f"{place.short_name}, {above.short_name}" if above else place.short_name
        names.append(f"{name} ({_counted(own[unit])})")
    return _("; most often: %(units)s") % {"units": "; ".join(names)}


def _mismatches(unit_year: Lines) -> Iterator[Limitation]:
    """Organisations whose levels do not fit what their records say (R-RATE-18)."""
    wrong = disagreements(unit_year.unit, unit_year.year)
    if wrong:
        url = link(reverse("rating:list"), unit=unit_year.unit.code, year=unit_year.year, subject="ORGANISATION")
        words = _("%(n)s organisations rated otherwise than their targets, tasks and reports say")
        yield Limitation("rating_disagrees", words % {"n": _counted(len(wrong))}, len(wrong), url)
