"""Signing in through the identity provider of the office, and linking one's account there to the one here (S-47).

What an attempt needs when the browser comes back lies in the session that began it, is used once, and grows old within
ten minutes. The provider makes no account and gives no right; the second step is ours to ask for (S-43).
"""

from dataclasses import asdict
from enum import StrEnum
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tongket.core import clock
from tongket.org import access, actions, saving
from tongket.org.models import Account, AuditRow
from tongket.pages import errors, signed_in
from tongket.pages.request import Request
from tongket.sign_in import provider, queries
from tongket.sign_in.log import record
from tongket.sign_in.views.factors import ask_again
from tongket.sign_in.views.own import account_of

ATTEMPTS = "provider_attempts"  # where they lie in the session, by their state
GOOD_FOR = 10 * 60  # seconds that somebody may take at the provider
MOST_ATTEMPTS = 4  # of one browser, in several windows


class Refusal(StrEnum):
    """Why an attempt did not lead to an account; names it in the log."""

    DENIED = "denied"
    EXPIRED = "expired"
    UNREACHABLE = "unreachable"
    NOT_BELIEVED = "not_believed"
    UNKNOWN = "unknown"
    CLOSED = "closed"
    TAKEN = "taken"


class Refused(Exception):
    """An attempt that leads nowhere. subject: as whom the provider knows them, where it said."""

    def __init__(self, why: Refusal, *, account: Account | None = None, subject: str = "") -> None:
        super().__init__(why)
        self.why, self.account, self.subject = why, account, subject


# --- The way there ---------------------------------------------------------------------------------------------------


@require_GET
@access.policy(access.ANYONE)
def begin(request: HttpRequest) -> HttpResponse:
    """To the provider, to sign in."""
    if not provider.is_set():
        raise Http404
    next_url = request.GET.get("next", "")
    if request.user.is_authenticated:
        return redirect(own_path(next_url))
    try:
        return redirect(_attempt(request, next=own_path(next_url)))
    except Refused as refusal:
        return _refuse(request, refusal, is_link=False)


@require_POST
@access.policy(access.SIGNED_IN)
def link(request: Request) -> HttpResponse:
    """To the provider, to link one's account there; by a page of its own, since a form may lead nowhere outside."""
    if not provider.is_set():
        raise Http404
    if (first := ask_again(request)) is not None:
        return first
    try:
        url = _attempt(request, link=account_of(request).pk)
    except Refused as refusal:
        return _refuse(request, refusal, is_link=True)
    return render(request, "sign_in/to_provider.html", {"provider": provider.name(), "url": url})


def own_path(url: str) -> str:
    """The address if it is one of ours, else that of the home page (S-46)."""
    return url if url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None) else "/"


def _back_url(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("sign_in:provider_back"))


def _attempt(request: HttpRequest, **more: Any) -> str:
    """Begin an attempt, keep it in the session; where the browser is to go. Raises Refused."""
    try:
        attempt = provider.begin(_back_url(request))
    except provider.Unreachable as trouble:
        raise Refused(Refusal.UNREACHABLE) from trouble
    except provider.NotBelieved as trouble:
        raise Refused(Refusal.NOT_BELIEVED) from trouble
    kept = asdict(attempt) | {"at": clock.now().timestamp(), "back_url": _back_url(request)} | more
    others = list(request.session.get(ATTEMPTS, {}).items())[-(MOST_ATTEMPTS - 1) :]
    request.session[ATTEMPTS] = {**dict(others), attempt.state: kept}
    return attempt.url


# --- The way back ----------------------------------------------------------------------------------------------------


@require_GET
@access.policy(access.ANYONE)
def back(request: Request) -> HttpResponse:
    """Where the provider sends the browser, with a code or with a refusal."""
    if not provider.is_set():
        raise Http404
    attempt = _taken(request)
    is_link = attempt is not None and "link" in attempt
    try:
        if attempt is None:
            raise Refused(Refusal.EXPIRED)
        return _link(request, attempt) if is_link else _sign_in(request, attempt)
    except Refused as refusal:
        return _refuse(request, refusal, is_link=is_link)


def _taken(request: HttpRequest) -> dict[str, Any] | None:
    """The attempt that this is the answer to; it is used up, and those that are too old with it."""
    attempts: dict[str, dict[str, Any]] = request.session.get(ATTEMPTS, {})
    attempt = attempts.pop(request.GET.get("state", ""), None)
    if attempts:
        request.session[ATTEMPTS] = attempts
    else:
        request.session.pop(ATTEMPTS, None)
    age = clock.now().timestamp() - attempt["at"] if attempt is not None else 0
    return attempt if 0 <= age <= GOOD_FOR else None


