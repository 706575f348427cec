"""The tables of the roll, by what they keep."""

from tongket.members.models.badges import Badge, BadgeState
from tongket.members.models.candidates import Candidacy
from tongket.members.models.core import (
    Admission,
    Education,
    Member,
    Precision,
    Recognition,
    Sex,
    Spell,
    Theory,
    name_keys,
)
from tongket.members.models.life import (
    Ending,
    PlannedMove,
    RemovalProposal,
    Restoration,
    SideState,
    Stage,
    Transfer,
)
from tongket.members.models.papers import Card, YearlyPaper
from tongket.members.models.private import Occupation, Private
from tongket.members.models.requests import About, CorrectionRequest, FileCheck, RequestState

__all__ = [
    "About",
    "Admission",
    "Badge",
    "BadgeState",
    "Candidacy",
    "Card",
    "CorrectionRequest",
    "Education",
    "Ending",
    "FileCheck",
    "Member",
    "Occupation",
    "PlannedMove",
    "Precision",
    "Private",
    "Recognition",
    "RemovalProposal",
    "RequestState",
    "Restoration",
    "Sex",
    "SideState",
    "Spell",
    "Stage",
    "Theory",
    "Transfer",
    "YearlyPaper",
    "name_keys",
]
