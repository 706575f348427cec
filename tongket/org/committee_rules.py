"""Sizes of organisations and of their committees, lengths of terms: pure, the numbers are handed in (R-ORG-02 … 14)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum

from tongket.core.dates import months_after
from tongket.org.kinds import Kind
from tongket.org.models import CommitteeKind, ConsentKind, Ended, Office

OFFICIAL_CODE = re.compile(r"\d{2}(\.\d{3}){1,4}")
INSPECTING = frozenset({Kind.PROVINCIAL, Kind.SUPERIOR, Kind.GRASSROOTS_COMMITTEE})
FORMAL_ON_APPROVAL = frozenset({Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.STANDING_MEMBER})
SEATS = frozenset(
    {
        Office.SECRETARY,
        Office.DEPUTY_SECRETARY,
        Office.STANDING_MEMBER,
        Office.COMMITTEE_MEMBER,
        Office.INSPECTION_HEAD,
        Office.INSPECTION_MEMBER,
    }
)
ENDS_A_SEAT = frozenset({Ended.DECEASED, Ended.LEFT_PARTY, Ended.RESIGNED, Ended.TRANSFERRED})


@dataclass(frozen=True)
class Limits:
    """The numbers that the Statute gives."""

    cell_min_official: int = 3
    committee_from_members: int = 30
    cell_committee_from_official: int = 9
    standing_committee_from: int = 9


STATUTE = Limits()


class Slip(Enum):
    """What is outside a rule; the value is the number of the rule."""

    TOO_FEW_OFFICIAL = "R-ORG-02"
    CELL_TOO_LARGE = "R-ORG-03"
    COMMITTEE_WITHOUT_CONSENT = "R-ORG-04 committee"
    LARGE_CELL_WITHOUT_CONSENT = "R-ORG-04 cell"
    SECTION_WITHOUT_CONSENT = "R-ORG-04 section"
    CELL_WITHOUT_COMMITTEE = "R-ORG-05"
    WITHOUT_STANDING = "R-ORG-06 none"
    STANDING_TOO_SMALL_COMMITTEE = "R-ORG-06 few"
    STANDING_TOO_LARGE = "R-ORG-06 third"
    INSPECTION_NOT_HERE = "R-ORG-07"
    TERM_LENGTH = "R-ORG-08"

    @property
    def rule(self) -> str:
        return self.value.split()[0]


def size_slips(
    kind: Kind, *, members: int, official: int, consents: Collection[str] = (), has_committee: bool = True,
    limits: Limits = STATUTE,
) -> list[Slip]:  # fmt: skip
    """What in the size of an organisation asks for something to be done.

    members, official: of the unit and all under it. consents: kinds of ConsentKind that are on file.
    Source: R-ORG-02, R-ORG-03, R-ORG-04, R-ORG-05.
    """
    found = []
    if kind.is_cell and official < limits.cell_min_official:
        found.append(Slip.TOO_FEW_OFFICIAL)
    if kind is Kind.GRASSROOTS_CELL and members >= limits.committee_from_members:
        found.append(Slip.CELL_TOO_LARGE)
    is_small = kind is Kind.GRASSROOTS_COMMITTEE and members < limits.committee_from_members
    if is_small and ConsentKind.SMALL_COMMITTEE not in consents:
        found.append(Slip.COMMITTEE_WITHOUT_CONSENT)
    is_large = kind is Kind.CELL and members > limits.committee_from_members
    if is_large and ConsentKind.LARGE_CELL not in consents:
        found.append(Slip.LARGE_CELL_WITHOUT_CONSENT)
    if kind is Kind.SECTION and ConsentKind.SECTION not in consents:
        found.append(Slip.SECTION_WITHOUT_CONSENT)
    if kind.is_cell and official >= limits.cell_committee_from_official and not has_committee:
        found.append(Slip.CELL_WITHOUT_COMMITTEE)
    return found


def standing_slip(committee_size: int, standing_size: int, *, limits: Limits = STATUTE) -> Slip | None:
    """What is wrong with a standing committee: 9 members or more elect one, of at most a third; fewer elect none.

    Source: R-ORG-06.
    """
    if committee_size < limits.standing_committee_from:
        return Slip.STANDING_TOO_SMALL_COMMITTEE if standing_size else None
    if not standing_size:
        return Slip.WITHOUT_STANDING
    return Slip.STANDING_TOO_LARGE if standing_size * 3 > committee_size else None


def may_have(kind: Kind, committee: CommitteeKind) -> bool:
    """Whether an organisation of that kind has such a committee: a cell has a cell committee, others an executive one;
    an inspection commission from the grassroots committee upward, never in a section or a cell.

    Source: R-ORG-05, R-ORG-07.
    """
    if committee is CommitteeKind.INSPECTION:
        return kind in INSPECTING
    return kind.is_cell == (committee is CommitteeKind.CELL)


def is_ordinary_length(from_on: date, until_on: date, *, months: int, off: int, is_first: bool = False) -> bool:
    """Whether a term lasts as long as it should, brought forward or put back by `off` months at most; the first term,
    by appointment after a creation, merger or split, may be shorter.

    Source: R-ORG-08, R-ORG-09.
    """
    is_long_enough = is_first or until_on >= months_after(from_on, months - off)
    return is_long_enough and until_on <= months_after(from_on, months + off)


def is_formal(office: Office, *, is_elected: bool, approved_on: date | None, on: date) -> bool:
    """Whether a seat is formal: an elected secretary, deputy or standing member from the superior's approval on; others
    from the election; whoever was appointed, at once.

    Source: R-ORG-09.
    """
    if not is_elected or office not in FORMAL_ON_APPROVAL:
        return True
    return approved_on is not None and approved_on <= on


def ends_a_seat(why: str) -> bool:
    """Whether what happened to a member ends the seats in committees; a temporary transfer does not. Source:
    R-ORG-12.
    """
    return why in ENDS_A_SEAT


def vacancies(size: int, taken: int) -> int:
    """How many seats of a committee are not filled. Source: R-ORG-14."""
    return max(size - taken, 0)


def is_official_code(code: str) -> bool:
    """Whether a code has the form 2.3.3.3.3, in full or down to some level; it is kept, never made. Source:
    R-ORG-13.
    """
    return OFFICIAL_CODE.fullmatch(code) is not None
