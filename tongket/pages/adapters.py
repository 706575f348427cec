"""How signing in behaves here: no sign-up by oneself, demonstration accounts on loopback only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tongket.core import clock
from tongket.org import audit, saving
from tongket.org.models import Account, AuditRow
from tongket.pages import demonstration, errors, gate


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts are made by the operator (`tongket user`), never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        if user.is_demo and not demonstration.is_on(request):
            raise ValidationError(_("Demonstration accounts work in the demonstration only."))
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        if user.is_demo and demonstration.is_on(request):
            request.session[gate.DEMO_MARK] = True
        _log("account.login", user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        name = str(credentials.get("username", ""))[:150]
        _log("account.login", Account.objects.filter(username=name).first(), result=AuditRow.Result.REFUSED)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Account):
            _log("account.logout", request.user)
        super().logout(request)


def _log(verb: str, account: Account | None, *, result: str = AuditRow.Result.DONE) -> None:
    """One row of the system's chain (S-34): the account, never what was typed."""
    person = account.person if account is not None else None
    with saving.durable():
        audit.record(person, verb, account, on=clock.today(), result=result)


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Any, *args: Any, **kwargs: Any
) -> HttpResponse:
    words = errors.Words(
        title=_("Too many attempts"),
        text=_("The password was wrong five times, so this account is closed for 15 minutes from this place."),
        advice=_("Wait, then try again. If you have forgotten the password, ask the system operator for a new one."),
    )
    return errors.page(request, 429, words)
