"""Documents of our own: drafted, signed, reserved, void."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.directives import queries
from tongket.directives.actions import documents
from tongket.directives.models import OwnDocument
from tongket.directives.rules import DocumentState
from tongket.directives.tests.test_numbering import make_term
from tongket.org import access
from tongket.org.models import AuditRow, HistoryRow, NumberSeries

SERIES, SIGNED = date(2020, 6, 18), date(2021, 1, 4)


def drafted(cast: Any, unit: str = "north", *, kind: str = "BC", subject: str = "Kết quả năm 2020") -> OwnDocument:
    by = cast.person("north_clerk")
    return documents.draft(cast.unit(unit), kind=kind, subject=subject, by=by, on=cast.today)


def signed(cast: Any, document: OwnDocument | None = None, **fields: Any) -> OwnDocument:
    document = document or drafted(cast)
    given: dict[str, Any] = {"issued_on": SIGNED, "term_from_on": SERIES, "seen": document.version}
    return documents.sign(document, **{**given, **fields}, by=cast.person("north_clerk"), on=cast.today)


@pytest.mark.rule("R-DOC-02")
def test_a_draft_has_no_number_and_gets_the_next_one_when_it_is_signed(cast: Any) -> None:
    draft = drafted(cast)
    assert (draft.number, draft.symbol) == (None, "")

    first, second, letter = signed(cast, draft), signed(cast), signed(cast, drafted(cast, kind="CV"))

    assert [one.printed for one in (first, second, letter)] == ["01-BC/ĐU", "02-BC/ĐU", "01-CV/ĐU"]
    assert (first.state, first.issued_on, first.term_from_on) == (DocumentState.SIGNED, SIGNED, SERIES)
    assert HistoryRow.objects.filter(object_id=str(first.pk)).exists()
    assert AuditRow.objects.filter(object_id=str(first.pk), policy="document.write").count() == 2


@pytest.mark.rule("R-DOC-02")
def test_the_committee_recorded_gives_the_series_and_the_congress_has_one_for_all_kinds(cast: Any) -> None:
    make_term(cast.unit("north"))
    by = cast.person("north_clerk")

    ordinary = signed(cast, term_from_on=None)
    papers = [
        documents.draft(cast.unit("north"), kind=kind, subject="Đại hội", is_of_congress=True, by=by, on=cast.today)
        for kind in ("BC", "NQ")
    ]
    of_congress = [signed(cast, one, issued_on=date(2020, 6, 17), term_from_on=None) for one in papers]

    assert ordinary.term_from_on == SERIES
    assert [one.printed for one in of_congress] == ["01-BC/ĐH", "02-NQ/ĐH"]
    assert NumberSeries.objects.get(kind="ĐH").last == 2


@pytest.mark.rule("R-DOC-02")
def test_a_document_is_signed_once_and_no_number_is_lost_by_the_second(cast: Any) -> None:
    draft = drafted(cast)
    other = OwnDocument.objects.get(pk=draft.pk)
    signed(cast, draft)

    for seen in (draft, other):
        with pytest.raises(WrongState):
            signed(cast, seen)

    assert NumberSeries.objects.get().last == 1


@pytest.mark.rule("R-DOC-07")
@pytest.mark.parametrize("issued_on", [date(2021, 1, 5), date(2020, 6, 17)])
def test_the_day_is_no_later_than_today_and_within_the_term(cast: Any, issued_on: date) -> None:
    with pytest.raises(ValidationError) as refusal:
        signed(cast, issued_on=issued_on)

    assert list(refusal.value.error_dict) == ["issued_on"]
    assert not NumberSeries.objects.filter(last__gt=0).exists()


@pytest.mark.rule("R-DOC-03")
def test_a_reserved_number_stands_in_the_series_and_says_nothing(cast: Any) -> None:
    by = cast.person("north_clerk")
    signed(cast)

    reserved = documents.reserve(
        cast.unit("north"), kind="BC", issued_on=SIGNED, term_from_on=SERIES, by=by, on=cast.today
    )
    after = signed(cast)

    assert (reserved.printed, reserved.subject, reserved.recipients) == ("02-BC/ĐU", "", "")
    assert after.printed == "03-BC/ĐU"
    with pytest.raises(WrongState):
        documents.correct(reserved, seen=reserved.version, subject="Tên", by=by, on=cast.today)
    entries = queries.register_of(cast.unit("north"), SERIES)["BC"]
    assert [entry.number for entry in entries] == [1, 2, 3]


def test_a_number_given_elsewhere_has_its_line_in_the_register(cast: Any) -> None:
    NumberSeries.objects.create(unit=cast.unit("north"), term_from_on=SERIES, kind="BC", last=1)
    second = signed(cast)

    entries = queries.register_of(cast.unit("north"), SERIES)["BC"]

    assert [(entry.number, entry.document) for entry in entries] == [(1, None), (2, second)]
    assert queries.terms_of(cast.unit("north")) == [SERIES]


@pytest.mark.rule("R-DOC-04")
def test_a_cell_issues_no_notice_unless_it_says_on_what_that_rests(cast: Any) -> None:
    by, cell = cast.person("north_clerk"), cast.unit("north_a")

    with pytest.raises(ValidationError) as refusal:
        documents.draft(cell, kind="TB", subject="Lịch họp", by=by, on=cast.today)
    draft = documents.draft(
        cell, kind="TB", subject="Lịch họp", override_reason="Theo công văn 12-CV/ĐUK", by=by, on=cast.today
    )

    assert set(refusal.value.error_dict) == {"kind", "override_reason"}
    assert signed(cast, draft).printed == "01-TB/CB"


@pytest.mark.rule("R-DAT-02")
@pytest.mark.parametrize("field", ["subject", "recipients"])
def test_a_text_with_a_mark_is_refused(cast: Any, field: str) -> None:
    values: dict[str, Any] = {"subject": "Báo cáo", "recipients": "", field: "Báo cáo\nTỐI MẬT"}

    with pytest.raises(ValidationError) as refusal:
        documents.draft(cast.unit("north"), kind="BC", **values, by=cast.person("north_clerk"), on=cast.today)

    assert list(refusal.value.error_dict) == [field]
    assert not OwnDocument.objects.exists()


def test_after_the_signing_only_what_it_says_is_set_right(cast: Any) -> None:
    by, document = cast.person("north_clerk"), signed(cast)

    documents.correct(
        document, seen=document.version, subject="Kết quả năm 2020 và 2021", because="Nhập nhầm", by=by, on=cast.today
    )
    with pytest.raises(ValidationError):
        documents.correct(document, seen=document.version, kind="NQ", by=by, on=cast.today)

    assert OwnDocument.objects.get().subject_fold == "ket qua nam 2020 va 2021"


@pytest.mark.rule("R-DOC-02")
def test_a_void_number_stays_and_is_not_given_again(cast: Any) -> None:
    by, document = cast.person("north_clerk"), signed(cast)

    with pytest.raises(ValidationError):
        documents.make_void(document, reason="sai", seen=document.version, by=by, on=cast.today)
    documents.make_void(document, reason="Ký nhầm thể loại", seen=document.version, by=by, on=cast.today)

    assert OwnDocument.objects.get().state == DocumentState.VOID
    assert signed(cast).printed == "02-BC/ĐU"


@pytest.mark.puts_right("directives.OwnDocument")
def test_a_draft_is_removed_but_no_number(cast: Any) -> None:
    by = cast.person("north_clerk")
    documents.remove_draft(drafted(cast), reason="Nhập nhầm", by=by, on=cast.today)
    document = signed(cast)

    with pytest.raises(WrongState):
        documents.remove_draft(document, reason="Nhập nhầm", by=by, on=cast.today)

    assert list(OwnDocument.objects.all()) == [document]


@pytest.mark.parametrize("who", ["south_clerk", "north_secretary", "north_inspector", "stranger"])
def test_documents_are_written_by_the_office_or_the_cell_itself(cast: Any, who: str) -> None:
    document = drafted(cast)

    with pytest.raises(access.NotAllowed):
        documents.sign(document, issued_on=SIGNED, term_from_on=SERIES, seen=1, by=cast.person(who), on=cast.today)