def _subject(request: HttpRequest, attempt: dict[str, Any]) -> str:
    """Who signed in at the provider. Raises Refused."""
    if error := request.GET.get("error", ""):
        raise Refused(Refusal.DENIED if error == "access_denied" else Refusal.NOT_BELIEVED)
    try:
        return provider.subject(
            request.GET.get("code", ""),
            back_url=attempt["back_url"],
            nonce=attempt["nonce"],
            verifier=attempt["verifier"],
        )
    except provider.Unreachable as trouble:
        raise Refused(Refusal.UNREACHABLE) from trouble
    except provider.NotBelieved as trouble:
        raise Refused(Refusal.NOT_BELIEVED) from trouble


def _sign_in(request: Request, attempt: dict[str, Any]) -> HttpResponse:
    subject = _subject(request, attempt)
    account = queries.account_of_identity(provider.issuer(), subject)
    if account is None:
        raise Refused(Refusal.UNKNOWN, subject=subject)
    if not account.is_active:
        raise Refused(Refusal.CLOSED, account=account)
    record_authentication(request, account, method=signed_in.PROVIDER)
    response: HttpResponse = perform_login(request, Login(user=account, redirect_url=attempt["next"]))
    return response


def _link(request: Request, attempt: dict[str, Any]) -> HttpResponse:
    if not request.user.is_authenticated or request.user.pk != attempt["link"] or request.person is None:
        raise Refused(Refusal.EXPIRED)
    account = account_of(request)
    subject = _subject(request, attempt)
    try:
        with saving.durable():
            actions.link_identity(account, provider.issuer(), subject, by=request.person, on=request.today)
    except ValidationError as taken:
        raise Refused(Refusal.TAKEN, account=account) from taken
    messages.success(request, _("From now on you can sign in with %(provider)s too.") % {"provider": provider.name()})
    return redirect("sign_in:account")


@require_POST
@access.policy(access.SIGNED_IN)
def unlink(request: Request) -> HttpResponse:
    if (first := ask_again(request)) is not None:
        return first
    try:
        with saving.durable():
            actions.unlink_identity(account_of(request), by=request.person, on=request.today)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("It is unlinked: you sign in with your password."))
    return redirect("sign_in:account")


# --- What went wrong -------------------------------------------------------------------------------------------------


def _refuse(request: HttpRequest, refusal: Refused, *, is_link: bool) -> HttpResponse:
    verb = "account.identity" if is_link else "account.login"
    with saving.durable():
        record(verb, refusal.account, fields=["provider", refusal.why], result=AuditRow.Result.REFUSED)
    title, text, advice = _words(refusal)
    place, label = ("sign_in:account", _("My account")) if is_link else ("account_login", _("Back to signing in"))
    words = errors.Words(title, text, advice, next_url=reverse(place), next_label=label)
    return errors.page(request, 503 if refusal.why == Refusal.UNREACHABLE else 403, words)


def _words(refusal: Refused) -> tuple[str, str, str]:
    """Title, text and advice; who is refused is told what to do next."""
    names = {"provider": provider.name(), "subject": refusal.subject}
    with_password = _("You can sign in with your login name and password all the same.")
    texts = {
        Refusal.DENIED: (
            _("You were not let in"),
            _("%(provider)s did not confirm you: you cancelled, or you are not allowed to use this system there."),
            _("Try again and agree there, or ask who runs it to admit you."),
        ),
        Refusal.EXPIRED: (
            _("This sign-in is no longer valid"),
            _("It took longer than ten minutes, was used before, or was begun in another browser."),
            _("Begin anew, in one window, without going back."),
        ),
        Refusal.UNREACHABLE: (
            _("The identity provider does not answer"),
            _("%(provider)s cannot be reached now."),
            with_password,
        ),
        Refusal.NOT_BELIEVED: (
            _("The answer was not accepted"),
            _("What %(provider)s answered does not fit this sign-in, so nobody was signed in."),
            _("Try once more. If it happens again, tell the administrator: the settings here or there may be wrong."),
        ),
        Refusal.UNKNOWN: (
            _("You are not known here yet"),
            _("Your account at %(provider)s is linked to no account here. It is known there as: %(subject)s"),
            _(
                "Sign in with your login name and password, then link it under “My account”; or give the code above to "
                "the administrator of your office."
            ),
        ),
        Refusal.CLOSED: (
            _("This account is closed"),
            _(
                "The administrator has locked it, or nobody has signed in for a long time. Ask the administrator of "
                "your office to open it again."
            ),
            "",
        ),
        Refusal.TAKEN: (
            _("It was not linked"),
            _("Your account here, or the one at %(provider)s, is linked already."),
            _("Take the old link back first. If it is not yours, ask the administrator of your office."),
        ),
    }
    title, text, advice = texts[refusal.why]
    return title, text % names, advice
