"""The library's pages of signing in and out, with their steps on the log and new session ids (S-45, S-46)."""

from typing import Any

from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tongket.org import access, saving
from tongket.org.models import AuditRow
from tongket.pages import errors, mail
from tongket.sign_in import provider, queries
from tongket.sign_in.log import record
from tongket.sign_in.views.providing import own_path

CLEARED = '"cache", "storage"'  # not "cookies": the one that knows this browser is what keeps strangers from locking it


class SignIn(LoginView):  # type: ignore[misc]  # the library has no types
    """The sign-in page, with the button of the identity provider where one is set."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["has_mail"] = mail.is_set()
        if provider.is_set():
            next_url = urlencode({"next": own_path(context.get("redirect_field_value") or "")})
            context |= {"provider": provider.name(), "provider_url": f"{reverse('sign_in:provider')}?{next_url}"}
        return context


class SecondStep(AuthenticateView):  # type: ignore[misc]  # the library has no types
    """The second step: a code, a recovery code or a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        account = self.stage.login.user
        return {**context, "has_passkey": queries.has_passkey(account), "has_app": queries.has_app(account)}

    def form_invalid(self, form: Any) -> HttpResponse:
        if form is self.webauthn_form:
            with saving.durable():
                record("account.login", self.stage.login.user, fields=["passkey"], result=AuditRow.Result.REFUSED)
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


class _Again:
    """A step of signing in, taken once more: with a new session id, and on the log."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # of the library's views
        self.request.session.cycle_key()
        with saving.durable():
            record("account.login", self.request.user, fields=["again"])  # type: ignore[arg-type]
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, "has_passkey": queries.has_passkey(self.request.user)}  # type: ignore[arg-type]


class PasswordAgain(_Again, ReauthenticateView):  # type: ignore[misc]
    """The password once more; who has none, and came through the provider, is told what to do instead."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account: Any = request.user
        if not account.has_usable_password() and not queries.factors(account):
            return errors.page(request, 403, _without_password())
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


def _without_password() -> errors.Words:
    return errors.Words(
        title=_("Please confirm that it is you"),
        text=_("What follows is protected, and you signed in a while ago."),
        advice=_(
            "You have no password here yet. Sign out, sign in again the way you came, and open the page within 15 "
            "minutes."
        ),
    )


class SecondStepAgain(_Again, CodeAgainView):  # type: ignore[misc]
    """A code of the app, or a recovery code, once more."""


class PasskeyAgain(_Again, ReauthenticateWebAuthnView):  # type: ignore[misc]
    """The passkey once more."""


class SignOut(LogoutView):  # type: ignore[misc]
    """Signing out: the browser forgets what it kept of our pages (S-46)."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = CLEARED
        return response


second_step = access.policy(access.ANYONE)(SecondStep.as_view())
password_again = access.policy(access.SIGNED_IN)(PasswordAgain.as_view())
code_again = access.policy(access.SIGNED_IN)(SecondStepAgain.as_view())
passkey_again = access.policy(access.SIGNED_IN)(PasskeyAgain.as_view())
sign_out = access.policy(access.SIGNED_IN)(SignOut.as_view())
