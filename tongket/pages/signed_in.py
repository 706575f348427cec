"""What a session that somebody has signed in to is good for: how long, past which steps (S-04, S-43, S-45)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tongket.core import clock
from tongket.org import sign_in_rules
from tongket.org.actions.clock import clock_went_back, note_time
from tongket.org.models import Person
from tongket.pages import demonstration
from tongket.pages.sessions import TOUCHED_EACH, SessionStore

FRESH = timedelta(minutes=15)
DEMO_MARK = "demo_fence"  # set at a demonstration login on loopback, and nowhere else
PROVIDER = "provider"  # the step of who signed in through the identity provider
METHODS = "account_authentication_methods"  # where the library keeps the steps that were taken

# Pages that somebody reaches who still has to take a step before everything else.
BEFORE_ALL = {
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "set_language",
    "javascript-catalog",
    "sign_in:two_step",
    "sign_in:app",
    "sign_in:app_picture",
    "sign_in:passkey",
}


def has_ended(request: HttpRequest, domains: Collection[str]) -> bool:
    """Whether a session may not go on: nobody worked in it for too long, or the clock was set back since.

    domains: of the grants that its holder has today.
    """
    store: Any = request.session
    row, now = store.row, clock.now()
    if row is None:  # signed in within this request
        return False
    if row.mark is not None and row.mark.at - now > sign_in_rules.CLOCK_TOLERANCE:
        clock_went_back(now, clock.today())
        return True
    limit = sign_in_rules.idle_limit(
        domains,
        usual=timedelta(minutes=settings.TONGKET_IDLE_MINUTES),
        short=timedelta(minutes=settings.TONGKET_IDLE_MINUTES_SYSTEM),
    )
    return sign_in_rules.is_idle(row.seen_at, now, limit)


def go_on(request: HttpRequest, person: Person | None) -> None:
    """Note that somebody works in a session, and what day the system has seen (S-03): once a minute at most."""
    store: SessionStore = request.session  # type: ignore[assignment]
    now, today = clock.now(), clock.today()
    mark = store.row.mark if store.row is not None else None
    if person is not None:
        person.latest_on = max(today, mark.on) if mark is not None else today
    if mark is None or today > mark.on or now - mark.at >= TOUCHED_EACH:
        note_time(now, today)
    store.touch(now)


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def source_of(request: HttpRequest) -> tuple[str | None, str]:
    """Address and device of a request, as a session keeps them."""
    return address_of(request) or None, request.headers.get("User-Agent", "").replace("\x00", "")[:200]


def steps(request: HttpRequest) -> list[dict[str, Any]]:
    """The steps taken to sign in to this session: method and moment of each."""
    records = request.session.get(METHODS, [])
    return records if isinstance(records, list) else []


def has_second_factor(request: HttpRequest) -> bool:
    """Whether a second step was taken in this session; the demonstration on its own machine needs none."""
    if is_shown(request):
        return True
    return any(step.get("method") == "mfa" for step in steps(request))


def is_shown(request: HttpRequest) -> bool:
    """Whether this is a session of the demonstration, on its own machine."""
    return bool(request.session.get(DEMO_MARK)) and demonstration.is_on(request)


def is_past_fence(request: HttpRequest) -> bool:
    """Whether this session has a second factor and a sign-in of the last 15 minutes (S-04)."""
    if is_shown(request):
        return True
    return has_second_factor(request) and is_fresh(request)


def is_fresh(request: HttpRequest, now: datetime | None = None) -> bool:
    """Whether a step of signing in was taken within the last 15 minutes, and none is yet to come (S-03)."""
    at = now or clock.now()
    return any(sign_in_rules.is_fresh(float(step.get("at", 0)), at, FRESH) for step in steps(request))


def domains(person: Person | None) -> set[str]:
    """The domains of the grants that a person has today."""
    return {grant.domain for grant in person.running_grants(clock.today())} if person is not None else set()


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether whoever is signed in must take a second step: by their grants, or by where they come from (S-43)."""
    person: Person | None = request.person  # type: ignore[attr-defined]
    office = settings.TONGKET_OFFICE_NETWORKS
    return sign_in_rules.needs_second_factor(domains(person), address_of(request), office)


def first_step(request: HttpRequest) -> str:
    """The name of the page that its holder is led to before everything else; empty: none (S-43)."""
    if has_second_factor(request):
        return ""
    if needs_second_factor(request):
        return "sign_in:two_step"
    user: Any = request.user
    return "account_change_password" if user.is_password_short else ""
