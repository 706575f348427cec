"""The only writes of ratings, and of what others decided."""

from tongket.rating.actions.levels import NewRating, decide_members, decide_organisations, rate_again, record_earlier
from tongket.rating.actions.recorded import NewMassLevel, NewTitle, record_mass, record_titles

__all__ = [
    "NewMassLevel",
    "NewRating",
    "NewTitle",
    "decide_members",
    "decide_organisations",
    "rate_again",
    "record_earlier",
    "record_mass",
    "record_titles",
]
