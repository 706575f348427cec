"""A vote in words, and the minutes of its count on paper (documents.md 6.3)."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from tongket.core import dates, numbers, text
from tongket.core.documents.model import Block, Column, OfficeDocument, Paragraph, Signature, Table
from tongket.core.documents.profiles import profile_for
from tongket.core.documents.word import write_docx
from tongket.regulations.papers import Standing, paper_of
from tongket.votes.models import Vote
from tongket.votes.rules import Decision, State, Way

DOTS = "………"


def base_words(vote: Vote) -> str:
    """ "Base 20, 14 needed (two thirds or more)." """
    return _("Base %(base)s, %(needed)s votes needed (%(share)s of the base).") % _threshold(vote)


def count_words(vote: Vote) -> str:
    """The numbers that the second person compares with the sheet."""
    counted = ", ".join(f"{choice.label}: {choice.votes}" for choice in vote.choices.order_by("order"))
    sentence = _("Given out %(issued)s, collected %(collected)s, valid %(valid)s, invalid %(invalid)s.") % {
        "issued": vote.issued,
        "collected": vote.collected,
        "valid": vote.valid,
        "invalid": vote.invalid,
    }
    return f"{sentence} {counted}"


def outcome_words(vote: Vote) -> str:
    """What came of the vote, as far as it has come."""
    if vote.state == State.CANCELLED:
        return _("Cancelled")
    if vote.state == State.OPEN:
        return base_words(vote)
    choices = list(vote.choices.order_by("order"))
    if vote.is_election:
        chosen = [choice.label for choice in choices if choice.is_chosen]
        sentence = _("%(n)s of %(seats)s elected") % {"n": len(chosen), "seats": vote.seats}
        sentence = f"{sentence}: {', '.join(chosen)}" if chosen else sentence
        if tied := [choice.label for choice in choices if choice.is_tied]:
            again = _("to be voted on again: %(names)s") % {"names": ", ".join(tied)}
            sentence = f"{sentence}; {again}"
    elif vote.decision == Decision.DISCIPLINE:
        form = next((choice.label for choice in choices if choice.is_chosen), _("no form has enough votes"))
        words = _("Base %(base)s, %(needed)s needed (%(share)s), added up from the heaviest form: %(form)s")
        sentence = words % {**_threshold(vote), "form": form}
    else:
        outcome = _("passed") if choices[0].is_chosen else _("not passed")
        words = _("Base %(base)s, %(needed)s needed (%(share)s), %(votes)s for: %(words)s")
        sentence = words % {**_threshold(vote), "votes": numbers.number(choices[0].votes or 0), "words": outcome}
    return sentence if vote.state == State.CONFIRMED else _("%(outcome)s (not confirmed yet)") % {"outcome": sentence}


def status_words(vote: Vote) -> str:
    """Whether a vote passed, for the file of the member that it was about: no numbers, and never who voted how."""
    if vote.state == State.CANCELLED:
        return _("Cancelled")
    if vote.state != State.CONFIRMED:
        return _("not confirmed yet")
    return _("passed") if vote.has_passed else _("not passed")


def _threshold(vote: Vote) -> dict[str, str]:
    return {
        "base": numbers.number(vote.base),
        "needed": numbers.number(vote.needed),
        "share": vote.get_share_display(),
    }


def as_word(vote: Vote) -> bytes:
    """The minutes of the count as an office keeps them, in Vietnamese; before the count a sheet to fill in."""
    profile = profile_for(vote.held_on)
    with override("vi"):
        return write_docx(_document(vote), profile)


def _document(vote: Vote) -> OfficeDocument:
    place = vote.unit.place
    above = place.parent.place.name if place.parent else ""
    look = paper_of(vote.unit, vote.held_on, as_of=Standing(place.name, place.the_kind, above))
    ballots = "phiếu" if vote.way == Way.PAPER else "lượt biểu quyết"
    lines = [
        f"Thời gian: ngày {dates.dmy(vote.held_on)}. Địa điểm: {DOTS}.",
        f"Nội dung: {vote.subject}.",
        f"Hình thức: {vote.get_way_display()}. Tổng số người có quyền biểu quyết: {numbers.number(vote.base)}; "
        f"có mặt: {numbers.number(vote.present)}; vắng mặt: {numbers.number(vote.base - vote.present)}.",
        f"Số {ballots} cần đạt: {numbers.number(vote.needed)} "
        f"({vote.get_share_display()}, tính trên tổng số người có quyền biểu quyết).",
        f"Tổ kiểm phiếu: {vote.counters or DOTS}.",
        _ballots(vote),
    ]
    if vote.seats is not None:
        lines.insert(2, f"Số lượng cần bầu: {vote.seats}; số người trong danh sách bầu cử: {vote.choices.count()}.")
    choices = list(vote.choices.order_by("order"))
    rows = [
        [
            str(number),
            choice.label,
            _number(choice.votes),
            DOTS if choice.votes is None else numbers.percent(choice.votes, vote.base),
            ("trúng cử" if vote.is_election else "đạt") if choice.is_chosen else "",
        ]
        for number, choice in enumerate(choices, start=1)
    ]
    table = Table(
        [
            Column("TT", 12, "center"),
            Column("Họ và tên" if vote.is_election else "Phương án", 73),
            Column("Số phiếu", 25, "center"),
            Column("Tỷ lệ", 30, "center"),
            Column("Kết quả", 25, "center"),
        ],
        rows,
    )
    body: list[Block] = [*(Paragraph.plain(line) for line in lines), table]
    body.append(Paragraph.plain(f"Kết luận: {DOTS if vote.collected is None else outcome_words(vote)}."))
    body.append(Paragraph.plain(f"Thư ký tổ kiểm phiếu (ký, ghi rõ họ tên): {DOTS}"))
    return OfficeDocument(
        superior=look.superior.upper(),
        issuer=look.issuer.upper(),
        number=None,
        kind_symbol="BB",
        issuer_symbol=look.symbol,
        place=look.place or "…",
        issued_on=None,
        profile_day=vote.held_on,
        kind_title="BIÊN BẢN KIỂM PHIẾU",
        subject=text.nfc(vote.subject),
        body=body,
        signature=Signature("CHỦ TRÌ HỘI NGHỊ", "", DOTS),
        left_signature=Signature("TỔ TRƯỞNG TỔ KIỂM PHIẾU", "", DOTS),
    )


def _ballots(vote: Vote) -> str:
    if vote.way == Way.SHOW_OF_HANDS:
        sentence = f"Số người biểu quyết: {_number(vote.collected)}; lượt tính: {_number(vote.valid)}"
        return f"{sentence}; lượt không tính: {_number(vote.invalid)}."
    sentence = f"Số phiếu phát ra: {_number(vote.issued)}; thu về: {_number(vote.collected)}"
    return f"{sentence}; hợp lệ: {_number(vote.valid)}; không hợp lệ: {_number(vote.invalid)}."


def _number(value: int | None) -> str:
    return DOTS if value is None else numbers.number(value)
