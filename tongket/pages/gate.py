"""The one gate: every view names a policy; the request gets its person and its day; refusals become pages (S-12)."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from tongket.core import clock
from tongket.core.states import WrongState
from tongket.org import access, actions, audit, saving
from tongket.org.models import AuditRow, Person
from tongket.pages import context, errors, limits, signed_in
from tongket.pages.addresses import has_nul
from tongket.pages.once import KeyReused

# Views that are not ours, by name or namespace: the policy that holds for them.
FOREIGN = {
    "account_signup": access.ANYONE,  # closed by the adapter: says so
    "account_inactive": access.ANYONE,
    "set_language": access.ANYONE,
    "javascript-catalog": access.ANYONE,
}


class Gate:
    """Middleware, last but the lock-out's: everything before it has happened, nothing after it decides."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._refreshed_on: date | None = None  # the day for which the trees are known to be built

    def __call__(self, request: HttpRequest) -> HttpResponse:
        store: Any = request.session
        store.source = signed_in.source_of(request)
        request.__dict__ |= {"today": clock.today(), "person": self._person(request), "here": None, "reached": None}
        key = request.session.session_key or ""
        token = audit.session.set(audit.Session(hash=hashlib.sha256(key.encode()).hexdigest() if key else ""))
        try:
            response = self.get_response(request)
        finally:
            audit.session.reset(token)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
            if response.status_code == 200:
                context.remember(request)
        return response

    @staticmethod
    def _person(request: HttpRequest) -> Person | None:
        if not request.user.is_authenticated or not request.user.is_active:
            return None
        person = Person.of_account(request.user)
        if signed_in.has_ended(request, signed_in.domains(person)):
            _end(request, person)
            return None
        signed_in.go_on(request, person)
        if person is not None:
            person.is_past_fence = signed_in.is_past_fence(request)
        return person

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        person, today = _who(request)
        if has_nul(request.POST):
            return errors.bad_request(request)
        if today != self._refreshed_on:  # within a day nothing falls due, and who changes the tree builds it
            actions.carry_out_due(today)
            self._refreshed_on = today
        verb = policy_of(view, request.resolver_match.view_name if request.resolver_match else "")
        if verb is None and view.__module__.startswith(
            "allauth."
        ):  # a page of the library that this house does not use
            return errors.page(request, 404, errors.not_found())
        if verb is None:
            raise ImproperlyConfigured(f"the view at {request.path} names no policy")
        if verb == access.ANYONE:
            return None
        if person is None:
            if request.user.is_authenticated and verb == access.SIGNED_IN:
                return None
            if request.user.is_authenticated:
                return errors.page(request, 403, errors.no_person())
            return _to_login(request)
        if first := _first_step(request):
            return redirect(first)
        if verb == access.SIGNED_IN:
            return None
        policy = access.POLICIES[verb]
        if not access.holds(person, verb, on=today):
            return self.process_exception(request, access.NotAllowed(verb))
        if policy.is_fenced and not person.is_past_fence:
            return self.process_exception(request, access.FenceClosed(verb))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, access.FenceClosed):
            person, today = _who(request)
            audit.record(
                person,
                exception.verb,
                on=today,
                result=AuditRow.Result.REFUSED,
                fields={"path": request.path},
            )
            return errors.page(request, 403, errors.fence_closed(exception, request))
        if isinstance(exception, access.NotAllowed):
            return errors.page(request, 403, errors.not_allowed(exception))
        if isinstance(exception, WrongState):
            return errors.page(request, 409, errors.wrong_state(exception))
        if isinstance(exception, saving.Conflict):
            return errors.conflict(request, exception)
        if isinstance(exception, limits.TooOften):
            return errors.page(request, 429, errors.too_often(exception))
        if isinstance(exception, KeyReused):
            return errors.page(request, 422, errors.key_reused())
        if isinstance(exception, ValidationError):
            return errors.page(request, 422, errors.invalid(exception))
        if isinstance(exception, Http404):
            return errors.page(request, 404, errors.not_found())
        return None


def _who(request: Any) -> tuple[Person | None, date]:
    return request.person, request.today


def _end(request: HttpRequest, person: Person | None) -> None:
    """End a session that may not go on (S-45)."""
    account: Any = request.user
    with saving.durable():
        audit.record(person, "account.logout", account, on=clock.today(), fields={"why": "idle"})
    logout(request)
    messages.info(request, _("You were signed out because nobody worked here for a while. Please sign in again."))


def _to_login(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page, and back afterwards; a part of a page brings the whole page there."""
    is_part = bool(request.htmx)  # type: ignore[attr-defined]
    back = request.htmx.current_url_abs_path if is_part else request.get_full_path()  # type: ignore[attr-defined]
    url = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': back or '/'})}"
    return HttpResponseClientRedirect(url) if is_part else redirect(url)


def _first_step(request: HttpRequest) -> str:
    """Where somebody is led who still has to take a step before everything else (S-43); empty: nowhere."""
    match = request.resolver_match
    if match is not None and match.view_name in signed_in.BEFORE_ALL:
        return ""
    name = signed_in.first_step(request)
    return reverse(name) if name else ""


def policy_of(view: Callable[..., Any], view_name: str) -> str | None:
    """The policy that a view names, or that the table of foreign views gives it; None: none."""
    return getattr(view, "policy", None) or FOREIGN.get(view_name)
