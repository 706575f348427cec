"""The inspection programme, who was inspected, discipline decisions. Restricted but for the approved programme."""

from tongket.inspection.models.discipline import DisciplineDecision
from tongket.inspection.models.files import ConclusionPoint, FilePaper, FollowUp, PaperFile, Remedy
from tongket.inspection.models.items import InspectedParty, ProgrammeItem, TeamMember

__all__ = [
    "ConclusionPoint",
    "DisciplineDecision",
    "FilePaper",
    "FollowUp",
    "InspectedParty",
    "PaperFile",
    "ProgrammeItem",
    "Remedy",
    "TeamMember",
]
