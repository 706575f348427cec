"""Rows that deeds are about make the same queryset each time: the one that finds a row is compiled once."""

import pkgutil
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.utils.translation import override

import tongket
from tests.cast import TODAY
from tongket.pages.deeds import Rows


def rows_of_the_house() -> dict[str, Rows[Any]]:
    """Each `Rows` of a module with views, by the name under which it stands there."""
    names = [module.name for module in pkgutil.walk_packages(tongket.__path__, "tongket.") if ".views" in module.name]
    modules = map(import_module, [*names, "tongket.members.pages"])
    return {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Rows)
    }


def test_rows_make_the_same_query_on_each_day_and_in_each_language(db: None, settings: Any) -> None:
    rows = rows_of_the_house()
    print(f"{len(rows)} rows of deeds")

    def queries() -> dict[str, str]:
        return {name: str(kept.query().query) for name, kept in rows.items()}

    with override("vi"):
        before = queries()
    settings.TONGKET_TODAY = TODAY + timedelta(days=400)
    with override("en"):
        assert queries() == before

    assert len(rows) > 40
