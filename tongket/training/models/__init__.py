"""Schools, classes with their days and learners."""

from tongket.training.models.classes import ClassSession, School, TrainingClass
from tongket.training.models.learners import Learner

__all__ = ["ClassSession", "Learner", "School", "TrainingClass"]
