"""The pages of rights: giving with what is impossible greyed, the second person on their own screen, the history."""

from datetime import timedelta
from typing import Any

import pytest

from tongket.core import clock
from tongket.org import actions
from tongket.org.models import ClockMark, Grant, Office, Person
from tongket.org.tests.make import give, new_office, office_of
from tongket.pages.tests.pages import english

GIFT = {"decision": "91-QĐ/ĐU", "decided_on": "01/01/2021", "valid_from": "04/01/2021", "valid_until": "30/06/2025"}


def gift(unit: str = "NORTH", **changes: str) -> dict[str, str]:
    return {"domain": "office", "unit": unit, **GIFT, **changes}


def test_list_shows_what_is_within_reach_and_to_a_member_their_own(cast: Any, signed_in: Any) -> None:
    everything = signed_in("operator").get("/admin/rights/").text
    north = signed_in("north_officer").get("/admin/rights/").text
    own = signed_in("north_clerk").get("/admin/rights/").text
    nothing = english(signed_in("stranger")).get("/admin/rights/").text

    names = ("Root Secretary", "North Secretary", "North Clerk")
    assert [name in everything for name in names] == [True, True, True]
    assert [name in north for name in names] == [False, True, True]
    assert [name in own for name in names] == [False, False, True]
    assert "Nobody holds a right here yet." in nothing


@pytest.mark.parametrize(
    ("who", "closed"),
    [
        ("operator", ["office"]),  # it has that already
        ("north_officer", ["office", "insp", "sys", "audit"]),
        ("north_inspector", ["lead", "office", "org", "sys", "audit"]),
        ("north_secretary", ["office"]),
    ],
)
def test_what_cannot_be_given_is_greyed_with_the_reason(cast: Any, signed_in: Any, who: str, closed: list[str]) -> None:
    term = office_of(cast, "north_clerk")

    page = english(signed_in(who)).get(f"/admin/rights/new/{term.pk}/")

    disabled = [
        option.data["value"]
        for option in page.context["form"]["domain"].subwidgets
        if option.data["attrs"].get("disabled")
    ]
    assert disabled == closed
    assert "This office has this right over this unit at that time already." in page.text or who == "north_inspector"


def test_who_inspects_is_not_offered_the_log(cast: Any, signed_in: Any) -> None:
    term = office_of(cast, "north_inspector")

    page = english(signed_in("root_secretary")).get(f"/admin/rights/new/{term.pk}/")
    sent = signed_in("root_secretary").post(f"/admin/rights/new/{term.pk}/", gift(domain="audit"))

    assert "Inspection and log supervision of one unit are never in one hand." in page.text
    assert sent.status_code == 422
    assert not Grant.objects.filter(domain="audit", unit=cast.unit("north")).exists()


def test_right_goes_from_the_operator_to_the_second_person(cast: Any, signed_in: Any) -> None:
    term = new_office(cast, "north", Office.INSPECTION_HEAD)
    operator, secretary = english(signed_in("operator")), english(signed_in("root_secretary"))
    address = f"/admin/rights/new/{term.pk}/"

    alone = operator.post(address, gift(domain="insp"))
    sent = operator.post(address, gift(domain="insp", confirmer=str(cast.people["root_secretary"].pk)))
    row = Grant.objects.get(office_term=term)
    waits = list(Person.objects.get(pk=term.person_id).running_grants(cast.today))
    home = secretary.get("/").text
    seen = secretary.get(row.get_absolute_url()).text
    done = secretary.post(f"{row.get_absolute_url()}confirm/")

    assert "Choose the second person" in alone.text
    assert (sent.status_code, done.status_code, waits) == (302, 302, [])
    assert "1 right to confirm" in home
    assert "Confirm the right" in seen
    row = Grant.objects.get(office_term=term)
    assert (row.state, row.confirmed_by) == ("given", cast.person("root_secretary"))
    assert "1 right to confirm" not in english(signed_in("root_secretary")).get("/").text


def test_typed_right_is_kept_where_it_is_refused(cast: Any, signed_in: Any) -> None:
    term = new_office(cast, "north")

    page = english(signed_in("operator")).post(f"/admin/rights/new/{term.pk}/", gift(valid_until="01/01/2021"))

    assert page.status_code == 422
    assert "The right ends after the day on which it begins." in page.text
    assert 'value="91-QĐ/ĐU"' in page.text


def test_correction_end_and_withdrawal_stand_in_the_history(cast: Any, signed_in: Any) -> None:
    row = give(cast, new_office(cast, "north"), "office", "north", by="operator")
    browser, address = english(signed_in("operator")), row.get_absolute_url()

    corrected = browser.post(f"{address}correct/", {**GIFT, "decision": "92-QĐ/ĐU", "seen": "1"})
    stale = browser.post(f"{address}correct/", {**GIFT, "decision": "93-QĐ/ĐU", "seen": "1"})
    ended = browser.post(f"{address}end/", {"until_on": "05/01/2021", "reason": "Thôi việc", "seen": "2"})
    page = browser.get(address).text
    withdrawn = browser.post(f"{address}withdraw/", {"reason": "Giao nhầm người", "seen": "3"})

    assert [answer.status_code for answer in (corrected, stale, ended, withdrawn)] == [302, 409, 302, 302]
    assert "Decision: 06-QĐ → 92-QĐ/ĐU" in page
    assert "Until: 30/06/2025 → 05/01/2021" in page
    assert "Giao nhầm người" in browser.get(address).text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("operator", 200),
        ("north_secretary", 200),
        ("south_officer", 404),
        ("north_a_secretary", 404),
        ("stranger", 404),
    ],
)
def test_right_is_read_within_reach(cast: Any, signed_in: Any, who: str, status: int) -> None:
    row = Grant.objects.get(person=cast.people["north_clerk"])

    assert signed_in(who).get(row.get_absolute_url()).status_code == status


def test_who_loses_an_office_loses_what_it_gave_at_the_next_request(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_officer")
    before = browser.get("/units/NORTH/rename/").status_code

    officer = cast.person("root_officer")
    actions.leave_office(office_of(cast, "north_officer"), until_on=cast.today, by=officer, on=cast.today)
    after = browser.get("/units/NORTH/rename/").status_code  # the session ended too
    again = signed_in("north_officer").get("/units/NORTH/rename/").status_code

    assert (before, after, again) == (200, 302, 403)


def test_who_loses_a_right_loses_it_at_the_next_request(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_officer")
    before = browser.get("/units/NORTH/rename/").status_code

    row = Grant.objects.get(person=cast.people["north_officer"])
    secretary = cast.person("root_secretary")
    actions.end_grant(row, until_on=cast.today, reason="Thôi", by=secretary, on=cast.today)
    after = browser.get("/units/NORTH/rename/").status_code

    assert (before, after) == (200, 403)


@pytest.mark.parametrize("what", ["office", "right", "suspended"])
def test_what_ended_stays_ended_where_the_clock_is_set_back(cast: Any, what: str) -> None:
    day, before = cast.today, cast.today - timedelta(3)
    row = Grant.objects.get(person=cast.people["north_officer"])
    if what == "office":
        officer = cast.person("root_officer")
        actions.leave_office(office_of(cast, "north_officer"), until_on=day, by=officer, on=day)
    elif what == "right":
        actions.end_grant(row, until_on=day, reason="Thôi", by=cast.person("root_secretary"), on=day)
    else:
        Grant.objects.filter(pk=row.pk).update(suspends_on=day)
    ClockMark.objects.update_or_create(pk=1, defaults={"on": day, "at": clock.now()})

    assert list(cast.person("north_officer").running_grants(before)) == []
