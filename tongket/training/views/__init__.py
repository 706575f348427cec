"""Pages of classes, learners and schools."""
