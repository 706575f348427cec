"""Who may give which right to whom, as tables: who, what, when (S-01, S-07, S-08)."""

from datetime import date
from typing import Any

import pytest

from tongket.core.periods import Period
from tongket.org import access, grant_rules
from tongket.org.grant_rules import ALONE, SECOND, Gift, Refusal
from tongket.org.models import Domain, Office

DAY, NEXT, YEAR_END = date(2021, 1, 4), date(2021, 1, 5), date(2021, 12, 31)


def gift(domain: str, domains: set[str] | None, **changes: Any) -> Gift:
    values: dict[str, Any] = {
        "decision": "91-QĐ/ĐU", "valid_from": DAY, "valid_until": YEAR_END, "office_from": date(2020, 1, 1),
        "office_until": None,
    }  # fmt: skip
    return Gift(domain=domain, domains=domains, **values | changes)


@pytest.mark.parametrize(
    ("giver", "expected"),
    [
        ({"sys"}, [SECOND, ALONE, SECOND, SECOND, SECOND, SECOND, SECOND]),
        ({"org"}, [SECOND, SECOND, ALONE, None, None, None, SECOND]),
        ({"insp"}, [None, None, None, ALONE, None, None, None]),
        ({"lead_committee"}, [ALONE, ALONE, ALONE, ALONE, ALONE, ALONE, ALONE]),
        ({"lead_cell"}, [None, None, None, None, None, None, None]),
        ({"office"}, [None, None, None, None, None, None, None]),
        ({"audit"}, [None, None, None, None, None, None, None]),
        (set(), [None, None, None, None, None, None, None]),
        ({"sys", "org"}, [SECOND, ALONE, ALONE, SECOND, SECOND, SECOND, SECOND]),
        (None, [ALONE, ALONE, ALONE, ALONE, ALONE, ALONE, ALONE]),  # the operator, who opens the books
    ],
)
def test_giver_gives_what_the_matrix_says(giver: set[str] | None, expected: list[str | None]) -> None:
    """Leadership, office, organisation, inspection, operation, log supervision, acting for."""
    assert [grant_rules.way(giver, domain) for domain in Domain] == expected


@pytest.mark.parametrize(
    ("domain", "domains", "changes", "refusal"),
    [
        ("lead", {"lead_committee"}, {}, None),
        ("office", {"sys"}, {}, None),
        ("office", {"sys"}, {"is_oneself": True}, Refusal.ONESELF),
        ("lead", {"lead_committee"}, {"is_oneself": True}, Refusal.ONESELF),
        ("org", {"org"}, {"is_oneself": True}, Refusal.ONESELF),
        ("insp", {"org"}, {}, Refusal.NOT_YOURS),
        ("audit", {"org"}, {}, Refusal.NOT_YOURS),
        ("lead", {"office"}, {}, Refusal.NOT_YOURS),
        ("office", {"lead_cell"}, {}, Refusal.NOT_YOURS),
        ("office", {"sys"}, {"is_unit_living": False}, Refusal.UNIT_ENDED),
        ("office", {"sys"}, {"decision": ""}, Refusal.NO_DECISION),
        ("office", {"sys"}, {"office_until": DAY}, Refusal.OFFICE_ENDED),
        ("office", {"sys"}, {"office_until": NEXT}, None),
        ("office", {"sys"}, {"office_from": NEXT}, Refusal.BEFORE_OFFICE),
        ("office", {"sys"}, {"valid_until": DAY}, Refusal.ENDS_FIRST),
        ("office", {"sys"}, {"valid_until": None}, None),
        ("insp", {"insp"}, {"is_one_hand": True}, Refusal.ONE_HAND),
        ("audit", {"lead_committee"}, {"is_one_hand": True}, Refusal.ONE_HAND),
        ("office", {"sys"}, {"is_twice": True}, Refusal.TWICE),
        *[(domain, {"sys"}, {}, Refusal.NO_SECOND) for domain in ("lead", "insp", "audit", "org", "sys", "act")],
        *[(domain, {"sys"}, {"second": {"lead_committee"}}, None) for domain in ("lead", "insp", "audit", "org")],
        ("lead", {"org"}, {}, Refusal.NO_SECOND),
        ("lead", {"sys"}, {"second": {"lead_cell"}}, None),  # the secretary of a cell, over the cell
        ("lead", {"sys"}, {"second": {"lead_committee"}, "second_is_giver": True}, Refusal.SECOND_IS_GIVER),
        ("lead", {"sys"}, {"second": {"lead_committee"}, "second_is_receiver": True}, Refusal.SECOND_IS_RECEIVER),
        ("lead", {"sys"}, {"second": {"office", "org", "sys"}}, Refusal.SECOND_MAY_NOT),
        ("lead", {"sys"}, {"second": {"insp"}}, Refusal.SECOND_MAY_NOT),
        ("insp", {"sys"}, {"second": {"insp"}}, None),
        ("audit", {"sys"}, {"second": {"insp"}}, Refusal.SECOND_MAY_NOT),
        ("audit", {"sys"}, {"second": {"audit"}}, Refusal.SECOND_MAY_NOT),
    ],
)
def test_right_is_refused(domain: str, domains: set[str], changes: dict[str, Any], refusal: Refusal | None) -> None:
    assert grant_rules.refusal(gift(domain, domains, **changes)) == refusal


