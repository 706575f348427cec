"""The page of a member, the admissions, and what an officer does with a member."""
