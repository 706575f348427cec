"""A kind of record with papers, for tests: a directive that a unit received, with the plan to study it."""

from datetime import date
from typing import Any

from tongket.core.documents.model import Paragraph
from tongket.directives.actions import receive_many, register
from tongket.directives.kinds import Kind
from tongket.directives.models import Receipt
from tongket.papers import exports
from tongket.papers.actions import MadePaper, issue
from tongket.papers.models import Paper
from tongket.papers.queries import next_numbered
from tongket.papers.registry import Matter, Numbered, PaperForm

SERIES = date(2020, 6, 18)


def make_docx(receipt: Receipt, numbered: Numbered) -> bytes:
    body = [Paragraph.plain(f"Học tập văn bản {receipt.directive.printed}.")]
    return exports.as_docx(
        exports.office_paper(receipt.unit, numbered, kind_title="KẾ HOẠCH", subject="học tập", body=body)
    )


def matter(*, read: str = "directive.read") -> Matter:
    """Papers of a receipt: one plan. read: a fenced verb makes a restricted record of it."""
    form = PaperForm("plan", "Kế hoạch học tập", Kind.KH, lambda receipt: f"Học tập {receipt.directive}", make_docx)
    return Matter(
        "receipts",
        Receipt,
        read,
        "directive.study" if read == "directive.read" else read,
        lambda: Receipt.objects.select_related("unit__place", "directive"),
        [form],
    )


def make_receipt(cast: Any, unit: str = "north") -> Receipt:
    who = {"by": cast.person("root_clerk"), "on": cast.today}
    directive = register("NQ", "08", "NQ/TU", date(2020, 11, 2), "Tỉnh ủy Sông Mẫu", "Chuyển đổi số", **who)
    receive_many(directive, [cast.unit(unit)], received_on=date(2020, 11, 9), **who)
    return Receipt.objects.select_related("unit__place", "directive").get(directive=directive)


def made_now(cast: Any, receipt: Receipt, *, issued_on: date | None = None) -> MadePaper:
    """The plan with the next number of the register."""
    form = matter().forms[0]
    day = issued_on or cast.today
    numbered = next_numbered(receipt.unit, form, issued_on=day, term_from_on=SERIES, on=cast.today)
    return MadePaper(numbered, "ke-hoach.docx", form.make(receipt, numbered), term_from_on=SERIES)


def make_paper(cast: Any, receipt: Receipt, **fields: Any) -> Paper:
    made = made_now(cast, receipt, **fields)
    return issue(receipt, "plan", made=made, by=cast.person("north_clerk"), on=cast.today)
