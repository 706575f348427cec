"""What is kept of a member behind a narrower door: restricted data, one's own record, requests to correct it."""
