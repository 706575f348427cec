"""How tests read pages."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def english(browser: Client) -> Client:
    """The same browser, whose person has chosen English."""
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


def states(page: Any) -> list[str]:
    """The state words of the rows of a list, in their order."""
    table = page.context["table"]
    at = [head.phone for head in table.heads].index("state")
    return [str(row.cells[at]) for row in table.rows]


def questions(browser: Client, address: str) -> int:
    """How often a page that opens asks the database."""
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)
