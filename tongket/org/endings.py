"""What keeps a unit from ending: each package adds a source in its `policy.py`; merging, splitting and dissolving ask
all.
"""

from collections.abc import Callable

from tongket.org.models import Unit

Source = Callable[[Unit], str]
SOURCES: list[Source] = []


def hindrance(ask: Source) -> Source:
    """Register a source: called with a unit that is to end, it says what has to be done first, or nothing."""
    SOURCES.append(ask)
    return ask


def hindrances(unit: Unit) -> list[str]:
    """All that has to be done before the unit can end."""
    return [words for ask in SOURCES if (words := ask(unit))]
