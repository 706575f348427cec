"""The only writes of rosters: taken in, checked, imported, taken back, discarded."""
