"""The form as an Excel file: out, filled in, in again; a file of another unit or period is refused."""

import io
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tongket.reports.models import Report
from tongket.reports.tests.make import form, make_report

KEY = "key_tasks_completed"


def filled_in(body: bytes, changes: dict[str, str]) -> bytes:
    """The file that was taken out, with other numbers in its last column, as Excel would save it."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for at, row in enumerate(rows):
        code = next((str(cell) for cell in row if str(cell) in changes), "")
        page.write_row(at, 0, [*row[:-1], changes[code]] if code else row)
    book.close()
    return out.getvalue()


def hand_in(browser: Any, report: Report, body: bytes, *, seen: int = 1) -> Any:
    file = SimpleUploadedFile("bao-cao.xlsx", body)
    return browser.post(f"{report.get_absolute_url()}file/new/", {"file": file, "seen": str(seen)})


def test_what_is_taken_out_and_filled_in_stands_in_the_form_and_is_not_sent(cast: Any, signed_in: Any) -> None:
    report, browser = make_report(cast.unit("north_a")), signed_in("north_a_secretary")
    body = browser.get(f"{report.get_absolute_url()}file/").content

    answer = hand_in(browser, report, filled_in(body, {KEY: "7", "members_admitted": "–"}))

    kept = Report.objects.get()
    assert answer["Location"] == f"{report.get_absolute_url()}send/"
    assert (kept.state, kept.content, kept.draft["figures"][KEY], kept.draft["figures"]["members_admitted"]) == (
        "DUE",
        {},
        "7",
        "–",
    )
    assert set(kept.draft["figures"]) == {field.code for field in form().fields_asked()}
    page = browser.get(answer["Location"])
    assert page.context["form"][f"figure_{KEY}"].value() == "7"


@pytest.mark.parametrize("whose", ["north_b", "north_a"])
def test_a_file_of_another_unit_or_period_is_refused(cast: Any, signed_in: Any, whose: str) -> None:
    report = make_report(cast.unit("north_a"))
    other = make_report(cast.unit(whose), period="2020M10")
    body = signed_in("north_clerk").get(f"{other.get_absolute_url()}file/").content
    own = signed_in("north_a_secretary")
    if whose == "north_a":
        body = own.get(f"{other.get_absolute_url()}file/").content

    answer = hand_in(own, report, body if body.startswith(b"PK") else filled_in_nothing())

    assert answer.status_code == 422
    assert Report.objects.get(pk=report.pk).draft == {}


def filled_in_nothing() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write(0, 0, "Mẫu: monthly · 2020M11 · NORTH-B")
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("body", [b"", b"not a workbook at all", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused_with_a_sentence(cast: Any, signed_in: Any, body: bytes) -> None:
    report = make_report(cast.unit("north_a"))

    answer = hand_in(signed_in("north_a_secretary"), report, body)

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert Report.objects.get().draft == {}
