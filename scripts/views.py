"""Lists every module that holds views, as the addresses lead to them, and says which lie outside `views`.

`python scripts/views.py` prints the list; exit code 1 if a view lies outside `views.py` or `views/…`.
"""

import inspect
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongket.settings")


def origin(callback: Callable[..., Any]) -> tuple[str, str]:
    """The module and the name of the function or class that an address leads to, whatever is wrapped around it."""
    view: Any = inspect.unwrap(callback, stop=lambda wrapped: hasattr(wrapped, "view_class"))
    view = getattr(view, "view_class", view)
    return view.__module__, view.__qualname__


def modules(resolver: Any = None) -> dict[str, list[str]]:
    """Each module of ours that holds views to the names of their addresses; pages and API operations alike.

    resolver: whose addresses, if not those of the whole house.
    """
    from tongket.pages.checks import views

    found: dict[str, list[str]] = defaultdict(list)
    for name, pattern in views(resolver):
        module, _view = origin(pattern.callback)
        if module.startswith("tongket."):
            found[module].append(name)
    return dict(sorted(found.items()))


def outside(listed: Iterable[str]) -> list[str]:
    """Those modules that do not say by their name that they hold views."""
    return [module for module in listed if "views" not in module.split(".")]


def main() -> int:
    import django

    django.setup()
    listed = modules()
    wrong = outside(listed)
    for module, names in listed.items():
        print(f"{module:<45} {len(names):>4}{'  outside views' if module in wrong else ''}")
    print(f"{sum(map(len, listed.values()))} views in {len(listed)} modules, {len(wrong)} of them outside views")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
