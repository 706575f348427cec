"""The papers of a round: the decision with its list, the summary; ballots, minutes of the count, table of proposals."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tongket.core import numbers
from tongket.core.documents.model import (
    Block,
    Bullets,
    Centred,
    Column,
    Grounds,
    Heading,
    Paragraph,
    Run,
    Signature,
    Table,
)
from tongket.papers.exports import appendix, as_docx, office_paper
from tongket.papers.registry import Numbered
from tongket.rating.exports.levels import LEVEL_NAMES, REASON_NAMES
from tongket.rating.models import Candidate, Proposal, Round
from tongket.rating.queries.levels import regime
from tongket.rating.round_rules import Body, CandidateState, ProposalState, RoundState
from tongket.rating.rules import Level, Subject
from tongket.regulations.paper_rules import issuer_name
from tongket.regulations.queries import NoRegulation

QUARTERS = ("", "quý I ", "quý II ", "quý III ", "quý IV ")
BODIES = {
    Body.SELF: "Tự nhận", Body.CELL: "Chi bộ", Body.MASS: "Đoàn thể", Body.COMMITTEE: "Cấp uỷ", Body.HIGHER: "Cấp trên",
}  # fmt: skip


def candidates_of(opened: Round) -> list[Candidate]:
    """All who stand in a round, in the order of the tree and of names."""
    rows = Candidate.objects.filter(round=opened).exclude(state=CandidateState.REMOVED)  # unscoped: of a round found
    return list(rows.select_related("unit__place", "member__person").order_by("unit__place__pos", "member__name_order"))


def period_words(opened: Round) -> str:
    """ "năm 2026", "quý I năm 2026" """
    return (
        f"quý {['I', 'II', 'III', 'IV'][opened.quarter - 1]} năm {opened.year}"
        if opened.quarter
        else f"năm {opened.year}"
    )


def whose(opened: Round) -> str:
    return "đảng viên" if opened.subject == Subject.MEMBER else "tổ chức đảng"


def title_of_decision(opened: Round) -> str:
    return f"công nhận kết quả đánh giá, xếp loại chất lượng {whose(opened)} {period_words(opened)}"


def title_of_summary(opened: Round) -> str:
    return f"kết quả đánh giá, xếp loại chất lượng {whose(opened)} {period_words(opened)}"


def is_closed(opened: Round) -> bool:
    return opened.state == RoundState.CLOSED


def number_given(opened: Round) -> tuple[int | None, date | None]:
    """The number and day that were entered when the round was closed."""
    digits = opened.decision_number.partition("-")[0].strip()
    return (int(digits) if digits.isdecimal() and int(digits) else None), opened.decision_on


# --- The decision with its list (PL3) ---------------------------------------------------------------------------------


def decision(opened: Round, numbered: Numbered) -> bytes:
    """The decision that recognises the levels of a round, with the list of all of them. Source: R-RATE-22."""
    candidates = candidates_of(opened)
    place = opened.unit.place
    issuer = issuer_name(place.the_kind, place.name)
    meeting = f"hội nghị {issuer} về đánh giá, xếp loại chất lượng {whose(opened)} {period_words(opened)}"
    those_named = f"{whose(opened)} có tên trong danh sách"
    body: list[Block] = [
        Grounds(
            [
                "Căn cứ Điều lệ Đảng Cộng sản Việt Nam",
                *_regime_ground(opened),
                f"Căn cứ biên bản {meeting}",
            ]
        ),
        Centred(f"{issuer.upper()} QUYẾT ĐỊNH:"),
        _article(
            1,
            f"Công nhận kết quả đánh giá, xếp loại chất lượng {period_words(opened)} đối với {_count_words(opened)} "
            "(có danh sách kèm theo), gồm:",
        ),
        Bullets(_level_lines(opened)),
        _article(
            2,
            "Kết quả xếp loại được công khai tại đơn vị và là căn cứ để xét khen thưởng, quy hoạch, đào tạo, bồi "
            "dưỡng, bố trí cán bộ theo quy định.",
        ),
        _article(
            3,
            f"Các cơ quan tham mưu, các tổ chức đảng và {those_named} chịu trách nhiệm thi hành Quyết định này. Quyết "
            "định có hiệu lực kể từ ngày ký.",
        ),
    ]  # fmt: skip
    document = office_paper(
        opened.unit, numbered, kind_title="QUYẾT ĐỊNH", subject=title_of_decision(opened), body=body,
        recipients=["Như Điều 3", "Cấp trên trực tiếp (để báo cáo)", "Lưu Văn phòng"],
    )  # fmt: skip
    listed = appendix(
        document, f"Danh sách {whose(opened)} được đánh giá, xếp loại chất lượng {period_words(opened)}",
        [_list(opened, candidates)],
    )  # fmt: skip
    return as_docx(replace(document, appendices=[listed]))


def _regime_ground(opened: Round) -> list[str]:
    try:
        symbol = regime(opened.year, opened.unit).symbol
    except NoRegulation:
        return []
    return [f"Căn cứ {symbol.replace(', ', ' và ')} về kiểm điểm và đánh giá, xếp loại chất lượng hằng năm"]


def _article(number: int, words: str) -> Paragraph:
    return Paragraph((Run(f"Điều {number}. ", bold=True), Run(words)))


def _count_words(opened: Round) -> str:
    return f"{numbers.number(opened.counts.rated)} {whose(opened)}"


def _level_lines(opened: Round) -> list[str]:
    counts, rated = opened.counts, opened.counts.rated
    lines = []
    for level, count in (
        (Level.EXCELLENT, counts.excellent),
        (Level.GOOD, counts.good),
        (Level.FULFILLED, counts.fulfilled),
        (Level.NOT_FULFILLED, counts.not_fulfilled),
    ):
        if count:
            lines.append(f"{LEVEL_NAMES[level]}: {numbers.number(count)} {whose(opened)} ({_share(count, rated)}%)")
    if counts.not_rated:
        lines.append(f"Không đánh giá, xếp loại: {numbers.number(counts.not_rated)} {whose(opened)}")
    return lines


def _list(opened: Round, candidates: Sequence[Candidate]) -> Table:
    """The list: a group of rows for each level, the best first; at the end those not rated, with the reason."""
    is_of_members = opened.subject == Subject.MEMBER
    columns = [
        Column("TT", 12, "center"),
        Column("Họ và tên" if is_of_members else "Tổ chức đảng", 62 if is_of_members else 100),
        *([Column("Sinh hoạt tại", 56)] if is_of_members else []),
        Column("Ghi chú", 34 if is_of_members else 52),
    ]
    rows: list[list[str]] = []
    number = 0
    for heading, chosen in _groups(candidates):
        if not chosen:
            continue
        rows.append([f"{heading}: {numbers.number(len(chosen))}"])
        for candidate in chosen:
            number += 1
            note = REASON_NAMES.get(candidate.not_rated_reason, "")
            cells = [candidate.unit.place.name] if is_of_members else []
            rows.append([str(number), candidate.name, *cells, note])
    return Table(columns, rows)


def _groups(candidates: Sequence[Candidate]) -> Iterator[tuple[str, list[Candidate]]]:
    for level in Level:
        yield LEVEL_NAMES[level], [row for row in candidates if row.level == level]
    yield "Không đánh giá, xếp loại", [row for row in candidates if row.state == CandidateState.NOT_RATED]


# --- The summary -----------------------------------------------------------------------------------


def summary(opened: Round, numbered: Numbered) -> bytes:
    """The report on the levels of a round, with numbers and percents of those rated (R-RATE-04)."""
    counts = opened.counts
    total = counts.rated + counts.not_rated + counts.waiting
    body: list[Block] = [
        Heading(1, "I- KẾT QUẢ CHUNG"),
        Paragraph.plain(
            f"Tổng số {whose(opened)}: {numbers.number(total)}; được đánh giá, xếp loại: "
            f"{numbers.number(counts.rated)}; không đánh giá, xếp loại: {numbers.number(counts.not_rated)}. "
            "Tỷ lệ tính trên số được đánh giá, xếp loại."
        ),
        Bullets(_level_lines(opened)),
        Heading(1, "II- KIẾN NGHỊ, ĐỀ XUẤT"),
        Paragraph.plain("Không."),
    ]
    document = office_paper(opened.unit, numbered, kind_title="BÁO CÁO", subject=title_of_summary(opened), body=body)
    table = appendix(
        document, f"Tổng hợp kết quả đánh giá, xếp loại chất lượng {whose(opened)} {period_words(opened)}",
        [_summary_table(opened, candidates_of(opened))], landscape=True,
    )  # fmt: skip
    return as_docx(replace(document, appendices=[table]))


def _summary_table(opened: Round, candidates: Sequence[Candidate]) -> Table:
    """A line for each cell, or for each kind of organisation, and the sum."""
    lines: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        place = candidate.unit.place
        key = place.name if opened.subject == Subject.MEMBER else str(place.the_kind.label).capitalize()
        lines.setdefault(key, []).append(candidate)
    groups = ["Hoàn thành xuất sắc", "Hoàn thành tốt", "Hoàn thành", "Không hoàn thành"]
    columns = [
        Column("TT", 10, "center"),
        Column("Tổ chức đảng", 66),
        Column("Tổng số", 18, "right"),
        Column("Được đánh giá", 20, "right"),
        *(
            column
            for group in groups
            for column in (Column("SL", 13, "right", group=group), Column("%", 15, "right", group=group))
        ),
        Column("Chưa xếp loại, miễn", 24, "right"),
    ]
    rows = [[str(at), name, *_numbers(listed)] for at, (name, listed) in enumerate(lines.items(), start=1)]
    return Table(columns, rows, total=["", "Tổng cộng", *_numbers(candidates)])


def _numbers(candidates: Sequence[Candidate]) -> list[str]:
    counts = [sum(row.level == level for row in candidates) for level in Level]
    rated = sum(counts)
    shares = [text for count in counts for text in (numbers.number(count), _share(count, rated))]
    return [numbers.number(len(candidates)), numbers.number(rated), *shares, numbers.number(len(candidates) - rated)]


def _share(part: int, whole: int) -> str:
    return numbers.percent(part, whole, fixed=True).removesuffix("%") if whole else "–"


# --- Without a number: ballots, minutes of the count, table of proposals ----------------------------------------------


def _unnumbered(opened: Round, kind: str, subject: str, body: Sequence[Block], day: Numbered, **more: Any) -> bytes:
    return as_docx(
        office_paper(
            opened.unit, day, kind_title=kind, subject=subject, body=body, recipients=[], is_numbered=False, **more
        )
    )


def ballots(opened: Round, day: Numbered) -> bytes:
    """The ballot of a round, to be printed for each who votes: without the name of a voter."""
    waiting = [row for row in candidates_of(opened) if row.state in {CandidateState.WAITING, CandidateState.DECIDED}]
    boxes = ["HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    columns = [
        Column("TT", 10, "center"),
        Column("Họ và tên" if opened.subject == Subject.MEMBER else "Tổ chức đảng", 56),
        *(Column(box, 24 if box == "HTXSNV" else 19, "center") for box in boxes),
        Column("Ý kiến khác", 18),
    ]
    rows = [[str(at), row.name, *["☐"] * len(boxes), ""] for at, row in enumerate(waiting, start=1)]
    body: list[Block] = [
        Paragraph.plain(
            "Đồng chí đánh dấu X vào một ô trong bốn mức của mỗi dòng. Phiếu đánh dấu từ hai mức trở lên ở một dòng "
            "thì không tính cho dòng đó."
        ),
        Table(columns, rows),
        Paragraph.plain(
            "HTXSNV: hoàn thành xuất sắc nhiệm vụ; HTTNV: hoàn thành tốt nhiệm vụ; HTNV: hoàn thành nhiệm vụ; "
            "KHTNV: không hoàn thành nhiệm vụ."
        ),
    ]
    subject = f"đánh giá, xếp loại chất lượng {whose(opened)} {period_words(opened)}"
    return _unnumbered(opened, "PHIẾU", subject, body, day, signature=None)


def minutes(opened: Round, day: Numbered, proposals: QuerySet[Proposal]) -> bytes:
    """The minutes of the count, from the tallies that were confirmed; blank where none was entered."""
    counted = proposals.filter(state=ProposalState.CONFIRMED, issued__isnull=False)
    rows = counted.select_related("candidate__unit__place", "candidate__member__person").order_by(
        "candidate__unit__place__pos", "candidate__member__name_order"
    )
    columns = [
        Column("TT", 10, "center"),
        Column("Họ và tên" if opened.subject == Subject.MEMBER else "Tổ chức đảng", 50),
        Column("Mức đề nghị", 40),
        Column("Phát ra", 14, "right", group="Số phiếu"),
        Column("Thu về", 14, "right", group="Số phiếu"),
        Column("Hợp lệ", 14, "right", group="Số phiếu"),
        Column("Đồng ý", 14, "right", group="Số phiếu"),
    ]
    lines = [
        [
            str(at),
            row.candidate.name,
            f"{LEVEL_NAMES[Level(row.level)]} ({_share(row.votes_for or 0, row.valid or 0)}%)",
            *(str(number) for number in (row.issued, row.collected, row.valid, row.votes_for)),
        ]
        for at, row in enumerate(rows, start=1)
    ]
    place = opened.unit.place
    body: list[Block] = [
        Bullets(
            [
                "Thời gian: … giờ …, ngày … tháng … năm …",
                "Địa điểm: …",
                "Triệu tập: …; có mặt: …; vắng: … (lý do: …)",
                "Chủ trì: …",
                "Tổ kiểm phiếu: 1. … (tổ trưởng); 2. … (thư ký); 3. …",
            ]
        ),
        Heading(2, "Kết quả kiểm phiếu"),
        Table(columns, lines or [["", "", "", "", "", "", ""]]),
        Paragraph.plain("Tỷ lệ phần trăm tính trên số phiếu hợp lệ."),
        Paragraph.plain("Biên bản được lập thành 02 bản, đã đọc cho hội nghị nghe và thống nhất thông qua."),
    ]
    issuer = issuer_name(place.the_kind, place.name)
    subject = f"kiểm phiếu đánh giá, xếp loại chất lượng {whose(opened)} {period_words(opened)} của {issuer}"
    return _unnumbered(
        opened, "BIÊN BẢN", subject, body, day, left_signature=Signature("", "Thư ký", ""),
        signature=Signature("", "Tổ trưởng tổ kiểm phiếu", ""),
    )  # fmt: skip


def proposals_table(opened: Round, day: Numbered, proposals: QuerySet[Proposal]) -> bytes:
    """What each body proposed for each, beside the level decided."""
    by_candidate: dict[object, dict[str, str]] = {}
    for proposal in proposals.filter(state=ProposalState.CONFIRMED):
        by_candidate.setdefault(proposal.candidate_id, {})[proposal.body] = SHORT[Level(proposal.level)]
    columns = [
        Column("TT", 10, "center"),
        Column("Họ và tên" if opened.subject == Subject.MEMBER else "Tổ chức đảng", 56),
        *(Column(BODIES[body], 16, "center") for body in Body),
        Column("Kết luận", 19, "center"),
    ]
    rows = [
        [
            str(at),
            row.name,
            *(by_candidate.get(row.pk, {}).get(body, "") for body in Body),
            SHORT[Level(row.level)] if row.level else REASON_NAMES.get(row.not_rated_reason, ""),
        ]
        for at, row in enumerate(candidates_of(opened), start=1)
    ]
    body: list[Block] = [
        Table(columns, rows),
        Paragraph.plain("XS: hoàn thành xuất sắc; T: hoàn thành tốt; HT: hoàn thành; KHT: không hoàn thành nhiệm vụ."),
    ]
    subject = f"tổng hợp đề nghị xếp loại chất lượng {whose(opened)} {period_words(opened)}"
    return _unnumbered(opened, "BẢNG", subject, body, day)


SHORT = {Level.EXCELLENT: "XS", Level.GOOD: "T", Level.FULFILLED: "HT", Level.NOT_FULFILLED: "KHT"}
