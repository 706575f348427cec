"""The columns that many lists share."""

from datetime import date
from typing import Any

from tongket.pages import columns
from tongket.pages.columns import Cell


class Form:
    name = "Báo cáo tháng"

    def get_kind_display(self) -> str:
        return "định kỳ"


class Row:
    """A row as a list reads it."""

    held_on: date | None = date(2021, 1, 4)
    base = 1250
    state = "open"
    form = Form()

    def get_state_display(self) -> str:
        return "đang mở"


def shown(column: columns.Column[Any], row: Any = None) -> Cell | str:
    return column.cell(row or Row())


def test_column_of_one_field_is_keyed_and_ordered_by_it() -> None:
    held_on = columns.day("held_on", "Ngày", phone="figure")

    assert (held_on.key, held_on.order, held_on.align, held_on.phone) == ("held_on", ("held_on",), "start", "figure")
    assert shown(held_on) == "04/01/2021"


def test_column_of_a_related_row_is_keyed_by_the_field_and_ordered_along_the_path() -> None:
    name, kind = columns.text("form__name", "Mẫu"), columns.choice("form__kind", "Loại", key="form", order=())

    assert (name.key, name.order, shown(name)) == ("name", ("form__name",), "Báo cáo tháng")
    assert (kind.key, kind.order, shown(kind)) == ("form", (), "định kỳ")


def test_day_that_is_missing_leaves_the_field_empty() -> None:
    row = Row()
    row.held_on = None

    assert shown(columns.day("held_on", "Ngày"), row) == ""


def test_number_is_written_with_dots_and_flush_right() -> None:
    base = columns.number("base", "Tổng số")

    assert (shown(base), base.align) == ("1.250", "end")


def test_choice_is_coloured_where_its_states_are_given() -> None:
    assert shown(columns.choice("state", "Trạng thái")) == "đang mở"
    assert shown(columns.choice("state", "Trạng thái", states={"open": "ok"})) == Cell("đang mở", state="ok")
