"""The form for signing in."""

from typing import Any

from allauth.account.forms import LoginForm as BaseLoginForm


class LoginForm(BaseLoginForm):  # type: ignore[misc]  # the library has no types
    """Signing in, without a link to a page that sends mail: a new password comes from the operator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
