from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "tongket.pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from tongket.pages import checks  # noqa: F401  registers the system checks

        # Each package's verbs, menu entries, due items; its figures; its jobs.
        autodiscover_modules("policy", "figures", "background")
