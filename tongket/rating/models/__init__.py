"""Levels of members and organisations by year with the rounds that lead to them; levels of mass organisations and
titles of agencies, as recorded.
"""

from tongket.rating.models.earlier import EarlierSheet
from tongket.rating.models.levels import Rating
from tongket.rating.models.recorded import AgencyTitle, BodyKind, BodyMembers, MassOrganisationLevel, RecordedBody
from tongket.rating.models.rounds import MARKS, Candidate, Objection, Proposal, Round, tally_of
from tongket.rating.models.self_reviews import SelfReview

__all__ = [
    "MARKS",
    "AgencyTitle",
    "BodyKind",
    "BodyMembers",
    "Candidate",
    "EarlierSheet",
    "MassOrganisationLevel",
    "Objection",
    "Proposal",
    "Rating",
    "RecordedBody",
    "Round",
    "SelfReview",
    "tally_of",
]
