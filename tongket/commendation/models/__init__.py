"""Awards and how they come about, subjects, movements, models, themes, the stock of certificates."""

from tongket.commendation.models.awards import Award, RunDecision, ThematicTopic
from tongket.commendation.models.cases import Case, Nominee
from tongket.commendation.models.movements import EmulationModel, Movement, Spread, Theme, ThemeWork
from tongket.commendation.models.stock import Stock

__all__ = [
    "Award",
    "Case",
    "EmulationModel",
    "Movement",
    "Nominee",
    "RunDecision",
    "Spread",
    "Stock",
    "ThematicTopic",
    "Theme",
    "ThemeWork",
]
