"""The rule book as it is loaded, which text holds when, and entering new ones."""

import json
from datetime import date, timedelta
from importlib import import_module
from itertools import combinations
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from tongket.org import access
from tongket.org.models import AuditRow
from tongket.regulations import actions
from tongket.regulations.models import LocalValue, Regulation, Topic
from tongket.regulations.queries import NoRegulation, Texts, in_force, parameter, rating_for_year
from tongket.regulations.rules import Span
from tongket.regulations.wording import KEYS, VALUES

rulebook = import_module("tongket.regulations.migrations.0002_rulebook")


def enact(who: Any, valid_from: date, topic: str = Topic.RATING) -> Regulation:
    return actions.enact(
        topic,
        symbol="500-QĐ/TW",
        issued_on=valid_from,
        issuer="Bộ Chính trị",
        title="Quy định mới",
        valid_from=valid_from,
        parameters={"cap_percent": 15},
        by=who,
        on=date(2021, 1, 4),
    )


@pytest.mark.parametrize(
    ("topic", "on", "symbol"),
    [
        (Topic.STATUTE, date(2020, 6, 1), "Điều lệ Đảng"),
        (Topic.ADMISSION, date(2021, 7, 29), "29-QĐ/TW"),
        (Topic.ADMISSION, date(2021, 7, 30), "24-QĐ/TW"),
        (Topic.ADMISSION, date(2025, 6, 30), "232-QĐ/TW"),
        (Topic.ADMISSION, date(2025, 7, 1), "294-QĐ/TW"),
        (Topic.ADMISSION, date(2026, 11, 22), "208-QĐ/TW"),
        (Topic.INSPECTION, date(2020, 12, 31), "30-QĐ/TW"),
        (Topic.INSPECTION, date(2021, 12, 31), "22-QĐ/TW"),
        (Topic.INSPECTION, date(2026, 11, 22), "21-QĐ/TW"),
        (Topic.DISCIPLINE, date(2020, 1, 1), "102-QĐ/TW"),
        (Topic.CELL_MEETINGS, date(2021, 1, 1), "12-HD/BTCTW"),
        (Topic.CELL_MEETINGS, date(2026, 1, 3), "42-HD/BTCTW"),
        (Topic.DOCUMENTS, date(2020, 12, 31), "66-QĐ/TW, 36-HD/VPTW"),
        (Topic.DOCUMENTS, date(2026, 5, 27), "399-QĐ/TW, 05-HD/VPTW"),
        (Topic.COMMENDATION, date(2021, 1, 4), "56-HD/VPTW"),
        (Topic.DEADLINES, date(2021, 1, 4), "01-HD/TW"),
    ],
)
def test_text_in_force_is_that_of_the_table(db: None, topic: str, on: date, symbol: str) -> None:
    assert in_force(topic, on).symbol == symbol


@pytest.mark.rule("R-REG-02")
@pytest.mark.parametrize(
    ("year", "number"),
    [
        (2017, "27"),
        (2018, "132"),
        (2020, "132"),
        (2021, "132"),
        (2022, "132"),
        (2023, "124"),
        (2024, "124"),
        (2025, "366"),
        (2026, "366"),
    ],
)
def test_rating_of_a_year_follows_the_text_of_that_year(db: None, year: int, number: str) -> None:
    assert rating_for_year(year).symbol.split("-")[0] == number


@pytest.mark.parametrize(("year", "months"), [(2019, 0), (2020, 0), (2021, 0), (2023, 6), (2025, 6)])
def test_rating_of_a_year_gives_its_numbers(db: None, year: int, months: int) -> None:
    values = rating_for_year(year).parameters

    assert (values["cap_percent"], values["base_mode"], values["min_months"]) == (20, "GOOD_ONLY", months)


def test_no_two_texts_of_a_topic_share_a_day(db: None) -> None:
    for topic in Topic:
        rows = Regulation.objects.filter(topic=topic)
        spans = [Span(row.valid_from, row.valid_until) for row in rows]
        assert spans, topic
        assert not [pair for pair in combinations(spans, 2) if pair[0].overlaps(pair[1])], topic


def test_texts_of_a_topic_leave_no_gap(db: None) -> None:
    for topic in Topic:
        rows = list(Regulation.objects.filter(topic=topic).order_by("valid_from"))
        assert [row.valid_until for row in rows] == [*(row.valid_from for row in rows[1:]), None], topic


def test_day_before_the_first_text_is_refused(db: None) -> None:
    with pytest.raises(NoRegulation):
        in_force(Topic.ADMISSION, date(2016, 7, 24))
    with pytest.raises(NoRegulation):
        Texts(Topic.DEADLINES).number("ceremony_working_days", date(2016, 9, 19))


def test_value_that_the_text_does_not_give_is_refused(db: None) -> None:
    with pytest.raises(NoRegulation):
        parameter(Topic.RATING, "cap_percent", date(2015, 12, 31))


def test_texts_read_once_say_what_one_question_says(db: None) -> None:
    texts = Texts(Topic.DEADLINES)
    for year in range(2017, 2027):
        on = date(year, 6, 15)
        assert texts.number("ceremony_working_days", on) == parameter(Topic.DEADLINES, "ceremony_working_days", on)


