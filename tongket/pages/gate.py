"""The one gate: every view names a policy; the request gets its person and its day; refusals become pages (S-12)."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tongket.core import clock
from tongket.core.states import WrongState
from tongket.org import access, actions, audit, saving
from tongket.org.models import AuditRow, Person
from tongket.pages import context, demonstration, errors
from tongket.pages.addresses import has_nul
from tongket.pages.once import KeyReused

# Views that are not ours, by name or namespace: the policy that holds for them.
FOREIGN = {
    "account_login": access.ANYONE,
    "account_logout": access.SIGNED_IN,
    "account_reauthenticate": access.SIGNED_IN,
    "account_change_password": access.SIGNED_IN,
    "account_signup": access.ANYONE,  # closed by the adapter: says so
    "account_inactive": access.ANYONE,
    "mfa_index": access.SIGNED_IN,
    "mfa_authenticate": access.ANYONE,
    "mfa_reauthenticate": access.SIGNED_IN,
    "mfa_activate_totp": access.SIGNED_IN,
    "mfa_deactivate_totp": access.SIGNED_IN,
    "mfa_view_recovery_codes": access.SIGNED_IN,
    "mfa_generate_recovery_codes": access.SIGNED_IN,
    "mfa_download_recovery_codes": access.SIGNED_IN,
    "set_language": access.ANYONE,
    "javascript-catalog": access.ANYONE,
}
FRESH = timedelta(minutes=15)
DEMO_MARK = "demo_fence"  # set at a demonstration login on loopback, and nowhere else


class Gate:
    """Middleware, last but the lock-out's: everything before it has happened, nothing after it decides."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._refreshed_on: date | None = None  # the day for which the trees are known to be built

    def __call__(self, request: HttpRequest) -> HttpResponse:
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
        if person is not None:
            person.is_past_fence = is_past_fence(request)
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
            return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")
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
        if isinstance(exception, KeyReused):
            return errors.page(request, 422, errors.key_reused())
        if isinstance(exception, ValidationError):
            return errors.page(request, 422, errors.invalid(exception))
        if isinstance(exception, Http404):
            return errors.page(request, 404, errors.not_found())
        return None


def _who(request: Any) -> tuple[Person | None, date]:
    return request.person, request.today


def policy_of(view: Callable[..., Any], view_name: str) -> str | None:
    """The policy that a view names, or that the table of foreign views gives it; None: none."""
    return getattr(view, "policy", None) or FOREIGN.get(view_name)


def is_past_fence(request: HttpRequest) -> bool:
    """Whether this session has a second factor and a login of the last 15 minutes (S-04)."""
    if request.session.get(DEMO_MARK) and demonstration.is_on(request):
        return True
    records = request.session.get("account_authentication_methods", [])
    now = clock.now().timestamp()
    fresh = any(now - float(record.get("at", 0)) <= FRESH.total_seconds() for record in records)
    return fresh and any(record.get("method") == "mfa" for record in records)
