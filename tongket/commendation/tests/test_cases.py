"""A case from the choice to the handing over; each step corrected and taken back; papers and certificates."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from docx import Document
from pypdf import PdfReader

from tongket.commendation import actions
from tongket.commendation.exports import certificates
from tongket.commendation.models import Award, Case, Nominee, Stock
from tongket.commendation.queries import eligibility, giving
from tongket.commendation.queries.eligibility import Question
from tongket.commendation.rules import Form, GiverLevel, Ground, Recipient, State
from tongket.commendation.tests.make import make_levels
from tongket.core.states import WrongState
from tongket.meetings.tests.make import make_meeting
from tongket.members.tests.make import make_member
from tongket.org.access import NotAllowed
from tongket.org.models import HistoryRow
from tongket.pages.tests.pages import filled_in, questions

DAY = date(2020, 12, 28)


def who(cast: Any, name: str = "root_officer") -> dict[str, Any]:
    return {"by": cast.person(name), "on": cast.today}


def make_case(cast: Any, count: int = 2, **fields: Any) -> Case:
    """Members of north_a, five years in a row until 2020, on the list of the bloc."""
    for number in range(count):
        make_levels(cast.unit("north_a"), 2016, "EEEEE", make_member(cast, "north_a", f"Người Số {number}"))
    values = {
        "year": 2020, "recipient": Recipient.MEMBER, "ground": Ground.STREAK, "form": Form.CERTIFICATE,
        "giver_level": GiverLevel.SUPERIOR, "from_year": 2016, "to_year": 2020,
    }  # fmt: skip
    case = actions.open_case(cast.unit("root"), **{**values, **fields}, **who(cast))
    looked = eligibility.look(
        Question(2020, Recipient.MEMBER, Ground.STREAK, cast.unit("root")), cast.person("root_officer"), on=cast.today
    )
    actions.choose(case, looked.candidates, **who(cast))
    return Case.objects.select_related("unit__place").get(pk=case.pk)


def considered(cast: Any, case: Case, votes_for: int = 7) -> Case:
    actions.propose(case, proposal_number="05-TTr/BTC", proposed_on=date(2020, 12, 18), **who(cast))
    votes = {nominee.pk: votes_for for nominee in case.nominees.all()}
    return actions.consider(
        case, council="Hội đồng thi đua", council_on=date(2020, 12, 22), council_size=9, council_present=8, votes=votes,
        **who(cast),
    )  # fmt: skip


def decided(cast: Any, case: Case) -> Case:
    considered(cast, case)
    return actions.decide(case, decision_number="31-QĐ/ĐUK", decided_on=DAY, register_from=7, **who(cast))


@pytest.mark.rule("R-COM-06", "R-COM-07", "R-COM-09")
def test_case_goes_from_the_choice_to_the_register(cast: Any) -> None:
    case = decided(cast, make_case(cast))
    meeting = make_meeting(cast.unit("root"), held_on=date(2020, 12, 30))
    actions.hand_over(case, meeting=meeting, handed_over_on=meeting.held_on, **who(cast))

    awards = giving.awards_of(case)

    assert case.title == "Hoàn thành xuất sắc nhiệm vụ 5 năm liền"
    assert case.giver == "Ban Thường vụ Đảng uỷ Khối các cơ quan tỉnh Sông Mẫu"
    assert (case.state, case.base_salary) == (State.HANDED, 1_490_000)
    assert [(award.recipient_name, award.register_number, award.amount, award.meeting) for award in awards] == [
        ("Người Số 0", "07", 1_490_000, meeting),
        ("Người Số 1", "08", 1_490_000, meeting),
    ]


def test_only_those_supported_by_more_than_half_of_the_council_get_the_award(cast: Any) -> None:
    case = make_case(cast)
    actions.propose(case, proposal_number="05-TTr/BTC", proposed_on=DAY, **who(cast))
    first, second = case.nominees.order_by("member__name_order")
    actions.consider(
        case, council="Hội đồng", council_on=DAY, council_size=9, council_present=8, votes={first.pk: 5, second.pk: 4},
        **who(cast),
    )  # fmt: skip

    actions.decide(case, decision_number="31-QĐ/ĐUK", decided_on=DAY, **who(cast))

    assert [award.member for award in Award.objects.all()] == [first.member]


def test_steps_out_of_turn_are_refused_in_words(cast: Any) -> None:
    case = make_case(cast, 1)

    with pytest.raises(WrongState, match="đang lập danh sách"):
        actions.decide(case, decision_number="1", decided_on=DAY, **who(cast))
    with pytest.raises(WrongState):
        actions.take_back(case, reason="Nhầm bước này", **who(cast))
    with pytest.raises(NotAllowed):
        actions.propose(case, proposal_number="1", proposed_on=DAY, **who(cast, "south_officer"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"council_on": date(2020, 12, 17)}, "council_on"),
        ({"council_present": 10}, "council_present"),
        ({"council_on": date(2022, 1, 1)}, "council_on"),
    ],
)
def test_council_that_cannot_be_is_refused(cast: Any, changes: dict[str, Any], field: str) -> None:
    case = make_case(cast, 1)
    actions.propose(case, proposal_number="05-TTr/BTC", proposed_on=date(2020, 12, 18), **who(cast))
    values = {"council": "Hội đồng", "council_on": DAY, "council_size": 9, "council_present": 8, "votes": {}}

    with pytest.raises(ValidationError) as refusal:
        actions.consider(case, **{**values, **changes}, **who(cast))

    assert list(refusal.value.error_dict) == [field]


@pytest.mark.rule("R-COM-01")
def test_case_of_a_body_that_may_not_give_it_is_refused(cast: Any) -> None:
    with pytest.raises(ValidationError, match="cấp tỉnh"):
        make_case(cast, 0, form=Form.DIPLOMA)


@pytest.mark.puts_right("commendation.Case")
def test_every_step_is_taken_back_with_what_came_of_it(cast: Any) -> None:
    case = decided(cast, make_case(cast))
    actions.hand_over(case, handed_over_on=DAY, **who(cast))

    states = [actions.take_back(case, reason="Nhập nhầm bước", **who(cast)).state for _ in range(4)]
    actions.withdraw_case(case, reason="Không khen đợt này", **who(cast))

    assert states == [State.DECIDED, State.CONSIDERED, State.PROPOSED, State.CHOOSING]
    assert not Award.objects.exists()
    kept = Case.objects.get()
    assert (kept.state, kept.decision_number, kept.council, kept.proposal_number) == (State.WITHDRAWN, "", "", "")
    assert not Nominee.objects.exclude(votes_for=None, is_supported=None).exists()
    assert HistoryRow.objects.filter(record_id=str(case.pk), reason="Nhập nhầm bước").exists()


@pytest.mark.puts_right("commendation.Case")
def test_correction_of_a_case_goes_on_to_its_awards(cast: Any) -> None:
    case = decided(cast, make_case(cast))

    actions.correct_case(
        case, decision_number="32-QĐ/ĐUK", decided_on=date(2020, 12, 29), because="Ghi sai số", seen=case.version,
        **who(cast),
    )  # fmt: skip

    assert {(award.decision_number, award.decided_on) for award in Award.objects.all()} == {
        ("32-QĐ/ĐUK", date(2020, 12, 29))
    }
    with pytest.raises(ValidationError):
        actions.correct_case(case, decided_on=date(2020, 12, 1), because="Ghi sai ngày", seen=case.version, **who(cast))


@pytest.mark.puts_right("commendation.Nominee")
def test_line_of_the_list_is_corrected_and_taken_off_until_the_decision(cast: Any) -> None:
    case = considered(cast, make_case(cast))
    first, second = case.nominees.select_related("case__unit__place").order_by("member__name_order")

    actions.correct_nominee(
        first, achievement="Sáng kiến cấp tỉnh", is_supported=True, because="Bổ sung", seen=first.version, **who(cast)
    )
    actions.drop_nominee(second, reason="Xin rút tên", **who(cast))
    actions.decide(case, decision_number="31-QĐ/ĐUK", decided_on=DAY, **who(cast))

    kept = Nominee.objects.select_related("case__unit__place").get()
    assert kept.achievement == "Sáng kiến cấp tỉnh"
    with pytest.raises(WrongState):
        actions.drop_nominee(kept, reason="Xin rút tên", **who(cast))


@pytest.mark.puts_right("commendation.Award")
def test_award_is_corrected_and_withdrawn(cast: Any) -> None:
    decided(cast, make_case(cast, 1))
    award = Award.objects.select_related("unit__place", "nominee").get()

    actions.correct_award(award, title="Năm năm liền", because="Ghi sai", seen=award.version, **who(cast))
    corrected = Award.objects.get().title
    actions.withdraw_award(award, reason="Ghi nhầm người", **who(cast))

    assert corrected == "Năm năm liền"
    assert not Award.objects.exists()
    assert Nominee.objects.get().is_supported is False


@pytest.mark.rule("R-COM-09")
def test_thematic_award_names_a_collective_that_is_no_party_unit_and_a_cell(cast: Any) -> None:
    topic = actions.open_topic(cast.unit("root"), year=2020, name="Dân vận khéo", **who(cast))
    case = actions.open_case(
        cast.unit("root"), year=2020, recipient=Recipient.COLLECTIVE, ground=Ground.THEMATIC, form=Form.CERTIFICATE,
        giver_level=GiverLevel.SUPERIOR, from_year=2020, to_year=2020, title="Dân vận khéo", topic=topic, **who(cast),
    )  # fmt: skip
    named = [actions.Named(cast.unit("north"), name="Công đoàn Sở"), actions.Named(cast.unit("north_a"))]
    actions.nominate(case, named, **who(cast))
    with pytest.raises(ValidationError):
        actions.nominate(case, named[:1], **who(cast))

    decided(cast, case)

    assert {(award.recipient, award.recipient_name, award.topic) for award in Award.objects.all()} == {
        ("COLLECTIVE", "Công đoàn Sở", topic), ("ORGANISATION", "Chi bộ Văn phòng", topic),
    }  # fmt: skip


def texts(body: bytes) -> str:
    document = Document(BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    return said.replace("\xa0", " ")


@pytest.mark.rule("R-COM-06")
def test_papers_of_a_case_hold_list_and_money(cast: Any, signed_in: Any) -> None:
    case = considered(cast, make_case(cast))
    browser = signed_in("root_officer")

    drafts = {
        form: browser.get(f"/papers/new/commendation/{case.pk}/{form}/draft/") for form in ("proposal", "decision")
    }
    said = {form: texts(answer.content) for form, answer in drafts.items()}

    assert "02 đảng viên" in said["proposal"]
    assert "Người Số 1" in said["proposal"]
    assert "Điều 1. Tặng giấy khen cho 02 đảng viên" in said["decision"]
    assert "2.980.000" in said["decision"]


def test_certificates_are_one_pdf_with_a_page_each_and_the_same_again(cast: Any) -> None:
    case = decided(cast, make_case(cast, 3))
    awards = list(giving.awards_of(case).select_related("giver_unit__place"))

    body = certificates.as_pdf(awards, certificates.default_stock())

    pages = [page.extract_text() for page in PdfReader(BytesIO(body)).pages]
    assert [f"Đồng chí Người Số {number}" in page for number, page in enumerate(pages)] == [True] * 3
    assert "GIẤY KHEN" not in pages[0]  # it stands on the stock
    assert certificates.as_pdf(awards, certificates.default_stock()) == body


@pytest.mark.puts_right("commendation.Stock")
def test_stock_is_entered_corrected_tried_and_withdrawn(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_officer")
    page = browser.get("/commendation/stock/new/")
    sent = filled_in(page.context["form"], unit="ROOT", name="Phôi 2020", offset_x_mm="1,5")
    entered = browser.post("/commendation/stock/new/", sent)
    stock = Stock.objects.get()

    test = browser.get(f"/commendation/stock/{stock.pk}/test/")
    form = browser.get(f"/commendation/stock/{stock.pk}/correct/").context["form"]
    corrected = browser.post(
        f"/commendation/stock/{stock.pk}/correct/", filled_in(form, offset_x_mm="-2", because="In lệch phải")
    )
    moved = Stock.objects.get().offset_x_mm
    browser.post(f"/commendation/stock/{stock.pk}/withdraw/", {"reason": "Hết phôi này"})

    assert [entered.status_code, test.status_code, corrected.status_code] == [302, 200, 302]
    assert test.content[:5] == b"%PDF-"
    assert moved == -2
    assert not Stock.objects.exists()


def test_pages_lead_from_those_eligible_to_the_decision(cast: Any, signed_in: Any) -> None:
    member = make_member(cast, "north_a", "Trần Thị Ví Dụ")
    make_levels(cast.unit("north_a"), 2016, "EEEEE", member)
    browser = signed_in("root_officer")
    row = browser.get("/commendation/eligible/?year=2020&unit=ROOT").context["rows"][0]
    asked = {"year": 2020, "recipient": "MEMBER", "ground": "STREAK", "unit": "ROOT"}

    nobody = browser.post("/commendation/choose/", {**asked, "idempotency_key": "a" * 32})
    chosen = browser.post("/commendation/choose/", {**asked, "pick": [row["key"]], "idempotency_key": "b" * 32})
    case = Case.objects.get()
    at = f"/commendation/cases/{case.pk}/"
    browser.post(f"{at}propose/", {"proposal_number": "05-TTr/BTC", "proposed_on": "20/12/2020"})
    form = browser.get(f"{at}council/").context["form"]
    votes = {name: 7 for name in form.fields if name.startswith("votes_")}
    too_many = dict.fromkeys(votes, 9)
    council = {"council": "Hội đồng", "council_on": "22/12/2020", "council_size": 9, "council_present": 8}
    refused = browser.post(f"{at}council/", {**council, **too_many})
    browser.post(f"{at}council/", {**council, **votes})
    browser.post(f"{at}decide/", {"decision_number": "31-QĐ/ĐUK", "decided_on": "28/12/2020"})
    page = browser.get(at).content.decode()

    assert nobody["Location"].startswith("/commendation/eligible/")
    assert chosen["Location"] == at
    assert list(refused.context["form"].errors) == list(votes)
    assert "31-QĐ/ĐUK" in page
    assert "1.490.000" in page
    assert "297 × 210" in browser.get(f"{at}certificates/").content.decode()
    assert browser.get(f"{at}certificates/pdf/").content[:5] == b"%PDF-"
    assert signed_in("south_officer").get(at).status_code == 404


def test_case_page_asks_as_much_for_three_as_for_one(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_officer")

    def asked(count: int) -> int:
        Nominee.objects.all().delete()
        return questions(browser, f"/commendation/cases/{make_case(cast, count).pk}/")

    asked(1)
    assert asked(1) == asked(3)


def test_form_of_a_case_begins_with_the_body_of_the_unit(cast: Any, signed_in: Any) -> None:
    form = signed_in("root_officer").get("/commendation/cases/new/?unit=ROOT").context["form"]

    assert form["giver_level"].value() == GiverLevel.SUPERIOR
