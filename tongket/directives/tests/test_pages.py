"""The pages beyond the register: own documents, lag, corrections, files, what is handed on."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tongket.directives.models import Directive, DirectiveFile, OwnDocument, ProgressReview, Receipt, StudySession
from tongket.directives.tests.make import make_directive, make_receipt
from tongket.directives.tests.test_carrying_out import studied, with_programme
from tongket.directives.tests.test_documents import drafted, signed
from tongket.org.models import AuditRow
from tongket.pages.tests.pages import english, questions, states
from tongket.sheets.tests.test_marks import word

DOCUMENT = {"unit": "NORTH", "kind": "BC", "subject": "Kết quả năm 2020", "recipients": "Lưu"}


def test_a_clerk_drafts_signs_and_prints(cast: Any, signed_in: Any) -> None:
    browser = english(signed_in("north_clerk"))

    made = browser.post("/directives/issued/new/", DOCUMENT)
    document = OwnDocument.objects.get()
    answer = browser.post(
        f"{document.get_absolute_url()}sign/", {"issued_on": "04/01/2021", "term_from_on": "18/06/2020", "seen": 1}
    )
    browser.post(
        "/directives/issued/reserve/",
        {"unit": "NORTH", "kind": "BC", "issued_on": "04/01/2021", "term_from_on": "18/06/2020"},
    )

    assert made["Location"] == answer["Location"] == document.get_absolute_url()
    printed = browser.get("/directives/issued/print/").content.decode()
    assert "01-BC/ĐU" in printed
    assert "02-BC/ĐU" in printed
    assert "not held in this system" in printed
    assert states(browser.get("/directives/issued/?state=reserved")) == ["not held here"]
    assert browser.get("/directives/issued/?export=xlsx")["Content-Type"].endswith("sheet")


@pytest.mark.puts_right("directives.OwnDocument")
def test_a_document_is_corrected_made_void_and_a_draft_removed(cast: Any, signed_in: Any) -> None:
    browser, document, draft = signed_in("north_clerk"), signed(cast), drafted(cast)
    url = document.get_absolute_url()

    browser.post(
        f"{url}correct/",
        {"subject": "Kết quả cả năm", "recipients": "", "because": "Nhập nhầm", "seen": document.version},
    )
    refused = browser.post(f"{url}void/", {"reason": "sai", "seen": document.version + 1})
    browser.post(f"{url}void/", {"reason": "Ký nhầm thể loại", "seen": document.version + 1})
    browser.post(f"{draft.get_absolute_url()}correct/", {**DOCUMENT, "kind": "NQ", "seen": 1})
    draft.refresh_from_db()
    browser.post(f"{draft.get_absolute_url()}remove/", {"reason": "Nhập nhầm"})

    assert refused.status_code == 422
    assert (draft.kind, draft.series) == ("NQ", "NQ")
    kept = OwnDocument.objects.get()
    assert (kept.subject, kept.state) == ("Kết quả cả năm", "void")


def test_a_form_with_faults_says_so(cast: Any, signed_in: Any) -> None:
    browser, draft = signed_in("north_clerk"), drafted(cast)

    no_term = browser.post(f"{draft.get_absolute_url()}sign/", {"issued_on": "04/01/2021", "seen": 1})
    of_cell = browser.post("/directives/issued/new/", {**DOCUMENT, "unit": "NORTH-A", "kind": "TB"})

    assert (no_term.status_code, list(no_term.context["form"].errors)) == (422, ["term_from_on"])
    assert set(of_cell.context["form"].errors) == {"kind", "override_reason"}


def test_documents_of_others_are_hidden(cast: Any, signed_in: Any) -> None:
    url = signed(cast).get_absolute_url()

    assert signed_in("south_clerk").get(url).status_code == 404
    assert signed_in("north_secretary").get(url).status_code == 200
    assert signed_in("north_secretary").post(f"{url}void/").status_code == 403
    assert signed_in("stranger").get("/directives/issued/").status_code == 403


def test_lag_page_shows_years_units_and_who_owes_each_with_its_rows(cast: Any, signed_in: Any) -> None:
    directive = make_directive()
    studied(cast, make_receipt(cast.unit("north_a"), directive), date(2020, 11, 12))
    studied(cast, make_receipt(cast.unit("north"), directive), date(2020, 12, 22))
    make_receipt(cast.unit("south"), directive)
    browser = english(signed_in("root_secretary"))

    page = browser.get("/directives/lag/?unit=ROOT&year=2020")

    body = page.content.decode()
    years = [[str(cell) for cell in row.cells] for row in page.context["by_year"].rows]
    units = {str(row.cells[0]): [str(cell) for cell in row.cells[1:5]] for row in page.context["by_unit"].rows}
    assert years[0] == ["2020", "30", "50", "1", "1", "–", "–", "0"]
    assert years[-1][:4] == ["All these years", "30", "50", "1"]
    assert units["Đảng bộ Sở Phương Bắc"] == ["30", "50", "0", "1"]
    assert units["Đảng bộ Sở Phương Nam"] == ["–", "–", "1", "0"]
    assert page.context["by_year"].rows[-1].is_sum
    assert "/figures/study_lag/ROOT/2020/" in body
    assert "<svg" in body
    assert " style=" not in body.split("<main")[1]
    owing = [str(row.cells[0]) for row in page.context["owing"].rows]
    assert owing == ["Đảng bộ Sở Phương Nam"]
    assert states(browser.get("/directives/units/?owes=any&unit=ROOT")) == ["33 days overdue"]


def test_page_of_a_directive_tells_its_lag_and_the_programme_past_its_day(cast: Any, signed_in: Any) -> None:
    directive = make_directive()
    studied(cast, make_receipt(cast.unit("north_a"), directive), date(2020, 11, 12))
    make_receipt(cast.unit("north"), directive, needs_programme=True, programme_due_on=date(2020, 12, 30))
    browser = english(signed_in("north_secretary"))

    page = browser.get(directive.get_absolute_url())
    facts = {str(fact.label): fact.text for fact in page.context["record"].sections[0].facts}
    row = browser.get("/directives/units/?owes=programme&unit=NORTH").context["table"].rows[0]

    assert facts["Days to study"] == "median 10, worst 10; not yet: 1"
    assert facts["Days to programme"] == "nobody yet"
    assert str(row.cells[-1]) == "5 days overdue"


def test_lag_page_stays_within_the_reach_and_costs_the_same_for_more_rows(cast: Any, signed_in: Any) -> None:
    make_receipt(cast.unit("south"), make_directive(number="01"))
    browser = english(signed_in("north_secretary"))
    address = "/directives/lag/?unit=NORTH&year=2020"

    def rows(number: int) -> int:
        for at in range(number):
            make_receipt(cast.unit("north_a"), make_directive(number=f"{at + 20 + number * 10}"))
        return questions(browser, address)

    rows(1)
    assert rows(1 + 1) == rows(3)
    body = browser.get("/directives/lag/?unit=SOUTH&year=2020").content.decode()
    assert "Phương Nam" not in body


def test_an_entry_is_corrected_gets_a_file_and_is_removed(cast: Any, signed_in: Any) -> None:
    browser, parent, directive = english(signed_in("root_clerk")), make_directive(number="01"), make_directive()
    url = directive.get_absolute_url()
    sent = {
        "kind": "NQ", "number": "9", "symbol": "NQ/TU", "issued_on": "20/10/2020", "issuer": "Tỉnh ủy", "term": "",
        "subject": "Đổi mới", "parent": str(parent.pk), "because": "Nhập nhầm", "seen": 1,
    }  # fmt: skip

    browser.post(f"{url}correct/", sent)
    body = word("NGHỊ QUYẾT")
    browser.post(f"{url}file/add/", {"file": SimpleUploadedFile("nq.docx", body), "is_not_classified": "on"})

    page = browser.get(url).content.decode()
    assert "09-NQ/TU" in page
    assert "nq.docx" in page
    assert parent.cited in page
    taken = browser.get(f"{url}file/")
    assert (taken["Content-Disposition"].split(";")[0], taken.content) == ("attachment", body)
    browser.post(f"{url}remove/", {"reason": "Nhập nhầm"})
    assert list(Directive.objects.all()) == [parent]


@pytest.mark.rule("R-DAT-02")
def test_a_classified_file_is_refused_and_the_refusal_is_logged_alone(cast: Any, signed_in: Any) -> None:
    directive = make_directive()

    answer = signed_in("root_clerk").post(
        f"{directive.get_absolute_url()}file/add/",
        {"file": SimpleUploadedFile("nq.docx", word("MẬT")), "is_not_classified": "on"},
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert not DirectiveFile.objects.exists()
    assert AuditRow.objects.filter(object_id=str(directive.pk), result="refused").count() == 1


def test_a_file_is_found_only_by_who_sees_the_entry(cast: Any, signed_in: Any) -> None:
    directive = make_directive()
    make_receipt(cast.unit("south"), directive)

    assert signed_in("north_clerk").get(f"{directive.get_absolute_url()}file/").status_code == 404
    assert signed_in("south_clerk").get(f"{directive.get_absolute_url()}file/").status_code == 302  # there is none
    assert signed_in("north_clerk").get(f"{directive.get_absolute_url()}correct/").status_code == 404


def test_only_ticked_units_get_a_directive(cast: Any, signed_in: Any) -> None:
    directive = make_directive()

    signed_in("root_clerk").post(
        f"{directive.get_absolute_url()}pass-on/",
        {
            "unit": "ROOT", "reach": "all", "chosen": ["SOUTH", "NORTH-A"], "received_on": "02/11/2020",
            "level": "all_members", "study_form": "meeting", "needs_programme": "on", "final_due_on": "30/12/2025",
        },
    )  # fmt: skip

    assert set(directive.receipts.values_list("unit__code", "level")) == {
        ("SOUTH", "all_members"), ("NORTH-A", "all_members"),
    }  # fmt: skip
    assert ProgressReview.objects.count() == 2


def test_a_unit_records_everything_on_its_pages(cast: Any, signed_in: Any) -> None:
    receipt = make_receipt(cast.unit("north"), needs_programme=True)
    session = studied(cast, receipt)
    programme = with_programme(cast, receipt)
    browser, url = english(signed_in("north_clerk")), receipt.get_absolute_url()

    answers = [
        browser.post(f"{url}coverage/", {"to_cover": "20", "covered": "19", "seen": 1}),
        browser.post(f"{url}carried-out/", {"carried_out_on": "30/12/2020", "seen": 2}),
        browser.post(f"{url}review/", {"kind": "interim", "due_on": "03/01/2021"}),
        browser.post(
            f"{url}correct/", {"received_on": "02/11/2020", "needs_programme": "on", "because": "Nhập nhầm", "seen": 3}
        ),
    ]
    review = ProgressReview.objects.get()
    shown = browser.get(url).content.decode()
    answers += [
        browser.post(f"/directives/reviews/{review.pk}/", {"done_on": "04/01/2021", "document": "9-BC/ĐU", "seen": 1}),
        browser.post(
            f"/directives/programmes/{programme.pk}/hand-on/",
            {"units": ["NORTH-A", "NORTH-B"], "received_on": "04/01/2021"},
        ),
        browser.post(
            f"/directives/sessions/{session.pk}/correct/",
            {
                "held_on": "21/11/2020",
                "form": "Hội nghị",
                "invited": "20",
                "present": "18",
                "because": "Nhập nhầm",
                "seen": 1,
            },
        ),
        browser.post(f"/directives/sessions/{session.pk}/remove/", {"reason": "Nhập nhầm"}),
        browser.post(f"/directives/reviews/{review.pk}/remove/", {"reason": "Nhập nhầm"}),
    ]

    assert {answer["Location"] for answer in answers} == {url}
    assert "19 of 20 (95%)" in shown
    assert "1 day overdue" in shown
    made = Directive.objects.get(parent=receipt.directive)
    assert made.receipts.count() == 2
    assert not StudySession.objects.exists()


def test_a_programme_of_a_slip_and_a_receipt_are_removed_on_their_pages(cast: Any, signed_in: Any) -> None:
    receipt = make_receipt(cast.unit("north"))
    programme = with_programme(cast, receipt)
    browser = signed_in("north_clerk")

    asked = browser.get(f"/directives/programmes/{programme.pk}/remove/")
    browser.post(f"/directives/programmes/{programme.pk}/remove/", {"reason": "Nhập nhầm"})
    browser.post(f"{receipt.get_absolute_url()}remove/", {"reason": "Nhập nhầm"})

    assert asked.status_code == 200
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("deed", ["coverage", "carried-out", "review", "correct", "remove"])
def test_deeds_are_hidden_from_others(cast: Any, signed_in: Any, deed: str) -> None:
    address = f"{make_receipt(cast.unit('north_a')).get_absolute_url()}{deed}/"

    assert signed_in("north_secretary").post(address).status_code == 403
    assert signed_in("south_clerk").post(address).status_code == 404
