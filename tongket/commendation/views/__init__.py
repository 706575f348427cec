"""The pages of commendation."""
