"""Word files of the rating: self-reviews, and the papers of a round."""
