"""What is counted of classes: those for candidates apart from all others."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongket.figures.declare import CLASS, PERSON, flow, present
from tongket.pages.columns import choice, day, number, text, unit
from tongket.training.models import TrainingClass
from tongket.training.rules import Kind

SHARED: dict[str, Any] = {"rows": TrainingClass, "verb": "training.read", "day": "opened_on"}
CANDIDATES = Q(kind=Kind.CANDIDATE)

flow("training_classes", _("Training classes"), of=CLASS, where=~CANDIDATES, **SHARED)
flow(
    "training_classes_intermediate_theory",
    _("Classes of intermediate political theory"),
    of=CLASS,
    where=Q(kind=Kind.THEORY_INTERMEDIATE),
    refines="training_classes",
    **SHARED,
)
flow(
    "training_classes_refresher",
    _("Refresher classes"),
    of=CLASS,
    where=Q(kind=Kind.REFRESHER),
    refines="training_classes",
    **SHARED,
)
flow("training_learners", _("Learners in training classes"), of=PERSON, where=~CANDIDATES, amount="learners", **SHARED)
flow(
    "members_admission_classes",
    _("Classes of introduction to the Party"),
    of=CLASS,
    where=CANDIDATES,
    **SHARED,
)
flow(
    "members_admission_learners",
    _("Learners introduced to the Party"),
    of=PERSON,
    where=CANDIDATES,
    amount="learners",
    **SHARED,
)

present(
    TrainingClass,
    columns=[
        text("title", _("Class"), order=(), phone="title"),
        unit(),
        choice("kind", _("Kind of class")),
        day("opened_on", _("Opened on")),
        number("learners", _("Learners"), phone="figure"),
    ],
    order=("opened_on", "unit__place__pos"),
    related=("unit__place",),
)
