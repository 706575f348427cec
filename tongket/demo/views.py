"""Signing in to the demonstration: the logins stand under the form, on loopback only."""

from typing import Any

from tongket.demo.logins import demo_logins
from tongket.org import access
from tongket.pages import demonstration
from tongket.sign_in.views.entering import SignIn


class DemoLoginView(SignIn):
    """The sign-in page with the demonstration's logins."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if demonstration.is_on(self.request):
            context["demo_logins"] = demo_logins()
        return context


login = access.policy(access.ANYONE)(DemoLoginView.as_view())
