"""The review as a Word file and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from tongket.core import dates, numbers, text
from tongket.core.documents.model import (
    Appendix,
    Block,
    Column,
    Heading,
    OfficeDocument,
    Paragraph,
    Table,
    attached_to,
)
from tongket.core.documents.profiles import Profile, profile_for
from tongket.core.documents.word import write_docx
from tongket.org.kinds import Kind
from tongket.org.models import Unit
from tongket.regulations.papers import Paper, Standing, paper_of
from tongket.review import queries
from tongket.review.models import Review
from tongket.review.report import Report, SectionText


def as_word(report: Report, review: Review | None, *, on: date, profile: Profile | None = None) -> bytes:
    """The report as an office sends it. The look follows the day of issue, of a draft the day `on`
    (documents.md 1.13).
    """
    day = paper_day(report, review, on=on)
    chosen = profile or profile_for(day)
    return write_docx(document(report, review, profile=chosen, day=day), chosen)


def paper_of_report(report: Report, review: Review | None, day: date) -> Paper:
    """Its head and foot: as approved, else as they would be on that day."""
    if report.paper is not None:
        return Paper(**report.paper)
    if review is not None:
        return queries.paper(review, day)
    unit = Unit.objects.select_related("place").get(code=report.code)  # unscoped: whose report the reader has
    standing = Standing(report.name, Kind(report.kind), report.superior)
    return replace(paper_of(unit, day, as_of=standing), recipients=[], signer="")  # nobody has begun to write it


def paper_day(report: Report, review: Review | None, *, on: date) -> date:
    """The day that a paper is of: its issue; of a draft, the conference it is written for, else the day `on`."""
    if review is not None and review.issued_on is not None:
        return review.issued_on
    return date.fromisoformat(report.conference["date"]) if report.conference else on


def document(report: Report, review: Review | None, *, profile: Profile, day: date) -> OfficeDocument:
    """The parts of the paper, independent of Word."""
    kind = Kind(report.kind)
    unit_name = report.name if kind.is_cell else report.committee
    style = profile.tone_style
    look = paper_of_report(report, review, day)
    paper = OfficeDocument(
        superior=text.tone_style(look.superior, style),
        issuer=text.tone_style(look.issuer, style),
        number=review.number if review else None,
        kind_symbol="BC",
        issuer_symbol=look.symbol,
        place=look.place or "…",
        issued_on=review.issued_on if review else None,
        profile_day=day,
        kind_title="BÁO CÁO",
        subject=f"tổng kết công tác năm {report.year},\nphương hướng, nhiệm vụ năm {report.year + 1}",
        body=[block for section in _with_something_to_say(report.sections) for block in _section(section, style)],
        recipients=[text.tone_style(line, style) for line in look.recipients],
        signature=replace(look.signature, authority=text.tone_style(look.authority, style)),
    )
    note = attached_to(paper, profile, kind="Báo cáo", issuer=text.tone_style(unit_name, style))
    appendices = [
        Appendix(1, f"Kết quả thực hiện chỉ tiêu năm {report.year}", note, landscape=True, blocks=[_targets(report)]),
    ]
    if report.ratings:
        appendices.append(
            Appendix(
                3,
                f"Kết quả đánh giá, xếp loại tổ chức đảng, đảng viên năm {report.year}",
                note,
                landscape=True,
                blocks=[_ratings(report)],
            )
        )
    return replace(paper, appendices=appendices)


def _with_something_to_say(sections: Sequence[SectionText]) -> list[SectionText]:
    """The sections without those that nobody has filled: no paragraph, and no deeper section behind the heading."""
    shown_sections: list[SectionText] = []
    for section in reversed(sections):
        if section.paragraphs or (shown_sections and shown_sections[-1].level > section.level):
            shown_sections.append(section)
    return shown_sections[::-1]


LEVELS: dict[int, Literal[1, 2, 3]] = {1: 1, 2: 2, 3: 3}


def _section(section: SectionText, style: Literal["new", "old"]) -> list[Block]:
    blocks: list[Block] = [Heading(LEVELS[section.level], text.tone_style(section.heading, style))]
    return blocks + [Paragraph.plain(text.tone_style(paragraph.text, style)) for paragraph in section.paragraphs]


def _targets(report: Report) -> Table:
    year = report.year
    columns = [
        Column("TT", 10, "center"),
        Column("Chỉ tiêu", 77, "left"),
        Column("Đơn vị tính", 24, "center"),
        Column(f"Kế hoạch {year}", 24, "right"),
        Column(f"Thực hiện {year}", 24, "right"),
        Column("Tỷ lệ (%)", 20, "right"),
        Column(f"Thực hiện {year - 1}", 26, "right"),
        Column(f"Kế hoạch {year + 1}", 26, "right"),
        Column("Ghi chú", 26, "center"),
    ]
    rows = [
        [str(number), row.label, row.measure, row.plan, row.result, row.percent, row.last_year, row.next_plan, row.note]
        for number, row in enumerate(report.targets, start=1)
    ]
    return Table(columns, rows)


def _ratings(report: Report) -> Table:
    levels = ["Hoàn thành xuất sắc", "Hoàn thành tốt", "Hoàn thành", "Không hoàn thành"]
    columns = [
        Column("TT", 10, "center"),
        Column("Tổ chức đảng", 62, "left"),
        Column("Xếp loại", 33, "left"),
        Column("Tổng số đảng viên", 20, "right"),
        Column("Được đánh giá", 18, "right"),
        *(
            column
            for level in levels
            for column in (Column("SL", 12, "right", group=level), Column("%", 12, "right", group=level))
        ),
        Column("Chưa xếp loại", 18, "right"),
    ]
    rows = [
        [str(number), row.name, row.level, *_numbers(row.total, row.rated, row.counts, row.not_rated)]
        for number, row in enumerate(report.ratings, start=1)
    ]
    sums = [sum(row.counts[level] for row in report.ratings) for level in range(4)]
    rated = sum(row.rated for row in report.ratings)
    total = _numbers(
        sum(row.total for row in report.ratings), rated, sums, sum(row.not_rated for row in report.ratings)
    )
    return Table(columns, rows, total=["", "Tổng cộng", "", *total])


def _numbers(total: int, rated: int, counts: Sequence[int], not_rated: int) -> list[str]:
    shares = [text for count in counts for text in (numbers.number(count), _share(count, rated))]
    return [numbers.number(total), numbers.number(rated), *shares, numbers.number(not_rated)]


def _share(part: int, whole: int) -> str:
    return numbers.percent(part, whole, fixed=True) if whole else "–"


# --- JSON ------------------------------------------------------------------------------------------------------------


def figures_as_json(report: Report) -> list[dict[str, Any]]:
    """The figures as other programs take them; numbers as numbers, a suppressed one as null with its text."""
    return [
        {
            "key": line.key,
            "label": line.label,
            "value": _as_number(line.value),
            "text": line.text,
            "measure": line.measure,
            "source": line.source,
            "target": line.target and {**line.target, "value": _as_number(line.target["value"])},
            "comparison": line.comparison,
            "last_year": _as_number(line.last_year),
            "part": line.part,
            "whole": line.whole,
            "records": line.records,
            "records_url": line.records_url,
        }
        for line in report.figures.values()
    ]


def json_text(report: Report, *, state: str) -> str:
    """The whole review as a file of data."""
    return json.dumps(as_json(report, state=state), ensure_ascii=False, indent=1)


def as_json(report: Report, *, state: str) -> dict[str, Any]:
    """The whole review as one object."""
    return {
        "unit": report.code,
        "name": report.name,
        "kind": report.kind,
        "superior": report.superior,
        "year": report.year,
        "cut_off": report.cut_off,
        "state": state,
        "conference": report.conference,
        "figures": figures_as_json(report),
        "sections": [
            {
                "id": section.id,
                "heading": section.heading,
                "paragraphs": [{"text": paragraph.text, "figures": paragraph.keys} for paragraph in section.paragraphs],
            }
            for section in report.sections
        ],
        "limitations": [vars(one) for one in report.limitations],
        "next_targets": [
            {
                "key": target.key or None,
                "what": target.label,
                "comparator": target.comparator,
                "value": _as_number(target.value),
                "unit": target.measure,
                "text": target.text,
            }
            for target in report.next_targets
        ],
    }


def _as_number(value: str | None) -> int | float | None:
    if value is None or value == "":
        return None
    return float(value) if "." in value else int(value)


def file_name(report: Report, ending: str) -> str:
    return f"{report.code}-{report.year}.{ending}"


def head_lines(report: Report, review: Review | None, *, on: date) -> dict[str, str]:
    """The head of the paper as the page shows it."""
    day = paper_day(report, review, on=on)
    look = paper_of_report(report, review, day)
    gap = "\u00a0" * 5  # left for the pen
    number = f"{review.number:02d}" if review and review.number else gap
    place = look.place or "…"
    issued = dates.in_head(review.issued_on) if review and review.issued_on else f"ngày{gap}tháng{gap}năm {day.year}"
    return {
        "superior": look.superior.upper(),
        "issuer": look.issuer.upper(),
        "number": f"Số {number}-BC/{look.symbol}",
        "place_date": f"{place}, {issued}",
    }
