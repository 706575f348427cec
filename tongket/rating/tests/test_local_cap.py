"""A cap that a unit has set below that of the text."""

from datetime import date
from typing import Any

import pytest

from tongket.rating.queries import cap_of
from tongket.regulations import actions
from tongket.regulations.models import Topic


@pytest.mark.rule("R-REG-01")
def test_cap_of_a_unit_holds_for_the_years_from_its_day_on_alone(cast: Any) -> None:
    actions.set_value(
        cast.unit("root"), topic=Topic.RATING, key="cap_percent", value=15, decision="7-QĐ/ĐUK",
        from_on=date(2021, 1, 1), by=cast.person("root_secretary"), on=cast.today,
    )  # fmt: skip

    percents = {year: cap_of(60, year, cast.unit("north")).percent for year in (2020, 2021, 2022)}

    assert percents == {2020: 20, 2021: 15, 2022: 15}
