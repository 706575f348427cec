from datetime import UTC, date, datetime

import time_machine
from django.test import override_settings

from tongket.core import clock


@override_settings(TONGKET_TODAY=None)
@time_machine.travel(datetime(2026, 12, 31, 17, 30, tzinfo=UTC), tick=False)
def test_today_is_the_day_in_vietnam() -> None:
    assert clock.today() == date(2027, 1, 1)
    assert clock.now() == datetime(2026, 12, 31, 17, 30, tzinfo=UTC)


@override_settings(TONGKET_TODAY=date(2022, 1, 5))
def test_today_may_be_set() -> None:
    assert clock.today() == date(2022, 1, 5)
