"""What an officer enters about levels, rounds and titles."""

from tongket.rating.forms.levels import CHOICES, AgainForm

__all__ = ["CHOICES", "AgainForm"]
