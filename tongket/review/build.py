"""From counted figures to a report: sentences, limitations, targets, appendices."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import translation

from tongket.core import compare, dates, numbers
from tongket.figures.counting import Value
from tongket.figures.declare import REGISTRY, Kind
from tongket.meetings.models import Meeting
from tongket.org import access
from tongket.org.kinds import Kind as UnitKind
from tongket.org.models import Unit
from tongket.regulations import paper_rules
from tongket.review import limitations, queries
from tongket.review.appendices import rating_rows, target_rows
from tongket.review.figure_lines import Lines, compared_with, lines_of, plain
from tongket.review.models import OutlineSection
from tongket.review.report import NextTarget, ParagraphText, Piece, Report, SectionText
from tongket.review.rules import Content, Token, fragments
from tongket.targets import queries as target_queries
from tongket.targets.models import Target


def build(
    unit: Unit,
    year: int,
    *,
    reader: access.Reader,
    on: date,
    cut_off: date | None = None,
    free: dict[str, str] | None = None,
    is_exact: bool = False,
) -> Report:
    """The review of a unit and year as its records stand. free: texts that people wrote, by section.

    Raises LookupError when the unit has no place in the tree of that year. Source: R-REP-02.
    """
    standing = queries.standing(unit, year)
    cut = cut_off or queries.cut_off(unit, year)
    with translation.override("vi"):  # a report is written in Vietnamese, whatever the screens speak
        unit_year = lines_of(unit, year, reader=reader, on=on, cut_off=cut, is_exact=is_exact)
        lacking = limitations.of(unit_year)
        following = _next_targets(unit, year)
        writing = _Writing(unit_year, standing.name, cut)
        sections = [
            writing.section(row, lacking, following, (free or {}).get(row.section, ""))
            for row in queries.outline(unit, standing.kind, year)
        ]
        return Report(
            code=unit.code,
            name=standing.name,
            committee=paper_rules.committee_name(standing.name),
            superior=standing.superior,
            kind=standing.kind.value,
            year=year,
            cut_off=cut.isoformat(),
            figures=unit_year.lines,
            sections=sections,
            limitations=lacking,
            next_targets=following,
            targets=target_rows(unit_year),
            ratings=rating_rows(unit_year) if standing.kind is not UnitKind.CELL else [],
            conference=_conference(unit, year),
        )


class _Writing:
    """Writes the sections of one report."""

    def __init__(self, unit_year: Lines, name: str, cut_off: date) -> None:
        self.unit_year = unit_year
        self.words = {
            "year": str(unit_year.year),
            "next_year": str(unit_year.year + 1),
            "last_year": str(unit_year.year - 1),
            "organisation": name,
            "committee": paper_rules.committee_name(name),
            "cut_off": dates.dmy(cut_off),
        }

    def section(self, row: OutlineSection, lacking: list[Any], following: list[NextTarget], free: str) -> SectionText:
        paragraphs = [paragraph for sentence in row.sentences if (paragraph := self.sentence(sentence))]
        if row.content == Content.KEY_TASKS:
            paragraphs += self.targets()
        elif row.content == Content.LIMITATIONS:
            paragraphs += [ParagraphText([Piece(f"- {one.text}.", one.kind)], is_limitation=True) for one in lacking]
        elif row.content == Content.NEXT_TARGETS:
            paragraphs += [ParagraphText([Piece(f"- {target.text}.")]) for target in following]
        paragraphs += [ParagraphText([Piece(line.strip())], is_free=True) for line in free.splitlines() if line.strip()]
        heading = "".join(self.words.get(token.name, token.text) for token in fragments(row.heading)[0])
        return SectionText(row.section, row.level, heading, row.content, paragraphs)

    def sentence(self, sentence: str) -> ParagraphText | None:
        """The sentence with its figures, or None when it would say nothing: its first part has figures, all of them
        none.
        """
        pieces: list[Piece] = []
        for number, tokens in enumerate(fragments(sentence)):
            keys = [token.name for token in tokens if token.name and token.name not in self.words]
            if keys and not any(self._says_something(key) for key in keys):
                if number == 0:
                    return None
                continue
            pieces += [piece for token in tokens for piece in self._pieces(token)]
        return ParagraphText(pieces) if pieces else None

    def _says_something(self, key: str) -> bool:
        line = self.unit_year.lines.get(key)
        return line is not None and (line.is_suppressed or line.value not in {None, "0"})

    def _pieces(self, token: Token) -> list[Piece]:
        if not token.name:
            return [Piece(token.text)]
        if token.name in self.words:
            return [Piece(self.words[token.name])]
        if token.aspect == "target":
            line = self.unit_year.lines[token.name]
            return [Piece(aside(line.comparison["phrase"]), token.name)] if line.comparison else []
        if token.aspect == "last":
            return self._against_last_year(token.name)
        return [Piece(self._number(token), token.name)]

    def _number(self, token: Token) -> str:
        line = self.unit_year.lines[token.name]
        figure = REGISTRY[token.name]
        if line.is_suppressed or line.value is None:
            return line.text
        if figure.kind in {Kind.FLOW, Kind.STOCK} and token.aspect != "exact":
            return numbers.count(int(line.value))
        return line.text

    def _against_last_year(self, key: str) -> list[Piece]:
        now, before = self.unit_year.value(key), self._before(key)
        if now is None or now.value is None or before is None or before.value is None:
            return []
        figure = REGISTRY[key]
        comparison = compare.against_last_year(
            now.value,
            before.value,
            year=self.unit_year.year,
            noun=figure.measure.noun,
            is_share=figure.measure.is_share,
            scope_changed=self.unit_year.scope_changed,
        )
        return [Piece(f", {comparison.phrase}", key)] if comparison else []

    def _before(self, key: str) -> Value | None:
        return self.unit_year.before.own(key) if self.unit_year.before else None

    def targets(self) -> list[ParagraphText]:
        """How many targets were met, then each with its result."""
        judged = [
            (target, compared_with(target, result_of(self.unit_year, target))) for target in self.unit_year.targets
        ]
        kinds = [compared for _target, compared in judged if compared is not None]
        if not kinds:
            return []
        exceeded = sum(
            compared.met is True and compared.kind == compare.ComparisonKind.OVER_TARGET for compared in kinds
        )
        missed = sum(compared.met is False for compared in kinds)
        summary = compare.many_targets(exceeded, len(kinds) - exceeded - missed, missed, noun="chỉ tiêu")
        paragraphs = [ParagraphText([Piece(f"Về các chỉ tiêu của năm: {summary}.")])]
        for target, compared in judged:
            if compared is not None:
                result = printed(result_of(self.unit_year, target), target)
                pieces = [
                    Piece(f"- {target.label}: "),
                    Piece(result, target.key),
                    Piece(f"{aside(compared.phrase)}.", target.key),
                ]
                paragraphs.append(ParagraphText(pieces))
        return paragraphs


def aside(phrase: str) -> str:
    """A comparison behind its number: in brackets, or after a comma where it has brackets of its own."""
    return f", {phrase}" if "(" in phrase else f" ({phrase})"


def result_of(unit_year: Lines, target: Target) -> Decimal | None:
    """What came of a target: the counted figure where there is one, else what was entered."""
    value = unit_year.value(target.key) if target.key else None
    return value.value if value is not None else target.result


def printed(value: Decimal | None, target: Target) -> str:
    """A number in the measure of a target: `139 đảng viên`, `96,3%`."""
    if value is None:
        return "–"
    if target.is_share:
        return numbers.percent(value)
    return f"{numbers.number(value.normalize())} {target.measure}".strip()


def _next_targets(unit: Unit, year: int) -> list[NextTarget]:
    bounds = {">=": "từ {} trở lên", "<=": "không quá {}", "=": "{}", "none": "không có"}
    next_targets = []
    for target in target_queries.targets(unit, year + 1):
        amount = bounds[target.comparator].format(printed(target.value, target))
        next_targets.append(
            NextTarget(
                target.key,
                target.label,
                target.comparator,
                plain(target.value) or "",
                target.measure,
                f"{target.label}: {amount}",
            )
        )
    return next_targets


def _conference(unit: Unit, year: int) -> dict[str, Any] | None:
    meeting = (
        Meeting.objects.filter(unit=unit, kind="REVIEW", year=year).order_by("held_on").first()
    )  # unscoped: D1 of the unit
    if meeting is None:
        return None
    return {
        "date": meeting.held_on.isoformat(),
        "part_of_day": meeting.part_of_day,
        "body": meeting.body,
        "summoned": meeting.summoned,
        "present": meeting.present,
        "url": reverse("meetings:record", args=[meeting.pk]),
    }
