"""What in the size of a unit departs from the Statute."""
