"""What an office enters can be put right: the list of all tables says by what, and is true."""

from collections.abc import Iterable, Mapping

from django.apps import apps
from django.db.models import Model
from django.urls import URLResolver, get_resolver

from tests.house.code import script
from tongket.org.corrections import REGISTRY, PutRight
from tongket.org.models import NumberSeries


def corrected_in_tests() -> dict[str, list[str]]:
    """Label of a table to the tests that hold how it is put right."""
    tests: dict[str, list[str]] = script("reference").tests_of_corrections()
    return tests


def addresses(resolver: URLResolver | None = None, space: str = "") -> set[str]:
    """The names of all addresses, with their namespaces."""
    names = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            names |= addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            names.add(f"{space}{entry.name}")
    return names


def faults(
    tables: Iterable[type[Model]], registry: Mapping[type[Model], PutRight], tests: Mapping[str, list[str]]
) -> list[str]:
    """What the list of all tables says that is not so, or does not say."""
    wrong, known = [], addresses()
    for model in tables:
        right, label = registry.get(model), model._meta.label
        if right is None:
            wrong.append(f"{label}: how it is put right is not said")
            continue
        pages = [*right.corrected_by, *right.withdrawn_by]
        wrong += [f"{label}: no address {name}" for name in pages if name not in known]
        if not (right.corrected_by and right.withdrawn_by) and not right.because:
            wrong.append(f"{label}: why it is not corrected, or not withdrawn, is not said")
        if pages and right.issue is None and not tests.get(label):
            wrong.append(f"{label}: no test holds it")
    return wrong


TABLES = [model for model in apps.get_models() if model.__module__.startswith("tongket.")]


def test_list_says_of_every_table_how_it_is_put_right() -> None:
    print(f"{len(TABLES)} tables, {sum(1 for right in REGISTRY.values() if right.issue)} of them open")

    assert faults(TABLES, REGISTRY, corrected_in_tests()) == []


def test_tests_that_hold_it_name_tables_that_there_are() -> None:
    labels = {model._meta.label for model in TABLES}

    assert set(corrected_in_tests()) <= labels


def test_table_without_a_way_and_a_wrong_address_are_noticed() -> None:
    seeded: dict[type[Model], PutRight] = {NumberSeries: PutRight(NumberSeries, ["org:nowhere"])}

    noticed = faults([NumberSeries, *TABLES[:1]], seeded, {})

    assert len(noticed) == 4
    assert any("org:nowhere" in fault for fault in noticed)
