"""Whether the day or the month stands first in a column: by its numbers, its head, the columns beside it, or asked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tongket.sheets import days, wording
from tongket.sheets.gathered import File
from tongket.sheets.labels import folded
from tongket.sheets.shape import ColumnQuestion

_IN_ORDER = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b|dd ?mm|\bd m y")
MAX_ROWS = 400
MIN_ROWS = 4
CLEAR, FAILING = 0.75, 0.45  # shares of the rows that an order must explain, and that the other one must not
_ORDERS: tuple[days.Order, ...] = ("dmy", "mdy")


class Ordering:
    """Decides the order of day and month of each column of a list, or asks. labels: the heads of the columns."""

    def __init__(self, file: File, sheet: str, labels: Mapping[str, str]) -> None:
        self.file, self.sheet, self.labels = file, sheet, labels

    def orders(self, values: dict[str, list[Any]]) -> dict[str, days.Order]:
        """The order of each column: by a number over 12, by the head, by the other columns of the sheet, or asked."""
        orders: dict[str, days.Order] = {}
        unsettled = []
        sheet = self.sheet
        for name, column in values.items():
            order, is_open = days.day_order(self._written_days(set(column)))
            label = self.labels[name]
            answer = self.file.answers.get(f"{sheet}:{name}")
            if answer in {"dmy", "mdy"}:
                orders[name] = "mdy" if answer == "mdy" else "dmy"
            elif order:
                orders[name] = order
                if order == "mdy":
                    self.file.notes.append(wording.note("order", sheet=sheet, head=label))
            elif is_open and _IN_ORDER.search(folded(label)):
                orders[name] = "dmy"
            elif is_open:
                unsettled.append(name)
        orders |= self._orders_by_probation(values, {*unsettled, *orders})
        unsettled = [name for name in unsettled if name not in orders]
        known = set(orders.values())
        is_asked = False
        for name in unsettled:
            label = self.labels[name]
            if len(known) == 1:
                orders[name] = next(iter(known))
                self.file.notes.append(wording.note("order_by_sheet", sheet=sheet, head=label))
                continue
            distinct = self._written_days(dict.fromkeys(values[name]))
            open_days = [written for written in distinct if written.is_open and written.a != written.b]
            if not open_days:
                continue
            if is_asked:
                continue  # the answer for one column of a list settles the others
            first, is_asked = open_days[0], True
            self.file.questions.append(
                ColumnQuestion(
                    key=f"{sheet}:{name}",
                    kind="day_order",
                    choices=[
                        ("dmy", f"{first.a:02d}/{first.b:02d}/{first.year}"),
                        ("mdy", f"{first.b:02d}/{first.a:02d}/{first.year}"),
                    ],
                    examples=[f"{written.a}/{written.b}/{written.year}" for written in open_days[:3]],
                )
            )
        return orders

    def _orders_by_probation(self, values: dict[str, list[Any]], names: set[str]) -> dict[str, days.Order]:
        """The order in which most become official about 12 months after their admission, where the other one fails."""
        answers = self.file.answers
        is_answered = any(f"{self.sheet}:{name}" in answers for name in names)
        if is_answered or not {"party_age_from_on", "official_on"} <= names:
            return {}
        order = by_probation(values["party_age_from_on"], values["official_on"], self.file.today)
        if not order:
            return {}
        self.file.notes.append(wording.note("order_by_probation", sheet=self.sheet))
        return dict.fromkeys(names, order)

    def true_days(
        self, name: str, values: list[Any], columns: Mapping[str, list[Any]], orders: Mapping[str, days.Order]
    ) -> list[Any]:
        """The values of a column, with day and month exchanged again where Excel has exchanged them.

        That is so where the year of probation or a person says it. Text that no American could read as a day, beside
        true days that are all 12 or less, is asked about, not guessed (documents.md 8.15).
        """
        true = [value for value in values if isinstance(value, date) and value.day <= 31]
        if len(true) < 2 or any(value.day > 12 for value in true):
            return values
        key = f"{self.sheet}:{name}:true"
        answer = self.file.answers.get(key) or self._by_probation(name, values, columns, orders)
        if answer == "mdy":
            return [exchange(value) if isinstance(value, date) else value for value in values]
        written = [day for day in self._written_days(set(values)) if day.precision == "day"]
        if len(written) < 2 or not all(day.a > 12 for day in written):
            return values
        first = next((value for value in true if value.day != value.month), None)
        if answer != "dmy" and first is not None:
            choices = [("dmy", f"{first:%d/%m/%Y}"), ("mdy", f"{first:%m/%d/%Y}")]
            examples = [f"{value:%d/%m/%Y}" for value in true[:3]]
            self.file.questions.append(ColumnQuestion(key, "true_days", choices, examples))
        return values

    def _by_probation(
        self, name: str, values: list[Any], columns: Mapping[str, list[Any]], orders: Mapping[str, days.Order]
    ) -> str:
        """Whether true days are exchanged, by the other day of admission and recognition; "" where it tells nothing."""
        other = {"party_age_from_on": "official_on", "official_on": "party_age_from_on"}.get(name, "")
        if other not in columns:
            return ""
        order = orders.get(other, "dmy")
        is_admission = name == "party_age_from_on"
        order = of_true_days(values, columns[other], order, self.file.today, is_admission=is_admission)
        if order:
            self.file.notes.append(wording.note("order_by_probation", sheet=self.sheet))
        return order

    def _written_days(self, values: Iterable[Any]) -> Iterable[days.WrittenDay]:
        for value in values:
            if type(value) is str:
                try:
                    yield from days.parse(value, is_1904=False, today=self.file.today)
                except ValueError:
                    continue


def by_probation(admitted: Sequence[Any], official: Sequence[Any], today: date) -> days.Order:
    """The order in which most become official about 12 months after their admission; "" where both do, or neither."""
    pairs = list(zip(admitted, official, strict=True))[:MAX_ROWS]
    return _fitting({order: [(_day(a, order, today), _day(b, order, today)) for a, b in pairs] for order in _ORDERS})


def of_true_days(
    values: Sequence[Any], others: Sequence[Any], order: days.Order, today: date, *, is_admission: bool
) -> days.Order:
    """Whether true days that Excel may have exchanged stand to those of the other column as they are, or exchanged.

    others: the official days beside days of admission, or the other way round, in the order `order`.
    """
    pairs = [
        (value, other)
        for value, other in zip(values, (_day(other, order, today) for other in others), strict=True)
        if isinstance(value, date) and other and value.day <= 12 and value.day != value.month
    ][:MAX_ROWS]
    exchanged = [(exchange(value), other) for value, other in pairs]
    by_order = {"dmy": pairs, "mdy": exchanged}
    return _fitting(
        {order: by_order[order] if is_admission else [(b, a) for a, b in by_order[order]] for order in _ORDERS}
    )


def exchange(day: date) -> date:
    """The day with its day and its month exchanged."""
    return day.replace(day=day.month, month=day.day)


def _fitting(pairs: Mapping[days.Order, Sequence[tuple[date | None, date | None]]]) -> days.Order:
    """The order in which most pairs of days are about 12 months apart, where those of the other order are not."""
    fitting: dict[days.Order, float] = {}
    for order, own in pairs.items():
        apart = [330 <= (second - first).days <= 460 for first, second in own if first and second]
        fitting[order] = sum(apart) / len(own) if len(apart) >= MIN_ROWS else 0.0
    best = max(_ORDERS, key=lambda order: fitting[order])
    other = next(order for order in _ORDERS if order != best)
    return best if fitting[best] >= CLEAR and fitting[other] <= FAILING else ""


def _day(value: Any, order: days.Order, today: date) -> date | None:
    if type(value) is not str:
        return value if isinstance(value, date) else None
    try:
        written = days.parse(value, is_1904=False, today=today)
        return days.to_date(written[0], order) if written else None
    except ValueError:
        return None
