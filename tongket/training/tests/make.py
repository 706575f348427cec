"""Classes and learners as the tests need them, made by the real actions."""

from datetime import date
from typing import Any

from tongket.members import actions as members
from tongket.members.models import Candidacy, Sex
from tongket.members.tests.make import make_member
from tongket.training import actions
from tongket.training.models import Learner, TrainingClass
from tongket.training.rules import Kind


def make_class(cast: Any, unit: str = "north", *, who: str = "root_officer", **fields: Any) -> TrainingClass:
    values: dict[str, Any] = {
        "kind": Kind.REFRESHER,
        "title": "Bồi dưỡng cấp ủy viên",
        "opened_on": date(2020, 9, 7),
        "closed_on": date(2020, 9, 11),
        "learners": 40,
    }
    return actions.open_class(cast.unit(unit), **{**values, **fields}, by=cast.person(who), on=cast.today)


def make_candidate(cast: Any, full_name: str = "Hoàng Thị Tập") -> Candidacy:
    return members.introduce(
        cast.unit("north_a"),
        full_name=full_name,
        sex=Sex.FEMALE,
        born_on=date(1994, 4, 4),
        introduced_on=date(2020, 3, 2),
        by=cast.person("north_officer"),
        on=cast.today,
    )


def make_learner(cast: Any, row: TrainingClass | None = None, full_name: str = "Trần Văn Mẫu") -> Learner:
    """A member of north_a on the list of a class of north."""
    row = row or make_class(cast)
    member = make_member(cast, full_name=full_name)
    return actions.add_learners(row, members=[member], by=cast.person("north_officer"), on=cast.today)[0]
