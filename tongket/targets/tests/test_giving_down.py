"""A target given down to the units under it: divided, looked over, changed, taken back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.org import access
from tongket.targets import actions, queries
from tongket.targets.models import Target, TargetResult
from tongket.targets.tests.make import make_target


def shares(cast: Any, north: int | str, south: int | str) -> dict[Any, Decimal]:
    return {cast.unit("north"): Decimal(north), cast.unit("south"): Decimal(south)}


@pytest.mark.rule("R-TGT-01")
def test_a_target_is_given_down_with_its_resolution(cast: Any) -> None:
    target = make_target(cast.unit("root"), is_main=True)

    given = actions.give_down(target, shares(cast, 70, 50), by=cast.person("root_clerk"), on=cast.today)

    assert [(row.unit, row.value, row.state, row.resolution_number, row.is_main) for row in given] == [
        (cast.unit("north"), Decimal(70), "VALID", "01-NQ/ĐU", False),
        (cast.unit("south"), Decimal(50), "VALID", "01-NQ/ĐU", False),
    ]
    assert queries.given_down(target) == given


def test_numbers_given_before_are_shown_as_somebody_types_them(cast: Any, signed_in: Any) -> None:
    target = make_target(cast.unit("root"))
    actions.give_down(target, shares(cast, 70, "50"), by=cast.person("root_clerk"), on=cast.today)

    page = signed_in("root_clerk").get(f"{target.get_absolute_url()}give/shares/").content.decode()

    assert 'value="70"' in page
    assert 'value="70,00"' not in page


@pytest.mark.rule("R-TGT-01")
def test_numbers_that_do_not_add_up_need_a_reason(cast: Any) -> None:
    target, clerk = make_target(cast.unit("root")), cast.person("root_clerk")

    with pytest.raises(ValidationError) as refusal:
        actions.give_down(target, shares(cast, 70, 49), by=clerk, on=cast.today)
    actions.give_down(target, shares(cast, 70, 49), reason="Đảng ủy giữ lại 1", by=clerk, on=cast.today)

    assert list(refusal.value.error_dict) == ["reason"]
    assert [row.value for row in queries.given_down(target)] == [70, 49]


def test_giving_again_changes_what_was_given_and_takes_back_who_is_left_out(cast: Any) -> None:
    target, clerk = make_target(cast.unit("root")), cast.person("root_clerk")
    actions.give_down(target, shares(cast, 70, 50), by=clerk, on=cast.today)

    actions.give_down(target, {cast.unit("north"): Decimal(120)}, by=clerk, on=cast.today)

    assert [(row.unit, row.value) for row in queries.given_down(target)] == [(cast.unit("north"), Decimal(120))]
    assert Target.objects.get(unit=cast.unit("south")).state == "DROPPED"


@pytest.mark.parametrize(
    ("values", "field"),
    [({}, "shares"), ({"north_a": 120}, "shares"), ({"north": -1}, "shares")],
)
def test_only_units_directly_under_it_carry_a_part(cast: Any, values: dict[str, int], field: str) -> None:
    target = make_target(cast.unit("root"))
    parts = {cast.unit(name): Decimal(value) for name, value in values.items()}

    with pytest.raises(ValidationError) as refusal:
        actions.give_down(target, parts, by=cast.person("root_clerk"), on=cast.today)

    assert list(refusal.value.error_dict) == [field]
    assert not queries.given_down(target)


def test_a_unit_with_a_target_of_its_own_for_the_figure_carries_the_higher(cast: Any) -> None:
    target, clerk = make_target(cast.unit("root"), key="key_tasks_total", value=12), cast.person("root_clerk")
    higher = make_target(cast.unit("north"), key="key_tasks_total", value=9)
    lower = make_target(cast.unit("south"), key="key_tasks_total", value=2)

    actions.give_down(target, shares(cast, 7, 5), by=clerk, on=cast.today)

    assert [(row.pk, row.value) for row in queries.given_down(target)] == [
        (higher.pk, Decimal(9)),
        (lower.pk, Decimal(5)),
    ]


def test_a_share_is_not_added_up(cast: Any) -> None:
    target = make_target(cast.unit("root"), label="Hoàn thành tốt", value=90, is_share=True, measure="%")

    given = actions.give_down(target, shares(cast, 90, 95), by=cast.person("root_clerk"), on=cast.today)

    assert [row.value for row in given] == [90, 95]


def test_nobody_below_gives_down_what_is_above(cast: Any) -> None:
    target = make_target(cast.unit("root"))

    with pytest.raises(access.NotAllowed):
        actions.give_down(target, shares(cast, 70, 50), by=cast.person("north_clerk"), on=cast.today)


def test_a_clerk_gives_a_target_down_by_size_and_sees_that_it_adds_up(cast: Any, signed_in: Any) -> None:
    target = make_target(cast.unit("root"), value=11)
    browser = signed_in("root_clerk")

    chosen = browser.get(f"{target.get_absolute_url()}give/", {"way": "even"})
    proposed = browser.get(chosen.url)
    form = proposed.context["form"]
    wrong = browser.post(chosen.url, {"u0": "6", "u1": "4"})
    right = browser.post(chosen.url, {"u0": "6", "u1": "5"}, follow=True)

    assert [form.initial[name] for name in form.units] == [6, 5]
    assert wrong.status_code == 422
    assert [row.value for row in queries.given_down(target)] == [6, 5]
    assert "11" in right.content.decode()


def test_results_are_kept_by_day_and_the_last_one_counts(cast: Any) -> None:
    target, clerk = make_target(cast.unit("north")), cast.person("north_clerk")

    for day, value in [(date(2020, 6, 30), 60), (date(2020, 3, 31), 20), (date(2020, 6, 30), 62)]:
        actions.enter_result(target, result=value, note="BC quý", as_of_on=day, by=clerk, on=cast.today)

    assert Target.objects.get().result == 62
    assert list(TargetResult.objects.order_by("as_of_on").values_list("value", flat=True)) == [20, 62]
    with pytest.raises(ValidationError):
        actions.enter_result(target, result=1, as_of_on=date(2021, 1, 5), by=clerk, on=cast.today)
