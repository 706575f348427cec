"""Pages that belong to no single subject: the base page, home, overview, menu, errors; styles and components."""
