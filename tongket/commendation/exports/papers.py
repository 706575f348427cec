"""The proposal and the decision of a case, with the list as their appendix (documents.md 6.8)."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import override

from tongket.commendation.models import Case, Nominee
from tongket.commendation.queries import giving
from tongket.commendation.rules import Form, GiverLevel, Ground, Recipient, State
from tongket.core import numbers, text
from tongket.core.documents.model import Appendix, Block, Centred, Column, Grounds, OfficeDocument, Paragraph, Table
from tongket.org.models import Unit
from tongket.papers import exports
from tongket.papers.registry import Numbered

FORMS = {Form.CERTIFICATE: "Giấy khen", Form.DIPLOMA: "Bằng khen", Form.FLAG: "Cờ", Form.PRAISE: "Biểu dương"}
COUNTED = {
    Recipient.ORGANISATION: "tổ chức đảng",
    Recipient.COLLECTIVE: "tập thể",
    Recipient.MEMBER: "đảng viên",
    Recipient.MODEL: "mô hình",
}


def title_of_proposal(case: Case) -> str:
    return f"Tờ trình về việc khen thưởng: {case.title}"[:300]


def title_of_decision(case: Case) -> str:
    return f"Quyết định khen thưởng: {case.title}"[:300]


def may_be_proposed(case: Case) -> bool:
    return case.state in {State.CHOOSING, State.PROPOSED, State.CONSIDERED}


def may_be_decided(case: Case) -> bool:
    """The decision is a paper of the body that decides; what a higher one decided comes from there."""
    return case.state in {State.CONSIDERED, State.DECIDED, State.HANDED} and case.giver_unit_id is not None


def decider(case: Case) -> Unit:
    return case.giver_unit or case.unit


def proposal(case: Case, numbered: Numbered) -> bytes:
    """The proposal (tờ trình) as Word, with the list of those nominated."""
    with override("vi"):
        nominees = list(giving.nominees(case))
        words = f"{_what(case)} {_period(case)}"
        body: list[Block] = [
            Paragraph.plain(
                f"Căn cứ kết quả đánh giá, xếp loại {_period(case)} và các quy định hiện hành về khen thưởng tổ chức "
                f"đảng và đảng viên, {_proposer(case)} kính trình {case.giver} xem xét, tặng "
                f"{FORMS[Form(case.form)].lower()} về thành tích “{case.title}” cho {_counts(nominees)} "
                "(có danh sách kèm theo)."
            ),
            Paragraph.plain("Hồ sơ khen thưởng được lập đúng đối tượng, điều kiện và trình tự theo quy định."),
            Paragraph.plain("Kính đề nghị xem xét, quyết định."),
        ]
        document = exports.office_paper(
            case.unit, numbered, kind_title="TỜ TRÌNH", subject=f"về việc {words}", body=body,
            addressees=[case.giver] if case.giver else (),
        )  # fmt: skip
        return exports.as_docx(_with_list(document, case, nominees, "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG"))


def decision(case: Case, numbered: Numbered) -> bytes:
    """The decision as Word: grounds, three articles, and the list of those commended with their money."""
    with override("vi"):
        nominees = [nominee for nominee in giving.nominees(case) if nominee.is_supported]
        unit = decider(case)
        who = case.giver
        money = giving.Money.of(numbered.day)
        total = sum(_amount(case, nominee, money) or 0 for nominee in nominees)
        grounds = [
            "Căn cứ Điều lệ Đảng Cộng sản Việt Nam",
            "Căn cứ các quy định, hướng dẫn hiện hành về khen thưởng tổ chức đảng và đảng viên",
        ]
        if case.proposal_number:
            on = f" ngày {case.proposed_on:%d/%m/%Y}" if case.proposed_on else ""
            grounds.append(f"Xét đề nghị tại Tờ trình số {case.proposal_number}{on}")
        body: list[Block] = [
            Grounds(grounds),
            Centred(who.upper()),
            Centred("QUYẾT ĐỊNH:"),
            Paragraph.plain(
                f"Điều 1. Tặng {FORMS[Form(case.form)].lower()} cho {_counts(nominees)} đã có thành tích "
                f"“{case.title}” {_period(case)} (có danh sách kèm theo)."
            ),
            Paragraph.plain(_money_article(total, money)),
            Paragraph.plain(
                "Điều 3. Các cơ quan tham mưu, các tổ chức đảng có liên quan và các tập thể, cá nhân có tên tại Điều 1 "
                "chịu trách nhiệm thi hành Quyết định này. Quyết định có hiệu lực kể từ ngày ký."
            ),
        ]
        document = exports.office_paper(
            unit, numbered, kind_title="QUYẾT ĐỊNH", subject=f"{_what(case)} {_period(case)}", body=body
        )
        return exports.as_docx(_with_list(document, case, nominees, "DANH SÁCH KHEN THƯỞNG", money=money))


def _money_article(total: int, money: giving.Money) -> str:
    if not total:
        return "Điều 2. Kinh phí khen thưởng (nếu có) thực hiện theo quy định."
    return (
        f"Điều 2. Mức tiền thưởng kèm theo thực hiện theo quy định, tính trên mức lương cơ sở "
        f"{numbers.number(money.base_salary or 0)} đồng; tổng số tiền là {numbers.number(total)} đồng, trích từ nguồn "
        "kinh phí khen thưởng của đảng bộ."
    )


def _what(case: Case) -> str:
    kinds = {
        Recipient.MEMBER: "khen thưởng đảng viên",
        Recipient.ORGANISATION: "khen thưởng tổ chức đảng",
        Recipient.COLLECTIVE: "khen thưởng tập thể, cá nhân",
        Recipient.MODEL: "khen thưởng mô hình, điển hình",
    }
    return "khen thưởng chuyên đề" if case.ground == Ground.THEMATIC else kinds[Recipient(case.recipient)]


def _period(case: Case) -> str:
    if case.from_year == case.to_year:
        return f"năm {case.to_year}"
    return f"các năm {case.from_year} – {case.to_year}"


def _proposer(case: Case) -> str:
    """Who proposes: the committee below; inside one committee those who advise it."""
    if case.giver_unit_id == case.unit_id:
        return "bộ phận tham mưu công tác tổ chức, cán bộ"
    return giving.body_name(case.unit, GiverLevel.GRASSROOTS)


def _counts(nominees: Sequence[Nominee]) -> str:
    """ "02 tập thể và 16 đảng viên" """
    counted = []
    for recipient, words in COUNTED.items():
        if count := sum(nominee.recipient == recipient for nominee in nominees):
            counted.append(f"{numbers.count(count)} {words}")
    return " và ".join([", ".join(counted[:-1]), counted[-1]] if len(counted) > 1 else counted)


def _amount(case: Case, nominee: Nominee, money: giving.Money) -> int | None:
    return money.amount(nominee.recipient, nominee.unit.place.kind, case.ground, case.form)


def _with_list(
    document: OfficeDocument,
    case: Case,
    nominees: Sequence[Nominee],
    title: str,
    *,
    money: giving.Money | None = None,
) -> OfficeDocument:
    columns = [Column("TT", 11, "center"), Column("Họ và tên / tên tổ chức", 50), Column("Chi bộ, đơn vị", 46)]
    columns.append(Column("Thành tích", 34 if money else 58))
    if money is not None:
        columns += [Column("Mức thưởng (đồng)", 24, "right")]
    rows = []
    for at, nominee in enumerate(nominees, start=1):
        row = [str(at), text.nfc(nominee.recipient_name), _where(nominee), nominee.achievement or case.title]
        if money is not None:
            amount = _amount(case, nominee, money)
            row.append(numbers.number(amount) if amount else "")
        rows.append(row)
    total = None
    if money is not None:
        total = ["", "Cộng", "", "", numbers.number(sum(_amount(case, nominee, money) or 0 for nominee in nominees))]
    blocks: list[Block] = [Table(columns, rows, total)] if rows else []
    listed: Appendix = exports.appendix(document, title, blocks)
    return replace(document, appendices=[listed])


def _where(nominee: Nominee) -> str:
    place = nominee.unit.place
    above = place.parent.place.name if place.parent else ""
    if nominee.member is None and not nominee.name and nominee.model is None:
        return above
    return f"{place.name}, {above}" if above and place.the_kind.is_cell else str(place.name)
