"""A member of north_a with a number and a phone."""

from typing import Any

import pytest

from tongket.members.models import Member
from tongket.members.private import actions
from tongket.members.private.tests.make import FLAGS, NUMBER, PHONE
from tongket.members.tests.make import make_member


@pytest.fixture
def member(cast: Any) -> Member:
    found = make_member(cast)
    actions.keep(
        found, identity_number=NUMBER, phone=PHONE, **FLAGS, seen=0, by=cast.person("north_officer"), on=cast.today
    )
    return found
