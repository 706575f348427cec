"""Addresses: each package brings its own."""

import re
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter
from django.views.i18n import set_language

from tongket.demo import views as demo
from tongket.pages.addresses import NumberConverter, YearConverter
from tongket.sign_in.views import entering, own

register_converter(YearConverter, "year")
register_converter(NumberConverter, "number")


def _addresses(module: str) -> URLResolver:
    """The addresses of a package, looked through only where one of them begins as the address that is asked for: one
    after another they took a third of what a trivial page costs.
    """
    routes = [str(item.pattern) for item in import_module(module).urlpatterns]
    beginnings = {route.partition("/")[0] for route in routes}
    if any("<" in beginning for beginning in beginnings):
        return path("", include(module))
    ways = "|".join(f"{re.escape(beginning)}/" if beginning else "$" for beginning in sorted(beginnings))
    return re_path(f"^(?={ways})", include(module))


urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/login/", demo.login, name="account_login"),
    path("accounts/logout/", entering.sign_out, name="account_logout"),
    path("accounts/reauthenticate/", entering.password_again, name="account_reauthenticate"),
    path("accounts/password/change/", own.change_password, name="account_change_password"),
    path("accounts/2fa/authenticate/", entering.second_step, name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", entering.code_again, name="mfa_reauthenticate"),
    path("accounts/2fa/webauthn/reauthenticate/", entering.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("accounts/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
    *(_addresses(f"tongket.{name}.urls") for name in settings.HOUSE if find_spec(f"tongket.{name}.urls") is not None),
]
handler400 = "tongket.pages.errors.bad_request"
handler404 = "tongket.pages.errors.missing"
handler500 = "tongket.pages.errors.fault"
