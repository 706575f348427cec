"""Standing in, acting for, rights in bulk, the quarterly review, what somebody may see (S-07, S-08, S-45)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.org import access, actions
from tongket.org.models import Grant, Office, Person, ReviewedGrant, RightsReview
from tongket.org.queries import grants as queries
from tongket.org.tests.make import give, new_office, office_of
from tongket.pages.tests.pages import english
from tongket.units.policy import review_of_rights

PAPER = {"decision": "91-QĐ/ĐU", "decided_on": "01/01/2021", "valid_from": "04/01/2021", "valid_until": "01/03/2021"}
DUE, AFTER = date(2021, 3, 15), date(2021, 3, 16)


def test_stand_in_is_given_by_a_page_and_named_with_the_absent(cast: Any, signed_in: Any) -> None:
    absent = Grant.objects.get(person=cast.people["north_officer"])
    term = new_office(cast, "north", Office.DEPUTY_SECRETARY)
    browser = english(signed_in("root_secretary"))

    sent = browser.post(f"{absent.get_absolute_url()}stand-in/", {**PAPER, "term": str(term.pk), "note": "Đi học"})

    row = Grant.objects.get(instead_of=absent)
    assert sent.status_code == 302
    assert (row.person_id, row.domain, row.state) == (term.person_id, "org", "given")
    assert "standing in for Người North Officer" in browser.get(row.get_absolute_url()).text


def test_acting_for_a_unit_is_given_by_a_page(cast: Any, signed_in: Any) -> None:
    term = office_of(cast, "north_clerk")
    address, form = "/admin/rights/acting/", {**PAPER, "term": str(term.pk), "unit": "NORTH-A"}

    endless = english(signed_in("north_secretary")).post(address, {**form, "valid_until": ""})
    sent = signed_in("north_secretary").post(address, form)

    assert (endless.status_code, sent.status_code) == (422, 302)
    assert access.may(cast.person("north_clerk"), "report.act", cast.unit("north_a"), on=cast.today)


def test_usual_rights_go_by_one_press_to_the_second_person_and_are_confirmed_by_another(
    cast: Any, signed_in: Any
) -> None:
    terms = [new_office(cast, unit, Office.SECRETARY) for unit in ("north_b", "south_a")]
    operator, secretary = english(signed_in("operator")), english(signed_in("root_secretary"))

    listed = operator.get("/admin/rights/").text
    shown = operator.get("/admin/rights/usual/").text
    form = {**PAPER, "terms": [str(term.pk) for term in terms], "confirmer": str(cast.people["root_secretary"].pk)}
    sent = operator.post("/admin/rights/usual/", form)
    rows = list(Grant.objects.filter(state="proposed"))
    done = secretary.post("/admin/rights/confirm/", {"rows": [str(row.pk) for row in rows]})

    assert "14 rights are in force" in listed
    assert "2 offices without their right" in listed
    assert shown.count("Lê Văn Mới") == 2
    assert (sent.status_code, len(rows), done.status_code) == (302, 2, 302)
    assert set(Grant.objects.filter(office_term__in=terms).values_list("domain", "state")) == {("lead", "given")}


def begin(cast: Any, **changes: Any) -> RightsReview:
    values: dict[str, Any] = {"due_on": DUE, "suspends": True} | changes
    return actions.open_review(cast.unit("north"), **values, by=cast.person("root_officer"), on=cast.today)


def test_review_holds_every_running_right_of_the_tree_once_a_quarter(cast: Any) -> None:
    give(cast, new_office(cast, "north"), "lead", "north", by="operator", second="root_secretary")  # gives nothing yet

    review = begin(cast)

    people = set(review.lines.values_list("grant__person__full_name", flat=True))
    names = ("north_secretary", "north_clerk", "north_officer", "north_inspector", "north_a_secretary")
    assert people == {cast.people[name].full_name for name in names}
    with pytest.raises(ValidationError):
        begin(cast)


def test_right_that_nobody_looked_at_is_suspended_until_somebody_does(cast: Any) -> None:
    review = begin(cast)
    clerk, officer = "north_clerk", cast.person("root_officer")
    lines = list(review.lines.exclude(grant__person=cast.people[clerk]))
    actions.keep_grants(lines, by=officer, on=cast.today)

    def runs(who: str, day: date) -> bool:
        return bool(cast.person(who).running_grants(day))

    assert (runs(clerk, DUE), runs(clerk, AFTER), runs("north_officer", AFTER)) == (True, False, True)
    actions.keep_grants(review.lines.filter(verdict=""), by=officer, on=AFTER)
    assert runs(clerk, AFTER)


def test_nobody_reviews_their_own_rights(cast: Any) -> None:
    review = begin(cast)
    line = review.lines.get(grant__person=cast.people["north_officer"])

    with pytest.raises(ValidationError):
        actions.keep_grants([line], by=cast.person("north_officer"), on=cast.today)
    with pytest.raises(access.NotAllowed):
        actions.keep_grants([line], by=cast.person("north_clerk"), on=cast.today)


def test_review_is_begun_gone_through_and_printed(cast: Any, signed_in: Any) -> None:
    browser = english(signed_in("root_officer"))

    first = browser.get("/admin/rights/review/")
    begun = browser.post("/admin/rights/review/open/", {"due_on": "15/03/2021", "suspends": "on"})
    page = browser.get("/admin/rights/review/").text
    clerk, inspector = (
        ReviewedGrant.objects.get(grant__person=cast.people[name]) for name in ("north_clerk", "north_inspector")
    )
    browser.post(f"/admin/rights/review/{clerk.pk}/", {"keep": "1"})
    beyond = browser.post(f"/admin/rights/review/{inspector.pk}/", {"end": "1"})  # an officer ends no inspector
    signed_in("root_secretary").post(f"/admin/rights/review/{inspector.pk}/", {"end": "1"})
    printed = browser.get("/admin/rights/review/list/").text

    assert (first.status_code, begun.status_code, beyond.status_code) == (302, 302, 422)
    assert "What nobody has looked at by then is suspended." in page
    assert set(ReviewedGrant.objects.exclude(verdict="").values_list("verdict", flat=True)) == {"kept", "ended"}
    assert not cast.person("north_inspector").running_grants(cast.today)
    assert "Người North Clerk" in printed
    assert "Drawn up by" in printed


def test_what_somebody_may_see_is_said_in_words(cast: Any, signed_in: Any) -> None:
    inspector = cast.people["north_inspector"]

    page = english(signed_in("north_secretary")).get(f"/admin/rights/of/{inspector.pk}/")
    own = signed_in("stranger").get(f"/admin/rights/of/{cast.people['stranger'].pk}/")
    other = signed_in("stranger").get(f"/admin/rights/of/{inspector.pk}/")

    assert "restricted, with a second factor" in page.text
    assert "As everybody who signs in" in page.text
    assert (own.status_code, other.status_code) == (200, 404)
    assert Person.objects.filter(pk=inspector.pk).exists()


@pytest.mark.parametrize(
    ("who", "asked"), [("root_officer", True), ("operator", False), ("root_secretary", False), ("north_officer", False)]
)
def test_one_responsible_is_asked_to_begin_the_review_of_a_quarter(cast: Any, who: str, asked: bool) -> None:
    titles = [item.title for item in review_of_rights(cast.person(who), cast.today)]

    assert len(titles) == asked


def test_open_review_reminds_until_all_is_looked_at_by_somebody_else_for_ones_own(cast: Any, signed_in: Any) -> None:
    officer, secretary = cast.person("root_officer"), cast.person("root_secretary")
    client = english(signed_in("root_officer"))

    banner = client.get("/admin/rights/").text
    review = actions.open_review(cast.unit("root"), due_on=DUE, suspends=False, by=officer, on=cast.today)
    lines = ReviewedGrant.objects.filter(review=review)
    own = lines.get(grant__person=officer)
    waits = [item.due_on for item in review_of_rights(officer, cast.today)]
    home = client.get("/").text
    actions.keep_grants(lines.exclude(pk=own.pk).exclude(grant__person=secretary), by=officer, on=cast.today)
    of_secretary = [item.title for item in review_of_rights(secretary, cast.today)]
    actions.keep_grants([own], by=secretary, on=cast.today)
    after = list(review_of_rights(secretary, cast.today))

    assert "has not been begun" in banner
    assert waits == [DUE]
    assert "13 rights wait in the review of" in home
    assert (len(of_secretary), after) == (1, [])


def test_next_quarter_asks_again_and_a_vacant_board_leaves_it_to_the_operator(cast: Any) -> None:
    officer = cast.person("root_officer")
    actions.open_review(cast.unit("root"), due_on=DUE, suspends=False, by=officer, on=cast.today)
    begun = queries.review_to_begin(officer, cast.today)

    asked = queries.review_to_begin(officer, date(2021, 4, 1))
    Grant.objects.filter(person=officer).update(valid_until=cast.today)
    instead = queries.review_to_begin(cast.person("operator"), date(2021, 4, 1))

    assert (begun, asked, instead) == (None, cast.unit("root"), cast.unit("root"))
