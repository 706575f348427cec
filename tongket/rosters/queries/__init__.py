"""What the roll knows of the people of a file, and what an import would do. Only reads."""
