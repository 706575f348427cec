"""What an address must never do, whatever is typed into it: answer 500 (S-18)."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from tests.demonstration.extras import make_one_of_each
from tests.demonstration.test_matrix import CELL, CODE, address, client_of, named_views
from tests.house.code import HOUSE
from tongket.org.models import Account
from tongket.pages.checks import views

pytestmark = pytest.mark.django_db

NUL, DIGITS, NOBODY = "\0", "9" * 20, "00000000-0000-0000-0000-000000000000"
HOSTILE = {  # by the converter of a part of an address
    "YearConverter": ["0", "1929", "2101", "9999", "10000", DIGITS],
    "NumberConverter": ["0", "10000", DIGITS],
    "SlugConverter": ["0", "-", "x" * 300],
    "StringConverter": [NUL, f"unit{NUL}", DIGITS, "²", "'\"%", "🏛", "x" * 2000],
}
MARKS = {"YearConverter": "1987", "NumberConverter": "1987"}  # stand in an address until they are replaced
TYPED = ["0", "10000", DIGITS, "²", "-1", "x" * 3000, "'\"%", "🏛", NOBODY, "31/02/2021"]
NAME = re.compile(r'(?:GET\.get\(|GET\[|Filter\(\s*)"(\w+)"')


@pytest.fixture(autouse=True)
def one_of_each(organisations: object) -> None:
    make_one_of_each(CELL, CODE, "tochuc.khoi1")


@pytest.fixture
def client(organisations: object) -> Client:
    """An office clerk, to whom a fault is a page."""
    client = client_of(Account.objects.get(username="vanphong.khoi1"), fence=True)
    client.raise_request_exception = False
    return client


def hostile_paths() -> Iterator[str]:
    """Each address, with one of its parts replaced by each of what may be typed there."""
    converters = {name: pattern.pattern.converters for name, pattern in views()}
    for name, _verb, parts in named_views():
        for part in sorted(parts):
            kind = type(converters[name][part]).__name__
            if kind == "UUIDConverter":  # nothing else is taken for one
                continue
            mark = MARKS.get(kind, "marked")
            url, _unit, _row = address(name, parts, {part: mark})
            for value in HOSTILE[kind]:
                yield url.replace(f"/{mark}/", f"/{quote(value, safe='')}/")


def names_read() -> list[str]:
    """The names under which our code looks into an address."""
    sources = [path.read_text(encoding="utf-8") for path in HOUSE.rglob("*.py") if "tests" not in path.parts]
    return sorted({*NAME.findall("".join(sources)), "page", "size", "sort", "q", "after", "before", "columns"})


@pytest.fixture
def step(pytestconfig: pytest.Config, share: int) -> int:
    """Each how many-th is tried: each with --long, else a share of them, another one at each address."""
    return 1 if pytestconfig.getoption("long") else 48 * share


def test_no_part_of_an_address_leads_to_a_fault(client: Client, share: int) -> None:
    paths = list(hostile_paths())[::share]

    answers = {path: client.get(path).status_code for path in paths}
    print(f"{len(paths)} addresses: {Counter(answers.values())}")

    assert len(paths) > 200 / share
    assert {
        path[:200]: status for path, status in answers.items() if status not in {200, 302, 400, 403, 404, 405}
    } == {}


def test_nothing_typed_after_an_address_leads_to_a_fault(client: Client, step: int) -> None:
    names, wrong, answers = names_read(), [], Counter[int]()
    queries = [urlencode(dict.fromkeys(names, value)) for value in TYPED]
    queries += [urlencode({name: value}) for name in ("unit", "year") for value in (*TYPED, NUL, f"KHOI1{NUL}")]
    queries += [urlencode({f"x{NUL}": "1"}), "unit=%00&unit=KHOI1", "%", "&=&", "unit=%ff%fe"]
    for at, (name, _verb, parts) in enumerate(named_views()):
        url, _unit, _row = address(name, parts)
        for query in (queries if not parts else queries[: len(TYPED)])[at % step :: step]:
            status = client.get(f"{url}?{query}").status_code
            answers[status] += 1
            if status >= 500:
                wrong.append((url, query[:80], status))
    print(f"{len(names)} names: {answers}")

    assert len(names) > 20
    assert wrong == []


def test_no_nul_in_a_form_leads_to_a_fault(client: Client, step: int) -> None:
    names, wrong = ["idempotency_key", "unit", "full_name", f"x{NUL}", "draft"], []
    for at, (view, _verb, parts) in enumerate(named_views()):
        url, _unit, _row = address(view, parts)
        for name in names if step == 1 else names[at % len(names) :][:1]:
            status = client.post(url, {name: f"a{NUL}b"}).status_code
            if status >= 500:
                wrong.append((url, name, status))

    assert wrong == []


def test_no_nul_in_a_cookie_leads_to_a_fault(client: Client) -> None:
    for name in ("sessionid", "csrftoken", "django_language"):
        assert client.get("/units/", HTTP_COOKIE=f'{name}="a\\000b"').status_code < 500
