"""Tags of the page components."""
