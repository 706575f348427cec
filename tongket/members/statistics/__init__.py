"""Statistics of members and admissions."""
