"""Addresses: each package brings its own."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.i18n import set_language

from tongket.demo import views as demo
from tongket.pages.addresses import NumberConverter, YearConverter

register_converter(YearConverter, "year")
register_converter(NumberConverter, "number")

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/login/", demo.login, name="account_login"),
    path("accounts/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
    *(
        path("", include(f"tongket.{name}.urls"))
        for name in settings.HOUSE
        if find_spec(f"tongket.{name}.urls") is not None
    ),
]
handler400 = "tongket.pages.errors.bad_request"
handler404 = "tongket.pages.errors.missing"
handler500 = "tongket.pages.errors.fault"
