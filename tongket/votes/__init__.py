"""Votes: bases handed in, dated thresholds, sheets counted by two persons; never who voted how."""
