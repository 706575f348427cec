"""Columns of crosses, one for each level of education or theory. Source: documents.md 8.38."""

from collections.abc import Mapping, Sequence

from tongket.sheets import labels, looks
from tongket.sheets.cells import CLEANERS
from tongket.sheets.choices import CHOSEN
from tongket.sheets.recognition import Candidate, Known


def levels(columns: Sequence[Candidate], known: Mapping[int, Known]) -> dict[str, dict[int, str]]:
    """The columns of crosses: kind → column → the level."""
    result: dict[str, dict[int, str]] = {}
    for column in columns:
        if len(column.parts) < 2 or known[column.at].sureness == CHOSEN:
            continue
        if column.filled and looks.share(column.looks, "mark", "flag") < 0.9:
            continue
        scores = labels.scores(column.parts[:-1])
        kind = max(("theory", "profession", "learn"), key=lambda name: scores.get(name, 0.0))
        level = column.parts[-1]
        clean = CLEANERS[kind](level)
        if scores.get(kind, 0.0) >= 0.6 and clean.value:
            result.setdefault(kind, {})[column.at] = level
    return {kind: levels for kind, levels in result.items() if len(levels) > 1}
