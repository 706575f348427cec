"""The report as plain values: one model behind the page, the Word file and the JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class FigureLine:
    """One figure as the report knows it. Numbers are text as written exactly ("139", "96.3415"); None: there is
    none.
    """

    key: str
    label: str
    value: str | None
    text: str  # as printed: "139", "96,3%"
    measure: str
    source: str
    target: dict[str, Any] | None = None  # comparator, value, measure
    comparison: dict[str, Any] | None = None  # kind, percent, phrase
    last_year: str | None = None
    part: int | None = None
    whole: int | None = None
    records: int = 0
    records_url: str = ""
    is_suppressed: bool = False
    is_small: bool = False  # shown exactly here, but only to those who may see it (S-20)


@dataclass(frozen=True)
class Piece:
    """A stretch of text; with a key it is a generated figure that opens to its rows."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class ParagraphText:
    pieces: Sequence[Piece]
    is_free: bool = False
    is_limitation: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def keys(self) -> list[str]:
        return list(dict.fromkeys(piece.key for piece in self.pieces if piece.key))


@dataclass(frozen=True)
class SectionText:
    id: str
    level: int
    heading: str
    content: str
    paragraphs: Sequence[ParagraphText]


@dataclass(frozen=True)
class Limitation:
    """What did not go well, counted from the records. url: the list behind it."""

    kind: str
    text: str
    count: int
    url: str


@dataclass(frozen=True)
class TargetRow:
    """A target of the year with its result, for appendix 1; value and result as printed."""

    label: str
    measure: str
    plan: str
    result: str
    percent: str
    last_year: str
    next_plan: str
    note: str
    key: str = ""


@dataclass(frozen=True)
class RatingRow:
    """One unit's levels, for appendix 3: counts of each level among the rated."""

    name: str
    level: str
    total: int
    rated: int
    counts: Sequence[int]  # EXCELLENT, GOOD, FULFILLED, NOT_FULFILLED
    not_rated: int


@dataclass(frozen=True)
class NextTarget:
    key: str
    label: str
    comparator: str
    value: str
    measure: str
    text: str


@dataclass(frozen=True)
class Report:
    """Everything that a review says."""

    code: str
    name: str
    committee: str
    superior: str
    kind: str
    year: int
    cut_off: str  # ISO
    figures: dict[str, FigureLine]
    sections: Sequence[SectionText]
    limitations: Sequence[Limitation]
    next_targets: Sequence[NextTarget]
    targets: Sequence[TargetRow] = field(default_factory=tuple)
    ratings: Sequence[RatingRow] = field(default_factory=tuple)
    conference: dict[str, Any] | None = None
    paper: dict[str, Any] | None = None  # its head and foot as they were when it was approved

    def figure(self, key: str) -> FigureLine:
        return self.figures[key]


def as_plain(report: Report) -> dict[str, Any]:
    """For keeping with an approved review; `from_plain` gives the same report back."""
    return asdict(report)


def from_plain(plain: dict[str, Any]) -> Report:
    sections = [
        SectionText(
            **{
                **section,
                "paragraphs": [
                    ParagraphText(**{**paragraph, "pieces": [Piece(**piece) for piece in paragraph["pieces"]]})
                    for paragraph in section["paragraphs"]
                ],
            }
        )
        for section in plain["sections"]
    ]
    return Report(
        **{
            **plain,
            "figures": {key: FigureLine(**line) for key, line in plain["figures"].items()},
            "sections": sections,
            "limitations": [Limitation(**row) for row in plain["limitations"]],
            "next_targets": [NextTarget(**row) for row in plain["next_targets"]],
            "targets": [TargetRow(**row) for row in plain["targets"]],
            "ratings": [RatingRow(**row) for row in plain["ratings"]],
        }
    )
