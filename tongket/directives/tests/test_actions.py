"""Registering, passing on, studying, carrying out; what the figures count of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.directives import actions
from tongket.directives.models import Directive, Receipt
from tongket.directives.tests.make import DUE, RECEIVED, make_directive, make_receipt
from tongket.figures.counting import count, records
from tongket.figures.declare import REGISTRY
from tongket.org import access
from tongket.org.models import AuditRow

PAPER: dict[str, Any] = {
    "kind": "NQ",
    "number": "8",
    "symbol": "NQ / TU",
    "issued_on": date(2020, 10, 20),
    "issuer": "Tỉnh ủy Sông Mẫu",
    "subject": "Chuyển đổi số",
}
SESSION: dict[str, Any] = {"form": "Hội nghị trực tuyến", "invited": 20, "present": 19}


def test_register_writes_number_and_symbol_as_printed(cast: Any) -> None:
    directive = actions.register(**PAPER, by=cast.person("root_clerk"), on=cast.today)

    assert directive.printed == "08-NQ/TU"
    assert directive.subject_fold == "08-nq/tu chuyen doi so tinh uy song mau"
    assert AuditRow.objects.get(object_id=str(directive.pk)).chain == str(cast.unit("root").pk)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "08-NQ"}, "number"),
        ({"symbol": "NQ"}, "symbol"),
        ({"kind": "XX"}, "kind"),
        ({"issuer": " "}, "issuer"),
        ({"subject": ""}, "subject"),
        ({"issued_on": date(2021, 1, 5)}, "issued_on"),
    ],
)
def test_register_refuses_what_is_no_document(cast: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.register(**{**PAPER, **changes}, by=cast.person("root_clerk"), on=cast.today)

    assert list(refusal.value.error_dict) == [field]


@pytest.mark.parametrize("issued_on", [date(2020, 10, 20), None])
def test_register_takes_a_document_once_but_its_symbol_again_with_another_day(
    cast: Any, issued_on: date | None
) -> None:
    clerk = cast.person("root_clerk")
    actions.register(**{**PAPER, "issued_on": issued_on}, by=clerk, on=cast.today)

    with pytest.raises(ValidationError):
        actions.register(**{**PAPER, "issued_on": issued_on}, by=clerk, on=cast.today)
    actions.register(**{**PAPER, "issued_on": date(2016, 10, 20)}, by=clerk, on=cast.today)

    assert Directive.objects.count() == 2


@pytest.mark.parametrize("who", ["root_secretary", "north_a_secretary", "root_inspector", "stranger"])
def test_register_is_for_offices(cast: Any, who: str) -> None:
    with pytest.raises(access.NotAllowed):
        actions.register(**PAPER, by=cast.person(who), on=cast.today)


def test_receive_many_keeps_the_order_of_the_units_and_logs_each(cast: Any) -> None:
    directive = make_directive()
    units = [cast.unit("south"), cast.unit("north"), cast.unit("north_a")]

    receipts = actions.receive_many(
        directive, units, received_on=RECEIVED, study_due_on=DUE, needs_programme=True,
        by=cast.person("root_clerk"), on=cast.today,
    )  # fmt: skip

    assert [receipt.unit for receipt in receipts] == units
    assert set(Receipt.objects.values_list("needs_programme", "study_due_on")) == {(True, DUE)}
    assert {row.chain for row in AuditRow.objects.filter(about="directives.receipt")} == {str(one.pk) for one in units}


def test_receive_many_saves_nothing_where_one_unit_is_out_of_reach(cast: Any) -> None:
    directive = make_directive()

    with pytest.raises(access.NotAllowed):
        actions.receive_many(
            directive, [cast.unit("north"), cast.unit("south")], received_on=RECEIVED,
            by=cast.person("north_clerk"), on=cast.today,
        )  # fmt: skip

    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    ("received_on", "due_on", "field"),
    [
        (date(2021, 1, 5), None, "received_on"),  # has not come
        (date(2020, 10, 19), None, "received_on"),  # before it was issued
        (RECEIVED, date(2020, 11, 1), "study_due_on"),
    ],
)
def test_receive_refuses_days_that_cannot_be(cast: Any, received_on: date, due_on: date | None, field: str) -> None:
    directive = make_directive()

    with pytest.raises(ValidationError) as refusal:
        actions.receive_many(
            directive, [cast.unit("north")], received_on=received_on, study_due_on=due_on,
            by=cast.person("root_clerk"), on=cast.today,
        )  # fmt: skip

    assert list(refusal.value.error_dict) == [field]


def test_a_unit_receives_a_directive_once(cast: Any) -> None:
    receipt = make_receipt(cast.unit("north"))

    with pytest.raises(ValidationError, match="08-NQ/TU"):
        actions.receive_many(
            receipt.directive, [receipt.unit], received_on=RECEIVED, by=cast.person("root_clerk"), on=cast.today
        )


def test_the_earliest_session_and_programme_end_the_lags(cast: Any) -> None:
    receipt = make_receipt(cast.unit("north_a"), needs_programme=True)
    secretary = cast.person("north_a_secretary")

    for day in (date(2020, 12, 5), date(2020, 11, 20), date(2020, 12, 20)):
        actions.hold_study(receipt, held_on=day, **SESSION, by=secretary, on=cast.today)
    for number, day in (("12", date(2020, 12, 24)), ("11", date(2020, 12, 22))):
        actions.issue_programme(receipt, number=number, symbol="CTr/CB", issued_on=day, by=secretary, on=cast.today)

    kept = Receipt.objects.get()
    assert (kept.first_studied_on, kept.programme_on) == (date(2020, 11, 20), date(2020, 12, 22))
    assert (receipt.first_studied_on, receipt.programme_on) == (kept.first_studied_on, kept.programme_on)
    assert [one.printed for one in kept.programmes.all()] == ["11-CTr/CB", "12-CTr/CB"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": date(2020, 11, 1)}, "held_on"),
        ({"held_on": date(2021, 1, 5)}, "held_on"),
        ({"form": " "}, "form"),
        ({"invited": 0, "present": 0}, "invited"),
        ({"present": 21}, "present"),
    ],
)
def test_study_refuses_what_cannot_have_been(cast: Any, changes: dict[str, Any], field: str) -> None:
    receipt = make_receipt(cast.unit("north_a"))

    with pytest.raises(ValidationError) as refusal:
        actions.hold_study(
            receipt, **{"held_on": date(2020, 11, 20), **SESSION, **changes},
            by=cast.person("north_a_secretary"), on=cast.today,
        )  # fmt: skip

    assert list(refusal.value.error_dict) == [field]


@pytest.mark.parametrize("who", ["south_clerk", "north_secretary", "root_inspector", "stranger"])
def test_study_is_recorded_by_the_cell_or_an_office_above_it(cast: Any, who: str) -> None:
    receipt = make_receipt(cast.unit("north_a"))

    with pytest.raises(access.NotAllowed):
        actions.hold_study(receipt, held_on=DUE, **SESSION, by=cast.person(who), on=cast.today)


def test_figures_count_receipts_lags_and_what_is_late_or_missing(cast: Any) -> None:
    directive = make_directive()
    make_receipt(cast.unit("north"), directive, first_studied_on=date(2020, 11, 12), needs_programme=True)
    make_receipt(
        cast.unit("north_a"), directive, first_studied_on=date(2020, 12, 12), needs_programme=True,
        programme_on=date(2020, 12, 22),
    )  # fmt: skip
    make_receipt(cast.unit("south"), directive)
    keys = (
        "directives_received",
        "resolution_study_pct",
        "study_lag",
        "programme_lag",
        "studies_late",
        "programmes_missing",
    )

    counted = count(2020, under=cast.unit("root"), figures=[REGISTRY[key] for key in keys])

    north = {key: counted.of(cast.unit("north"), key) for key in keys}
    assert north["directives_received"].value == 1  # the unit's own
    assert (north["resolution_study_pct"].value, north["resolution_study_pct"].whole) == (Decimal(100), 2)
    assert (north["study_lag"].value, north["study_lag"].worst) == (Decimal(25), 40)
    assert (north["programme_lag"].value, north["programme_lag"].not_yet) == (Decimal(50), 1)
    assert (north["studies_late"].value, north["programmes_missing"].value) == (Decimal(1), Decimal(1))
    assert (counted.own("study_lag").not_yet, counted.own("resolution_study_pct").part) == (1, 2)
    late = records(
        REGISTRY["studies_late"], unit=cast.unit("root"), year=2020, person=cast.person("root_clerk"), on=cast.today
    )
    assert [receipt.unit for receipt in late] == [cast.unit("north_a")]
