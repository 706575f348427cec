"""Which of two orders the days of two columns are written in, by how they stand to each other."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tongket.sheets import days

MAX_ROWS = 400
MIN_ROWS = 4
CLEAR, FAILING = 0.75, 0.45  # shares of the rows that an order must explain, and that the other one must not
_ORDERS: tuple[days.Order, ...] = ("dmy", "mdy")


def by_probation(admitted: Sequence[Any], official: Sequence[Any], today: date) -> days.Order:
    """The order in which most become official about 12 months after their admission; "" where both do, or neither."""
    pairs = list(zip(admitted, official, strict=True))[:MAX_ROWS]
    fitting: dict[days.Order, float] = {}
    for order in _ORDERS:
        apart = [
            330 <= (second - first).days <= 460
            for first, second in ((_day(a, order, today), _day(b, order, today)) for a, b in pairs)
            if first and second
        ]
        fitting[order] = sum(apart) / len(pairs) if len(apart) >= MIN_ROWS else 0.0
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