@pytest.mark.parametrize(
    ("domain", "changes", "refusal"),
    [
        ("insp", {}, None),
        ("insp", {"is_giver": True}, Refusal.SECOND_IS_GIVER),
        ("insp", {"is_receiver": True}, Refusal.SECOND_IS_RECEIVER),
        ("insp", {"domains": {"sys", "office"}}, Refusal.SECOND_MAY_NOT),
        ("insp", {"domains": set()}, Refusal.SECOND_MAY_NOT),
        ("insp", {"is_named": False}, Refusal.NOT_NAMED),
        ("insp", {"is_one_hand": True}, Refusal.ONE_HAND),
        ("lead", {"domains": {"lead_cell"}}, None),
        ("lead", {"domains": {"insp"}}, Refusal.SECOND_MAY_NOT),
    ],
)
def test_confirmation_is_refused(domain: str, changes: dict[str, Any], refusal: Refusal | None) -> None:
    values: dict[str, Any] = {"domains": {"lead_committee"}, "is_giver": False, "is_receiver": False}
    values |= {"is_named": True, "is_one_hand": False}

    assert grant_rules.confirmation_refusal(domain, **values | changes) == refusal


@pytest.mark.parametrize(
    ("office", "is_cell", "domain"),
    [
        (Office.SECRETARY, True, Domain.LEAD),
        (Office.COMMITTEE_MEMBER, True, Domain.LEAD),
        (Office.COMMITTEE_MEMBER, False, None),
        (Office.STANDING_MEMBER, False, Domain.LEAD),
        (Office.CLERK, False, Domain.OFFICE),
        (Office.ORGANISATION_OFFICER, False, Domain.ORG),
        (Office.INSPECTION_MEMBER, False, Domain.INSP),
        (Office.OPERATOR, False, Domain.SYS),
        (Office.AUDITOR, False, Domain.AUDIT),
    ],
)
def test_usual_right_goes_with_the_office(office: Office, is_cell: bool, domain: Domain | None) -> None:
    assert grant_rules.usual_domain(office, is_cell=is_cell) == domain


@pytest.mark.parametrize(
    ("old", "new", "wider"),
    [
        ((DAY, YEAR_END), (DAY, YEAR_END), False),
        ((DAY, YEAR_END), (NEXT, NEXT), False),
        ((DAY, YEAR_END), (date(2021, 1, 3), YEAR_END), True),
        ((DAY, YEAR_END), (DAY, None), True),
        ((DAY, None), (DAY, YEAR_END), False),
    ],
)
def test_longer_days_are_told_from_shorter(old: Any, new: Any, wider: bool) -> None:
    assert grant_rules.is_wider(old, new) is wider


def test_quarter_and_its_due_day() -> None:
    quarter = grant_rules.quarter_of(date(2026, 11, 30))

    assert quarter == Period.parse("2026Q4")
    assert grant_rules.review_due_on(quarter) == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("verb", "data_class", "domain", "reach"),
    [
        ("vote.enter", "D1", "act_member", access.MINE),
        ("vote.enter", "D1", "act_unit", access.OWN),
        ("private.write", "D3", "act_member", access.MINE),
        ("secret.read", "D4", "act_unit", access.OWN),
        ("thing.write", "D1", "act_unit", access.TREE),
        ("thing.write", "D1", "act_unit", access.UNDER),
        ("thing.write", "D1", "act_member", access.ALL),
    ],
)
def test_nobody_acts_for_others_in_votes_or_restricted_fields_or_further(
    verb: str, data_class: str, domain: str, reach: str
) -> None:
    with pytest.raises(ValueError, match=verb):
        access.declare(verb, "", data_class=data_class, grants={domain: reach})
