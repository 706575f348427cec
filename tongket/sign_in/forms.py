"""The forms for signing in, and for what its holder does with an account."""

from typing import Any

from allauth.account.forms import LoginForm as LibraryLoginForm
from allauth.account.forms import ReauthenticateForm as LibraryReauthenticateForm
from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm as LibraryPasskeyForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.org import saving
from tongket.org.models import Account, AuditRow
from tongket.pages.forms import OfficeForm
from tongket.sign_in import actions
from tongket.sign_in.log import record

PASSWORD = forms.PasswordInput


class LoginForm(LibraryLoginForm):  # type: ignore[misc]  # the library has no types
    """Signing in; a new password comes from the administrator, on a slip."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = gettext_lazy("Login name")
        if self.request is not None:
            self.fields["login"].initial = self.request.GET.get("login", "")  # of who comes from their slip
        self.fields["password"].label = gettext_lazy("Password")
        self.fields["password"].help_text = ""
        _speak_plainly(self)


class ReauthenticateForm(LibraryReauthenticateForm):  # type: ignore[misc]  # the library has no types
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = gettext_lazy("Password")
        _speak_plainly(self)


def _speak_plainly(form: forms.Form) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = _("Please fill in this field.")


class SecondStepForm(OfficeForm):
    """The second step: the code of the app, or a recovery code, each good once."""

    code = forms.CharField(
        label=gettext_lazy("Code from the app, or a recovery code"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )
    is_repeated = False

    def __init__(self, *args: Any, user: Account, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        door = f"code:{self.user.pk}"
        if actions.is_shut(door):
            raise ValidationError(_("Too many wrong codes: wait 15 minutes, then try again."))
        typed: str = self.cleaned_data["code"]
        self.authenticator = self._factor(typed)
        if self.authenticator is None:
            with saving.durable():
                actions.count_failure(door)
                audit_failure(self.user)
            raise ValidationError(_("This code is wrong, too old, or was used before. Wait for the next one."))
        actions.forget_failures(door)
        return typed

    def _factor(self, typed: str) -> Authenticator | None:
        """The factor that the code proves."""
        app = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()
        if app is not None and actions.use_app(app, typed):
            return app
        if actions.use_recovery_code(self.user, typed):
            with saving.durable():
                record("account.factor", self.user, fields=["recovery_code_used"])
            return app or Authenticator.objects.filter(user=self.user).first()
        return None

    def save(self) -> None:
        post_authentication(context.request, self.authenticator, reauthenticated=self.is_repeated)


class SecondStepAgainForm(SecondStepForm):
    """The same for somebody who is signed in already."""

    is_repeated = True


def audit_failure(account: Account) -> None:
    record("account.login", account, fields=["second_step"], result=AuditRow.Result.REFUSED)


class AppForm(OfficeForm):
    """The code that proves that the app was set up."""

    code = forms.CharField(
        label=gettext_lazy("The six digits that the app shows"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasskeyForm(LibraryPasskeyForm):  # type: ignore[misc]  # the library has no types
    """What the browser made, and how its holder calls the device."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = gettext_lazy("Name of this device")
        self.fields["name"].help_text = gettext_lazy("So that you know it again, such as “Office computer”.")
        self.fields["name"].max_length = 60


class NewPasswordForm(OfficeForm):
    """A password chosen, typed twice."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        widget=PASSWORD(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Four or five words that only you put together are easy to keep and hard to guess."),
    )
    again = forms.CharField(
        label=gettext_lazy("The same password again"),
        strip=False,
        widget=PASSWORD(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("password") and typed.get("again") and typed["password"] != typed["again"]:
            self.add_error("again", _("The two passwords differ: type them again."))
        return typed


class ForgottenForm(OfficeForm):
    """For which account a link is to be mailed."""

    login = forms.CharField(
        label=gettext_lazy("Login name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class SlipForm(NewPasswordForm):
    """A password by the code of a slip."""

    login = forms.CharField(
        label=gettext_lazy("Login name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code on the slip"),
        max_length=30,
        help_text=gettext_lazy("Twelve characters in three groups, such as A2B3-C4D5-E6F7."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    field_order = ["login", "code", "password", "again"]


class ChangePasswordForm(NewPasswordForm):
    """A new password in place of the one that is known."""

    old = forms.CharField(
        label=gettext_lazy("Your password until now"),
        strip=False,
        widget=PASSWORD(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old", "password", "again"]
