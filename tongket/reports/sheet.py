"""The sum sheet: what the units under one have reported, added up, beside what is counted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongket.core import numbers
from tongket.reports import counts, queries
from tongket.reports.content import whole_number
from tongket.reports.models import FieldKind, FormField, Report
from tongket.reports.rules import NOT_APPLICABLE, State

SENT = frozenset({State.SENT, State.ACCEPTED})


def shown(value: str) -> str:
    """A value of a report as a page writes it."""
    if value == NOT_APPLICABLE:
        return _("does not apply")
    number = whole_number(value)
    return numbers.number(number) if number is not None else value


def signed(number: int) -> str:
    """A difference with its sign."""
    return f"+{numbers.number(number)}" if number > 0 else numbers.number(number)


def typed(value: str) -> str:
    """A value of a report as a clerk types it."""
    return "–" if value == NOT_APPLICABLE else value


@dataclass(frozen=True)
class Line:
    """One field over all children. values: by the report's id, as sent; counted: of all units under, for a figure;
    is_whole: every unit that owes the report has given the number.
    """

    field: FormField
    values: Mapping[uuid.UUID, str]
    counted: int | None
    is_whole: bool

    @property
    def total(self) -> int:
        return sum(whole_number(value) or 0 for value in self.values.values() if value != NOT_APPLICABLE)

    @property
    def difference(self) -> int | None:
        """What was reported beyond what is counted; None while numbers are missing, so that none is taken for nil."""
        return self.total - self.counted if self.counted is not None and self.is_whole else None


@dataclass(frozen=True)
class Below:
    """What has come from all the units under one, however deep. sums: code of a field → what the lowest units with a
    report have sent, together; the committees over them say the same once more and are not added to it.
    """

    expected: int
    sent: int
    is_deep: bool  # whether there are reports below those of the units directly under it
    sums: Mapping[str, int]


def below(report: Report) -> Below:
    """The same at every moment: it is read from the reports as they were sent, not kept."""
    rows = queries.all_below(report)
    sums: dict[str, int] = {}
    is_deep = False
    for (_pos, last, state, values), after in zip(rows, [*rows[1:], None], strict=False):
        if after is not None and after[0] <= last:  # a report of a unit under this one follows
            is_deep = True
        elif state in SENT:
            for code, value in values.items():
                if value != NOT_APPLICABLE:
                    sums[code] = sums.get(code, 0) + (whole_number(value) or 0)
    return Below(len(rows), sum(state in SENT for _pos, _last, state, _values in rows), is_deep, sums)


def lines(report: Report, children: Sequence[Report]) -> list[Line]:
    """The number fields of a report, each over the reports of the units directly under it that were sent."""
    asked = [one for one in report.form.fields_asked() if one.kind == FieldKind.NUMBER]
    counted = counts.together(report)
    owing = [child for child in children if child.state != State.EXCUSED]
    found = []
    for one in asked:
        sent = [child for child in owing if child.state in SENT and one.code in child.values]
        values = {child.pk: child.values[one.code] for child in sent}
        found.append(Line(one, values, counted.get(one.code), is_whole=len(sent) == len(owing)))
    return found
