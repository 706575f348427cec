"""Levels of members and organisations by year; levels of mass organisations and titles of agencies, as recorded."""

from tongket.rating.models.levels import Rating
from tongket.rating.models.recorded import AgencyTitle, MassOrganisationLevel

__all__ = ["AgencyTitle", "MassOrganisationLevel", "Rating"]
