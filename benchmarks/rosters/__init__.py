"""Messy rosters of members who do not exist, with the truth about them, and how much of it the reader gets right."""
