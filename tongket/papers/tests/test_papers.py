"""Papers: issued with a number, signed, replaced, withdrawn; used by the right over their record alone."""

import hashlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.directives.actions import documents
from tongket.directives.models import OwnDocument
from tongket.directives.rules import DocumentState
from tongket.org import access
from tongket.org.models import AuditRow, HistoryRow
from tongket.papers import actions, rules
from tongket.papers.actions import MadePaper
from tongket.papers.models import Paper, PaperFile, Role
from tongket.papers.queries import as_numbered
from tongket.papers.registry import MATTERS
from tongket.papers.rules import PaperState
from tongket.papers.tests.make import SERIES, made_now, make_paper, make_receipt, matter
from tongket.sheets.marks import CheckedFile

SCAN = CheckedFile("scan.pdf", b"%PDF-1.7 scan", "")


@pytest.fixture
def receipt(cast: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setitem(MATTERS, "receipts", matter())
    return make_receipt(cast)


@pytest.mark.parametrize(
    ("body", "is_digital"),
    [
        (b"%PDF-1.7 /Type /Sig /ByteRange [0 1 2 3]", True),
        (b"%PDF-1.7 /Type/Sig/ByteRange[0 1 2 3]", True),
        (b"%PDF-1.7 /Type /SigFlags /ByteRange", False),
        (b"%PDF-1.7 a scan", False),
    ],
)
@pytest.mark.rule("R-DAT-04")
def test_pdf_says_whether_it_is_signed_digitally(body: bytes, is_digital: bool) -> None:
    assert rules.is_signed_digitally(body) is is_digital


@pytest.mark.rule("R-DOC-02")
def test_paper_takes_the_next_number_and_keeps_the_file_that_was_made_with_it(cast: Any, receipt: Any) -> None:
    first = make_paper(cast, receipt)

    document = OwnDocument.objects.get(subject=first.title)
    file = PaperFile.objects.get(paper=first)
    assert (first.printed, first.state, document.printed, document.subject) == (
        "01-KH/ĐU", PaperState.ISSUED, "01-KH/ĐU", first.title,
    )  # fmt: skip
    assert (file.role, file.sha256) == (Role.MADE, hashlib.sha256(bytes(file.body)).hexdigest())
    with pytest.raises(ValidationError, match="đã ban hành"):
        make_paper(cast, receipt)


def test_number_given_to_another_meanwhile_is_refused_and_lost_to_nobody(cast: Any, receipt: Any) -> None:
    made = made_now(cast, receipt)
    by = cast.person("north_clerk")
    documents.reserve(cast.unit("north"), kind="KH", issued_on=cast.today, term_from_on=SERIES, by=by, on=cast.today)

    with pytest.raises(ValidationError, match="vừa được cấp"):
        actions.issue(receipt, "plan", made=made, by=by, on=cast.today)

    assert not Paper.objects.exists()
    assert make_paper(cast, receipt).printed == "02-KH/ĐU"


def test_number_of_another_register_is_typed_and_never_twice_in_a_year(cast: Any, receipt: Any) -> None:
    by = cast.person("north_clerk")
    numbered = as_numbered(receipt.unit, matter().forms[0], number=7, issued_on=cast.today)
    made = MadePaper(numbered, "a.docx", b"PK", is_typed=True)

    paper = actions.issue(receipt, "plan", made=made, by=by, on=cast.today)

    assert (paper.printed, paper.document, OwnDocument.objects.count()) == ("07-KH/ĐU", None, 0)
    actions.withdraw(paper, reason="Ban hành nhầm", by=by, on=cast.today)
    with pytest.raises(ValidationError, match="văn bản khác"):
        actions.issue(receipt, "plan", made=made, by=by, on=cast.today)


@pytest.mark.puts_right("papers.Paper")
def test_later_paper_takes_the_place_and_both_are_kept(cast: Any, receipt: Any) -> None:
    first, by = make_paper(cast, receipt), cast.person("north_clerk")

    with pytest.raises(ValidationError, match="lý do"):
        actions.replace(first, made=made_now(cast, receipt), reason=".", by=by, on=cast.today)
    later = actions.replace(first, made=made_now(cast, receipt), reason="Sai ngày học", by=by, on=cast.today)

    first.refresh_from_db()
    assert (first.state, first.replaced_by, later.replaces) == (PaperState.REPLACED, later, first)
    assert (later.printed, later.state, PaperFile.objects.count()) == ("02-KH/ĐU", PaperState.ISSUED, 2)
    with pytest.raises(WrongState):
        actions.replace(first, made=made_now(cast, receipt), reason="Lại nữa", by=by, on=cast.today)


@pytest.mark.puts_right("papers.Paper")
def test_withdrawn_paper_makes_its_number_void(cast: Any, receipt: Any) -> None:
    paper, by = make_paper(cast, receipt), cast.person("north_clerk")

    actions.withdraw(paper, reason="Ban hành nhầm", by=by, on=cast.today)

    document = OwnDocument.objects.get()
    assert (paper.state, document.state, document.void_reason) == (
        PaperState.WITHDRAWN, DocumentState.VOID, "Ban hành nhầm",
    )  # fmt: skip
    assert make_paper(cast, receipt).printed == "02-KH/ĐU"


@pytest.mark.rule("R-DAT-04")
@pytest.mark.puts_right("papers.PaperFile")
def test_signed_file_stands_beside_the_made_one_and_is_taken_out_with_a_reason(cast: Any, receipt: Any) -> None:
    paper = make_paper(cast, receipt)
    who = {"by": cast.person("north_clerk"), "on": cast.today}

    actions.attach(paper, file=SCAN, is_not_classified=True, **who)

    assert {file.role for file in PaperFile.objects.filter(paper=paper)} == {Role.MADE, Role.SIGNED}
    with pytest.raises(ValidationError, match="Đã có tệp"):
        actions.attach(paper, file=SCAN, is_not_classified=True, **who)
    actions.detach(paper, reason="Bản quét mờ", **who)
    assert [file.role for file in PaperFile.objects.filter(paper=paper)] == [Role.MADE]
    assert "Bản quét mờ" in HistoryRow.objects.get(object_id=str(paper.pk)).reason


@pytest.mark.rule("R-DAT-02")
def test_signed_file_with_a_mark_is_refused_and_only_that_is_logged(cast: Any, receipt: Any) -> None:
    paper, marked = make_paper(cast, receipt), CheckedFile("TỐI MẬT.pdf", b"%PDF", "TỐI MẬT")

    with pytest.raises(ValidationError, match="dấu chỉ độ mật"):
        actions.attach(paper, file=marked, is_not_classified=True, by=cast.person("north_clerk"), on=cast.today)

    assert PaperFile.objects.count() == 1
    assert AuditRow.objects.get(result=AuditRow.Result.REFUSED).fields == {"classified_file": None}


def test_paper_is_issued_by_who_may_write_its_record_alone(cast: Any, receipt: Any) -> None:
    made = made_now(cast, receipt)

    for who in ("north_secretary", "south_clerk", "stranger"):
        with pytest.raises(access.NotAllowed):
            actions.issue(receipt, "plan", made=made, by=cast.person(who), on=cast.today)


@pytest.mark.rule("R-DOC-03")
def test_paper_of_a_restricted_record_takes_a_number_that_says_nothing(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MATTERS, "receipts", matter(read="inspection.read"))
    receipt = make_receipt(cast)
    made = made_now(cast, receipt)

    actions.issue(receipt, "plan", made=made, by=cast.behind_fence("root_inspector"), on=cast.today)

    document = OwnDocument.objects.get()
    assert (document.state, document.subject) == (DocumentState.RESERVED, "")


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_paper_is_issued_signed_and_downloaded_on_its_pages(cast: Any, receipt: Any, signed_in: Any) -> None:
    browser = signed_in("north_clerk")
    new = f"/papers/new/receipts/{receipt.pk}/plan/"

    assert browser.get(new).status_code == 200
    draft = browser.get(f"{new}draft/")
    answer = browser.post(new, {"issued_on": "04/01/2021", "term_from_on": "18/06/2020", "idempotency_key": "k1"})
    paper = Paper.objects.get()
    page = browser.get(answer["Location"]).content.decode()
    made = browser.get(f"{paper.get_absolute_url()}made/")

    assert draft["Content-Disposition"].startswith('attachment; filename="du-thao-plan.docx"')
    assert answer["Location"] == paper.get_absolute_url()
    assert all(part in page for part in ("01-KH/ĐU", "/attach/", "/withdraw/"))
    assert made.content == bytes(PaperFile.objects.get().body)
    assert AuditRow.objects.filter(object_id=str(paper.pk), policy="directive.read.export").count() == 1


@pytest.mark.parametrize(
    ("who", "fence", "status"),
    [("stranger", False, 404), ("south_clerk", False, 404), ("north_secretary", False, 200)],
)
def test_paper_is_found_by_the_right_over_its_record(
    cast: Any, receipt: Any, signed_in: Any, who: str, fence: bool, status: int
) -> None:
    paper = make_paper(cast, receipt)
    browser = signed_in(who)

    for part in ("", "made/"):
        assert browser.get(f"{paper.get_absolute_url()}{part}").status_code == status
    for deed in ("attach", "detach", "withdraw", "replace"):
        assert browser.get(f"{paper.get_absolute_url()}{deed}/").status_code == 404  # none of them may write


def test_paper_of_a_restricted_record_stands_behind_the_fence(
    cast: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MATTERS, "receipts", matter(read="inspection.read"))
    receipt = make_receipt(cast)
    made = made_now(cast, receipt)
    paper = actions.issue(receipt, "plan", made=made, by=cast.behind_fence("root_inspector"), on=cast.today)

    statuses = {
        (who, fence): signed_in(who, fence=fence).get(paper.get_absolute_url()).status_code
        for who, fence in [("root_inspector", True), ("root_inspector", False), ("root_secretary", True)]
    }

    assert statuses == {("root_inspector", True): 200, ("root_inspector", False): 403, ("root_secretary", True): 404}
