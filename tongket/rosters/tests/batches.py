"""Uploaded rosters, as the tests of imports need them."""

import io
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import xlsxwriter

from tongket.org import jobs
from tongket.rosters import actions
from tongket.rosters.models import Batch
from tongket.rosters.plan import Choices
from tongket.rosters.queries.checking import check_again
from tongket.rosters.queries.parts import Name, choices, part
from tongket.sheets.marks import CheckedFile

HEADS = {
    "full_name": "Họ và tên",
    "sex": "Giới tính",
    "born_on": "Ngày sinh",
    "unit": "Chi bộ",
    "card_number": "Số thẻ đảng viên",
    "party_age_from_on": "Ngày vào Đảng",
    "ceremony_on": "Ngày kết nạp (lễ)",
    "official_on": "Ngày chính thức",
    "education": "Học vấn",
    "theory": "Lý luận chính trị",
    "identity_number": "Số CCCD",
    "phone": "Điện thoại",
}
HOA = {
    "full_name": "Lê Thị Hoa",
    "sex": "Nữ",
    "born_on": "05/02/1987",
    "unit": "Chi bộ Văn phòng",
    "card_number": "60.027445",
    "party_age_from_on": "03/02/2010",
    "ceremony_on": "19/02/2010",
    "official_on": "19/02/2011",
    "education": "",
    "theory": "",
    "identity_number": "001187000123",
    "phone": "0912345678",
}
BINH = {
    **HOA,
    "full_name": "Trần Văn Bình",
    "sex": "Nam",
    "born_on": "17/08/1990",
    "unit": "CB Nghiệp vụ",
    "card_number": "60.027446",
    "identity_number": "",
    "phone": "",
}


def workbook(*rows: dict[str, str], sheet: str = "DS") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2021, 1, 4)})  # else two of them differ in size now and then
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, list(HEADS.values()))
    for number, row in enumerate(rows, start=1):
        for column, name in enumerate(HEADS):
            if row.get(name):
                page.write_string(number, column, row[name])
    book.close()
    return out.getvalue()


def uploaded(cast: Any, *rows: dict[str, str], unit: str = "north", who: str = "north_officer") -> Batch:
    """A file that was uploaded and read."""
    started = actions.start(
        CheckedFile("ds.xlsx", workbook(*rows), mark=""),
        unit=cast.unit(unit),
        from_on=cast.today,
        by=cast.person(who),
        on=cast.today,
    )
    do_job(started)
    return Batch.objects.get(pk=started.pk)


def do_job(batch: Batch) -> None:
    """What a worker would do for the batch now."""
    job = jobs.latest(batch.pk)
    assert job is not None
    jobs.perform(job.pk)


def confirmed(cast: Any, *rows: dict[str, str], **how: Any) -> Batch:
    batch = uploaded(cast, *rows, **how)
    assert actions.confirm(batch, seen=batch.version, by=cast.person("north_officer"), on=cast.today)
    return Batch.objects.get(pk=batch.pk)


def undo(cast: Any, batch: Batch) -> None:
    actions.undo(batch, seen=batch.version, by=cast.person("north_officer"), on=cast.today)


def recheck(
    cast: Any,
    batch: Batch,
    *,
    corrections: Mapping[str, str] = {},
    answers: Mapping[str, str] = {},
    restored: Collection[str] = (),
) -> Batch:
    """The batch checked again; restored: keys of the rows that are no longer left out."""
    before, person = choices(batch), cast.person("north_officer")
    still_left_out = {key: answer for key, answer in before.answers.items() if key not in restored}
    chosen = Choices({**before.corrections, **corrections}, {**still_left_out, **answers})
    check = check_again(batch, chosen, by=person, on=cast.today)
    actions.recheck(batch, check, seen=batch.version, by=person, on=cast.today)
    return Batch.objects.get(pk=batch.pk)


def errors(batch: Batch) -> dict[str, int]:
    counts: dict[str, int] = batch.report["errors"]
    return counts


def findings(batch: Batch) -> dict[str, Any]:
    findings: dict[str, Any] = part(batch, Name.FINDINGS)
    return findings
