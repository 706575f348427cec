"""How signing in behaves here: no sign-up by oneself, demonstration accounts on loopback only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tongket.org import errors, gate
from tongket.org.models import Account


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts are made by the operator (`tongket user`), never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        if user.is_demo and not (settings.TONGKET_DEMO and gate.is_loopback(request)):
            raise ValidationError(_("Demonstration accounts work in the demonstration only."))
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        if user.is_demo and settings.TONGKET_DEMO and gate.is_loopback(request):
            request.session[gate.DEMO_MARK] = True
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Any, *args: Any, **kwargs: Any
) -> HttpResponse:
    words = errors.Words(
        title=_("Too many attempts"),
        text=_("The password was wrong five times, so this account is closed for 15 minutes from this place."),
        advice=_("Wait, then try again. If you have forgotten the password, ask the system operator for a new one."),
    )
    return errors.page(request, 429, words)
