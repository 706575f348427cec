"""A cell ends only after its members have moved with their files (R-ORG-11)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.members import actions as members
from tongket.members.tests.make import make_member
from tongket.org import actions
from tongket.org.models import Place

PAPER = actions.Decision("15-QĐ/ĐU", date(2020, 12, 20), "Đảng uỷ Sở")


@pytest.mark.rule("R-ORG-11")
def test_cell_with_members_is_neither_merged_nor_dissolved(cast: Any) -> None:
    member = make_member(cast, unit="north_a")
    cell, other, officer = member.unit, cast.unit("north_b"), cast.person("north_officer")

    for end in (
        lambda: actions.merge([cell], other, PAPER, from_on=cast.today, by=officer, on=cast.today),
        lambda: actions.dissolve(cell, PAPER, from_on=cast.today, by=officer, on=cast.today),
    ):
        with pytest.raises(ValidationError, match="1"):
            end()

    members.transfer(member, to=other, moved_on=cast.today, by=officer, on=cast.today)
    actions.merge([cell], other, PAPER, from_on=cast.today, by=officer, on=cast.today)
    assert not Place.objects.get(unit=cell).is_living
