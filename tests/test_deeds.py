"""What every deed does, on votes: found or hidden, looked at, refused beside the fields, done once, told."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from tongket.org.models import AuditRow, Submission
from tongket.votes import views
from tongket.votes.models import Vote
from tongket.votes.tests.make import make_vote

Browser = Callable[..., Client]
REASON = {"reason": "Mở nhầm biểu quyết", "idempotency_key": "k1"}


def address(vote: Vote) -> str:
    return reverse("votes:cancel", args=[vote.pk])


def test_page_of_a_deed_shows_row_form_and_way_back(cast: Any, signed_in: Browser) -> None:
    vote = make_vote(cast)

    page = signed_in("north_a_secretary").get(address(vote))

    assert page.status_code == 200
    assert page.context["cancel_url"] == vote.get_absolute_url()
    assert [url for _label, url in page.context["crumbs"]] == [reverse("votes:list"), vote.get_absolute_url()]
    assert vote.subject in page.context["subtitle"]


def test_hidden_row_and_missing_row_look_the_same(cast: Any, signed_in: Browser) -> None:
    vote = make_vote(cast)

    answer = signed_in("south_officer").post(address(vote), REASON)

    assert answer.status_code == 404
    assert Vote.objects.get(pk=vote.pk).state == vote.state


def test_deed_is_done_once_however_often_its_form_comes(cast: Any, signed_in: Browser) -> None:
    vote, browser = make_vote(cast), signed_in("north_a_secretary")

    first, second = (browser.post(address(vote), REASON) for _time in range(2))

    assert (first.status_code, first.url, second.url) == (302, vote.get_absolute_url(), vote.get_absolute_url())  # type: ignore[attr-defined]
    assert AuditRow.objects.filter(object_id=str(vote.pk), policy="vote.write").count() == 2  # opened, cancelled
    assert Submission.objects.count() == 1


def test_key_that_comes_with_other_contents_is_refused(cast: Any, signed_in: Browser) -> None:
    vote, browser = make_vote(cast), signed_in("north_a_secretary")
    browser.post(address(vote), REASON)

    answer = browser.post(address(vote), {**REASON, "reason": "Một lý do khác"})

    assert answer.status_code == 422


def test_form_with_an_error_keeps_what_was_typed_and_changes_nothing(cast: Any, signed_in: Browser) -> None:
    vote = make_vote(cast)

    answer = signed_in("north_a_secretary").post(address(vote), {**REASON, "reason": "."})

    assert answer.status_code == 422
    assert answer.context["form"]["reason"].errors
    assert answer.context["idempotency_key"] == "k1"
    assert Vote.objects.get(pk=vote.pk).state == vote.state
    assert not Submission.objects.exists()


def test_button_leads_to_its_deed(cast: Any) -> None:
    vote = make_vote(cast)

    button = views.cancel.button(vote)

    assert (button.url, button.method, button.is_danger) == (address(vote), "get", True)


def test_other_methods_are_refused(cast: Any, signed_in: Browser) -> None:
    assert signed_in("north_a_secretary").put(address(make_vote(cast))).status_code == 405
