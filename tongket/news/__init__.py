"""Posts that the work of the year gives rise to."""
