"""The year-end review: reads all of the above, is read by none."""
