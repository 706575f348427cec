"""What every page is made of: gate, context, menu, lists, records, forms, exports, due items, errors."""
