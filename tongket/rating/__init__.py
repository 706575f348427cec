"""Grades of members and units by year; recorded levels of mass organisations, titles of agencies."""
