"""Periodic reports: due, sent, on time, late."""
