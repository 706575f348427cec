"""How signing in behaves here: no sign-up, demonstration accounts on their own machine only, all on the log."""

from functools import cached_property
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from encrypted_fields.fields import EncryptedFieldMixin

from tongket.core import clock
from tongket.org import actions, saving
from tongket.org.models import Account, AuditRow
from tongket.pages import demonstration, errors, signed_in
from tongket.sign_in import devices
from tongket.sign_in.log import record


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts are made by the administrator, never by a visitor."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("The login name or the password is wrong."),
        "incorrect_password": gettext_lazy("The password is wrong."),
        "too_many_login_attempts": gettext_lazy("Too many attempts: wait 15 minutes, then try again."),
        "rate_limited": gettext_lazy("Too many attempts: wait a little, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages say themselves what was done."""

    def is_reauthentication_required(self, *, app: str | None = None) -> bool:
        """Whether the last step of signing in is too long ago."""
        return not signed_in.is_fresh(self.request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: wrong passwords are counted by account and browser, not by the address of a whole office (S-44)."""

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        if user.is_demo and not demonstration.is_on(request):
            raise ValidationError(_("Demonstration accounts work in the demonstration only."))
        with saving.durable():
            actions.rest(user, on=clock.today())
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        if user.is_demo and demonstration.is_on(request):
            request.session[signed_in.DEMO_MARK] = True
        with saving.durable():
            record("account.login", user, fields=_way(request))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.know(request, response, user.username)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        name = str(credentials.get("username", ""))[:150]
        is_locked = getattr(request, "axes_locked_out", False)
        with saving.durable():
            account = Account.objects.filter(username__iexact=name).first()
            record("account.lock" if is_locked else "account.login", account, result=AuditRow.Result.REFUSED)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Account):
            with saving.durable():
                record("account.logout", request.user)
        super().logout(request)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Secrets of second factors are encrypted with the keys of encrypted fields; messages in plain words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This did not work. Please try again."),
    }

    @cached_property
    def _keys(self) -> Fernet | MultiFernet:
        keys: Fernet | MultiFernet = EncryptedFieldMixin().f
        return keys

    def encrypt(self, text: str) -> str:
        return self._keys.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._keys.decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Tổng Kết"}


def _way(request: HttpRequest) -> list[str]:
    """How somebody has signed in, where it was not with a password."""
    is_provider = any(step.get("method") == signed_in.PROVIDER for step in signed_in.steps(request))
    return [signed_in.PROVIDER] if is_provider else []


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Any, *args: Any, **kwargs: Any
) -> HttpResponse:
    words = errors.Words(
        title=_("Too many attempts"),
        text=_("The password was wrong five times, so this account is closed for 15 minutes for this device."),
        advice=_("Wait, then try again. If you have forgotten the password, ask the administrator for a slip."),
    )
    return errors.page(request, 429, words)
