"""A cap that a unit has set below that of the text."""

from datetime import date
from typing import Any

import pytest

from tongket.rating.queries import regime
from tongket.regulations import actions
from tongket.regulations.models import Topic


@pytest.mark.rule("R-REG-01")
def test_cap_of_a_unit_holds_for_the_years_from_its_day_on_alone(cast: Any) -> None:
    actions.set_value(
        cast.unit("root"), topic=Topic.RATING, key="cap_percent", value=15, decision="7-QĐ/ĐUK",
        from_on=date(2021, 1, 1), by=cast.person("root_secretary"), on=cast.today,
    )  # fmt: skip

    percents = {year: regime(year, cast.unit("north")).cap_percent for year in (2020, 2021, 2022)}

    assert percents == {2020: 20, 2021: 15, 2022: 15}


@pytest.mark.rule("R-RATE-13")
def test_unit_chooses_what_the_percent_is_taken_of_and_one_in_a_small_group(cast: Any) -> None:
    for key, value in (("base_mode", "GOOD_OR_BETTER"), ("min_one", True)):
        actions.set_value(
            cast.unit("root"), topic=Topic.RATING, key=key, value=value, decision="8-QĐ/ĐUK",
            from_on=date(2020, 1, 1), by=cast.person("root_secretary"), on=cast.today,
        )  # fmt: skip

    own = regime(2020, cast.unit("north"))

    assert (own.cap(60), own.cap(4), own.cap(0)) == (12, 1, 0)
    assert own.cap_by(60, good_only=True) == 10


@pytest.mark.rule("R-RATE-13")
def test_outstanding_unit_may_have_a_quarter_where_the_text_knows_it(cast: Any) -> None:
    actions.set_value(
        cast.unit("north"), topic=Topic.RATING, key="cap_percent", value=25, decision="9-QĐ/ĐUK",
        from_on=date(2026, 1, 1), by=cast.person("north_secretary"), on=cast.today,
    )  # fmt: skip

    assert regime(2026, cast.unit("north")).cap(60) == 12
    assert regime(2026, cast.unit("south")).cap(60) == 10


@pytest.mark.rule("R-REG-02")
@pytest.mark.parametrize(
    ("year", "symbol", "cap", "min_months", "has_points", "refuses"),
    [
        (2010, "20-HD/BTCTW", None, 0, False, True),
        (2015, "27-HD/BTCTW", None, 0, False, True),
        (2018, "132-QĐ/TW, 16-HD/BTCTW", 10, 0, False, False),
        (2020, "132-QĐ/TW, 21-HD/BTCTW", 10, 0, False, True),
        (2023, "124-QĐ/TW, 25-HD/BTCTW", 10, 6, False, True),
        (2025, "366-QĐ/TW, 43-HD/BTCTW", 10, 6, True, True),
    ],
)
def test_each_year_has_its_regime(
    cast: Any, year: int, symbol: str, cap: int | None, min_months: int, has_points: bool, refuses: bool
) -> None:
    of_year = regime(year, cast.unit("north"))

    assert (of_year.symbol, of_year.cap(60), of_year.min_months) == (symbol, cap, min_months)
    assert (of_year.has_points, of_year.refuses) == (has_points, refuses)
