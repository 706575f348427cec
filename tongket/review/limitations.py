"""What did not go well, drawn from the records: targets missed, tasks late, reports late, study late, ratings that
disagree.
"""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tongket.core import numbers
from tongket.figures.declare import REGISTRY
from tongket.figures.showing import rows_url
from tongket.org.listing import link
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
    ("programme_items_late", gettext_noop("%(n)s inspections and supervisions carried out later than planned")),
]


def of(found: Lines) -> list[Limitation]:
    """All limitations of a unit and year, the targets first."""
    return [*_targets(found), *_late(found), *_mismatches(found)]


def _targets(found: Lines) -> Iterator[Limitation]:
    url = link(reverse("targets:list"), unit=found.unit.code, year=found.year)
    for target in found.targets:
        value = found.value(target.key) if target.key else None
        compared = compared_with(target, value.value if value is not None else target.result)
        if compared is not None and compared.met is False:
            words = _("Target “%(label)s” not met: %(phrase)s") % {"label": target.label, "phrase": compared.phrase}
            yield Limitation("target_missed", words, 1, url)


def _late(found: Lines) -> Iterator[Limitation]:
    for key, words in LATE:
        if key not in REGISTRY:
            continue
        line = found.lines[key]
        number = int(line.value or 0)
        if number:
            said = _(words) % {"n": _counted(number), "units": _counted(_units_with(found, key))}
            yield Limitation(
                key, said, number, rows_url(REGISTRY[key], found.unit.code, found.year, found.counted.cut_off)
            )


def _counted(number: int) -> str:
    """A count as the language writes it: Vietnamese reports put a zero before a single digit."""
    return numbers.count(number, leading_zero=translation.get_language() == "vi")


def _units_with(found: Lines, key: str) -> int:
    """How many units have such rows of their own, not through those under them."""
    own = {place.unit_id: int(found.counted.of(place.unit_id, key).value or 0) for place in found.counted.places}
    left = dict(own)
    for place in found.counted.places:
        if place.parent_id in left:
            left[place.parent_id] -= own[place.unit_id]
    return sum(1 for number in left.values() if number > 0)


def _mismatches(found: Lines) -> Iterator[Limitation]:
    """Organisations whose levels do not fit what their records say (R-RATE-18)."""
    wrong = disagreements(found.unit, found.year)
    if wrong:
        url = link(reverse("rating:list"), unit=found.unit.code, year=found.year, subject="ORGANISATION")
        words = _("%(n)s organisations rated otherwise than their targets, tasks and reports say")
        yield Limitation("rating_disagrees", words % {"n": _counted(len(wrong))}, len(wrong), url)
