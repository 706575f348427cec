"""Registers the package with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Base page, components, styles and error pages: no rules, no tables."""

    name = "tongket.web"
    label = "web"
    verbose_name = _("Pages")
