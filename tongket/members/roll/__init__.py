"""The roll as lists: filters, search by name, columns to choose, lists kept for later, the Excel file of an office."""