def test_every_key_and_code_has_words(db: None) -> None:
    for row in Regulation.objects.all():
        for key, value in row.parameters.items():
            assert key in KEYS
            if key == "organisation_title":
                continue  # as the text itself calls it
            words = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
            codes = [one for one in words if not one[0].isdigit()]  # the rest are days
            assert [code for code in codes if code not in VALUES] in ([], ["HD36"], ["HD05"])


def test_rule_book_is_entered_twice_without_harm_and_taken_out(db: None) -> None:
    before = list(Regulation.objects.order_by("pk").values_list("pk", "symbol"))

    rulebook.enter(apps, None)
    after = list(Regulation.objects.order_by("pk").values_list("pk", "symbol"))
    rulebook.take_out(apps, None)

    assert (after, Regulation.objects.count()) == (before, 0)
    assert len(before) == len(json.loads(rulebook.ROWS.read_text(encoding="utf-8")))


# --- New texts and local values


def test_new_text_ends_the_one_before(cast: Any) -> None:
    enact(cast.person("operator"), date(2027, 3, 1))

    assert in_force(Topic.RATING, date(2027, 2, 28)).symbol == "366-QĐ/TW, 43-HD/BTCTW"
    assert in_force(Topic.RATING, date(2027, 3, 1)).symbol == "500-QĐ/TW"
    assert AuditRow.objects.filter(policy="regulation.write").count() == 1


@pytest.mark.parametrize("valid_from", [date(2025, 8, 30), date(2025, 8, 29), date(2010, 1, 1)])
def test_new_text_may_not_overlap(cast: Any, valid_from: date) -> None:
    before = list(Regulation.objects.order_by("pk").values())

    with pytest.raises(ValidationError) as refusal:
        enact(cast.person("operator"), valid_from)

    assert set(refusal.value.message_dict) == {"valid_from"}
    assert list(Regulation.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("who", ["root_officer", "root_secretary", "stranger"])
def test_new_text_is_entered_by_the_operator_alone(cast: Any, who: str) -> None:
    with pytest.raises(access.NotAllowed):
        enact(cast.person(who), date(2027, 3, 1))


def set_value(cast: Any, unit: str, value: int, from_on: date, who: str = "root_secretary") -> LocalValue:
    return actions.set_value(
        cast.unit(unit),
        topic=Topic.RATING,
        key="cap_percent",
        value=value,
        decision="15-QĐ/ĐUK",
        from_on=from_on,
        by=cast.person(who),
        on=cast.today,
    )


def test_value_of_the_nearest_unit_wins_while_it_runs(cast: Any) -> None:
    set_value(cast, "root", 15, date(2020, 1, 1))
    set_value(cast, "north", 12, date(2020, 6, 1))
    set_value(cast, "north", 18, date(2020, 9, 1))

    def percent(unit: str, on: date) -> Any:
        return parameter(Topic.RATING, "cap_percent", on, cast.unit(unit))

    assert [percent("north_a", date(2020, month, 2)) for month in (5, 6, 9)] == [15, 12, 18]
    assert percent("south_a", date(2020, 12, 31)) == 15
    assert percent("north_a", date(2019, 12, 31)) == 20
    assert parameter(Topic.RATING, "cap_percent", date(2020, 12, 31)) == 20


def test_value_of_a_unit_may_not_overlap(cast: Any) -> None:
    set_value(cast, "north", 12, date(2020, 6, 1))

    with pytest.raises(ValidationError) as refusal:
        set_value(cast, "north", 13, date(2020, 6, 1) - timedelta(days=1))

    assert set(refusal.value.message_dict) == {"from_on"}


def test_value_is_set_from_above_and_never_beside(cast: Any) -> None:
    with pytest.raises(access.NotAllowed):
        set_value(cast, "north", 12, date(2020, 6, 1), who="south_secretary")


# --- Pages


def test_list_shows_what_holds_and_filters(cast: Any, signed_in: Any) -> None:
    browser = signed_in("stranger")

    everything = browser.get("/regulations/?topic=rating").content.decode()
    now = browser.get("/regulations/?topic=rating&state=now").content.decode()

    assert ("132-QĐ/TW, 21-HD/BTCTW" in everything, "366-QĐ/TW" in everything) == (True, True)
    assert ("132-QĐ/TW, 21-HD/BTCTW" in now, "366-QĐ/TW" in now) == (True, False)  # today is a day of 2021


def test_record_shows_numbers_in_words(cast: Any, signed_in: Any) -> None:
    set_value(cast, "north", 12, date(2020, 6, 1))
    row = in_force(Topic.RATING, date(2021, 1, 4))

    page = signed_in("north_a_secretary").get(row.get_absolute_url()).content.decode()
    beside = signed_in("south_clerk").get(row.get_absolute_url()).content.decode()

    assert "tỷ lệ tối đa xếp loại xuất sắc (%)" in page
    assert "số được xếp loại hoàn thành tốt" in page
    assert "15-QĐ/ĐUK" in page
    assert "15-QĐ/ĐUK" not in beside
