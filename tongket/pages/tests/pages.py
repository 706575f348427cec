"""How tests read pages."""

from datetime import date
from typing import Any
from uuid import uuid4

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


def filled_in(form: Any, **changes: Any) -> dict[str, Any]:
    """What a form sends as the page shows it, with some values changed."""
    values = {name: form[name].value() for name in form.fields}
    days = {name: f"{value:%d/%m/%Y}" for name, value in values.items() if isinstance(value, date)}
    kept = {name: value for name, value in (values | days).items() if value is not None and value is not False}
    return {**kept, "idempotency_key": uuid4().hex, **changes}


def history_of(page: Any) -> list[list[str]]:
    """The lines of the part “History” of a record page, in English."""
    tables = [section.table for section in page.context["record"].sections if section.title == "History"]
    return [[str(cell) for cell in row.cells] for table in tables for row in table.as_table().rows]
