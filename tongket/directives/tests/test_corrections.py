"""What was written wrongly is set right; what was entered by a slip is removed, and its history stays."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from tongket.directives import actions
from tongket.directives.forms import FileForm
from tongket.directives.models import Directive, DirectiveFile, ProgressReview, Receipt, StudySession
from tongket.directives.tests.make import DUE, make_directive, make_receipt
from tongket.directives.tests.test_carrying_out import studied, with_programme
from tongket.org import access
from tongket.org.models import AuditRow, HistoryRow
from tongket.org.saving import Conflict
from tongket.sheets.marks import check_file
from tongket.sheets.tests.test_marks import word


@pytest.mark.rule("R-DOC-02", "R-DOC-06")
def test_a_symbol_comes_again_with_another_kind_term_or_day(cast: Any) -> None:
    paper: dict[str, Any] = {
        "number": "5", "symbol": "QĐ/ĐU", "issuer": "Đảng ủy Sở Mẫu", "subject": "A", "issued_on": date(2020, 9, 1),
        "by": cast.person("root_clerk"), "on": cast.today,
    }  # fmt: skip
    decision = actions.register("QĐ", **paper, term="2020-2025")
    regulation = actions.register("QĐi", **paper, term="2020-2025")
    earlier = actions.register("QĐ", **{**paper, "issued_on": date(2016, 9, 1)}, term="2015-2020")

    assert {one.printed for one in (decision, regulation, earlier)} == {"05-QĐ/ĐU"}
    with pytest.raises(ValidationError, match="05-QĐ/ĐU"):  # one number of a kind and term, whatever the day
        actions.register("QĐ", **{**paper, "issued_on": date(2020, 9, 2)}, term="2020-2025")


@pytest.mark.rule("R-DOC-01", "R-DOC-07", "R-DAT-02")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"symbol": "CT/TU"}, "symbol"),  # a resolution with the letters of an instruction
        ({"issued_on": date(2020, 10, 19)}, "parent"),  # older than the document that it carries out
        ({"subject": "Kế hoạch\nTUYỆT MẬT"}, "subject"),
    ],
)
def test_register_refuses_letters_days_and_marks_that_do_not_fit(
    cast: Any, changes: dict[str, Any], field: str
) -> None:
    paper = {
        "kind": "NQ", "number": "3", "symbol": "NQ/ĐUK", "issued_on": date(2020, 12, 17), "issuer": "Đảng ủy Khối",
        "subject": "Thực hiện", "parent": make_directive(), **changes,
    }  # fmt: skip

    with pytest.raises(ValidationError) as refusal:
        actions.register(**paper, by=cast.person("root_clerk"), on=cast.today)

    assert list(refusal.value.error_dict) == [field]


@pytest.mark.puts_right("directives.Directive")
def test_an_entry_is_corrected_with_its_history(cast: Any) -> None:
    directive, clerk = make_directive(), cast.person("root_clerk")

    actions.correct_directive(
        directive, seen=1, because="Nhập nhầm", number="9", subject="Đổi mới", by=clerk, on=cast.today
    )

    kept = Directive.objects.get()
    assert (kept.printed, kept.subject_fold) == ("09-NQ/TU", "09-nq/tu doi moi tinh uy song mau")
    assert HistoryRow.objects.get().old["number"] == "08"
    with pytest.raises(Conflict):
        actions.correct_directive(directive, seen=1, because="Nhập nhầm", subject="Khác", by=clerk, on=cast.today)


def test_an_entry_stays_in_order_with_what_hangs_on_it(cast: Any) -> None:
    clerk, directive = cast.person("root_clerk"), make_directive()
    child = make_directive(number="03", symbol="NQ/ĐUK", parent=directive, issued_on=date(2020, 10, 30))
    make_receipt(cast.unit("north"), directive)

    for changes, field in (
        ({"issued_on": date(2020, 11, 3)}, "issued_on"),  # a unit received it on the 2nd
        ({"issued_on": date(2020, 10, 31)}, "issued_on"),  # what carries it out is of the 30th
        ({"parent": child, "issued_on": date(2020, 11, 2)}, None),
    ):
        with pytest.raises(ValidationError) as refusal:
            actions.correct_directive(directive, seen=1, because="Nhập nhầm", **changes, by=clerk, on=cast.today)
        assert field is None or list(refusal.value.error_dict) == [field]


def test_only_who_writes_for_all_its_units_corrects_an_entry(cast: Any) -> None:
    directive = make_directive()
    make_receipt(cast.unit("north"), directive)
    make_receipt(cast.unit("south"), directive)

    for who in ("north_clerk", "root_secretary", "stranger"):
        with pytest.raises(access.NotAllowed):
            actions.correct_directive(
                directive, seen=1, because="Nhập nhầm", subject="B", by=cast.person(who), on=cast.today
            )
    actions.correct_directive(
        directive, seen=1, because="Nhập nhầm", subject="B", by=cast.person("root_clerk"), on=cast.today
    )

    assert Directive.objects.get().subject == "B"


def test_an_entry_is_removed_while_nothing_hangs_on_it(cast: Any) -> None:
    clerk, directive = cast.person("root_clerk"), make_directive()
    receipt = make_receipt(cast.unit("north"), directive)
    with pytest.raises(ValidationError):
        actions.remove_directive(directive, reason="Nhập nhầm", by=clerk, on=cast.today)

    actions.remove_receipt(receipt, reason="Nhập nhầm", by=clerk, on=cast.today)
    actions.remove_directive(directive, reason="Nhập nhầm", by=clerk, on=cast.today)

    assert not Directive.objects.exists()
    assert {row.about for row in HistoryRow.objects.all()} == {"directives.receipt", "directives.directive"}


@pytest.mark.puts_right("directives.Receipt")
def test_a_receipt_is_corrected_and_taken_back_only_before_something_was_done(cast: Any) -> None:
    clerk, receipt = cast.person("root_clerk"), make_receipt(cast.unit("north_a"))
    studied(cast, receipt, date(2020, 11, 20))

    actions.correct_receipt(
        receipt, seen=1, because="Nhập nhầm", study_due_on=date(2020, 12, 9), by=clerk, on=cast.today
    )
    with pytest.raises(ValidationError) as refusal:
        actions.correct_receipt(
            receipt, seen=2, because="Nhập nhầm", received_on=date(2020, 11, 21), by=clerk, on=cast.today
        )
    with pytest.raises(ValidationError):
        actions.remove_receipt(receipt, reason="Nhập nhầm", by=clerk, on=cast.today)

    assert list(refusal.value.error_dict) == ["received_on"]
    assert Receipt.objects.get().study_due_on == date(2020, 12, 9)


@pytest.mark.puts_right("directives.StudySession")
def test_the_lag_follows_sessions_that_are_corrected_and_removed(cast: Any) -> None:
    secretary, receipt = cast.person("north_a_secretary"), make_receipt(cast.unit("north_a"))
    first, second = studied(cast, receipt, date(2020, 11, 10)), studied(cast, receipt, date(2020, 11, 20))

    actions.correct_session(first, seen=1, because="Nhập nhầm", held_on=date(2020, 11, 15), by=secretary, on=cast.today)
    assert Receipt.objects.get().first_studied_on == date(2020, 11, 15)
    actions.remove_session(first, reason="Nhập nhầm", by=secretary, on=cast.today)
    assert Receipt.objects.get().first_studied_on == date(2020, 11, 20)
    with pytest.raises(ValidationError):
        actions.correct_session(second, seen=1, because="Nhập nhầm", present=21, by=secretary, on=cast.today)
    actions.remove_session(second, reason="Nhập nhầm", by=secretary, on=cast.today)

    assert Receipt.objects.get().first_studied_on is None
    assert not StudySession.objects.exists()


def test_programmes_and_reviews_of_a_slip_are_removed(cast: Any) -> None:
    clerk, receipt = cast.person("north_clerk"), make_receipt(cast.unit("north"))
    programme = with_programme(cast, receipt)
    review = actions.ask_review(receipt, kind="final", due_on=DUE, by=clerk, on=cast.today)

    actions.remove_programme(programme, reason="Nhập nhầm", by=clerk, on=cast.today)
    actions.remove_review(review, reason="Nhập nhầm", by=clerk, on=cast.today)

    assert Receipt.objects.get().programme_on is None
    assert not ProgressReview.objects.exists()


def test_a_programme_that_was_handed_on_or_carried_out_stays(cast: Any) -> None:
    clerk, receipt = cast.person("north_clerk"), make_receipt(cast.unit("north"))
    programme = with_programme(cast, receipt)
    actions.carry_out(receipt, carried_out_on=date(2020, 12, 30), seen=1, by=clerk, on=cast.today)
    with pytest.raises(ValidationError):
        actions.remove_programme(programme, reason="Nhập nhầm", by=clerk, on=cast.today)
    with_programme(cast, receipt, number="13")
    actions.hand_on(programme, [cast.unit("north_a")], received_on=DUE, by=clerk, on=cast.today)

    with pytest.raises(ValidationError):
        actions.remove_programme(programme, reason="Nhập nhầm", by=clerk, on=cast.today)


# --- Files


def attach(cast: Any, directive: Directive, name: str, body: bytes) -> DirectiveFile:
    file = check_file(name, body)
    return actions.attach_file(
        directive, file=file, is_not_classified=True, by=cast.person("root_clerk"), on=cast.today
    )


@pytest.mark.rule("R-DAT-02")
@pytest.mark.puts_right("directives.DirectiveFile")
def test_a_file_is_kept_once_it_is_confirmed_and_replaced_by_the_next(cast: Any) -> None:
    directive = make_directive()

    attach(cast, directive, "nq08.docx", word("NGHỊ QUYẾT"))
    attach(cast, directive, "nq08.txt", "Nghị quyết".encode())

    kept = DirectiveFile.objects.get()
    assert (kept.name, bytes(kept.body), kept.confirmed_by) == (
        "nq08.txt", "Nghị quyết".encode(), cast.person("root_clerk"),
    )  # fmt: skip
    actions.remove_file(directive, reason="Nhập nhầm", by=cast.person("root_clerk"), on=cast.today)
    assert not DirectiveFile.objects.exists()


@pytest.mark.rule("R-DAT-02")
def test_a_classified_file_leaves_nothing_but_the_fact(cast: Any) -> None:
    directive = make_directive()

    with pytest.raises(ValidationError) as refusal:
        attach(cast, directive, "nq08.docx", word("TỐI MẬT", "NGHỊ QUYẾT"))

    assert list(refusal.value.error_dict) == ["file"]
    assert not DirectiveFile.objects.exists()
    row = AuditRow.objects.get(object_id=str(directive.pk), result=AuditRow.Result.REFUSED)
    assert row.fields == {"classified_file": None}


@pytest.mark.rule("R-DAT-02")
@pytest.mark.parametrize(
    ("name", "body", "confirms", "field"),
    [
        ("a.docx", word("A"), False, "is_not_classified"),
        ("a.exe", b"MZ", True, "file"),
        ("a.docx", b"", True, "file"),
        ("a.docx", b"%PDF-1.7", True, "file"),
        ("a.pdf", b"%PDF" + b" " * (10 * 1024 * 1024), True, "file"),
    ],
)
def test_other_files_are_refused(name: str, body: bytes, confirms: bool, field: str) -> None:
    sent = {"is_not_classified": "on"} if confirms else {}

    form = FileForm(sent, MultiValueDict({"file": [SimpleUploadedFile(name, body)]}))

    assert list(form.errors) == [field]


def test_a_file_is_kept_only_by_who_confirms_it(cast: Any) -> None:
    file = check_file("a.docx", word("A"))

    with pytest.raises(ValidationError) as refusal:
        actions.attach_file(
            make_directive(), file=file, is_not_classified=False, by=cast.person("root_clerk"), on=cast.today
        )

    assert list(refusal.value.error_dict) == ["is_not_classified"]
    assert not DirectiveFile.objects.exists()


# --- Programmes, reviews


@pytest.mark.puts_right("directives.ActionProgramme")
def test_programme_is_corrected_and_the_lag_goes_along(cast: Any) -> None:
    receipt, clerk = make_receipt(cast.unit("north")), cast.person("north_clerk")
    programme = with_programme(cast, receipt, number="12")
    day = date.fromordinal(programme.issued_on.toordinal() + 1)
    said: dict[str, Any] = {"symbol": programme.symbol, "issued_on": day, "because": "Nhập nhầm", "seen": 1}

    actions.correct_programme(programme, number="13", **said, by=clerk, on=cast.today)

    receipt.refresh_from_db()
    assert (programme.number, receipt.programme_on) == ("13", day)
    actions.remove_programme(programme, reason="Nhập nhầm", by=clerk, on=cast.today)
    assert HistoryRow.objects.filter(record_id=str(receipt.pk), is_removal=True, reason="Nhập nhầm").exists()


@pytest.mark.puts_right("directives.ProgressReview")
def test_review_is_corrected_to_one_that_was_not_held(cast: Any) -> None:
    receipt, clerk = make_receipt(cast.unit("north")), cast.person("north_clerk")
    who: dict[str, Any] = {"by": clerk, "on": cast.today}
    review = actions.ask_review(receipt, kind="interim", due_on=date(2020, 12, 1), **who)
    actions.hold_review(review, done_on=date(2020, 12, 2), document="5-BC", seen=1, **who)

    actions.correct_review(
        review, due_on=date(2020, 12, 3), done_on=None, document="5-BC", because="Nhập nhầm", seen=2, **who
    )

    kept = ProgressReview.objects.get()
    assert (kept.due_on, kept.done_on, kept.document) == (date(2020, 12, 3), None, "")
    actions.remove_review(review, reason="Nhập nhầm", **who)
    assert not ProgressReview.objects.exists()
