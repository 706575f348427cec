"""Inspection programme and inspected parties; discipline decisions."""
