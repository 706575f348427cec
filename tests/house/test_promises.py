"""The page of promises names tests that exist; and the promises that hold for the whole house at once."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import UUIDField
from django.db.utils import ConnectionHandler
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.code import HOUSE, ROOT
from tongket.org.models import UnitOwned

ROW = re.compile(r"^\| (S-\d{2}) \| (?P<promise>[^|]+) \| (?P<tests>[^|]+) \| (?P<open>[^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")
ISSUE = re.compile(r"\bissues? (\d\d(?:, \d\d)*)")


def promises(page: str) -> list[re.Match[str]]:
    return list(ROW.finditer(page))


@cache
def functions(path: Path) -> frozenset[str]:
    """The functions of a file; none if it is not there."""
    if not path.exists():
        return frozenset()
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def faults(page: str) -> list[str]:
    """Rules without a test or an issue, and tests that do not exist."""
    wrong = []
    for row in promises(page):
        named = TEST.findall(row["tests"])
        wrong += [f"{row[1]}: no test {test} in {path}" for path, test in named if test not in functions(ROOT / path)]
        if not named and not ISSUE.search(row["open"]):
            wrong.append(f"{row[1]}: neither held by a test nor open with an issue")
    return wrong


PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_page_of_promises_has_every_rule_once_in_order() -> None:
    assert [row[1] for row in promises(PAGE)] == [f"S-{number:02d}" for number in range(1, 60)]


def test_page_of_promises_names_tests_that_exist_or_the_issue_to_come() -> None:
    assert faults(PAGE) == []


def test_promise_that_nothing_holds_is_noticed() -> None:
    page = (
        "| S-01 | one | `tests/house/test_promises.py::test_that_is_gone` | – |\n| S-02 | two | – | later |\n"
        "| S-03 | three | – | all of it: issue 17 |\n"
    )

    assert faults(page) == [
        "S-01: no test test_that_is_gone in tests/house/test_promises.py",
        "S-02: neither held by a test nor open with an issue",
    ]


# --- Addresses and ids (S-16) -----------------------------------------------------------------------------------------

COUNTED = {"year", "number"}  # a year; the place of a check among those of one form


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of our own pages, with its pattern."""
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            if item.app_name or item.namespace or not before:
                yield from addresses(item, before + str(item.pattern))
        elif item.lookup_str.startswith("tongket."):
            yield before + str(item.pattern), item


def test_address_names_rows_by_random_id_or_code() -> None:
    seen = dict(addresses(get_resolver()))

    counted = {
        address: name
        for address in seen
        for kind, name in re.findall(r"<(\w+):(\w+)>", address)
        if kind == "int" and name not in COUNTED
    }
    assert len(seen) > 150
    assert counted == {}


def test_ids_of_rows_are_random() -> None:
    owned = [model for model in apps.get_models() if issubclass(model, UnitOwned)]

    others = [model.__name__ for model in owned if not isinstance(model._meta.pk, UUIDField)]
    guessable = {str(model._meta.pk.default.__name__) for model in owned if isinstance(model._meta.pk, UUIDField)}
    assert len(owned) > 20
    assert others == []
    assert guessable == {"uuid4"}


# --- Input and queries (S-17, S-18) -----------------------------------------------------------------------------------


def sources() -> dict[str, str]:
    """The product's code, without tests and migrations."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(HOUSE.rglob("*.py"))
        if not {"tests", "migrations"} & set(path.parts)
    }


def test_form_lists_its_fields() -> None:
    every = re.compile(r"fields\s*=\s*[\"']__all__[\"']|^\s*exclude\s*=", re.MULTILINE)

    assert [path for path, source in sources().items() if every.search(source)] == []


NAMES_OF_FIELDS = {"tongket/rosters/actions/bulk.py"}  # copies rows into tables: names of tables and columns alone


def is_constant(sql: ast.expr) -> bool:
    """Whether nothing goes into a text but names in capitals, which are constants of ours."""
    if isinstance(sql, ast.JoinedStr):
        parts = [part.value for part in sql.values if isinstance(part, ast.FormattedValue)]
        return all(isinstance(part, ast.Name) and part.id.isupper() for part in parts)
    return not isinstance(sql, ast.BinOp)


def sql_of_texts(source: str) -> list[int]:
    """Lines on which SQL is put together at run time, or the ORM is given some to put in unseen."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            is_put_together = bool(node.args) and not is_constant(node.args[0])
            if name in {"extra", "RawSQL"} or (name in {"execute", "executemany", "raw", "copy"} and is_put_together):
                lines.append(node.lineno)
    return lines


def test_no_sql_is_put_together_from_texts() -> None:
    found = {path for path, source in sources().items() if sql_of_texts(source)}

    assert found == NAMES_OF_FIELDS


def test_sql_of_texts_is_noticed() -> None:
    faulty = 'cursor.execute(f"select {name}")\nrows.extra(where=[name])\ncursor.execute(f"PRAGMA x = {SIZE}")\n'

    assert sql_of_texts(faulty) == [1, 2]


# --- Saving (S-27) ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="about SQLite alone")
def test_sqlite_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    database = {**settings.DATABASES["default"], "NAME": tmp_path / "new.sqlite3", "TEST": {}}
    connection = ConnectionHandler({"default": database})["default"]

    with connection.cursor() as cursor:
        found = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    connection.close()

    assert found == ["wal", 2, 1]
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20


# --- What a browser gets (S-42, S-46), and passwords (S-43) -----------------------------------------------------------


@pytest.mark.django_db
def test_page_is_served_under_a_strict_policy() -> None:
    answer = Client().get("/accounts/login/")

    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part.strip())
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["style-src"] == policy["form-action"] == policy["connect-src"] == "'self'"
    assert re.fullmatch(r"'self'(?: 'nonce-[\w+/=-]+')?", policy["script-src"])
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.cookies["csrftoken"]["samesite"] == "Lax"


def test_cookies_behind_https_are_bound_to_the_host(tmp_path: Path) -> None:
    code = (
        "from tongket import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS > 0)"
    )
    environment = {"TONGKET_HTTPS": "1", "TONGKET_VAR": str(tmp_path), "PYTHONPATH": str(ROOT)}

    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert said.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "True", "True", "Lax", "True"]


def markup(paths: Iterator[Path]) -> set[str]:
    """Where text is declared to be markup."""
    made = re.compile(r"\bmark_safe\(|\|\s*safe\b|autoescape off|\bSafeString\(|__html__")
    return {path.relative_to(HOUSE).as_posix() for path in paths if made.search(path.read_text(encoding="utf-8"))}


def test_markup_is_made_in_template_tags_alone() -> None:
    files = (path for kind in ("*.py", "*.html") for path in HOUSE.rglob(kind) if "tests" not in path.parts)

    assert {path for path in markup(files) if "/templatetags/" not in path} == set()


@pytest.mark.parametrize("password", ["short-one", "password123456", ""])
def test_short_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_passwords_are_kept_by_argon2(db: Any, settings: Any) -> None:
    from tongket import settings as of_the_house
    from tongket.org.models import Account

    settings.PASSWORD_HASHERS = of_the_house.PASSWORD_HASHERS
    account = Account(username="a")
    account.set_password("four words that nobody guesses")

    assert account.password.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
