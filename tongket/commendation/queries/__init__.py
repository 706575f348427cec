"""What is asked about commendation by more than one caller."""
