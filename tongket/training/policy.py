"""Who reads and records classes (docs/reference/rights.md)."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tongket.core import text
from tongket.members import parts
from tongket.org import access, corrections
from tongket.org.access import MINE, OWN, TREE, declare
from tongket.pages import menu, picker
from tongket.training import of_member
from tongket.training.models import ClassSession, Learner, School, TrainingClass

declare(
    "training.read",
    _("read training classes"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE},
)
declare("training.write", _("record training classes"), data_class="D1", writes=True, grants={"org": TREE})
declare(
    "learning.read",
    _("read who learned in which class"),
    data_class="D2",
    grants={"self": MINE, "lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE},
)
declare(
    "learning.write",
    _("keep lists of learners, results and certificates"),
    data_class="D2",
    writes=True,
    grants={"org": TREE},
)

menu.add(_("Training"), "training:list", "training.read", group="year", order=150, icon="graduation-cap")


def _named(schools: QuerySet[School], words: str) -> QuerySet[School]:
    for word in text.fold(words).split()[:6]:
        schools = schools.filter(name_fold__contains=word)
    return schools


picker.add(
    picker.row_source(
        lambda scope: access.scope(School.objects.all(), scope.person, scope.verb, on=scope.on).order_by(
            "name_fold", "pk"
        ),
        name="school",
        label=_("School"),
        hint=_("Name of the school (marks are not needed)"),
        find=_named,
        exact=lambda schools, words: schools.filter(name_fold=text.fold(words)),
        choice=lambda school: picker.Choice(str(school.pk), school.name, school.address),
        verbs={"training.read"},
        missing=_("No school has this name: keep it first, under “Schools”."),
    )
)

parts.add("training", 30, of_member.sections)

# How each table is put right (docs/reference/corrections.md).
corrections.add(TrainingClass, ["training:correct"], ["training:withdraw"])
corrections.add(School, ["training:correct_school"], ["training:withdraw_school"])
corrections.add(ClassSession, ["training:correct_session"], ["training:withdraw_session"])
corrections.add(Learner, ["training:correct_learner"], ["training:withdraw_learner"])
