"""How tests read pages."""

from typing import Any

from django.conf import settings
from django.test import Client


def english(browser: Client) -> Client:
    """The same browser, whose person has chosen English."""
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def states(page: Any) -> list[str]:
    """The state words of the rows of a list, in their order."""
    cells = [cell for row in page.context["listing"]["rows"] for cell in row["cells"]]
    return [cell["text"] for cell in cells if cell["phone"] == "state"]
