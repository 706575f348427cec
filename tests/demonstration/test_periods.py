"""Every flow of the demonstration by month: what is declared anew is held to R-REP-05 as well."""

import pytest

from tests.test_periods_add_up import check, flows
from tongket.org.models import Unit

pytestmark = pytest.mark.django_db


@pytest.mark.rule("R-REP-05")
def test_months_and_quarters_make_the_year_for_every_flow_that_is_declared(organisations: object) -> None:
    figures = flows()

    seen = check(Unit.objects.get(code="GDDT"), 2021, figures)

    print(f"{len(seen)} of {len(figures)} flows are not nil")
    assert len(seen) > 20
