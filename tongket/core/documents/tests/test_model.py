from dataclasses import replace
from datetime import date

import pytest

from tongket.core.documents.model import (
    Column,
    Heading,
    Paragraph,
    Run,
    Signature,
    Table,
    attached_to,
    paragraphs_of,
)
from tongket.core.documents.profiles import profile_for
from tongket.core.documents.tests.sample import make_report

PROFILE = profile_for(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("number", "printed"),
    [(5, "Số 05-BC/ĐUK"), (12, "Số 12-BC/ĐUK"), (127, "Số 127-BC/ĐUK"), (None, "Số      -BC/ĐUK")],
)
def test_symbol_text_has_no_colon_and_a_leading_zero_below_ten(number: int | None, printed: str) -> None:
    assert make_report(number=number).symbol_text(PROFILE) == printed


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2027, 2, 5), "Sông Mẫu, ngày 05 tháng 02 năm 2027"),
        (date(2027, 3, 15), "Sông Mẫu, ngày 15 tháng 3 năm 2027"),
        (None, "Sông Mẫu, ngày      tháng      năm 2027"),
    ],
)
def test_place_and_day_are_written_as_in_a_head(day: date | None, printed: str) -> None:
    assert make_report(issued_on=day, profile_day=date(2027, 1, 9)).place_date_text() == printed


@pytest.mark.parametrize(
    ("number", "issued_on", "is_draft"),
    [(5, date(2027, 2, 5), False), (None, date(2027, 2, 5), True), (5, None, True), (None, None, True)],
)
def test_document_is_a_draft_while_number_or_day_is_missing(
    number: int | None, issued_on: date | None, is_draft: bool
) -> None:
    document = make_report(number=number, issued_on=issued_on, profile_day=date(2027, 1, 9))

    assert document.is_draft == is_draft


def test_day_of_issue_goes_before_the_planned_day() -> None:
    assert make_report(issued_on=date(2026, 1, 5), profile_day=date(2027, 1, 9)).day == date(2026, 1, 5)
    assert make_report(issued_on=None, profile_day=date(2027, 1, 9)).day == date(2027, 1, 9)


def test_document_without_any_day_is_refused() -> None:
    with pytest.raises(ValueError, match="profile_day"):
        make_report(issued_on=None)


def test_document_with_number_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="number 0"):
        make_report(number=0)


def test_recipients_and_a_left_signature_are_refused_together() -> None:
    with pytest.raises(ValueError, match="same place"):
        replace(make_report(), left_signature=Signature("", "Người ghi biên bản", "Trần Thử Nghiệm"))


@pytest.mark.parametrize(
    ("number", "day", "line"),
    [
        (5, date(2027, 2, 5), "Kèm theo Báo cáo số 05-BC/ĐUK, ngày 05/02/2027 của Đảng uỷ Khối"),
        (None, None, "Kèm theo Báo cáo số      -BC/ĐUK, ngày     /    /2027 của Đảng uỷ Khối"),
    ],
)
def test_line_of_an_appendix_names_number_day_and_issuer(number: int | None, day: date | None, line: str) -> None:
    document = make_report(number=number, issued_on=day, profile_day=date(2027, 1, 9))

    assert attached_to(document, PROFILE, kind="Báo cáo", issuer="Đảng uỷ Khối") == line


def test_typed_text_becomes_one_paragraph_per_line() -> None:
    assert paragraphs_of(" Một.\r\n\r\nHai. \n") == [Paragraph((Run("Một."),)), Paragraph((Run("Hai."),))]


def test_line_break_inside_a_paragraph_is_refused() -> None:
    with pytest.raises(ValueError, match="line break"):
        Paragraph.plain("Một\nhai")
    with pytest.raises(ValueError, match="line break"):
        Heading(1, "I- MỘT\nHAI")


def test_heading_of_a_fourth_level_is_refused() -> None:
    with pytest.raises(ValueError, match="level 4"):
        Heading(4, "a)")  # type: ignore[arg-type]


@pytest.mark.parametrize(("rows", "total"), [([("1", "2", "3")], None), ([()], None), ([("1", "2")], ("Cộng",))])
def test_row_that_does_not_fit_the_columns_is_refused(
    rows: list[tuple[str, ...]], total: tuple[str, ...] | None
) -> None:
    with pytest.raises(ValueError, match="in a table of 2 columns"):
        Table((Column("TT", 10), Column("Tên", 50)), rows, total)


def test_table_without_columns_or_width_is_refused() -> None:
    with pytest.raises(ValueError, match="columns with a width"):
        Table((), ())
    with pytest.raises(ValueError, match="columns with a width"):
        Table((Column("TT", 0),), ())
