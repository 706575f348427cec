"""What a check found, as the page shows it: questions, problems, differences, counts by cell."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from tongket.org.models import Place
from tongket.rosters.plan import Plan, label, shown

MOST_NEW = 2000  # so many new members are listed; the others are counted


def findings_of(plan: Plan, notes: Sequence[str]) -> dict[str, Any]:
    """Plain lists and texts: asks, problems, changed, new, units, notes, skipped."""
    people = plan.people
    used = {unit_id for unit_id in plan.units if unit_id is not None}
    names: dict[Any, str] = dict(Place.objects.filter(unit__in=used).order_by("pos").values_list("unit_id", "name"))
    by_unit = Counter(plan.units[index] for index in plan.new)
    changed_by_unit = Counter(plan.units[one.index] for one in plan.changed)
    birth, written = people.fields["born_on"], people.fields["full_name"]
    wrong = {(one.sheet, one.row) for one in plan.problems}
    named = {people.at(at): name for at, name in enumerate(written) if people.at(at) in wrong} if wrong else {}
    return {
        "is_ready": plan.is_ready,
        "asks": [
            {"key": one.key, "kind": one.kind, "text": one.text, "choices": one.choices, "examples": one.examples}
            for one in plan.asks
        ],
        "problems": [
            {
                "sheet": one.sheet,
                "row": one.row,
                "cell": one.cell,
                "name": named.get((one.sheet, one.row)) or "",
                "label": label(one.field),
                "code": one.code,
                "value": one.value,
                "message": str(one.message),
                "mend": one.suggestion,
                "is_error": one.is_error,
            }
            for one in plan.problems
        ],
        "changed": [
            {
                "sheet": people.at(one.index)[0],
                "row": people.at(one.index)[1],
                "name": written[one.index],
                "unit": names.get(plan.units[one.index], ""),
                "member": str(one.member_id),
                "fields": [(label(name), shown(name, old), shown(name, new)) for name, old, new in one.fields],
            }
            for one in plan.changed
        ],
        "new": [
            (*people.at(index), written[index], shown("born_on", birth[index]), names.get(plan.units[index], ""))
            for index in plan.new[:MOST_NEW]
        ],
        "units": [(name, by_unit[key], changed_by_unit[key]) for key, name in names.items()],
        "skipped": [(*people.at(index), written[index]) for index in plan.skipped],
        "notes": list(notes),
    }


def question(key: str, kind: str, choices: Sequence[tuple[str, Any]], examples: Sequence[str]) -> tuple[Any, ...]:
    """A question of the reading, in plain texts."""
    sheet, _colon, name = key.rpartition(":")
    column = f"{sheet}: {label(name) or name}"
    text = _("In which order are the days of this column written? (%(column)s)") % {"column": column}
    return key, kind, text, [(value, str(name)) for value, name in choices], [str(one) for one in examples]
