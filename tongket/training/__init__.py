"""Classes by kind."""
