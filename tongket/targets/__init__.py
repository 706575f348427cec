"""What each unit takes on: targets, key tasks, results."""
