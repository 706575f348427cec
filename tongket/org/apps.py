from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    name = "tongket.org"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from tongket.org import checks  # noqa: F401  registers the system checks

        autodiscover_modules("policy", "figures")  # each package's verbs, menu entries, due items and figures
