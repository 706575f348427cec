"""Units on a dated tree, persons, offices held from day to day; who may, and who did."""
