"""The rows that pages of training are about, and where these pages stand."""

from django.utils.translation import gettext_lazy as _

from tongket.pages.deeds import Rows
from tongket.training import queries
from tongket.training.models import ClassSession, Learner, School, TrainingClass

CRUMBS = [(_("Training"), "training:list")]
SCHOOL_CRUMBS = [*CRUMBS, (_("Schools"), "training:schools")]

CLASSES: Rows[TrainingClass] = Rows(
    query=lambda: TrainingClass.objects.select_related("unit__place", "school"),
    crumbs=CRUMBS,
    name=lambda row: row.title,
)
SCHOOLS: Rows[School] = Rows(
    query=lambda: School.objects.select_related("unit__place"), crumbs=SCHOOL_CRUMBS, name=lambda row: row.name
)


def _above_session(row: ClassSession) -> list[tuple[object, str]]:
    return CLASSES.around(row.training_class)


SESSIONS: Rows[ClassSession] = Rows(
    query=lambda: ClassSession.objects.select_related("unit__place", "training_class__unit__place"),
    crumbs=_above_session,
    name=lambda row: row.subject,
)
LEARNERS: Rows[Learner] = Rows(
    query=lambda: queries.with_names(Learner.objects.all()),  # unscoped: found by Rows
    crumbs=[*CRUMBS, (_("Learners"), "training:learners")],
    name=lambda row: row.name,
)
