"""How an office document looks, by the day it is issued.

The measurements are data with a time of validity (profiles.json), because the instructions change: a report of 2025
that is printed again must keep the look of 2025.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tongket.core.text import ToneStyle

MM_PER_PT = 25.4 / 72


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The measurements and choices of one instruction on layout.

    Names end in their unit: _mm, _pt. A value may be changed for an office by `dataclasses.replace`; ValueError when
    the instruction does not allow it. Source: documents.md 2.
    """

    key: str
    source: str  # the instruction, with number and date
    valid_from: date
    valid_until: date | None  # the last day; None: still in force

    font: str
    language: str
    colour: str  # six hexadecimal digits
    tone_style: ToneStyle  # as the instruction itself writes (uỷ), not a rule; for those who make the sentences

    paper_width_mm: float
    paper_height_mm: float
    margin_top_mm: float
    margin_bottom_mm: float
    margin_left_mm: float
    margin_right_mm: float

    head_left_width_mm: float
    head_right_width_mm: float
    title: str
    title_size_pt: float
    title_width_at_15_pt_mm: float  # in Times New Roman bold; the rule below is as long
    rule_thickness_pt: float
    superior_size_pt: float
    issuer_size_pt: float
    star: str

    number_pattern: str  # with {number}, {kind}, {issuer}
    number_digits: int
    number_blank: str  # stands for a number not yet given
    symbol_size_pt: float
    place_date_size_pt: float
    draft_mark_size_pt: float
    letter_subject_size_pt: float
    letter_subject_is_italic: bool
    kind_symbols: Mapping[str, str] = field(hash=False)

    kind_title_size_pt: float
    subject_size_pt: float
    hyphens: str
    address_word: str
    submission_address_word: str  # the same word in a tờ trình
    address_size_pt: float
    address_word_is_italic: bool

    body_size_pt: float
    body_size_min_pt: float
    body_size_max_pt: float
    line_pitch_pt: float  # exact
    line_pitch_min_pt: float
    line_pitch_max_pt: float | None
    paragraph_spacing_pt: float
    paragraph_spacing_min_pt: float
    first_line_indent_mm: float
    ground_prefix: str
    ground_separator: str
    ground_end: str

    authority_size_pt: float
    office_size_pt: float
    office_under_authority_is_bold: bool
    office_alone_is_bold: bool
    signer_name_size_pt: float
    signature_width_mm: float
    signature_gap_mm: float  # from the line of the office to the line of the name

    recipients_word: str
    recipients_word_size_pt: float
    recipients_word_is_underlined: bool
    recipient_size_pt: float
    recipient_prefix: str
    recipient_separator: str
    recipient_end: str

    page_number_size_pt: float
    page_number_from_edge_mm: float
    page_number_header_distance_mm: float  # puts the digits where the line above says
    page_number_on_first_page: bool

    appendix_word: str
    appendix_heading_size_pt: float
    appendix_note_is_printed: bool
    appendix_note_size_pt: float
    table_size_pt: float
    table_cell_margin_mm: float

    def __post_init__(self) -> None:
        if not self.body_size_min_pt <= self.body_size_pt <= self.body_size_max_pt:
            raise ValueError(f"{self.key}: body text of {self.body_size_pt} pt")
        if not self.line_pitch_min_pt <= self.line_pitch_pt <= (self.line_pitch_max_pt or self.line_pitch_pt):
            raise ValueError(f"{self.key}: line pitch of {self.line_pitch_pt} pt")
        if self.paragraph_spacing_pt < self.paragraph_spacing_min_pt:
            raise ValueError(f"{self.key}: paragraph spacing of {self.paragraph_spacing_pt} pt")
        if round(self.head_left_width_mm + self.head_right_width_mm, 2) != round(self.text_width_mm, 2):
            raise ValueError(f"{self.key}: the head is not as wide as the text")

    @property
    def text_width_mm(self) -> float:
        """Width of the text area of an upright page."""
        return self.paper_width_mm - self.margin_left_mm - self.margin_right_mm

    @property
    def landscape_text_width_mm(self) -> float:
        """Width of the text area of a page turned on its side: top and bottom margins become left and right."""
        return self.paper_height_mm - self.margin_top_mm - self.margin_bottom_mm

    @property
    def title_width_mm(self) -> float:
        """Width of the title as printed, and so of the rule below it."""
        return self.title_width_at_15_pt_mm * self.title_size_pt / 15

    def is_valid_on(self, day: date) -> bool:
        """Whether documents issued on this day have this look."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@cache
def profiles() -> tuple[Profile, ...]:
    """All profiles, the oldest first."""
    rows: list[dict[str, Any]] = json.loads(Path(__file__).with_name("profiles.json").read_text(encoding="utf-8"))
    return tuple(sorted((_profile(row) for row in rows), key=lambda profile: profile.valid_from))


def profile_for(day: date) -> Profile:
    """The profile of documents issued on this day. LookupError for a day before the first profile."""
    for profile in profiles():
        if profile.is_valid_on(day):
            return profile
    first = profiles()[0]
    raise LookupError(
        f"No layout is known for documents issued on {day:%d/%m/%Y}: "
        f"the oldest one ({first.source}) is in force from {first.valid_from:%d/%m/%Y}."
    )


def _profile(row: dict[str, Any]) -> Profile:
    until = row["valid_until"]
    return Profile(
        **{
            **row,
            "valid_from": date.fromisoformat(row["valid_from"]),
            "valid_until": None if until is None else date.fromisoformat(until),
            "kind_symbols": MappingProxyType(row["kind_symbols"]),
        }
    )
