"""Reminders: late units reminded from above, and what is due told by mail to those who chose it."""
