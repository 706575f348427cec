"""Drafts of forms: kept while one types, offered again on return, theirs alone, gone when sent, dropped or old."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory

from tongket.core import clock
from tongket.news.models import Post
from tongket.news.tests.test_posts import make_post
from tongket.org import access
from tongket.pages import actions, drafts
from tongket.pages.forms import ReasonForm
from tongket.pages.models import Draft

NEW = "/news/new/"
AT = datetime(2026, 11, 30, 14, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TYPED = {"unit": "NORTH-A", "section": "HOT", "title": "Một nửa tin", "summary": "", "body": "Dòng một\nDòng hai"}


def token_on(browser: Any, address: str = NEW) -> str:
    return str(browser.get(address).context["draft"].token)


def keep(browser: Any, address: str = NEW, **values: str) -> Any:
    values = {**TYPED, "csrfmiddlewaretoken": "x", "idempotency_key": "k" * 32, **values}
    return browser.post("/drafts/save/", {"draft_of": token_on(browser, address), **values})


@pytest.mark.puts_right("pages.Draft")
def test_what_is_typed_is_kept_and_offered_again(cast: Any, signed_in: Any) -> None:
    with time_machine.travel(AT, tick=False):
        browser = signed_in("north_clerk")

        answer = keep(browser)
        offered = browser.get(NEW)
        used = browser.get(f"{NEW}?draft=use")

    assert "tự lưu lúc 14:05" in answer.content.decode()
    assert answer["HX-Trigger"] == "draft-saved"
    page = offered.content.decode()
    assert "tự lưu lúc 30/11/2026 14:05" in page
    assert f'href="{NEW}?draft=use"' in page
    assert "Một nửa tin" not in page
    assert "/drafts/save/" not in page  # what was offered is not overwritten before it was decided on
    page = used.content.decode()
    assert 'value="Một nửa tin"' in page
    assert "Dòng một\nDòng hai" in page
    assert 'value="HOT" selected' in page
    assert 'value="NORTH-A" selected' in page
    assert "/drafts/save/" in page


def test_draft_is_kept_encrypted_and_without_the_seal_of_the_form(cast: Any, signed_in: Any) -> None:
    keep(signed_in("north_clerk"))

    assert "csrf" not in Draft.objects.get().body
    assert "k" * 32 not in Draft.objects.get().body
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM pages_draft")
        stored = str(cursor.fetchone()[0])
    assert "NORTH" not in stored
    assert "tin" not in stored


def test_draft_is_nobody_elses(cast: Any, signed_in: Any) -> None:
    clerk, other = signed_in("north_clerk"), signed_in("root_clerk")
    keep(clerk)

    assert other.get(NEW).context["draft"].state == ""
    stolen = other.post("/drafts/save/", {"draft_of": token_on(clerk), "title": "Khác"})
    forged = other.post("/drafts/drop/", {"draft_of": token_on(clerk)[:-3] + "abc"})
    assert (stolen.status_code, forged.status_code) == (400, 400)
    assert "Kh" not in Draft.objects.get().body


def test_draft_goes_when_the_form_is_sent(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_clerk")
    keep(browser)
    token = token_on(browser)

    wrong = browser.post(NEW, {**TYPED, "title": "", "draft_of": token, "idempotency_key": "s1"})
    assert wrong.status_code == 422
    assert Draft.objects.exists()
    sent = browser.post(NEW, {**TYPED, "draft_of": token, "idempotency_key": "s1"})

    assert sent.status_code == 302
    assert not Draft.objects.exists()
    late = browser.post("/drafts/save/", {**TYPED, "draft_of": token, "idempotency_key": "s1"})  # it was on its way
    assert late.status_code == 200
    assert not Draft.objects.exists()


@pytest.mark.puts_right("pages.Draft")
def test_draft_is_thrown_away_on_demand(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_clerk")
    keep(browser)

    answer = browser.post("/drafts/drop/", {"draft_of": token_on(browser)})

    assert answer["Location"] == NEW
    assert not Draft.objects.exists()


def test_forms_of_two_addresses_have_a_draft_each(cast: Any, signed_in: Any) -> None:
    browser, about = signed_in("north_clerk"), f"{NEW}?unit=NORTH-B"
    keep(browser)
    keep(browser, about, title="Về chi bộ")

    used = browser.get(f"{about}&draft=use").content.decode()

    assert browser.get(about).context["draft"].use_url == f"{about}&draft=use"
    assert 'value="Về chi bộ"' in used
    assert Draft.objects.count() == 2


def test_draft_older_than_two_weeks_is_offered_no_more_and_purged(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_clerk")
    keep(browser)
    Draft.objects.update(saved_at=clock.now() - timedelta(days=15))

    assert browser.get(NEW).context["draft"].state == ""
    assert actions.purge_drafts() == 1
    assert not Draft.objects.exists()


def test_oldest_drafts_of_a_person_give_way(cast: Any) -> None:
    person = cast.person("north_clerk")
    for number in range(actions.MOST_DRAFTS + 2):
        actions.keep_draft(person, f"/news/new/?n={number}", "title=x")
    actions.keep_draft(cast.person("south_clerk"), NEW, "title=x")

    addresses = set(Draft.objects.filter(person=person).values_list("address", flat=True))
    assert len(addresses) == actions.MOST_DRAFTS
    assert "/news/new/?n=0" not in addresses
    assert f"/news/new/?n={actions.MOST_DRAFTS + 1}" in addresses
    assert Draft.objects.exclude(person=person).count() == 1


def test_draft_that_is_too_long_says_so(cast: Any, signed_in: Any) -> None:
    answer = keep(signed_in("north_clerk"), body="a" * drafts.MAX_BYTES)

    assert "quá dài" in answer.content.decode()
    assert "HX-Trigger" not in answer
    assert not Draft.objects.exists()


def test_draft_is_taken_from_nobody_who_lost_the_right(cast: Any, signed_in: Any) -> None:
    browser = signed_in("stranger")
    token = drafts.Ticket(NEW, "post.write").sealed(cast.people["stranger"])

    assert browser.post("/drafts/save/", {**TYPED, "draft_of": token}).status_code == 403


def test_draft_begun_before_somebody_else_saved_meets_the_conflict(cast: Any, signed_in: Any) -> None:
    post = make_post(cast, is_published=False)
    browser, address = signed_in("north_clerk"), f"/news/{post.pk}/rewrite/"
    keep(browser, address, title="Tôi viết", seen=str(post.version))
    Post.objects.filter(pk=post.pk).update(title="Người khác viết", version=post.version + 1)

    used = browser.get(f"{address}?draft=use")
    values = {**used.context["form"].initial, "draft_of": used.context["draft"].token}
    answer = browser.post(address, values)

    assert values["seen"] == str(post.version)
    assert answer.status_code in {409, 422}
    assert Post.objects.get().title == "Người khác viết"


@pytest.mark.parametrize(("data_class", "keeps"), [("D1", True), ("D2", True), ("D3", False), ("D4", False)])
def test_form_of_a_sensitive_page_keeps_no_draft(cast: Any, data_class: str, keeps: bool) -> None:
    verb = next(policy.verb for policy in access.POLICIES.values() if policy.data_class == data_class)
    request: Any = RequestFactory().get("/somewhere/")
    request.person = cast.person("root_officer")
    request.resolver_match = type("Match", (), {"func": type("View", (), {"policy": verb})})

    if keeps:
        assert drafts.offer(request, ReasonForm()).state == ""
    else:
        with pytest.raises(ValueError, match=data_class):
            drafts.offer(request, ReasonForm())
