"""The pages of what happens to a member between candidacy and leaving."""
