"""Office documents: their layout by day of issue, their parts, and the Word file made from them."""
