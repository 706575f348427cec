"""What holds for the whole house: no system check complains, every page has an address of its own."""

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.urls import get_resolver


def test_no_system_check_complains() -> None:
    complaints = [message for message in checks.run_checks() if message.level >= checks.WARNING]

    assert complaints == []


def test_every_page_of_the_house_has_its_address_once() -> None:
    def names(resolver: Any, space: str = "") -> Iterator[str]:
        for item in resolver.url_patterns:
            if hasattr(item, "url_patterns"):
                yield from names(item, f"{space}{item.namespace}:" if item.namespace else space)
            elif item.name:
                yield f"{space}{item.name}"

    found = [name for name in names(get_resolver()) if ":" in name]

    assert len(found) == len(set(found))
