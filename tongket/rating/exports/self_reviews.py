"""A self-review as its form has it: what was written, and blank lines for what is never stored (R-DAT-07)."""

from collections.abc import Iterator
from datetime import date

from tongket.core import dates
from tongket.core.documents.model import (
    Block,
    Bullets,
    Heading,
    OfficeDocument,
    Paragraph,
    Run,
    Signature,
    paragraphs_of,
)
from tongket.core.documents.profiles import profile_for
from tongket.core.documents.word import write_docx
from tongket.org.models import OfficeTerm
from tongket.rating.exports.levels import LEVEL_NAMES
from tongket.rating.models import SelfReview
from tongket.rating.rules import Level
from tongket.rating.self_review_rules import Group, forms_of
from tongket.regulations.papers import paper_of

DOTS = "…" * 28
BOXES = "Tự đánh giá:  ☐ Xuất sắc   ☐ Tốt   ☐ Trung bình   ☐ Kém"
QUALITY = "Về tư tưởng chính trị; phẩm chất đạo đức, lối sống; ý thức tổ chức kỷ luật; tác phong, lề lối làm việc"
GROUPS = {
    Group.MEMBER: "Dùng cho đảng viên không giữ chức vụ lãnh đạo, quản lý",
    Group.LEADER: "Dùng cho đảng viên giữ chức vụ lãnh đạo, quản lý",
    Group.OUTSIDE: "Dùng cho đảng viên không công tác trong hệ thống chính trị",
    Group.UNIT: "Dùng cho tập thể",
}


def as_word(review: SelfReview, on: date) -> bytes:
    """The self-review to be signed; of a draft what has been written until now."""
    candidate = review.candidate
    year = candidate.round.year
    form = forms_of(year)[review.group]
    look = paper_of(review.unit, review.sent_on or on)
    name = candidate.name
    body = [*_who(review), *(_of_unit(review) if candidate.member is None else _of_member(review))]
    signature = look.signature if candidate.member is None else Signature("", "Người tự kiểm điểm", name)
    document = OfficeDocument(
        superior=look.superior,
        issuer=look.issuer,
        number=None,
        is_numbered=False,
        kind_symbol="BKĐ" if candidate.member is not None else "BC",
        issuer_symbol=look.symbol,
        place=look.place or "…",
        issued_on=None,
        profile_day=review.sent_on or on,
        kind_title=form.title,
        subject=f"Năm {year}\n({', '.join(part for part in (form.code, GROUPS[Group(review.group)]) if part)})",
        body=body,
        signature=signature,
    )
    return write_docx(document, profile_for(document.day))


def _who(review: SelfReview) -> Iterator[Block]:
    member = review.candidate.member
    if member is None:
        return
    day = review.sent_on or date(review.candidate.round.year, 12, 31)
    terms = OfficeTerm.objects.filter(person=member.person).on(day)  # unscoped: printed for who may read the review
    offices = "; ".join(
        f"{term.get_office_display()}, {term.unit.place.name}" for term in terms.select_related("unit__place")
    )
    yield Bullets(
        [
            f"Họ và tên: {member.person.full_name}; ngày sinh: {dates.dmy(member.born_on)}",
            f"Chức vụ Đảng: {offices or '…'}",
            "Chức vụ chính quyền: …; chức vụ đoàn thể: …",
            f"Đơn vị công tác: …; chi bộ: {review.unit.place.name}",
        ]
    )


def _of_member(review: SelfReview) -> Iterator[Block]:
    is_leader = review.group == Group.LEADER
    yield Heading(1, "I- ƯU ĐIỂM, KẾT QUẢ CÔNG TÁC")
    yield Heading(2, f"1. {QUALITY}")
    yield from (Paragraph.plain(DOTS) for _line in range(4))  # written by hand: not stored (R-DAT-07)
    yield Paragraph.plain(BOXES)
    yield from _part("2. Kết quả thực hiện chức trách, nhiệm vụ được giao trong năm", review.duties, marked=True)
    number = 3
    if is_leader:
        yield from _part("3. Kết quả lãnh đạo, chỉ đạo, quản lý, điều hành", review.leading, marked=True)
        number = 4
    yield from _part(
        f"{number}. Việc thực hiện cam kết tu dưỡng, rèn luyện, phấn đấu hằng năm", review.commitment, marked=True
    )
    yield from _chapter("II- HẠN CHẾ, KHUYẾT ĐIỂM VÀ NGUYÊN NHÂN", review.faults)
    yield from _chapter("III- KẾT QUẢ KHẮC PHỤC HẠN CHẾ, KHUYẾT ĐIỂM ĐÃ ĐƯỢC CHỈ RA", review.corrected, marked=True)
    yield from _chapter("IV- GIẢI TRÌNH NHỮNG VẤN ĐỀ ĐƯỢC GỢI Ý KIỂM ĐIỂM (NẾU CÓ)", review.answers)
    number_word = "V"
    if is_leader:
        title = "V- TRÁCH NHIỆM CÁ NHÂN ĐỐI VỚI HẠN CHẾ, KHUYẾT ĐIỂM CỦA TẬP THỂ (NẾU CÓ)"
        yield from _chapter(title, review.own_share)
        number_word = "VI"
    yield from _chapter(f"{number_word}- PHƯƠNG HƯỚNG, BIỆN PHÁP KHẮC PHỤC", review.measures)
    yield Heading(1, f"{number_word}I- TỰ NHẬN MỨC XẾP LOẠI CHẤT LƯỢNG")
    yield Paragraph.plain(f"Xếp loại đảng viên: {LEVEL_NAMES.get(Level(review.level), '') if review.level else DOTS}")


def _of_unit(review: SelfReview) -> Iterator[Block]:
    yield Heading(1, "I- ƯU ĐIỂM, KẾT QUẢ ĐẠT ĐƯỢC")
    yield from _part("1. Kết quả thực hiện nhiệm vụ chính trị được giao", review.duties)
    yield from _part("2. Kết quả lãnh đạo, chỉ đạo, xây dựng tổ chức đảng", review.leading)
    yield from _chapter("II- HẠN CHẾ, KHUYẾT ĐIỂM VÀ NGUYÊN NHÂN", review.faults)
    yield from _chapter("III- KẾT QUẢ KHẮC PHỤC HẠN CHẾ, KHUYẾT ĐIỂM ĐÃ ĐƯỢC CHỈ RA", review.corrected)
    yield from _chapter("IV- GIẢI TRÌNH NHỮNG VẤN ĐỀ ĐƯỢC GỢI Ý KIỂM ĐIỂM (NẾU CÓ)", review.answers)
    yield from _chapter("V- PHƯƠNG HƯỚNG, BIỆN PHÁP KHẮC PHỤC", review.measures)
    yield Heading(1, "VI- TỰ NHẬN MỨC XẾP LOẠI CHẤT LƯỢNG")
    yield Paragraph.plain(LEVEL_NAMES.get(Level(review.level), DOTS) if review.level else DOTS)


def _part(title: str, written: str | None, *, marked: bool = False) -> Iterator[Block]:
    yield Heading(2, title)
    yield from _written(written, marked=marked)


def _chapter(title: str, written: str | None, *, marked: bool = False) -> Iterator[Block]:
    yield Heading(1, title)
    yield from _written(written, marked=marked)


def _written(written: str | None, *, marked: bool) -> Iterator[Block]:
    yield from paragraphs_of(written or "") or [Paragraph.plain("Không.")]
    if marked:
        yield Paragraph((Run(BOXES, italic=True),))
