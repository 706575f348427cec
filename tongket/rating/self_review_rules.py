"""The self-review of a year: which form a regime asks of whom, what is written in it, until when it is changed, how
long it is kept. Political quality is a line on paper and is never stored (R-DAT-07).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core.states import Moves
from tongket.rating.round_rules import Body

KEPT_YEARS = 3  # R-MEM-18, R-DAT-06
LONGEST_TEXT = 8_000  # characters of one part: some three pages


class SelfReviewState(TextChoices):
    DRAFT = "DRAFT", _("being written")
    SENT = "SENT", _("handed in")


SELF_REVIEW_MOVES: Moves = {
    "send": ({SelfReviewState.DRAFT}, SelfReviewState.SENT),
    "take back": ({SelfReviewState.SENT}, SelfReviewState.DRAFT),
}


class Group(TextChoices):
    """Who writes, as the forms distinguish."""

    MEMBER = "MEMBER", _("a member without a leading post")
    LEADER = "LEADER", _("a member who holds a leading post")
    OUTSIDE = "OUTSIDE", _("a member who does not work in the political system")
    UNIT = "UNIT", _("the collective of an organisation")


@dataclass(frozen=True)
class ReviewForm:
    """One form: what it is called, and which parts of it are written here."""

    code: str
    title: str
    parts: Sequence[str]


MEMBER_PARTS = ("duties", "commitment", "faults", "corrected", "answers", "measures")
LEADER_PARTS = ("duties", "leading", "commitment", "faults", "corrected", "answers", "own_share", "measures")
UNIT_PARTS = ("duties", "leading", "faults", "corrected", "answers", "measures")
TEXTS = tuple(dict.fromkeys((*LEADER_PARTS, *UNIT_PARTS)))
NEEDED = ("duties", "faults")  # of whoever hands in

PERSONAL, COLLECTIVE = "BẢN KIỂM ĐIỂM CÁ NHÂN", "BÁO CÁO KIỂM ĐIỂM TẬP THỂ"
_MEMBER = ReviewForm("", PERSONAL, MEMBER_PARTS)
_LEADER = ReviewForm("", PERSONAL, LEADER_PARTS)
_UNIT = ReviewForm("", COLLECTIVE, UNIT_PARTS)
# From which year reviewed; the text of the forms of 2025 was not seen, so that their parts are those before.
_FORMS: Sequence[tuple[int, Mapping[str, ReviewForm]]] = (
    (
        2025,
        {
            Group.MEMBER: ReviewForm("Mẫu 2A", PERSONAL, MEMBER_PARTS),
            Group.LEADER: ReviewForm("Mẫu 2B", PERSONAL, LEADER_PARTS),
            Group.OUTSIDE: ReviewForm("Mẫu 2C", PERSONAL, MEMBER_PARTS),
            Group.UNIT: ReviewForm("Mẫu 01", COLLECTIVE, UNIT_PARTS),
        },
    ),
    (
        2023,
        {
            Group.MEMBER: ReviewForm("Mẫu 02A", PERSONAL, MEMBER_PARTS),
            Group.LEADER: ReviewForm("Mẫu 02B", PERSONAL, LEADER_PARTS),
            Group.UNIT: ReviewForm("Mẫu 01", COLLECTIVE, UNIT_PARTS),
        },
    ),
    (
        2019,
        {
            Group.MEMBER: ReviewForm("Mẫu 02-HD KĐ.ĐG 2019", PERSONAL, MEMBER_PARTS),
            Group.LEADER: ReviewForm("Mẫu 02-HD KĐ.ĐG 2019", PERSONAL, LEADER_PARTS),
            Group.UNIT: ReviewForm("Mẫu 01-HD KĐ.ĐG 2019", COLLECTIVE, UNIT_PARTS),
        },
    ),
    (0, {Group.MEMBER: _MEMBER, Group.LEADER: _LEADER, Group.UNIT: _UNIT}),
)


def forms_of(year: int) -> Mapping[str, ReviewForm]:
    """The forms of the year reviewed, by who writes."""
    return next(forms for first, forms in _FORMS if year >= first)


def is_open(state: str, proposed: Collection[str]) -> bool:
    """Whether a self-review can still be changed or taken back: until the cell, or a body after it, has proposed.

    proposed: the bodies that have. Source: R-RATE-05.
    """
    return state == SelfReviewState.DRAFT or not set(proposed) - {Body.SELF}


def missing(texts: Mapping[str, str | None], level: str) -> list[str]:
    """What has to be written before it is handed in."""
    return [name for name in NEEDED if not (texts.get(name) or "").strip()] + ([] if level else ["level"])


def first_kept_year(on: date) -> int:
    """The first year whose self-reviews are still kept: of the latest three that are over. Source: R-DAT-06."""
    return on.year - KEPT_YEARS
