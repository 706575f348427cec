"""Pages of restricted data, one's own record, requests for corrections, leavers."""
