"""What a figure is: declared once, counted from records, added up the tree of the year, open to its rows."""
