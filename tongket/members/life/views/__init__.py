"""Pages of candidates, transfers, exemptions and absences, official status, endings and returns."""
