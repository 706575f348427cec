from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignInConfig(AppConfig):
    name = "tongket.sign_in"
    verbose_name = _("Signing in")

    def ready(self) -> None:
        from tongket.sign_in import checks  # noqa: F401  registers the system checks
