"""Titles, awards for runs of years, thematic awards; emulation movements."""
