"""The fixed cast that serves every test: a root, north with two cells, south; one person of each role."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import settings as trials
from xdist.scheduler import LoadScopeScheduling

trials.register_profile("unhurried", parent=trials(), deadline=None)  # a busy machine is no fault of the code
trials.load_profile("unhurried")

TODAY = date(2021, 1, 4)
FOUNDED = date(2015, 1, 1)


@dataclass
class Cast:
    """Units: root (superior), north (committee; cells north_a, north_b), south (committee; cell south_a)."""

    today: date = TODAY
    units: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)

    def unit(self, name: str) -> Any:
        return self.units[name]

    def person(self, name: str) -> Any:
        """The person as a request would get them: fresh, nothing remembered of rights."""
        from tongket.org.models import Person

        return Person.objects.get(pk=self.people[name].pk)

    def behind_fence(self, name: str) -> Any:
        """The person with a second factor and a fresh login."""
        person = self.person(name)
        person.is_past_fence = True
        return person


# who: (office, domain, unit). The stranger holds nothing.
ROLES = {
    "root_secretary": ("SECRETARY", "lead", "root"),
    "root_clerk": ("CLERK", "office", "root"),
    "root_officer": ("ORGANISATION_OFFICER", "org", "root"),
    "root_inspector": ("INSPECTION_HEAD", "insp", "root"),
    "north_secretary": ("SECRETARY", "lead", "north"),
    "north_clerk": ("CLERK", "office", "north"),
    "north_officer": ("ORGANISATION_OFFICER", "org", "north"),
    "north_inspector": ("INSPECTION_HEAD", "insp", "north"),
    "north_a_secretary": ("SECRETARY", "lead", "north_a"),
    "south_secretary": ("SECRETARY", "lead", "south"),
    "south_clerk": ("CLERK", "office", "south"),
    "south_officer": ("ORGANISATION_OFFICER", "org", "south"),
    "operator": ("OPERATOR", "sys", "root"),
    "auditor": ("AUDITOR", "audit", "root"),
    "stranger": None,
}


@pytest.fixture
def cast(db: None) -> Cast:
    from tongket.org import actions, snapshots
    from tongket.org.kinds import Kind
    from tongket.org.models import Office, Person

    paper = actions.Decision("01-QĐ/TU", FOUNDED, "Tỉnh ủy Sông Mẫu")
    made = Cast()

    def found(name: str, title: str, kind: Kind, parent: str | None) -> None:
        new = actions.NewUnit(name.upper().replace("_", "-"), title, title, kind, made.units.get(parent or ""))
        made.units[name] = actions.create(new, paper, from_on=FOUNDED, by=None, on=FOUNDED)

    with snapshots.built_once():
        found("root", "Đảng bộ Khối các cơ quan tỉnh Sông Mẫu", Kind.SUPERIOR, None)
        found("north", "Đảng bộ Sở Phương Bắc", Kind.GRASSROOTS_COMMITTEE, "root")
        found("north_a", "Chi bộ Văn phòng", Kind.CELL, "north")
        found("north_b", "Chi bộ Nghiệp vụ", Kind.CELL, "north")
        found("south", "Đảng bộ Sở Phương Nam", Kind.GRASSROOTS_COMMITTEE, "root")
        found("south_a", "Chi bộ Phương Nam 1", Kind.CELL, "south")
    for name, role in ROLES.items():
        person = Person.named(f"Người {name.replace('_', ' ').title()}")
        person.save()
        made.people[name] = person
        if role is None:
            continue
        office, domain, unit = role
        term = actions.take_office(
            person,
            made.units[unit],
            Office(office),
            how="elected",
            decision="02-QĐ/ĐUK",
            from_on=FOUNDED,
            by=None,
            on=FOUNDED,
        )
        actions.grant(term, domain, made.units[unit], decision="03-QĐ/ĐUK", valid_from=FOUNDED, by=None, on=FOUNDED)
    return made


@pytest.fixture(autouse=True)
def fixed_day(settings: Any) -> None:
    """Every test lives on one day, and remembers nothing of the failed sign-ins of others."""
    from django.core.cache import cache

    settings.TONGKET_TODAY = TODAY
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def charts_drawn_anew() -> Iterator[None]:
    """No chart comes from an earlier run: what draws them may have changed since."""
    from django.conf import settings
    from django.test import override_settings

    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "charts"}
    with override_settings(CACHES={**settings.CACHES, "charts": memory}):
        yield


@pytest.fixture
def signed_in(client: Any, cast: Cast) -> Callable[..., Any]:
    """A function that gives a client signed in as one of the cast; with `fence`, past the fence."""
    from django.test import Client

    from tongket.core import clock
    from tongket.org.models import Account

    def sign_in(name: str, *, fence: bool = False) -> Client:
        person = cast.people[name]
        account, _made = Account.objects.get_or_create(username=name, defaults={"person": person})
        browser = Client()
        browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        if fence:
            session = browser.session
            at = clock.now().timestamp()
            session["account_authentication_methods"] = [{"method": "password", "at": at}, {"method": "mfa", "at": at}]
            session.save()
        return browser

    return sign_in


# --- Sharing the tests out ------------------------------------------------------------------------------------------

TOGETHER = ("tests/browser", "tests/demonstration")  # each needs one long preparation


class ByFile(LoadScopeScheduling):
    """One worker takes a whole file, and a whole folder of those that prepare something together."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.split("::")[0]
        return next((folder for folder in TOGETHER if path.startswith(folder)), path)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return ByFile(config, log)
