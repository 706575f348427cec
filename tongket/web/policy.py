"""The menu lines of the pages that belong to no single package."""

from django.utils.translation import gettext_lazy as _

from tongket.pages import menu

menu.add(_("My work"), "web:home", "home.read", group="", order=10, icon="list-todo")
menu.add(_("Overview"), "web:overview", "figure.read", group="", order=20, icon="chart-no-axes-column", with_place=True)
