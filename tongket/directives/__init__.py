"""Documents that bind a unit: dissemination, action programmes, lag."""
