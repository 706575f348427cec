"""Reads that pages, actions and papers share."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongket.members.models import Candidacy, Member
from tongket.members.rules import ON_ROLL
from tongket.org import access
from tongket.org.models import Unit
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, in_force, parameter
from tongket.training import rules
from tongket.training.models import Learner, TrainingClass
from tongket.training.rules import Kind

WAITING = (Candidacy.State.CANDIDATE, Candidacy.State.APPLIED, Candidacy.State.CELL_VOTED)


def roster(training_class: TrainingClass) -> QuerySet[Learner]:
    """The list of a class in the order of names."""
    rows = Learner.objects.filter(training_class=training_class)  # unscoped: callers scope
    return with_names(rows).order_by("name_order", "pk")


def with_names(rows: QuerySet[Learner]) -> QuerySet[Learner]:
    """The rows with all that names them."""
    return rows.select_related(
        "member__person", "candidacy", "unit__place__parent__place", "training_class__unit__place"
    )


def members_to_pick(training_class: TrainingClass, under: Unit, person: access.Reader, on: date) -> QuerySet[Member]:
    """The members of a unit and all under it who are not on the list of a class yet."""
    place = under.place
    rows = access.scope(Member.objects.filter(state__in=ON_ROLL), person, "member.read", on=on)
    rows = rows.filter(unit__place__pos__range=(place.pos, place.last))
    rows = rows.exclude(learned__training_class=training_class)
    return rows.select_related("person", "unit__place").order_by("name_order", "pk")


def candidates_to_pick(
    training_class: TrainingClass, under: Unit, person: access.Reader, on: date
) -> QuerySet[Candidacy]:
    """Those on the way to admission in a unit and all under it who are not on the list of a class yet."""
    place = under.place
    rows = access.scope(Candidacy.objects.filter(state__in=WAITING), person, "member.admit", on=on)
    rows = rows.filter(unit__place__pos__range=(place.pos, place.last))
    rows = rows.exclude(learned__training_class=training_class)
    return rows.select_related("unit__place").order_by("name_order", "pk")


def ages(on: date) -> dict[str, dict[str, int]]:
    """From which age a class of each kind is meant for men and women, by the text of the day; nothing where there is
    none. Source: R-TRN-02.
    """
    try:
        known = in_force(Topic.TRAINING, on).parameters
    except NoRegulation:
        return {}
    return {
        kind: {sex: int(known[f"{level}_{of}_from"]) for sex, of in (("F", "women"), ("M", "men"))}
        for kind, level in ((Kind.THEORY_INTERMEDIATE, "intermediate"), (Kind.THEORY_ADVANCED, "advanced"))
    }


def age_hint(learner: Learner, known: Mapping[str, Mapping[str, int]]) -> str:
    """What to look at where somebody is younger than the class is meant for; empty where all is well. It only warns.

    Source: R-TRN-02.
    """
    row = learner.training_class
    least = rules.younger_than(row.kind, learner.sex, learner.born_on, row.opened_on, known)
    if least is None:
        return ""
    return _("younger than %(age)s when the class opens") % {"age": least}


def certificate_months(on: date) -> int:
    """How many months the certificate of the class for candidates holds (R-MEM-03)."""
    return int(parameter(Topic.DEADLINES, "certificate_months", on))
