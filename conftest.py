"""What every test may use: the databases, the cast, a fixed day; and how the tests are shared out."""

import copy
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client, TransactionTestCase, override_settings
from django_tasks_db.management.commands import db_worker
from hypothesis import HealthCheck
from hypothesis import settings as trials
from pytest_django import DjangoDbBlocker
from xdist.scheduler import LoadScopeScheduling

from tests import databases
from tests.cast import TODAY, Cast, build
from tests.postman import Postman, delivering
from tests.sessions import signed_in_as
from tongket.org import jobs
from tongket.org.models import Account

if TYPE_CHECKING:
    from tests.identity_provider import IdentityProvider

# A busy machine is no fault of the code.
patient = trials(deadline=None, suppress_health_check=[HealthCheck.too_slow])
trials.register_profile("short", parent=patient)
trials.register_profile("long", parent=patient, max_examples=10 * patient.max_examples)

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="try often what is else tried a few times, take pictures")


def pytest_configure(config: pytest.Config) -> None:
    trials.load_profile("long" if config.getoption("long") else "short")


# --- Databases ----------------------------------------------------------------------------------------------------

COPIES, CONTENT = pytest.StashKey[databases.Copies](), pytest.StashKey[str]()
LOADING = pytest.StashKey[subprocess.Popen[bytes]]()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[list[Cast]]:
    """In place of pytest-django's own, which migrates in every worker (tests/databases.py). Gives the cast as built."""
    stash = request.config.stash
    copies = databases.copies(WORKER)
    built: list[Cast] = []
    with django_db_blocker.unblock(), override_settings(TONGKET_TODAY=TODAY):
        copies.add(databases.CAST, databases.TABLES, lambda: built.append(build()))
        copies.use(stash.get(CONTENT, databases.TABLES))
    stash[COPIES] = copies
    yield built
    del stash[COPIES]
    with django_db_blocker.unblock():
        copies.close()


@pytest.fixture
def cast(db: None, django_db_setup: list[Cast]) -> Cast:
    """The cast, which stands in the database already."""
    return copy.deepcopy(django_db_setup[0])


@pytest.fixture(scope="module")
def empty_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """What DATABASE_URL says of a database with empty tables, for programs in processes of their own."""
    store, name = databases.store(), f"own_{WORKER}_{request.module.__name__.rpartition('.')[2]}"
    store.drop(name)
    store.create(name, store.provide(databases.TABLES))
    yield store.url(name)
    store.drop(name)


def _is_on_rows(item: pytest.Item) -> bool:
    names = {"db", "transactional_db", "django_db_setup", "empty_database"}
    return not names.isdisjoint(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db") is not None


def _is_on_demonstration(item: pytest.Item) -> bool:
    return not {"organisations", "demonstration"}.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin to load the demonstration beside the tests that do without it."""
    is_first = WORKER in {"alone", "gw0"} and not session.config.getoption("collectonly")
    if is_first and any(map(_is_on_demonstration, session.items)):
        session.config.stash[LOADING] = subprocess.Popen(
            [sys.executable, "-m", "tests.databases"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Turn to the database that the test wants, before its fixtures begin."""
    if not _is_on_rows(item):
        return
    stash = item.config.stash
    stash[CONTENT] = databases.TABLES
    if "cast" in getattr(item, "fixturenames", ()):
        stash[CONTENT] = databases.CAST
    if _is_on_demonstration(item):
        stash[CONTENT] = databases.DEMONSTRATION
    if COPIES in stash:
        stash[COPIES].use(stash[CONTENT])


# Django empties the tables after a test that commits, which the log refuses; the database is copied anew instead.
TransactionTestCase._fixture_teardown = lambda self: None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Renew the database of a test that has committed what it wrote."""
    yield
    marker = item.get_closest_marker("django_db")
    is_committed = marker is not None and marker.kwargs.get("transaction")
    if (is_committed or "transactional_db" in getattr(item, "fixturenames", ())) and COPIES in item.config.stash:
        item.config.stash[COPIES].renew()


def pytest_sessionfinish(session: pytest.Session) -> None:
    loading = session.config.stash.get(LOADING, None)
    if loading is not None and loading.poll() is None:
        loading.terminate()
        loading.wait()
    store = databases.store()
    if isinstance(store, databases.Server) and not hasattr(session.config, "workerinput"):
        store.drop("")


# --- What every test begins with -------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def fixed_day(settings: Any) -> None:
    """Every test lives on one day, and remembers nothing of the failed sign-ins of others."""
    settings.TONGKET_TODAY = TODAY
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def settings_of_tests() -> Iterator[None]:
    """No chart comes from an earlier run: what draws them may have changed since. No test pays for what makes passwords
    hard to guess, nor does each client look through all static files: they are looked for when they are asked for.
    """
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "charts"}
    with override_settings(
        CACHES={**django_settings.CACHES, "charts": memory},
        PASSWORD_HASHERS=["tests.sessions.QuickHasher"],
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture
def signed_in(cast: Cast) -> Callable[..., Any]:
    """A function that gives a client signed in as one of the cast; with `fence`, past the fence."""

    def sign_in(name: str, *, fence: bool = False) -> Client:
        person = cast.people[name]
        account, _made = Account.objects.get_or_create(username=name, defaults={"person": person})
        return signed_in_as(account, fence=fence)

    return sign_in


@pytest.fixture
def worker_in_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """`working.run_once` works in the transaction of the test, whose connection it leaves open, and nothing recurs."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(jobs, "DAILY", [])


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    """The mail server of the installation, and what it was given."""
    with delivering(settings) as postman:
        yield postman


@pytest.fixture(scope="session")
def _identity_provider() -> "Iterator[IdentityProvider]":
    from tests import identity_provider  # where it is needed alone: it takes a while to load

    with identity_provider.running() as provider:
        yield provider


@pytest.fixture
def identity_provider(_identity_provider: "IdentityProvider", settings: Any) -> "IdentityProvider":
    """The OpenID provider of the installation, which answers honestly until a test says otherwise."""
    _identity_provider.reset()
    for name, value in _identity_provider.settings.items():
        setattr(settings, name, value)
    return _identity_provider


# --- Sharing the tests out ----------------------------------------------------------------------------------------

# Long tests that need nothing of each other.
ONE_BY_ONE = ("tests/demonstration/test_matrix.py", "tests/browser/test_every_page.py")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files that need no database come first, since one is being made; last those on the demonstration, and of them
    first what takes longest. Without --long, what is marked so is left out, and on PostgreSQL what needs no database:
    it was run before.
    """
    if not config.getoption("long"):
        is_second = isinstance(databases.store(), databases.Server)
        left_out = [item for item in items if item.get_closest_marker("long") or (is_second and not _is_on_rows(item))]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    stages: dict[str, int] = {}
    for item in items:
        stages[_file(item)] = max(stages.get(_file(item), 0), _is_on_demonstration(item) * 2, _is_on_rows(item))
    items.sort(key=lambda item: (stages[_file(item)], not item.nodeid.startswith(ONE_BY_ONE)))


def _file(item: pytest.Item) -> str:
    return item.nodeid.split("::")[0]


class ByFile(LoadScopeScheduling):
    """One worker takes a whole file, so that what its tests prepare together is prepared once."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(ONE_BY_ONE) else nodeid.split("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return ByFile(config, log)
