"""Entering and correcting texts, setting values of one's own, and the page that shows which of them hold."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.org import access
from tongket.org.models import HistoryRow
from tongket.regulations import actions, settable, typed
from tongket.regulations.models import LocalValue, Regulation, Setting, Topic
from tongket.regulations.queries import in_force, parameter, rating_for_year

TEXT: dict[str, Any] = {
    "symbol": "500-QĐ/TW", "issued_on": date(2026, 12, 1), "issuer": "Bộ Chính trị", "title": "Quy định mới",
    "valid_from": date(2027, 1, 1), "mark": "V",
}  # fmt: skip


def enact(cast: Any, **changes: Any) -> Regulation:
    return actions.enact(Topic.RATING, **(TEXT | changes), by=cast.person("operator"), on=cast.today)


def put(cast: Any, unit: str, topic: str, key: str, value: Any, from_on: date, who: str) -> LocalValue:
    return actions.set_value(
        cast.unit(unit), topic=topic, key=key, value=value, decision="7-QĐ/ĐUK", from_on=from_on,
        by=cast.person(who), on=cast.today,
    )  # fmt: skip


@pytest.mark.rule("R-REG-01")
def test_new_text_begins_with_the_numbers_of_the_one_before(cast: Any) -> None:
    before = in_force(Topic.RATING, date(2026, 12, 31))

    row = enact(cast)

    assert row.parameters == before.parameters
    assert in_force(Topic.RATING, date(2026, 12, 31)) == before
    assert in_force(Topic.RATING, date(2027, 1, 1)) == row


@pytest.mark.rule("R-REG-01")
def test_withdrawn_text_counts_as_never_entered(cast: Any) -> None:
    before = in_force(Topic.RATING, date(2026, 12, 31))
    row = enact(cast)

    actions.withdraw_text(row, reason="nhập nhầm số", by=cast.person("operator"), on=cast.today)

    assert in_force(Topic.RATING, date(2027, 6, 1)) == before
    assert enact(cast).valid_from == date(2027, 1, 1)  # the day is free again


@pytest.mark.rule("R-REG-01")
@pytest.mark.puts_right("regulations.Regulation")
def test_correcting_the_first_day_leaves_neither_gap_nor_overlap(cast: Any) -> None:
    row = enact(cast)

    actions.correct_text(
        row, seen=1, reason="ngày có hiệu lực", **(TEXT | {"valid_from": date(2027, 3, 1)}),
        by=cast.person("operator"), on=cast.today,
    )  # fmt: skip

    assert in_force(Topic.RATING, date(2027, 2, 28)) != row
    assert in_force(Topic.RATING, date(2027, 3, 1)) == row
    with pytest.raises(ValidationError):  # before the text whose place it takes
        actions.correct_text(
            Regulation.objects.get(pk=row.pk), seen=2, reason="ngày có hiệu lực",
            **(TEXT | {"valid_from": date(2025, 1, 1)}), by=cast.person("operator"), on=cast.today,
        )  # fmt: skip


def test_number_of_a_text_is_corrected_with_a_reason_and_keeps_its_history(cast: Any) -> None:
    row = enact(cast)

    actions.set_parameter(
        row, key="cap_percent", value=15, seen=1, reason="đọc lại văn bản", by=cast.person("operator"), on=cast.today
    )

    assert parameter(Topic.RATING, "cap_percent", date(2027, 1, 1)) == 15
    assert HistoryRow.objects.get(object_id=str(row.pk)).old["parameters"]["cap_percent"] == 20


@pytest.mark.parametrize("who", ["root_secretary", "root_clerk", "root_officer", "auditor", "stranger"])
def test_texts_are_entered_by_the_operator_alone(cast: Any, who: str) -> None:
    row = in_force(Topic.RATING, cast.today)
    asked = {"by": cast.person(who), "on": cast.today, "reason": "thử xem"}

    with pytest.raises(access.NotAllowed):
        actions.enact(Topic.RATING, **TEXT, by=cast.person(who), on=cast.today)
    with pytest.raises(access.NotAllowed):
        actions.withdraw_text(row, **asked)
    with pytest.raises(access.NotAllowed):
        actions.set_parameter(row, key="cap_percent", value=1, seen=1, **asked)


# --- Values of units -------------------------------------------------------------------------------------------------


def test_cap_above_that_of_the_text_is_refused(cast: Any) -> None:
    with pytest.raises(ValidationError):
        put(cast, "root", Topic.RATING, "cap_percent", 25, date(2021, 1, 1), "root_secretary")


@pytest.mark.parametrize(("who", "may"), [("root_secretary", True), ("north_secretary", True), ("north_clerk", False),
                                          ("south_secretary", False), ("operator", False)])  # fmt: skip
def test_values_are_decided_by_the_leadership_of_the_committee(cast: Any, who: str, may: bool) -> None:
    if may:
        put(cast, "north", Topic.RATING, "cap_percent", 10, date(2021, 1, 1), who)
    else:
        with pytest.raises(access.NotAllowed):
            put(cast, "north", Topic.RATING, "cap_percent", 10, date(2021, 1, 1), who)


def test_limit_of_small_numbers_holds_from_its_year_on_and_for_the_whole_tree(cast: Any) -> None:
    put(cast, "root", Setting.FIGURES, settable.SMALL_CELL, 10, date(2021, 1, 1), "root_secretary")

    limits = {(unit, year): settable.smallest_shown(cast.unit(unit), year)
              for unit in ("root", "north_a") for year in (2020, 2021)}  # fmt: skip

    assert limits == {("root", 2020): 5, ("root", 2021): 10, ("north_a", 2020): 5, ("north_a", 2021): 10}


@pytest.mark.parametrize(("unit", "value"), [("root", 4), ("root", 51), ("north", 10)])
def test_limit_of_small_numbers_is_never_lower_and_never_different_below(cast: Any, unit: str, value: int) -> None:
    with pytest.raises(ValidationError):
        put(cast, unit, Setting.FIGURES, settable.SMALL_CELL, value, date(2021, 1, 1), "root_secretary")


@pytest.mark.parametrize(
    "value", [True, False, 12, 1.5, "two_thirds", [90, 70, 50], ["02-03", "05-19"], {"30": 1.5, "40": 2.0}]
)
def test_value_typed_as_it_is_shown_is_the_same_value(value: Any) -> None:
    assert typed.parse_like(value, typed.as_typed(value)) == value


@pytest.mark.parametrize(
    ("sample", "words"),
    [(12, "-1"), (12, "1,5"), (12, "mười"), (1.5, "NaN"), (1.5, "-2"), (True, "2"), ({"30": 1.5}, "30")],
)
def test_value_of_another_kind_is_refused(sample: Any, words: str) -> None:
    with pytest.raises(ValidationError):
        typed.parse_like(sample, words)


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_page_shows_the_text_of_any_day_with_the_value_of_the_unit_on_top(signed_in: Any, cast: Any) -> None:
    put(cast, "root", Topic.RATING, "cap_percent", 15, date(2021, 1, 1), "root_secretary")
    clerk = signed_in("north_clerk")

    before = clerk.get("/admin/rules/", {"on": "31/12/2020", "topic": "rating"}).text
    after = clerk.get("/admin/rules/", {"on": "01/01/2021", "topic": "rating"}).text
    everything = clerk.get("/admin/rules/", {"on": "30/11/2024"}).text

    assert "132-QĐ/TW, 21-HD/BTCTW" in before
    assert "7-QĐ/ĐUK" not in before
    assert "7-QĐ/ĐUK" in after
    assert "124-QĐ/TW, 25-HD/BTCTW" in everything
    assert clerk.get("/admin/rules/", {"on": "31/02/2020"}).status_code == 200


def test_secretary_sets_a_value_on_its_page_and_a_wrong_one_stays_in_the_form(signed_in: Any, cast: Any) -> None:
    url = "/admin/rules/ROOT/set/?topic=rating&key=cap_percent"
    fields = {"topic": "rating", "key": "cap_percent", "from_on": "01/01/2021", "decision": "7-QĐ/ĐUK"}
    secretary = signed_in("root_secretary")

    refused = secretary.post(url, fields | {"value": "25", "idempotency_key": "1" * 32})
    taken = secretary.post(url, fields | {"value": "15", "idempotency_key": "2" * 32}, follow=True)

    assert refused.status_code == 422
    assert 'value="25"' in refused.text
    assert taken.status_code == 200
    assert LocalValue.objects.get().value == 15


def test_operator_enters_a_text_corrects_a_number_and_withdraws_it(signed_in: Any, cast: Any) -> None:
    operator = signed_in("operator")
    fields = {**TEXT, "topic": "rating", "issued_on": "01/12/2026", "valid_from": "01/01/2027"}

    operator.post("/regulations/new/", fields | {"idempotency_key": "1" * 32})
    row = Regulation.objects.get(symbol="500-QĐ/TW")
    url = f"/regulations/{row.pk}/"
    page = operator.post(
        f"{url}parameter/",
        {"key": "cap_percent", "value": "18", "seen": 1, "reason": "đọc lại", "idempotency_key": "2" * 32},
        follow=True,
    )
    gone = operator.post(f"{url}withdraw/", {"reason": "nhập nhầm", "idempotency_key": "3" * 32}, follow=True)

    assert "18" in page.text
    assert gone.status_code == 200
    assert in_force(Topic.RATING, date(2027, 1, 1)) != row


@pytest.mark.rule("R-REG-04")
def test_text_issued_after_the_review_began_waits_unless_the_day_is_moved(cast: Any) -> None:
    north = cast.unit("north")
    enact(cast, valid_from=date(2026, 11, 20))

    assert rating_for_year(2026, north).symbol.startswith("366-QĐ/TW")
    assert rating_for_year(2027, north).symbol == "500-QĐ/TW"

    actions.set_value(
        north, topic=Setting.CALENDAR, key="review_guidance", value="2026-11-30", decision="Công văn 9-CV/ĐUK",
        from_on=date(2026, 1, 1), until_on=date(2027, 1, 1), by=cast.person("north_clerk"), on=cast.today,
    )  # fmt: skip

    assert rating_for_year(2026, north).symbol == "500-QĐ/TW"
    assert rating_for_year(2026, cast.unit("south")).symbol.startswith("366-QĐ/TW")


@pytest.mark.rule("R-REG-02")
def test_page_asks_for_the_date_that_the_topic_wants(cast: Any, signed_in: Any) -> None:
    clerk = signed_in("north_clerk")

    rating = clerk.get("/admin/rules/", {"topic": "rating", "year": "2022"}).text
    admission = clerk.get("/admin/rules/", {"topic": "admission", "on": "29/07/2021"}).text
    none = clerk.get("/admin/rules/", {"topic": "documents", "on": "01/01/2010"}).text
    everything = clerk.get("/admin/rules/", {"on": "30/11/2024"}).text

    assert all(words in rating for words in ("132-QĐ/TW", "31/10/2022", "Năm được kiểm điểm"))
    assert all(words in admission for words in ("29-QĐ/TW", "Ngày chi bộ biểu quyết"))
    assert "chưa có văn bản" in none.lower()
    assert "ngày chi bộ biểu quyết" in everything
    assert clerk.get("/admin/rules/", {"topic": "rating", "year": "0"}).status_code == 200
