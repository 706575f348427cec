"""Sessions in a table that knows whose they are: when they begin, how long they last (S-45)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client

from tongket.org.models import Session
from tongket.pages.sessions import SessionStore

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_session_knows_whose_it_is(signed_in: Callable[..., Client]) -> None:
    browser = signed_in("north_clerk")

    session = Session.objects.get()
    assert session.account is not None
    assert (session.session_key, session.account.username) == (browser.session.session_key, "north_clerk")


def test_session_ends_twelve_hours_after_signing_in_however_it_is_used(signed_in: Callable[..., Client]) -> None:
    with time_machine.travel(START, tick=False):
        browser = signed_in("north_clerk")
    store = SessionStore(browser.session.session_key)
    with time_machine.travel(START + timedelta(hours=11), tick=False):
        store["here"] = ["NORTH", 2021]
        store.cycle_key()
        store.save()

    session = Session.objects.get()
    assert session.expire_date == START + timedelta(hours=12)
    with time_machine.travel(START + timedelta(hours=12, seconds=1), tick=False):
        assert not list(SessionStore(store.session_key).keys())


def test_new_key_keeps_where_the_session_comes_from(signed_in: Callable[..., Client]) -> None:
    key = signed_in("north_clerk").session.session_key
    Session.objects.update(address="10.1.2.3", device="Firefox", started_at=START)
    store = SessionStore(key)
    store.load()

    store.cycle_key()
    store.save()

    session = Session.objects.get()
    assert session.session_key != key
    assert (session.address, session.device, session.started_at) == ("10.1.2.3", "Firefox", START)


def test_session_that_was_ended_is_not_kept_again(signed_in: Callable[..., Client]) -> None:
    store: Any = SessionStore(signed_in("north_clerk").session.session_key)
    store["here"] = ["NORTH", 2021]
    Session.objects.all().delete()

    with pytest.raises(UpdateError):
        store.save()
