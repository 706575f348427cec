"""The inspection programme, who was inspected, discipline decisions. Restricted but for the approved programme."""

from tongket.inspection.models.discipline import DisciplineDecision
from tongket.inspection.models.items import InspectedParty, ProgrammeItem, TeamMember

__all__ = ["DisciplineDecision", "InspectedParty", "ProgrammeItem", "TeamMember"]
